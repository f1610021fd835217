//! ORDER BY without LIMIT means something only where nothing but projections and filters comes behind it; below anything else it goes.

use crate::relation::{Relation, RelationKind};

/// The relation without orders that nobody can see, their columns being the same.
pub(crate) fn drop_inner_orders(relation: Relation) -> Relation {
    below(relation, true)
}

/// `seen`: whether the order of these rows is that of the result.
fn below(relation: Relation, seen: bool) -> Relation {
    let seen_below = seen && matches!(relation.kind, RelationKind::Project { .. } | RelationKind::Filter { .. });
    let Relation { columns, kind } = relation.map_inputs(&mut |input| below(input, seen_below));
    match kind {
        RelationKind::Sort { input, offset: 0, limit: None, .. } if !seen => *input,
        kind => Relation { columns, kind },
    }
}
