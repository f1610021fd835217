//! Local time: windows over instants (TIMESTAMP_LTZ) are cut where the clocks of the session's zone show their bounds.
//!
//! Operators compute with local times throughout: rows' times, watermarks, panes and bounds in state; only
//! `window_time` is an instant again. Where clocks are set back, an hour comes twice and both belong to the same
//! windows; a window whose end lies in it fires in the second one. Where they are set forward, windows that lie in the
//! hour left out stay empty.

use crate::batch::Watermarks;
use crate::{WATERMARK_MAX, WATERMARK_MIN};
use arrow_array::Array;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use waterwheel_types::column::timestamp_millis;

/// The rules of a time zone.
pub trait ZoneRules: fmt::Debug + Send + Sync {
    /// The period around an instant (milliseconds since 1970, UTC) in which clocks are not changed.
    fn period_at(&self, utc_ms: i64) -> Period;

    /// The instant of a local time; of two the first one, and of a time left out the one that it would be without the
    /// change.
    fn to_utc(&self, local_ms: i64) -> i64;
}

/// Time between two changes of a zone's clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first instant, milliseconds since 1970, UTC.
    pub from_ms: i64,
    /// The first instant after it.
    pub until_ms: i64,
    /// How far clocks are ahead of UTC in it.
    pub offset_ms: i64,
}

/// From instants to the times that windows are cut in, and back; without a zone they are the same.
#[derive(Clone, Debug, Default)]
pub struct LocalTime {
    rules: Option<Arc<dyn ZoneRules>>,
    rows_are_local: bool,
}

impl LocalTime {
    /// The time that clocks of a zone show.
    pub fn of(rules: Arc<dyn ZoneRules>) -> Self {
        LocalTime { rules: Some(rules), rows_are_local: false }
    }

    /// The same where the rows' times are local already, as the bounds of earlier windows are; watermarks still are
    /// instants.
    pub fn of_local_rows(self) -> Self {
        LocalTime { rows_are_local: true, ..self }
    }

    /// The local times of rows, in milliseconds.
    pub(super) fn times(&self, column: &dyn Array) -> Vec<i64> {
        let times = timestamp_millis(column);
        match &self.rules {
            Some(rules) if !self.rows_are_local => {
                let mut clocks = Clocks::of(&**rules);
                times.map(|time| clocks.local(time)).collect()
            }
            _ => times.collect(),
        }
    }

    /// The local time up to which no more rows come, once none comes up to this instant.
    pub(super) fn passed(&self, watermark: i64) -> i64 {
        self.rules.as_ref().map_or(watermark, |rules| Clocks::of(&**rules).passed(watermark))
    }

    /// The same for each row.
    pub(super) fn all_passed<'a>(&self, watermarks: &'a Watermarks) -> Cow<'a, Watermarks> {
        let Some(rules) = &self.rules else { return Cow::Borrowed(watermarks) };
        let mut clocks = Clocks::of(&**rules);
        let mut local = Watermarks::default();
        watermarks.runs().for_each(|(_, rows, watermark)| local.extend(rows, clocks.passed(watermark)));
        Cow::Owned(local)
    }

    /// How far local time is ahead at an instant.
    pub(crate) fn offset_at(&self, utc_ms: i64) -> i64 {
        self.rules.as_ref().map_or(0, |rules| rules.period_at(utc_ms).offset_ms)
    }

    /// The instant of a local time.
    pub(crate) fn to_utc(&self, local_ms: i64) -> i64 {
        self.rules.as_ref().map_or(local_ms, |rules| rules.to_utc(local_ms))
    }
}

/// A zone's clocks, which remember the period that was last asked about.
struct Clocks<'a> {
    rules: &'a dyn ZoneRules,
    period: Period,
    /// The first local time that comes again after the period, at its end.
    repeated_from_ms: i64,
}

impl<'a> Clocks<'a> {
    fn of(rules: &'a dyn ZoneRules) -> Self {
        Clocks { rules, period: Period { from_ms: 0, until_ms: 0, offset_ms: 0 }, repeated_from_ms: i64::MAX }
    }

    fn look_up(&mut self, utc_ms: i64) {
        if (self.period.from_ms..self.period.until_ms).contains(&utc_ms) {
            return;
        }
        self.period = self.rules.period_at(utc_ms);
        let until = self.period.until_ms;
        self.repeated_from_ms = if until == i64::MAX { i64::MAX } else { until + self.rules.period_at(until).offset_ms };
    }

    fn local(&mut self, utc_ms: i64) -> i64 {
        self.look_up(utc_ms);
        utc_ms.saturating_add(self.period.offset_ms)
    }

    fn passed(&mut self, watermark: i64) -> i64 {
        if watermark == WATERMARK_MIN || watermark == WATERMARK_MAX {
            return watermark;
        }
        let local = self.local(watermark);
        if local >= self.repeated_from_ms { self.repeated_from_ms - 1 } else { local }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use waterwheel_types::column::column_of_millis;

    /// One hour ahead of UTC up to instant 1,000 and level with it from then on: the local times from 1,000 to 1,000 +
    /// 1 h come twice.
    #[derive(Debug)]
    struct SetBack;

    const HOUR: i64 = 3_600_000;

    impl ZoneRules for SetBack {
        fn period_at(&self, utc_ms: i64) -> Period {
            match utc_ms {
                ..1_000 => Period { from_ms: i64::MIN, until_ms: 1_000, offset_ms: HOUR },
                _ => Period { from_ms: 1_000, until_ms: i64::MAX, offset_ms: 0 },
            }
        }

        fn to_utc(&self, local_ms: i64) -> i64 {
            if local_ms < 1_000 + HOUR { local_ms - HOUR } else { local_ms }
        }
    }

    #[test]
    fn a_time_that_comes_again_has_not_passed() {
        let local = LocalTime::of(Arc::new(SetBack));
        assert_eq!([-HOUR, 1_000 - HOUR - 1].map(|w| local.passed(w)), [0, 999]);
        assert_eq!([1_000 - HOUR, 999].map(|w| local.passed(w)), [999, 999], "these come again");
        assert_eq!([1_000, 5 * HOUR].map(|w| local.passed(w)), [1_000, 5 * HOUR]);
        assert_eq!([WATERMARK_MIN, WATERMARK_MAX].map(|w| local.passed(w)), [WATERMARK_MIN, WATERMARK_MAX]);
    }

    #[test]
    fn only_instants_are_shifted() {
        let local = LocalTime::of(Arc::new(SetBack));
        let times = column_of_millis([0, 999, 1_000]);
        assert_eq!(local.times(&times), [HOUR, HOUR + 999, 1_000]);
        assert_eq!(local.of_local_rows().times(&times), [0, 999, 1_000]);
        assert_eq!(LocalTime::default().times(&times), [0, 999, 1_000]);
    }
}
