//! Values in the order in which they arrived, one blob per group, and the aggregates over them.
//!
//! | words | blob |
//! |---|---|
//! | 0 | the values: of each a u32 length (little endian) and its bytes in the row codec |
//! | 1 | the same for values that were retracted before they were added; used by LISTAGG and ARRAY_AGG |
//!
//! A retraction removes the first equal value (equal bytes: NaN equals NaN, 0.0 and -0.0 differ). What LISTAGG and ARRAY_AGG
//! do not find is remembered and settled by the next merge, the others forget it: all as in Flink. Finding it walks the
//! list, which suits small groups; an ordered sub-key table will take the place of the blob for large ones.
//!
//! Between stages the blobs travel as they are, as BYTES; merging appends, so the order of the stages is kept.

use arrow_array::Array;
use arrow_array::builder::BinaryViewBuilder;
use arrow_array::cast::AsArray;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::codec::{CodecError, decode_row, encode_field};
use waterwheel_types::{Column, ColumnBuilder, DataType, Kind};

use super::fixed::every;

/// Appends a value.
pub(super) fn append(list: &mut Vec<u8>, value: &[u8]) {
    list.extend((value.len() as u32).to_le_bytes());
    list.extend(value);
}

/// The values in order.
pub(super) fn values(mut list: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (length, rest) = list.split_first_chunk::<4>()?;
        let (value, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        list = rest;
        Some(value)
    })
}

/// Removes the first equal value; whether there was one.
pub(super) fn remove(list: &mut Vec<u8>, value: &[u8]) -> bool {
    let mut start = 0;
    let found = values(list).find_map(|candidate| {
        let at = start;
        start += 4 + candidate.len();
        (candidate == value).then_some(at)
    });
    if let Some(at) = found {
        list.drain(at..at + 4 + value.len());
    }
    found.is_some()
}

/// Appends one encoded value to a column.
pub(super) fn decode(value: &[u8], builder: &mut ColumnBuilder) -> Result<(), Failure> {
    decode_row(value, std::slice::from_mut(builder)).map_err(|error| undecodable(&error))
}

/// Accumulators are written by us and checked when they are read from disk.
fn undecodable(error: &CodecError) -> Failure {
    Failure::bug(format!("an accumulator does not hold what was put into it: {error}"))
}

/// A column of one word's blobs.
pub(super) fn blob_column(state: &Accumulators<'_>, slots: &[u32], word: usize) -> Column {
    let mut builder = BinaryViewBuilder::with_capacity(slots.len());
    slots.iter().for_each(|&slot| builder.append_value(state.blob(slot, word)));
    Arc::new(builder.finish())
}

/// Calls `each(state, slot, blob)` for every blob of a partial result that is not empty.
pub(super) fn each_blob(
    state: &mut Accumulators<'_>,
    slots: &[u32],
    column: &Column,
    mut each: impl FnMut(&mut Accumulators<'_>, u32, &[u8]),
) {
    let blobs = column.as_binary_view();
    for (row, &slot) in slots.iter().enumerate() {
        if !blobs.is_null(row) && !blobs.value(row).is_empty() {
            each(state, slot, blobs.value(row));
        }
    }
}

/// What a list shows as its result.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// The first value, NULL if there is none.
    First,
    /// The last value, NULL if there is none.
    Last,
    /// An ARRAY of all, NULL if there is none.
    Array,
    /// The texts with this between them, NULL if there is none.
    Joined(String),
}

/// An aggregate that keeps a list.
#[derive(Debug)]
pub(super) struct Listed {
    /// The type of the argument.
    pub(super) element: DataType,
    /// The type of the result.
    pub(super) data_type: DataType,
    /// Whether NULLs are kept.
    pub(super) keep_nulls: bool,
    /// What is shown.
    pub(super) shape: Shape,
}

impl Listed {
    /// Whether a value retracted before it was added is remembered.
    fn remembers(&self) -> bool {
        matches!(self.shape, Shape::Array | Shape::Joined(_))
    }

    fn retract(&self, state: &mut Accumulators<'_>, slot: u32, value: &[u8]) {
        if !remove(state.blob_mut(slot, 0), value) && self.remembers() {
            append(state.blob_mut(slot, 1), value);
        }
    }

    fn show(&self, list: &[u8], builder: &mut ColumnBuilder) -> Result<(), Failure> {
        let mut values = values(list).peekable();
        if values.peek().is_none() {
            builder.append_null();
            return Ok(());
        }
        match (&self.shape, builder) {
            (Shape::First, builder) => decode(values.next().expect("one was seen"), builder),
            (Shape::Last, builder) => decode(values.last().expect("one was seen"), builder),
            (Shape::Array, ColumnBuilder::List(array)) => {
                values.try_for_each(|value| decode(value, &mut array.elements))?;
                array.close(true);
                Ok(())
            }
            (Shape::Joined(separator), ColumnBuilder::String(text)) => {
                text.append_value(join(values, separator)?);
                Ok(())
            }
            (shape, _) => unreachable!("{shape:?} has a result of its own type"),
        }
    }
}

/// The texts of encoded values (tag, length, bytes) with a separator between them.
fn join<'a>(values: impl Iterator<Item = &'a [u8]>, separator: &str) -> Result<String, Failure> {
    let mut joined = Vec::new();
    for (i, value) in values.enumerate() {
        if i > 0 {
            joined.extend(separator.as_bytes());
        }
        joined.extend(value.get(5..).unwrap_or_default());
    }
    String::from_utf8(joined).map_err(|_| undecodable(&CodecError { offset: 0, expected: "UTF-8 text" }))
}

impl Aggregate for Listed {
    fn words(&self) -> usize {
        2
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BYTES.not_null(); if self.remembers() { 2 } else { 1 }]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let mut value = Vec::new();
        every(slots, additions, |row, slot, added| {
            if !self.keep_nulls && arguments[0].is_null(row) {
                return Ok(());
            }
            value.clear();
            encode_field(&arguments[0], &self.element, row, &mut value);
            if added {
                append(state.blob_mut(slot, 0), &value);
            } else {
                self.retract(state, slot, &value);
            }
            Ok(())
        })
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        each_blob(state, slots, &partials[0], |state, slot, list| state.blob_mut(slot, 0).extend(list));
        if self.remembers() {
            each_blob(state, slots, &partials[1], |state, slot, list| state.blob_mut(slot, 1).extend(list));
            slots.iter().for_each(|&slot| self.settle(state, slot));
        }
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok((0..self.partial_types().len()).map(|word| blob_column(state, slots, word)).collect())
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut builder = ColumnBuilder::new(&self.data_type, slots.len());
        slots.iter().try_for_each(|&slot| self.show(state.blob(slot, 0), &mut builder))?;
        Ok(builder.finish())
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        state.free_blob(slot, 0);
        state.free_blob(slot, 1);
    }
}

impl Listed {
    /// Retracts what was remembered, now that more values are there.
    fn settle(&self, state: &mut Accumulators<'_>, slot: u32) {
        if !state.blob(slot, 1).is_empty() {
            let remembered = std::mem::take(state.blob_mut(slot, 1));
            values(&remembered).for_each(|value| self.retract(state, slot, value));
        }
    }
}
