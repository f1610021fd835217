//! ORDER BY without LIMIT means something only where nothing but projections and filters comes behind it; below anything else it goes.

use crate::relation::{Relation, RelationKind};

/// The relation without orders that nobody can see, their columns being the same.
pub(crate) fn drop_inner_orders(relation: Relation) -> Relation {
    below(relation, true)
}

/// `seen`: whether the order of these rows is that of the result.
fn below(relation: Relation, seen: bool) -> Relation {
    let Relation { columns, kind } = relation;
    let inner = |input: Box<Relation>| Box::new(below(*input, false));
    let kind = match kind {
        RelationKind::Project { input, exprs } => RelationKind::Project { input: Box::new(below(*input, seen)), exprs },
        RelationKind::Filter { input, condition } => RelationKind::Filter { input: Box::new(below(*input, seen)), condition },
        RelationKind::Sort { input, offset: 0, limit: None, .. } if !seen => return below(*input, false),
        RelationKind::Sort { input, keys, offset, limit } => RelationKind::Sort { input: inner(input), keys, offset, limit },
        RelationKind::Expand { input, copies } => RelationKind::Expand { input: inner(input), copies },
        RelationKind::Window { input, assigner, time } => RelationKind::Window { input: inner(input), assigner, time },
        RelationKind::Unnest { input, collection, ordinality, outer } => {
            RelationKind::Unnest { input: inner(input), collection, ordinality, outer }
        }
        RelationKind::Session { input, keys, gap, time } => RelationKind::Session { input: inner(input), keys, gap, time },
        RelationKind::Aggregate { input, groups, calls } => RelationKind::Aggregate { input: inner(input), groups, calls },
        RelationKind::Union(inputs) => RelationKind::Union(inputs.into_iter().map(|input| below(input, false)).collect()),
        kind @ (RelationKind::Scan { .. } | RelationKind::Values(_)) => kind,
    };
    Relation { columns, kind }
}
