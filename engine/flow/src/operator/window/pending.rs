//! Results that have changed and wait for the wall clock, and when they leave.
//!
//! A key of a window has a timer from its first row on, which runs out every `delay` milliseconds; with it leaves what
//! has changed since. As in Flink it goes on when the window has ended, if late rows wait as long as early ones; else
//! it begins anew with the first late row. The timer lies with the key's accumulators; here is only what waits: what is
//! out of the result, and when the timer runs out.
//!
//! State: an entry per key and window whose result has changed, until it leaves. Timers follow from the entries.

use crate::state::{SortedTable, Table};
use std::collections::BTreeSet;

/// The timer of a key that has none.
pub(super) const NO_TIMER: i64 = 0;
/// That of a key whose first row came late: it never waits.
pub(super) const AT_ONCE: i64 = i64::MAX;
/// What timers that began with a late row have added, so that they supersede the ones from before.
const BEGUN_LATE: i64 = 1 << 62;

/// The timers of a window's keys, now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timers {
    /// How long they run, at least 1 ms.
    pub delay: i64,
    /// Whether those from before the window's end have stopped.
    pub begin_anew: bool,
    /// What the wall clock shows.
    pub now_ms: i64,
}

impl Timers {
    /// A key's timer, given the one that it had: later than now.
    pub fn next(&self, timer: i64) -> i64 {
        let base = if self.begin_anew { BEGUN_LATE } else { 0 };
        let Timers { delay, now_ms, .. } = *self;
        let at_ms = match timer - base {
            before if before <= 0 => now_ms.saturating_add(delay),
            running if running > now_ms => running,
            over => over.saturating_add(((now_ms - over) / delay + 1).saturating_mul(delay)),
        };
        base + at_ms.min(BEGUN_LATE - 1)
    }

    /// When it runs out.
    pub fn time_of(&self, timer: i64) -> i64 {
        if self.begin_anew { timer - BEGUN_LATE } else { timer }
    }
}

/// A key of a window, by the time when its result leaves: time, the window's end, key.
type Due = (i64, i64, Vec<u8>);

/// What waits.
#[derive(Debug)]
pub(super) struct Pending {
    /// Key, end of the window → when it leaves, what is out.
    table: SortedTable,
    /// Follows from `table`.
    due: BTreeSet<Due>,
}

impl Pending {
    pub fn new(name: &'static str) -> Self {
        Pending { table: SortedTable::new(name), due: BTreeSet::new() }
    }

    /// The result of a key has changed, of which `shown` is out; nothing new where it waits already.
    pub fn note(&mut self, key: &[u8], end: i64, at_ms: i64, shown: Option<&[u8]>) {
        if self.table.get(key, &end.to_be_bytes()).is_some() {
            return;
        }
        let mut value = at_ms.to_le_bytes().to_vec();
        value.push(u8::from(shown.is_some()));
        value.extend(shown.unwrap_or_default());
        self.table.put(key, &end.to_be_bytes(), value);
        self.due.insert((at_ms, end, key.to_vec()));
    }

    /// What is out of a result that waits, which it does no more; `None` if it does not wait.
    pub fn take(&mut self, key: &[u8], end: i64) -> Option<Option<Vec<u8>>> {
        let value = self.table.get(key, &end.to_be_bytes())?.to_vec();
        self.table.remove(key, &end.to_be_bytes());
        let (at_ms, shown) = decode(&value);
        self.due.remove(&(at_ms, end, key.to_vec()));
        Some(shown.map(<[u8]>::to_vec))
    }

    /// When the next result leaves.
    pub fn next_ms(&self) -> Option<i64> {
        self.due.first().map(|due| due.0)
    }

    /// Some results of one window that leave by now, with what is out of them.
    #[expect(clippy::type_complexity, reason = "a window's end, its keys and what is out of each")]
    pub fn take_due(&mut self, now_ms: i64, most: usize) -> Option<(i64, Vec<(Vec<u8>, Option<Vec<u8>>)>)> {
        let end = self.due.first().filter(|due| due.0 <= now_ms)?.1;
        let mut taken = Vec::new();
        while let Some(due) = self.due.first().filter(|due| due.0 <= now_ms && due.1 == end && taken.len() < most) {
            let key = due.2.clone();
            let shown = self.take(&key, end).expect("what is due waits");
            taken.push((key, shown));
        }
        Some((end, taken))
    }

    /// Called once the table has been restored.
    pub fn restored(&mut self) {
        let due = &mut self.due;
        self.table.each(|key, end, value| {
            let end = i64::from_be_bytes(end.try_into().expect("a window's end is eight bytes"));
            due.insert((decode(value).0, end, key.to_vec()));
        });
    }

    pub fn table(&mut self) -> &mut dyn Table {
        &mut self.table
    }
}

/// When a result leaves, and what is out of it.
fn decode(value: &[u8]) -> (i64, Option<&[u8]>) {
    let (at_ms, rest) = value.split_first_chunk().expect("an entry begins with its time");
    let (is_out, shown) = rest.split_first().expect("and says whether something is out");
    (i64::from_le_bytes(*at_ms), (*is_out == 1).then_some(shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_run_out_every_delay_since_the_first_row() {
        let timers = |now_ms| Timers { delay: 100, begin_anew: false, now_ms };
        let first = timers(1_030).next(NO_TIMER);
        assert_eq!(first, 1_130);
        assert_eq!([1_031, 1_129, 1_130, 1_229, 1_455].map(|now| timers(now).next(first)), [1_130, 1_130, 1_230, 1_230, 1_530]);
    }

    #[test]
    fn timers_of_late_rows_supersede_those_from_before() {
        let early = Timers { delay: 1_000, begin_anew: false, now_ms: 500 }.next(NO_TIMER);
        let late = |now_ms| Timers { delay: 100, begin_anew: true, now_ms };
        let timer = late(700).next(early);
        assert!(timer > early && timer < AT_ONCE);
        assert_eq!([late(700).time_of(timer), late(850).time_of(late(850).next(timer))], [800, 900]);
    }
}
