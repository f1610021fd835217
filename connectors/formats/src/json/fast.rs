//! Decoding ordinary records: one pass over the bytes, values straight into builders.
//!
//! Records of one stream tend to have the same fields in the same order. For each field of an object the bytes between the
//! previous value and its own (`,"price":`) are remembered together with what the field is for; the next record is expected to have
//! the same bytes there, which costs one comparison. What is not wanted is passed over.
//!
//! Whatever is out of the ordinary (a field twice, another type than declared, a strange number, anything that is not JSON) makes
//! it give up: `None`, with the row half appended. It never decides what such a record means.

use super::Reading;
use super::skip;
use crate::text::number::{AsDecimal, parse_decimal};
use crate::text::time::{TimestampReader, parse_date, parse_time};
use arrow_array::ArrowPrimitiveType;
use arrow_array::builder::PrimitiveBuilder;
use waterwheel::types::column::{ListColumn, MapColumn, TimestampBuilder};
use waterwheel::types::map_order;
use waterwheel::types::{ColumnBuilder, Field, Kind};

/// A remembered gap is at most so long; a longer one is looked up each time.
const GAP_BYTES_MAX: usize = 256;
/// Fields of one object whose gaps are remembered.
const GAPS_MAX: usize = 1_024;
/// A map with more entries is for the exact decoder, which finds equal keys.
const MAP_ENTRIES_MAX: usize = 64;

/// The decoder of the objects of one row type.
#[derive(Debug)]
pub(super) struct Fast {
    columns: Vec<Wanted>,
    gaps: Vec<Gap>,
    /// The row in which each column was last given a value; rows are numbered from 1.
    seen: Vec<u64>,
    row: u64,
    fail_on_missing_field: bool,
}

/// A column to be filled.
#[derive(Debug)]
struct Wanted {
    name: Box<[u8]>,
    value: Value,
}

/// What the builder alone does not say about a column's values.
#[derive(Debug)]
enum Value {
    /// BOOLEAN, the integers, DOUBLE, FLOAT, text, DATE, TIME.
    Plain,
    Decimal {
        precision: u8,
        scale: u8,
    },
    Timestamp(TimestampReader),
    Array(Box<Value>),
    Map(Box<Value>),
    Row(Fast),
    /// A type that the exact decoder reads.
    Rare,
}

/// The bytes between one value and the next, and the column that the latter is for.
#[derive(Debug)]
struct Gap {
    bytes: Box<[u8]>,
    column: Option<usize>,
}

impl Fast {
    pub(super) fn new(fields: &[Field], reading: &Reading) -> Self {
        let wanted = |f: &Field| Wanted { name: f.name.as_bytes().into(), value: Value::new(&f.data_type.kind, reading) };
        Fast {
            columns: fields.iter().map(wanted).collect(),
            gaps: Vec::new(),
            seen: vec![0; fields.len()],
            row: 0,
            fail_on_missing_field: reading.fail_on_missing_field,
        }
    }

    /// Decodes the record that `line` begins with; what stands behind its end does not matter, as in Flink.
    pub(super) fn record(&mut self, line: &str, columns: &mut [ColumnBuilder]) -> Option<()> {
        let start = skip::space(line.as_bytes(), 0);
        self.object(line, start, columns).map(|_| ())
    }

    /// An object at its brace; returns the place behind it.
    fn object(&mut self, line: &str, at: usize, columns: &mut [ColumnBuilder]) -> Option<usize> {
        let bytes = line.as_bytes();
        if *bytes.get(at)? != b'{' {
            return None;
        }
        self.row += 1;
        let (mut at, mut matched, mut field) = (at + 1, 0, 0);
        while let Some((column, value_at)) = self.field(bytes, at, field)? {
            at = match column {
                Some(column) if matched < columns.len() => {
                    matched += 1;
                    self.mark(column)?;
                    self.columns[column].value.append(line, value_at, &mut columns[column])?
                }
                _ => skip::value(bytes, value_at)?,
            };
            field += 1;
        }
        self.fill_missing(matched, columns)?;
        Some(skip::space(bytes, at) + 1)
    }

    /// The field that follows at `at`: its column and the place of its value; `None` inside when the object ends.
    #[inline]
    fn field(&mut self, bytes: &[u8], at: usize, field: usize) -> Option<Option<(Option<usize>, usize)>> {
        if let Some(gap) = self.gaps.get(field) {
            let value_at = at + gap.bytes.len();
            if bytes.get(at..value_at).is_some_and(|found| *found == *gap.bytes) {
                return Some(Some((gap.column, value_at)));
            }
        }
        self.unexpected_field(bytes, at, field)
    }

    fn unexpected_field(&mut self, bytes: &[u8], at: usize, field: usize) -> Option<Option<(Option<usize>, usize)>> {
        let mut name_at = skip::space(bytes, at);
        if *bytes.get(name_at)? == b'}' {
            return Some(None);
        }
        if field > 0 {
            if bytes[name_at] != b',' {
                return None;
            }
            name_at = skip::space(bytes, name_at + 1);
        }
        if *bytes.get(name_at)? != b'"' {
            return None;
        }
        let name_end = skip::quote_or_backslash(bytes, name_at + 1)?;
        let colon = skip::space(bytes, name_end + 1);
        if bytes[name_end] != b'"' || name_end - name_at > GAP_BYTES_MAX || *bytes.get(colon)? != b':' {
            return None;
        }
        let value_at = skip::space(bytes, colon + 1);
        let column = self.columns.iter().position(|c| *c.name == bytes[name_at + 1..name_end]);
        self.remember(field, &bytes[at..value_at], column);
        Some(Some((column, value_at)))
    }

    fn remember(&mut self, field: usize, gap: &[u8], column: Option<usize>) {
        if gap.len() > GAP_BYTES_MAX || field > self.gaps.len() || field >= GAPS_MAX {
            return;
        }
        self.gaps.truncate(field.max(self.gaps.len().min(GAPS_MAX)));
        let gap = Gap { bytes: gap.into(), column };
        match self.gaps.get_mut(field) {
            Some(old) => *old = gap,
            None => self.gaps.push(gap),
        }
    }

    /// Gives up on a column that has a value in this row already.
    #[inline]
    fn mark(&mut self, column: usize) -> Option<()> {
        let before = std::mem::replace(&mut self.seen[column], self.row);
        (before != self.row).then_some(())
    }

    fn fill_missing(&mut self, matched: usize, columns: &mut [ColumnBuilder]) -> Option<()> {
        if matched == columns.len() {
            return Some(());
        }
        for (column, seen) in columns.iter_mut().zip(&self.seen) {
            if *seen != self.row {
                column.append_null();
            }
        }
        (!self.fail_on_missing_field).then_some(())
    }
}

impl Value {
    fn new(kind: &Kind, reading: &Reading) -> Self {
        match kind {
            Kind::Decimal { precision, scale } => Value::Decimal { precision: *precision, scale: *scale },
            Kind::Timestamp(_) => Value::Timestamp(TimestampReader::new(reading.standard, false)),
            Kind::TimestampLtz(_) => Value::Timestamp(TimestampReader::new(reading.standard, true)),
            Kind::Array(element) => Value::Array(Box::new(Value::new(&element.kind, reading))),
            Kind::Map(_, value) => Value::Map(Box::new(Value::new(&value.kind, reading))),
            Kind::Multiset(_) => Value::Map(Box::new(Value::Plain)),
            Kind::Row(fields) => Value::Row(Fast::new(fields, reading)),
            _ => Value::Plain,
        }
        .unless_rare(kind)
    }

    fn unless_rare(self, kind: &Kind) -> Self {
        if kind.is_binary() || kind.is_interval() { Value::Rare } else { self }
    }

    /// Appends the value at `at`; returns the place behind it.
    #[inline]
    fn append(&mut self, line: &str, at: usize, builder: &mut ColumnBuilder) -> Option<usize> {
        let bytes = line.as_bytes();
        if *bytes.get(at)? == b'n' {
            let end = skip::literal(bytes, at, b"null")?;
            builder.append_null();
            return Some(end);
        }
        match (self, builder) {
            (_, ColumnBuilder::Int64(b)) => append_integer(bytes, at, b, Some),
            (_, ColumnBuilder::Int32(b)) => append_integer(bytes, at, b, |v| v.try_into().ok()),
            (_, ColumnBuilder::Int16(b)) => append_integer(bytes, at, b, |v| v.try_into().ok()),
            (_, ColumnBuilder::Int8(b)) => append_integer(bytes, at, b, |v| v.try_into().ok()),
            (_, ColumnBuilder::Float64(b)) => append_number(line, at, b),
            (_, ColumnBuilder::Float32(b)) => append_number(line, at, b),
            (Value::Timestamp(reader), ColumnBuilder::Timestamp(b)) => append_timestamp(line, at, reader, b),
            (Value::Decimal { precision, scale }, ColumnBuilder::Decimal(b)) => append_decimal(line, at, (*precision, *scale), b),
            (Value::Row(shape), ColumnBuilder::Row(row)) => {
                let end = shape.object(line, at, &mut row.columns)?;
                row.close(true);
                Some(end)
            }
            (Value::Array(element), ColumnBuilder::List(list)) => append_array(line, at, element, list),
            (Value::Map(value), ColumnBuilder::Map(map)) => append_map(line, at, value, map),
            (Value::Plain, builder) => append_plain(line, at, builder),
            _ => None,
        }
    }
}

fn append_plain(line: &str, at: usize, builder: &mut ColumnBuilder) -> Option<usize> {
    let bytes = line.as_bytes();
    match builder {
        ColumnBuilder::String(b) => match bytes[at] {
            b'"' => with_string(line, at, |text| {
                b.append_value(text);
                Some(())
            }),
            b'{' | b'[' => None,
            _ => {
                let end = skip::value(bytes, at)?;
                b.append_value(&line[at..end]);
                Some(end)
            }
        },
        ColumnBuilder::Boolean(b) => {
            let value = bytes[at] == b't';
            let end = skip::literal(bytes, at, if value { b"true" } else { b"false" })?;
            b.append_value(value);
            Some(end)
        }
        ColumnBuilder::Date(b) => with_string(line, at, |text| parse_date(text).map(|v| b.append_value(v))),
        ColumnBuilder::Time(b) => with_string(line, at, |text| parse_time(text).map(|v| b.append_value(v))),
        _ => None,
    }
}

/// Calls `take` with the text of the string at `at`; returns the place behind it.
#[inline]
fn with_string(line: &str, at: usize, take: impl FnOnce(&str) -> Option<()>) -> Option<usize> {
    let bytes = line.as_bytes();
    if *bytes.get(at)? != b'"' {
        return None;
    }
    let end = skip::quote_or_backslash(bytes, at + 1)?;
    if bytes[end] == b'"' {
        take(&line[at + 1..end])?;
        return Some(end + 1);
    }
    let (text, end) = unescape(line, at + 1, end)?;
    take(&text)?;
    Some(end)
}

/// The text of a string that begins at `from` and has its first backslash at `escape_at`, and the place behind its quote.
fn unescape(line: &str, from: usize, mut escape_at: usize) -> Option<(String, usize)> {
    let bytes = line.as_bytes();
    let mut text = String::from(&line[from..escape_at]);
    while bytes[escape_at] == b'\\' {
        let behind = skip::escape(bytes, escape_at + 1)?;
        text.push(match bytes[escape_at + 1] {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            // Surrogates are no characters: pairs are for the exact decoder.
            b'u' => char::from_u32(u32::from_str_radix(&line[escape_at + 2..behind], 16).ok()?)?,
            other => char::from(other),
        });
        escape_at = skip::quote_or_backslash(bytes, behind)?;
        text.push_str(&line[behind..escape_at]);
    }
    Some((text, escape_at + 1))
}

#[inline]
fn append_integer<T: ArrowPrimitiveType>(
    bytes: &[u8],
    at: usize,
    builder: &mut PrimitiveBuilder<T>,
    narrow: impl FnOnce(i64) -> Option<T::Native>,
) -> Option<usize> {
    let (value, end) = integer(bytes, at)?;
    builder.append_value(narrow(value)?);
    Some(end)
}

/// An integer of at most 18 digits: those cannot overflow.
#[inline]
fn integer(bytes: &[u8], at: usize) -> Option<(i64, usize)> {
    let negative = *bytes.get(at)? == b'-';
    let start = at + usize::from(negative);
    let (mut end, mut value) = (start, 0i64);
    while let Some(digit) = bytes.get(end).map(|b| b.wrapping_sub(b'0')).filter(|d| *d <= 9) {
        value = value.wrapping_mul(10).wrapping_add(digit.into());
        end += 1;
    }
    let plain = (1..=18).contains(&(end - start)) && (bytes[start] != b'0' || end - start == 1);
    let whole = !matches!(bytes.get(end), Some(b'.' | b'e' | b'E'));
    (plain && whole).then_some((if negative { value.wrapping_neg() } else { value }, end))
}

fn append_number<T>(line: &str, at: usize, builder: &mut PrimitiveBuilder<T>) -> Option<usize>
where
    T: ArrowPrimitiveType,
    T::Native: std::str::FromStr,
{
    if !matches!(line.as_bytes()[at], b'-' | b'0'..=b'9') {
        return None;
    }
    let end = skip::number(line.as_bytes(), at)?;
    builder.append_value(line[at..end].parse().ok()?);
    Some(end)
}

fn append_decimal(
    line: &str,
    at: usize,
    (precision, scale): (u8, u8),
    builder: &mut PrimitiveBuilder<arrow_array::types::Decimal128Type>,
) -> Option<usize> {
    let mut append = |text: &str| {
        match parse_decimal(text, precision, scale) {
            AsDecimal::Value(v) => builder.append_value(v),
            AsDecimal::TooLarge => builder.append_null(),
            AsDecimal::NotANumber => return None,
        }
        Some(())
    };
    match line.as_bytes()[at] {
        b'"' => with_string(line, at, append),
        b'-' | b'0'..=b'9' => {
            let end = skip::number(line.as_bytes(), at)?;
            append(&line[at..end])?;
            Some(end)
        }
        _ => None,
    }
}

fn append_timestamp(line: &str, at: usize, reader: &mut TimestampReader, builder: &mut TimestampBuilder) -> Option<usize> {
    with_string(line, at, |text| {
        let value = reader.read(text)?;
        builder.append_value(value);
        Some(())
    })
}

fn append_array(line: &str, at: usize, element: &mut Value, list: &mut ListColumn) -> Option<usize> {
    let bytes = line.as_bytes();
    if bytes[at] != b'[' {
        return None;
    }
    let mut at = skip::space(bytes, at + 1);
    if *bytes.get(at)? == b']' {
        list.close(true);
        return Some(at + 1);
    }
    loop {
        at = skip::space(bytes, element.append(line, at, &mut list.elements)?);
        match bytes.get(at)? {
            b',' => at = skip::space(bytes, at + 1),
            b']' => {
                list.close(true);
                return Some(at + 1);
            }
            _ => return None,
        }
    }
}

/// Appends an object's entries in the order of Flink's maps.
fn append_map(line: &str, at: usize, value: &mut Value, map: &mut MapColumn) -> Option<usize> {
    let (mut entries, end) = entries(line, at)?;
    map_order::sort_by_text(&mut entries, |(name, _)| name);
    for (name, value_at) in entries {
        let ColumnBuilder::String(keys) = &mut map.keys else { return None };
        keys.append_value(name);
        value.append(line, value_at, &mut map.values)?;
    }
    map.close(true);
    Some(end)
}

/// The names of the object at `at` with the places of their values, and the place behind it.
fn entries(line: &str, at: usize) -> Option<(Vec<(&str, usize)>, usize)> {
    let bytes = line.as_bytes();
    if bytes[at] != b'{' {
        return None;
    }
    let mut entries: Vec<(&str, usize)> = Vec::new();
    let mut at = skip::space(bytes, at + 1);
    if *bytes.get(at)? == b'}' {
        return Some((entries, at + 1));
    }
    loop {
        let (name, value_at) = entry(line, at)?;
        if entries.len() == MAP_ENTRIES_MAX || entries.iter().any(|(other, _)| *other == name) {
            return None;
        }
        entries.push((name, value_at));
        at = skip::space(bytes, skip::value(bytes, value_at)?);
        match bytes.get(at)? {
            b',' => at = skip::space(bytes, at + 1),
            b'}' => return Some((entries, at + 1)),
            _ => return None,
        }
    }
}

/// The name at `at`, which has no escapes, and the place of its value.
fn entry(line: &str, at: usize) -> Option<(&str, usize)> {
    let bytes = line.as_bytes();
    if *bytes.get(at)? != b'"' {
        return None;
    }
    let end = skip::quote_or_backslash(bytes, at + 1)?;
    let colon = skip::space(bytes, end + 1);
    let plain = bytes[end] == b'"' && *bytes.get(colon)? == b':';
    plain.then(|| (&line[at + 1..end], skip::space(bytes, colon + 1)))
}
