//! A point in time, of a calendar (TIMESTAMP) or of the world (TIMESTAMP_LTZ).
//!
//! Whatever precision its type declares, a value carries nanoseconds, as in Flink: what a source read or a function made keeps
//! its digits until it is cast to fewer, or until it is stored: the row codec keeps milliseconds of precisions up to 3.
//! Milliseconds are 64 bits, so that every precision covers every year that can be written.

use crate::time::{MILLIS_PER_DAY, NANOS_PER_DAY};

const NANOS_PER_MILLI: i64 = 1_000_000;

/// Milliseconds since 1970-01-01 00:00:00 (UTC for TIMESTAMP_LTZ), and the nanoseconds within that millisecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    millis: i64,
    /// At most 999,999.
    nanos: u32,
}

impl Timestamp {
    /// The start of a millisecond.
    #[inline]
    pub const fn from_millis(millis: i64) -> Self {
        Timestamp { millis, nanos: 0 }
    }

    /// A millisecond and the nanoseconds within it, at most 999,999.
    #[inline]
    pub const fn new(millis: i64, nanos: u32) -> Self {
        debug_assert!(nanos < NANOS_PER_MILLI as u32);
        Timestamp { millis, nanos }
    }

    /// Days since 1970-01-01 and nanoseconds from the start of that day on; `None` beyond 64 bits of milliseconds.
    #[inline]
    pub fn of_day(days: i64, nanos_of_day: i64) -> Option<Self> {
        let millis = days.checked_mul(MILLIS_PER_DAY)?.checked_add(nanos_of_day.div_euclid(NANOS_PER_MILLI))?;
        Some(Timestamp { millis, nanos: nanos_of_day.rem_euclid(NANOS_PER_MILLI) as u32 })
    }

    /// Milliseconds since 1970-01-01 00:00:00, rounded down.
    #[inline]
    pub const fn millis(self) -> i64 {
        self.millis
    }

    /// The nanoseconds within the millisecond.
    #[inline]
    pub const fn nanos(self) -> u32 {
        self.nanos
    }

    /// Days since 1970-01-01, and nanoseconds of that day.
    pub fn day_and_nanos(self) -> (i64, i64) {
        let (days, millis) = (self.millis.div_euclid(MILLIS_PER_DAY), self.millis.rem_euclid(MILLIS_PER_DAY));
        debug_assert!(millis * NANOS_PER_MILLI < NANOS_PER_DAY);
        (days, millis * NANOS_PER_MILLI + i64::from(self.nanos))
    }

    /// Another millisecond, the same nanoseconds within it.
    pub const fn with_millis(self, millis: i64) -> Self {
        Timestamp { millis, nanos: self.nanos }
    }

    /// So many milliseconds later; `None` beyond 64 bits.
    pub fn plus_millis(self, millis: i64) -> Option<Self> {
        Some(self.with_millis(self.millis.checked_add(millis)?))
    }

    /// Cut to `precision` digits of a second (0 to 9), towards the past.
    pub fn truncate(self, precision: u8) -> Self {
        match u32::from(precision) {
            p @ 0..3 => Timestamp::from_millis(self.millis - self.millis.rem_euclid(10i64.pow(3 - p))),
            p @ 3..9 => Timestamp { millis: self.millis, nanos: self.nanos - self.nanos % 10u32.pow(9 - p) },
            _ => self,
        }
    }

    /// What storing under a type of `precision` leaves: of precisions up to 3 the milliseconds, of others everything.
    #[inline]
    pub const fn stored(self, precision: u8) -> Self {
        if precision <= 3 { Timestamp::from_millis(self.millis) } else { self }
    }

    /// The form in which columns hold it: milliseconds in the high half, nanoseconds in the low one, which orders as time does
    /// and gives the milliseconds without a division.
    #[inline]
    pub const fn packed(self) -> i128 {
        (self.millis as i128) << 64 | self.nanos as i128
    }

    /// What [`packed`](Self::packed) made, and something for any other number (what stands under a NULL may be any).
    #[inline]
    pub const fn unpacked(packed: i128) -> Self {
        Timestamp { millis: packed_millis(packed), nanos: packed as u32 }
    }
}

/// The milliseconds of a timestamp as columns hold it.
#[inline]
pub const fn packed_millis(packed: i128) -> i64 {
    (packed >> 64) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::days_from_civil;

    #[test]
    fn packing_keeps_value_and_order() {
        let points = [(i64::MIN, 0), (-1, 0), (-1, 999_999), (0, 0), (0, 1), (1, 0), (i64::MAX, 999_999)];
        let packed = points.map(|(millis, nanos)| Timestamp::new(millis, nanos).packed());
        assert!(packed.is_sorted());
        assert_eq!(packed.map(Timestamp::unpacked), points.map(|(millis, nanos)| Timestamp::new(millis, nanos)));
        assert_eq!(packed.map(packed_millis), points.map(|(millis, _)| millis));
    }

    #[test]
    fn days_and_back_at_both_ends_of_the_calendar() {
        for (year, month, day) in [(1, 1, 1), (1969, 12, 31), (1970, 1, 1), (9999, 12, 31)] {
            let days = days_from_civil(year, month, day);
            let point = Timestamp::of_day(days, 86_399_123_456_789).unwrap();
            assert_eq!(point.day_and_nanos(), (days, 86_399_123_456_789));
            assert_eq!(point.nanos(), 456_789);
        }
    }

    #[test]
    fn truncation_goes_towards_the_past() {
        let point = Timestamp::new(-1, 999_999);
        assert_eq!(point.truncate(0), Timestamp::from_millis(-1_000));
        assert_eq!(point.truncate(3), Timestamp::from_millis(-1));
        assert_eq!(point.truncate(7), Timestamp::new(-1, 999_900));
        assert_eq!(point.truncate(9), point);
        assert_eq!(point.stored(2), Timestamp::from_millis(-1));
        assert_eq!(point.stored(4), point);
    }
}
