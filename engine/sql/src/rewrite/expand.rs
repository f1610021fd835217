//! GROUPING SETS over windows: rows are copied before they are assigned to windows, so that aggregations see the window
//! function right below them. As in Flink this holds for sessions, too, where their partition keys are all passed on: a key
//! that a grouping set leaves out is NULL in its copies, whose rows share sessions then, and filters come before the sessions.

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
            RelationKind::Window { input, .. } | RelationKind::Session { input, .. } => {
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
    let width = rows.columns.len();
    let bound = |at: usize| match copies[0][at].node {
        Node::Column(i) if i >= width && copies.iter().all(|copy| copy[at].same(&copies[0][at])) => Some(i - width),
        _ => None,
    };
    let kept: Vec<usize> = (0..columns.len()).filter(|&at| bound(at).is_none()).collect();
    let mut copied = Copied {
        columns: kept.iter().map(|&at| columns[at].clone()).collect(),
        copies: copies.iter().map(|copy| kept.iter().map(|&at| copy[at].clone()).collect()).collect(),
    };
    if copied.copies.iter().flatten().flat_map(Expr::references).any(|i| i >= width) {
        return None;
    }
    let kind = function(window, &rows, &mut copied)?;
    let own = copied.columns.len();
    let all = copied.columns.iter().chain(&window.columns[width..]).cloned().collect();
    let window = Relation { columns: all, kind: kind(Box::new(copied.of(rows))) };
    let position = |at: usize| match bound(at) {
        Some(role) => own + role,
        None => kept.iter().position(|&k| k == at).expect("kept unless a bound"),
    };
    let outputs = columns.iter().cloned().enumerate().map(|(at, column)| (column, window.column(position(at)))).collect();
    Some(window.project(outputs))
}

/// The window function over copies of its rows, which are given the time; `None` where they lack a key of sessions.
fn function(window: &Relation, rows: &Relation, copied: &mut Copied) -> Option<Box<dyn FnOnce(Box<Relation>) -> RelationKind>> {
    Some(match &window.kind {
        RelationKind::Window { assigner, time, of_group_by, .. } => {
            let (assigner, time, of_group_by) = (*assigner, copied.carry(*time, rows), *of_group_by);
            Box::new(move |input| RelationKind::Window { input, assigner, time, of_group_by })
        }
        RelationKind::Session { keys, gap, time, .. } => {
            let keys = keys.iter().map(|&key| copied.position(key)).collect::<Option<_>>()?;
            let (gap, time) = (*gap, copied.carry(*time, rows));
            Box::new(move |input| RelationKind::Session { input, keys, gap, time })
        }
        _ => unreachable!("called for window functions"),
    })
}

/// Copies of rows that are being put together.
struct Copied {
    columns: Vec<Column>,
    /// One list of expressions per copy, one expression per column.
    copies: Vec<Vec<Expr>>,
}

impl Copied {
    /// The first column that some copy takes from this one of the rows.
    fn position(&self, of: usize) -> Option<usize> {
        let takes = |copy: &Vec<Expr>, at: usize| matches!(copy[at].node, Node::Column(column) if column == of);
        (0..self.columns.len()).find(|&at| self.copies.iter().any(|copy| takes(copy, at)))
    }

    /// Adds a column of the rows as it is.
    fn carry(&mut self, at: usize, rows: &Relation) -> usize {
        self.columns.push(rows.columns[at].clone());
        self.copies.iter_mut().for_each(|copy| copy.push(rows.column(at)));
        self.columns.len() - 1
    }

    fn of(self, rows: Relation) -> Relation {
        Relation { columns: self.columns, kind: RelationKind::Expand { input: Box::new(rows), copies: self.copies } }
    }
}
