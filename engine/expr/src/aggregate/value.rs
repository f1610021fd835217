//! FIRST_VALUE, LAST_VALUE and SINGLE_VALUE.
//!
//! FIRST_VALUE and LAST_VALUE pass over NULLs; without retractions they keep one value (`kept`), with them all values in
//! order (`list`). SINGLE_VALUE counts NULLs too. Its words: 0 rows, 1 a blob with the value in the row codec, none for
//! NULL; it travels as BIGINT and the value. It counts as order sensitive because a partial result that took one row back and
//! another in would say neither.

use super::fixed::every;
use super::kept::{Choice, First, Last, kept};
use super::list::{Listed, Shape, decode};
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::Mismatch;
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::codec::encode_field;
use waterwheel_types::{Column, ColumnBuilder, DataType, Kind, Value};

/// This family's functions.
pub(super) static FUNCTIONS: &[AggregateFunction] = &[
    AggregateFunction {
        name: "FIRST_VALUE",
        syntax: "FIRST_VALUE(value)",
        doc: "The first value that is not NULL, in the order in which rows arrive.",
        order_sensitive: true,
        resolve: |call| resolve_end::<First>(call, Shape::First),
    },
    AggregateFunction {
        name: "LAST_VALUE",
        syntax: "LAST_VALUE(value)",
        doc: "The last value that is not NULL, in the order in which rows arrive.",
        order_sensitive: true,
        resolve: |call| resolve_end::<Last>(call, Shape::Last),
    },
    AggregateFunction {
        name: "SINGLE_VALUE",
        syntax: "SINGLE_VALUE(value)",
        doc: "The value of the only row, NULL if there is none; a second row fails the job.",
        order_sensitive: true,
        resolve: resolve_single,
    },
];

fn resolve_end<C: Choice>(call: &AggregateCall<'_>, shape: Shape) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 1)?;
    let element = call.data_type(0).clone();
    let data_type = element.with_nullable(call.nullable());
    let aggregate: Arc<dyn Aggregate> = match call.retracting {
        false => kept::<C>(data_type),
        true => Arc::new(Listed { element, data_type, keep_nulls: false, shape }),
    };
    Ok(call.resolved(aggregate))
}

fn resolve_single(call: &AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 1)?;
    let argument = call.data_type(0);
    if !argument.kind.has_order() || argument.kind.is_binary() {
        return Err(call.refuse());
    }
    Ok(call.resolved(Arc::new(Single { data_type: argument.with_nullable(call.nullable()) })))
}

#[derive(Debug)]
struct Single {
    data_type: DataType,
}

impl Single {
    fn add(&self, state: &mut Accumulators<'_>, slot: u32, column: &Column, row: usize) -> Result<(), Failure> {
        let rows = &mut state.at_mut(slot)[0];
        *rows = rows.wrapping_add(1);
        match *rows as i64 {
            ..=0 => return Ok(()),
            1 => {}
            _ => return Err(Failure::data("SINGLE_VALUE received more than one row").hint("a scalar subquery must give one row")),
        }
        if !column.is_null(row) {
            let value = state.blob_mut(slot, 1);
            value.clear();
            encode_field(column, &self.data_type, row, value);
        }
        Ok(())
    }

    fn retract(&self, state: &mut Accumulators<'_>, slot: u32) {
        let rows = &mut state.at_mut(slot)[0];
        *rows = rows.wrapping_sub(1);
        state.free_blob(slot, 1);
    }
}

impl Aggregate for Single {
    fn words(&self) -> usize {
        2
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BigInt.not_null(), self.data_type.with_nullable(true)]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        every(slots, additions, |row, slot, added| {
            if added {
                return self.add(state, slot, &arguments[0], row);
            }
            self.retract(state, slot);
            Ok(())
        })
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let rows = partials[0].as_primitive::<Int64Type>();
        every(slots, None, |row, slot, _| match rows.value(row) {
            0 => Ok(()),
            1 => self.add(state, slot, &partials[1], row),
            missing => {
                (missing..0).for_each(|_| self.retract(state, slot));
                Ok(())
            }
        })
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let mut rows = ColumnBuilder::new(&Kind::BigInt.not_null(), slots.len());
        slots.iter().for_each(|&slot| rows.append(&Value::BigInt(state.at(slot)[0] as i64)));
        Ok(vec![rows.finish(), self.finish(state, slots)?])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut builder = ColumnBuilder::new(&self.data_type, slots.len());
        for &slot in slots {
            match state.blob(slot, 1) {
                [] => builder.append_null(),
                value => decode(value, &mut builder)?,
            }
        }
        Ok(builder.finish())
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        state.free_blob(slot, 1);
    }
}
