//! TIMESTAMPADD, TIMESTAMPDIFF and OVERLAPS.

use super::calendar::{add_months, months_between, months_between_millis};
use super::ticks;
use super::unit::Unit;
use crate::coercion::common_type;
use crate::operand::Operand;
use crate::register::{Call, Resolution};
use crate::{Expr, KernelRef, Mismatch, Node, lift};
use arrow_buffer::NullBuffer;
use waterwheel_types::column::timestamps;
use waterwheel_types::{Column, DataType, Kind, Timestamp, Value};

const DAY_MS: i64 = 86_400_000;

/// `TIMESTAMPADD`(unit, count, x). Months are those of UTC, also for TIMESTAMP_LTZ.
pub(super) fn add(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(3, 3)?;
    let unit = Unit::of_argument(call, 0)?;
    let (count, input) = (call.data_type(1), call.data_type(2));
    if !count.kind.is_integer() || !input.kind.is_datetime() {
        return Err(call.refuse());
    }
    let kind = sum_kind(&input.kind, unit)
        .ok_or_else(|| Mismatch::new(format!("a {} takes no {} more", input.kind, format!("{unit:?}").to_uppercase())))?;
    let result = DataType { kind, nullable: call.any_nullable() };
    let kernel = sum_kernel(count.kind.clone(), input.kind.clone(), &result, unit);
    let parameters = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// The kind of a date or time to which a unit was added.
fn sum_kind(input: &Kind, unit: Unit) -> Option<Kind> {
    let step = match (unit.months(), unit.millis()) {
        (Some(_), _) => return Some(input.clone()),
        (None, step) => step?,
    };
    Some(match input {
        Kind::Date if step % DAY_MS == 0 => Kind::Date,
        Kind::Date if step >= 1_000 => Kind::Timestamp(6),
        Kind::Time(_) if step >= 1_000 => input.clone(),
        Kind::Timestamp(p) if step == 1 => Kind::Timestamp((*p).max(3)),
        Kind::TimestampLtz(p) if step == 1 => Kind::TimestampLtz((*p).max(3)),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => input.clone(),
        _ => return None,
    })
}

fn sum_kernel(count_kind: Kind, input_kind: Kind, result: &DataType, unit: Unit) -> KernelRef {
    let result = result.clone();
    lift::columns(true, move |arguments, rows, _| {
        let (count, input) = (&arguments[1], &arguments[2]);
        let nulls = ticks::nulls(&[count, input], rows);
        let (counts, inputs) = (ticks::ticks(count.values(), &count_kind), ticks::ticks(input.values(), &input_kind));
        let mut out = Vec::with_capacity(rows);
        for row in 0..rows {
            let value = match &nulls {
                Some(nulls) if nulls.is_null(row) => 0,
                _ => sum(counts[count.index(row)], inputs[input.index(row)], unit, &input_kind, &result.kind)
                    .ok_or_else(|| ticks::beyond(&result))?,
            };
            out.push(value);
        }
        Ok(if input_kind.is_timestamp() { with_nanos_of(input, out, nulls) } else { ticks::column(&result, out, nulls) })
    })
}

/// Timestamps of these milliseconds and the nanoseconds of the argument that was moved.
fn with_nanos_of(input: &Operand, millis: Vec<i64>, nulls: Option<NullBuffer>) -> Column {
    let packed = timestamps(input.values());
    let moved = millis.into_iter().enumerate().map(|(row, millis)| Timestamp::unpacked(packed[input.index(row)]).with_millis(millis));
    ticks::timestamps(moved, nulls)
}

fn sum(count: i64, tick: i64, unit: Unit, input: &Kind, result: &Kind) -> Option<i64> {
    if let Some(months) = unit.months() {
        // As in Flink the number of months is a 32-bit one and wraps.
        let months = i64::from((count as i32).wrapping_mul(months));
        return match input {
            Kind::Time(_) => Some(tick),
            Kind::Date => Some(add_months(tick, months)),
            _ => add_months(tick.div_euclid(DAY_MS), months).checked_mul(DAY_MS)?.checked_add(tick.rem_euclid(DAY_MS)),
        };
    }
    let millis = count.checked_mul(unit.millis()?)?;
    match (input, result) {
        (Kind::Date, Kind::Date) => i32::try_from(tick.checked_add(millis / DAY_MS)?).ok().map(i64::from),
        (Kind::Date, _) => (tick * DAY_MS).checked_add(millis),
        (Kind::Time(_), _) => Some(tick.checked_add(millis)?.rem_euclid(DAY_MS)),
        _ => tick.checked_add(millis),
    }
}

/// `TIMESTAMPDIFF`(unit, from, to): whole units, towards zero; INT that wraps, of NANOSECOND a BIGINT.
pub(super) fn difference(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(3, 3)?;
    let unit = Unit::of_argument(call, 0)?;
    let (from, to) = (&call.data_type(1).kind, &call.data_type(2).kind);
    let comparable = match (from, to) {
        (Kind::TimestampLtz(_), Kind::TimestampLtz(_)) | (Kind::Time(_), Kind::Time(_)) => true,
        (a, b) => [a, b].into_iter().all(|kind| matches!(kind, Kind::Date | Kind::Timestamp(_))),
    };
    let months = unit.months().is_some();
    let known = months || unit.millis().is_some() || matches!(unit, Unit::Microsecond | Unit::Nanosecond);
    if !comparable || !known || (months && matches!(from, Kind::Time(_))) {
        return Err(call.refuse());
    }
    let kind = if unit == Unit::Nanosecond { Kind::BigInt } else { Kind::Int };
    let result = DataType { kind, nullable: call.any_nullable() };
    let kernel = difference_kernel(from.clone(), to.clone(), &result, unit);
    let parameters = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// The time from one point to another of the same type, as an interval of milliseconds.
pub(super) fn between(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    let (from, to) = (call.data_type(0).kind.clone(), call.data_type(1).kind.clone());
    if !from.is_datetime() || std::mem::discriminant(&from) != std::mem::discriminant(&to) {
        return Err(call.refuse());
    }
    let result = DataType { kind: Kind::IntervalDayTime, nullable: call.any_nullable() };
    let shown = result.clone();
    let kernel = lift::columns(false, move |arguments, rows, _| {
        let nulls = ticks::nulls(&[&arguments[0], &arguments[1]], rows);
        let (earlier, later) = (in_millis(&arguments[0], &from), in_millis(&arguments[1], &to));
        let millis = (0..rows).map(|row| later[arguments[1].index(row)].wrapping_sub(earlier[arguments[0].index(row)]));
        Ok(ticks::column(&shown, millis.collect(), nulls))
    });
    let parameters = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn difference_kernel(from_kind: Kind, to_kind: Kind, result: &DataType, unit: Unit) -> KernelRef {
    let result = result.clone();
    let dates = from_kind == Kind::Date && to_kind == Kind::Date;
    lift::columns(false, move |arguments, rows, _| {
        let (from, to) = (&arguments[1], &arguments[2]);
        let nulls = ticks::nulls(&[from, to], rows);
        let (earlier, later) = (in_millis(from, &from_kind), in_millis(to, &to_kind));
        let units = (0..rows).map(|row| {
            let (a, b) = (earlier[from.index(row)], later[to.index(row)]);
            match unit.months() {
                Some(_) if dates => in_units(months_between(a / DAY_MS, b / DAY_MS), unit),
                Some(_) => in_units(months_between_millis(a, b), unit),
                None => millis_in_units(b.wrapping_sub(a), unit),
            }
        });
        Ok(ticks::column(&result, units.collect(), nulls))
    })
}

fn in_millis(operand: &Operand, kind: &Kind) -> Vec<i64> {
    let ticks = ticks::ticks(operand.values(), kind);
    match kind {
        Kind::Date => ticks.iter().map(|days| days * DAY_MS).collect(),
        _ => ticks.into_owned(),
    }
}

/// Months in larger units; Flink counts a decade as a year.
fn in_units(months: i64, unit: Unit) -> i64 {
    match unit {
        Unit::Decade => months / 12,
        _ => months / i64::from(unit.months().expect("a unit of months")),
    }
}

/// Milliseconds in other units; what is shorter than a second Flink counts as so many of whole seconds, and weeks as so many seconds of
/// an INT that wraps after 68 years.
fn millis_in_units(millis: i64, unit: Unit) -> i64 {
    let seconds = millis / 1_000;
    match unit {
        Unit::Millisecond => seconds.wrapping_mul(1_000),
        Unit::Microsecond => seconds.wrapping_mul(1_000_000),
        Unit::Nanosecond => seconds.wrapping_mul(1_000_000_000),
        Unit::Week => i64::from(seconds as i32) / (7 * 86_400),
        _ => millis / unit.millis().expect("the others were refused"),
    }
}

/// `OVERLAPS`(start, end, start, end), where an end may be an interval to be added to its start. The ends of a period may be
/// given in either order; periods that touch overlap.
pub(super) fn overlaps(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(4, 4)?;
    let (low0, high0) = period(call, 0)?;
    let (low1, high1) = period(call, 2)?;
    let meets = |high: Expr, low: Expr| Expr::call(">=", vec![high, low], call.session);
    Ok(Resolution::Rewrite(Expr::and(vec![meets(high0, low1)?, meets(high1, low0)?])))
}

/// The two points of a period in order.
fn period(call: &Call<'_>, at: usize) -> Result<(Expr, Expr), Mismatch> {
    let (start, end) = (call.arguments[at].clone(), call.arguments[at + 1].clone());
    let end = if end.data_type.kind.is_interval() { Expr::call("+", vec![start.clone(), end], call.session)? } else { end };
    let common = common_type(&[&start.data_type, &end.data_type]).ok_or_else(|| call.refuse())?;
    let (start, end) = (start.coerce(&common, call.session)?, end.coerce(&common, call.session)?);
    let in_order = Expr::call("<=", vec![start.clone(), end.clone()], call.session)?;
    let choose = |then: Expr, otherwise: Expr| match in_order.as_literal() {
        Some(Value::Boolean(true)) => then,
        Some(_) => otherwise,
        None => Expr { data_type: common.clone(), node: Node::Case(vec![(in_order.clone(), then)], Box::new(otherwise)) },
    };
    Ok((choose(start.clone(), end.clone()), choose(end, start)))
}
