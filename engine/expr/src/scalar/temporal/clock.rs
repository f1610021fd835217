//! The functions that show when a row is processed, and how far event time has come.

use super::ticks;
use crate::operand::Moment;
use crate::register::{Call, Resolution};
use crate::zone::Zone;
use crate::{KernelRef, Mismatch, lift};
use arrow_buffer::NullBuffer;
use waterwheel::Failure;
use waterwheel_types::{DataType, Kind};

const DAY_MS: i64 = 86_400_000;

/// CURRENT_TIMESTAMP, NOW, CURRENT_ROW_TIMESTAMP, PROCTIME: an instant.
pub(super) fn instant(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    of_wall_clock(call, Kind::TimestampLtz(3), |utc_ms, _| utc_ms)
}

/// LOCALTIMESTAMP: date and time in the session's zone.
pub(super) fn local_timestamp(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    of_wall_clock(call, Kind::Timestamp(3), |_, local_ms| local_ms)
}

/// CURRENT_DATE, in the session's zone.
pub(super) fn date(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    of_wall_clock(call, Kind::Date, |_, local_ms| local_ms.div_euclid(DAY_MS))
}

/// CURRENT_TIME and LOCALTIME, in the session's zone.
pub(super) fn time(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    of_wall_clock(call, Kind::Time(0), |_, local_ms| local_ms.rem_euclid(DAY_MS))
}

/// UNIX_TIMESTAMP without arguments: seconds since 1970.
pub(super) fn unix_seconds(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    of_wall_clock(call, Kind::BigInt, |utc_ms, _| utc_ms / 1_000)
}

fn of_wall_clock(call: &Call<'_>, kind: Kind, tick: fn(i64, i64) -> i64) -> Result<Resolution, Mismatch> {
    call.expect_arguments(0, 0)?;
    let result = kind.not_null();
    let (zone, out) = (Zone::of_session(call.session), result.clone());
    let kernel = lift::columns(false, move |_, rows, moment: Moment| {
        let now = tick(moment.wall_ms, zone.to_local(moment.wall_ms));
        Ok(ticks::column(&out, vec![now; rows], None))
    });
    Ok(Resolution::Kernel { parameters: Vec::new(), result, kernel })
}

/// `CURRENT_WATERMARK`(time attribute): the operator's watermark in the attribute's type, NULL before the first one. That
/// the argument is a time attribute is the binder's to check.
pub(super) fn watermark(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let input = call.data_type(0);
    if !input.kind.is_timestamp() {
        return Err(call.refuse());
    }
    let result = input.with_nullable(true);
    let kernel = watermark_kernel(&result);
    Ok(Resolution::Kernel { parameters: vec![input.clone()], result, kernel })
}

/// `SOURCE_WATERMARK`(): a mark in a declaration, which has no value of its own.
pub(super) fn source_watermark(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(0, 0)?;
    let kernel = lift::columns(true, |_, _, _| {
        Err(Failure::data("SOURCE_WATERMARK() has no value: it stands in a WATERMARK clause for watermarks that the source brings along")
            .hint("no connector here does: write an expression, such as ts - INTERVAL '5' SECOND"))
    });
    Ok(Resolution::Kernel { parameters: Vec::new(), result: Kind::TimestampLtz(3).nullable(), kernel })
}

fn watermark_kernel(result: &DataType) -> KernelRef {
    let result = result.clone();
    lift::columns(false, move |_, rows, moment| {
        let nulls = (moment.watermark == i64::MIN).then(|| NullBuffer::new_null(rows));
        Ok(ticks::column(&result, vec![moment.watermark; rows], nulls))
    })
}
