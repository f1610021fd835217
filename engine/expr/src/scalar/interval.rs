//! What the operators do to dates, times and intervals.
//!
//! | operands | result |
//! |---|---|
//! | date or time ± interval, interval + date or time | the date or time, of its own type |
//! | interval ± interval of the same kind | interval |
//! | interval * integer, integer * interval | interval |
//!
//! Months are counted in the calendar: the day stays, or becomes the last of a shorter month. A DATE moves by whole days of
//! an interval, a TIME stays within its day and does not see months. An instant (LTZ) moves in UTC. Differences of two
//! timestamps have a unit and are `TIMESTAMPDIFF`.

use super::arithmetic::operators::Operator;
use super::primitive::{column, natives, union_nulls};
use crate::lift;
use crate::operand::{KernelRef, Operand};
use crate::register::{Call, Resolution};
use crate::{Expr, Mismatch};
use arrow_array::types::*;
use arrow_buffer::NullBuffer;
use waterwheel::Failure;
use waterwheel_types::column::{timestamp_column, timestamps};
use waterwheel_types::time::{MILLIS_PER_DAY, civil_from_days, days_from_civil, days_in_month};
use waterwheel_types::{Column, DataType, Kind, Timestamp, arrow_type};

/// An operator with a date, a time or an interval among its two operands.
pub(crate) fn resolve(call: &Call<'_>, operator: Operator) -> Result<Resolution, Mismatch> {
    let (a, b) = (&call.data_type(0).kind, &call.data_type(1).kind);
    match operator {
        Operator::Plus if a.is_datetime() && b.is_interval() => moved(call, 0, 1),
        Operator::Plus if a.is_interval() && b.is_datetime() => moved(call, 1, 1),
        Operator::Minus if a.is_datetime() && b.is_interval() => moved(call, 0, -1),
        Operator::Plus if a == b && a.is_interval() => Ok(combined(call, |a, b| a.wrapping_add(b))),
        Operator::Minus if a == b && a.is_interval() => Ok(combined(call, |a, b| a.wrapping_sub(b))),
        Operator::Times if a.is_interval() && b.is_integer() => multiplied(call, 0),
        Operator::Times if a.is_integer() && b.is_interval() => multiplied(call, 1),
        _ => Err(call.refuse()),
    }
}

/// A date or a time, the operand at `point`, moved by `sign` times the other operand.
fn moved(call: &Call<'_>, point: usize, sign: i64) -> Result<Resolution, Mismatch> {
    let kind = call.data_type(point).kind.clone();
    let months = call.data_type(1 - point).kind == Kind::IntervalYearMonth;
    let result = kind.clone().nullable().with_nullable(call.any_nullable());
    let arrow = arrow_type(&result);
    let kernel = lift::columns(kind.is_timestamp(), move |operands, rows, _| {
        let steps = widened(&operands[1 - point], months);
        let nulls = union_nulls(operands, rows);
        let step = |row: usize| steps[operands[1 - point].index(row)].wrapping_mul(sign);
        if kind.is_timestamp() {
            return moved_timestamps(&operands[point], rows, nulls, |value, row| {
                move_timestamp(value, step(row), months).ok_or_else(|| beyond(&kind))
            });
        }
        let points = widened(&operands[point], true);
        let values = (0..rows).map(|row| move_narrow(&kind, points[operands[point].index(row)], step(row), months) as i32);
        let values = values.collect::<Vec<i32>>().into();
        Ok(match kind {
            Kind::Date => column::<Date32Type>(values, nulls, &arrow),
            _ => column::<Time32MillisecondType>(values, nulls, &arrow),
        })
    });
    Ok(Resolution::Kernel { parameters: vec![call.data_type(0).clone(), call.data_type(1).clone()], result, kernel })
}

/// `f` of each timestamp that is not under a NULL.
fn moved_timestamps(
    points: &Operand,
    rows: usize,
    nulls: Option<NullBuffer>,
    f: impl Fn(Timestamp, usize) -> Result<Timestamp, Failure>,
) -> Result<Column, Failure> {
    let packed = timestamps(points.values());
    let one = |row: usize| match nulls.as_ref().is_none_or(|n| n.is_valid(row)) {
        true => f(Timestamp::unpacked(packed[points.index(row)]), row).map(Timestamp::packed),
        false => Ok(0),
    };
    let moved = (0..rows).map(one).collect::<Result<Vec<i128>, Failure>>()?;
    Ok(timestamp_column(moved, nulls))
}

/// The operand's numbers as 64 bits; `narrow` ones are held in 32.
fn widened(operand: &Operand, narrow: bool) -> Vec<i64> {
    if narrow { natives::<i32>(operand.values()).iter().map(|&v| v.into()).collect() } else { natives::<i64>(operand.values()).to_vec() }
}

/// A timestamp moved by months or milliseconds; `None` beyond 64 bits of milliseconds.
fn move_timestamp(point: Timestamp, step: i64, months: bool) -> Option<Timestamp> {
    if !months {
        return point.plus_millis(step);
    }
    let millis = point.millis();
    let days = add_months(millis.div_euclid(MILLIS_PER_DAY), step);
    Some(point.with_millis(days.checked_mul(MILLIS_PER_DAY)?.checked_add(millis.rem_euclid(MILLIS_PER_DAY))?))
}

/// A DATE or a TIME moved by months or milliseconds.
fn move_narrow(kind: &Kind, point: i64, step: i64, months: bool) -> i64 {
    match (kind, months) {
        (Kind::Date, true) => add_months(point, step),
        (Kind::Date, false) => point.wrapping_add(step / MILLIS_PER_DAY),
        (_, true) => point,
        (_, false) => point.wrapping_add(step).rem_euclid(MILLIS_PER_DAY),
    }
}

fn beyond(kind: &Kind) -> Failure {
    Failure::data(format!("the time lies outside the range of {kind}"))
}

/// The same day so many months later, both as days since 1970-01-01; the last of the month where it has no such day.
pub(crate) fn add_months(days: i64, months: i64) -> i64 {
    let (year, month, day) = civil_from_days(days);
    let count = year * 12 + i64::from(month) - 1 + months;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u32 + 1);
    days_from_civil(year, month, day.min(days_in_month(year, month)))
}

fn combined(call: &Call<'_>, f: fn(i64, i64) -> i64) -> Resolution {
    let result = call.data_type(0).with_nullable(call.any_nullable());
    Resolution::Kernel { parameters: vec![result.clone(), result.clone()], kernel: interval_kernel(&result, f), result }
}

fn interval_kernel(result: &DataType, f: fn(i64, i64) -> i64) -> KernelRef {
    let (months, arrow) = (result.kind == Kind::IntervalYearMonth, arrow_type(result));
    lift::columns(false, move |operands, rows, _| {
        let (a, b) = (widened(&operands[0], months), widened(&operands[1], months));
        let values: Vec<i64> = (0..rows).map(|row| f(a[operands[0].index(row)], b[operands[1].index(row)])).collect();
        let nulls = union_nulls(operands, rows);
        Ok(match months {
            true => column::<IntervalYearMonthType>(values.into_iter().map(|v| v as i32).collect::<Vec<_>>().into(), nulls, &arrow),
            false => column::<DurationMillisecondType>(values.into(), nulls, &arrow),
        })
    })
}

/// The interval at `interval` times the other operand, which is taken as an interval of as many milliseconds or months.
fn multiplied(call: &Call<'_>, interval: usize) -> Result<Resolution, Mismatch> {
    let result = call.data_type(interval).with_nullable(call.any_nullable());
    let mut arguments: Vec<Expr> = call.arguments.to_vec();
    arguments.swap(0, interval);
    let factor = arguments.pop().expect("two operands").coerce(&result, call.session)?;
    arguments.push(factor);
    let kernel = interval_kernel(&result, |a, b| a.wrapping_mul(b));
    let data_type = result;
    Ok(Resolution::Rewrite(Expr { data_type, node: crate::Node::Call(call.function, kernel, arguments) }.fold()))
}

#[cfg(test)]
mod tests {
    use crate::Expr;
    use crate::testing::*;
    use waterwheel_types::{Kind, Value};

    fn time(of: &str, kind: &str) -> Expr {
        cast(text(of), kind)
    }

    fn months(count: i32) -> Expr {
        Expr::literal(Value::Months(count), Kind::IntervalYearMonth.not_null())
    }

    fn hours(count: i64) -> Expr {
        Expr::literal(Value::Millis(count * 3_600_000), Kind::IntervalDayTime.not_null())
    }

    #[test]
    fn points_move() {
        let ts = time("2024-01-31 10:00:00.129", "TIMESTAMP(3)");
        check("+", &[ts.clone(), hours(24)], "TIMESTAMP(3)", "2024-02-01 10:00:00.129");
        check("+", &[hours(24), ts.clone()], "TIMESTAMP(3)", "2024-02-01 10:00:00.129");
        check("+", &[ts.clone(), months(1)], "TIMESTAMP(3)", "2024-02-29 10:00:00.129");
        check("-", &[ts.clone(), months(12)], "TIMESTAMP(3)", "2023-01-31 10:00:00.129");
        let nanos = time("2024-01-31 10:00:00.123456789", "TIMESTAMP(9)");
        check("+", &[nanos, months(1)], "TIMESTAMP(9)", "2024-02-29 10:00:00.123456789");
        let date = time("2024-01-31", "DATE");
        check("+", &[date.clone(), hours(25)], "DATE", "2024-02-01");
        check("-", &[date, months(1)], "DATE", "2023-12-31");
        let clock = time("23:30:12.345", "TIME(3)");
        check("+", &[clock.clone(), hours(1)], "TIME(3)", "00:30:12.345");
        check("-", &[clock.clone(), hours(24)], "TIME(3)", "23:30:12.345");
        check("+", &[clock, months(1)], "TIME(3)", "23:30:12.345");
        refused("-", &[hours(1), ts]);
    }

    #[test]
    fn intervals_combine() {
        check("-", &[hours(24), hours(2)], "INTERVAL SECOND(3)", "+0 22:00:00.000");
        check("+", &[months(12), months(2)], "INTERVAL MONTH", "+1-02");
        check("*", &[int(3), months(1)], "INTERVAL MONTH", "+0-03");
        check("*", &[hours(24), int(2)], "INTERVAL SECOND(3)", "+2 00:00:00.000");
        check("NEGATE", &[hours(24)], "INTERVAL SECOND(3)", "-1 00:00:00.000");
        refused("+", &[months(12), hours(24)]);
        refused("/", &[hours(24), int(2)]);
    }
}
