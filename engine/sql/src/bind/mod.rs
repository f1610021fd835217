//! Names and types: the syntax tree becomes typed [`relation`](crate::relation)s and catalog entries.
//!
//! Every error points at the characters that caused it. What a name means is decided here and nowhere later.

mod aggregate;
mod alter;
mod called;
mod carried_time;
mod ddl;
mod expr;
mod group_window;
mod grouping;
mod join;
mod json;
pub(crate) mod order;
mod partitions;
mod query;
mod scope;
mod sink;
mod table_hints;
mod types;
mod unnest;
mod upsert;
mod window;

pub(crate) use alter::alter_table;
pub(crate) use carried_time::carried;
pub(crate) use ddl::{check_view, create_table};
pub(crate) use partitions::listed as listed_partitions;
pub(crate) use query::QueryBinder;
pub(crate) use sink::{Insert, bind_insert, select_into_print};
pub(crate) use upsert::Meeting;

use crate::diagnostic::Diagnostic;
use crate::span::Span;
use waterwheel_expr::Mismatch;

/// A refusal by the expression register, at the place of the call.
fn refused(mismatch: Mismatch, span: Span) -> Diagnostic {
    let error = Diagnostic::at(span, mismatch.message);
    match mismatch.hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}
