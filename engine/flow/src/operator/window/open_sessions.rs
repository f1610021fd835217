//! The open sessions of each key: what both session operators know of them.
//!
//! A row at time t spans `[t, t + gap]`; spans that overlap or touch are one session, whose end is its last row's time
//! plus the gap. A session closes when the watermark reaches its end - 1 ms. Each row is judged by the watermark under
//! which it arrived: a session that this watermark has closed takes no more rows, and a row that would close at once is
//! late, unless an open session takes it in.
//!
//! What an operator keeps of a session lies in numbered *parts*, so that sessions are joined without moving it: the
//! parts of the later one come first, as Flink merges them. State: bounds and parts of each open session.

use crate::WATERMARK_MAX;
use crate::batch::Change;
use crate::state::{SortedTable, Table};
use std::collections::{BTreeSet, VecDeque};

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Session {
    pub key: Vec<u8>,
    pub start: i64,
    pub end: i64,
    /// The parts in their order, at least one.
    pub parts: Vec<u64>,
}

/// The open sessions.
pub(super) struct OpenSessions {
    gap: i64,
    /// Key, start → end, parts.
    table: SortedTable,
    /// End, key, start. Follows from `table`.
    due: BTreeSet<(i64, Vec<u8>, i64)>,
    /// The next number of a part.
    next: u64,
}

/// A row that arrived under a watermark that has not come to its operator yet.
pub(super) struct Arrival {
    pub watermark: i64,
    pub time: i64,
    pub key: Vec<u8>,
    /// In the row codec.
    pub row: Vec<u8>,
    pub change: Change,
}

/// The rows that wait for a watermark, in the order in which they arrived.
pub(super) struct Waiting(Vec<Arrival>);

impl Waiting {
    pub fn new() -> Self {
        Waiting(Vec::new())
    }

    pub fn push(&mut self, arrival: Arrival) {
        self.0.push(arrival);
    }

    /// Those that need not wait for more than this one, in the order of their watermarks.
    pub fn take(&mut self, until: i64) -> Vec<Arrival> {
        let (mut ready, rest): (Vec<_>, Vec<_>) = self.0.drain(..).partition(|a| a.watermark <= until);
        self.0 = rest;
        ready.sort_by_key(|a| a.watermark);
        ready
    }
}

/// Bytes that compare as the numbers do.
fn ordered(value: i64) -> [u8; 8] {
    (value as u64 ^ (1 << 63)).to_be_bytes()
}

fn number(bytes: &[u8]) -> i64 {
    (part(bytes) ^ (1 << 63)) as i64
}

fn part(bytes: &[u8]) -> u64 {
    u64::from_be_bytes(*bytes.first_chunk::<8>().expect("written here: eight bytes"))
}

fn parts_of(value: &[u8]) -> Vec<u64> {
    value[8..].chunks_exact(8).map(part).collect()
}

/// Whether the watermark has closed a session that ends at `end`.
fn is_closed(end: i64, watermark: i64) -> bool {
    watermark == WATERMARK_MAX || end - 1 <= watermark
}

impl OpenSessions {
    pub fn new(gap: i64) -> Self {
        OpenSessions { gap, table: SortedTable::new("sessions"), due: BTreeSet::new(), next: 0 }
    }

    /// The session that a row is in, with all those that it joins; `None` when it is late. Sessions that it would join,
    /// but that its watermark has closed, are taken out.
    pub fn join(&mut self, key: &[u8], time: i64, watermark: i64, closed: &mut VecDeque<Session>) -> Option<Session> {
        let (mut start, mut end) = (time, time.saturating_add(self.gap));
        let mut joined = Vec::new();
        for other in self.touched(key, start, end) {
            if is_closed(other.end, watermark) {
                self.forget(&other);
                closed.push_back(other);
            } else {
                (start, end) = (start.min(other.start), end.max(other.end));
                joined.push(other);
            }
        }
        if is_closed(end, watermark) {
            return None;
        }
        if let [only] = &joined[..]
            && (only.start, only.end) == (start, end)
        {
            return joined.pop();
        }
        joined.iter().for_each(|other| self.forget(other));
        let mut parts: Vec<u64> = joined.into_iter().flat_map(|other| other.parts).collect();
        if parts.is_empty() {
            parts.push(self.next);
            self.next += 1;
        }
        let session = Session { key: key.to_vec(), start, end, parts };
        self.put(&session);
        Some(session)
    }

    /// Stores a session under its bounds and parts.
    pub fn put(&mut self, session: &Session) {
        let value = [session.end].map(ordered).into_iter().chain(session.parts.iter().map(|part| part.to_be_bytes()));
        self.table.put(&session.key, &ordered(session.start), value.collect::<Vec<_>>().concat());
        self.due.insert((session.end, session.key.clone(), session.start));
    }

    /// The open sessions of a key that overlap or touch `[start, end]`, the last one first.
    fn touched(&self, key: &[u8], start: i64, end: i64) -> Vec<Session> {
        let bounds = self.table.entries(key).rev().map(|(start, value)| (number(start), number(value), value));
        let touching = bounds.skip_while(|&(s, ..)| s > end).take_while(|&(_, e, _)| e >= start);
        touching.map(|(start, end, value)| Session { key: key.to_vec(), start, end, parts: parts_of(value) }).collect()
    }

    fn forget(&mut self, session: &Session) {
        self.table.remove(&session.key, &ordered(session.start));
        self.due.remove(&(session.end, session.key.clone(), session.start));
    }

    /// Takes out the first session that the watermark has closed.
    pub fn take_due(&mut self, watermark: i64) -> Option<Session> {
        let (end, key, start) = self.due.first().filter(|(end, ..)| is_closed(*end, watermark))?.clone();
        let parts = parts_of(self.table.get(&key, &ordered(start)).expect("an open session is in the table"));
        let session = Session { key, start, end, parts };
        self.forget(&session);
        Some(session)
    }

    /// Called once the table has been restored.
    pub fn restored(&mut self) {
        let (due, next) = (&mut self.due, &mut self.next);
        self.table.each(|key, start, value| {
            due.insert((number(value), key.to_vec(), number(start)));
            *next = parts_of(value).into_iter().fold(*next, |next, part| next.max(part + 1));
        });
    }

    pub fn table(&mut self) -> &mut dyn Table {
        &mut self.table
    }
}
