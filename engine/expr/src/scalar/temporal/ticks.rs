//! Columns of dates and times as plain integers, and back.
//!
//! A *tick* is days of a DATE, milliseconds of a TIME, an interval or a timestamp (whose nanoseconds go their own way, see
//! [`timestamps`]). The functions of time are loops over ticks; what stands under a NULL is computed and thrown away, so those
//! loops must not panic on any 64-bit value.

use crate::operand::{KernelRef, Operand};
use crate::{lift, lift::Return};
use arrow_array::builder::StringViewBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray};
use arrow_buffer::NullBuffer;
use std::borrow::Cow;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel_types::column::{timestamp_column, timestamp_millis};
use waterwheel_types::{Column, DataType, Kind, Timestamp, arrow_type};

/// The ticks of a column; for integers, the numbers.
pub(crate) fn ticks<'a>(column: &'a Column, kind: &Kind) -> Cow<'a, [i64]> {
    match kind {
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => Cow::Owned(timestamp_millis(column).collect()),
        Kind::Date => widened::<Date32Type>(column),
        Kind::Time(_) => widened::<Time32MillisecondType>(column),
        Kind::IntervalYearMonth => widened::<IntervalYearMonthType>(column),
        Kind::IntervalDayTime => Cow::Borrowed(column.as_primitive::<DurationMillisecondType>().values()),
        Kind::BigInt => Cow::Borrowed(column.as_primitive::<Int64Type>().values()),
        Kind::Int => widened::<Int32Type>(column),
        Kind::SmallInt => Cow::Owned(column.as_primitive::<Int16Type>().values().iter().map(|&v| v.into()).collect()),
        Kind::TinyInt => Cow::Owned(column.as_primitive::<Int8Type>().values().iter().map(|&v| v.into()).collect()),
        kind => unreachable!("{kind} has no ticks"),
    }
}

fn widened<T: ArrowPrimitiveType<Native = i32>>(column: &Column) -> Cow<'_, [i64]> {
    Cow::Owned(column.as_primitive::<T>().values().iter().map(|&v| v.into()).collect())
}

/// A column of these ticks; those of 32-bit types must fit.
pub(crate) fn column(data_type: &DataType, ticks: Vec<i64>, nulls: Option<NullBuffer>) -> Column {
    match &data_type.kind {
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => timestamps(ticks.into_iter().map(Timestamp::from_millis), nulls),
        Kind::Date => narrow::<Date32Type>(data_type, &ticks, nulls),
        Kind::Time(_) => narrow::<Time32MillisecondType>(data_type, &ticks, nulls),
        Kind::Int => narrow::<Int32Type>(data_type, &ticks, nulls),
        Kind::BigInt => wide::<Int64Type>(data_type, ticks, nulls),
        Kind::IntervalDayTime => wide::<DurationMillisecondType>(data_type, ticks, nulls),
        kind => unreachable!("{kind} is no result of a function of time"),
    }
}

/// A timestamp column of these values.
pub(crate) fn timestamps(values: impl IntoIterator<Item = Timestamp>, nulls: Option<NullBuffer>) -> Column {
    timestamp_column(values.into_iter().map(Timestamp::packed).collect(), nulls)
}

fn wide<T: ArrowPrimitiveType<Native = i64>>(data_type: &DataType, ticks: Vec<i64>, nulls: Option<NullBuffer>) -> Column {
    Arc::new(PrimitiveArray::<T>::new(ticks.into(), nulls).with_data_type(arrow_type(data_type)))
}

fn narrow<T: ArrowPrimitiveType<Native = i32>>(data_type: &DataType, ticks: &[i64], nulls: Option<NullBuffer>) -> Column {
    let values: Vec<i32> = ticks.iter().map(|&v| v as i32).collect();
    Arc::new(PrimitiveArray::<T>::new(values.into(), nulls).with_data_type(arrow_type(data_type)))
}

/// Where some argument is NULL.
pub(crate) fn nulls(arguments: &[&Operand], rows: usize) -> Option<NullBuffer> {
    arguments.iter().fold(None, |all, operand| NullBuffer::union(all.as_ref(), spread(operand, rows).as_ref()))
}

fn spread(operand: &Operand, rows: usize) -> Option<NullBuffer> {
    if !operand.is_constant() {
        return operand.values().nulls().cloned();
    }
    operand.values().is_null(0).then(|| NullBuffer::new_null(rows))
}

/// A kernel that maps the ticks of argument `index`; `None` fails: a result beyond what the type holds.
pub(crate) fn map(
    index: usize,
    kind: &Kind,
    result: &DataType,
    can_fail: bool,
    f: impl Fn(i64) -> Option<i64> + Send + Sync + 'static,
) -> KernelRef {
    let (kind, result) = (kind.clone(), result.clone());
    lift::columns(can_fail, move |arguments, rows, _| {
        let operand = &arguments[index];
        let input = ticks(operand.values(), &kind);
        mapped(operand, rows, &result, |row| f(input[row]))
    })
}

/// As [`map`], of a timestamp with its nanoseconds.
pub(crate) fn map_timestamps(
    index: usize,
    result: &DataType,
    can_fail: bool,
    f: impl Fn(Timestamp) -> Option<i64> + Send + Sync + 'static,
) -> KernelRef {
    let result = result.clone();
    lift::columns(can_fail, move |arguments, rows, _| {
        let operand = &arguments[index];
        let input = waterwheel_types::column::timestamps(operand.values());
        mapped(operand, rows, &result, |row| f(Timestamp::unpacked(input[row])))
    })
}

fn mapped(operand: &Operand, rows: usize, result: &DataType, f: impl Fn(usize) -> Option<i64>) -> Result<Column, Failure> {
    let nulls = nulls(&[operand], rows);
    let mut out = Vec::with_capacity(rows);
    for row in 0..rows {
        let value = match &nulls {
            Some(nulls) if nulls.is_null(row) => 0,
            _ => f(operand.index(row)).ok_or_else(|| beyond(result))?,
        };
        out.push(value);
    }
    Ok(column(result, out, nulls))
}

/// A date or time outside the range of its type.
pub(crate) fn beyond(data_type: &DataType) -> Failure {
    Failure::data(format!("a date and time lies outside the range of {}", data_type.kind))
}

/// A column of the values of `f` for each row where no argument is NULL.
pub(crate) fn each<R: Return>(
    result: &DataType,
    arguments: &[Operand],
    rows: usize,
    mut f: impl FnMut(usize) -> Result<Option<R::Owned>, Failure>,
) -> Result<Column, Failure> {
    let mut out = R::builder(result, rows);
    for row in 0..rows {
        let null = arguments.iter().any(|a| a.is_null(row));
        R::append(&mut out, if null { None } else { f(row)? });
    }
    Ok(R::finish(out))
}

/// A column of the texts that `f` appends to an empty buffer, NULL where it says no or an argument is NULL.
pub(crate) fn each_text(
    arguments: &[Operand],
    rows: usize,
    mut f: impl FnMut(usize, &mut String) -> Result<bool, Failure>,
) -> Result<Column, Failure> {
    let mut out = StringViewBuilder::with_capacity(rows);
    let mut text = String::new();
    for row in 0..rows {
        text.clear();
        let null = arguments.iter().any(|a| a.is_null(row)) || !f(row, &mut text)?;
        out.append_option((!null).then_some(&text));
    }
    Ok(Arc::new(out.finish()))
}
