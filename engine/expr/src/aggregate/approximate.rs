//! APPROX_COUNT_DISTINCT: how many different values there are, within about 1 %.
//!
//! A HyperLogLog sketch (Flajolet and others, 2007) of 2^14 registers, read with the estimator of Ertl ("New cardinality
//! estimation algorithms for HyperLogLog sketches", 2017, algorithm 6), which needs no correction tables. Flink estimates
//! with HyperLogLog++, so large counts differ within the error of both. Batch only, as in Flink: the planner refuses it on
//! a stream, and nothing can be retracted.
//!
//! Word 0 is a blob, which travels as BYTES. Up to 16,383 bytes it holds, sorted, 3 bytes for each register that is not 0:
//! its number (big endian) and its value; at 16,384 bytes it is one byte per register.

use super::fixed::present;
use super::list::{blob_column, each_blob};
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::Mismatch;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::codec::encode_field;
use waterwheel_types::hash::hash_bytes;
use waterwheel_types::{Column, ColumnBuilder, DataType, Kind, Value};

/// This family's functions.
pub(super) static FUNCTIONS: &[AggregateFunction] = &[AggregateFunction {
    name: "APPROX_COUNT_DISTINCT",
    syntax: "APPROX_COUNT_DISTINCT(value)",
    doc: "About how many different values that are not NULL there are, as BIGINT; in batch mode only.",
    order_sensitive: false,
    resolve,
}];

fn resolve(call: &AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 1)?;
    if call.retracting {
        return Err(Mismatch::new("APPROX_COUNT_DISTINCT cannot forget rows; it runs in batch mode only, as in Flink"));
    }
    Ok(call.resolved(Arc::new(Sketch { argument: call.data_type(0).clone(), data_type: Kind::BigInt.not_null() })))
}

/// How many bits of a hash choose the register.
const BITS: u32 = 14;
const REGISTERS: usize = 1 << BITS;
/// The largest value of a register.
const VALUE_MAX: usize = 64 - BITS as usize + 1;
const SEED: u64 = 0x5eed_0f5c_e7c4;

#[derive(Debug)]
struct Sketch {
    argument: DataType,
    data_type: DataType,
}

/// Raises a register to a value.
fn raise(blob: &mut Vec<u8>, register: u16, value: u8) {
    if blob.len() == REGISTERS {
        let kept = &mut blob[usize::from(register)];
        *kept = value.max(*kept);
        return;
    }
    let key = register.to_be_bytes();
    let (entries, _) = blob.as_chunks_mut::<3>();
    match entries.binary_search_by(|entry| entry[..2].cmp(&key)) {
        Ok(at) => entries[at][2] = value.max(entries[at][2]),
        Err(at) => {
            blob.splice(at * 3..at * 3, [key[0], key[1], value]);
            if blob.len() > REGISTERS - 3 {
                *blob = dense(blob);
            }
        }
    }
}

/// The registers that are not 0.
fn registers(blob: &[u8]) -> impl Iterator<Item = (u16, u8)> {
    let (dense, sparse) = if blob.len() == REGISTERS { (blob, &[][..]) } else { (&[][..], blob) };
    let dense = dense.iter().enumerate().filter(|(_, value)| **value > 0).map(|(register, &value)| (register as u16, value));
    let sparse = sparse.as_chunks::<3>().0.iter().map(|[high, low, value]| (u16::from_be_bytes([*high, *low]), *value));
    dense.chain(sparse)
}

fn dense(sparse: &[u8]) -> Vec<u8> {
    let mut blob = vec![0; REGISTERS];
    registers(sparse).for_each(|(register, value)| blob[usize::from(register)] = value);
    blob
}

/// Ertl's estimate from how many registers hold each value.
fn estimate(blob: &[u8]) -> f64 {
    let mut histogram = [0usize; VALUE_MAX + 1];
    registers(blob).for_each(|(_, value)| histogram[usize::from(value).min(VALUE_MAX)] += 1);
    let m = REGISTERS as f64;
    let zeros = REGISTERS - histogram.iter().sum::<usize>();
    let mut sum = m * tau(1.0 - histogram[VALUE_MAX] as f64 / m);
    for count in histogram[1..VALUE_MAX].iter().rev() {
        sum = 0.5 * (sum + *count as f64);
    }
    sum += m * sigma(zeros as f64 / m);
    m * m / (2.0 * std::f64::consts::LN_2 * sum)
}

fn sigma(mut x: f64) -> f64 {
    if x == 1.0 {
        return f64::INFINITY;
    }
    let (mut y, mut z) = (1.0, x);
    loop {
        x *= x;
        let before = z;
        z += x * y;
        y += y;
        if z == before {
            return z;
        }
    }
}

fn tau(mut x: f64) -> f64 {
    if x == 0.0 || x == 1.0 {
        return 0.0;
    }
    let (mut y, mut z) = (1.0, 1.0 - x);
    loop {
        x = x.sqrt();
        let before = z;
        y *= 0.5;
        z -= (1.0 - x).powi(2) * y;
        if z == before {
            return z / 3.0;
        }
    }
}

impl Aggregate for Sketch {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BYTES.not_null()]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], _: Option<&[bool]>) -> Result<(), Failure> {
        let mut value = Vec::new();
        present(&arguments[0], slots, |row, slot| {
            value.clear();
            encode_field(&arguments[0], &self.argument, row, &mut value);
            let hash = hash_bytes(&value, SEED);
            let rank = ((hash << BITS) | 1 << (BITS - 1)).leading_zeros() + 1;
            raise(state.blob_mut(slot, 0), (hash >> (64 - BITS)) as u16, rank as u8);
        });
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        each_blob(state, slots, &partials[0], |state, slot, blob| {
            let own = state.blob_mut(slot, 0);
            registers(blob).for_each(|(register, value)| raise(own, register, value));
        });
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![blob_column(state, slots, 0)])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut builder = ColumnBuilder::new(&self.data_type, slots.len());
        slots.iter().for_each(|&slot| builder.append(&Value::BigInt(estimate(state.blob(slot, 0)).round() as i64)));
        Ok(builder.finish())
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        state.free_blob(slot, 0);
    }
}
