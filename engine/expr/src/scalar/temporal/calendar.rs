//! Calendar arithmetic on days since 1970-01-01, as Flink's functions of time do it.

use super::unit::Unit;
use waterwheel_types::time::{civil_from_days, days_from_civil, days_in_month};

/// 1582-10-15, the first day of the Gregorian calendar.
const GREGORIAN_FROM: i64 = -141_427;

/// The day `months` later, on the same day of the month or the last one there is.
pub(crate) fn add_months(days: i64, months: i64) -> i64 {
    let (year, month, day) = civil_from_days(days);
    let count = year * 12 + i64::from(month) - 1 + months;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u32 + 1);
    days_from_civil(year, month, day.min(days_in_month(year, month)))
}

/// The whole months from one day to another, towards zero.
pub(crate) fn months_between(from: i64, to: i64) -> i64 {
    if to < from {
        return -months_between(to, from);
    }
    let ((y0, m0, _), (y1, m1, _)) = (civil_from_days(from), civil_from_days(to));
    let months = (y1 - y0) * 12 + i64::from(m1) - i64::from(m0);
    if add_months(from, months) > to { months - 1 } else { months }
}

/// The whole months between two instants in milliseconds. When the days alone are whole months apart and the time of day of
/// `to` is the earlier one, one month less, also where that means further from zero.
pub(crate) fn months_between_millis(from: i64, to: i64) -> i64 {
    const DAY: i64 = 86_400_000;
    let (from_day, to_day) = (from.div_euclid(DAY), to.div_euclid(DAY));
    let months = months_between(from_day, to_day);
    let short = add_months(from_day, months) == to_day && to.rem_euclid(DAY) < from.rem_euclid(DAY);
    if short { months - 1 } else { months }
}

/// A field of a date; `None` for units shorter than a day.
pub(crate) fn field(days: i64, unit: Unit) -> Option<i64> {
    let (year, month, day) = civil_from_days(days);
    Some(match unit {
        Unit::Millennium => (year + 999 * year.signum()) / 1_000,
        Unit::Century => (year + 99 * year.signum()) / 100,
        Unit::Decade => year / 10,
        Unit::Year => year,
        Unit::IsoYear => iso_week(days).0,
        Unit::Quarter => i64::from(month + 2) / 3,
        Unit::Month => month.into(),
        Unit::Week => iso_week(days).1,
        Unit::Day => day.into(),
        Unit::DayOfWeek => (days + 4).rem_euclid(7) + 1,
        Unit::IsoDayOfWeek => iso_day_of_week(days),
        Unit::DayOfYear => days - days_from_civil(year, 1, 1) + 1,
        _ => return None,
    })
}

/// Monday is 1, Sunday 7.
pub(crate) fn iso_day_of_week(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

/// The ISO 8601 year and week: the week belongs to the year that its Thursday is in.
fn iso_week(days: i64) -> (i64, i64) {
    let thursday = days - iso_day_of_week(days) + 4;
    let year = civil_from_days(thursday).0;
    (year, (thursday - days_from_civil(year, 1, 1)) / 7 + 1)
}

/// The week-based year and week that begin on Sunday, 1 January being in week 1 (what Java calls the weeks of the US).
pub(crate) fn sunday_week(days: i64) -> (i64, i64) {
    let saturday = days + 6 - (days + 4).rem_euclid(7);
    let year = civil_from_days(saturday).0;
    (year, (saturday - days_from_civil(year, 1, 1)) / 7 + 1)
}

/// The first day of a [`sunday_week`].
pub(crate) fn sunday_week_start(year: i64, week: i64) -> i64 {
    let first = days_from_civil(year, 1, 1);
    first - (first + 4).rem_euclid(7) + (week - 1) * 7
}

/// The first day of the unit that a day lies in; `None` for units shorter than a day. Flink takes a day before 15 October
/// 1582 apart by the Julian calendar and puts it together by the Gregorian one.
pub(crate) fn floor(days: i64, unit: Unit) -> Option<i64> {
    let (year, month, day) = historic_civil(days);
    Some(match unit {
        Unit::Millennium => days_from_civil((year + 999) / 1_000 * 1_000 - 999, 1, 1),
        Unit::Century => days_from_civil((year + 99) / 100 * 100 - 99, 1, 1),
        Unit::Decade => days_from_civil(year / 10 * 10, 1, 1),
        Unit::Year => days_from_civil(year, 1, 1),
        Unit::Quarter => days_from_civil(year, (month - 1) / 3 * 3 + 1, 1),
        Unit::Month => days_from_civil(year, month, 1),
        Unit::Week => days_from_civil(year, month, day) - (days + 4).rem_euclid(7),
        Unit::Day => days_from_civil(year, month, day),
        _ => return None,
    })
}

/// The first day of the next unit, or the day itself where it is such a first day. As in Flink, which a rule does not explain:
/// a DECADE, a CENTURY, a MILLENNIUM and a DAY always go on to the next, a QUARTER unless it is 1 January.
pub(crate) fn ceil(days: i64, unit: Unit) -> Option<i64> {
    let (_, month, day) = historic_civil(days);
    let start = floor(days, unit)?;
    let stays = match unit {
        Unit::Year | Unit::Quarter => month == 1 && day == 1,
        Unit::Month => day == 1,
        Unit::Week => (days + 4).rem_euclid(7) == 0,
        _ => false,
    };
    Some(match unit {
        _ if stays => start,
        Unit::Week => start + 7,
        Unit::Day => start + 1,
        _ => add_months(start, unit.months().expect("longer than a week").into()),
    })
}

/// Year, month and day in the calendar of the time.
pub(crate) fn historic_civil(days: i64) -> (i64, u32, u32) {
    if days >= GREGORIAN_FROM {
        return civil_from_days(days);
    }
    // The Julian calendar repeats every 1461 days; day 0 of its era here is 1 March of the year 0.
    let shifted = days + 719_470;
    let day_of_cycle = shifted.rem_euclid(1_461);
    let year_of_cycle = (day_of_cycle - day_of_cycle / 1_460) / 365;
    let day_of_year = day_of_cycle - year_of_cycle * 365;
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32;
    let month = (shifted_month + if shifted_month < 10 { 3 } else { -9 }) as u32;
    (shifted.div_euclid(1_461) * 4 + year_of_cycle + i64::from(month <= 2), month, day)
}

/// The day of a year, a month and a day of it in the calendar of the time; month and day may lie outside their bounds.
pub(crate) fn days_from_historic(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) as u32 + 1);
    let gregorian = days_from_civil(year, month, 1) + day - 1;
    if gregorian >= GREGORIAN_FROM {
        return gregorian;
    }
    let shifted_year = if month <= 2 { year - 1 } else { year };
    let shifted_month = i64::from((month + 9) % 12);
    shifted_year * 365 + shifted_year.div_euclid(4) + (153 * shifted_month + 2) / 5 + day - 1 - 719_470
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_as_they_are_added() {
        let (from, to) = (days_from_civil(2024, 1, 31), days_from_civil(2024, 2, 29));
        assert_eq!(months_between(from, to), 1);
        assert_eq!(months_between(to, from), -1);
        assert_eq!(add_months(from, 1), to);
        assert_eq!(add_months(from, -2), days_from_civil(2023, 11, 30));
    }

    #[test]
    fn weeks_belong_to_one_year() {
        assert_eq!(iso_week(days_from_civil(2024, 12, 31)), (2025, 1));
        assert_eq!(iso_week(days_from_civil(2021, 1, 3)), (2020, 53));
        assert_eq!(sunday_week(days_from_civil(2024, 12, 29)), (2025, 1));
        assert_eq!(sunday_week_start(2024, 5), days_from_civil(2024, 1, 28));
    }
}
