//! One value as a value of another type: the whole cast matrix, value by value.

use super::super::decimal;
use super::{read, write};
use crate::zone::Zone;
use waterwheel::Failure;
use waterwheel_types::number_text::f64_text;
use waterwheel_types::time::MILLIS_PER_DAY;
use waterwheel_types::{Kind, Timestamp, Value};

/// `value` of kind `from` as a value of kind `to`; the pair must be one that `can_cast` allows.
pub fn convert(value: &Value, from: &Kind, to: &Kind, zone: &Zone) -> Result<Value, Failure> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    match to {
        Kind::Char(_) | Kind::VarChar(_) => Ok(Value::String(text(value, from, to, zone))),
        Kind::Binary(_) | Kind::VarBinary(_) => Ok(Value::Bytes(bytes(value, to))),
        Kind::Boolean => boolean(value),
        Kind::TinyInt => integer(value, from, i8::MIN.into(), i8::MAX.into()).map(|v| Value::TinyInt(v as i8)),
        Kind::SmallInt => integer(value, from, i16::MIN.into(), i16::MAX.into()).map(|v| Value::SmallInt(v as i16)),
        Kind::Int => integer(value, from, i32::MIN.into(), i32::MAX.into()).map(|v| Value::Int(v as i32)),
        Kind::BigInt => integer(value, from, i64::MIN, i64::MAX).map(Value::BigInt),
        Kind::Float => float(value, from).map(Value::Float),
        Kind::Double => double(value, from).map(Value::Double),
        Kind::Decimal { precision, scale } => to_decimal(value, from, *precision, *scale),
        Kind::Date => date(value, from, zone),
        Kind::Time(precision) => to_time(value, from, *precision, zone),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => timestamp(value, from, to, zone).map(Value::Timestamp),
        Kind::IntervalYearMonth => Ok(Value::Months(exact(value, from) as i32)),
        Kind::IntervalDayTime => Ok(Value::Millis(exact(value, from))),
        Kind::Array(_) | Kind::Map(..) | Kind::Multiset(_) | Kind::Row(_) | Kind::Structured(..) => {
            nested(value, from, to, &|value, from, to| convert(value, from, to, zone))
        }
        Kind::Null => Ok(Value::Null),
        // Within a collection of which something else is cast.
        Kind::Bitmap | Kind::Variant => Ok(value.clone()),
    }
}

/// A collection or row as another one, each value in it by `each`, which is told its kind and the kind wanted.
pub fn nested(
    value: &Value,
    from: &Kind,
    to: &Kind,
    each: &dyn Fn(&Value, &Kind, &Kind) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let entries = |entries: &[(Value, Value)], key: (&Kind, &Kind), item: (&Kind, &Kind)| {
        let convert_entry = |(k, v): &(Value, Value)| Ok((each(k, key.0, key.1)?, each(v, item.0, item.1)?));
        entries.iter().map(convert_entry).collect::<Result<_, Failure>>().map(Value::Map)
    };
    match (value, from, to) {
        (Value::Array(values), Kind::Array(from), Kind::Array(to)) => {
            values.iter().map(|v| each(v, &from.kind, &to.kind)).collect::<Result<_, _>>().map(Value::Array)
        }
        (Value::Map(list), Kind::Map(k, v), Kind::Map(l, w)) => entries(list, (&k.kind, &l.kind), (&v.kind, &w.kind)),
        (Value::Map(list), Kind::Multiset(from), Kind::Multiset(to)) => entries(list, (&from.kind, &to.kind), (&Kind::Int, &Kind::Int)),
        (Value::Row(values), Kind::Row(from) | Kind::Structured(_, from), Kind::Row(to) | Kind::Structured(_, to)) => {
            let kinds = from.iter().map(|f| &f.data_type.kind).zip(to.iter().map(|f| &f.data_type.kind));
            values.iter().zip(kinds).map(|(v, (from, to))| each(v, from, to)).collect::<Result<_, _>>().map(Value::Row)
        }
        _ => unreachable!("{from} to {to} was refused when the call was resolved"),
    }
}

fn text(value: &Value, from: &Kind, to: &Kind, zone: &Zone) -> String {
    let mut out = String::new();
    write::write_value(value, from, zone, &mut out);
    write::fit_text(&out, to)
}

fn bytes(value: &Value, to: &Kind) -> Vec<u8> {
    match value {
        Value::Bytes(bytes) => write::fit_bytes(bytes, to),
        Value::String(text) => write::fit_bytes(text.as_bytes(), to),
        other => unreachable!("{other:?} to {to} was refused when the call was resolved"),
    }
}

fn boolean(value: &Value) -> Result<Value, Failure> {
    let truth = match value {
        Value::String(text) => read::boolean(text)?,
        Value::Boolean(v) => *v,
        Value::Float(v) => *v != 0.0,
        Value::Double(v) => *v != 0.0,
        Value::Decimal(v) => *v != 0,
        other => other.as_i64() != Some(0),
    };
    Ok(Value::Boolean(truth))
}

/// An exact number as 64 bits: what is longer keeps its low bits, as in Java.
fn exact(value: &Value, from: &Kind) -> i64 {
    match (value, from) {
        (Value::Decimal(v), Kind::Decimal { scale, .. }) => (v / decimal::power_of_10(*scale)) as i64,
        (Value::Boolean(v), _) => (*v).into(),
        (other, _) => other.as_i64().unwrap_or(0),
    }
}

/// A number or text as an integer, to be cut to its width by the caller: Java's narrowing goes by INT or BIGINT.
fn integer(value: &Value, from: &Kind, least: i64, most: i64) -> Result<i64, Failure> {
    match value {
        Value::String(text) => read::integer(text, least, most),
        Value::Float(v) if most > i32::MAX.into() => Ok(*v as i64),
        Value::Double(v) if most > i32::MAX.into() => Ok(*v as i64),
        Value::Float(v) => Ok((*v as i32).into()),
        Value::Double(v) => Ok((*v as i32).into()),
        other => Ok(exact(other, from)),
    }
}

fn double(value: &Value, from: &Kind) -> Result<f64, Failure> {
    match (value, from) {
        (Value::String(text), _) => read::double(text),
        (Value::Double(v), _) => Ok(*v),
        (Value::Float(v), _) => Ok((*v).into()),
        (Value::Decimal(v), Kind::Decimal { scale, .. }) => Ok(decimal::to_f64(*v, *scale)),
        _ => Ok(exact(value, from) as f64),
    }
}

fn float(value: &Value, from: &Kind) -> Result<f32, Failure> {
    match (value, from) {
        (Value::String(text), _) => read::float(text),
        (Value::Double(v), _) => Ok(*v as f32),
        (Value::Float(v), _) => Ok(*v),
        (Value::Decimal(v), Kind::Decimal { scale, .. }) => Ok(decimal::to_f32(*v, *scale)),
        _ => Ok(exact(value, from) as f32),
    }
}

fn to_decimal(value: &Value, from: &Kind, precision: u8, scale: u8) -> Result<Value, Failure> {
    let converted = match (value, from) {
        (Value::String(text), _) => Some(read::decimal(text, precision, scale)?),
        (Value::Double(v), _) => double_to_decimal(*v, precision, scale)?,
        (Value::Float(v), _) => double_to_decimal((*v).into(), precision, scale)?,
        (Value::Decimal(v), Kind::Decimal { scale: own, .. }) => decimal::convert(*v, *own, precision, scale),
        _ => decimal::convert(exact(value, from).into(), 0, precision, scale),
    };
    Ok(converted.map_or(Value::Null, Value::Decimal))
}

/// A DOUBLE by the digits that it is written with; `None` when it does not fit.
pub fn double_to_decimal(value: f64, precision: u8, scale: u8) -> Result<Option<i128>, Failure> {
    if !value.is_finite() {
        return Err(Failure::data(format!("{} has no DECIMAL", f64_text(value))));
    }
    Ok(read::exact_decimal(&f64_text(value), precision, scale))
}

/// A timestamp's wall-clock reading: TIMESTAMP as it is, LTZ in the zone.
fn wall_clock(value: Timestamp, from: &Kind, zone: &Zone) -> Timestamp {
    if matches!(from, Kind::TimestampLtz(_)) { write::local(value, zone) } else { value }
}

fn date(value: &Value, from: &Kind, zone: &Zone) -> Result<Value, Failure> {
    match value {
        Value::String(text) => read::date(text).map(Value::Date),
        Value::Timestamp(v) => Ok(Value::Date(timestamp_to_date(*v, from, zone))),
        other => Ok(other.clone()),
    }
}

/// The day of a timestamp. Of a TIMESTAMP before 1970 Flink takes the day after, unless it is midnight; so do we.
pub fn timestamp_to_date(value: Timestamp, from: &Kind, zone: &Zone) -> i32 {
    let millis = wall_clock(value, from, zone).millis();
    let days = if matches!(from, Kind::Timestamp(_)) { millis / MILLIS_PER_DAY } else { millis.div_euclid(MILLIS_PER_DAY) };
    days as i32
}

fn to_time(value: &Value, from: &Kind, precision: u8, zone: &Zone) -> Result<Value, Failure> {
    let millis = match value {
        Value::String(text) => read::time(text)?,
        Value::Timestamp(v) => wall_clock(*v, from, zone).millis().rem_euclid(MILLIS_PER_DAY) as i32,
        Value::Time(v) => *v,
        other => unreachable!("{other:?} to TIME was refused when the call was resolved"),
    };
    Ok(Value::Time(read::cut_time(millis, precision)))
}

fn timestamp(value: &Value, from: &Kind, to: &Kind, zone: &Zone) -> Result<Timestamp, Failure> {
    let (precision, zoned) = match to {
        Kind::TimestampLtz(p) => (*p, true),
        Kind::Timestamp(p) => (*p, false),
        other => unreachable!("{other} is no timestamp"),
    };
    let reading = match value {
        Value::Timestamp(v) => return Ok(convert_timestamp(*v, from, to, zone)),
        Value::String(text) => {
            let (days, nanos) = read::timestamp(text)?;
            let kept = 10i64.pow(9 - u32::from(precision));
            Timestamp::of_day(days, nanos / kept * kept)
        }
        Value::Date(days) => Timestamp::of_day((*days).into(), 0),
        Value::Time(millis) => Some(Timestamp::from_millis((*millis).into())),
        other => unreachable!("{other:?} to {to} was refused when the call was resolved"),
    };
    let reading = reading.ok_or_else(|| Failure::data(format!("the time lies outside the range of {to}")))?;
    Ok(if zoned { to_instant(reading, zone) } else { reading })
}

/// A timestamp as one of another kind or precision; a lower precision than the declared one cuts digits.
#[inline]
pub fn convert_timestamp(value: Timestamp, from: &Kind, to: &Kind, zone: &Zone) -> Timestamp {
    let (from_precision, to_precision) = match (from, to) {
        (Kind::Timestamp(p) | Kind::TimestampLtz(p), Kind::Timestamp(q) | Kind::TimestampLtz(q)) => (*p, *q),
        _ => unreachable!("{from} and {to} are timestamps"),
    };
    let shifted = match (from, to) {
        (Kind::Timestamp(_), Kind::TimestampLtz(_)) => to_instant(value, zone),
        (Kind::TimestampLtz(_), Kind::Timestamp(_)) => write::local(value, zone),
        _ => value,
    };
    if to_precision < from_precision && !has_few_digits(shifted, to_precision) { cut(shifted, to_precision) } else { shifted }
}

/// Whether the nanoseconds of the second, written without leading zeros, have at most `precision` digits: Flink takes these for the digits
/// of the fraction and leaves such a value uncut (.000000999 as TIMESTAMP(3)).
fn has_few_digits(value: Timestamp, precision: u8) -> bool {
    let nanos = value.day_and_nanos().1 % 1_000_000_000;
    precision > 0 && nanos < 10i64.pow(precision.into())
}

/// Cuts to `precision` digits: below milliseconds towards the past, above them towards 1970, as Flink does.
fn cut(value: Timestamp, precision: u8) -> Timestamp {
    if precision >= 3 {
        return value.truncate(precision);
    }
    let kept = 10i64.pow(3 - u32::from(precision));
    Timestamp::from_millis(value.millis() / kept * kept)
}

/// The instant at which the zone's clock shows `reading`.
fn to_instant(reading: Timestamp, zone: &Zone) -> Timestamp {
    reading.with_millis(zone.to_utc(reading.millis()))
}
