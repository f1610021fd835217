//! The window aggregation of record: accumulators by pane and key, results when windows fire.
//!
//! Takes rows, or the partials of [`WindowPartial`](super::WindowPartial). Windows fire in the order of their ends; of
//! one window, keys come in the order of their slots. Firing is cut into slices: first the window's panes are combined
//! (not needed when it has only one), then results are put out batch by batch. A pane goes when its last window has
//! fired.
//!
//! Output columns: the key columns, the results of the calls, then `window_start`, `window_end` (TIMESTAMP(3), local
//! times) and
//! `window_time` (TIMESTAMP(3), or TIMESTAMP_LTZ(3) when the time column is); `window_time` = `window_end` - 1 ms is the result's
//! event time. State: one accumulator set per pane and key, until the last window of the pane fires.

use super::panes::update_panes;
use super::rows::bounds;
use super::{Assigner, LocalTime, Windows};
use crate::exchange::KeyColumns;
use crate::operator::{Operator, OperatorSpec, Output, Step};
use crate::state::{HASH_SEED, Keys, Layout, Pane, PanedTable, SlotTable, Table};
use crate::{Batch, Failure, WATERMARK_MAX};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::sync::Arc;
use waterwheel_types::Column;
use waterwheel_types::codec::decode_rows;
use waterwheel_types::hash::hash_bytes;

/// What the operator is given.
#[derive(Clone, Debug)]
pub enum WindowInput {
    /// Rows: lateness is decided here.
    Rows {
        /// The event-time column.
        time: usize,
        /// The group's key.
        key: KeyColumns,
    },
    /// The output of the local stage.
    Partials {
        /// The key, in front.
        key: KeyColumns,
    },
}

impl WindowInput {
    /// The group's key in the rows that come in.
    pub fn key(&self) -> &KeyColumns {
        match self {
            WindowInput::Rows { key, .. } | WindowInput::Partials { key } => key,
        }
    }
}

/// What becomes of windows that are open when the input ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenAtEnd {
    /// They fire: event time has come to its end.
    Fire,
    /// Nothing: the clock has not come to theirs.
    Forget,
}

impl OpenAtEnd {
    /// Whether this watermark is the end and opens no window's results.
    pub(in crate::operator) fn forgets(self, watermark: i64) -> bool {
        self == OpenAtEnd::Forget && watermark == WATERMARK_MAX
    }
}

/// Aggregation by window and key.
#[derive(Clone, Debug)]
pub struct WindowAggregate {
    /// The windows.
    pub assigner: Assigner,
    /// What comes in.
    pub input: WindowInput,
    /// The aggregate calls.
    pub layout: Arc<Layout>,
    /// The time that windows are cut in.
    pub local: LocalTime,
    /// What becomes of windows that are open at the end.
    pub open_at_end: OpenAtEnd,
    /// Whether these are windows of GROUP BY, whose panes are merged in another order.
    pub of_group_by: bool,
}

impl OperatorSpec for WindowAggregate {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(Instance {
            table: PanedTable::new("panes", Arc::clone(&self.layout)),
            spec: self.clone(),
            fired_until: i64::MIN,
            due_until: i64::MIN,
            firing: None,
        })
    }
}

struct Instance {
    spec: WindowAggregate,
    table: PanedTable,
    /// Windows that end at or before this have fired.
    fired_until: i64,
    /// Windows that end at or before this are to fire; at least `fired_until`.
    due_until: i64,
    firing: Option<Firing>,
}

/// A window that is being fired.
struct Firing {
    end: i64,
    /// Panes still to be combined, last first.
    panes: Vec<Pane>,
    /// The slot to go on from: in the last of the panes, or in what is put out; `None` when all is out.
    from: Option<u32>,
    /// The combined accumulators; `None` while the window's only pane is read in place.
    combined: Option<SlotTable>,
}

impl Instance {
    fn take_partials(&mut self, batch: &Batch, keys: &Keys) -> Result<(), Failure> {
        let width = self.spec.input.key().columns.len();
        let ends = batch.column(width).as_primitive::<Int64Type>().values();
        let firsts = batch.column(width + 1).as_primitive::<Int64Type>().values();
        let mut start = 0;
        while start < batch.rows() {
            let pane = Pane { end: ends[start], first_window_end: firsts[start] };
            let same = |&row: &usize| ends[row] == pane.end && firsts[row] == pane.first_window_end;
            let end = start + (start..batch.rows()).take_while(same).count();
            let table = self.table.pane_mut(pane);
            let mut slots = Vec::with_capacity(end - start);
            table.slots_of(keys, start..end, &mut slots);
            let partials: Vec<Column> = batch.columns()[width + 2..].iter().map(|c| c.slice(start, end - start)).collect();
            table.merge(&slots, &partials)?;
            start = end;
        }
        Ok(())
    }

    /// Fires what is due, until done or told to pause.
    fn fire(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        loop {
            if out.must_pause() {
                return Ok(Step::More);
            }
            if self.table.drop_some() {
                continue;
            }
            let Some(mut firing) = self.firing.take().or_else(|| self.next_window()) else {
                self.fired_until = self.due_until;
                return Ok(Step::Done);
            };
            if self.fire_slice(&mut firing, out)? {
                self.close_window(firing.end);
            } else {
                self.firing = Some(firing);
            }
        }
    }

    /// The first window that is due: the least end after `fired_until` of a window that some pane belongs to.
    fn next_window(&self) -> Option<Firing> {
        let end_for = |pane: Pane| {
            let Windows { last, step, .. } = self.spec.assigner.windows_of(pane.end);
            let first = pane.first_window_end;
            let end = if first > self.fired_until { first } else { first + ((self.fired_until - first) / step + 1) * step };
            (end <= last).then_some(end)
        };
        // Panes are in the order of their ends, and a window's end is not before any of its panes'.
        let mut earliest = i64::MAX;
        for pane in self.table.panes() {
            if pane.end > earliest {
                break;
            }
            earliest = end_for(pane).map_or(earliest, |end| earliest.min(end));
        }
        if self.table.is_empty() || earliest > self.due_until {
            return None;
        }
        let start = self.spec.assigner.window_start(earliest);
        let belongs = |pane: &Pane| pane.first_window_end <= earliest;
        let mut panes: Vec<Pane> = self.table.panes_between(start, earliest).filter(belongs).collect();
        self.spec.assigner.sort_for_merging(self.spec.of_group_by, &mut panes);
        panes.reverse();
        let combined = (panes.len() > 1).then(|| SlotTable::new("window", Arc::clone(&self.spec.layout)));
        Some(Firing { end: earliest, panes, from: Some(0), combined })
    }

    /// A slice of firing a window; true when it is through, its memory given back.
    fn fire_slice(&mut self, firing: &mut Firing, out: &mut Output<'_>) -> Result<bool, Failure> {
        let Some(from) = firing.from else {
            return Ok(!firing.combined.as_mut().is_some_and(SlotTable::drop_some));
        };
        match (&mut firing.combined, firing.panes.last()) {
            (Some(combined), Some(&pane)) => {
                let table = self.table.get_mut(pane).expect("a window's panes exist while it fires");
                firing.from = combine(combined, table, from, out.portion())?;
                if firing.from.is_none() {
                    firing.panes.pop();
                    firing.from = Some(0);
                }
            }
            _ => firing.from = self.put_out(firing, from, out)?,
        }
        Ok(false)
    }

    /// Puts out the results of some keys of a window; where to go on.
    fn put_out(&mut self, firing: &mut Firing, from: u32, out: &mut Output<'_>) -> Result<Option<u32>, Failure> {
        let table = match &mut firing.combined {
            Some(combined) => combined,
            None => self.table.get_mut(firing.panes[0]).expect("a window's panes exist while it fires"),
        };
        let (slots, rest) = table.live_slots(from, out.portion());
        let keys = slots.iter().map(|&slot| table.key(slot));
        let mut columns = decode_rows(keys, &self.spec.input.key().types).map_err(|e| Failure::bug(e.to_string()))?;
        columns.extend(table.finish(&slots)?);
        columns.extend(self.window_columns(firing.end, slots.len()));
        out.push(Batch::new(columns, slots.len()));
        Ok(rest)
    }

    fn window_columns(&self, end: i64, rows: usize) -> [Column; 3] {
        let start = self.spec.assigner.window_start(end);
        bounds(vec![start; rows], vec![end; rows], &self.spec.local)
    }

    /// Drops the panes that no later window needs.
    fn close_window(&mut self, end: i64) {
        self.fired_until = end;
        let done = |pane: &Pane| self.spec.assigner.windows_of(pane.end).last <= end;
        let panes: Vec<Pane> = self.table.panes().take_while(|pane| pane.end <= end).filter(done).collect();
        panes.into_iter().for_each(|pane| self.table.remove(pane));
    }
}

/// Takes the accumulators of some keys of a pane into those of the window; where to go on.
fn combine(window: &mut SlotTable, pane: &mut SlotTable, from: u32, most: usize) -> Result<Option<u32>, Failure> {
    let (slots, rest) = pane.live_slots(from, most);
    let partials = pane.partials(&slots)?;
    let target = |&slot: &u32| window.slot_of(pane.key(slot), hash_bytes(pane.key(slot), HASH_SEED));
    let targets: Vec<u32> = slots.iter().map(target).collect();
    window.merge(&targets, &partials)?;
    Ok(rest)
}

impl Operator for Instance {
    fn keys(&self, _: usize, batch: &Batch) -> Option<Keys> {
        Some(self.spec.input.key().keys_of(batch))
    }

    fn apply(&mut self, _: usize, batch: Batch, keys: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let keys = keys.expect("keys were named");
        match self.spec.input {
            WindowInput::Rows { time, .. } => {
                let taken = update_panes(&mut self.table, self.spec.assigner, &self.spec.local, time, &batch, &keys)?;
                out.count_late(taken.late);
            }
            WindowInput::Partials { .. } => self.take_partials(&batch, &keys)?,
        }
        Ok(Step::Done)
    }

    fn advance(&mut self, watermark: i64, out: &mut Output<'_>) -> Result<Step, Failure> {
        if self.spec.open_at_end.forgets(watermark) {
            return Ok(Step::Done);
        }
        self.due_until = self.spec.local.passed(watermark).saturating_add(1);
        self.fire(out)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.fire(out)
    }

    fn drain(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume_at(&mut self, watermark: i64) {
        self.fired_until = self.spec.local.passed(watermark).saturating_add(1);
        self.due_until = self.fired_until;
    }

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.table]
    }
}
