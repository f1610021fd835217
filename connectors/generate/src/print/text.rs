//! The text of values and rows as Flink prints them (`Row.toString`), which is not what CAST to STRING gives.
//!
//! | type | text |
//! |---|---|
//! | row | `+I[1, abc, null]`: the change, then its fields; inside another value `+I[…]` too |
//! | BOOLEAN, integers, text | as they are, text without quotes |
//! | FLOAT, DOUBLE | Java's: `1.0`, `1.0E10`, `NaN`, `Infinity` |
//! | DECIMAL | all digits of its scale, `1.50`; with an exponent below 10⁻⁶: `1.200E-7`, `0E-10` |
//! | DATE · TIME | `2024-05-01` · `10:00`, `10:00:01.500` |
//! | TIMESTAMP · TIMESTAMP_LTZ | `2024-05-01T10:00` · `2024-05-01T10:00:00Z`, in UTC |
//! | INTERVAL | ISO-8601: `P15M`, `PT26H3M4.567S` |
//! | BINARY, VARBINARY | signed bytes: `[10, -1]` |
//! | ARRAY · MAP, MULTISET | `[1, null]` · `{a=1, b=null}` in the order of a Java `HashMap` |
//!
//! Seconds are left out of a TIME or TIMESTAMP when they and the fraction are zero; a fraction has 3, 6 or 9 digits.

use super::map_order;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, BinaryViewArray, BooleanArray, PrimitiveArray, StringViewArray};
use std::fmt::Write;
use std::ops::Range;
use waterwheel::{Batch, Change};
use waterwheel_types::column::timestamps;
use waterwheel_types::variant::Variant;
use waterwheel_types::{DataType, Kind, Timestamp, Value, bitmap, number_text, time, value_at};

/// The rows of a batch, ready to be written one by one.
///
/// ```
/// use waterwheel::Batch;
/// use waterwheel_generate::print::text::Rows;
/// use waterwheel_types::{Kind, Value, column::column_of};
///
/// let types = [Kind::Int.nullable(), Kind::STRING.nullable()];
/// let columns = vec![column_of(&types[0], &[Value::Int(1)]), column_of(&types[1], &[Value::Null])];
/// let batch = Batch::new(columns, 1);
/// let mut text = String::new();
/// Rows::new(&batch, &types).write(0, &mut text);
/// assert_eq!(text, "+I[1, null]");
/// ```
pub struct Rows<'a> {
    batch: &'a Batch,
    cells: Vec<Cells<'a>>,
}

impl<'a> Rows<'a> {
    /// The rows of `batch`, whose columns have these types.
    pub fn new(batch: &'a Batch, types: &'a [DataType]) -> Self {
        assert_eq!(batch.columns().len(), types.len(), "one type per column");
        Rows { batch, cells: batch.columns().iter().zip(types).map(|(column, t)| Cells::new(column, t)).collect() }
    }

    /// Appends one row, without a line end.
    pub fn write(&self, row: usize, out: &mut String) {
        write_row(self.batch.change(row), &self.cells, row, out);
    }
}

fn write_row(change: Change, cells: &[Cells<'_>], row: usize, out: &mut String) {
    out.push_str(match change {
        Change::Insert => "+I[",
        Change::UpdateBefore => "-U[",
        Change::UpdateAfter => "+U[",
        Change::Delete => "-D[",
    });
    write_list(cells, out, |cell, out| cell.write(row, out));
    out.push(']');
}

fn write_list<T>(items: impl IntoIterator<Item = T>, out: &mut String, mut write: impl FnMut(T, &mut String)) {
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        write(item, out);
    }
}

/// One column, its type resolved.
pub struct Cells<'a> {
    column: &'a dyn Array,
    values: Values<'a>,
}

enum Values<'a> {
    Null,
    Boolean(&'a BooleanArray),
    Int8(&'a PrimitiveArray<Int8Type>),
    Int16(&'a PrimitiveArray<Int16Type>),
    Int32(&'a PrimitiveArray<Int32Type>),
    Int64(&'a PrimitiveArray<Int64Type>),
    Float(&'a PrimitiveArray<Float32Type>),
    Double(&'a PrimitiveArray<Float64Type>),
    Decimal(&'a PrimitiveArray<Decimal128Type>, u8),
    Text(&'a StringViewArray),
    Bytes(&'a BinaryViewArray),
    Bitmap(&'a BinaryViewArray),
    Variant(&'a BinaryViewArray),
    Date(&'a PrimitiveArray<Date32Type>),
    Time(&'a PrimitiveArray<Time32MillisecondType>),
    Timestamp(&'a [i128]),
    Instant(&'a [i128]),
    Months(&'a PrimitiveArray<IntervalYearMonthType>),
    Millis(&'a PrimitiveArray<DurationMillisecondType>),
    List(&'a [i32], Box<Cells<'a>>),
    Map {
        offsets: &'a [i32],
        key: &'a DataType,
        /// Those of the keys and of the values.
        cells: Box<[Cells<'a>; 2]>,
    },
    Row(Vec<Cells<'a>>),
}

impl<'a> Cells<'a> {
    /// The values of a column of this type.
    pub fn new(column: &'a dyn Array, data_type: &'a DataType) -> Self {
        Cells { column, values: Values::new(column, &data_type.kind) }
    }

    /// Appends the value in one row.
    pub fn write(&self, row: usize, out: &mut String) {
        if self.column.is_null(row) { out.push_str("null") } else { self.values.write(row, out) }
    }
}

impl<'a> Values<'a> {
    fn new(column: &'a dyn Array, kind: &'a Kind) -> Self {
        match kind {
            Kind::Null => Values::Null,
            Kind::Boolean => Values::Boolean(column.as_boolean()),
            Kind::TinyInt => Values::Int8(column.as_primitive()),
            Kind::SmallInt => Values::Int16(column.as_primitive()),
            Kind::Int => Values::Int32(column.as_primitive()),
            Kind::BigInt => Values::Int64(column.as_primitive()),
            Kind::Float => Values::Float(column.as_primitive()),
            Kind::Double => Values::Double(column.as_primitive()),
            Kind::Decimal { scale, .. } => Values::Decimal(column.as_primitive(), *scale),
            Kind::Char(_) | Kind::VarChar(_) => Values::Text(column.as_string_view()),
            Kind::Binary(_) | Kind::VarBinary(_) => Values::Bytes(column.as_binary_view()),
            Kind::Bitmap => Values::Bitmap(column.as_binary_view()),
            Kind::Variant => Values::Variant(column.as_binary_view()),
            Kind::Date => Values::Date(column.as_primitive()),
            Kind::Time(_) => Values::Time(column.as_primitive()),
            Kind::Timestamp(_) => Values::Timestamp(timestamps(column)),
            Kind::TimestampLtz(_) => Values::Instant(timestamps(column)),
            Kind::IntervalYearMonth => Values::Months(column.as_primitive()),
            Kind::IntervalDayTime => Values::Millis(column.as_primitive()),
            Kind::Array(element) => {
                let list = column.as_list::<i32>();
                Values::List(list.value_offsets(), Box::new(Cells::new(list.values(), element)))
            }
            Kind::Map(key, value) => Self::map(column, key, &value.kind),
            Kind::Multiset(element) => Self::map(column, element, &Kind::Int),
            Kind::Row(fields) | Kind::Structured(_, fields) => {
                let columns = column.as_struct().columns().iter();
                Values::Row(columns.zip(fields.iter()).map(|(column, field)| Cells::new(column, &field.data_type)).collect())
            }
        }
    }

    fn map(column: &'a dyn Array, key: &'a DataType, value: &'a Kind) -> Self {
        let map = column.as_list::<i32>();
        let [keys, values] = map.values().as_struct().columns() else { unreachable!("an entry is a key and a value") };
        let printed = [Cells::new(keys, key), Cells { column: values, values: Values::new(values, value) }];
        Values::Map { offsets: map.value_offsets(), key, cells: Box::new(printed) }
    }

    fn write(&self, row: usize, out: &mut String) {
        match self {
            Values::Null => out.push_str("null"),
            Values::Boolean(values) => out.push_str(if values.value(row) { "true" } else { "false" }),
            Values::Int8(values) => write_integer(values.value(row), out),
            Values::Int16(values) => write_integer(values.value(row), out),
            Values::Int32(values) => write_integer(values.value(row), out),
            Values::Int64(values) => write_integer(values.value(row), out),
            Values::Float(values) => number_text::write_f32(values.value(row), out),
            Values::Double(values) => number_text::write_f64(values.value(row), out),
            Values::Decimal(values, scale) => write_decimal(values.value(row), *scale, out),
            Values::Text(values) => out.push_str(values.value(row)),
            Values::Bytes(values) => write_bytes(values.value(row), out),
            Values::Bitmap(values) => bitmap::write_text(values.value(row), out),
            Values::Variant(values) => Variant::new(values.value(row)).write_json(out),
            Values::Date(values) => time::write_date(values.value(row).into(), out),
            Values::Time(values) => time::write_iso_time(i64::from(values.value(row)) * 1_000_000, true, out),
            Values::Timestamp(values) => write_timestamp(Timestamp::unpacked(values[row]), true, out),
            Values::Instant(values) => {
                write_timestamp(Timestamp::unpacked(values[row]), false, out);
                out.push('Z');
            }
            Values::Months(values) => write_months(values.value(row), out),
            Values::Millis(values) => write_millis(values.value(row), out),
            Values::List(offsets, elements) => {
                out.push('[');
                write_list(entries(offsets, row), out, |entry, out| elements.write(entry, out));
                out.push(']');
            }
            Values::Map { offsets, key, cells } => write_map(entries(offsets, row), key, cells, out),
            Values::Row(fields) => write_row(Change::Insert, fields, row, out),
        }
    }
}

fn write_map(entries: Range<usize>, key: &DataType, [keys, values]: &[Cells<'_>; 2], out: &mut String) {
    let given: Vec<Value> = entries.clone().map(|entry| value_at(keys.column, key, entry)).collect();
    out.push('{');
    write_list(map_order::entries(&given, &key.kind), out, |(first, last), out| {
        keys.write(entries.start + first, out);
        out.push('=');
        values.write(entries.start + last, out);
    });
    out.push('}');
}

fn entries(offsets: &[i32], row: usize) -> Range<usize> {
    offsets[row] as usize..offsets[row + 1] as usize
}

fn write_integer(value: impl Into<i64>, out: &mut String) {
    write!(out, "{}", value.into()).expect("writing to a String");
}

fn write_bytes(bytes: &[u8], out: &mut String) {
    out.push('[');
    write_list(bytes, out, |&byte, out| write_integer(byte as i8, out));
    out.push(']');
}

/// Appends a DECIMAL, as Java's `BigDecimal.toString`.
pub fn write_decimal(unscaled: i128, scale: u8, out: &mut String) {
    if unscaled < 0 {
        out.push('-');
    }
    let digits = unscaled.unsigned_abs().to_string();
    let scale = usize::from(scale);
    // The exponent of the first digit is digits - 1 - scale.
    if scale > digits.len() + 5 {
        out.push_str(&digits[..1]);
        if digits.len() > 1 {
            out.push('.');
            out.push_str(&digits[1..]);
        }
        write!(out, "E-{}", scale + 1 - digits.len()).expect("writing to a String");
    } else if scale == 0 {
        out.push_str(&digits);
    } else {
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        out.push_str(whole);
        out.push('.');
        out.push_str(fraction);
    }
}

fn write_timestamp(value: Timestamp, may_drop_seconds: bool, out: &mut String) {
    let (days, nanos) = value.day_and_nanos();
    time::write_date(days, out);
    out.push('T');
    time::write_iso_time(nanos, may_drop_seconds, out);
}

fn write_months(months: i32, out: &mut String) {
    match months {
        0 => out.push_str("P0D"),
        _ => write!(out, "P{months}M").expect("writing to a String"),
    }
}

// Every part carries the sign, as in Java's `Duration.toString`.
fn write_millis(millis: i64, out: &mut String) {
    if millis == 0 {
        return out.push_str("PT0S");
    }
    out.push_str("PT");
    for (value, unit) in [(millis / 3_600_000, 'H'), (millis / 60_000 % 60, 'M')] {
        if value != 0 {
            write!(out, "{value}{unit}").expect("writing to a String");
        }
    }
    let rest = millis % 60_000;
    if rest != 0 {
        out.push_str(if rest < 0 { "-" } else { "" });
        let text = format!("{}.{:03}", rest.abs() / 1_000, rest.abs() % 1_000);
        out.push_str(text.trim_end_matches('0').trim_end_matches('.'));
        out.push('S');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use waterwheel_types::column::column_of;
    use waterwheel_types::{Field, Value};

    /// Expected texts are what Flink 2.3.0 prints.
    fn check(kind: Kind, value: Value, expected: &str) {
        let data_type = kind.nullable();
        let column = column_of(&data_type, &[Value::Null, value]);
        let mut text = String::new();
        Cells::new(&column, &data_type).write(1, &mut text);
        assert_eq!(text, expected);
        text.clear();
        Cells::new(&column, &data_type).write(0, &mut text);
        assert_eq!(text, "null");
    }

    fn point(date: (i64, u32, u32), nanos_of_day: i64) -> Value {
        let days = time::days_from_civil(date.0, date.1, date.2);
        Value::Timestamp(Timestamp::of_day(days, nanos_of_day).expect("in range"))
    }

    #[test]
    fn seconds_are_dropped_when_zero_and_fractions_come_in_threes() {
        let (day, ten) = ((2024, 5, 1), 36_000_000_000_000);
        check(Kind::Timestamp(3), point(day, ten), "2024-05-01T10:00");
        check(Kind::Timestamp(3), point(day, ten + 5_000_000_000), "2024-05-01T10:00:05");
        check(Kind::Timestamp(0), point(day, 100_000_000), "2024-05-01T00:00:00.100");
        check(Kind::Timestamp(9), point(day, ten + 123_400_000), "2024-05-01T10:00:00.123400");
        check(Kind::Timestamp(3), point(day, ten + 123_456_789), "2024-05-01T10:00:00.123456789");
        check(Kind::Timestamp(6), point(day, ten + 120_000_000), "2024-05-01T10:00:00.120");
        check(Kind::Timestamp(9), point((1969, 12, 31), 86_399_123_456_789), "1969-12-31T23:59:59.123456789");
        check(Kind::Timestamp(3), point((1, 5, 1), 0), "0001-05-01T00:00");
        check(Kind::Timestamp(9), point((9999, 5, 1), 1), "9999-05-01T00:00:00.000000001");
        check(Kind::Time(0), Value::Time(36_000_000), "10:00");
        check(Kind::Time(3), Value::Time(500), "00:00:00.500");
        check(Kind::Time(0), Value::Time(86_340_000), "23:59");
    }

    #[test]
    fn instants_keep_their_seconds() {
        check(Kind::TimestampLtz(3), Value::Timestamp(Timestamp::from_millis(0)), "1970-01-01T00:00:00Z");
        check(Kind::TimestampLtz(9), Value::Timestamp(Timestamp::from_millis(1_500)), "1970-01-01T00:00:01.500Z");
        check(Kind::TimestampLtz(3), Value::Timestamp(Timestamp::from_millis(-1)), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn dates_and_intervals() {
        check(Kind::Date, Value::Date(time::days_from_civil(9999, 12, 31) as i32), "9999-12-31");
        check(Kind::Date, Value::Date(time::days_from_civil(1, 1, 2) as i32), "0001-01-02");
        for (months, text) in [(15, "P15M"), (-15, "P-15M"), (0, "P0D")] {
            check(Kind::IntervalYearMonth, Value::Months(months), text);
        }
        for (millis, text) in [
            (93_784_567, "PT26H3M4.567S"),
            (-93_784_005, "PT-26H-3M-4.005S"),
            (-1_000, "PT-1S"),
            (-500, "PT-0.5S"),
            (-61_500, "PT-1M-1.5S"),
            (10, "PT0.01S"),
            (0, "PT0S"),
            (5_400_000, "PT1H30M"),
            (8_640_000_000, "PT2400H"),
            (3_600_500, "PT1H0.5S"),
        ] {
            check(Kind::IntervalDayTime, Value::Millis(millis), text);
        }
    }

    #[test]
    fn decimals_take_an_exponent_below_a_millionth() {
        for (scale, unscaled, text) in [
            (3, 1_500, "1.500"),
            (3, 0, "0.000"),
            (3, -12_345_678, "-12345.678"),
            (0, 100, "100"),
            (5, -50_000, "-0.50000"),
            (6, 0, "0.000000"),
            (7, 0, "0E-7"),
            (18, 0, "0E-18"),
            (7, 1, "1E-7"),
            (10, 1_200, "1.200E-7"),
            (18, -120_000_000_000, "-1.20000000000E-7"),
        ] {
            check(Kind::decimal(38, scale), Value::Decimal(unscaled), text);
        }
    }

    #[test]
    fn bytes_are_signed_and_text_is_bare() {
        check(Kind::BYTES, Value::Bytes(vec![10, 255, 240]), "[10, -1, -16]");
        check(Kind::BYTES, Value::Bytes(vec![]), "[]");
        check(Kind::Char(5), Value::String("ab   ".into()), "ab   ");
        check(Kind::STRING, Value::String(String::new()), "");
        check(Kind::Boolean, Value::Boolean(true), "true");
        check(Kind::TinyInt, Value::TinyInt(-128), "-128");
        check(Kind::Double, Value::Double(1e10), "1.0E10");
        check(Kind::Float, Value::Float(0.3), "0.3");
    }

    #[test]
    fn collections_and_rows_nest() {
        let int = || Kind::Int.nullable();
        let row = |fields: &[(&str, DataType)]| Kind::Row(fields.iter().map(|(n, t)| Field::new(*n, t.clone())).collect());
        let string = |text: &str| Value::String(text.into());
        check(Kind::Array(Box::new(int())), Value::Array(vec![Value::Int(1), Value::Null]), "[1, null]");
        check(
            Kind::Map(Box::new(Kind::STRING.not_null()), Box::new(int())),
            Value::Map(vec![(string("a"), Value::Int(1)), (string("b"), Value::Null)]),
            "{a=1, b=null}",
        );
        check(
            Kind::Multiset(Box::new(int())),
            Value::Map(vec![(Value::Int(1), Value::Int(2)), (Value::Int(2), Value::Int(1))]),
            "{1=2, 2=1}",
        );
        let pair = row(&[("a", int()), ("b", Kind::STRING.nullable())]);
        check(
            Kind::Array(Box::new(pair.clone().nullable())),
            Value::Array(vec![Value::Row(vec![Value::Int(1), string("a")]), Value::Row(vec![Value::Int(2), Value::Null])]),
            "[+I[1, a], +I[2, null]]",
        );
        check(
            row(&[("p", pair.nullable()), ("b", Kind::BYTES.nullable())]),
            Value::Row(vec![Value::Null, Value::Bytes(vec![1])]),
            "+I[null, [1]]",
        );
    }
}
