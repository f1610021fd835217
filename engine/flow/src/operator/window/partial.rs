//! The local stage of a window aggregation: rows become one partial row per (pane, key) before they are exchanged.
//!
//! Decides lateness, since each row is compared with the watermark under which it arrived. Holds a pane's partials
//! until the watermark passes the pane's end (no window can fire earlier), so that usually each key crosses the
//! exchange once per pane; gives them out earlier when they take too much memory, before a barrier and at the end.
//! Keeps no state of record.
//!
//! Output columns: the key columns, `pane_end` BIGINT, `first_window_end` BIGINT, then the partial columns.

use super::panes::update_panes;
use super::{Assigner, LocalTime};
use crate::exchange::KeyColumns;
use crate::operator::{Operator, OperatorSpec, Output, Step};
use crate::state::{Keys, Layout, Pane, PanedTable, Table};
use crate::{Batch, Failure, WATERMARK_MIN};
use arrow_array::Int64Array;
use std::sync::Arc;
use waterwheel_types::codec::decode_rows;
use waterwheel_types::{Column, Kind};

/// How many keys are held before they are given out early.
const KEYS_MAX: usize = 1 << 17;

/// Local aggregation by pane and key.
#[derive(Clone, Debug)]
pub struct WindowPartial {
    /// The windows.
    pub assigner: Assigner,
    /// The event-time column, a TIMESTAMP or TIMESTAMP_LTZ of precision at most 3, never NULL.
    pub time: usize,
    /// The time that windows are cut in.
    pub local: LocalTime,
    /// The group's key.
    pub key: KeyColumns,
    /// The aggregate calls.
    pub layout: Arc<Layout>,
}

impl OperatorSpec for WindowPartial {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(Instance {
            table: PanedTable::new("partials", Arc::clone(&self.layout)),
            spec: self.clone(),
            held: 0,
            leaving: None,
            release_before: WATERMARK_MIN,
        })
    }
}

struct Instance {
    spec: WindowPartial,
    table: PanedTable,
    /// Keys in all panes, roughly: exact after each batch.
    held: usize,
    /// The pane that is being given out, and from which slot on.
    leaving: Option<(Pane, u32)>,
    /// Panes that end before or at this time are to be given out.
    release_before: i64,
}

impl Instance {
    /// Gives out panes that end at or before `release_before`, until done or told to pause.
    fn release(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        loop {
            if out.must_pause() {
                return Ok(Step::More);
            }
            if self.table.drop_some() {
                continue;
            }
            let next = || self.table.panes().next().filter(|pane| pane.end <= self.release_before).map(|pane| (pane, 0));
            let Some((pane, from)) = self.leaving.or_else(next) else { return Ok(Step::Done) };
            self.release_slots(pane, from, out)?;
        }
    }

    /// Gives out the next keys of a pane, and drops it after the last ones.
    fn release_slots(&mut self, pane: Pane, from: u32, out: &mut Output<'_>) -> Result<(), Failure> {
        let table = self.table.get_mut(pane).expect("a pane being given out exists");
        let (slots, rest) = table.live_slots(from, out.portion());
        let keys = slots.iter().map(|&slot| table.key(slot));
        let mut columns = decode_rows(keys, &self.spec.key.types).map_err(|e| Failure::bug(e.to_string()))?;
        columns.extend(pane_columns(pane, slots.len()));
        columns.extend(table.partials(&slots)?);
        out.push(Batch::new(columns, slots.len()));
        self.leaving = rest.map(|from| (pane, from));
        if rest.is_none() {
            self.held = self.held.saturating_sub(table.len());
            self.table.remove(pane);
        }
        Ok(())
    }
}

fn pane_columns(pane: Pane, rows: usize) -> [Column; 2] {
    [pane.end, pane.first_window_end].map(|value| Arc::new(Int64Array::from(vec![value; rows])) as Column)
}

impl WindowPartial {
    /// The key of the output rows: the same columns, in front.
    pub fn output_key(&self) -> KeyColumns {
        KeyColumns { columns: (0..self.key.columns.len()).collect(), types: self.key.types.clone() }
    }

    /// The types of the two pane columns behind the key.
    pub fn pane_types() -> [waterwheel_types::DataType; 2] {
        [Kind::BigInt.not_null(), Kind::BigInt.not_null()]
    }
}

impl Operator for Instance {
    fn keys(&self, _: usize, batch: &Batch) -> Option<Keys> {
        Some(self.spec.key.keys_of(batch))
    }

    fn apply(&mut self, _: usize, batch: Batch, keys: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let keys = keys.expect("keys were named");
        let taken = update_panes(&mut self.table, self.spec.assigner, &self.spec.local, self.spec.time, &batch, &keys)?;
        out.count_late(taken.late);
        self.held += taken.new_keys;
        if self.held > KEYS_MAX {
            return self.drain(out);
        }
        Ok(Step::Done)
    }

    fn advance(&mut self, watermark: i64, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.release_before = self.spec.local.passed(watermark).saturating_add(1);
        self.release(out)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.release(out)
    }

    fn drain(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.release_before = i64::MAX;
        self.release(out)
    }

    fn resume_at(&mut self, _: i64) {}

    // The partials held here are a matter of speed: a drain before each barrier empties them.
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        Vec::new()
    }
}
