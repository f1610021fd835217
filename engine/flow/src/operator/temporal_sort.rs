//! ORDER BY a time attribute on a stream: rows in the order of their times, as watermarks pass them.
//!
//! A watermark puts out every row up to it, those of one time by the other keys and else as they arrived. A row that is no later than the
//! last one put out is late and left out; one behind the watermark, but later than that, is kept and goes out with the next watermark.
//! Each row is judged by the watermark under which it arrived: rows that ran ahead of the operator's own wait for it, in the order of
//! theirs. Runs on one shard. State: rows that no watermark has passed yet, and the time of the last one put out.

use super::sort::write_sort_key;
use super::window::OpenAtEnd;
use super::{Operator, OperatorSpec, Output, SortKey, Step};
use crate::batch::Watermarks;
use crate::exchange::KeyColumns;
use crate::state::{Keys, SortedTable, Table};
use crate::{Batch, Failure, WATERMARK_MAX, WATERMARK_MIN};
use std::collections::VecDeque;
use waterwheel_types::DataType;
use waterwheel_types::codec::{Rows, decode_rows};
use waterwheel_types::column::timestamp_millis;

/// Rows of one output batch.
const BATCH_ROWS: usize = 4_096;

/// Orders rows by time.
#[derive(Clone, Debug)]
pub struct TemporalSort {
    /// The time attribute, of precision at most 3.
    pub time: usize,
    /// What rows of one time are ordered by, most significant first.
    pub keys: Vec<SortKey>,
    /// The types of all columns.
    pub types: Vec<DataType>,
    /// What becomes of rows that no watermark has passed when the input ends.
    pub open_at_end: OpenAtEnd,
}

impl OperatorSpec for TemporalSort {
    fn instantiate(&self) -> Box<dyn Operator> {
        let one = KeyColumns::default().keys_of(&Batch::new(Vec::new(), 1));
        Box::new(Instance {
            spec: self.clone(),
            key: one.rows.get(0).to_vec(),
            rows: SortedTable::new("rows"),
            last: SortedTable::new("last"),
            arrived: 0,
            waiting: Vec::new(),
            due: VecDeque::new(),
            told: WATERMARK_MIN,
            passed: WATERMARK_MIN,
        })
    }
}

struct Instance {
    spec: TemporalSort,
    key: Vec<u8>,
    /// The one key, (time, sort keys, number of arrival) → row.
    rows: SortedTable,
    /// The one key → time of the last row put out.
    last: SortedTable,
    arrived: u64,
    /// Rows that arrived under a watermark that has not come here yet.
    waiting: Vec<Arrival>,
    /// Rows to be put out, in order.
    due: VecDeque<Vec<u8>>,
    /// The watermark that operators behind have been told.
    told: i64,
    /// The watermark up to which rows have become due; at least `told`.
    passed: i64,
}

/// A row that arrived.
struct Arrival {
    watermark: i64,
    time: i64,
    /// Sort keys of the same time.
    order: Vec<u8>,
    row: Vec<u8>,
}

/// Bytes that compare as the numbers do.
fn ordered(value: i64) -> [u8; 8] {
    (value as u64 ^ (1 << 63)).to_be_bytes()
}

fn number(bytes: &[u8]) -> i64 {
    let head = bytes.first_chunk::<8>().expect("written by this operator: 8 bytes");
    (u64::from_be_bytes(*head) ^ (1 << 63)) as i64
}

impl Instance {
    /// Takes one row in; false when it is late.
    fn take(&mut self, arrival: Arrival) -> bool {
        self.pass(arrival.watermark);
        if self.last.get(&self.key, &[]).is_some_and(|last| arrival.time <= number(last)) {
            return false;
        }
        let sub = [&ordered(arrival.time)[..], &arrival.order, &self.arrived.to_be_bytes()].concat();
        self.arrived += 1;
        self.rows.put(&self.key, &sub, arrival.row);
        true
    }

    /// Takes in the rows that wait for a watermark up to this one.
    fn take_waiting(&mut self, until: i64, out: &mut Output<'_>) {
        let (mut ready, rest): (Vec<_>, Vec<_>) = self.waiting.drain(..).partition(|a| a.watermark <= until);
        self.waiting = rest;
        ready.sort_by_key(|a| a.watermark);
        let late = ready.into_iter().filter_map(|arrival| (!self.take(arrival)).then_some(())).count();
        out.count_late(late);
    }

    /// Makes the rows due that a watermark passes. Nothing happens under the same watermark twice: a row that came behind it waits.
    fn pass(&mut self, watermark: i64) {
        if watermark <= self.passed {
            return;
        }
        self.passed = watermark;
        let passed = self.rows.entries(&self.key).take_while(|(sub, _)| number(sub) <= watermark);
        let subs: Vec<Vec<u8>> = passed.map(|(sub, _)| sub.to_vec()).collect();
        if let Some(last) = subs.last() {
            self.last.put(&self.key, &[], last[..8].to_vec());
        }
        for sub in subs {
            self.due.push_back(self.rows.remove(&self.key, &sub).expect("listed above"));
        }
    }

    fn put_out(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        while !self.due.is_empty() {
            if out.must_pause() {
                return Ok(Step::More);
            }
            let rows: Vec<Vec<u8>> = self.due.drain(..self.due.len().min(BATCH_ROWS)).collect();
            let columns = decode_rows(rows.iter().map(Vec::as_slice), &self.spec.types).map_err(|e| Failure::bug(e.to_string()))?;
            let watermarks = Watermarks::constant(rows.len(), self.told);
            out.push(Batch::new(columns, rows.len()).with_watermarks(Some(watermarks)));
        }
        self.told = self.passed;
        Ok(Step::Done)
    }
}

impl Operator for Instance {
    fn keys(&self, _: usize, _: &Batch) -> Option<Keys> {
        None
    }

    fn apply(&mut self, _: usize, batch: Batch, _: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let encoded = Rows::encode(batch.columns(), &self.spec.types, batch.rows());
        let times = timestamp_millis(batch.column(self.spec.time));
        let mut late = 0;
        for (row, time) in times.enumerate() {
            let watermark = batch.watermarks().map_or(self.passed, |w| w.at(row));
            let mut order = Vec::new();
            write_sort_key(&self.spec.keys, &self.spec.types, &batch, row, &mut order);
            let arrival = Arrival { watermark, time, order, row: encoded.get(row).to_vec() };
            if watermark > self.passed {
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
        self.take_waiting(watermark, out);
        self.pass(watermark);
        self.put_out(out)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.put_out(out)
    }

    // All shards cut at the same row of a split, so nothing that should come before what waits can still arrive.
    fn drain(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.take_waiting(WATERMARK_MAX, out);
        self.put_out(out)
    }

    fn resume_at(&mut self, watermark: i64) {
        (self.told, self.passed) = (watermark, watermark);
        let arrival = |(sub, _): (&[u8], &[u8])| u64::from_be_bytes(*sub.last_chunk::<8>().expect("written by this operator")) + 1;
        self.arrived = self.rows.entries(&self.key).map(arrival).max().unwrap_or(0);
    }

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.rows, &mut self.last]
    }
}
