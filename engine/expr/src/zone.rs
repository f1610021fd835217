//! Time zones: how far local time is from UTC at some instant, and which instant a local time is.
//!
//! The rules are the IANA database's, compiled in, so that an answer does not depend on the machine. Where a local time is
//! skipped or happens twice, the offset before the change counts, as in Java: 02:30 in a spring gap is 03:30, in an
//! autumn overlap the first 02:30.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use waterwheel::operator::window::{Period, ZoneRules};

const MILLIS_PER_MINUTE: i64 = 60_000;
/// The beginning of 1900, before which Java's older calendar knows no changes of offsets.
const CALENDAR_FROM: i64 = -2_208_988_800_000;
/// The beginning of January and of July 2024.
pub(crate) const SEASONS: [i64; 2] = [1_704_067_200_000, 1_719_792_000_000];

/// A time zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone(Rules);

#[derive(Clone, Debug, PartialEq)]
enum Rules {
    /// Milliseconds ahead of UTC, always.
    Fixed(i64),
    Named(TimeZone),
}

impl Zone {
    /// UTC.
    pub const UTC: Zone = Zone(Rules::Fixed(0));

    /// A zone by its IANA name (`Europe/Berlin`), as `UTC`, `GMT` or `Z`, or as an offset (`+05:30`, `GMT-8`, `UTC+01:00`).
    pub fn parse(name: &str) -> Option<Zone> {
        let offset = ["UTC", "GMT", "UT", ""].iter().find_map(|prefix| read_offset(name.strip_prefix(prefix)?));
        match offset {
            Some(millis) => Some(Zone(Rules::Fixed(millis))),
            None if name == "Z" => Some(Zone::UTC),
            None => TimeZone::get(name).ok().map(|zone| Zone(Rules::Named(zone))),
        }
    }

    /// The zone of a session; a name that is none was refused when it was set.
    pub fn of_session(session: &crate::Session) -> Zone {
        Zone::parse(&session.time_zone).unwrap_or(Zone::UTC)
    }

    /// How many milliseconds local time is ahead of UTC at an instant (milliseconds since 1970, UTC).
    pub fn offset_at(&self, utc_ms: i64) -> i64 {
        match &self.0 {
            Rules::Fixed(millis) => *millis,
            Rules::Named(zone) => i64::from(zone.to_offset(instant(utc_ms)).seconds()) * 1_000,
        }
    }

    /// The same as Java's older calendar has it, by which Flink's EXTRACT, FLOOR and CEIL go: before 1900 it knows no local
    /// mean time, only the standard offset of today.
    pub fn calendar_offset_at(&self, utc_ms: i64) -> i64 {
        if utc_ms < CALENDAR_FROM { self.standard_offset() } else { self.offset_at(utc_ms) }
    }

    /// The offset without daylight saving: the smaller one of the two seasons.
    fn standard_offset(&self) -> i64 {
        let [winter, summer] = SEASONS.map(|at| self.offset_at(at));
        winter.min(summer)
    }

    /// The short name of the time at an instant (`CET`), or `GMT+05:30` where there is none.
    pub fn abbreviation_at(&self, utc_ms: i64) -> String {
        if let Rules::Named(zone) = &self.0 {
            let info = zone.to_offset_info(instant(utc_ms));
            if info.abbreviation().starts_with(|c: char| c.is_ascii_alphabetic()) {
                return info.abbreviation().to_owned();
            }
        }
        match self.offset_at(utc_ms) / MILLIS_PER_MINUTE {
            0 => "UTC".to_owned(),
            minutes => format!("GMT{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60),
        }
    }

    /// Local time of an instant, both in milliseconds since 1970-01-01 00:00:00.
    pub fn to_local(&self, utc_ms: i64) -> i64 {
        utc_ms.saturating_add(self.offset_at(utc_ms))
    }

    /// The instant of a local time, both in milliseconds since 1970-01-01 00:00:00.
    pub fn to_utc(&self, local_ms: i64) -> i64 {
        self.to_utc_with(local_ms, |before, _| before)
    }

    /// The instant of a local time in Java's older calendar, in which a local time that happens twice is the second one.
    pub fn calendar_to_utc(&self, local_ms: i64) -> i64 {
        if local_ms < CALENDAR_FROM {
            return local_ms.saturating_sub(self.standard_offset());
        }
        self.to_utc_with(local_ms, |_, after| after)
    }

    /// `twice` chooses between the offsets before and after the change where a local time happens twice.
    fn to_utc_with(&self, local_ms: i64, twice: impl Fn(Offset, Offset) -> Offset) -> i64 {
        match &self.0 {
            Rules::Fixed(millis) => local_ms.saturating_sub(*millis),
            Rules::Named(zone) => {
                let offset = match zone.to_ambiguous_timestamp(civil(local_ms)).offset() {
                    AmbiguousOffset::Unambiguous { offset } => offset,
                    AmbiguousOffset::Gap { before, .. } => before,
                    AmbiguousOffset::Fold { before, after } => twice(before, after),
                };
                local_ms.saturating_sub(i64::from(offset.seconds()) * 1_000)
            }
        }
    }
}

impl ZoneRules for Zone {
    fn period_at(&self, utc_ms: i64) -> Period {
        let (from_ms, until_ms) = match &self.0 {
            Rules::Fixed(_) => (i64::MIN, i64::MAX),
            Rules::Named(zone) => {
                let from = zone.preceding(instant(utc_ms.saturating_add(1))).next();
                let until = zone.following(instant(utc_ms)).next();
                let ms = |change: jiff::tz::TimeZoneTransition<'_>| change.timestamp().as_millisecond();
                (from.map_or(i64::MIN, ms), until.map_or(i64::MAX, ms))
            }
        };
        Period { from_ms, until_ms, offset_ms: self.offset_at(utc_ms) }
    }

    fn to_utc(&self, local_ms: i64) -> i64 {
        Zone::to_utc(self, local_ms)
    }
}

/// An offset with an optional sign part (`+8`, `-05:30`, `+01:00:00`) in milliseconds; nothing is none.
fn read_offset(text: &str) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let parts: Vec<i64> = digits.split(':').map(two_digits).collect::<Option<_>>()?;
    let (hours, minutes, seconds) = match parts[..] {
        [h] => (h, 0, 0),
        [h, m] => (h, m, 0),
        [h, m, s] => (h, m, s),
        _ => return None,
    };
    let fits = hours <= 18 && minutes <= 59 && seconds <= 59;
    fits.then_some(sign * ((hours * 60 + minutes) * MILLIS_PER_MINUTE + seconds * 1_000))
}

fn two_digits(text: &str) -> Option<i64> {
    let plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// The instant, or the nearest one that the database speaks of (years -9999 to 9999).
fn instant(utc_ms: i64) -> Timestamp {
    Timestamp::from_millisecond(utc_ms).unwrap_or(if utc_ms < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

fn civil(local_ms: i64) -> DateTime {
    Offset::UTC.to_datetime(instant(local_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn names_and_offsets() {
        assert_eq!(Zone::parse("UTC").unwrap().offset_at(0), 0);
        assert_eq!(Zone::parse("GMT+05:30").unwrap().offset_at(0), 5 * HOUR + HOUR / 2);
        assert_eq!(Zone::parse("-8").unwrap().offset_at(0), -8 * HOUR);
        assert_eq!(Zone::parse("Asia/Shanghai").unwrap().offset_at(0), 8 * HOUR);
        assert_eq!(Zone::parse("Mars/Olympus"), None);
        assert_eq!(Zone::parse("+99:00"), None);
    }

    #[test]
    fn gaps_and_overlaps_use_the_offset_before() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        // 2024-03-31 02:30 does not exist: it is 03:30 CEST, 01:30 UTC.
        let gap = 1_711_852_200_000;
        assert_eq!(berlin.to_utc(gap), gap - HOUR);
        assert_eq!(berlin.to_local(berlin.to_utc(gap)), gap + HOUR);
        // 2024-10-27 02:30 happens twice: the first one is CEST, 00:30 UTC.
        let twice = 1_729_996_200_000;
        assert_eq!(berlin.to_utc(twice), twice - 2 * HOUR);
        assert_eq!(berlin.calendar_to_utc(twice), twice - HOUR);
    }

    #[test]
    fn periods_lie_between_two_changes() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let (spring, autumn) = (1_711_846_800_000, 1_729_990_800_000);
        let summer = Period { from_ms: spring, until_ms: autumn, offset_ms: 2 * HOUR };
        assert_eq!([spring, autumn - 1].map(|at| berlin.period_at(at)), [summer, summer]);
        assert_eq!((berlin.period_at(spring - 1).until_ms, berlin.period_at(autumn).from_ms), (spring, autumn));
        let fixed = Period { from_ms: i64::MIN, until_ms: i64::MAX, offset_ms: HOUR };
        assert_eq!(Zone::parse("+01:00").unwrap().period_at(0), fixed);
    }

    #[test]
    fn instants_beyond_the_calendar_keep_the_last_rules() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        assert_eq!(berlin.offset_at(i64::MAX), HOUR);
        assert_eq!(Zone::parse("Asia/Tokyo").unwrap().to_local(i64::MAX), i64::MAX);
    }
}
