//! COLLECT (a MULTISET, NULLs left out) and ARRAY_AGG (an ARRAY, NULLs kept unless told otherwise).
//!
//! ARRAY_AGG keeps a list (`list`). COLLECT's words: 0 a multiset (`multiset`) of the values in the row codec with the
//! ordinals of their first addition, 1 the next ordinal; it travels as BYTES.
//!
//! The elements of a MULTISET have no order, but Flink hands them on in that of a Java `HashMap`, and so do we: by bucket, in
//! a bucket by arrival. That needs Flink's hash of each value; kinds whose hash is not computed here come by arrival.
//! (Flink's print sink puts them into another `HashMap` before it prints them, which is the sink's affair.)

use super::fixed::signed;
use super::list::{Listed, Shape, decode, each_blob};
use super::multiset::{Entry, Multiset};
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::Mismatch;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::codec::{encode_field, fixed_width};
use waterwheel_types::{Column, ColumnBuilder, DataType, Kind, Value, map_order};

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
        self.kept.count(state, slot, key, change, ordinal);
    }

    fn show(&self, state: &Accumulators<'_>, slot: u32, builder: &mut ColumnBuilder) -> Result<(), Failure> {
        let ColumnBuilder::Map(map) = builder else { unreachable!("a MULTISET is built as a MAP") };
        let mut entries: Vec<Entry<'_>> = self.kept.entries(state, slot).filter(|entry| entry.count > 0).collect();
        let buckets = map_order::buckets(entries.len());
        entries.sort_by_key(|entry| (map_order::hash(&self.element.kind, &entry.key[1..]) & (buckets - 1), entry.ordinal));
        for entry in entries {
            decode(entry.key, &mut map.keys)?;
            map.values.append(&Value::Int(entry.count as i32));
        }
        map.close(true);
        Ok(())
    }
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
            let mut entries: Vec<Entry<'_>> = self.kept.read(blob).collect();
            entries.sort_by_key(|entry| entry.ordinal);
            entries.iter().for_each(|entry| self.count(state, slot, entry.key, entry.count));
        });
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![self.kept.partials(state, slots)])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut builder = ColumnBuilder::new(&self.data_type, slots.len());
        slots.iter().try_for_each(|&slot| self.show(state, slot, &mut builder))?;
        Ok(builder.finish())
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        self.kept.release(state, slot);
    }
}
