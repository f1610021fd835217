//! Aggregations that Flink's planner finds no operator for: refused here as well, so that a script runs on both or on none.
//!
//! What is asked about is the calls that are left once unread ones are gone; this is therefore no matter of binding.

use crate::diagnostic::Diagnostic;
use crate::relation::{AggregateCall, Column};
use crate::rewrite::is_variance;
use waterwheel_expr::aggregate::{self, AggregateFunction};
use waterwheel_expr::{Expr, Session};

/// What stands between an aggregation of a window and its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WindowForm {
    /// TUMBLE, or windows that rows bring along: each row is in one.
    Apart,
    /// HOP of a FROM clause: parts are put together, and taken away again.
    Hop,
    /// Windows that are put together from parts: CUMULATE, SESSION and HOP of a GROUP BY.
    Merged,
}

/// Refuses calls that cannot be put together from parts of their rows in windows that are; on streams only.
pub(super) fn check_window_parts(form: WindowForm, calls: &[AggregateCall]) -> Result<(), Diagnostic> {
    let never = |c: &&AggregateCall| matches!(c.function.name, "FIRST_VALUE" | "LAST_VALUE" | "JSON_ARRAYAGG");
    // Beside a call that Flink's planner takes apart, its SUM is another function, which can be taken away again.
    let taken_apart = calls.iter().any(is_variance);
    let not_distinct = |c: &&AggregateCall| match c.function.name {
        "LISTAGG" => c.distinct && form == WindowForm::Hop,
        "SUM" => c.distinct && form == WindowForm::Hop && !taken_apart,
        _ => false,
    };
    match calls.iter().find(|c| never(c) || not_distinct(c)).filter(|_| form != WindowForm::Apart) {
        Some(call) => Err(refused(
            format!("{} cannot be put together from parts of a window's rows, as HOP, CUMULATE and SESSION need it", called(call)),
            "use TUMBLE, or another aggregate function",
        )),
        None => Ok(()),
    }
}

/// Refuses calls that windows of GROUP BY do not have: JSON of what is no text, and DISTINCT in batch mode.
pub(super) fn check_group_window(calls: &[AggregateCall], columns: &[Column], is_batch: bool) -> Result<(), Diagnostic> {
    let is_text = |call: &AggregateCall, at: usize| columns[call.arguments[at]].data_type.kind.is_text();
    let lacks_text = |call: &AggregateCall| match call.function.name {
        "JSON_ARRAYAGG" => !is_text(call, 0),
        "JSON_OBJECTAGG" => !is_text(call, 1),
        _ => false,
    };
    if let Some(call) = calls.iter().find(|c| lacks_text(c)) {
        let message = format!("{} in a window of GROUP BY takes texts only", call.function.name);
        return Err(refused(message, "use a window function of FROM: TABLE(TUMBLE(…)); or CAST the value AS STRING"));
    }
    match calls.iter().find(|c| is_batch && c.distinct) {
        Some(call) => Err(refused(
            format!("{} does not go together with a window of GROUP BY in batch mode", called(call)),
            "use a window function of FROM: TABLE(TUMBLE(…))",
        )),
        None => Ok(()),
    }
}

/// Refuses calls beside one with DISTINCT in batch mode, where Flink keeps the least of their results, if these have no
/// order.
pub(super) fn check_beside_distinct(calls: &[AggregateCall], session: &Session) -> Result<(), Diagnostic> {
    let least = aggregate::find("MIN").expect("there is a MIN");
    let unordered = |c: &&AggregateCall| !c.distinct && !is_taken(least, c, session);
    match calls.iter().find(unordered).filter(|_| calls.iter().any(|c| c.distinct)) {
        Some(call) => Err(refused(
            format!(
                "{} gives a {}, which does not go together with a DISTINCT aggregate in batch mode",
                call.function.name,
                call.resolved.aggregate.data_type().kind
            ),
            "compute the two in queries of their own, and join these",
        )),
        None => Ok(()),
    }
}

/// Whether a function takes a call's result.
fn is_taken(function: &'static AggregateFunction, call: &AggregateCall, session: &Session) -> bool {
    let arguments = &[Expr::column(0, call.resolved.aggregate.data_type().clone())];
    let outer = aggregate::AggregateCall { function, arguments, retracting: false, grouped: true, beside_sum: false, session };
    (function.resolve)(&outer).is_ok()
}

fn called(call: &AggregateCall) -> String {
    format!("{}{}", call.function.name, if call.distinct { " with DISTINCT" } else { "" })
}

fn refused(message: String, hint: &str) -> Diagnostic {
    Diagnostic { message, span: None, hint: Some(hint.to_owned()) }
}
