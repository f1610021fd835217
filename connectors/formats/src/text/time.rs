//! Dates and times as Flink's formats read and print them.
//!
//! Java's formatters differ in what they forgive, and the differences are Flink's answers: the SQL forms take the 31st of a short
//! month as its last day and 24:00:00 as the next midnight, the ISO form of TIMESTAMP does not, that of TIMESTAMP_LTZ does.

use std::fmt::Write;
use waterwheel::types::Timestamp;
use waterwheel::types::time::{NANOS_PER_DAY, civil_from_days, days_from_civil, days_in_month, read_date, read_timestamp};

/// `timestamp-format.standard`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standard {
    /// `yyyy-MM-dd HH:mm:ss[.S…]`, with `Z` behind it for an instant.
    #[default]
    Sql,
    /// `yyyy-MM-ddTHH:mm[:ss[.S…]]`, with `Z` behind it for an instant.
    Iso,
}

/// The part of a text that is not read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn skip(&mut self, byte: u8) -> Option<()> {
        let rest = self.0.strip_prefix(&[byte])?;
        self.0 = rest;
        Some(())
    }

    fn digits(&mut self, min: usize, max: usize) -> Option<(i64, usize)> {
        let count = self.0.iter().take(max).take_while(|b| b.is_ascii_digit()).count();
        if count < min {
            return None;
        }
        let value = self.0[..count].iter().fold(0, |n, b| n * 10 + i64::from(b - b'0'));
        self.0 = &self.0[count..];
        Some((value, count))
    }

    fn two_digits(&mut self) -> Option<i64> {
        self.digits(2, 2).map(|(value, _)| value)
    }

    /// Four digits, `-` and four or more, `+` and five or more.
    fn year(&mut self) -> Option<i64> {
        let sign = self.0.first().copied();
        if matches!(sign, Some(b'+' | b'-')) {
            self.0 = &self.0[1..];
        }
        let (year, count) = self.digits(4, 10)?;
        match sign {
            Some(b'-') => (year != 0).then_some(-year),
            Some(b'+') => (count > 4).then_some(year),
            _ => (count == 4).then_some(year),
        }
    }

    /// Days since 1970; a day that the month lacks is its last one when `lenient`.
    fn date(&mut self, lenient: bool) -> Option<i64> {
        let year = self.year()?;
        self.skip(b'-')?;
        let month = self.two_digits()? as u32;
        self.skip(b'-')?;
        let day = self.two_digits()? as u32;
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let last = days_in_month(year, month);
        if day > last && !lenient { None } else { Some(days_from_civil(year, month, day.min(last))) }
    }

    /// Nanoseconds of the day, a whole day for 24:00:00 when `lenient`. Seconds may be missing when `short`.
    fn time(&mut self, lenient: bool, short: bool) -> Option<i64> {
        let hour = self.two_digits()?;
        self.skip(b':')?;
        let minute = self.two_digits()?;
        let (second, fraction) = match self.skip(b':') {
            Some(()) => (self.two_digits()?, self.fraction()?),
            None if short => (0, 0),
            None => return None,
        };
        let nanos = (hour * 3_600 + minute * 60 + second) * 1_000_000_000 + fraction;
        let in_day = hour <= 23 && minute <= 59 && second <= 59;
        (in_day || (lenient && hour == 24 && nanos == NANOS_PER_DAY)).then_some(nanos)
    }

    /// Nothing, or a point and up to nine digits.
    fn fraction(&mut self) -> Option<i64> {
        if self.skip(b'.').is_none() {
            return Some(0);
        }
        let (value, count) = self.digits(0, 9)?;
        Some(value * 10i64.pow(9 - count as u32))
    }

    /// A fraction and nothing behind it.
    fn whole_fraction(mut self) -> Option<i64> {
        let fraction = self.fraction()?;
        self.end()?;
        Some(fraction)
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// A DATE: days since 1970.
pub(crate) fn parse_date(text: &str) -> Option<i32> {
    let mut rest = Rest(text.as_bytes());
    let days = rest.date(false)?;
    rest.end()?;
    days.try_into().ok()
}

/// A TIME in milliseconds; finer digits are cut off, 24:00:00 is midnight.
pub(crate) fn parse_time(text: &str) -> Option<i32> {
    let mut rest = Rest(text.as_bytes());
    let nanos = rest.time(true, false)?;
    rest.end()?;
    Some((nanos % NANOS_PER_DAY / 1_000_000) as i32)
}

/// A date as `java.sql.Date.valueOf` reads it: four digits, then one or two each; a day that the month lacks runs into the next.
pub(crate) fn parse_lenient_date(text: &str) -> Option<i32> {
    let mut rest = Rest(text.as_bytes());
    let (year, _) = rest.digits(4, 4)?;
    rest.skip(b'-')?;
    let (month, _) = rest.digits(1, 2)?;
    rest.skip(b'-')?;
    let (day, _) = rest.digits(1, 2)?;
    rest.end()?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    (days_from_civil(year, month as u32, 1) + day - 1).try_into().ok()
}

/// A TIME as `LocalTime.parse` reads it, seconds optional, in milliseconds, cut to `precision` digits of a second.
pub(crate) fn parse_local_time(text: &str, precision: u8) -> Option<i32> {
    let mut rest = Rest(text.as_bytes());
    let nanos = rest.time(false, true)?;
    rest.end()?;
    let kept = 10i64.pow(9 - u32::from(precision.min(3)));
    Some((nanos / kept * kept / 1_000_000) as i32)
}

/// Reads timestamps that follow one another: most are of the same day as the one before, whose days are kept.
#[derive(Debug)]
pub(crate) struct TimestampReader {
    standard: Standard,
    instant: bool,
    day_text: [u8; 10],
    day: i64,
}

impl TimestampReader {
    /// A reader of TIMESTAMP or, with `instant`, TIMESTAMP_LTZ.
    pub(crate) fn new(standard: Standard, instant: bool) -> Self {
        TimestampReader { standard, instant, day_text: *b"1970-01-01", day: 0 }
    }

    /// The same as [`parse_timestamp`].
    #[inline]
    pub(crate) fn read(&mut self, text: &str) -> Option<Timestamp> {
        self.read_plain(text.as_bytes()).or_else(|| parse_timestamp(text, self.standard, self.instant))
    }

    /// Ten bytes of date, a separator and a time of day in its plain form.
    fn read_plain(&mut self, text: &[u8]) -> Option<Timestamp> {
        let text = if self.instant { text.strip_suffix(b"Z")? } else { text };
        let (day, rest) = text.split_first_chunk::<10>()?;
        let (separator, time) = rest.split_first()?;
        if *separator != (if self.standard == Standard::Sql { b' ' } else { b'T' }) {
            return None;
        }
        if *day != self.day_text {
            (self.day, self.day_text) = (read_date(day)?, *day);
        }
        Timestamp::of_day(self.day, plain_time(time)?)
    }
}

/// `HH:mm:ss`, perhaps with a point and up to nine digits, in nanoseconds.
#[inline]
fn plain_time(text: &[u8]) -> Option<i64> {
    let (&[h1, h2, b':', m1, m2, b':', s1, s2], rest) = text.split_first_chunk::<8>()? else { return None };
    let pair = |tens: u8, ones: u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens <= 9 && ones <= 9).then(|| i64::from(tens * 10 + ones))
    };
    let (hour, minute, second) = (pair(h1, h2)?, pair(m1, m2)?, pair(s1, s2)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let fraction = if rest.is_empty() { 0 } else { Rest(rest).whole_fraction()? };
    Some((hour * 3_600 + minute * 60 + second) * 1_000_000_000 + fraction)
}

/// A TIMESTAMP or, with `instant`, a TIMESTAMP_LTZ, with every digit written, whatever the precision of the column.
pub(crate) fn parse_timestamp(text: &str, standard: Standard, instant: bool) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let plain = if instant { bytes.strip_suffix(b"Z")? } else { bytes };
    let separator = if standard == Standard::Sql { b' ' } else { b'T' };
    let (days, nanos) = match read_timestamp(plain, separator) {
        Some(usual) => usual,
        None => parse_unusual_timestamp(plain, standard, instant)?,
    };
    Timestamp::of_day(days, nanos)
}

fn parse_unusual_timestamp(text: &[u8], standard: Standard, instant: bool) -> Option<(i64, i64)> {
    let lenient = standard == Standard::Sql || instant;
    let mut rest = Rest(text);
    let days = rest.date(lenient)?;
    match standard {
        Standard::Sql => rest.skip(b' ')?,
        Standard::Iso => rest.skip(b'T').or_else(|| if instant { None } else { rest.skip(b't') })?,
    }
    let nanos = rest.time(lenient, standard == Standard::Iso)?;
    rest.end()?;
    Some((days, nanos))
}

/// Appends `yyyy-MM-dd`.
pub(crate) fn write_date(days: i64, out: &mut String) {
    let (year, month, day) = civil_from_days(days);
    match year {
        0..=9_999 => write!(out, "{year:04}-{month:02}-{day:02}"),
        10_000.. => write!(out, "+{year}-{month:02}-{day:02}"),
        _ => write!(out, "-{:04}-{month:02}-{day:02}", -year),
    }
    .expect("writing to a String");
}

/// Appends `HH:mm:ss` and a fraction without trailing zeros, where there is one.
pub(crate) fn write_time(nanos_of_day: i64, out: &mut String) {
    let seconds = nanos_of_day / 1_000_000_000;
    write!(out, "{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60).expect("writing to a String");
    let fraction = nanos_of_day % 1_000_000_000;
    if fraction > 0 {
        write!(out, ".{}", format!("{fraction:09}").trim_end_matches('0')).expect("writing to a String");
    }
}

/// Appends a TIMESTAMP or, with `instant`, a TIMESTAMP_LTZ.
pub(crate) fn write_timestamp(value: Timestamp, standard: Standard, instant: bool, out: &mut String) {
    let (days, nanos) = value.day_and_nanos();
    write_date(days, out);
    out.push(if standard == Standard::Sql { ' ' } else { 'T' });
    write_time(nanos, out);
    if instant {
        out.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, standard: Standard, instant: bool) -> Option<String> {
        let mut out = String::new();
        write_timestamp(parse_timestamp(text, standard, instant)?, standard, instant, &mut out);
        Some(out)
    }

    #[test]
    fn sql_timestamps_as_flink_reads_them() {
        for (text, expected) in [
            ("2024-01-02 10:11:12.123456789", Some("2024-01-02 10:11:12.123456789")),
            ("2024-01-02 10:11:12", Some("2024-01-02 10:11:12")),
            ("2024-01-02 10:11:12.", Some("2024-01-02 10:11:12")),
            ("2024-02-30 00:00:00", Some("2024-02-29 00:00:00")),
            ("2024-02-32 00:00:00", None),
            ("2024-01-02 24:00:00", Some("2024-01-03 00:00:00")),
            ("2024-01-02 24:00:01", None),
            ("1969-12-31 23:59:59.9996", Some("1969-12-31 23:59:59.9996")),
            ("+12024-01-02 10:11:12", Some("+12024-01-02 10:11:12")),
            ("-0044-03-15 10:11:12", Some("-0044-03-15 10:11:12")),
            ("12024-01-02 10:11:12", None),
            ("2024-01-02T10:11:12", None),
            ("2024-01-02 10:11", None),
            ("2024-01-02 10:11:12Z", None),
            ("2024-01-02 10:11:12.1234567890", None),
        ] {
            assert_eq!(shown(text, Standard::Sql, false).as_deref(), expected, "{text}");
        }
        assert_eq!(shown("2024-01-02 10:11:12.5Z", Standard::Sql, true).as_deref(), Some("2024-01-02 10:11:12.5Z"));
        assert_eq!(shown("2024-01-02 10:11:12", Standard::Sql, true), None);
        assert_eq!(shown("2024-01-02 10:11:12z", Standard::Sql, true), None);
    }

    #[test]
    fn a_reader_reads_what_one_alone_reads() {
        let texts = [
            "2024-01-02 10:11:12.5",
            "2024-01-02 10:11:13",
            "2024-01-02 24:00:00",
            "2024-02-30 00:00:00",
            "2024-01-02 10:11:1x",
            "2024-01-02",
            "+12024-01-02 00:00:00",
        ];
        for standard in [Standard::Sql, Standard::Iso] {
            for instant in [false, true] {
                let mut reader = TimestampReader::new(standard, instant);
                for text in texts.iter().flat_map(|t| [(*t).to_owned(), format!("{t}Z"), t.replace(' ', "T"), t.replace(' ', "T") + "Z"]) {
                    assert_eq!(reader.read(&text), parse_timestamp(&text, standard, instant), "{text}");
                }
            }
        }
    }

    #[test]
    fn iso_timestamps_as_flink_reads_them() {
        for (text, plain, instant) in [
            ("2024-01-02T10:11", Some("2024-01-02T10:11:00"), Some("2024-01-02T10:11:00Z")),
            ("2024-01-02t10:11:12", Some("2024-01-02T10:11:12"), None),
            ("2024-02-30T10:11:12", None, Some("2024-02-29T10:11:12Z")),
            ("2024-01-02T24:00", None, Some("2024-01-03T00:00:00Z")),
            ("2024-01-02 10:11:12", None, None),
            ("2024-01-02T10", None, None),
        ] {
            assert_eq!(shown(text, Standard::Iso, false).as_deref(), plain, "{text}");
            assert_eq!(shown(&format!("{text}Z"), Standard::Iso, true).as_deref(), instant, "{text}Z");
        }
    }

    #[test]
    fn dates_and_times_as_flink_reads_them() {
        for text in ["2024-1-2", "2024-02-30", " 2024-01-01", "2024-01-02 00:00:00", "", "10000-01-01", "+2024-01-01"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(parse_date("0000-01-01"), Some(-719_528));
        assert!(parse_date("+12024-01-01").is_some());
        assert_eq!(parse_time("10:11:12.5"), Some(36_672_500));
        assert_eq!(parse_time("24:00:00"), Some(0));
        assert_eq!(parse_time("23:59:59.999999999"), Some(86_399_999));
        for text in ["10:11", "1:02:03", "23:59:60", "24:00:00.5", "10:11:12Z"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }
}
