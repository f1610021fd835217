//! Which expressions still carry time to a window of GROUP BY: `TUMBLE(ts + INTERVAL '1' SECOND, …)`.
//!
//! To Flink, what is computed of a time attribute is of the attribute's type where the result takes the type of that
//! operand: moved by an interval, rounded, or the first of the values that are chosen from; what is grouped by, and what
//! an aggregate like MAX picks. Group windows take all of that, through derived tables and views, too; window functions
//! and ORDER BY take the attribute itself only. A CAST makes a plain value.
//!
//! Rows are late by the computed time. Where it is NULL, Flink reads the time 0, 1970-01-01 00:00; in batch mode it
//! leaves the row out.

use crate::relation::{AggregateCall, Column, Relation, RelationKind, TimeAttribute};
use waterwheel_expr::{Expr, Mismatch, Node, Session};
use waterwheel_types::{Timestamp, Value};

/// The time that an expression over these rows carries.
pub(crate) fn carried(expr: &Expr, rows: &Relation) -> Option<TimeAttribute> {
    match &expr.node {
        Node::Column(at) => rows.columns[*at].time.or_else(|| carried_from_below(*at, rows)),
        Node::Call(function, _, arguments) => match (function.name, &arguments[..]) {
            ("PROCTIME", _) => Some(TimeAttribute::Processing),
            ("+" | "-", [a, b]) => [a, b].into_iter().find(|e| e.data_type.kind == expr.data_type.kind).and_then(|e| carried(e, rows)),
            ("FLOOR TO" | "CEIL TO" | "COALESCE" | "IFNULL" | "NULLIF" | "GREATEST" | "LEAST", [first, ..]) => carried(first, rows),
            ("IF", [_, first, ..]) => carried(first, rows),
            _ => None,
        },
        Node::Case(branches, _) => branches.first().and_then(|(_, value)| carried(value, rows)),
        _ => None,
    }
}

/// The same for a column that is no time attribute.
fn carried_from_below(at: usize, rows: &Relation) -> Option<TimeAttribute> {
    match &rows.kind {
        RelationKind::Project { input, exprs } => match exprs[at].node {
            // A time attribute that is none any more was cast.
            Node::Column(below) if input.columns[below].time.is_some() => None,
            _ => carried(&exprs[at], input),
        },
        RelationKind::Filter { input, .. } => carried_from_below(at, input),
        RelationKind::Union(inputs) => carried_from_below(at, inputs.first()?),
        RelationKind::Window { input, .. } | RelationKind::Session { input, .. } if at < input.columns.len() => {
            carried_from_below(at, input)
        }
        RelationKind::Aggregate { input, groups, calls, .. } => match at.checked_sub(groups.len()) {
            None => carried(&input.column(groups[at]), input),
            Some(call) => calls.get(call).filter(|call| picks(call)).and_then(|call| carried(&input.column(call.arguments[0]), input)),
        },
        _ => None,
    }
}

/// Whether a call's result is one of its arguments.
fn picks(call: &AggregateCall) -> bool {
    matches!(call.function.name, "MIN" | "MAX" | "FIRST_VALUE" | "LAST_VALUE")
}

/// The rows with this time for a column of theirs, and where it is.
pub(super) fn with_time(
    rows: Relation,
    time: Expr,
    attribute: Option<TimeAttribute>,
    is_batch: bool,
    session: &Session,
) -> Result<(Relation, usize), Mismatch> {
    let (rows, at) = match time.node {
        Node::Column(at) if is_batch || rows.columns[at].time.is_some() => (rows, at),
        _ if is_batch => with_column(rows, time, None),
        _ => {
            let none = Expr::literal(Value::Timestamp(Timestamp::from_millis(0)), time.data_type.kind.clone().not_null());
            with_column(rows, Expr::call("COALESCE", vec![time, none], session)?, attribute)
        }
    };
    Ok((if is_batch { with_times_only(rows, at, session)? } else { rows }, at))
}

/// The rows that have a time.
pub(super) fn with_times_only(rows: Relation, time: usize, session: &Session) -> Result<Relation, Mismatch> {
    let time = rows.column(time);
    let has_time = time.data_type.nullable.then(|| Expr::call("IS NOT NULL", vec![time], session)).transpose()?;
    Ok(rows.filter_all(has_time.into_iter().collect()))
}

fn with_column(rows: Relation, time: Expr, attribute: Option<TimeAttribute>) -> (Relation, usize) {
    let width = rows.columns.len();
    let mut columns: Vec<(Column, Expr)> = rows.columns.iter().enumerate().map(|(i, c)| (c.clone(), rows.column(i))).collect();
    columns.push((Column { time: attribute, ..Column::plain("$time", time.data_type.clone()) }, time));
    (rows.project(columns), width)
}
