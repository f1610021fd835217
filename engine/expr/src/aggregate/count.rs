//! COUNT: rows, or rows in which the arguments are not NULL.
//!
//! Word 0 is the count; it travels as one BIGINT. A retraction subtracts, below zero too, so that a row may be retracted on
//! one shard and added on another.

use super::fixed::{Fixed, Primitive, present, signed};
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::Mismatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::{Column, DataType, Kind};

/// This family's functions.
pub(super) static FUNCTIONS: &[AggregateFunction] = &[AggregateFunction {
    name: "COUNT",
    syntax: "COUNT(*) or COUNT(value [, value]*)",
    doc: "The number of rows, or of rows in which no value is NULL (at most one may be nullable), as BIGINT; 0 for an empty group.",
    order_sensitive: false,
    resolve,
}];

fn resolve(call: &AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch> {
    let mut nullable = call.arguments.iter().enumerate().filter(|(_, a)| a.data_type.nullable).map(|(i, _)| i);
    let argument = nullable.next();
    if nullable.next().is_some() {
        let hint = Some("count one column, or CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN 1 END".to_owned());
        return Err(Mismatch { message: "COUNT takes one column that can be NULL, as in Flink".to_owned(), hint });
    }
    Ok(call.resolved(Arc::new(Count { argument, data_type: Kind::BigInt.not_null() })))
}

#[derive(Debug)]
struct Count {
    /// The argument whose NULLs are not counted; `None` counts rows.
    argument: Option<usize>,
    data_type: DataType,
}

impl Aggregate for Count {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![self.data_type.clone()]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let mut count = |slot: u32, added: bool| {
            let word = &mut state.at_mut(slot)[0];
            *word = word.wrapping_add(if added { 1 } else { u64::MAX });
        };
        match (self.argument, additions) {
            (Some(argument), _) => signed(&arguments[argument], slots, additions, |_, slot, added| count(slot, added)),
            (None, None) => slots.iter().for_each(|&slot| count(slot, true)),
            (None, Some(additions)) => slots.iter().zip(additions).for_each(|(&slot, &added)| count(slot, added)),
        }
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let counts = partials[0].as_primitive::<Int64Type>();
        present(counts, slots, |row, slot| {
            let word = &mut state.at_mut(slot)[0];
            *word = word.wrapping_add(counts.value(row) as u64);
        });
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![self.finish(state, slots)?])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        Ok(Primitive::<Int64Type>::column(&self.data_type, slots.iter().map(|&slot| Some(state.at(slot)[0] as i64))))
    }

    fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
}
