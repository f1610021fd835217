//! Values as text: what CAST to STRING gives.

use super::super::decimal;
use crate::zone::Zone;
use std::fmt::Write;
use waterwheel_types::number_text::{write_f32, write_f64};
use waterwheel_types::time::{MILLIS_PER_DAY, civil_from_days, write_time};
use waterwheel_types::variant::Variant;
use waterwheel_types::{Field, Kind, Timestamp, Value, bitmap};

/// Appends `yyyy-MM-dd`: of a year beyond 9999 the last four digits, of one before 0 characters below `0`, as Flink does.
pub fn write_date(days: i32, out: &mut String) {
    write_day(days.into(), out);
}

fn write_day(days: i64, out: &mut String) {
    let (year, month, day) = civil_from_days(days);
    let digits =
        |number: i64, units: &'static [i64]| units.iter().map(move |unit| char::from((i64::from(b'0') + number / unit % 10) as u8));
    out.extend(digits(year, &[1_000, 100, 10, 1]));
    for part in [month, day] {
        out.push('-');
        out.extend(digits(part.into(), &[10, 1]));
    }
}

/// Appends a value of some kind as CAST shows it; NULL inside a collection is `NULL`.
pub fn write_value(value: &Value, kind: &Kind, zone: &Zone, out: &mut String) {
    match (value, kind) {
        (Value::Null, _) => out.push_str("NULL"),
        (Value::Boolean(v), _) => out.push_str(if *v { "TRUE" } else { "FALSE" }),
        (Value::Float(v), _) => write_f32(*v, out),
        (Value::Double(v), _) => write_f64(*v, out),
        (Value::Decimal(v), Kind::Decimal { scale, .. }) => decimal::write(*v, *scale, out),
        (Value::String(v), _) => out.push_str(v),
        (Value::Bytes(v), Kind::Bitmap) => bitmap::write_text(v, out),
        (Value::Bytes(v), Kind::Variant) => Variant::new(v).write_json(out),
        (Value::Bytes(v), _) => out.push_str(&String::from_utf8_lossy(v)),
        (Value::Date(v), _) => write_date(*v, out),
        (Value::Time(v), Kind::Time(p)) => write_clock(*v, *p, out),
        (Value::Timestamp(v), Kind::Timestamp(p)) => write_timestamp(*v, *p, out),
        (Value::Timestamp(v), Kind::TimestampLtz(p)) => write_timestamp(local(*v, zone), *p, out),
        (Value::Months(v), _) => write_months(*v, out),
        (Value::Millis(v), _) => write_millis(*v, out),
        (Value::Array(values), Kind::Array(element)) => {
            write_list(["[", ", ", "]"], values, out, |v, out| write_value(v, &element.kind, zone, out));
        }
        (Value::Map(entries), Kind::Map(key, item)) => {
            write_entries(entries, [&key.kind, &item.kind], out, |v, kind, out| write_value(v, kind, zone, out));
        }
        (Value::Map(entries), Kind::Multiset(element)) => {
            write_entries(entries, [&element.kind, &Kind::Int], out, |v, kind, out| write_value(v, kind, zone, out));
        }
        (Value::Row(values), Kind::Row(fields)) => {
            let typed: Vec<(&Value, &Kind)> = values.iter().zip(fields.iter().map(|f| &f.data_type.kind)).collect();
            write_list(["(", ", ", ")"], &typed, out, |(v, kind), out| write_value(v, kind, zone, out));
        }
        (Value::Row(values), Kind::Structured(_, fields)) => {
            let named: Vec<(&Value, &Field)> = values.iter().zip(fields.iter()).collect();
            write_list(["(", ", ", ")"], &named, out, |(v, field), out| {
                write!(out, "{}=", field.name).expect("writing to a String");
                write_value(v, &field.data_type.kind, zone, out);
            });
        }
        (value, _) => match value.as_i64() {
            Some(v) => write!(out, "{v}").expect("writing to a String"),
            None => panic!("{value:?} is not a {kind}"),
        },
    }
}

/// A timestamp of LTZ kind as the zone's clock shows it.
pub fn local(value: Timestamp, zone: &Zone) -> Timestamp {
    value.with_millis(zone.to_local(value.millis()))
}

/// Appends `yyyy-MM-dd HH:mm:ss` and `precision` digits of the second.
pub fn write_timestamp(value: Timestamp, precision: u8, out: &mut String) {
    let (days, nanos) = value.day_and_nanos();
    write_day(days, out);
    out.push(' ');
    write_time(nanos, precision, out);
}

/// A time of day whose fraction ends with its last digit that is not 0, after one at least.
fn write_clock(millis: i32, precision: u8, out: &mut String) {
    write_time(i64::from(millis) * 1_000_000, precision, out);
    let zeros = out.bytes().rev().take_while(|&byte| byte == b'0').count().min(usize::from(precision).saturating_sub(1));
    out.truncate(out.len() - zeros);
}

fn write_months(months: i32, out: &mut String) {
    let sign = if months < 0 { '-' } else { '+' };
    let months = months.unsigned_abs();
    write!(out, "{sign}{}-{:02}", months / 12, months % 12).expect("writing to a String");
}

fn write_millis(millis: i64, out: &mut String) {
    let sign = if millis < 0 { '-' } else { '+' };
    let millis = millis.unsigned_abs();
    let day = MILLIS_PER_DAY as u64;
    write!(out, "{sign}{} ", millis / day).expect("writing to a String");
    write_time((millis % day) as i64 * 1_000_000, 3, out);
}

/// Appends items between brackets, with something between each two.
pub(super) fn write_list<T>([open, between, close]: [&str; 3], items: &[T], out: &mut String, each: impl Fn(&T, &mut String)) {
    out.push_str(open);
    for (i, item) in items.iter().enumerate() {
        out.push_str(if i == 0 { "" } else { between });
        each(item, out);
    }
    out.push_str(close);
}

/// Appends `{key=value, …}`, the kinds being those of keys and values.
pub(super) fn write_entries(
    entries: &[(Value, Value)],
    [key, item]: [&Kind; 2],
    out: &mut String,
    each: impl Fn(&Value, &Kind, &mut String),
) {
    write_list(["{", ", ", "}"], entries, out, |(k, v), out| {
        each(k, key, out);
        out.push('=');
        each(v, item, out);
    });
}

/// Text as CHAR(n), which is padded, or VARCHAR(n); both are cut.
pub fn fit_text(text: &str, kind: &Kind) -> String {
    let (length, padded) = match kind {
        Kind::Char(n) => (*n as usize, true),
        Kind::VarChar(n) => (*n as usize, false),
        _ => (usize::MAX, false),
    };
    let cut = if text.len() <= length { text } else { text.char_indices().nth(length).map_or(text, |(end, _)| &text[..end]) };
    let mut fitted = cut.to_owned();
    if padded {
        let missing = length - cut.chars().count();
        fitted.extend(std::iter::repeat_n(' ', missing));
    }
    fitted
}

/// Bytes as BINARY(n), which is padded with zeros, or VARBINARY(n); both are cut.
pub fn fit_bytes(bytes: &[u8], kind: &Kind) -> Vec<u8> {
    match kind {
        Kind::Binary(n) => {
            let mut fitted = bytes.to_vec();
            fitted.resize(*n as usize, 0);
            fitted
        }
        Kind::VarBinary(n) => bytes[..bytes.len().min(*n as usize)].to_vec(),
        _ => bytes.to_vec(),
    }
}
