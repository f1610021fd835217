//! A window aggregation whose windows fire more than once: as rows come before their end (early), as late rows come
//! after it, or both; or once, over rows that are taken back.
//!
//! Without early firing a window fires as a whole when the watermark reaches its end - 1 ms. Whenever rows change the
//! results of a window that fires early, or has fired, the changes leave: `+I` for a new key, `-U` and `+U` where the
//! result differs from before, `-D` for a key whose last row is retracted; netted per batch and window, or after each
//! row. A row is late, and left out, for windows whose end - 1 ms its watermark has passed by the lateness that is
//! allowed. Results from before are not stored but computed, as in GROUP BY without a window.
//!
//! With a delay, changes wait for the wall clock ([`Pending`]): early ones for the window's end at most; late ones that
//! still wait when the window is forgotten are lost, as in Flink. A key whose first row comes late does not wait. Where
//! late changes wait, rows that are late by their own watermark are kept apart until their window has fired without
//! them.
//!
//! Output columns: those of [`WindowAggregate`](super::WindowAggregate). State: one accumulator set per window and key,
//! until the watermark has passed the window's end and the lateness, and what is out of the results that wait. Panes
//! are not shared between windows, so a row costs one update per window.

use super::aggregate::OpenAtEnd;
use super::panes::rows_at;
use super::pending::{AT_ONCE, NO_TIMER, Pending, Timers};
use super::rows::bounds;
use super::{Assigner, LocalTime};
use crate::batch::Watermarks;
use crate::exchange::KeyColumns;
use crate::operator::net::NetChanges;
use crate::operator::{Emission, Operator, OperatorSpec, Output, Step};
use crate::state::{HASH_SEED, Keys, Layout, Pane, PanedTable, SlotTable, Table};
use crate::{Batch, Failure, WATERMARK_MAX, WATERMARK_MIN};
use arrow_array::Int64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use waterwheel_types::codec::{Rows, decode_rows};
use waterwheel_types::hash::hash_bytes;
use waterwheel_types::{Column, DataType};

/// Rows, counted once per window, that are taken in before the operator asks whether it must pause.
const TAKEN_ROWS: usize = 4_096;

/// When windows fire besides at their end. All in milliseconds: delays by the wall clock, 0 being with the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fires {
    /// How long after a row that comes before their end; `None`: not early.
    pub early_delay: Option<i64>,
    /// For how long after their end rows count; 0: not at all.
    pub lateness: i64,
    /// How long after such a row.
    pub late_delay: i64,
}

impl Fires {
    /// Not at all.
    pub const AT_END: Self = Fires { early_delay: None, lateness: 0, late_delay: 0 };

    /// Whether any firing waits for the wall clock.
    pub fn waits(&self) -> bool {
        self.early_delay.is_some_and(|delay| delay > 0) || self.late_delay > 0
    }
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
    /// The aggregate calls. Where rows are `counted`, one more counts them, which is not put out. Where firing waits,
    /// the last one is [`InPlace::last_update`](crate::operator::InPlace::last_update) of the column behind the input's, which is not put
    /// out: each key's next timer.
    pub layout: Arc<Layout>,
    /// Whether a call behind the others counts the rows, as BIGINT: needed where rows can be retracted.
    pub counted: bool,
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
            result_types: self.shown_types(),
            pending: Pending::new("pending"),
            waking_ms: None,
            told: WATERMARK_MIN,
            under: None,
            spec: self.clone(),
            fired_until: i64::MIN,
            due_until: i64::MIN,
            firing: None,
            taking: None,
        })
    }
}

impl RefiringWindow {
    /// The types of the results that are put out.
    pub fn shown_types(&self) -> Vec<DataType> {
        let mut types = self.layout.result_types();
        types.truncate(types.len() - usize::from(self.fires.waits()) - usize::from(self.counted));
        types
    }
}

struct Instance {
    spec: RefiringWindow,
    /// One pane per window.
    table: PanedTable,
    /// The types of the results that are put out.
    result_types: Vec<DataType>,
    /// Changed results that wait for the wall clock.
    pending: Pending,
    /// While they leave: what the clock showed.
    waking_ms: Option<i64>,
    /// The watermark last told.
    told: i64,
    /// The watermark under which changes leave that may be behind it.
    under: Option<i64>,
    /// Windows that end at or before this have fired.
    fired_until: i64,
    /// Windows that end at or before this are to fire; at least `fired_until`.
    due_until: i64,
    /// The pane of the window that is being fired, and from which slot on.
    firing: Option<(Pane, u32)>,
    taking: Option<Taking>,
}

/// What a window takes in, a row for each slot.
enum Input<'a> {
    /// Rows as they came.
    Rows(Cow<'a, Batch>),
    /// The accumulators of rows that came late, and have no timers.
    Partials(Cow<'a, Batch>),
}

impl Input<'_> {
    /// Some of the rows, ascending.
    fn at(&self, rows: Vec<u32>) -> Input<'_> {
        match self {
            Input::Rows(all) => Input::Rows(rows_at(all, rows)),
            Input::Partials(all) => Input::Partials(rows_at(all, rows)),
        }
    }
}

/// A batch that is being taken in.
struct Taking {
    batch: Batch,
    keys: Keys,
    /// The first row that has not been taken in.
    next: usize,
}

/// The rows of each window's panes, by its end, the last window first as Flink has them.
type RowsByPane = BTreeMap<Reverse<Pane>, Vec<u32>>;

/// The pane of all rows that a window fires with.
fn whole(end: i64) -> Pane {
    Pane { end, first_window_end: end }
}

/// The pane of rows that came too late for that, while it has not fired.
fn late(end: i64) -> Pane {
    Pane { end, first_window_end: i64::MAX }
}

impl Instance {
    /// Takes in what is left of a batch, until done or told to pause.
    fn take(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        while let Some(mut taking) = self.taking.take() {
            let first = taking.next;
            let panes = self.assign(&mut taking, out);
            self.under = taking.batch.watermarks().map(|watermarks| watermarks.at(first));
            for (Reverse(pane), rows) in panes {
                self.take_rows(pane, rows, &taking, out)?;
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

    /// The panes of the next rows.
    fn assign(&self, taking: &mut Taking, out: &mut Output<'_>) -> RowsByPane {
        let most = if self.spec.emission == Emission::PerRow { 1 } else { TAKEN_ROWS };
        let rows = taking.batch.slice(taking.next, most.min(taking.batch.rows() - taking.next));
        let times = self.spec.local.times(rows.column(self.spec.time));
        let passed = rows.watermarks().map(|w| self.spec.local.all_passed(w));
        let mut watermarks = passed.as_ref().map(|w| w.iter());
        let (mut panes, mut taken) = (RowsByPane::new(), 0);
        for time in times {
            let watermark = watermarks.as_mut().map_or(WATERMARK_MIN, |w| w.next().expect("one watermark per row"));
            let row = taking.next as u32;
            let ends = self.windows_of(time, watermark);
            out.count_late(usize::from(ends.is_empty() && self.spec.assigner.covers(time)));
            taken += 1.max(ends.len());
            for end in ends {
                let waits = self.spec.fires.late_delay > 0 && end - 1 <= watermark && end > self.fired_until;
                let pane = if waits { late(end) } else { whole(end) };
                panes.entry(Reverse(pane)).or_default().push(row);
            }
            taking.next += 1;
            if taken >= most {
                break;
            }
        }
        panes
    }

    /// The ends of the windows that a row of this time counts for.
    fn windows_of(&self, time: i64, watermark: i64) -> Vec<i64> {
        let kept_since = if watermark == WATERMARK_MAX { watermark } else { watermark.saturating_sub(self.spec.fires.lateness) };
        let Some(pane) = self.spec.assigner.pane_for(time, kept_since) else { return Vec::new() };
        let windows = self.spec.assigner.windows_of(pane.end);
        (pane.first_window_end..=windows.last).step_by(windows.step as usize).collect()
    }

    /// Takes rows into a window, and puts out what they change if it fires with each row by now.
    fn take_rows(&mut self, pane: Pane, rows: Vec<u32>, taking: &Taking, out: &mut Output<'_>) -> Result<(), Failure> {
        let mut slots = Vec::with_capacity(rows.len());
        let made = self.table.pane_mut(pane).slots_of(&taking.keys, rows.iter().map(|&row| row as usize), &mut slots);
        let input = Input::Rows(rows_at(&taking.batch, rows));
        if pane == late(pane.end) {
            return self.count(pane, &slots, &input, |_| NO_TIMER);
        }
        self.take_input(pane.end, &slots, &made, input, out)
    }

    /// Takes rows or partials of a window in, and puts out what they change unless it waits.
    fn take_input(&mut self, end: i64, slots: &[u32], made: &[u32], input: Input<'_>, out: &mut Output<'_>) -> Result<(), Failure> {
        let is_late = end <= self.fired_until;
        match if is_late { Some(self.spec.fires.late_delay) } else { self.spec.fires.early_delay } {
            None => self.count(whole(end), slots, &input, |_| NO_TIMER),
            Some(0) => self.take_at_once(end, slots, made, &input, out),
            Some(_) if !is_late => self.take_waiting(end, slots, made, &input, out),
            Some(_) => {
                let (table, made_late) = (self.table.pane_mut(whole(end)), made.iter().copied().collect::<HashSet<u32>>());
                let fires = |&at: &u32| {
                    let slot = slots[at as usize];
                    made_late.contains(&slot) || table.last_word(slot) as i64 == AT_ONCE
                };
                let (now, later): (Vec<u32>, Vec<u32>) = (0..slots.len() as u32).partition(fires);
                let slots_at = |rows: &[u32]| rows.iter().map(|&at| slots[at as usize]).collect::<Vec<u32>>();
                let (now_slots, later_slots) = (slots_at(&now), slots_at(&later));
                self.take_at_once(end, &now_slots, made, &input.at(now), out)?;
                self.take_waiting(end, &later_slots, &[], &input.at(later), out)
            }
        }
    }

    /// Takes rows or partials in whose groups get these timers, given those that they have.
    fn count(&mut self, pane: Pane, slots: &[u32], input: &Input<'_>, timer: impl Fn(i64) -> i64) -> Result<(), Failure> {
        let table = self.table.pane_mut(pane);
        if let (Input::Rows(rows), false) = (input, self.spec.fires.waits()) {
            return table.update(slots, rows);
        }
        let timers: Column = Arc::new(slots.iter().map(|&slot| timer(table.last_word(slot) as i64)).collect::<Int64Array>());
        match input {
            Input::Rows(rows) => {
                let columns = rows.columns().iter().cloned().chain([timers]).collect();
                table.update(slots, &rows.clone().into_owned().with_columns(columns))
            }
            Input::Partials(partials) => {
                let columns = partials.columns();
                let columns: Vec<Column> = columns[..columns.len() - 1].iter().cloned().chain([timers]).collect();
                table.merge(slots, &columns)
            }
        }
    }

    /// Takes rows in and puts out what they change.
    fn take_at_once(&mut self, end: i64, slots: &[u32], made: &[u32], input: &Input<'_>, out: &mut Output<'_>) -> Result<(), Failure> {
        let mut groups = Groups::of(slots, made);
        let before = self.results(end, &groups.known)?;
        groups.forget_empty(&self.live(&before, groups.known.len()));
        let is_late = end <= self.fired_until;
        self.count(whole(end), slots, input, |_| if is_late { AT_ONCE } else { NO_TIMER })?;
        self.put_out_changes(end, &groups, before, out)
    }

    /// Takes rows in and notes what is out of what they change.
    fn take_waiting(&mut self, end: i64, slots: &[u32], made: &[u32], input: &Input<'_>, out: &Output<'_>) -> Result<(), Failure> {
        let mut groups = Groups::of(slots, made);
        let before = self.results(end, &groups.known)?;
        groups.forget_empty(&self.live(&before, groups.known.len()));
        let shown = Rows::encode(&before[..self.result_types.len()], &self.result_types, groups.known.len());
        let timers = self.timers(end, out.wall_ms());
        self.count(whole(end), slots, input, |timer| timers.next(timer))?;
        let table = self.table.pane_mut(whole(end));
        for (&slot, known) in groups.slots.iter().zip(&groups.before) {
            let at_ms = timers.time_of(table.last_word(slot) as i64);
            self.pending.note(table.key(slot), end, at_ms, known.map(|at| shown.get(at)));
        }
        Ok(())
    }

    /// The timers of a window's keys.
    fn timers(&self, end: i64, now_ms: i64) -> Timers {
        let Fires { early_delay, late_delay, .. } = self.spec.fires;
        let is_late = end <= self.fired_until;
        let delay = if is_late { late_delay } else { early_delay.unwrap_or_default() };
        Timers { delay, begin_anew: is_late && early_delay != Some(late_delay), now_ms }
    }

    /// The results of some keys of a window, then the number of their rows where they are counted.
    fn results(&mut self, end: i64, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let mut results = self.table.pane_mut(whole(end)).finish(slots)?;
        results.truncate(self.result_types.len() + usize::from(self.spec.counted));
        Ok(results)
    }

    /// Whether each of `groups` keys with these results has rows.
    fn live(&self, results: &[Column], groups: usize) -> Vec<bool> {
        match results.get(self.result_types.len()) {
            Some(counts) => counts.as_primitive::<Int64Type>().values().iter().map(|&count| count > 0).collect(),
            None => vec![true; groups],
        }
    }

    /// Puts out what groups' results amount to, given those from before.
    fn put_out_changes(&mut self, end: i64, groups: &Groups, before: Vec<Column>, out: &mut Output<'_>) -> Result<(), Failure> {
        let after = self.results(end, &groups.slots)?;
        let changes = groups.changes(&before, &after, &self.live(&after, groups.slots.len()), &self.result_types);
        if changes.is_empty() {
            return Ok(());
        }
        let keys = key_columns(self.table.pane_mut(whole(end)), &groups.slots, &self.spec.key.types)?;
        let changes = changes.into_batch(&keys, &[before, after], self.result_types.len());
        let under = self.under.map(|watermark| {
            let mut watermarks = Watermarks::default();
            watermarks.extend(changes.rows(), watermark);
            watermarks
        });
        out.push(self.with_bounds(changes, end).with_watermarks(under));
        Ok(())
    }

    /// Puts out results that have waited, until none is due or told to pause.
    fn put_out_due(&mut self, now_ms: i64, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.under = Some(self.told);
        loop {
            if out.must_pause() {
                self.waking_ms = Some(now_ms);
                return Ok(Step::More);
            }
            let Some((end, due)) = self.pending.take_due(now_ms, out.portion()) else { return Ok(Step::Done) };
            // What waits for a window that is forgotten is lost.
            let Some(table) = self.table.get_mut(whole(end)) else { continue };
            let slot_of = |(key, shown): (Vec<u8>, _)| table.find(&key, hash_bytes(&key, HASH_SEED)).map(|slot| (slot, shown));
            let due = due.into_iter().filter_map(slot_of).collect();
            self.put_out_waiting(end, due, out)?;
        }
    }

    /// Puts out what has become of results, given what is out of them.
    fn put_out_waiting(&mut self, end: i64, waiting: Vec<(u32, Option<Vec<u8>>)>, out: &mut Output<'_>) -> Result<(), Failure> {
        let (groups, shown) = Groups::with(waiting);
        let before = decode_rows(shown.iter().map(Vec::as_slice), &self.result_types).map_err(|e| Failure::bug(e.to_string()))?;
        self.put_out_changes(end, &groups, before, out)
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
                Some((pane, from)) if pane == late(pane.end) => self.take_late(pane, from, out)?,
                Some((pane, from)) => self.put_out(pane.end, from, out)?,
                None => {
                    self.fired_until = self.due_until;
                    if !self.forget() {
                        return Ok(Step::Done);
                    }
                }
            }
        }
    }

    /// The next pane that is due; of windows that fire early with each row only what came late, since their results are
    /// out.
    fn next_window(&self) -> Option<(Pane, u32)> {
        let is_out = |pane: &Pane| self.spec.fires.early_delay == Some(0) && *pane == whole(pane.end);
        self.table.panes_between(self.fired_until, self.due_until).find(|pane| !is_out(pane)).map(|pane| (pane, 0))
    }

    /// Takes some keys of what came late into their window, which has fired.
    fn take_late(&mut self, pane: Pane, from: u32, out: &mut Output<'_>) -> Result<(), Failure> {
        self.fired_until = pane.end;
        self.under = Some(self.told);
        let table = self.table.get_mut(pane).expect("what is taken in exists");
        let (slots, rest) = table.live_slots(from, out.portion());
        let partials = Batch::new(table.partials(&slots)?, slots.len());
        let keys: Vec<Vec<u8>> = slots.iter().map(|&slot| table.key(slot).to_vec()).collect();
        let window = self.table.pane_mut(whole(pane.end));
        let (mut slots, mut made) = (Vec::with_capacity(keys.len()), Vec::new());
        for key in keys {
            let before = window.len();
            let slot = window.slot_of(&key, hash_bytes(&key, HASH_SEED));
            slots.push(slot);
            made.extend((window.len() > before).then_some(slot));
        }
        self.take_input(pane.end, &slots, &made, Input::Partials(Cow::Owned(partials)), out)?;
        match rest {
            Some(from) => self.firing = Some((pane, from)),
            None => self.table.remove(pane),
        }
        Ok(())
    }

    /// Puts out the results of some keys of a window.
    fn put_out(&mut self, end: i64, from: u32, out: &mut Output<'_>) -> Result<(), Failure> {
        self.under = None;
        let table = self.table.get_mut(whole(end)).expect("a window that fires exists");
        let (slots, rest) = table.live_slots(from, out.portion());
        if self.spec.fires.early_delay.is_some() {
            let pending = &mut self.pending;
            let waiting = slots.iter().filter_map(|&slot| pending.take(table.key(slot), end).map(|shown| (slot, shown))).collect();
            self.put_out_waiting(end, waiting, out)?;
        } else {
            let all = slots.into_iter().map(|slot| (slot, None)).collect();
            self.put_out_waiting(end, all, out)?;
        }
        match rest {
            Some(from) => self.firing = Some((whole(end), from)),
            None => {
                self.fired_until = end;
                self.firing = self.table.get_mut(late(end)).map(|_| (late(end), 0));
            }
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

    /// Of these slots and what is out of each; what is out, where something is.
    fn with(waiting: Vec<(u32, Option<Vec<u8>>)>) -> (Self, Vec<Vec<u8>>) {
        let mut groups = Groups { slots: Vec::new(), known: Vec::new(), before: Vec::new() };
        let mut out = Vec::new();
        for (slot, shown) in waiting {
            groups.before.push(shown.is_some().then_some(out.len()));
            groups.known.extend(shown.is_some().then_some(slot));
            groups.slots.push(slot);
            out.extend(shown);
        }
        (groups, out)
    }

    /// Takes those of `known` that have no rows for new.
    fn forget_empty(&mut self, live: &[bool]) {
        self.before.iter_mut().for_each(|known| *known = known.filter(|&at| live[at]));
    }

    /// What results before and after amount to, the latter being those of keys that are `live`.
    fn changes(&self, before: &[Column], after: &[Column], live: &[bool], types: &[DataType]) -> NetChanges {
        let encode = |columns: &[Column], rows| Rows::encode(&columns[..types.len()], types, rows);
        let (old, new) = (encode(before, self.known.len()), encode(after, self.slots.len()));
        let mut changes = NetChanges::default();
        for (group, known) in self.before.iter().enumerate() {
            match *known {
                None if live[group] => changes.insert(group),
                Some(at) if !live[group] => changes.delete(group, at),
                Some(at) if old.get(at) != new.get(group) => changes.update(group, at),
                _ => {}
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
        self.told = watermark;
        self.due_until = self.spec.local.passed(watermark).saturating_add(1);
        self.fire(out)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        if self.taking.is_some() {
            return self.take(out);
        }
        match self.waking_ms.take() {
            Some(now_ms) => self.put_out_due(now_ms, out),
            None => self.fire(out),
        }
    }

    fn wake_at(&self) -> Option<i64> {
        self.pending.next_ms()
    }

    fn wake(&mut self, now_ms: i64, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.put_out_due(now_ms, out)
    }

    fn drain(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume_at(&mut self, watermark: i64) {
        self.told = watermark;
        self.fired_until = self.spec.local.passed(watermark).saturating_add(1);
        self.due_until = self.fired_until;
        self.pending.restored();
    }

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.table, self.pending.table()]
    }
}
