//! What `DATE '…'`, `TIME '…'`, `TIMESTAMP '…'` and `INTERVAL '…' unit` mean.

use super::unit::Unit;
use crate::zone::Zone;
use crate::{Expr, Mismatch, Session};
use waterwheel_types::time::{days_from_civil, days_in_month};
use waterwheel_types::{Kind, Timestamp, Value};

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// A DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ literal; the precision of `kind` is not looked at, that of the result is the
/// number of digits written (of a TIME at most 3). An LTZ is read in the session's zone.
pub fn literal(kind: &Kind, text: &str, session: &Session) -> Result<Expr, Mismatch> {
    let (name, form) = match kind {
        Kind::Date => ("DATE", "yyyy-MM-dd"),
        Kind::Time(_) => ("TIME", "HH:mm:ss"),
        Kind::Timestamp(_) => ("TIMESTAMP", "yyyy-MM-dd HH:mm:ss"),
        Kind::TimestampLtz(_) => ("TIMESTAMP WITH LOCAL TIME ZONE", "yyyy-MM-dd HH:mm:ss"),
        kind => return Err(Mismatch::new(format!("there are no literals of {kind}"))),
    };
    let value = match kind {
        Kind::Date => read_date(text.trim_start()).map(|days| Expr::literal(Value::Date(days as i32), Kind::Date.not_null())),
        Kind::Time(_) => read_time(text.trim_start())
            .map(|(nanos, digits)| Expr::literal(Value::Time((nanos / 1_000_000) as i32), Kind::Time(digits.min(3)).not_null())),
        Kind::Timestamp(_) => timestamp(text, Kind::Timestamp, &Zone::UTC),
        _ => timestamp(text, Kind::TimestampLtz, &Zone::of_session(session)),
    };
    value.ok_or_else(|| match text.split_once('.') {
        // Nanoseconds in 64 bits reach from 1677 to 2262.
        Some((micros, digits)) if digits.len() > 6 && kind.is_timestamp() && timestamp(micros, Kind::Timestamp, &Zone::UTC).is_some() => {
            Mismatch {
                message: format!("the {name} literal '{text}' is out of range: with 7 to 9 digits of the second, years are 1677 to 2262"),
                hint: Some("write at most 6 digits of the second".to_owned()),
            }
        }
        _ => Mismatch::new(format!("Illegal {name} literal '{text}': not in format '{form}'")),
    })
}

fn timestamp(text: &str, kind: fn(u8) -> Kind, zone: &Zone) -> Option<Expr> {
    let text = text.trim_start();
    let (date, time) = text.split_once(' ').unwrap_or((text, "00:00:00"));
    let (days, (nanos, digits)) = (read_date(date)?, read_time(time.trim_start())?);
    let local = Timestamp::of_day(days, nanos)?;
    let point = local.with_millis(zone.to_utc(local.millis()));
    Some(Expr::literal(Value::Timestamp(point), kind(digits).not_null()))
}

/// `y-M-d` of the years 1 to 9999.
fn read_date(text: &str) -> Option<i64> {
    let mut parts = text.split('-').map(natural);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let exists = (1..=9_999).contains(&year) && (1..=12).contains(&month) && day >= 1;
    let exists = exists && day <= i64::from(days_in_month(year, month as u32)) && parts.next().is_none();
    exists.then(|| days_from_civil(year, month as u32, day as u32))
}

/// `H:m:s[.f]`: nanoseconds, and how many digits of the second were written (9 at most).
fn read_time(text: &str) -> Option<(i64, u8)> {
    let (time, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = time.split(':').map(natural);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if hour > 23 || minute > 59 || second > 59 || parts.next().is_some() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = fraction.len().min(9);
    let nanos = format!("{:0<9}", &fraction[..digits]).parse::<i64>().expect("nine digits");
    Some((((hour * 60 + minute) * 60 + second) * NANOS_PER_SECOND + nanos, digits as u8))
}

/// A number of at most nine digits.
fn natural(text: &str) -> Option<i64> {
    let plain = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// The fields that an interval is written with, the largest first, and what stands before each.
const YEAR_TO_MONTH: [(Unit, char); 2] = [(Unit::Year, ' '), (Unit::Month, '-')];
const DAY_TO_SECOND: [(Unit, char); 4] = [(Unit::Day, ' '), (Unit::Hour, ' '), (Unit::Minute, ':'), (Unit::Second, ':')];

/// `INTERVAL [-]'text' from [(precision)] [TO to]`, the units by their SQL names. The first field has at most `precision` (2
/// unless given) digits, the others stay below what makes one of the field before; of a fraction of the second the
/// milliseconds are kept.
pub fn interval_literal(text: &str, negative: bool, from: &str, to: Option<&str>, precision: Option<u8>) -> Result<Expr, Mismatch> {
    let name = to.map_or(from.to_owned(), |to| format!("{from} TO {to}"));
    let illegal = || Mismatch::new(format!("Illegal interval literal format '{text}' for INTERVAL {name}"));
    let unknown = || Mismatch::new(format!("there is no INTERVAL {name}"));
    let first = Unit::parse(from).ok_or_else(unknown)?;
    let last = to.map_or(Ok(first), |to| Unit::parse(to).ok_or_else(unknown))?;
    let fields = fields(first, last).ok_or_else(unknown)?;
    let trimmed = text.trim();
    let unsigned = trimmed.strip_prefix(['+', '-']).unwrap_or(trimmed);
    let sign = if negative != trimmed.starts_with('-') { -1 } else { 1 };
    let (values, millis) = read_fields(unsigned, &fields).ok_or_else(illegal)?;
    let digits = u32::from(precision.unwrap_or(2));
    if values[0] >= 10i64.pow(digits) {
        return Err(Mismatch::new(format!("Interval field value {} exceeds precision of {from}({digits}) field", values[0])));
    }
    let total = |size: fn(Unit) -> i64| fields.iter().zip(&values).map(|(&(unit, _), value)| size(unit) * value).sum::<i64>();
    if first.months().is_some() {
        let months = sign * total(|unit| unit.months().expect("a unit of months").into());
        let months = i32::try_from(months).map_err(|_| illegal())?;
        return Ok(Expr::literal(Value::Months(months), Kind::IntervalYearMonth.not_null()));
    }
    let millis = sign * (total(|unit| unit.millis().expect("a unit of milliseconds")) + millis);
    Ok(Expr::literal(Value::Millis(millis), Kind::IntervalDayTime.not_null()))
}

fn fields(first: Unit, last: Unit) -> Option<Vec<(Unit, char)>> {
    if first == last && matches!(first, Unit::Week | Unit::Quarter) {
        return Some(vec![(first, ' ')]);
    }
    let all: &[(Unit, char)] = if first.months().is_some() { &YEAR_TO_MONTH } else { &DAY_TO_SECOND };
    let position = |wanted| all.iter().position(|&(unit, _)| unit == wanted);
    all.get(position(first)?..=position(last)?).map(<[_]>::to_vec)
}

/// The value of each field, and the milliseconds of the fraction.
fn read_fields(text: &str, fields: &[(Unit, char)]) -> Option<(Vec<i64>, i64)> {
    let (mut rest, mut millis) = (text, 0);
    if fields.last()?.0 == Unit::Second
        && let Some((whole, fraction)) = text.split_once('.')
    {
        rest = whole;
        let digits = fraction.bytes().all(|b| b.is_ascii_digit()) && (1..=6).contains(&fraction.len());
        millis = digits.then(|| format!("{fraction:0<3}")[..3].parse().expect("three digits"))?;
    }
    let mut values = Vec::with_capacity(fields.len());
    for (i, &(unit, _)) in fields.iter().enumerate() {
        let value = match fields.get(i + 1) {
            Some(&(_, separator)) => {
                let (value, behind) = rest.split_once(separator)?;
                rest = behind;
                natural(value)?
            }
            None => natural(rest)?,
        };
        if i > 0 && value >= below(unit) {
            return None;
        }
        values.push(value);
    }
    Some((values, millis))
}

/// What a field that is not the first stays below.
fn below(unit: Unit) -> i64 {
    match unit {
        Unit::Month => 12,
        Unit::Hour => 24,
        _ => 60,
    }
}
