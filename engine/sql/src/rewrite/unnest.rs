//! Conditions above UNNEST: those that read nothing of the elements come before it, as in Flink. It multiplies fewer rows then, and
//! what would fail for a row that is left out is not computed.

use crate::relation::{Relation, RelationKind};
use waterwheel_expr::{Expr, Node};

/// The relation with every condition below an UNNEST that can be there.
pub(crate) fn filter_below_unnest(relation: Relation) -> Relation {
    let Relation { columns, kind } = relation.map_inputs(&mut filter_below_unnest);
    match kind {
        RelationKind::Filter { input, condition } => through_projection(*input, condition),
        kind => Relation { columns, kind },
    }
}

/// Rows for which a condition holds, which is asked as far below as it can be.
fn through_projection(input: Relation, condition: Expr) -> Relation {
    match input.kind {
        RelationKind::Project { input: unnest, exprs } if is_unnest(&unnest) && exprs.iter().all(Expr::is_deterministic) => {
            let condition = condition.map_columns(&mut |index, _| exprs[index].clone());
            Relation { columns: input.columns, kind: RelationKind::Project { input: Box::new(below(*unnest, condition)), exprs } }
        }
        _ if is_unnest(&input) => below(input, condition),
        _ => input.filter(condition),
    }
}

fn is_unnest(relation: &Relation) -> bool {
    matches!(relation.kind, RelationKind::Unnest { .. })
}

fn below(unnest: Relation, condition: Expr) -> Relation {
    let parts = match condition.node {
        Node::And(parts) => parts,
        _ => vec![condition],
    };
    let RelationKind::Unnest { input, collection, ordinality, condition, outer } = unnest.kind else { return unnest.filter_all(parts) };
    let width = input.columns.len();
    let of_rows = |part: &Expr| part.is_deterministic() && part.references().last().is_none_or(|&column| column < width);
    let (of_rows, of_elements): (Vec<Expr>, Vec<Expr>) = parts.into_iter().partition(of_rows);
    let input = Box::new(input.filter_all(of_rows));
    Relation { columns: unnest.columns, kind: RelationKind::Unnest { input, collection, ordinality, condition, outer } }
        .filter_all(of_elements)
}
