//! `INTERVAL n unit` of a number that is no literal text.

use super::ticks;
use super::unit::Unit;
use crate::Mismatch;
use crate::lift::{self, Held};
use crate::register::{Call, Resolution};
use arrow_array::types::{DurationMillisecondType, IntervalYearMonthType};
use waterwheel_types::{DataType, Kind};

/// `INTERVAL`(count, unit): months for YEAR, QUARTER and MONTH, else milliseconds; both wrap.
pub(super) fn interval(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    let unit = Unit::of_argument(call, 1)?;
    let count = call.data_type(0).clone();
    let parameters = vec![count.clone(), call.data_type(1).clone()];
    if !count.kind.is_integer() {
        return Err(call.refuse());
    }
    let kind = match (unit.months(), unit.millis()) {
        (Some(_), _) => Kind::IntervalYearMonth,
        (None, Some(_)) => Kind::IntervalDayTime,
        (None, None) => return Err(call.refuse()),
    };
    let result = DataType { kind, nullable: count.nullable };
    let out = result.clone();
    let kernel = lift::columns(false, move |arguments, rows, _| {
        let counts = ticks::ticks(arguments[0].values(), &count.kind);
        let at = |row| counts[arguments[0].index(row)];
        match unit.months() {
            Some(months) => {
                ticks::each::<Held<IntervalYearMonthType>>(&out, arguments, rows, |row| Ok(Some((at(row) as i32).wrapping_mul(months))))
            }
            None => {
                let millis = unit.millis().expect("the others were refused");
                ticks::each::<Held<DurationMillisecondType>>(&out, arguments, rows, |row| Ok(Some(at(row).wrapping_mul(millis))))
            }
        }
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}
