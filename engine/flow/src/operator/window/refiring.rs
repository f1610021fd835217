//! A window aggregation whose windows fire more than once: as rows come before their end (early), as late rows come after it, or both.
//!
//! Without early firing a window fires as a whole when the watermark reaches its end - 1 ms. Whenever rows change the results of a
//! window that fires early, or has fired, the changes leave at once: `+I` for a new key, `-U` and `+U` where the result differs from
//! before; netted per batch and window, or after each row. A row is late, and left out, for windows whose end - 1 ms its
//! watermark has passed by the lateness that is allowed. Results from before are not stored but computed, as in GROUP BY without a window.
//!
//! Output columns: those of [`WindowAggregate`](super::WindowAggregate). State: one accumulator set per window and key, until the watermark has passed the window's
//! end and the lateness. Panes are not shared between windows, so a row costs one update per window.

use super::aggregate::OpenAtEnd;
use super::panes::rows_at;
use super::rows::bounds;
use super::{Assigner, LocalTime};
use crate::exchange::KeyColumns;
use crate::operator::net::NetChanges;
use crate::operator::{Emission, Operator, OperatorSpec, Output, Step};
use crate::state::{Keys, Layout, Pane, PanedTable, SlotTable, Table};
use crate::{Batch, Failure, WATERMARK_MAX, WATERMARK_MIN};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use waterwheel_types::codec::{Rows, decode_rows};
use waterwheel_types::{Column, DataType};

/// Rows, counted once per window, that are taken in before the operator asks whether it must pause.
const TAKEN_ROWS: usize = 4_096;

/// When windows fire besides at their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fires {
    /// With rows that come before their end.
    pub early: bool,
    /// For so long after their end with rows that come late, in milliseconds; 0: never.
    pub lateness: i64,
}

/// Aggregation by window and key, with windows that fire again.
#[derive(Clone, Debug)]
pub struct RefiringWindow {
    /// The windows.
    pub assigner: Assigner,
    /// The event-time column.
    pub time: usize,
    /// The group's key.
    pub key: KeyColumns,
    /// The aggregate calls.
    pub layout: Arc<Layout>,
    /// The time that windows are cut in.
    pub local: LocalTime,
    /// What becomes of windows that are open at the end.
    pub open_at_end: OpenAtEnd,
    /// When windows fire again.
    pub fires: Fires,
    /// When changes leave; a batch job has no windows that fire again.
    pub emission: Emission,
}

impl OperatorSpec for RefiringWindow {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(Instance {
            table: PanedTable::new("windows", Arc::clone(&self.layout)),
            result_types: self.layout.result_types(),
            spec: self.clone(),
            fired_until: i64::MIN,
            due_until: i64::MIN,
            firing: None,
            taking: None,
        })
    }
}

struct Instance {
    spec: RefiringWindow,
    /// One pane per window.
    table: PanedTable,
    result_types: Vec<DataType>,
    /// Windows that end at or before this have fired.
    fired_until: i64,
    /// Windows that end at or before this are to fire; at least `fired_until`.
    due_until: i64,
    /// The window that is being fired, and from which slot on.
    firing: Option<(i64, u32)>,
    taking: Option<Taking>,
}

/// A batch that is being taken in.
struct Taking {
    batch: Batch,
    keys: Keys,
    /// The first row that has not been taken in.
    next: usize,
}

/// The rows of each window, by its end, the last window first as Flink has them.
type RowsByWindow = BTreeMap<Reverse<i64>, Vec<u32>>;

/// The windows' only pane.
fn whole(end: i64) -> Pane {
    Pane { end, first_window_end: end }
}

impl Instance {
    /// Takes in what is left of a batch, until done or told to pause.
    fn take(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        while let Some(mut taking) = self.taking.take() {
            let windows = self.assign(&mut taking, out);
            for (Reverse(end), rows) in windows {
                self.take_rows(end, rows, &taking, out)?;
            }
            if taking.next < taking.batch.rows() {
                self.taking = Some(taking);
                if out.must_pause() {
                    return Ok(Step::More);
                }
            }
        }
        Ok(Step::Done)
    }

    /// The windows of the next rows.
    fn assign(&self, taking: &mut Taking, out: &mut Output<'_>) -> RowsByWindow {
        let most = if self.spec.emission == Emission::PerRow { 1 } else { TAKEN_ROWS };
        let rows = taking.batch.slice(taking.next, most.min(taking.batch.rows() - taking.next));
        let times = self.spec.local.times(rows.column(self.spec.time));
        let passed = rows.watermarks().map(|w| self.spec.local.all_passed(w));
        let mut watermarks = passed.as_ref().map(|w| w.iter());
        let (mut windows, mut taken) = (RowsByWindow::new(), 0);
        for time in times {
            let watermark = watermarks.as_mut().map_or(WATERMARK_MIN, |w| w.next().expect("one watermark per row"));
            let row = taking.next as u32;
            let ends = self.windows_of(time, watermark);
            out.count_late(usize::from(ends.is_empty() && self.spec.assigner.covers(time)));
            taken += 1.max(ends.len());
            ends.into_iter().for_each(|end| windows.entry(Reverse(end)).or_default().push(row));
            taking.next += 1;
            if taken >= most {
                break;
            }
        }
        windows
    }

    /// The ends of the windows that a row of this time counts for.
    fn windows_of(&self, time: i64, watermark: i64) -> Vec<i64> {
        let kept_since = if watermark == WATERMARK_MAX { watermark } else { watermark.saturating_sub(self.spec.fires.lateness) };
        let Some(pane) = self.spec.assigner.pane_for(time, kept_since) else { return Vec::new() };
        let windows = self.spec.assigner.windows_of(pane.end);
        (pane.first_window_end..=windows.last).step_by(windows.step as usize).collect()
    }

    /// Takes rows into a window, and puts out what they change if it fires with each row by now.
    fn take_rows(&mut self, end: i64, rows: Vec<u32>, taking: &Taking, out: &mut Output<'_>) -> Result<(), Failure> {
        let mut slots = Vec::with_capacity(rows.len());
        let table = self.table.pane_mut(whole(end));
        let made = table.slots_of(&taking.keys, rows.iter().map(|&row| row as usize), &mut slots);
        let rows = rows_at(&taking.batch, rows);
        if !self.spec.fires.early && end > self.fired_until {
            return table.update(&slots, &rows);
        }
        let groups = Groups::of(&slots, &made);
        let before = table.finish(&groups.known)?;
        table.update(&slots, &rows)?;
        let after = table.finish(&groups.slots)?;
        let changes = groups.changes(&before, &after, &self.result_types);
        if changes.is_empty() {
            return Ok(());
        }
        let keys = key_columns(table, &groups.slots, &self.spec.key.types)?;
        let changes = changes.into_batch(&keys, &[before, after], self.result_types.len());
        out.push(self.with_bounds(changes, end));
        Ok(())
    }

    /// Fires what is due and forgets what is too old, until done or told to pause.
    fn fire(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        loop {
            if out.must_pause() {
                return Ok(Step::More);
            }
            if self.table.drop_some() {
                continue;
            }
            match self.firing.take().or_else(|| self.next_window()) {
                Some((end, from)) => self.put_out(end, from, out)?,
                None => {
                    self.fired_until = self.due_until;
                    if !self.forget() {
                        return Ok(Step::Done);
                    }
                }
            }
        }
    }

    /// The next window that is due; none where windows fire early, since their results are out.
    fn next_window(&self) -> Option<(i64, u32)> {
        if self.spec.fires.early {
            return None;
        }
        self.table.panes_between(self.fired_until, self.due_until).next().map(|pane| (pane.end, 0))
    }

    /// Puts out the results of some keys of a window.
    fn put_out(&mut self, end: i64, from: u32, out: &mut Output<'_>) -> Result<(), Failure> {
        let table = self.table.get_mut(whole(end)).expect("a window that fires exists");
        let (slots, rest) = table.live_slots(from, out.portion());
        let mut columns = key_columns(table, &slots, &self.spec.key.types)?;
        columns.extend(table.finish(&slots)?);
        out.push(self.with_bounds(Batch::new(columns, slots.len()), end));
        match rest {
            Some(from) => self.firing = Some((end, from)),
            None => self.fired_until = end,
        }
        Ok(())
    }

    fn with_bounds(&self, batch: Batch, end: i64) -> Batch {
        let start = self.spec.assigner.window_start(end);
        let mut columns = batch.columns().to_vec();
        columns.extend(bounds(vec![start; batch.rows()], vec![end; batch.rows()], &self.spec.local));
        batch.with_columns(columns)
    }

    /// Drops a window that no row counts for any more; false when there is none.
    fn forget(&mut self) -> bool {
        let is_old = |pane: &Pane| pane.end.saturating_add(self.spec.fires.lateness) <= self.due_until;
        let Some(pane) = self.table.panes().next().filter(is_old) else { return false };
        self.table.remove(pane);
        true
    }
}

fn key_columns(table: &SlotTable, slots: &[u32], types: &[DataType]) -> Result<Vec<Column>, Failure> {
    decode_rows(slots.iter().map(|&slot| table.key(slot)), types).map_err(|e| Failure::bug(e.to_string()))
}

/// The keys that some rows of a window name.
struct Groups {
    /// Their slots, each once, as the rows first name them.
    slots: Vec<u32>,
    /// Those of them that were there before.
    known: Vec<u32>,
    /// For each of `slots`: its position in `known`.
    before: Vec<Option<usize>>,
}

impl Groups {
    /// Of the rows with these slots, of which `made` are new, in order too.
    fn of(slots: &[u32], made: &[u32]) -> Self {
        let mut groups = Groups { slots: Vec::new(), known: Vec::new(), before: Vec::new() };
        let mut made = made.iter().peekable();
        let mut seen = HashSet::new();
        for &slot in slots {
            if !seen.insert(slot) {
                continue;
            }
            let is_new = made.next_if_eq(&&slot).is_some();
            groups.before.push((!is_new).then_some(groups.known.len()));
            groups.slots.push(slot);
            if !is_new {
                groups.known.push(slot);
            }
        }
        groups
    }

    fn changes(&self, before: &[Column], after: &[Column], types: &[DataType]) -> NetChanges {
        let (old, new) = (Rows::encode(before, types, self.known.len()), Rows::encode(after, types, self.slots.len()));
        let mut changes = NetChanges::default();
        for (group, known) in self.before.iter().enumerate() {
            match *known {
                None => changes.insert(group),
                Some(at) if old.get(at) != new.get(group) => changes.update(group, at),
                Some(_) => {}
            }
        }
        changes
    }
}

impl Operator for Instance {
    fn keys(&self, _: usize, batch: &Batch) -> Option<Keys> {
        Some(self.spec.key.keys_of(batch))
    }

    fn apply(&mut self, _: usize, batch: Batch, keys: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.taking = Some(Taking { batch, keys: keys.expect("keys were named"), next: 0 });
        self.take(out)
    }

    fn advance(&mut self, watermark: i64, out: &mut Output<'_>) -> Result<Step, Failure> {
        if self.spec.open_at_end.forgets(watermark) {
            return Ok(Step::Done);
        }
        self.due_until = self.spec.local.passed(watermark).saturating_add(1);
        self.fire(out)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        if self.taking.is_some() {
            return self.take(out);
        }
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
