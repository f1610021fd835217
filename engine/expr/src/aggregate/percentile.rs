//! PERCENTILE: exact, interpolated between neighbours.
//!
//! Words: 0 a multiset (`multiset`) of the values as DOUBLE, ranked, 1 a blob with the percentages as 8-byte floats (little
//! endian). Both travel as BYTES. The percentages are those of the first row of a group, as in Flink; they lie within 0
//! and 1 or the job fails. NULL values, and rows whose frequency is NULL or not positive, are left out.

use super::fixed::{Word, every};
use super::list::{blob_column, each_blob};
use super::multiset::Multiset;
use super::variance::doubles;
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::{Expr, Mismatch};
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, Float64Array};
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::{Column, ColumnBuilder, DataType, Kind, Value};

/// This family's functions.
pub(super) static FUNCTIONS: &[AggregateFunction] = &[AggregateFunction {
    name: "PERCENTILE",
    syntax: "PERCENTILE(number, percentage or ARRAY of percentages [, frequency])",
    doc: "The exact percentile as DOUBLE, or an ARRAY of them, each number counted frequency times; NULL if there is none.",
    order_sensitive: false,
    resolve,
}];

fn resolve(call: &AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(2, 3)?;
    let (value, percentage) = (call.data_type(0), call.data_type(1));
    let bare = Kind::Double.nullable();
    let value = if value.kind == Kind::Null { &bare } else { value };
    let double = Kind::Double.not_null();
    let (parameter, data_type) = match &percentage.kind {
        Kind::Array(element) if element.kind.is_numeric() && !element.nullable => {
            (Kind::Array(Box::new(double)).not_null(), Kind::Array(Box::new(Kind::Double.nullable())).nullable())
        }
        kind if kind.is_numeric() => (double, Kind::Double.nullable()),
        _ => return Err(call.refuse()),
    };
    let frequency = call.arguments.get(2).is_none_or(|f| f.data_type.kind.is_integer() || f.data_type.kind == Kind::Null);
    if !value.kind.is_numeric() || percentage.nullable || !frequency {
        return Err(call.refuse());
    }
    literal_within_bounds(&call.arguments[1])?;
    let mut parameters = vec![value.clone(), parameter];
    parameters.extend(call.arguments.get(2).map(|f| Kind::BigInt.nullable().with_nullable(f.data_type.nullable)));
    let aggregate = Arc::new(Percentile { value: value.clone(), data_type });
    Ok(ResolvedAggregate { parameters, aggregate })
}

fn literal_within_bounds(percentage: &Expr) -> Result<(), Mismatch> {
    let within = match (percentage.as_literal(), &percentage.data_type.kind) {
        (Some(Value::Decimal(v)), Kind::Decimal { scale, .. }) => (0..=10i128.pow((*scale).into())).contains(v),
        (Some(Value::Double(v)), _) => (0.0..=1.0).contains(v),
        (Some(v), _) => v.as_i64().is_none_or(|v| v == 0 || v == 1),
        (None, _) => true,
    };
    if within { Ok(()) } else { Err(Mismatch::new("the percentage of PERCENTILE must lie within 0 and 1")) }
}

#[derive(Debug)]
struct Percentile {
    /// The type of the numbers.
    value: DataType,
    data_type: DataType,
}

/// Ranks of DOUBLE in big-endian bytes.
const VALUES: Multiset = Multiset { key: Some(8), ordinals: false };

fn key(value: f64) -> [u8; 8] {
    (value.rank() as u64).to_be_bytes()
}

fn value(key: &[u8]) -> f64 {
    f64::of_rank(key.iter().fold(0, |rank, &byte| rank << 8 | u128::from(byte)))
}

/// The percentages in one row of the second argument.
fn percentages(column: &Column, row: usize) -> Float64Array {
    match column.as_list_opt::<i32>() {
        Some(lists) => lists.value(row).as_primitive::<Float64Type>().clone(),
        None => column.as_primitive::<Float64Type>().slice(row, 1),
    }
}

/// Keeps the percentages of a group's first row.
fn fix_percentages(state: &mut Accumulators<'_>, slot: u32, column: &Column, row: usize) -> Result<(), Failure> {
    if !state.blob(slot, 1).is_empty() {
        return Ok(());
    }
    for &percentage in percentages(column, row).values() {
        if !(0.0..=1.0).contains(&percentage) {
            return Err(Failure::data(format!("the percentage of PERCENTILE must lie within 0 and 1, but is {percentage}")));
        }
        state.blob_mut(slot, 1).extend(percentage.to_le_bytes());
    }
    Ok(())
}

/// The values at these fractions of the way from the first to the last of the sorted values.
fn percentiles(sorted: &[(f64, i64)], fractions: &[f64]) -> Vec<f64> {
    let total: i64 = sorted.iter().map(|(_, count)| count).sum();
    // The value at a position counted from 1.
    let at = |position: f64| {
        let mut passed = 0;
        let found = sorted.iter().find(|(_, count)| {
            passed += count;
            passed as f64 >= position
        });
        found.expect("a fraction of at most 1 ends before the last value does").0
    };
    let percentile = |fraction: &f64| {
        let position = fraction * (total - 1) as f64 + 1.0;
        let (lower, higher) = (position.floor(), position.ceil());
        let (below, above) = (at(lower), at(higher));
        if below.to_bits() == above.to_bits() { below } else { (higher - position) * below + (position - lower) * above }
    };
    fractions.iter().map(percentile).collect()
}

impl Percentile {
    fn show(&self, state: &Accumulators<'_>, slot: u32) -> Value {
        let (fractions, _) = state.blob(slot, 1).as_chunks::<8>();
        let fractions: Vec<f64> = fractions.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
        let entries = VALUES.entries(state, slot).filter(|entry| entry.count > 0);
        let sorted: Vec<(f64, i64)> = entries.map(|entry| (value(entry.key), entry.count)).collect();
        if fractions.is_empty() || sorted.is_empty() {
            return Value::Null;
        }
        let found = percentiles(&sorted, &fractions);
        match self.data_type.kind {
            Kind::Array(_) => Value::Array(found.into_iter().map(Value::Double).collect()),
            _ => Value::Double(found[0]),
        }
    }
}

impl Aggregate for Percentile {
    fn words(&self) -> usize {
        2
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BYTES.not_null(); 2]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let values = doubles(&arguments[0], &self.value);
        let frequencies = arguments.get(2).map(|column| column.as_primitive::<Int64Type>());
        every(slots, additions, |row, slot, added| {
            if added {
                fix_percentages(state, slot, &arguments[1], row)?;
            }
            let frequency = frequencies.map_or(1, |f| if f.is_null(row) { 0 } else { f.value(row).max(0) });
            if !arguments[0].is_null(row) {
                VALUES.count(state, slot, &key(values[row]), if added { frequency } else { -frequency }, 0);
            }
            Ok(())
        })
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        each_blob(state, slots, &partials[0], |state, slot, blob| VALUES.merge(state, slot, blob));
        each_blob(state, slots, &partials[1], |state, slot, blob| {
            if state.blob(slot, 1).is_empty() {
                state.blob_mut(slot, 1).extend(blob);
            }
        });
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![VALUES.partials(state, slots), blob_column(state, slots, 1)])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut builder = ColumnBuilder::new(&self.data_type, slots.len());
        slots.iter().for_each(|&slot| builder.append(&self.show(state, slot)));
        Ok(builder.finish())
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        VALUES.release(state, slot);
        state.free_blob(slot, 1);
    }
}
