//! Values of a fixed size: how they lie in a slot's words, how they rank as bytes, and how columns of them are walked.

use arrow_array::builder::{BooleanBuilder, PrimitiveBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, BooleanArray, PrimitiveArray};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use waterwheel_types::column::TimestampType;
use waterwheel_types::{Column, DataType, Timestamp, arrow_type, packed_millis};

/// A value that fits into one or two words.
pub(super) trait Word: Copy + PartialOrd + Send + Sync + fmt::Debug + 'static {
    /// How many words it takes.
    const WORDS: usize;
    /// How many bytes its rank takes.
    const WIDTH: usize;

    /// The value in these words; zero words are a value too.
    fn load(words: &[u64]) -> Self;

    /// Puts the value into the first words.
    fn store(self, words: &mut [u64]);

    /// A number of [`WIDTH`](Word::WIDTH) bytes that orders as Java's `compareTo` does: -0.0 before 0.0, NaN last.
    fn rank(self) -> u128;

    /// The value of a rank.
    fn of_rank(rank: u128) -> Self;
}

macro_rules! integer_words {
    ($($native:ty, $unsigned:ty, $width:literal);*) => {$(
        impl Word for $native {
            const WORDS: usize = 1;
            const WIDTH: usize = $width;

            #[inline]
            fn load(words: &[u64]) -> Self {
                words[0] as $native
            }

            #[inline]
            fn store(self, words: &mut [u64]) {
                words[0] = self as u64;
            }

            fn rank(self) -> u128 {
                (self as $unsigned ^ (1 << (8 * $width - 1))).into()
            }

            fn of_rank(rank: u128) -> Self {
                (rank as $unsigned ^ (1 << (8 * $width - 1))) as $native
            }
        }
    )*};
}

integer_words!(i8, u8, 1; i16, u16, 2; i32, u32, 4; i64, u64, 8);

macro_rules! float_words {
    ($($native:ty, $bits:ty, $width:literal);*) => {$(
        impl Word for $native {
            const WORDS: usize = 1;
            const WIDTH: usize = $width;

            #[inline]
            fn load(words: &[u64]) -> Self {
                <$native>::from_bits(words[0] as $bits)
            }

            #[inline]
            fn store(self, words: &mut [u64]) {
                words[0] = self.to_bits().into();
            }

            fn rank(self) -> u128 {
                let bits = if self.is_nan() { <$native>::NAN.to_bits() } else { self.to_bits() };
                let sign: $bits = 1 << (8 * $width - 1);
                (if bits & sign == 0 { bits | sign } else { !bits }).into()
            }

            fn of_rank(rank: u128) -> Self {
                let (rank, sign) = (rank as $bits, 1 << (8 * $width - 1));
                <$native>::from_bits(if rank & sign == 0 { !rank } else { rank ^ sign })
            }
        }
    )*};
}

float_words!(f32, u32, 4; f64, u64, 8);

impl Word for bool {
    const WORDS: usize = 1;
    const WIDTH: usize = 1;

    #[inline]
    fn load(words: &[u64]) -> Self {
        words[0] != 0
    }

    #[inline]
    fn store(self, words: &mut [u64]) {
        words[0] = self.into();
    }

    fn rank(self) -> u128 {
        self.into()
    }

    fn of_rank(rank: u128) -> Self {
        rank != 0
    }
}

impl Word for i128 {
    const WORDS: usize = 2;
    const WIDTH: usize = 16;

    #[inline]
    fn load(words: &[u64]) -> Self {
        (u128::from(words[0]) | u128::from(words[1]) << 64) as i128
    }

    #[inline]
    fn store(self, words: &mut [u64]) {
        words[0] = self as u64;
        words[1] = (self >> 64) as u64;
    }

    fn rank(self) -> u128 {
        self as u128 ^ (1 << 127)
    }

    fn of_rank(rank: u128) -> Self {
        (rank ^ (1 << 127)) as i128
    }
}

/// An Arrow layout whose values are [`Word`]s.
pub(super) trait Fixed: Send + Sync + fmt::Debug + 'static {
    /// One value.
    type Value: Word;
    /// The array that holds them.
    type Array: Array + 'static;

    /// The array behind a column of this layout.
    fn array(column: &Column) -> &Self::Array;

    /// The value of a row that is not NULL.
    fn value(array: &Self::Array, row: usize) -> Self::Value;

    /// A column of these values.
    fn column(data_type: &DataType, values: impl ExactSizeIterator<Item = Option<Self::Value>>) -> Column;
}

/// BOOLEAN.
#[derive(Debug)]
pub(super) struct Booleans;

/// Timestamps of a precision up to 3, of which milliseconds are stored.
#[derive(Debug)]
pub(super) struct StoredMillis;

/// Everything else of a fixed size, by the Arrow type that holds it.
pub(super) struct Primitive<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for Primitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Primitive")
    }
}

impl Fixed for Booleans {
    type Value = bool;
    type Array = BooleanArray;

    fn array(column: &Column) -> &BooleanArray {
        column.as_boolean()
    }

    #[inline]
    fn value(array: &BooleanArray, row: usize) -> bool {
        array.value(row)
    }

    fn column(_: &DataType, values: impl ExactSizeIterator<Item = Option<bool>>) -> Column {
        let mut builder = BooleanBuilder::with_capacity(values.len());
        values.for_each(|v| builder.append_option(v));
        Arc::new(builder.finish())
    }
}

impl Fixed for StoredMillis {
    type Value = i64;
    type Array = PrimitiveArray<TimestampType>;

    fn array(column: &Column) -> &PrimitiveArray<TimestampType> {
        column.as_primitive()
    }

    #[inline]
    fn value(array: &PrimitiveArray<TimestampType>, row: usize) -> i64 {
        packed_millis(array.value(row))
    }

    fn column(data_type: &DataType, values: impl ExactSizeIterator<Item = Option<i64>>) -> Column {
        let mut builder = PrimitiveBuilder::<TimestampType>::with_capacity(values.len()).with_data_type(arrow_type(data_type));
        values.for_each(|v| builder.append_option(v.map(|millis| Timestamp::from_millis(millis).packed())));
        Arc::new(builder.finish())
    }
}

impl<T: ArrowPrimitiveType> Fixed for Primitive<T>
where
    T::Native: Word,
{
    type Value = T::Native;
    type Array = PrimitiveArray<T>;

    fn array(column: &Column) -> &PrimitiveArray<T> {
        column.as_primitive()
    }

    #[inline]
    fn value(array: &PrimitiveArray<T>, row: usize) -> T::Native {
        array.value(row)
    }

    fn column(data_type: &DataType, values: impl ExactSizeIterator<Item = Option<T::Native>>) -> Column {
        let mut builder = PrimitiveBuilder::<T>::with_capacity(values.len()).with_data_type(arrow_type(data_type));
        values.for_each(|v| builder.append_option(v));
        Arc::new(builder.finish())
    }
}

/// `$body` with `$layout` as the name of the layout of values of `$kind`; `None` for kinds without a fixed size.
macro_rules! with_fixed {
    ($kind:expr, $layout:ident => $body:expr) => {{
        use crate::aggregate::fixed::{Booleans, Primitive, StoredMillis, named};
        use arrow_array::types::*;
        use waterwheel_types::Kind;
        use waterwheel_types::column::TimestampType;
        match $kind {
            Kind::Boolean => Some(named!($layout = Booleans => $body)),
            Kind::TinyInt => Some(named!($layout = Primitive<Int8Type> => $body)),
            Kind::SmallInt => Some(named!($layout = Primitive<Int16Type> => $body)),
            Kind::Int => Some(named!($layout = Primitive<Int32Type> => $body)),
            Kind::BigInt => Some(named!($layout = Primitive<Int64Type> => $body)),
            Kind::Float => Some(named!($layout = Primitive<Float32Type> => $body)),
            Kind::Double => Some(named!($layout = Primitive<Float64Type> => $body)),
            Kind::Decimal { .. } => Some(named!($layout = Primitive<Decimal128Type> => $body)),
            Kind::Date => Some(named!($layout = Primitive<Date32Type> => $body)),
            Kind::Time(_) => Some(named!($layout = Primitive<Time32MillisecondType> => $body)),
            Kind::IntervalYearMonth => Some(named!($layout = Primitive<IntervalYearMonthType> => $body)),
            Kind::IntervalDayTime => Some(named!($layout = Primitive<DurationMillisecondType> => $body)),
            Kind::Timestamp(0..=3) | Kind::TimestampLtz(0..=3) => Some(named!($layout = StoredMillis => $body)),
            Kind::Timestamp(_) | Kind::TimestampLtz(_) => Some(named!($layout = Primitive<TimestampType> => $body)),
            _ => None,
        }
    }};
}

/// `$body` with a name for a type.
macro_rules! named {
    ($name:ident = $type:ty => $body:expr) => {{
        type $name = $type;
        $body
    }};
}
pub(super) use {named, with_fixed};

/// Calls `each(row, slot)` for every row whose value is not NULL.
#[inline]
pub(super) fn present(column: &dyn Array, slots: &[u32], mut each: impl FnMut(usize, u32)) {
    match column.nulls() {
        None => slots.iter().enumerate().for_each(|(row, &slot)| each(row, slot)),
        Some(nulls) => nulls.valid_indices().for_each(|row| each(row, slots[row])),
    }
}

/// Calls `each(row, slot, added)` for every row whose value is not NULL; `added` is a constant where all rows are added, so
/// that such loops are compiled without the question.
#[inline]
pub(super) fn signed(column: &dyn Array, slots: &[u32], additions: Option<&[bool]>, mut each: impl FnMut(usize, u32, bool)) {
    match additions {
        None => present(column, slots, |row, slot| each(row, slot, true)),
        Some(additions) => present(column, slots, |row, slot| each(row, slot, additions[row])),
    }
}

/// Calls `each(row, slot, added)` for every row, until it fails.
pub(super) fn every<E>(
    slots: &[u32],
    additions: Option<&[bool]>,
    mut each: impl FnMut(usize, u32, bool) -> Result<(), E>,
) -> Result<(), E> {
    slots.iter().enumerate().try_for_each(|(row, &slot)| each(row, slot, additions.is_none_or(|a| a[row])))
}
