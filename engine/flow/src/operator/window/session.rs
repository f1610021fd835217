//! Sessions: rows of a key that follow one another by no more than a gap, put out with their session's bounds once it is closed.
//!
//! A row at time t spans `[t, t + gap]`; spans that overlap or touch are one session, whose end is its last row's time plus the gap.
//! A session closes when the watermark reaches its end - 1 ms. Each row is judged by the watermark under which it arrived: a session
//! that this watermark has closed takes no more rows, and a row that would close at once is late, unless an open session takes
//! it in. Rows that ran ahead of the operator's own watermark therefore wait for it, in the order of theirs.
//!
//! Output columns: the input's, then `window_start`, `window_end` and `window_time` = `window_end` - 1 ms; sessions in the order of
//! their ends; rows of one as they arrived, but when a row joins sessions, those of the later one come first, as Flink merges them. State: every row until its session closes, and the bounds of open sessions.

use super::rows::bounds;
use super::{LocalTime, OpenAtEnd};
use crate::exchange::KeyColumns;
use crate::operator::{Operator, OperatorSpec, Output, Step};
use crate::state::{Keys, SortedTable, Table};
use crate::{Batch, Failure, WATERMARK_MAX, WATERMARK_MIN};
use std::collections::BTreeSet;
use waterwheel_types::DataType;
use waterwheel_types::codec::{Rows, decode_rows};

/// Rows of one output batch, sessions being kept whole.
const BATCH_ROWS: usize = 4_096;

/// Gathers rows into sessions.
#[derive(Clone, Debug)]
pub struct SessionWindow {
    /// The longest distance of a session's rows, milliseconds.
    pub gap: i64,
    /// The event-time column.
    pub time: usize,
    /// What sessions are kept apart by.
    pub key: KeyColumns,
    /// The types of all input columns.
    pub types: Vec<DataType>,
    /// The time that rows' distances are measured in.
    pub local: LocalTime,
    /// What becomes of sessions that are open at the end.
    pub open_at_end: OpenAtEnd,
}

impl OperatorSpec for SessionWindow {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(Instance {
            spec: self.clone(),
            sessions: SortedTable::new("sessions"),
            rows: SortedTable::new("rows"),
            due: BTreeSet::new(),
            next: 0,
            waiting: Vec::new(),
            watermark: WATERMARK_MIN,
            closed: Closed::default(),
        })
    }
}

struct Instance {
    spec: SessionWindow,
    /// Key, start → end.
    sessions: SortedTable,
    /// Key, (time, number) → place among the session's rows, row.
    rows: SortedTable,
    /// The open sessions: end, key, start. Follows from `sessions`.
    due: BTreeSet<(i64, Vec<u8>, i64)>,
    /// The next number and the next place.
    next: u64,
    /// Rows that arrived under a watermark that has not come here yet.
    waiting: Vec<Arrival>,
    watermark: i64,
    closed: Closed,
}

/// A row that arrived.
struct Arrival {
    watermark: i64,
    time: i64,
    key: Vec<u8>,
    row: Vec<u8>,
}

/// Rows of closed sessions that have not been put out yet.
#[derive(Default)]
struct Closed {
    rows: Vec<Vec<u8>>,
    starts: Vec<i64>,
    ends: Vec<i64>,
}

/// Bytes that compare as the numbers do.
fn ordered(value: i64) -> [u8; 8] {
    (value as u64 ^ (1 << 63)).to_be_bytes()
}

fn number(bytes: &[u8]) -> i64 {
    let head = bytes.first_chunk::<8>().expect("written by this operator: 8 bytes");
    (u64::from_be_bytes(*head) ^ (1 << 63)) as i64
}

/// The place in front of a stored row.
fn place(bytes: &[u8]) -> u64 {
    u64::from_be_bytes(*bytes.first_chunk::<8>().expect("written by this operator: 8 bytes"))
}

/// Whether the watermark has closed a session that ends at `end`.
fn is_closed(end: i64, watermark: i64) -> bool {
    watermark == WATERMARK_MAX || end - 1 <= watermark
}

impl Instance {
    /// Takes one row in; false when it is late.
    fn take(&mut self, arrival: Arrival) -> bool {
        let Arrival { watermark, time, key, row } = arrival;
        let (mut start, mut end) = (time, time.saturating_add(self.spec.gap));
        for (other_start, other_end) in self.touched(&key, start, end) {
            if is_closed(other_end, watermark) {
                self.close(&key, other_start, other_end);
                continue;
            }
            (start, end) = (start.min(other_start), end.max(other_end));
        }
        if is_closed(end, watermark) {
            return false;
        }
        for (number, (other_start, other_end)) in self.touched(&key, start, end).into_iter().enumerate() {
            if number > 0 {
                self.move_behind(&key, other_start, other_end);
            }
            self.forget(&key, other_start, other_end);
        }
        self.sessions.put(&key, &ordered(start), ordered(end).to_vec());
        let place = self.next.to_be_bytes();
        self.next += 1;
        self.rows.put(&key, &[ordered(time), place].concat(), [&place[..], &row].concat());
        self.due.insert((end, key, start));
        true
    }

    /// The sub-keys of a session's rows, in the order of the rows' places.
    fn rows_of(&self, key: &[u8], start: i64, end: i64) -> Vec<Vec<u8>> {
        let from = ordered(start);
        let within = self.rows.entries_from(key, &from).take_while(|(sub, _)| number(sub) < end);
        let mut rows: Vec<(u64, Vec<u8>)> = within.map(|(sub, row)| (place(row), sub.to_vec())).collect();
        rows.sort_unstable();
        rows.into_iter().map(|(_, sub)| sub).collect()
    }

    /// Gives a session's rows places behind all others.
    fn move_behind(&mut self, key: &[u8], start: i64, end: i64) {
        for sub in self.rows_of(key, start, end) {
            let mut row = self.rows.get(key, &sub).expect("listed above").to_vec();
            row[..8].copy_from_slice(&self.next.to_be_bytes());
            self.next += 1;
            self.rows.put(key, &sub, row);
        }
    }

    /// The open sessions of a key that overlap or touch `[start, end]`, the last one first.
    fn touched(&self, key: &[u8], start: i64, end: i64) -> Vec<(i64, i64)> {
        let bounds = self.sessions.entries(key).rev().map(|(s, e)| (number(s), number(e)));
        bounds.skip_while(|&(s, _)| s > end).take_while(|&(_, e)| e >= start).collect()
    }

    fn forget(&mut self, key: &[u8], start: i64, end: i64) {
        self.sessions.remove(key, &ordered(start));
        self.due.remove(&(end, key.to_vec(), start));
    }

    /// Takes a session and its rows out of the state.
    fn close(&mut self, key: &[u8], start: i64, end: i64) {
        self.forget(key, start, end);
        for sub in self.rows_of(key, start, end) {
            self.closed.rows.push(self.rows.remove(key, &sub).expect("listed above"));
            self.closed.starts.push(start);
            self.closed.ends.push(end);
        }
    }

    /// Closes what the watermark has passed and puts it out, until done or told to pause.
    fn fire(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        loop {
            if self.closed.rows.len() >= BATCH_ROWS {
                self.put_out(out)?;
            }
            if out.must_pause() {
                return Ok(Step::More);
            }
            let next = self.due.first().filter(|(end, ..)| is_closed(*end, self.watermark)).cloned();
            let Some((end, key, start)) = next else {
                self.put_out(out)?;
                return Ok(Step::Done);
            };
            self.close(&key, start, end);
        }
    }

    fn put_out(&mut self, out: &mut Output<'_>) -> Result<(), Failure> {
        let Closed { rows, starts, ends } = std::mem::take(&mut self.closed);
        let mut columns = decode_rows(rows.iter().map(|row| &row[8..]), &self.spec.types).map_err(|e| Failure::bug(e.to_string()))?;
        columns.extend(bounds(starts, ends, &self.spec.local));
        out.push(Batch::new(columns, rows.len()));
        Ok(())
    }

    /// Takes in the rows that wait for a watermark up to this one.
    fn take_waiting(&mut self, until: i64, out: &mut Output<'_>) {
        let (mut ready, rest): (Vec<_>, Vec<_>) = self.waiting.drain(..).partition(|a| a.watermark <= until);
        self.waiting = rest;
        ready.sort_by_key(|a| a.watermark);
        let late = ready.into_iter().filter_map(|arrival| (!self.take(arrival)).then_some(())).count();
        out.count_late(late);
    }
}

impl Operator for Instance {
    fn keys(&self, _: usize, batch: &Batch) -> Option<Keys> {
        Some(self.spec.key.keys_of(batch))
    }

    fn apply(&mut self, _: usize, batch: Batch, keys: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let keys = keys.expect("keys were named");
        let encoded = Rows::encode(batch.columns(), &self.spec.types, batch.rows());
        let times = self.spec.local.times(batch.column(self.spec.time));
        let passed = batch.watermarks().map(|w| self.spec.local.all_passed(w));
        let mut late = 0;
        for (row, &time) in times.iter().enumerate() {
            let watermark = passed.as_ref().map_or(self.watermark, |w| w.at(row));
            let (key, bytes) = (keys.rows.get(row).to_vec(), encoded.get(row).to_vec());
            let arrival = Arrival { watermark, time, key, row: bytes };
            if watermark > self.watermark {
                self.waiting.push(arrival);
            } else {
                late += usize::from(!self.take(arrival));
            }
        }
        out.count_late(late);
        Ok(Step::Done)
    }

    fn advance(&mut self, watermark: i64, out: &mut Output<'_>) -> Result<Step, Failure> {
        if self.spec.open_at_end.forgets(watermark) {
            return Ok(Step::Done);
        }
        let passed = self.spec.local.passed(watermark);
        self.take_waiting(passed, out);
        self.watermark = passed;
        self.fire(out)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.fire(out)
    }

    // All shards cut at the same row of a split, so nothing that should come before what waits can still arrive.
    fn drain(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.take_waiting(WATERMARK_MAX, out);
        self.fire(out)
    }

    fn resume_at(&mut self, watermark: i64) {
        self.watermark = self.spec.local.passed(watermark);
        let due = &mut self.due;
        self.sessions.each(|key, start, end| {
            due.insert((number(end), key.to_vec(), number(start)));
        });
        let next = &mut self.next;
        self.rows.each(|_, sub, row| *next = (*next).max(place(row) + 1).max(place(&sub[8..]) + 1));
    }

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.sessions, &mut self.rows]
    }
}
