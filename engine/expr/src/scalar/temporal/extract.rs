//! EXTRACT and its short forms (YEAR, MONTH …).
//!
//! Before 1970 Flink divides milliseconds towards zero, and of a DATE it takes the number of days for milliseconds when asked
//! for something shorter than a day; both are kept, because the answers are what people compare.

use super::calendar;
use super::ticks;
use super::unit::Unit;
use crate::register::{Call, Resolution};
use crate::zone::Zone;
use crate::{Expr, Mismatch};
use waterwheel_types::{Kind, Value};

const DAY_MS: i64 = 86_400_000;

/// `EXTRACT`(unit, x).
pub(super) fn extract(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    let unit = Unit::of_argument(call, 0)?;
    let input = call.data_type(1);
    let applies = match &input.kind {
        Kind::Date => !matches!(unit, Unit::Microsecond | Unit::Nanosecond),
        Kind::Time(_) => matches!(unit, Unit::Hour | Unit::Minute | Unit::Second | Unit::Millisecond),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => true,
        Kind::IntervalYearMonth => matches!(unit, Unit::Millennium | Unit::Century | Unit::Year | Unit::Quarter | Unit::Month),
        Kind::IntervalDayTime => matches!(unit, Unit::Day | Unit::Hour | Unit::Minute | Unit::Second | Unit::Millisecond),
        _ => return Err(call.refuse()),
    };
    if !applies {
        return Err(Mismatch::new(format!("{} cannot be taken from a {}", format!("{unit:?}").to_uppercase(), input.kind)));
    }
    let result = Kind::BigInt.nullable().with_nullable(input.nullable);
    let kernel = match &input.kind {
        Kind::Timestamp(_) => of_timestamp(call, unit, Zone::UTC),
        Kind::TimestampLtz(_) => of_timestamp(call, unit, Zone::of_session(call.session)),
        kind => {
            let of = match kind {
                Kind::Date => of_date,
                Kind::IntervalYearMonth => of_months,
                _ => of_millis,
            };
            ticks::map(1, kind, &result, false, move |tick| Some(of(unit, tick)))
        }
    };
    let parameters = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// A function of one argument named after the unit that it extracts.
pub(super) fn short_form(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let unit = Value::String(call.function.name.to_owned());
    let unit = Expr::literal(unit, Kind::Char(call.function.name.len() as u32).not_null());
    Ok(Resolution::Rewrite(Expr::call("EXTRACT", vec![unit, call.arguments[0].clone()], call.session)?))
}

fn of_timestamp(call: &Call<'_>, unit: Unit, zone: Zone) -> crate::KernelRef {
    let input = call.data_type(1);
    let result = Kind::BigInt.nullable().with_nullable(input.nullable);
    ticks::map_timestamps(1, &result, false, move |point| {
        let local = point.millis().saturating_add(zone.calendar_offset_at(point.millis()));
        let nanos = i64::from(point.nanos());
        Some(match unit {
            Unit::Epoch => local / 1_000,
            Unit::Microsecond => local % 1_000 * 1_000 + nanos / 1_000,
            Unit::Nanosecond => local % 1_000 * 1_000_000 + nanos,
            _ => calendar::field(local / DAY_MS, unit).unwrap_or_else(|| of_millis(unit, local % DAY_MS)),
        })
    })
}

fn of_date(unit: Unit, days: i64) -> i64 {
    match unit {
        Unit::Epoch => days * 86_400,
        _ => calendar::field(days, unit).unwrap_or_else(|| of_millis(unit, days % DAY_MS)),
    }
}

fn of_months(unit: Unit, months: i64) -> i64 {
    match unit {
        Unit::Month => months % 12,
        Unit::Quarter => (months % 12 + 2) / 3,
        _ => months / i64::from(unit.months().expect("the others were refused")),
    }
}

fn of_millis(unit: Unit, millis: i64) -> i64 {
    match unit {
        Unit::Day => millis / DAY_MS,
        Unit::Hour => millis % DAY_MS / 3_600_000,
        Unit::Minute => millis % 3_600_000 / 60_000,
        Unit::Second => millis % 60_000 / 1_000,
        _ => millis % 1_000,
    }
}
