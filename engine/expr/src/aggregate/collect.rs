//! COLLECT (a MULTISET, NULLs left out) and ARRAY_AGG (an ARRAY, NULLs kept unless told otherwise).
//!
//! ARRAY_AGG keeps a list (`list`). COLLECT's words: 0 a multiset (`multiset`) of the values in the row codec with the
//! ordinals of their first addition, 1 the next ordinal; it travels as BYTES.
//!
//! The elements of a MULTISET have no order, but Flink hands them on in that of a Java `HashMap`, and so do we: by bucket, in
//! a bucket by arrival. That needs Flink's hash of each value; kinds whose hash is not computed here come by arrival.
//! (Flink's print sink puts them into another `HashMap` before it prints them, which is the sink's affair.)

use super::fixed::signed;
use super::list::{Listed, Shape, blob_column, decode, each_blob};
use super::multiset::{Entry, Multiset};
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::Mismatch;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::codec::{encode_field, fixed_width};
use waterwheel_types::{Column, ColumnBuilder, DataType, Kind, Value};

/// This family's functions.
pub(super) static FUNCTIONS: &[AggregateFunction] = &[
    AggregateFunction {
        name: "COLLECT",
        syntax: "COLLECT(value)",
        doc: "The MULTISET of the values that are not NULL; empty if there is none.",
        order_sensitive: false,
        resolve: resolve_collect,
    },
    AggregateFunction {
        name: "ARRAY_AGG",
        syntax: "ARRAY_AGG(value) [RESPECT NULLS | IGNORE NULLS]",
        doc: "The ARRAY of the values in the order in which rows arrive, NULLs among them unless ignored; NULL if there is none.",
        order_sensitive: true,
        resolve: resolve_array,
    },
];

/// The second argument, TRUE for IGNORE NULLS, is the binder's.
fn resolve_array(call: &AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 2)?;
    let keep_nulls = match call.arguments.get(1).map(|a| a.as_literal()) {
        None => true,
        Some(Some(Value::Boolean(ignore))) => !ignore,
        Some(_) => return Err(call.refuse()),
    };
    let element = call.data_type(0).clone();
    let data_type = Kind::Array(Box::new(element.clone())).nullable().with_nullable(element.nullable);
    Ok(call.resolved(Arc::new(Listed { element, data_type, keep_nulls, shape: Shape::Array })))
}

fn resolve_collect(call: &AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 1)?;
    let element = call.data_type(0).clone();
    // The row codec puts one tag before a value.
    let key = fixed_width(&element.kind).map(|width| width + 1);
    let data_type = Kind::Multiset(Box::new(element.clone())).not_null();
    Ok(call.resolved(Arc::new(Collect { element, data_type, kept: Multiset { key, ordinals: true } })))
}

#[derive(Debug)]
struct Collect {
    element: DataType,
    data_type: DataType,
    kept: Multiset,
}

impl Collect {
    fn count(&self, state: &mut Accumulators<'_>, slot: u32, key: &[u8], change: i64) {
        let next = &mut state.at_mut(slot)[1];
        let ordinal = std::mem::replace(next, *next + 1);
        self.kept.count(state.blob_mut(slot, 0), key, change, ordinal);
    }

    fn show(&self, blob: &[u8], builder: &mut ColumnBuilder) -> Result<(), Failure> {
        let ColumnBuilder::Map(map) = builder else { unreachable!("a MULTISET is built as a MAP") };
        let mut entries: Vec<Entry<'_>> = self.kept.entries(blob).filter(|entry| entry.count > 0).collect();
        let buckets = java_buckets(entries.len());
        entries.sort_by_key(|entry| (java_hash(&self.element.kind, &entry.key[1..]) & (buckets - 1), entry.ordinal));
        for entry in entries {
            decode(entry.key, &mut map.keys)?;
            map.values.append(&Value::Int(entry.count as i32));
        }
        map.close(true);
        Ok(())
    }
}

/// How many buckets a Java `HashMap` of this many entries has.
fn java_buckets(entries: usize) -> u32 {
    let mut buckets = 16;
    while entries > buckets / 4 * 3 {
        buckets *= 2;
    }
    buckets as u32
}

/// The hash by which a Java `HashMap` places a value of this kind, given in the row codec without its tag.
fn java_hash(kind: &Kind, body: &[u8]) -> u32 {
    let folded = |word: u64| word as u32 ^ (word >> 32) as u32;
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    let hash = match kind {
        Kind::Boolean => [1237, 1231][usize::from(body[0])],
        Kind::TinyInt => i32::from(body[0] as i8) as u32,
        Kind::SmallInt => i32::from(word(body) as i16) as u32,
        Kind::Int | Kind::Date | Kind::Time(_) | Kind::Float | Kind::IntervalYearMonth => word(body) as u32,
        Kind::BigInt | Kind::Double | Kind::IntervalDayTime => folded(word(body)),
        Kind::Char(_) | Kind::VarChar(_) => murmur(&body[4..]),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => {
            let (millis, nanos) = body.split_at(8);
            folded(word(millis)).wrapping_mul(31).wrapping_add(word(nanos) as u32)
        }
        Kind::Decimal { scale, .. } => {
            let value = i128::from_le_bytes(body.try_into().expect("a DECIMAL has 16 bytes"));
            decimal_hash(value).wrapping_mul(31).wrapping_add((*scale).into())
        }
        _ => 0,
    };
    hash ^ hash >> 16
}

/// Java's hash of a BigInteger: its 32-bit digits in base 31, negated for a negative number.
fn decimal_hash(value: i128) -> u32 {
    let magnitude = value.unsigned_abs();
    let digits = [96, 64, 32, 0].map(|shift| (magnitude >> shift) as u32);
    let hash = digits.iter().fold(0u32, |hash, &digit| hash.wrapping_mul(31).wrapping_add(digit));
    if value < 0 { hash.wrapping_neg() } else { hash }
}

/// MurmurHash3 (Austin Appleby, public domain) of 32 bits with seed 42, bytes behind the last whole word taken one by one.
fn murmur(bytes: &[u8]) -> u32 {
    let mix = |hash: u32, word: u32| {
        let word = word.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593);
        (hash ^ word).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64)
    };
    let (words, rest) = bytes.as_chunks::<4>();
    let hash = words.iter().fold(42, |hash, word| mix(hash, u32::from_le_bytes(*word)));
    let hash = rest.iter().fold(hash, |hash, &byte| mix(hash, i32::from(byte as i8) as u32)) ^ bytes.len() as u32;
    let hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    let hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}

impl Aggregate for Collect {
    fn words(&self) -> usize {
        2
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BYTES.not_null()]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let mut key = Vec::new();
        signed(&arguments[0], slots, additions, |row, slot, added| {
            key.clear();
            encode_field(&arguments[0], &self.element, row, &mut key);
            self.count(state, slot, &key, if added { 1 } else { -1 });
        });
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        each_blob(state, slots, &partials[0], |state, slot, blob| {
            let mut entries: Vec<Entry<'_>> = self.kept.entries(blob).collect();
            entries.sort_by_key(|entry| entry.ordinal);
            entries.iter().for_each(|entry| self.count(state, slot, entry.key, entry.count));
        });
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![blob_column(state, slots, 0)])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut builder = ColumnBuilder::new(&self.data_type, slots.len());
        slots.iter().try_for_each(|&slot| self.show(state.blob(slot, 0), &mut builder))?;
        Ok(builder.finish())
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        state.free_blob(slot, 0);
    }
}
