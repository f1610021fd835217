//! What storing leaves of timestamps: milliseconds, under a type of precision 3 or less.
//!
//! Flink stores in its binary rows what ARRAY, MAP and ROW build and what a bare query shows; between chained functions and on to
//! a sink a timestamp keeps every digit.

use crate::register::{Call, Resolution};
use crate::{Mismatch, lift};
use waterwheel_types::column::{column_of, timestamp_column, timestamps};
use waterwheel_types::{Column, DataType, Kind, Timestamp, Value, value_at};

/// `AS STORED`(x): the value as it comes out of a stored row.
pub(super) fn as_stored(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let result = call.data_type(0).clone();
    if !loses_digits(&result.kind) {
        return Ok(Resolution::Rewrite(call.arguments[0].clone()));
    }
    let (parameters, held) = (vec![result.clone()], result.clone());
    let kernel = lift::columns(false, move |arguments, rows, _| Ok(stored_column(arguments[0].clone().into_column(rows), &held)));
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// A column as it comes out of stored rows.
pub(crate) fn stored_column(column: Column, data_type: &DataType) -> Column {
    match &data_type.kind {
        kind if !loses_digits(kind) => column,
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => {
            let cut = timestamps(&column).iter().map(|&packed| Timestamp::unpacked(packed).stored(3).packed());
            timestamp_column(cut.collect(), column.nulls().cloned())
        }
        kind => {
            let values = (0..column.len()).map(|row| stored_value(value_at(&column, data_type, row), kind));
            column_of(data_type, &values.collect::<Vec<_>>())
        }
    }
}

/// Whether values of this kind hold timestamps of which storing cuts digits.
fn loses_digits(kind: &Kind) -> bool {
    let loses = |data_type: &DataType| loses_digits(&data_type.kind);
    match kind {
        Kind::Timestamp(p) | Kind::TimestampLtz(p) => *p <= 3,
        Kind::Array(element) | Kind::Multiset(element) => loses(element),
        Kind::Map(key, value) => loses(key) || loses(value),
        Kind::Row(fields) | Kind::Structured(_, fields) => fields.iter().any(|f| loses(&f.data_type)),
        _ => false,
    }
}

/// A value as it comes out of a stored row.
pub(crate) fn stored_value(value: Value, kind: &Kind) -> Value {
    let entries = |entries: Vec<(Value, Value)>, key: &DataType, item: &DataType| {
        Value::Map(entries.into_iter().map(|(k, v)| (stored_value(k, &key.kind), stored_value(v, &item.kind))).collect())
    };
    match (value, kind) {
        (Value::Timestamp(v), Kind::Timestamp(p) | Kind::TimestampLtz(p)) => Value::Timestamp(v.stored(*p)),
        (Value::Array(values), Kind::Array(of)) => Value::Array(values.into_iter().map(|v| stored_value(v, &of.kind)).collect()),
        (Value::Map(list), Kind::Map(key, item)) => entries(list, key, item),
        (Value::Map(list), Kind::Multiset(of)) => entries(list, of, &Kind::Int.not_null()),
        (Value::Row(values), Kind::Row(fields) | Kind::Structured(_, fields)) => {
            Value::Row(values.into_iter().zip(fields.iter()).map(|(v, f)| stored_value(v, &f.data_type.kind)).collect())
        }
        (value, _) => value,
    }
}
