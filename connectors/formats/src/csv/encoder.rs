//! The encoder of `csv`.
//!
//! Which cells are quoted is Jackson's choice, made without looking closely: text of more than 24 characters, and text with any
//! character that does not come behind the delimiter and the quote in ASCII, or with a backslash. Numbers and booleans never are.

use super::Dialect;
use crate::contract::Encoder;
use crate::text::base64;
use crate::text::number::{write_decimal, write_stripped_decimal};
use crate::text::time::{Standard, write_date, write_time, write_timestamp};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use std::fmt::Write;
use waterwheel::types::column::timestamps;
use waterwheel::types::number_text::{write_f32, write_f64};
use waterwheel::types::{DataType, Kind, Timestamp, Value, value_at};
use waterwheel::{Batch, Failure};

/// Longer text is quoted unseen.
const UNQUOTED_CHARS_MAX: usize = 24;

/// See the module.
pub(super) struct CsvEncoder {
    types: Vec<DataType>,
    dialect: Dialect,
    text: String,
}

impl CsvEncoder {
    pub(super) fn new(types: Vec<DataType>, dialect: Dialect) -> Self {
        CsvEncoder { types, dialect, text: String::new() }
    }

    fn cell(&mut self, column: &dyn Array, data_type: &DataType, row: usize, out: &mut Vec<u8>) {
        if column.is_null(row) {
            return out.extend_from_slice(self.null().as_bytes());
        }
        self.text.clear();
        match &data_type.kind {
            Kind::Array(_) | Kind::Row(_) => {
                let Some(joined) = self.joined(&value_at(column, data_type, row), &data_type.kind) else { return };
                self.text = joined;
                self.quoted(out);
            }
            kind => {
                write_scalar(column, kind, row, &mut self.text);
                let bare = kind.is_numeric() || *kind == Kind::Boolean;
                if bare { out.extend_from_slice(self.text.as_bytes()) } else { self.quoted(out) }
            }
        }
    }

    fn null(&self) -> &str {
        self.dialect.null_literal.as_deref().unwrap_or("")
    }

    /// The elements of an ARRAY or ROW between delimiters.
    fn joined(&self, value: &Value, kind: &Kind) -> Option<String> {
        let part = |value: &Value, data_type: &DataType| {
            let mut text = String::new();
            let column = waterwheel::types::column::column_of(data_type, [value]);
            if value.is_null() {
                text.push_str(self.null())
            } else {
                write_scalar(column.as_ref(), &data_type.kind, 0, &mut text)
            }
            text
        };
        let parts: Vec<String> = match (value, kind) {
            (Value::Array(values), Kind::Array(element)) => values.iter().map(|v| part(v, element)).collect(),
            (Value::Row(values), Kind::Row(fields)) => values.iter().zip(fields.iter()).map(|(v, f)| part(v, &f.data_type)).collect(),
            _ => return None,
        };
        Some(parts.join(&self.dialect.element_delimiter))
    }

    /// Appends `self.text`, in quotes where Jackson puts them.
    fn quoted(&self, out: &mut Vec<u8>) {
        let Some(quote) = self.dialect.quote.filter(|quote| self.needs_quotes(*quote)) else {
            return out.extend_from_slice(self.text.as_bytes());
        };
        out.push(quote);
        for byte in self.text.bytes() {
            if byte == quote {
                out.push(quote);
            } else if Some(byte) == self.dialect.escape {
                out.push(byte);
            }
            out.push(byte);
        }
        out.push(quote);
    }

    fn needs_quotes(&self, quote: u8) -> bool {
        let safe_from = self.dialect.delimiter.max(quote) + 1;
        let suspicious = |byte: u8| byte < safe_from || byte == b'\\' || Some(byte) == self.dialect.escape;
        // Jackson counts Java's characters: one per UTF-16 unit.
        self.text.bytes().any(suspicious) || self.text.encode_utf16().count() > UNQUOTED_CHARS_MAX
    }
}

fn write_scalar(column: &dyn Array, kind: &Kind, row: usize, out: &mut String) {
    match kind {
        Kind::Boolean => out.push_str(if column.as_boolean().value(row) { "true" } else { "false" }),
        Kind::TinyInt => push(column.as_primitive::<Int8Type>().value(row), out),
        Kind::SmallInt => push(column.as_primitive::<Int16Type>().value(row), out),
        Kind::Int => push(column.as_primitive::<Int32Type>().value(row), out),
        Kind::BigInt => push(column.as_primitive::<Int64Type>().value(row), out),
        Kind::Float => write_f32(column.as_primitive::<Float32Type>().value(row), out),
        Kind::Double => write_f64(column.as_primitive::<Float64Type>().value(row), out),
        Kind::Decimal { scale, .. } => {
            let mut plain = String::new();
            write_decimal(column.as_primitive::<Decimal128Type>().value(row), *scale, &mut plain);
            write_stripped_decimal(&plain, out);
        }
        Kind::Char(_) | Kind::VarChar(_) => out.push_str(column.as_string_view().value(row)),
        Kind::Binary(_) | Kind::VarBinary(_) => base64::write(column.as_binary_view().value(row), out),
        Kind::Date => write_date(column.as_primitive::<Date32Type>().value(row).into(), out),
        Kind::Time(_) => write_time(i64::from(column.as_primitive::<Time32MillisecondType>().value(row)) * 1_000_000, out),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => {
            let instant = matches!(kind, Kind::TimestampLtz(_));
            write_timestamp(Timestamp::unpacked(timestamps(column)[row]), Standard::Sql, instant, out);
        }
        Kind::IntervalYearMonth => {
            write!(out, "{}", column.as_primitive::<IntervalYearMonthType>().value(row)).expect("writing to a String")
        }
        Kind::IntervalDayTime => push(column.as_primitive::<DurationMillisecondType>().value(row), out),
        Kind::Null
        | Kind::Array(_)
        | Kind::Map(..)
        | Kind::Multiset(_)
        | Kind::Row(_)
        | Kind::Structured(..)
        | Kind::Bitmap
        | Kind::Variant => {}
    }
}

fn push(value: impl itoa::Integer, out: &mut String) {
    out.push_str(itoa::Buffer::new().format(value));
}

impl Encoder for CsvEncoder {
    fn encode(&mut self, batch: &Batch, row: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
        let types = std::mem::take(&mut self.types);
        for (at, (column, data_type)) in batch.columns().iter().zip(&types).enumerate() {
            if at > 0 {
                out.push(self.dialect.delimiter);
            }
            self.cell(column, data_type, row, out);
        }
        self.types = types;
        out.push(b'\n');
        Ok(())
    }
}
