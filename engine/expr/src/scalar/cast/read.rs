//! Text as values: what CAST makes of a string.
//!
//! Each reader accepts what Flink's does, leniencies included (`'1.5'` is the INT 1, `'2024'` the DATE 2024-01-01), and
//! fails with Flink's message.

use super::super::decimal;
use waterwheel::Failure;
use waterwheel_types::time::{MILLIS_PER_DAY, NANOS_PER_DAY, days_from_civil, days_in_month};

/// The blanks that Flink trims around a number: SQL's space and what Java calls whitespace in ASCII.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c <= ' ')
}

fn refuse(text: &str, why: &str) -> Failure {
    Failure::data(format!("For input string: '{text}'. {why}"))
}

/// BOOLEAN.
pub fn boolean(text: &str) -> Result<bool, Failure> {
    match text.to_ascii_lowercase().as_str() {
        "t" | "true" | "y" | "yes" | "1" => Ok(true),
        "f" | "false" | "n" | "no" | "0" => Ok(false),
        _ => Err(Failure::data(format!("Cannot parse '{text}' as BOOLEAN."))),
    }
}

/// An integer of `least..=most` between spaces; digits after a point are checked and dropped.
pub fn integer(text: &str, least: i64, most: i64) -> Result<i64, Failure> {
    let bytes = text.trim_matches(' ').as_bytes();
    let (negative, digits) = match bytes {
        [] => return Err(refuse(text, "Input is empty.")),
        [b'-' | b'+'] => return Err(refuse(text, "Input has only positive or negative symbol.")),
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    let mut value = 0i128;
    let mut parts = digits.splitn(2, |&b| b == b'.');
    for &byte in parts.next().unwrap_or_default() {
        value = value * 10 + i128::from(digit(byte).ok_or_else(|| refuse(text, "Invalid character found."))?);
        if value > i128::from(u64::MAX) {
            return Err(refuse(text, "Overflow."));
        }
    }
    if parts.next().unwrap_or_default().iter().any(|&b| digit(b).is_none()) {
        return Err(refuse(text, "Invalid character found."));
    }
    let value = if negative { -value } else { value };
    i64::try_from(value).ok().filter(|v| (least..=most).contains(v)).ok_or_else(|| refuse(text, "Overflow."))
}

fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

/// DOUBLE, as Java reads it: also `NaN`, `Infinity`, `1d`.
pub fn double(text: &str) -> Result<f64, Failure> {
    java_number(text).and_then(|t| t.parse().ok()).or_else(|| hexadecimal(trim(text))).ok_or_else(|| not_a_number(text))
}

/// FLOAT, as Java reads it.
pub fn float(text: &str) -> Result<f32, Failure> {
    let hexadecimal = || hexadecimal(trim(text)).map(|v| v as f32);
    java_number(text).and_then(|t| t.parse().ok()).or_else(hexadecimal).ok_or_else(|| not_a_number(text))
}

fn not_a_number(text: &str) -> Failure {
    match trim(text) {
        "" => Failure::data("empty String"),
        trimmed => Failure::data(format!("For input string: \"{trimmed}\"")),
    }
}

/// The part that Rust reads the same way as Java; Rust's own spellings (`inf`, `infinity`) are refused.
fn java_number(text: &str) -> Option<&str> {
    let trimmed = trim(text);
    let unsigned = trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed);
    if matches!(unsigned, "NaN" | "Infinity") {
        return Some(trimmed);
    }
    let starts_well = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let cut = if starts_well { trimmed.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(trimmed) } else { trimmed };
    starts_well.then_some(cut)
}

/// `0x1.8p3`.
fn hexadecimal(text: &str) -> Option<f64> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X"))?;
    let (mantissa, exponent) = digits.split_once(['p', 'P'])?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let significand = u64::from_str_radix(&format!("{whole}{fraction}"), 16).ok()?;
    let exponent: i32 = exponent.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(exponent).parse().ok()?;
    let value = significand as f64 * 2f64.powi(exponent - 4 * fraction.len() as i32);
    Some(if negative { -value } else { value })
}

/// DECIMAL(precision, scale), rounded half up. Up to 18 digits and bytes, Flink overlooks one foreign character at the end and a digit that
/// rounding adds (999.5 is the DECIMAL(3, 0) 1000), and refuses what is cut by more than 18 digits, and a zero whose exponent is too high.
pub fn decimal(text: &str, precision: u8, scale: u8) -> Result<i128, Failure> {
    let lenient = precision <= 18 && text.len() <= 18;
    let number = read_decimal(trim(text), lenient).ok_or_else(|| refuse(text, "Invalid character found."))?;
    let read = match lenient {
        true if number.last() + i64::from(scale) < -18 || number.point + i64::from(scale) > i64::from(precision) => None,
        true => number.rounded(precision, scale),
        false => number.at(precision, scale),
    };
    read.ok_or_else(|| refuse(text, "Overflow."))
}

/// The digits of a number of any size as DECIMAL(precision, scale); `None` when it is none or does not fit.
pub fn exact_decimal(text: &str, precision: u8, scale: u8) -> Option<i128> {
    read_decimal(text, false)?.at(precision, scale)
}

/// `0.d₁d₂d₃… * 10^point`.
struct Digits {
    negative: bool,
    digits: Vec<u8>,
    point: i64,
}

impl Digits {
    /// The power of ten that the last digit counts.
    fn last(&self) -> i64 {
        self.point - self.digits.len() as i64
    }

    fn at(&self, precision: u8, scale: u8) -> Option<i128> {
        decimal::fit(self.rounded(precision, scale)?, precision)
    }

    /// The number rounded to a scale, which may give it one digit more than the precision.
    fn rounded(&self, precision: u8, scale: u8) -> Option<i128> {
        let kept = self.point + i64::from(scale);
        if kept < 0 || self.digits.is_empty() {
            return Some(0);
        }
        if kept > i64::from(precision) {
            return None;
        }
        let number = |i: i64| i128::from(self.digits.get(i as usize).copied().unwrap_or(0));
        let cut = (0..kept).fold(0i128, |n, i| n * 10 + number(i));
        let rounded = cut + i128::from(number(kept) >= 5);
        Some(if self.negative { -rounded } else { rounded })
    }
}

fn read_decimal(text: &str, lenient: bool) -> Option<Digits> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text).as_bytes();
    let mut digits: Vec<u8> = Vec::with_capacity(unsigned.len());
    let (mut point, mut at) = (None, 0);
    while let Some(&byte) = unsigned.get(at) {
        match (byte, digit(byte)) {
            (_, Some(d)) => digits.push(d),
            (b'.', _) if point.is_none() => point = Some(digits.len() as i64),
            _ => break,
        }
        at += 1;
    }
    let rest = &unsigned[at..];
    if unsigned.is_empty() || (digits.is_empty() && !lenient) {
        return None;
    }
    let exponent = match rest {
        [] => 0,
        [_] if lenient => 0,
        [b'e' | b'E', exponent @ ..] => std::str::from_utf8(exponent).ok()?.parse::<i64>().ok()?,
        _ => return None,
    };
    let leading = digits.iter().take_while(|&&d| d == 0).count();
    let point = point.unwrap_or(digits.len() as i64) + exponent - leading as i64;
    digits.drain(..leading);
    Some(Digits { negative: text.starts_with('-'), digits, point })
}

/// DATE: days since 1970. The month and the day may be missing or short; what follows a blank is not looked at, unless the text
/// begins with one.
pub fn date(text: &str) -> Result<i32, Failure> {
    let read = || {
        let plain = text.find(' ').filter(|&blank| blank > 0).map_or(text, |blank| &text[..blank]);
        let mut parts = plain.split('-').map(trim);
        let year = number(parts.next()?, 1, 4)?;
        let month = parts.next().map_or(Some(1), |m| number(m, 1, 2))?;
        let day = parts.next().map_or(Some(1), |d| number(d, 1, 2))?;
        let real = parts.next().is_none() && (1..=12).contains(&month) && day >= 1 && day <= days_in_month(i64::from(year), month);
        real.then(|| days_from_civil(i64::from(year), month, day) as i32)
    };
    read().ok_or_else(|| Failure::data(format!("For input string: '{text}'.")))
}

/// TIME: milliseconds since midnight. Minutes and seconds may be missing; the seconds' fraction is rounded to milliseconds.
pub fn time(text: &str) -> Result<i32, Failure> {
    let read = || {
        let trimmed = trim(text);
        let (plain, fraction) = trimmed.split_once('.').unwrap_or((trimmed, ""));
        if trimmed.contains('.') && plain.matches(':').count() < 2 {
            return None;
        }
        let mut parts = plain.split(':');
        let hour = number(parts.next()?, 1, 9)?;
        let minute = parts.next().map_or(Some(0), |m| number(m, 1, 2))?;
        let second = parts.next().map_or(Some(0), |s| number(s, 1, 2))?;
        let millis = if fraction.is_empty() { 0.0 } else { format!("0.{}", all_digits(fraction)?).parse::<f64>().ok()? * 1_000.0 };
        let real = parts.next().is_none() && hour <= 23 && minute <= 59 && second <= 59;
        real.then(|| ((hour * 60 + minute) * 60 + second) as i32 * 1_000 + millis.round() as i32)
    };
    let expected = "Expected format: HH:mm:ss[.fff] where HH is 00-23, mm is 00-59, ss is 00-59";
    read().ok_or_else(|| Failure::data(format!("Invalid time format: '{text}'. {expected}")))
}

/// TIMESTAMP: days since 1970 and nanoseconds of the day. The time may be missing, the digits of month, day, hour, minute
/// and second may be single or missing; a day that the month does not have is its last, `24:00:00` the next midnight.
pub fn timestamp(text: &str) -> Result<(i64, i64), Failure> {
    let read = || {
        let (date, time) = text.split_once(' ').map_or((text, None), |(d, t)| (d, Some(t)));
        let days = loose_date(date)?;
        let nanos = time.map_or(Some(0), loose_time)?;
        Some((days + nanos / NANOS_PER_DAY, nanos % NANOS_PER_DAY))
    };
    read().ok_or_else(|| Failure::data(format!("Text '{text}' could not be parsed")))
}

fn loose_date(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let (year, month, day) = (number(parts.next()?, 4, 4)?, number_or(parts.next()?, 1)?, number_or(parts.next()?, 1)?);
    let real = parts.next().is_none() && year > 0 && (1..=12).contains(&month) && (1..=31).contains(&day);
    let year = i64::from(year);
    real.then(|| days_from_civil(year, month, day.min(days_in_month(year, month))))
}

fn loose_time(text: &str) -> Option<i64> {
    let (plain, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = plain.split(':');
    let (hour, minute, second) = (number_or(parts.next()?, 0)?, number_or(parts.next()?, 0)?, number_or(parts.next()?, 0)?);
    if parts.next().is_some() || fraction.len() > 9 {
        return None;
    }
    let nanos = if fraction.is_empty() { 0 } else { number(fraction, 1, 9)? * 10u32.pow(9 - fraction.len() as u32) };
    let midnight = (hour, minute, second, nanos) == (24, 0, 0, 0);
    let real = midnight || (hour <= 23 && minute <= 59 && second <= 59);
    real.then_some(i64::from((hour * 60 + minute) * 60 + second) * 1_000_000_000 + i64::from(nanos))
}

fn all_digits(text: &str) -> Option<&str> {
    text.bytes().all(|b| b.is_ascii_digit()).then_some(text)
}

/// A natural number of one or two digits; another where there are none.
fn number_or(text: &str, missing: u32) -> Option<u32> {
    if text.is_empty() { Some(missing) } else { number(text, 1, 2) }
}

/// A natural number of `least..=most` digits.
fn number(text: &str, least: usize, most: usize) -> Option<u32> {
    (least..=most).contains(&text.len()).then(|| all_digits(text)?.parse().ok())?
}

/// Milliseconds since midnight cut to `precision` digits of a second.
pub fn cut_time(millis: i32, precision: u8) -> i32 {
    let unit = 10i32.pow(3u32.saturating_sub(u32::from(precision)));
    millis.rem_euclid(MILLIS_PER_DAY as i32) / unit * unit
}
