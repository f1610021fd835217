//! MIN and MAX.
//!
//! Where rows are only added the extreme itself is kept (`kept`); where they can be retracted all values are, ranked, with how
//! often each occurs (`multiset`): fixed-size values by their rank in big-endian bytes, text by its bytes.
//!
//! Without retractions NaN is neither smaller nor larger than anything, so that it stays only if it came first; with them it
//! is the largest value: both as in Flink. A value retracted before it was added cancels its next addition.

use super::fixed::{Fixed, Word, signed, with_fixed};
use super::kept::{Largest, Smallest, kept};
use super::list::each_blob;
use super::multiset::Multiset;
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::Mismatch;
use arrow_array::builder::StringViewBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, StringViewArray};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::{Column, DataType, Kind};

/// This family's functions.
pub(super) static FUNCTIONS: &[AggregateFunction] = &[
    AggregateFunction {
        name: "MIN",
        syntax: "MIN(value)",
        doc: "The smallest value; NULL if there is none.",
        order_sensitive: false,
        resolve: |call| resolve(call, End::Smallest),
    },
    AggregateFunction {
        name: "MAX",
        syntax: "MAX(value)",
        doc: "The largest value; NULL if there is none.",
        order_sensitive: false,
        resolve: |call| resolve(call, End::Largest),
    },
];

/// Which end of the order is asked for.
#[derive(Clone, Copy, Debug)]
enum End {
    Smallest,
    Largest,
}

fn resolve(call: &AggregateCall<'_>, end: End) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 1)?;
    let kind = &call.data_type(0).kind;
    if !(kind.is_numeric() || kind.is_text() || kind.is_datetime() || *kind == Kind::Boolean) {
        return Err(call.refuse());
    }
    let data_type = call.data_type(0).with_nullable(call.nullable());
    Ok(call.resolved(match (call.retracting, end) {
        (false, End::Smallest) => kept::<Smallest>(data_type),
        (false, End::Largest) => kept::<Largest>(data_type),
        (true, _) => ranked(data_type, end),
    }))
}

fn ranked(data_type: DataType, end: End) -> Arc<dyn Aggregate> {
    let fixed = with_fixed!(&data_type.kind, F => {
        Arc::new(Ranked::<Ranks<F>> { data_type: data_type.clone(), end, keys: PhantomData }) as Arc<dyn Aggregate>
    });
    fixed.unwrap_or_else(|| Arc::new(Ranked::<Texts> { data_type, end, keys: PhantomData }))
}

/// Values as byte strings that order as the values do.
trait Keys: Send + Sync + fmt::Debug + 'static {
    /// The array that holds the values.
    type Array: Array + 'static;
    /// How the byte strings are kept.
    const KEPT: Multiset;

    /// The array behind a column.
    fn array(column: &Column) -> &Self::Array;

    /// Puts the bytes of a row's value, which is not NULL, into `key`.
    fn key(array: &Self::Array, row: usize, key: &mut Vec<u8>);

    /// A column of the values of these keys.
    fn column<'a>(data_type: &DataType, keys: impl ExactSizeIterator<Item = Option<&'a [u8]>>) -> Result<Column, Failure>;
}

#[derive(Debug)]
struct Ranks<F>(PhantomData<F>);

impl<F: Fixed> Keys for Ranks<F> {
    type Array = F::Array;
    const KEPT: Multiset = Multiset { key: Some(F::Value::WIDTH), ordinals: false };

    fn array(column: &Column) -> &F::Array {
        F::array(column)
    }

    fn key(array: &F::Array, row: usize, key: &mut Vec<u8>) {
        key.extend(&F::value(array, row).rank().to_be_bytes()[16 - F::Value::WIDTH..]);
    }

    fn column<'a>(data_type: &DataType, keys: impl ExactSizeIterator<Item = Option<&'a [u8]>>) -> Result<Column, Failure> {
        let value = |key: &[u8]| F::Value::of_rank(key.iter().fold(0, |rank, &byte| rank << 8 | u128::from(byte)));
        Ok(F::column(data_type, keys.map(|key| key.map(value))))
    }
}

#[derive(Debug)]
struct Texts;

impl Keys for Texts {
    type Array = StringViewArray;
    const KEPT: Multiset = Multiset { key: None, ordinals: false };

    fn array(column: &Column) -> &StringViewArray {
        column.as_string_view()
    }

    fn key(array: &StringViewArray, row: usize, key: &mut Vec<u8>) {
        key.extend(array.value(row).as_bytes());
    }

    fn column<'a>(_: &DataType, keys: impl ExactSizeIterator<Item = Option<&'a [u8]>>) -> Result<Column, Failure> {
        let mut builder = StringViewBuilder::with_capacity(keys.len());
        for key in keys {
            let text = key.map(std::str::from_utf8).transpose();
            builder.append_option(text.map_err(|_| Failure::bug("MIN or MAX keeps a text that is not UTF-8"))?);
        }
        Ok(Arc::new(builder.finish()))
    }
}

/// All values of a group; word 0 is a multiset of them, which travels as BYTES.
#[derive(Debug)]
struct Ranked<K> {
    data_type: DataType,
    end: End,
    keys: PhantomData<K>,
}

impl<K: Keys> Aggregate for Ranked<K> {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BYTES.not_null()]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let values = K::array(&arguments[0]);
        let mut key = Vec::new();
        signed(values, slots, additions, |row, slot, added| {
            key.clear();
            K::key(values, row, &mut key);
            K::KEPT.count(state, slot, &key, if added { 1 } else { -1 }, 0);
        });
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        each_blob(state, slots, &partials[0], |state, slot, blob| K::KEPT.merge(state, slot, blob));
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![K::KEPT.partials(state, slots)])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let keys = slots.iter().map(|&slot| match self.end {
            End::Smallest => K::KEPT.first(state, slot),
            End::Largest => K::KEPT.last(state, slot),
        });
        K::column(&self.data_type, keys)
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        K::KEPT.release(state, slot);
    }
}
