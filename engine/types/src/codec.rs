//! The row codec: values of known types as bytes, one encoding per value.
//!
//! Keys are compared, hashed and stored in this form, and state rows are written in it, so it is the disk format of
//! state: changing a byte needs a new format version. A row is its fields one after the other, each a tag and, unless
//! NULL, a body; integers are little endian:
//!
//! | tag | body |
//! |---|---|
//! | 0 | none: the field is NULL |
//! | 1 | BOOLEAN, TINYINT 1 byte · SMALLINT 2 · INT, DATE, TIME, months 4 · BIGINT, milliseconds 8 · DECIMAL 16 |
//! | 1 | timestamps: milliseconds 8, then, of a precision above 3, nanoseconds within them 4 |
//! | 1 | FLOAT 4, DOUBLE 8: IEEE bits, every NaN as the quiet one |
//! | 1 | text, bytes, VARIANT: u32 length, then the bytes |
//! | 1 | ARRAY: u32 count, elements · MAP, MULTISET: u32 count, then key and value of each · ROW, structured types: their fields |
//!
//! Equal rows have equal bytes and the other way round (a MAP's entries keep their order). Reading is told the types;
//! bytes that do not fit them are an error, never a panic.

use crate::column::{map_entries_at, timestamps};
use crate::hash::hash_bytes;
use crate::{Column, ColumnBuilder, DataType, Kind, Timestamp, packed_millis};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use std::fmt;

/// Rows in their encoded form, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    bytes: Vec<u8>,
    /// `ends[i]` is where row `i` ends; it starts where the one before ends.
    ends: Vec<u32>,
}

impl Rows {
    /// The rows of these columns, all `rows` long.
    pub fn encode(columns: &[Column], types: &[DataType], rows: usize) -> Rows {
        debug_assert_eq!(columns.len(), types.len());
        let mut ends = vec![0u32; rows];
        for (column, data_type) in columns.iter().zip(types) {
            add_widths(column, data_type, &mut ends);
        }
        let mut total = 0;
        let mut cursors = Vec::with_capacity(rows);
        for end in &mut ends {
            cursors.push(total as usize);
            total += *end;
            *end = total;
        }
        let mut bytes = vec![0; total as usize];
        for (column, data_type) in columns.iter().zip(types) {
            write_column(column, data_type, &mut bytes, &mut cursors);
        }
        Rows { bytes, ends }
    }

    /// Appends the row that these bytes make, one part behind the other.
    pub fn push(&mut self, parts: &[&[u8]]) {
        parts.iter().for_each(|part| self.bytes.extend_from_slice(part));
        self.ends.push(self.bytes.len() as u32);
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of one row.
    #[inline]
    pub fn get(&self, row: usize) -> &[u8] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.bytes[start..self.ends[row] as usize]
    }

    /// All rows in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// The hash of each row under a seed, as key groups and tables use it.
    pub fn hashes(&self, seed: u64) -> Vec<u64> {
        self.iter().map(|row| hash_bytes(row, seed)).collect()
    }
}

/// How many bytes follow the tag of every value of this kind; `None` where that depends on the value.
pub fn fixed_width(kind: &Kind) -> Option<usize> {
    match kind {
        Kind::Boolean | Kind::TinyInt => Some(1),
        Kind::SmallInt => Some(2),
        Kind::Int | Kind::Date | Kind::Time(_) | Kind::IntervalYearMonth | Kind::Float => Some(4),
        Kind::BigInt | Kind::Timestamp(0..=3) | Kind::TimestampLtz(0..=3) | Kind::IntervalDayTime | Kind::Double => Some(8),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => Some(12),
        Kind::Decimal { .. } => Some(16),
        _ => None,
    }
}

/// Whether every value of this kind comes back from its bytes as it was; a timestamp of precision at most 3 can hold more digits.
pub fn is_kept_whole(kind: &Kind) -> bool {
    match kind {
        Kind::Timestamp(0..=3) | Kind::TimestampLtz(0..=3) => false,
        Kind::Array(element) | Kind::Multiset(element) => is_kept_whole(&element.kind),
        Kind::Map(key, value) => is_kept_whole(&key.kind) && is_kept_whole(&value.kind),
        Kind::Row(fields) => fields.iter().all(|field| is_kept_whole(&field.data_type.kind)),
        _ => true,
    }
}

fn add_widths(column: &Column, data_type: &DataType, widths: &mut [u32]) {
    match fixed_width(&data_type.kind) {
        Some(width) if column.null_count() == 0 => widths.iter_mut().for_each(|w| *w += 1 + width as u32),
        _ => widths.iter_mut().enumerate().for_each(|(row, w)| *w += width_at(column, data_type, row) as u32),
    }
}

fn width_at(column: &Column, data_type: &DataType, row: usize) -> usize {
    if data_type.kind == Kind::Null || column.is_null(row) {
        return 1;
    }
    1 + match &data_type.kind {
        Kind::Char(_) | Kind::VarChar(_) => 4 + column.as_string_view().value(row).len(),
        Kind::Binary(_) | Kind::VarBinary(_) | Kind::Bitmap | Kind::Variant => 4 + column.as_binary_view().value(row).len(),
        Kind::Array(element) => {
            let elements = column.as_list::<i32>().value(row);
            4 + (0..elements.len()).map(|i| width_at(&elements, element, i)).sum::<usize>()
        }
        Kind::Map(key, value) => 4 + entries_width(column, key, value, row),
        Kind::Multiset(element) => 4 + entries_width(column, element, &Kind::Int.not_null(), row),
        Kind::Row(fields) | Kind::Structured(_, fields) => {
            fields.iter().zip(column.as_struct().columns()).map(|(f, c)| width_at(c, &f.data_type, row)).sum::<usize>()
        }
        kind => fixed_width(kind).expect("the kinds of no fixed width are named above"),
    }
}

fn entries_width(column: &Column, key: &DataType, value: &DataType, row: usize) -> usize {
    let entries = map_entries_at(column, row);
    (0..entries.len()).map(|i| width_at(entries.column(0), key, i) + width_at(entries.column(1), value, i)).sum()
}

/// Writes a fixed-width column: tag and body of each row at its cursor, which moves on.
fn write_fixed<const N: usize>(column: &Column, out: &mut [u8], cursors: &mut [usize], body: impl Fn(usize) -> [u8; N]) {
    let nulls = column.nulls();
    for (row, cursor) in cursors.iter_mut().enumerate() {
        if nulls.is_some_and(|n| n.is_null(row)) {
            *cursor += 1;
            continue;
        }
        out[*cursor] = 1;
        out[*cursor + 1..*cursor + 1 + N].copy_from_slice(&body(row));
        *cursor += 1 + N;
    }
}

fn write_column(column: &Column, data_type: &DataType, out: &mut [u8], cursors: &mut [usize]) {
    match &data_type.kind {
        Kind::Int => {
            let values = column.as_primitive::<Int32Type>().values();
            write_fixed(column, out, cursors, |row| values[row].to_le_bytes());
        }
        Kind::BigInt => {
            let values = column.as_primitive::<Int64Type>().values();
            write_fixed(column, out, cursors, |row| values[row].to_le_bytes());
        }
        Kind::Timestamp(0..=3) | Kind::TimestampLtz(0..=3) => {
            let values = timestamps(column);
            write_fixed(column, out, cursors, |row| packed_millis(values[row]).to_le_bytes());
        }
        _ => {
            let mut scratch = Vec::new();
            for (row, cursor) in cursors.iter_mut().enumerate() {
                scratch.clear();
                encode_field(column, data_type, row, &mut scratch);
                out[*cursor..*cursor + scratch.len()].copy_from_slice(&scratch);
                *cursor += scratch.len();
            }
        }
    }
}

/// Appends the encoding of one field.
pub fn encode_field(column: &Column, data_type: &DataType, row: usize, out: &mut Vec<u8>) {
    if data_type.kind == Kind::Null || column.is_null(row) {
        return out.push(0);
    }
    out.push(1);
    match &data_type.kind {
        Kind::Null => unreachable!("a NULL column holds NULLs only"),
        Kind::Boolean => out.push(column.as_boolean().value(row).into()),
        Kind::TinyInt => out.extend(column.as_primitive::<Int8Type>().value(row).to_le_bytes()),
        Kind::SmallInt => out.extend(column.as_primitive::<Int16Type>().value(row).to_le_bytes()),
        Kind::Int => out.extend(column.as_primitive::<Int32Type>().value(row).to_le_bytes()),
        Kind::BigInt => out.extend(column.as_primitive::<Int64Type>().value(row).to_le_bytes()),
        Kind::Float => out.extend(canonical_f32(column.as_primitive::<Float32Type>().value(row)).to_le_bytes()),
        Kind::Double => out.extend(canonical_f64(column.as_primitive::<Float64Type>().value(row)).to_le_bytes()),
        Kind::Decimal { .. } => out.extend(column.as_primitive::<Decimal128Type>().value(row).to_le_bytes()),
        Kind::Char(_) | Kind::VarChar(_) => encode_bytes(column.as_string_view().value(row).as_bytes(), out),
        Kind::Binary(_) | Kind::VarBinary(_) | Kind::Bitmap | Kind::Variant => encode_bytes(column.as_binary_view().value(row), out),
        Kind::Date => out.extend(column.as_primitive::<Date32Type>().value(row).to_le_bytes()),
        Kind::Time(_) => out.extend(column.as_primitive::<Time32MillisecondType>().value(row).to_le_bytes()),
        Kind::Timestamp(p) | Kind::TimestampLtz(p) => encode_timestamp(Timestamp::unpacked(timestamps(column)[row]), *p, out),
        Kind::IntervalYearMonth => out.extend(column.as_primitive::<IntervalYearMonthType>().value(row).to_le_bytes()),
        Kind::IntervalDayTime => out.extend(column.as_primitive::<DurationMillisecondType>().value(row).to_le_bytes()),
        Kind::Array(element) => {
            let elements = column.as_list::<i32>().value(row);
            out.extend((elements.len() as u32).to_le_bytes());
            (0..elements.len()).for_each(|i| encode_field(&elements, element, i, out));
        }
        Kind::Map(key, value) => encode_entries(column, key, value, row, out),
        Kind::Multiset(element) => encode_entries(column, element, &Kind::Int.not_null(), row, out),
        Kind::Row(fields) | Kind::Structured(_, fields) => {
            let columns = column.as_struct().columns();
            fields.iter().zip(columns).for_each(|(f, c)| encode_field(c, &f.data_type, row, out));
        }
    }
}

fn encode_timestamp(value: Timestamp, precision: u8, out: &mut Vec<u8>) {
    out.extend(value.millis().to_le_bytes());
    if precision > 3 {
        out.extend(value.nanos().to_le_bytes());
    }
}

fn encode_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend(bytes);
}

fn encode_entries(column: &Column, key: &DataType, value: &DataType, row: usize, out: &mut Vec<u8>) {
    let entries = map_entries_at(column, row);
    out.extend((entries.len() as u32).to_le_bytes());
    for i in 0..entries.len() {
        encode_field(entries.column(0), key, i, out);
        encode_field(entries.column(1), value, i, out);
    }
}

fn canonical_f32(value: f32) -> f32 {
    if value.is_nan() { f32::NAN } else { value }
}

fn canonical_f64(value: f64) -> f64 {
    if value.is_nan() { f64::NAN } else { value }
}

/// Bytes that are not a row of the expected types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodecError {
    /// Where in the row reading stopped, in bytes.
    pub offset: usize,
    /// What was expected there.
    pub expected: &'static str,
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "encoded row: expected {} at byte {}", self.expected, self.offset)
    }
}

impl std::error::Error for CodecError {}

/// Appends one encoded row to one builder per field; all of `bytes` must be used up.
pub fn decode_row(bytes: &[u8], builders: &mut [ColumnBuilder]) -> Result<(), CodecError> {
    let mut reader = Reader { bytes, at: 0 };
    for builder in builders {
        reader.field(builder)?;
    }
    if reader.at == bytes.len() { Ok(()) } else { Err(reader.expected("the end of the row")) }
}

/// Columns of these encoded rows.
pub fn decode_rows<'a>(rows: impl IntoIterator<Item = &'a [u8]>, types: &[DataType]) -> Result<Vec<Column>, CodecError> {
    let mut builders: Vec<ColumnBuilder> = types.iter().map(|t| ColumnBuilder::new(t, 0)).collect();
    for row in rows {
        decode_row(row, &mut builders)?;
    }
    Ok(builders.iter_mut().map(ColumnBuilder::finish).collect())
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn expected(&self, expected: &'static str) -> CodecError {
        CodecError { offset: self.at, expected }
    }

    fn take(&mut self, n: usize, what: &'static str) -> Result<&'a [u8], CodecError> {
        let end = self.at.checked_add(n).filter(|&end| end <= self.bytes.len());
        let end = end.ok_or_else(|| self.expected(what))?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], CodecError> {
        Ok(self.take(N, "a number")?.try_into().expect("N bytes were taken"))
    }

    fn length(&mut self) -> Result<usize, CodecError> {
        Ok(u32::from_le_bytes(self.fixed()?) as usize)
    }

    fn timestamp(&mut self, precision: u8) -> Result<Timestamp, CodecError> {
        let millis = i64::from_le_bytes(self.fixed()?);
        let nanos = if precision > 3 { u32::from_le_bytes(self.fixed()?) } else { 0 };
        if nanos > 999_999 {
            return Err(self.expected("nanoseconds within a millisecond before this"));
        }
        Ok(Timestamp::new(millis, nanos))
    }

    fn field(&mut self, builder: &mut ColumnBuilder) -> Result<(), CodecError> {
        match self.take(1, "a tag")?[0] {
            0 => builder.append_null(),
            1 => self.body(builder)?,
            _ => {
                self.at -= 1;
                return Err(self.expected("tag 0 or 1"));
            }
        }
        Ok(())
    }

    fn body(&mut self, builder: &mut ColumnBuilder) -> Result<(), CodecError> {
        match builder {
            ColumnBuilder::Null(_) => return Err(self.expected("NULL")),
            ColumnBuilder::Boolean(b) => b.append_value(self.fixed::<1>()?[0] != 0),
            ColumnBuilder::Int8(b) => b.append_value(i8::from_le_bytes(self.fixed()?)),
            ColumnBuilder::Int16(b) => b.append_value(i16::from_le_bytes(self.fixed()?)),
            ColumnBuilder::Int32(b) => b.append_value(i32::from_le_bytes(self.fixed()?)),
            ColumnBuilder::Int64(b) => b.append_value(i64::from_le_bytes(self.fixed()?)),
            ColumnBuilder::Float32(b) => b.append_value(f32::from_le_bytes(self.fixed()?)),
            ColumnBuilder::Float64(b) => b.append_value(f64::from_le_bytes(self.fixed()?)),
            ColumnBuilder::Decimal(b) => b.append_value(i128::from_le_bytes(self.fixed()?)),
            ColumnBuilder::String(b) => {
                let length = self.length()?;
                let text = self.take(length, "text")?;
                b.append_value(std::str::from_utf8(text).map_err(|_| self.expected("UTF-8 text before this"))?);
            }
            ColumnBuilder::Bytes(b) => {
                let length = self.length()?;
                b.append_value(self.take(length, "bytes")?);
            }
            ColumnBuilder::Date(b) => b.append_value(i32::from_le_bytes(self.fixed()?)),
            ColumnBuilder::Time(b) => b.append_value(i32::from_le_bytes(self.fixed()?)),
            ColumnBuilder::Timestamp(b) => b.append_value(self.timestamp(b.precision())?),
            ColumnBuilder::Months(b) => b.append_value(i32::from_le_bytes(self.fixed()?)),
            ColumnBuilder::Duration(b) => b.append_value(i64::from_le_bytes(self.fixed()?)),
            ColumnBuilder::List(list) => {
                for _ in 0..self.length()? {
                    self.field(&mut list.elements)?;
                }
                list.close(true);
            }
            ColumnBuilder::Map(map) => {
                for _ in 0..self.length()? {
                    self.field(&mut map.keys)?;
                    self.field(&mut map.values)?;
                }
                map.close(true);
            }
            ColumnBuilder::Row(row) => {
                for column in &mut row.columns {
                    self.field(column)?;
                }
                row.close(true);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::column_of;
    use crate::{Field, Value, value_at};

    fn sample() -> (Vec<DataType>, Vec<Vec<Value>>) {
        let row = Kind::Row(vec![Field::new("x", Kind::Int.nullable()), Field::new("y", Kind::STRING.nullable())].into());
        let types = vec![
            Kind::Int.nullable(),
            Kind::BigInt.not_null(),
            Kind::STRING.nullable(),
            Kind::decimal(20, 3).nullable(),
            Kind::Double.nullable(),
            Kind::Array(Box::new(row.nullable())).nullable(),
            Kind::Map(Box::new(Kind::Boolean.not_null()), Box::new(Kind::Date.nullable())).nullable(),
        ];
        let pair = Value::Row(vec![Value::Int(4), Value::Null]);
        let rows = vec![
            vec![
                Value::Int(-7),
                Value::BigInt(1 << 40),
                Value::String("waterwheel, a longer text".into()),
                Value::Decimal(-1_234_567),
                Value::Double(0.5),
                Value::Array(vec![pair, Value::Null]),
                Value::Map(vec![(Value::Boolean(true), Value::Date(19_000))]),
            ],
            vec![Value::Null, Value::BigInt(0), Value::String(String::new()), Value::Null, Value::Null, Value::Array(vec![]), Value::Null],
        ];
        (types, rows)
    }

    fn columns(types: &[DataType], rows: &[Vec<Value>]) -> Vec<Column> {
        types.iter().enumerate().map(|(i, t)| column_of(t, rows.iter().map(|r| &r[i]))).collect()
    }

    #[test]
    fn rows_come_back_as_they_went_in() {
        let (types, rows) = sample();
        let encoded = Rows::encode(&columns(&types, &rows), &types, rows.len());
        let decoded = decode_rows(encoded.iter(), &types).unwrap();
        for (i, row) in rows.iter().enumerate() {
            let back: Vec<Value> = types.iter().zip(&decoded).map(|(t, c)| value_at(c, t, i)).collect();
            assert_eq!(&back, row);
        }
    }

    #[test]
    fn the_layout_is_the_documented_one() {
        let types = [Kind::Int.nullable(), Kind::STRING.nullable()];
        let rows = [vec![Value::Int(258), Value::String("ab".into())], vec![Value::Null, Value::Null]];
        let encoded = Rows::encode(&columns(&types, &rows), &types, 2);
        assert_eq!(encoded.get(0), [1, 2, 1, 0, 0, 1, 2, 0, 0, 0, b'a', b'b']);
        assert_eq!(encoded.get(1), [0, 0]);
    }

    #[test]
    fn what_is_stored_of_a_timestamp_depends_on_its_precision() {
        let (types, time) = ([Kind::Timestamp(3).nullable(), Kind::Timestamp(4).nullable()], Timestamp::new(-2, 456_789));
        let encoded = Rows::encode(&columns(&types, &[vec![Value::Timestamp(time), Value::Timestamp(time)]]), &types, 1);
        assert_eq!(encoded.get(0).len(), 1 + 8 + 1 + 12);
        let decoded = decode_rows(encoded.iter(), &types).unwrap();
        assert_eq!(value_at(&decoded[0], &types[0], 0), Value::Timestamp(Timestamp::from_millis(-2)));
        assert_eq!(value_at(&decoded[1], &types[1], 0), Value::Timestamp(time));
    }

    #[test]
    fn every_truncation_and_flipped_byte_is_an_answer_not_a_panic() {
        let (types, rows) = sample();
        let encoded = Rows::encode(&columns(&types, &rows), &types, rows.len());
        let row = encoded.get(0);
        for cut in 0..row.len() {
            assert!(decode_rows([&row[..cut]], &types).is_err(), "cut at {cut}");
        }
        for at in 0..row.len() {
            let mut broken = row.to_vec();
            broken[at] ^= 0x41;
            drop(decode_rows([&broken[..]], &types));
        }
    }

    #[test]
    fn every_nan_is_one_key() {
        let types = [Kind::Double.nullable()];
        let rows = [vec![Value::Double(f64::NAN)], vec![Value::Double(-f64::NAN)]];
        let encoded = Rows::encode(&columns(&types, &rows), &types, 2);
        assert_eq!(encoded.get(0), encoded.get(1));
    }
}
