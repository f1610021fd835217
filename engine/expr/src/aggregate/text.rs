//! LISTAGG: texts one after the other, NULLs left out.
//!
//! Keeps its texts in a list (`list`) whether or not rows can be retracted: the result is as long as the list, so joining it
//! when it is asked for costs no more than keeping it joined.

use super::list::{Listed, Shape};
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::Mismatch;
use std::sync::Arc;
use waterwheel_types::Value;

/// This family's functions.
pub(super) static FUNCTIONS: &[AggregateFunction] = &[AggregateFunction {
    name: "LISTAGG",
    syntax: "LISTAGG(text [, separator])",
    doc: "The texts that are not NULL with the separator, a literal (',' if none is given), between them; NULL if there is none.",
    order_sensitive: true,
    resolve,
}];

fn resolve(call: &AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 2)?;
    if !call.arguments.iter().all(|a| a.data_type.kind.is_text()) {
        return Err(call.refuse());
    }
    let separator = match call.arguments.get(1).map(|a| a.as_literal()) {
        None => ",".to_owned(),
        Some(Some(Value::String(text))) => text.clone(),
        Some(_) => return Err(Mismatch::new("the separator of LISTAGG must be a literal")),
    };
    // The declared length is the argument's, as in Flink, though the text may be longer.
    let element = call.data_type(0).clone();
    let data_type = element.clone();
    Ok(call.resolved(Arc::new(Listed { element, data_type, keep_nulls: false, shape: Shape::Joined(separator) })))
}
