//! The aggregate functions: their register, and one file per family.
//!
//! An [`AggregateFunction`] checks the arguments of a call and makes the [`Aggregate`] that keeps its groups'
//! accumulators; the engine stores them, moves them between shards and writes them down. Each family's file documents
//! which words and blobs its accumulators take and which columns carry them. What has no fixed size lies in blobs
//! ([`list`], [`multiset`]); such partial results travel as one BYTES column that is the blob itself.
//!
//! DISTINCT is the engine's: it lets each value through once, so no function here knows of it.

mod approximate;
mod bitmap;
mod collect;
mod count;
mod fixed;
mod json;
mod kept;
mod list;
mod minmax;
mod multiset;
mod percentile;
mod sum;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod variance;

use crate::Session;
use crate::expr::{Expr, Mismatch};
use std::fmt;
use std::sync::Arc;
use waterwheel::expression::Aggregate;
use waterwheel_types::DataType;

/// An aggregate function.
pub struct AggregateFunction {
    /// Its SQL name in capitals.
    pub name: &'static str,
    /// How it is written, for the documentation.
    pub syntax: &'static str,
    /// What it returns, in one sentence.
    pub doc: &'static str,
    /// Whether the order in which rows arrive can change the result, so that rows must not be aggregated in parallel first.
    pub order_sensitive: bool,
    /// Checks the arguments of one call.
    pub resolve: fn(&AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch>,
}

impl fmt::Debug for AggregateFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A call to be resolved.
#[derive(Clone, Copy)]
pub struct AggregateCall<'a> {
    /// The function called.
    pub function: &'static AggregateFunction,
    /// The arguments as written; none for `COUNT(*)`.
    pub arguments: &'a [Expr],
    /// Whether rows can be retracted, so that the accumulator must be able to forget.
    pub retracting: bool,
    /// Whether a group always has at least one row (it has a GROUP BY key and the call no FILTER), so that `SUM` of NOT
    /// NULL is NOT NULL.
    pub grouped: bool,
    /// Whether Flink takes AVG apart into SUM and COUNT, so that it is of a sum that wrapped around.
    pub beside_sum: bool,
    /// The session's settings.
    pub session: &'a Session,
}

/// What a call turns out to be.
#[derive(Clone, Debug)]
pub struct ResolvedAggregate {
    /// The type to which each argument is cast implicitly.
    pub parameters: Vec<DataType>,
    /// Keeps the accumulators; its `data_type` is the call's.
    pub aggregate: Arc<dyn Aggregate>,
}

impl AggregateCall<'_> {
    /// The type of an argument.
    fn data_type(&self, index: usize) -> &DataType {
        &self.arguments[index].data_type
    }

    /// Whether the result may be NULL because the group may be empty or hold NULLs only.
    fn nullable(&self) -> bool {
        !self.grouped || self.data_type(0).nullable
    }

    /// The types of the arguments as they are: nothing is cast.
    fn own_types(&self) -> Vec<DataType> {
        self.arguments.iter().map(|a| a.data_type.clone()).collect()
    }

    /// The refusal of these arguments: their types, and how the function is written.
    fn refuse(&self) -> Mismatch {
        let types: Vec<String> = self.arguments.iter().map(|a| a.data_type.kind.to_string()).collect();
        let AggregateFunction { name, syntax, .. } = self.function;
        Mismatch {
            message: format!("cannot apply {name} to arguments of types ({})", types.join(", ")),
            hint: Some(format!("it is written {syntax}")),
        }
    }

    /// Refuses a call whose number of arguments lies outside `least..=most`.
    fn expect_arguments(&self, least: usize, most: usize) -> Result<(), Mismatch> {
        let found = self.arguments.len();
        if (least..=most).contains(&found) {
            return Ok(());
        }
        let AggregateFunction { name, syntax, .. } = self.function;
        let wanted = if least == most { least.to_string() } else { format!("{least} to {most}") };
        let message = format!("{name} takes {wanted} argument{}, not {found}", if wanted == "1" { "" } else { "s" });
        Err(Mismatch { message, hint: Some(format!("it is written {syntax}")) })
    }

    /// A call whose arguments stay as they are.
    fn resolved(&self, aggregate: Arc<dyn Aggregate>) -> ResolvedAggregate {
        ResolvedAggregate { parameters: self.own_types(), aggregate }
    }
}

static FAMILIES: &[&[AggregateFunction]] = &[
    count::FUNCTIONS,
    sum::FUNCTIONS,
    minmax::FUNCTIONS,
    variance::FUNCTIONS,
    value::FUNCTIONS,
    text::FUNCTIONS,
    collect::FUNCTIONS,
    json::FUNCTIONS,
    percentile::FUNCTIONS,
    approximate::FUNCTIONS,
    bitmap::FUNCTIONS,
];

/// All aggregate functions, by family and then in the order of their file.
pub fn all() -> impl Iterator<Item = &'static AggregateFunction> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// An aggregate function by name, case ignored.
pub fn find(name: &str) -> Option<&'static AggregateFunction> {
    all().find(|f| f.name.eq_ignore_ascii_case(name))
}
