//! Dates and times from text and numbers, and as text: DATE_FORMAT, TO_DATE, TO_TIMESTAMP, FROM_UNIXTIME and their kin.
//!
//! Two dialects of patterns are at work, as in Flink: `java.time` for timestamps ([`Formatter`]) and the older `SimpleDateFormat`
//! ([`SimpleFormat`]) for the rest.

use super::clock;
use super::formatter::{Formatter, LocalDateTime};
use super::parse::{self, Unreadable};
use super::simple::SimpleFormat;
use super::ticks::{self, each, each_text};
use crate::lift::{self, Held, Text};
use crate::operand::Operand;
use crate::register::{Call, Resolution};
use crate::zone::Zone;
use crate::{Expr, KernelRef, Mismatch};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Float32Type, Float64Type};
use waterwheel::Failure;
use waterwheel_types::column::{TimestampType, timestamps};
use waterwheel_types::time::{days_from_civil, days_in_month};
use waterwheel_types::{Column, DataType, Kind, Timestamp};

const DAY_MS: i64 = 86_400_000;

/// What TO_DATE(text, pattern) gives for text that does not follow the pattern: in Flink the day of the smallest 64-bit
/// number of milliseconds, wrapped to 32 bits.
const UNREADABLE_DATE: i32 = 622_191_233;

/// What UNIX_TIMESTAMP gives for text that does not follow the pattern.
const UNREADABLE_SECONDS: i64 = i64::MIN;

/// The text in a row that is not NULL.
fn text(operand: &Operand, row: usize) -> &str {
    operand.values().as_string_view().value(operand.index(row))
}

/// Compiled patterns: a column of them usually holds one over and over.
struct Patterns<T> {
    compile: fn(&str) -> Result<T, String>,
    last: Option<(String, Result<T, String>)>,
}

impl<T> Patterns<T> {
    fn new(compile: fn(&str) -> Result<T, String>) -> Self {
        Patterns { compile, last: None }
    }

    fn get(&mut self, pattern: &str) -> Result<&T, &String> {
        if self.last.as_ref().is_none_or(|(text, _)| text != pattern) {
            self.last = Some((pattern.to_owned(), (self.compile)(pattern)));
        }
        self.last.as_ref().expect("just set").1.as_ref()
    }

    /// The pattern, or the job's failure when it is none.
    fn demand(&mut self, pattern: &str) -> Result<&T, Failure> {
        self.get(pattern).map_err(|wrong| Failure::data(format!("'{pattern}' is no pattern of dates and times: {wrong}")))
    }
}

fn expect_text(call: &Call<'_>, from: usize) -> Result<(), Mismatch> {
    let all = call.arguments[from..].iter().all(|a| a.data_type.kind.is_text());
    if all { Ok(()) } else { Err(call.refuse()) }
}

/// The arguments as they are.
fn as_given(call: &Call<'_>, result: DataType, kernel: KernelRef) -> Result<Resolution, Mismatch> {
    let parameters = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// DATE_FORMAT(timestamp or text, pattern).
pub(super) fn date_format(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    expect_text(call, 1)?;
    let kernel = match &call.data_type(0).kind {
        Kind::Timestamp(_) => format_timestamps(Zone::UTC),
        Kind::TimestampLtz(_) => format_timestamps(Zone::of_session(call.session)),
        kind if kind.is_text() => reformat_texts(),
        _ => return Err(call.refuse()),
    };
    as_given(call, Kind::STRING.nullable(), kernel)
}

fn format_timestamps(zone: Zone) -> KernelRef {
    lift::columns(true, move |arguments, rows, _| {
        let mut patterns = Patterns::new(Formatter::new);
        let values = timestamps(arguments[0].values());
        each_text(arguments, rows, |row, out| {
            let point = Timestamp::unpacked(values[arguments[0].index(row)]);
            let (days, nanos) = point.with_millis(zone.to_local(point.millis())).day_and_nanos();
            let at = LocalDateTime { days, nanos };
            let pattern = text(&arguments[1], row);
            let shown = patterns.demand(pattern)?.format(at, out);
            shown.map_err(|wrong| Failure::data(format!("a timestamp cannot be shown as '{pattern}': {wrong}")))?;
            Ok(true)
        })
    })
}

fn reformat_texts() -> KernelRef {
    lift::columns(true, |arguments, rows, _| {
        let mut patterns = Patterns::new(SimpleFormat::new);
        let default = SimpleFormat::default_timestamp();
        each_text(arguments, rows, |row, out| {
            let pattern = patterns.demand(text(&arguments[1], row))?;
            let instant = default.parse(text(&arguments[0], row), &Zone::UTC);
            instant.inspect(|&utc_ms| pattern.format(utc_ms, &Zone::UTC, out));
            Ok(instant.is_some())
        })
    })
}

/// TO_DATE(text [, pattern]).
pub(super) fn to_date(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 2)?;
    expect_text(call, 0)?;
    let result = Kind::Date.nullable();
    let kernel = match call.arguments.len() {
        1 => lift::lift1::<Text, Held<Date32Type>, _>(&result, |text| plain_date(text).map(|days| days as i32)),
        _ => lift::columns(true, |arguments, rows, _| {
            let mut patterns = Patterns::new(SimpleFormat::new);
            each::<Held<Date32Type>>(&Kind::Date.nullable(), arguments, rows, |row| {
                let instant = patterns.demand(text(&arguments[1], row))?.parse(text(&arguments[0], row), &Zone::UTC);
                Ok(Some(instant.map_or(UNREADABLE_DATE, |utc_ms| utc_ms.div_euclid(DAY_MS) as i32)))
            })
        }),
    };
    as_given(call, result, kernel)
}

/// `y[-M[-d]]` and whatever follows a space: days since 1970.
fn plain_date(text: &str) -> Option<i64> {
    let text = match text.find(' ') {
        Some(space) if space > 0 => &text[..space],
        _ => text,
    };
    let mut parts = text.splitn(3, '-').map(natural);
    let year = parts.next()??;
    let month = parts.next().unwrap_or(Some(1))?;
    let day = parts.next().unwrap_or(Some(1))?;
    let exists = year <= 9_999 && (1..=12).contains(&month) && (1..=days_in_month(year.into(), month)).contains(&day);
    exists.then(|| days_from_civil(year.into(), month, day))
}

fn natural(text: &str) -> Option<u32> {
    let text = text.trim();
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// TO_TIMESTAMP(text [, pattern]): TIMESTAMP(3), NULL for what cannot be read.
pub(super) fn to_timestamp(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 2)?;
    expect_text(call, 0)?;
    let result = Kind::Timestamp(3).nullable();
    let out = result.clone();
    let kernel = match call.arguments.len() {
        1 => {
            let formatter = Formatter::sql_timestamp();
            lift::columns(false, move |arguments, rows, _| {
                each_point(&out, arguments, rows, |row| {
                    Ok(formatter.parse(text(&arguments[0], row)).ok().and_then(|at| point(at.cut(3), &Zone::UTC)))
                })
            })
        }
        _ => lift::columns(false, move |arguments, rows, _| {
            let mut patterns = Patterns::new(Formatter::new);
            each_point(&out, arguments, rows, |row| {
                let read = read(&mut patterns, text(&arguments[0], row), text(&arguments[1], row), 3);
                Ok(read.ok().flatten().and_then(|at| point(at, &Zone::UTC)))
            })
        }),
    };
    as_given(call, result, kernel)
}

/// Text by a pattern, cut to `precision` digits of a second, or else in the form of `java.sql.Timestamp` with all its digits, as
/// in Flink; `None` when it is neither or the pattern is none.
fn read(patterns: &mut Patterns<Formatter>, text: &str, pattern: &str, precision: u8) -> Result<Option<LocalDateTime>, Failure> {
    let Ok(formatter) = patterns.get(pattern) else { return Ok(None) };
    match formatter.parse(text) {
        Ok(at) => Ok(Some(at.cut(precision))),
        Err(Unreadable::Text) => Ok(parse::sql_timestamp(text)),
        Err(Unreadable::Date) => Err(Failure::data(format!("'{text}' is no date that exists"))),
    }
}

/// A column of timestamps, NULL where an argument is.
fn each_point(
    result: &DataType,
    arguments: &[Operand],
    rows: usize,
    mut f: impl FnMut(usize) -> Result<Option<Timestamp>, Failure>,
) -> Result<Column, Failure> {
    each::<Held<TimestampType>>(result, arguments, rows, |row| Ok(f(row)?.map(Timestamp::packed)))
}

/// A local date and time as a timestamp in UTC; `None` beyond the type's range.
fn point(at: LocalDateTime, zone: &Zone) -> Option<Timestamp> {
    let local = Timestamp::of_day(at.days, at.nanos)?;
    Some(local.with_millis(zone.to_utc(local.millis())))
}

/// TO_TIMESTAMP_LTZ(number [, precision]) or TO_TIMESTAMP_LTZ(text [, pattern [, zone]]).
pub(super) fn to_timestamp_ltz(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 3)?;
    let first = &call.data_type(0).kind;
    if first.is_numeric() {
        return of_number(call);
    }
    if *first == Kind::Null && call.arguments.len() == 1 {
        return Ok(Resolution::Rewrite(Expr::null(Kind::TimestampLtz(3))));
    }
    expect_text(call, 0)?;
    if call.arguments.len() == 1 {
        return of_plain_text(call);
    }
    let precision = call.arguments[1].as_literal().and_then(|v| v.as_str()).map_or(3, fraction_digits);
    if let Some(zone) = call.arguments.get(2).and_then(|a| a.as_literal()?.as_str()) {
        zone_named(zone).map_err(|failure| Mismatch::new(failure.message))?;
    }
    let result = Kind::TimestampLtz(precision).nullable();
    let out = result.clone();
    let kernel = lift::columns(true, move |arguments, rows, _| {
        let mut patterns = Patterns::new(Formatter::new);
        each_point(&out, arguments, rows, |row| {
            let zone = arguments.get(2).map_or(Ok(Zone::UTC), |zone| zone_named(text(zone, row)))?;
            let at = read(&mut patterns, text(&arguments[0], row), text(&arguments[1], row), precision)?;
            Ok(at.and_then(|at| point(at, &zone)))
        })
    });
    as_given(call, result, kernel)
}

fn zone_named(name: &str) -> Result<Zone, Failure> {
    Zone::parse(name).ok_or_else(|| Failure::data(format!("'{name}' is no time zone")))
}

/// The digits of a second that a pattern ends with, at least 3.
fn fraction_digits(pattern: &str) -> u8 {
    let count = pattern.bytes().rev().take_while(|&b| b == b'S').count();
    count.clamp(3, 9) as u8
}

fn of_plain_text(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let result = Kind::TimestampLtz(3).nullable();
    let (out, formatter) = (result.clone(), Formatter::sql_timestamp());
    let kernel = lift::columns(true, move |arguments, rows, _| {
        each_point(&out, arguments, rows, |row| {
            let text = text(&arguments[0], row);
            let at = formatter.parse(text);
            let at = at.map_err(|_| Failure::data(format!("'{text}' is no timestamp of the form yyyy-MM-dd HH:mm:ss")))?;
            Ok(point(at.cut(3), &Zone::UTC))
        })
    });
    as_given(call, result, kernel)
}

/// The first and last second of the years 0 to 9999.
const SECONDS: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

fn of_number(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 2)?;
    let literal = call.arguments.get(1).map(|a| (a.data_type.kind.is_integer(), a.as_literal().and_then(|v| v.as_i64())));
    let precision = match literal {
        Some((false, _)) => return Err(call.refuse()),
        Some((true, Some(p))) if !(0..=9).contains(&p) => {
            return Err(Mismatch::new(format!("the precision of TO_TIMESTAMP_LTZ lies between 0 and 9, not at {p}")));
        }
        Some((true, Some(p))) => p.max(3) as u8,
        _ => 3,
    };
    let result = Kind::TimestampLtz(precision).nullable();
    let (out, number) = (result.clone(), call.data_type(0).kind.clone());
    let places = call.arguments.get(1).map(|a| a.data_type.kind.clone());
    let kernel = lift::columns(false, move |arguments, rows, _| {
        let digits = places.as_ref().map(|kind| ticks::ticks(arguments[1].values(), kind));
        let counts = numbers(arguments[0].values(), &number);
        each_point(&out, arguments, rows, |row| {
            let digits = digits.as_ref().map_or(3, |digits| digits[arguments[1].index(row)]);
            let number = counts[arguments[0].index(row)];
            Ok(u32::try_from(digits).ok().filter(|&d| d <= 9).and_then(|d| instant(number, d, precision)))
        })
    });
    as_given(call, result, kernel)
}

/// A count of seconds or of a fraction of them.
#[derive(Clone, Copy, Debug)]
enum Number {
    Whole(i64),
    Real(f64),
}

/// The counts in a column of numbers; of a decimal what stands before its point.
fn numbers(column: &Column, kind: &Kind) -> Vec<Number> {
    match kind {
        Kind::Float => column.as_primitive::<Float32Type>().values().iter().map(|&v| Number::Real(v.into())).collect(),
        Kind::Double => column.as_primitive::<Float64Type>().values().iter().map(|&v| Number::Real(v)).collect(),
        Kind::Decimal { scale, .. } => {
            let one = 10i128.pow(u32::from(*scale));
            column.as_primitive::<Decimal128Type>().values().iter().map(|&v| Number::Whole((v / one) as i64)).collect()
        }
        kind => ticks::ticks(column, kind).iter().map(|&v| Number::Whole(v)).collect(),
    }
}

/// The instant `number` × 10^-`digits` seconds after 1970, cut to `precision`; `None` outside the years 0 to 9999.
fn instant(number: Number, digits: u32, precision: u8) -> Option<Timestamp> {
    let (count, digits) = match number {
        Number::Whole(count) => (count, digits),
        Number::Real(value) => {
            let seconds = value / 10f64.powi(digits as i32);
            if seconds < *SECONDS.start() as f64 || seconds > *SECONDS.end() as f64 {
                return None;
            }
            ((value * 10f64.powi(9 - digits as i32)) as i64, 9)
        }
    };
    let per_second = 10i64.pow(digits);
    let seconds = Some(count.div_euclid(per_second)).filter(|s| SECONDS.contains(s))?;
    let nanos = count.rem_euclid(per_second) * 10i64.pow(9 - digits);
    let point = Timestamp::of_day(seconds.div_euclid(86_400), seconds.rem_euclid(86_400) * 1_000_000_000 + nanos)?;
    Some(point.truncate(precision))
}

/// FROM_UNIXTIME(seconds [, pattern]), in the session's zone.
pub(super) fn from_unixtime(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 2)?;
    let seconds = call.data_type(0).kind.clone();
    if !seconds.is_integer() {
        return Err(call.refuse());
    }
    expect_text(call, 1)?;
    let zone = Zone::of_session(call.session);
    let kernel = lift::columns(call.arguments.len() == 2, move |arguments, rows, _| {
        let mut patterns = Patterns::new(SimpleFormat::new);
        let seconds = ticks::ticks(arguments[0].values(), &seconds);
        each_text(arguments, rows, |row, out| {
            let pattern = arguments.get(1).map_or(SimpleFormat::DEFAULT, |pattern| text(pattern, row));
            let utc_ms = seconds[arguments[0].index(row)].wrapping_mul(1_000);
            patterns.demand(pattern)?.format(utc_ms, &zone, out);
            Ok(true)
        })
    });
    as_given(call, Kind::STRING.nullable(), kernel)
}

/// UNIX_TIMESTAMP([text [, pattern]]), in the session's zone.
pub(super) fn unix_timestamp(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    if call.arguments.is_empty() {
        return clock::unix_seconds(call);
    }
    call.expect_arguments(1, 2)?;
    expect_text(call, 0)?;
    let result = Kind::BigInt.nullable().with_nullable(call.any_nullable());
    let (out, zone) = (result.clone(), Zone::of_session(call.session));
    let kernel = lift::columns(call.arguments.len() == 2, move |arguments, rows, _| {
        let mut patterns = Patterns::new(SimpleFormat::new);
        each::<i64>(&out, arguments, rows, |row| {
            let pattern = arguments.get(1).map_or(SimpleFormat::DEFAULT, |pattern| text(pattern, row));
            let instant = patterns.demand(pattern)?.parse(text(&arguments[0], row), &zone);
            Ok(Some(instant.map_or(UNREADABLE_SECONDS, |utc_ms| utc_ms / 1_000)))
        })
    });
    as_given(call, result, kernel)
}

/// CONVERT_TZ(text, from zone, to zone); what is no zone is UTC, as in Java.
pub(super) fn convert_tz(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(3, 3)?;
    expect_text(call, 0)?;
    let format = SimpleFormat::default_timestamp();
    let kernel = lift::lift3::<Text, Text, Text, Text, _>(&Kind::STRING.nullable(), move |text, from, to| {
        let instant = format.parse(text, &java_zone(from))?;
        let mut out = String::new();
        format.format(instant, &java_zone(to), &mut out);
        Some(out)
    });
    as_given(call, Kind::STRING.nullable(), kernel)
}

/// A zone as `java.util.TimeZone` names it: an IANA name, `GMT` and an offset, or one of a few abbreviations.
fn java_zone(name: &str) -> Zone {
    let full = match name {
        "PST" => "America/Los_Angeles",
        "CST" => "America/Chicago",
        "IST" => "Asia/Kolkata",
        "JST" => "Asia/Tokyo",
        "CTT" => "Asia/Shanghai",
        "AST" => "America/Anchorage",
        "ECT" => "Europe/Paris",
        _ if name.starts_with(['+', '-']) => "UTC",
        _ => name,
    };
    Zone::parse(full).unwrap_or(Zone::UTC)
}
