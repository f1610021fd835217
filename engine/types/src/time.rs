//! Civil dates and times of day as numbers, and their plain text forms.
//!
//! Dates are days since 1970-01-01 in the proleptic Gregorian calendar, times of day are nanoseconds since midnight. The
//! conversions are Howard Hinnant's ("chrono-compatible low-level date algorithms"). What a CAST or a format accepts and
//! prints beyond these plain forms is theirs to say.

use std::fmt::Write;

/// Nanoseconds in a day.
pub const NANOS_PER_DAY: i64 = 86_400_000_000_000;
/// Milliseconds in a day.
pub const MILLIS_PER_DAY: i64 = 86_400_000;

/// Days since 1970-01-01 of a civil date; month 1 to 12, day 1 to 31 (not checked against the month).
pub fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let shifted_month = i64::from((month + 9) % 12);
    let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The civil date (year, month, day) of days since 1970-01-01.
pub fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 } as u32;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Whether a year has a 29th of February.
pub fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The number of days in a month (1 to 12).
pub fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        2 if is_leap_year(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Appends `yyyy-MM-dd`.
pub fn write_date(days: i64, out: &mut String) {
    let (year, month, day) = civil_from_days(days);
    if (0..=9_999).contains(&year) {
        push_digits(year as u32, 4, out);
    } else {
        write!(out, "{}{:04}", if year < 0 { "-" } else { "+" }, year.abs()).expect("writing to a String");
    }
    out.push('-');
    push_digits(month, 2, out);
    out.push('-');
    push_digits(day, 2, out);
}

/// Appends `HH:mm:ss` and, after a point, `digits` digits of the second (0: no point).
pub fn write_time(nanos_of_day: i64, digits: u8, out: &mut String) {
    let seconds = (nanos_of_day / 1_000_000_000) as u32;
    push_digits(seconds / 3_600, 2, out);
    out.push(':');
    push_digits(seconds / 60 % 60, 2, out);
    out.push(':');
    push_digits(seconds % 60, 2, out);
    if digits > 0 {
        let fraction = (nanos_of_day % 1_000_000_000) as u32;
        out.push('.');
        push_digits(fraction / 10u32.pow(9 - u32::from(digits)), digits, out);
    }
}

/// Appends a time of day as Java's `LocalTime.toString`: digits of the second in groups of three and, where the caller allows,
/// no seconds when they are zero.
pub fn write_iso_time(nanos_of_day: i64, may_drop_seconds: bool, out: &mut String) {
    let digits = match nanos_of_day % 1_000_000_000 {
        0 => 0,
        fraction if fraction % 1_000_000 == 0 => 3,
        fraction if fraction % 1_000 == 0 => 6,
        _ => 9,
    };
    write_time(nanos_of_day, digits, out);
    if may_drop_seconds && nanos_of_day % 60_000_000_000 == 0 {
        out.truncate(out.len() - ":00".len());
    }
}

fn push_digits(value: u32, width: u8, out: &mut String) {
    for place in (0..u32::from(width)).rev() {
        out.push(char::from(b'0' + (value / 10u32.pow(place) % 10) as u8));
    }
}

/// Reads `yyyy-MM-dd` exactly (ten bytes, a real date): days since 1970-01-01.
#[inline]
pub fn read_date(text: &[u8]) -> Option<i64> {
    if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let year = i64::from(digits(&text[..4])?);
    let (month, day) = (digits(&text[5..7])?, digits(&text[8..])?);
    let real = (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
    real.then(|| days_from_civil(year, month, day))
}

/// Reads `HH:mm:ss`, optionally with a point and 1 to 9 digits: nanoseconds since midnight.
#[inline]
pub fn read_time(text: &[u8]) -> Option<i64> {
    if text.len() < 8 || text[2] != b':' || text[5] != b':' {
        return None;
    }
    let (hour, minute, second) = (digits(&text[..2])?, digits(&text[3..5])?, digits(&text[6..8])?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = i64::from(hour * 3_600 + minute * 60 + second);
    Some(seconds * 1_000_000_000 + read_fraction(&text[8..])?)
}

fn read_fraction(text: &[u8]) -> Option<i64> {
    match text {
        [] => Some(0),
        [b'.', fraction @ ..] if (1..=9).contains(&fraction.len()) => {
            Some(i64::from(digits(fraction)?) * 10i64.pow(9 - fraction.len() as u32))
        }
        _ => None,
    }
}

#[inline]
fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0u32, |n, &b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}

/// Reads a date, one separator byte and a time: days since 1970-01-01 and nanoseconds of that day.
#[inline]
pub fn read_timestamp(text: &[u8], separator: u8) -> Option<(i64, i64)> {
    if text.len() < 19 || text[10] != separator {
        return None;
    }
    Some((read_date(&text[..10])?, read_time(&text[11..])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_there_and_back_over_four_centuries() {
        let mut days = days_from_civil(1_800, 1, 1);
        for year in 1_800..2_200 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    assert_eq!(days_from_civil(year, month, day), days);
                    assert_eq!(civil_from_days(days), (year, month, day));
                    days += 1;
                }
            }
        }
    }

    #[test]
    fn known_instants() {
        assert_eq!(days_from_civil(1970, 1, 1), 0);
        assert_eq!(days_from_civil(2000, 3, 1), 11_017);
        assert_eq!(read_timestamp(b"1969-12-31 23:59:59.5", b' '), Some((-1, 86_399_500_000_000)));
    }

    #[test]
    fn what_is_not_a_date_or_time_is_refused() {
        for text in ["2023-02-29", "2024-13-01", "2024-1-01", "2024-00-10", "20240101", ""] {
            assert_eq!(read_date(text.as_bytes()), None, "{text}");
        }
        for text in ["24:00:00", "10:60:00", "10:00", "10:00:00.", "10:00:00.1234567890", "1a:00:00"] {
            assert_eq!(read_time(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn text_forms() {
        let mut out = String::new();
        write_date(days_from_civil(2024, 2, 29), &mut out);
        out.push(' ');
        write_time(3_723_045_000_000, 3, &mut out);
        assert_eq!(out, "2024-02-29 01:02:03.045");
    }
}
