//! Aggregation by session and key, where the key is what sessions are kept apart by: no row is kept.
//!
//! What a session is and which rows are late: [`OpenSessions`]. Rows that ran ahead of the operator's own watermark
//! wait for it, in the order of theirs. When a row joins sessions, the accumulators of the later one take in those of
//! the one before, then the row, as in Flink, which the order of texts shows.
//!
//! A row that is taken back is a row of its session, too; a session that has no rows left when it closes gives no result.
//!
//! Output columns: the key columns, the results of the calls, then `window_start`, `window_end` and `window_time` =
//! `window_end` - 1 ms; sessions in the order of their ends. State: one accumulator set and the bounds of each open
//! session.

use super::open_sessions::{Arrival, OpenSessions, Session, Waiting};
use super::rows::bounds;
use super::{LocalTime, OpenAtEnd};
use crate::exchange::KeyColumns;
use crate::operator::{Operator, OperatorSpec, Output, Step};
use crate::state::{Keys, Layout, SubSlotTable, Table};
use crate::{Batch, Failure, WATERMARK_MAX, WATERMARK_MIN};
use arrow_array::UInt32Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::collections::VecDeque;
use std::sync::Arc;
use waterwheel_types::DataType;
use waterwheel_types::codec::{Rows, decode_rows};

/// Aggregates the rows of sessions.
#[derive(Clone, Debug)]
pub struct SessionAggregate {
    /// The longest distance of a session's rows, milliseconds.
    pub gap: i64,
    /// The event-time column.
    pub time: usize,
    /// What sessions are kept apart by, and the group's key.
    pub key: KeyColumns,
    /// The aggregate calls. Where rows are `counted`, one more counts them, which is not put out.
    pub layout: Arc<Layout>,
    /// Whether a call behind the others counts the rows, as BIGINT: needed where rows can be retracted.
    pub counted: bool,
    /// The types of all input columns.
    pub types: Vec<DataType>,
    /// The time that rows' distances are measured in.
    pub local: LocalTime,
    /// What becomes of sessions that are open at the end.
    pub open_at_end: OpenAtEnd,
}

impl OperatorSpec for SessionAggregate {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(Instance {
            open: OpenSessions::new(self.gap),
            accumulators: SubSlotTable::new("accumulators", Arc::clone(&self.layout)),
            closing: VecDeque::new(),
            waiting: Waiting::new(),
            watermark: WATERMARK_MIN,
            spec: self.clone(),
        })
    }
}

struct Instance {
    spec: SessionAggregate,
    /// Between two rows, a session has one part.
    open: OpenSessions,
    /// By key and part.
    accumulators: SubSlotTable,
    /// Closed, their results not put out yet.
    closing: VecDeque<Session>,
    waiting: Waiting,
    watermark: i64,
}

/// Rows of a batch and the slots of their sessions, which have not been updated yet.
#[derive(Default)]
struct Assigned {
    rows: Vec<u32>,
    slots: Vec<u32>,
}

impl Instance {
    /// Assigns a row to its session; false when it is late.
    fn assign(
        &mut self,
        batch: &Batch,
        row: usize,
        (key, time, watermark): (&[u8], i64, i64),
        assigned: &mut Assigned,
    ) -> Result<bool, Failure> {
        let Some(session) = self.open.join(key, time, watermark, &mut self.closing) else { return Ok(false) };
        let slot = self.accumulators.slot_of(key, &session.parts[0].to_be_bytes());
        if session.parts.len() > 1 {
            self.update(batch, assigned)?;
            self.merge(slot, session)?;
        }
        assigned.rows.push(row as u32);
        assigned.slots.push(slot);
        Ok(true)
    }

    /// Makes one part of a session's parts.
    fn merge(&mut self, into: u32, mut session: Session) -> Result<(), Failure> {
        for part in session.parts.drain(1..).collect::<Vec<_>>() {
            let from = self.accumulators.slot_of(&session.key, &part.to_be_bytes());
            self.accumulators.merge(into, from)?;
        }
        self.open.put(&session);
        Ok(())
    }

    fn update(&mut self, batch: &Batch, assigned: &mut Assigned) -> Result<(), Failure> {
        let Assigned { rows, slots } = std::mem::take(assigned);
        if rows.len() == batch.rows() {
            return self.accumulators.update(&slots, batch);
        }
        self.accumulators.update(&slots, &batch.take(&UInt32Array::from(rows)))
    }

    /// Closes what the watermark has passed and puts it out, until done or told to pause.
    fn fire(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        loop {
            if out.must_pause() {
                return Ok(Step::More);
            }
            let (open, closing, watermark) = (&mut self.open, &mut self.closing, self.watermark);
            let next = || closing.pop_front().or_else(|| open.take_due(watermark));
            let closed: Vec<Session> = std::iter::from_fn(next).take(out.portion()).collect();
            if closed.is_empty() {
                return Ok(Step::Done);
            }
            self.put_out(&closed, out)?;
        }
    }

    fn put_out(&mut self, closed: &[Session], out: &mut Output<'_>) -> Result<(), Failure> {
        let slots: Vec<u32> = closed.iter().map(|s| self.accumulators.slot_of(&s.key, &s.parts[0].to_be_bytes())).collect();
        let keys = closed.iter().map(|s| s.key.as_slice());
        let mut columns = decode_rows(keys, &self.spec.key.types).map_err(|e| Failure::bug(e.to_string()))?;
        let mut results = self.accumulators.finish(&slots)?;
        let counts = if self.spec.counted { results.pop() } else { None };
        columns.append(&mut results);
        let (starts, ends) = closed.iter().map(|s| (s.start, s.end)).unzip();
        columns.extend(bounds(starts, ends, &self.spec.local));
        let sessions = Batch::new(columns, closed.len());
        out.push(match counts {
            Some(counts) => sessions.filter(&counts.as_primitive::<Int64Type>().values().iter().map(|&count| Some(count > 0)).collect()),
            None => sessions,
        });
        slots.into_iter().try_for_each(|slot| self.accumulators.remove(slot))
    }

    /// Takes in the rows that wait for a watermark up to this one.
    fn take_waiting(&mut self, until: i64, out: &mut Output<'_>) -> Result<(), Failure> {
        let ready = self.waiting.take(until);
        let columns = decode_rows(ready.iter().map(|a| a.row.as_slice()), &self.spec.types).map_err(|e| Failure::bug(e.to_string()))?;
        let changes = self.spec.counted.then(|| ready.iter().map(|a| a.change).collect());
        let (batch, mut assigned) = (Batch::new(columns, ready.len()).with_changes(changes), Assigned::default());
        for (row, arrival) in ready.iter().enumerate() {
            let is_in = self.assign(&batch, row, (&arrival.key, arrival.time, arrival.watermark), &mut assigned)?;
            out.count_late(usize::from(!is_in));
        }
        self.update(&batch, &mut assigned)
    }
}

impl Operator for Instance {
    fn keys(&self, _: usize, batch: &Batch) -> Option<Keys> {
        Some(self.spec.key.keys_of(batch))
    }

    fn apply(&mut self, _: usize, batch: Batch, keys: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let keys = keys.expect("keys were named");
        let times = self.spec.local.times(batch.column(self.spec.time));
        let passed = batch.watermarks().map(|w| self.spec.local.all_passed(w));
        let mut assigned = Assigned::default();
        for (row, &time) in times.iter().enumerate() {
            let watermark = passed.as_ref().map_or(self.watermark, |w| w.at(row));
            let key = keys.rows.get(row);
            if watermark > self.watermark {
                let only = batch.slice(row, 1);
                let bytes = Rows::encode(only.columns(), &self.spec.types, 1).get(0).to_vec();
                self.waiting.push(Arrival { watermark, time, key: key.to_vec(), row: bytes, change: batch.change(row) });
                continue;
            }
            let is_in = self.assign(&batch, row, (key, time, watermark), &mut assigned)?;
            out.count_late(usize::from(!is_in));
        }
        self.update(&batch, &mut assigned)?;
        Ok(Step::Done)
    }

    fn advance(&mut self, watermark: i64, out: &mut Output<'_>) -> Result<Step, Failure> {
        if self.spec.open_at_end.forgets(watermark) {
            return Ok(Step::Done);
        }
        let passed = self.spec.local.passed(watermark);
        self.take_waiting(passed, out)?;
        self.watermark = passed;
        self.fire(out)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.fire(out)
    }

    // All shards cut at the same row of a split, so nothing that should come before what waits can still arrive.
    fn drain(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.take_waiting(WATERMARK_MAX, out)?;
        self.fire(out)
    }

    fn resume_at(&mut self, watermark: i64) {
        self.watermark = self.spec.local.passed(watermark);
        self.open.restored();
    }

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![self.open.table(), &mut self.accumulators]
    }
}
