//! FLOOR and CEIL of a date or time to a unit.

use super::calendar;
use super::ticks;
use super::unit::Unit;
use crate::register::{Call, Resolution};
use crate::zone::Zone;
use crate::{KernelRef, Mismatch};
use waterwheel_types::{DataType, Kind};

const DAY_MS: i64 = 86_400_000;

/// Which way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Towards {
    Past,
    Future,
}

/// `FLOOR TO`(x, unit).
pub(super) fn floor(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    round(call, Towards::Past)
}

/// `CEIL TO`(x, unit).
pub(super) fn ceil(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    round(call, Towards::Future)
}

fn round(call: &Call<'_>, towards: Towards) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    let unit = Unit::of_argument(call, 1)?;
    let result = call.data_type(0).clone();
    if unit.millis().is_none() && unit.months().is_none() && result.kind != Kind::Date {
        return Err(Mismatch::new(format!("{} takes no {}", call.function.name, format!("{unit:?}").to_uppercase())));
    }
    let kernel = match &result.kind {
        Kind::Date => of_date(&result, unit, towards),
        Kind::Time(_) => of_time(call, &result, unit, towards)?,
        Kind::Timestamp(_) => of_timestamp(&result, unit, towards, Zone::UTC),
        // Of an instant Flink never sees what is shorter than a millisecond.
        Kind::TimestampLtz(_) if unit == Unit::Millisecond => of_timestamp(&result, unit, Towards::Past, Zone::UTC),
        Kind::TimestampLtz(_) => of_timestamp(&result, unit, towards, Zone::of_session(call.session)),
        _ => return Err(call.refuse()),
    };
    let parameters = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// A date stays as it is where the unit is none of whole days.
fn of_date(result: &DataType, unit: Unit, towards: Towards) -> KernelRef {
    ticks::map(0, &result.kind, result, false, move |days| Some(whole_days(days, unit, towards).unwrap_or(days)))
}

/// A time has no date to be cut: a DAY leaves it as it is.
fn of_time(call: &Call<'_>, result: &DataType, unit: Unit, towards: Towards) -> Result<KernelRef, Mismatch> {
    let step = match unit.millis() {
        Some(DAY_MS) => 1,
        Some(step) if step < DAY_MS => step,
        _ => return Err(call.refuse()),
    };
    let within_day = move |millis| Some(steps(millis, step, towards)).filter(|&t| t < DAY_MS);
    Ok(ticks::map(0, &result.kind, result, towards == Towards::Future, within_day))
}

fn of_timestamp(result: &DataType, unit: Unit, towards: Towards, zone: Zone) -> KernelRef {
    ticks::map_timestamps(0, result, false, move |point| {
        let millis = point.millis();
        Some(match unit.millis() {
            Some(1) => millis.saturating_add(i64::from(towards == Towards::Future && point.nanos() > 0)),
            Some(step) if step < 3_600_000 => steps(millis, step, towards),
            _ => {
                let offset = zone.calendar_offset_at(millis);
                in_local_time(millis.saturating_add(offset), unit, towards).saturating_sub(offset)
            }
        })
    })
}

fn in_local_time(local: i64, unit: Unit, towards: Towards) -> i64 {
    match unit.millis() {
        Some(step) if step <= DAY_MS => steps(local, step, towards),
        _ => whole_days(local / DAY_MS, unit, towards).expect("a week or longer") * DAY_MS,
    }
}

fn whole_days(days: i64, unit: Unit, towards: Towards) -> Option<i64> {
    match towards {
        Towards::Past => calendar::floor(days, unit),
        Towards::Future => calendar::ceil(days, unit),
    }
}

fn steps(value: i64, step: i64, towards: Towards) -> i64 {
    let behind = value.rem_euclid(step);
    match towards {
        Towards::Future if behind > 0 => (value - behind).saturating_add(step),
        _ => value.saturating_sub(behind),
    }
}
