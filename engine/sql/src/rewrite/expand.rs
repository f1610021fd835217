//! GROUPING SETS over windows: rows are copied before they are assigned to windows, so that aggregations see the window
//! function right below them.

use crate::relation::{Column, Relation, RelationKind};
use waterwheel_expr::{Expr, Node};

/// The relation with every expansion below the window function that feeds it.
pub(crate) fn expand_below_windows(relation: Relation) -> Relation {
    let Relation { columns, kind } = relation.map_inputs(&mut expand_below_windows);
    match kind {
        RelationKind::Expand { input, copies } => push_down(columns, *input, copies),
        kind => Relation { columns, kind },
    }
}

fn push_down(columns: Vec<Column>, input: Relation, copies: Vec<Vec<Expr>>) -> Relation {
    match below_window(&columns, &input, &copies) {
        Some(pushed) => pushed,
        None => Relation { columns, kind: RelationKind::Expand { input: Box::new(input), copies } },
    }
}

/// The expansion below the window function that `input` stands on, if there is one whose bounds are read as they are.
fn below_window(columns: &[Column], input: &Relation, copies: &[Vec<Expr>]) -> Option<Relation> {
    let mut copies = copies.to_vec();
    let mut conditions: Vec<Expr> = Vec::new();
    let mut relation = input;
    loop {
        match &relation.kind {
            RelationKind::Project { input, exprs } => {
                let inline = |e: &mut Expr| *e = e.clone().map_columns(&mut |i, _| exprs[i].clone());
                copies.iter_mut().flatten().chain(&mut conditions).for_each(inline);
                relation = input;
            }
            RelationKind::Filter { input, condition } => {
                conditions.insert(0, condition.clone());
                relation = input;
            }
            RelationKind::Window { input, .. } => {
                if conditions.iter().flat_map(Expr::references).any(|i| i >= input.columns.len()) {
                    return None;
                }
                let rows = conditions.into_iter().fold((**input).clone(), Relation::filter);
                return windowed(columns, relation, rows, &copies);
            }
            _ => return None,
        }
    }
}

/// Copies of `rows`, then the window function, then the columns in their order.
fn windowed(columns: &[Column], window: &Relation, rows: Relation, copies: &[Vec<Expr>]) -> Option<Relation> {
    let RelationKind::Window { assigner, time, of_group_by, .. } = &window.kind else { unreachable!("called for window functions") };
    let width = rows.columns.len();
    let bound = |at: usize| match copies[0][at].node {
        Node::Column(i) if i >= width && copies.iter().all(|copy| copy[at].same(&copies[0][at])) => Some(i - width),
        _ => None,
    };
    let kept: Vec<usize> = (0..columns.len()).filter(|&at| bound(at).is_none()).collect();
    let below = |copy: &Vec<Expr>| kept.iter().map(|&at| copy[at].clone()).chain([rows.column(*time)]).collect();
    let below: Vec<Vec<Expr>> = copies.iter().map(below).collect();
    if below.iter().flatten().flat_map(Expr::references).any(|i| i >= width) {
        return None;
    }
    let own: Vec<Column> = kept.iter().map(|&at| columns[at].clone()).chain([rows.columns[*time].clone()]).collect();
    let all = own.iter().chain(&window.columns[width..]).cloned().collect();
    let expanded = Relation { columns: own, kind: RelationKind::Expand { input: Box::new(rows), copies: below } };
    let kind = RelationKind::Window { input: Box::new(expanded), assigner: *assigner, time: kept.len(), of_group_by: *of_group_by };
    let window = Relation { columns: all, kind };
    let position = |at: usize| match bound(at) {
        Some(role) => kept.len() + 1 + role,
        None => kept.iter().position(|&k| k == at).expect("kept unless a bound"),
    };
    let outputs = columns.iter().cloned().enumerate().map(|(at, column)| (column, window.column(position(at)))).collect();
    Some(window.project(outputs))
}
