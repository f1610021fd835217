//! The encoder of `json`: one object per row, fields in the order of the columns.
//!
//! Numbers print as Java prints them: `1.0E10`, a DECIMAL without trailing zeros and so perhaps as `1E+2`, NaN and the infinities
//! as strings. Timestamps print only the digits of a second that are not trailing zeros.

use super::tree::write_json_string;
use crate::contract::Encoder;
use crate::text::base64;
use crate::text::number::{write_decimal, write_stripped_decimal};
use crate::text::time::{Standard, write_date, write_time, write_timestamp};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use std::fmt::Write as _;
use waterwheel::connector::Options;
use waterwheel::types::column::{map_entries_at, timestamps};
use waterwheel::types::number_text::{write_f32, write_f64};
use waterwheel::types::{Column, DataType, Field, Kind, Timestamp};
use waterwheel::{Batch, Failure};

/// What becomes of an entry of a map whose key is NULL.
#[derive(Clone, Debug, PartialEq, Eq)]
enum NullKey {
    Fail,
    Drop,
    Literal(String),
}

/// How records are written.
#[derive(Clone, Debug)]
pub(super) struct Writing {
    standard: Standard,
    null_key: NullKey,
    plain_decimals: bool,
    ignore_null_fields: bool,
}

impl Writing {
    pub(super) fn from_options(options: &Options<'_>) -> Result<Self, Failure> {
        let null_key = match options.choice("map-null-key.mode")? {
            Some(1) => NullKey::Drop,
            Some(2) => NullKey::Literal(options.get("map-null-key.literal").unwrap_or_default().to_owned()),
            _ => NullKey::Fail,
        };
        Ok(Writing {
            standard: super::standard(options)?,
            null_key,
            plain_decimals: options.flag("encode.decimal-as-plain-number")?,
            ignore_null_fields: options.flag("encode.ignore-null-fields")?,
        })
    }

    /// Appends one value.
    fn value(&self, column: &dyn Array, data_type: &DataType, row: usize, out: &mut String) -> Result<(), Failure> {
        if column.is_null(row) {
            out.push_str("null");
            return Ok(());
        }
        match &data_type.kind {
            Kind::Array(element) => self.array(&column.as_list::<i32>().value(row), element, out),
            Kind::Map(key, value) => self.map(column, key, value, row, out),
            Kind::Multiset(element) => self.map(column, element, &Kind::Int.not_null(), row, out),
            Kind::Row(fields) => self.object(column.as_struct().columns(), fields, row, out),
            kind => {
                self.scalar(column, kind, row, out);
                Ok(())
            }
        }
    }

    fn scalar(&self, column: &dyn Array, kind: &Kind, row: usize, out: &mut String) {
        match kind {
            Kind::Boolean => out.push_str(if column.as_boolean().value(row) { "true" } else { "false" }),
            Kind::TinyInt => push_integer(column.as_primitive::<Int8Type>().value(row), out),
            Kind::SmallInt => push_integer(column.as_primitive::<Int16Type>().value(row), out),
            Kind::Int => push_integer(column.as_primitive::<Int32Type>().value(row), out),
            Kind::BigInt => push_integer(column.as_primitive::<Int64Type>().value(row), out),
            Kind::IntervalYearMonth => push_integer(column.as_primitive::<IntervalYearMonthType>().value(row), out),
            Kind::IntervalDayTime => push_integer(column.as_primitive::<DurationMillisecondType>().value(row), out),
            Kind::Float => {
                let value = column.as_primitive::<Float32Type>().value(row);
                quoted_unless(value.is_finite(), out, |out| write_f32(value, out));
            }
            Kind::Double => {
                let value = column.as_primitive::<Float64Type>().value(row);
                quoted_unless(value.is_finite(), out, |out| write_f64(value, out));
            }
            Kind::Decimal { scale, .. } => self.decimal(column.as_primitive::<Decimal128Type>().value(row), *scale, out),
            Kind::Char(_) | Kind::VarChar(_) => write_text(column.as_string_view().value(row), out),
            Kind::Binary(_) | Kind::VarBinary(_) => {
                let bytes = column.as_binary_view().value(row);
                quoted_unless(false, out, |out| base64::write(bytes, out));
            }
            Kind::Date => quoted_unless(false, out, |out| write_date(column.as_primitive::<Date32Type>().value(row).into(), out)),
            Kind::Time(_) => {
                let millis = column.as_primitive::<Time32MillisecondType>().value(row);
                quoted_unless(false, out, |out| write_time(i64::from(millis) * 1_000_000, out));
            }
            Kind::Timestamp(_) => self.timestamp(column, row, false, out),
            Kind::TimestampLtz(_) => self.timestamp(column, row, true, out),
            Kind::Null
            | Kind::Array(_)
            | Kind::Map(..)
            | Kind::Multiset(_)
            | Kind::Row(_)
            | Kind::Structured(..)
            | Kind::Bitmap
            | Kind::Variant => out.push_str("null"),
        }
    }

    fn timestamp(&self, column: &dyn Array, row: usize, instant: bool, out: &mut String) {
        let value = Timestamp::unpacked(timestamps(column)[row]);
        quoted_unless(false, out, |out| write_timestamp(value, self.standard, instant, out));
    }

    fn decimal(&self, unscaled: i128, scale: u8, out: &mut String) {
        if self.plain_decimals {
            return write_decimal(unscaled, scale, out);
        }
        let mut plain = String::new();
        write_decimal(unscaled, scale, &mut plain);
        write_stripped_decimal(&plain, out);
    }

    fn array(&self, elements: &Column, data_type: &DataType, out: &mut String) -> Result<(), Failure> {
        out.push('[');
        for row in 0..elements.len() {
            separate(row, out);
            self.value(elements, data_type, row, out)?;
        }
        out.push(']');
        Ok(())
    }

    fn map(&self, column: &dyn Array, key: &DataType, value: &DataType, row: usize, out: &mut String) -> Result<(), Failure> {
        let entries = map_entries_at(column, row);
        let (keys, values) = (entries.column(0), entries.column(1));
        out.push('{');
        let mut written = 0;
        for entry in 0..entries.len() {
            let Some(name) = self.key(keys, key, entry)? else { continue };
            separate(written, out);
            write_json_string(&name, out);
            out.push(':');
            self.value(values, value, entry, out)?;
            written += 1;
        }
        out.push('}');
        Ok(())
    }

    fn key(&self, keys: &Column, data_type: &DataType, entry: usize) -> Result<Option<String>, Failure> {
        debug_assert!(data_type.kind.is_text(), "checked when the encoding was readied");
        if keys.is_valid(entry) {
            return Ok(Some(keys.as_string_view().value(entry).to_owned()));
        }
        match &self.null_key {
            NullKey::Drop => Ok(None),
            NullKey::Literal(literal) => Ok(Some(literal.clone())),
            NullKey::Fail => Err(Failure::data("a map has a NULL key, which JSON cannot express")
                .hint("'json.map-null-key.mode' = 'DROP' leaves such entries out, 'LITERAL' writes 'json.map-null-key.literal'")),
        }
    }

    fn object(&self, columns: &[Column], fields: &[Field], row: usize, out: &mut String) -> Result<(), Failure> {
        out.push('{');
        let mut written = 0;
        for (column, field) in columns.iter().zip(fields) {
            if self.ignore_null_fields && column.is_null(row) {
                continue;
            }
            separate(written, out);
            write_json_string(&field.name, out);
            out.push(':');
            self.value(column, &field.data_type, row, out).map_err(|f| f.at(format!("field `{}`", field.name)))?;
            written += 1;
        }
        out.push('}');
        Ok(())
    }
}

fn separate(before: usize, out: &mut String) {
    if before > 0 {
        out.push(',');
    }
}

fn push_integer(value: impl itoa::Integer, out: &mut String) {
    out.push_str(itoa::Buffer::new().format(value));
}

/// A string as Flink's encoder writes it: characters beyond the basic plane as two escapes.
fn write_text(text: &str, out: &mut String) {
    let start = out.len();
    write_json_string(text, out);
    if text.chars().all(|c| c.len_utf16() == 1) {
        return;
    }
    for c in out.split_off(start).chars() {
        match c.encode_utf16(&mut [0; 2]) {
            [high, low] => write!(out, "\\u{high:04X}\\u{low:04X}").expect("writing to a String"),
            _ => out.push(c),
        }
    }
}

fn quoted_unless(bare: bool, out: &mut String, write: impl FnOnce(&mut String)) {
    if !bare {
        out.push('"');
    }
    write(out);
    if !bare {
        out.push('"');
    }
}

/// See the module.
pub(super) struct JsonEncoder {
    fields: Vec<Field>,
    writing: Writing,
    line: String,
}

impl JsonEncoder {
    pub(super) fn new(fields: &[Field], writing: Writing) -> Self {
        JsonEncoder { fields: fields.to_vec(), writing, line: String::new() }
    }
}

impl Encoder for JsonEncoder {
    fn encode(&mut self, batch: &Batch, row: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
        self.line.clear();
        self.writing.object(batch.columns(), &self.fields, row, &mut self.line)?;
        self.line.push('\n');
        out.extend_from_slice(self.line.as_bytes());
        Ok(())
    }
}
