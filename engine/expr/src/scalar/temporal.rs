//! The temporal functions.
//!
//! Units are text literals by their SQL names. The special forms are called with these arguments:
//!
//! | SQL | call |
//! |---|---|
//! | `EXTRACT(unit FROM x)` | `EXTRACT`(unit, x) |
//! | `FLOOR(x TO unit)`, `CEIL(x TO unit)` | `FLOOR TO`(x, unit), `CEIL TO`(x, unit) |
//! | `TIMESTAMPADD(unit, n, x)`, `TIMESTAMPDIFF(unit, a, b)` | the same, the unit first |
//! | `(b - a) DAY` and other units of time | `TIME BETWEEN`(a, b) |
//! | `(a, b) OVERLAPS (c, d)` | `OVERLAPS`(a, b, c, d), b and d points or intervals |
//! | `CURRENT_DATE` and the like without parentheses | no arguments |
//! | `DATE '…'`, `INTERVAL '…' unit` | [`literal`], [`interval_literal`] |
//! | `INTERVAL n unit` | `INTERVAL`(n, unit) |
//! | what ARRAY, MAP and ROW hold, what a bare query shows | `AS STORED`(x) |

mod arithmetic;
mod calendar;
mod clock;
mod extract;
mod formatter;
mod interval;
mod literal;
mod parse;
mod round;
mod simple;
mod stored;
#[cfg(test)]
mod tests;
mod text;
mod ticks;
mod unit;

pub use literal::{interval_literal, literal};
pub(crate) use stored::{stored_column, stored_value};

use crate::Mismatch;
use crate::register::{Call, Family, Function, Resolution};

type Resolve = fn(&Call<'_>) -> Result<Resolution, Mismatch>;

const fn function(name: &'static str, syntax: &'static str, doc: &'static str, resolve: Resolve) -> Function {
    Function { name, family: Family::Temporal, syntax, doc, deterministic: true, resolve }
}

/// A function whose answer depends on when it is asked.
const fn of_the_moment(name: &'static str, syntax: &'static str, doc: &'static str, resolve: Resolve) -> Function {
    Function { deterministic: false, ..function(name, syntax, doc, resolve) }
}

/// This family's functions.
#[rustfmt::skip]
pub(crate) static FUNCTIONS: &[Function] = &[
    function("EXTRACT", "EXTRACT(unit FROM x)", "A field of a date, a time or an interval as a BIGINT.", extract::extract),
    function("YEAR", "YEAR(x)", "The year.", extract::short_form),
    function("QUARTER", "QUARTER(x)", "The quarter of the year, 1 to 4.", extract::short_form),
    function("MONTH", "MONTH(x)", "The month of the year, 1 to 12.", extract::short_form),
    function("WEEK", "WEEK(x)", "The ISO week of the year, 1 to 53.", extract::short_form),
    function("DAYOFYEAR", "DAYOFYEAR(x)", "The day of the year, 1 to 366.", extract::short_form),
    function("DAYOFMONTH", "DAYOFMONTH(x)", "The day of the month, 1 to 31.", extract::short_form),
    function("DAYOFWEEK", "DAYOFWEEK(x)", "The day of the week, 1 (Sunday) to 7.", extract::short_form),
    function("HOUR", "HOUR(x)", "The hour of the day, 0 to 23.", extract::short_form),
    function("MINUTE", "MINUTE(x)", "The minute of the hour, 0 to 59.", extract::short_form),
    function("SECOND", "SECOND(x)", "The second of the minute, 0 to 59.", extract::short_form),
    function("FLOOR TO", "FLOOR(x TO unit)", "A date or time rounded down to a unit.", round::floor),
    function("CEIL TO", "CEIL(x TO unit)", "A date or time rounded up to a unit.", round::ceil),
    function("TIMESTAMPADD", "TIMESTAMPADD(unit, count, x)", "A date or time so many units later.", arithmetic::add),
    function("TIMESTAMPDIFF", "TIMESTAMPDIFF(unit, from, to)", "How many whole units lie between two points in time.", arithmetic::difference),
    function("TIME BETWEEN", "(to - from) unit", "The time between two points of the same type as an interval.", arithmetic::between),
    function("AS STORED", "ARRAY[x], MAP[x, y], ROW(x), SELECT x", "A value as it comes out of a stored row: timestamps of precision 3 or less keep milliseconds.", stored::as_stored),
    function("OVERLAPS", "(start, end) OVERLAPS (start, end)", "Whether two periods have a point in common.", arithmetic::overlaps),
    function("INTERVAL", "INTERVAL count unit", "So many units as an interval.", interval::interval),
    function("DATE_FORMAT", "DATE_FORMAT(timestamp, pattern)", "A timestamp as text.", text::date_format),
    function("TO_DATE", "TO_DATE(text [, pattern])", "The date that a text says.", text::to_date),
    function("TO_TIMESTAMP", "TO_TIMESTAMP(text [, pattern])", "The TIMESTAMP(3) that a text says, or NULL.", text::to_timestamp),
    function("TO_TIMESTAMP_LTZ", "TO_TIMESTAMP_LTZ(number [, precision]) or TO_TIMESTAMP_LTZ(text [, pattern [, zone]])", "The instant of a number of seconds or fractions of seconds since 1970, or that a text says.", text::to_timestamp_ltz),
    function("FROM_UNIXTIME", "FROM_UNIXTIME(seconds [, pattern])", "Seconds since 1970 as text in the session's time zone.", text::from_unixtime),
    of_the_moment("UNIX_TIMESTAMP", "UNIX_TIMESTAMP([text [, pattern]])", "Seconds since 1970: of now, or of the local time that a text says.", text::unix_timestamp),
    function("CONVERT_TZ", "CONVERT_TZ(text, from_zone, to_zone)", "The local time of one time zone as that of another, both as text.", text::convert_tz),
    of_the_moment("CURRENT_DATE", "CURRENT_DATE", "Today's date in the session's time zone.", clock::date),
    of_the_moment("CURRENT_TIME", "CURRENT_TIME", "The time of day in the session's time zone.", clock::time),
    of_the_moment("LOCALTIME", "LOCALTIME", "The time of day in the session's time zone.", clock::time),
    of_the_moment("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP", "Now, as an instant.", clock::instant),
    of_the_moment("LOCALTIMESTAMP", "LOCALTIMESTAMP", "Now, as a date and time in the session's time zone.", clock::local_timestamp),
    of_the_moment("NOW", "NOW()", "Now, as an instant.", clock::instant),
    of_the_moment("CURRENT_ROW_TIMESTAMP", "CURRENT_ROW_TIMESTAMP()", "Now, as an instant.", clock::instant),
    of_the_moment("PROCTIME", "PROCTIME()", "When the row is processed.", clock::instant),
    of_the_moment("CURRENT_WATERMARK", "CURRENT_WATERMARK(time attribute)", "The current watermark, NULL before the first one.", clock::watermark),
    of_the_moment("SOURCE_WATERMARK", "SOURCE_WATERMARK()", "In a WATERMARK clause: the watermark that the source brings along, which no connector does yet.", clock::source_watermark),
];
