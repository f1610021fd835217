//! Sessions: rows of a key that follow one another by no more than a gap, put out with their session's bounds once it
//! is closed.
//!
//! What a session is and which rows are late: [`OpenSessions`]. Rows that ran ahead of the operator's own watermark
//! wait for it, in the order of theirs. Sessions without a need for their rows are another operator:
//! [`SessionAggregate`](super::SessionAggregate).
//!
//! Output columns: the input's, then `window_start`, `window_end` and `window_time` = `window_end` - 1 ms; sessions in
//! the order of their ends; rows of one as they arrived, but when a row joins sessions, those of the later one come
//! first, as Flink merges them. State: every row until its session closes, and the open sessions.

use super::open_sessions::{Arrival, OpenSessions, Session, Waiting};
use super::rows::bounds;
use super::{LocalTime, OpenAtEnd};
use crate::exchange::KeyColumns;
use crate::operator::{Operator, OperatorSpec, Output, Step};
use crate::state::{Keys, SortedTable, Table};
use crate::{Batch, Failure, WATERMARK_MAX, WATERMARK_MIN};
use std::collections::VecDeque;
use waterwheel_types::DataType;
use waterwheel_types::codec::{Rows, decode_rows};

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
            open: OpenSessions::new(self.gap),
            rows: SortedTable::new("rows"),
            next: 0,
            closing: VecDeque::new(),
            waiting: Waiting::new(),
            watermark: WATERMARK_MIN,
        })
    }
}

struct Instance {
    spec: SessionWindow,
    /// Each part of a session holds the rows that came to it, in their order.
    open: OpenSessions,
    /// Key, (part, number) → row.
    rows: SortedTable,
    /// The next number.
    next: u64,
    /// Closed, their rows not all put out yet.
    closing: VecDeque<Session>,
    waiting: Waiting,
    watermark: i64,
}

impl Instance {
    /// Takes one row in; false when it is late.
    fn take(&mut self, arrival: Arrival) -> bool {
        let Arrival { watermark, time, key, row, .. } = arrival;
        let Some(session) = self.open.join(&key, time, watermark, &mut self.closing) else { return false };
        let part = session.parts.last().expect("a session has a part");
        self.rows.put(&key, &[part.to_be_bytes(), self.next.to_be_bytes()].concat(), row);
        self.next += 1;
        true
    }

    /// Closes what the watermark has passed and puts it out, until done or told to pause.
    fn fire(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        loop {
            if out.must_pause() {
                return Ok(Step::More);
            }
            self.closing.extend(self.open.take_due(self.watermark));
            if self.closing.is_empty() {
                return Ok(Step::Done);
            }
            self.put_out(out)?;
        }
    }

    /// Puts out the next rows of what is being closed: as many as make a batch, if there are.
    fn put_out(&mut self, out: &mut Output<'_>) -> Result<(), Failure> {
        let most = out.portion();
        let (mut rows, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        while rows.len() < most {
            let Some(mut session) = self.closing.pop_front().or_else(|| self.open.take_due(self.watermark)) else { break };
            let taken = self.take_rows(&mut session, most - rows.len());
            starts.extend(std::iter::repeat_n(session.start, taken.len()));
            ends.extend(std::iter::repeat_n(session.end, taken.len()));
            rows.extend(taken);
            if !session.parts.is_empty() {
                self.closing.push_front(session);
            }
        }
        let mut columns = decode_rows(rows.iter().map(Vec::as_slice), &self.spec.types).map_err(|e| Failure::bug(e.to_string()))?;
        columns.extend(bounds(starts, ends, &self.spec.local));
        out.push(Batch::new(columns, rows.len()));
        Ok(())
    }

    /// Takes the next rows of a session out of the state, at most `most`, and the parts that are empty out of the
    /// session.
    fn take_rows(&mut self, session: &mut Session, most: usize) -> Vec<Vec<u8>> {
        let part = session.parts[0].to_be_bytes();
        let of_part = self.rows.entries_from(&session.key, &part).take_while(|(sub, _)| sub.starts_with(&part));
        let subs: Vec<Vec<u8>> = of_part.take(most).map(|(sub, _)| sub.to_vec()).collect();
        if subs.len() < most {
            session.parts.remove(0);
        }
        subs.iter().map(|sub| self.rows.remove(&session.key, sub).expect("listed above")).collect()
    }

    /// Takes in the rows that wait for a watermark up to this one.
    fn take_waiting(&mut self, until: i64, out: &mut Output<'_>) {
        let late = self.waiting.take(until).into_iter().filter_map(|arrival| (!self.take(arrival)).then_some(())).count();
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
            let arrival = Arrival { watermark, time, key, row: bytes, change: batch.change(row) };
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
        self.open.restored();
        let next = &mut self.next;
        self.rows.each(|_, sub, _| *next = (*next).max(number_of(sub) + 1));
    }

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![self.open.table(), &mut self.rows]
    }
}

/// The number behind a part.
fn number_of(sub: &[u8]) -> u64 {
    u64::from_be_bytes(*sub.last_chunk::<8>().expect("written by this operator: two numbers"))
}
