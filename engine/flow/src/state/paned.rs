//! Accumulators by pane of time and key: a table per pane, so that a fired pane goes as a whole.

use super::{Entry, Layout, SlotTable, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use waterwheel_types::codec::CodecError;

/// A slice of event time that no window boundary cuts, and the windows for which its rows count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pane {
    /// Where the pane ends, exclusive; milliseconds.
    pub end: i64,
    /// The end of the first window that its rows count for: rows that came too late for some of the pane's windows are
    /// kept apart from those that did not, and so a late row never changes a window that has fired.
    pub first_window_end: i64,
}

impl Pane {
    fn to_bytes(self) -> Vec<u8> {
        [self.end.to_le_bytes(), self.first_window_end.to_le_bytes()].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Pane> {
        let (end, first) = bytes.split_first_chunk::<8>()?;
        Some(Pane { end: i64::from_le_bytes(*end), first_window_end: i64::from_le_bytes(first.try_into().ok()?) })
    }
}

/// Accumulators by pane and key.
#[derive(Debug)]
pub struct PanedTable {
    name: &'static str,
    layout: Arc<Layout>,
    panes: BTreeMap<Pane, SlotTable>,
    /// Panes whose part of the ended epoch is not encoded yet.
    pending: BTreeSet<Pane>,
    /// Those of them that were dropped meanwhile: kept until they are.
    retired: Vec<(Pane, SlotTable)>,
    /// Dropped, their memory not all given back yet.
    dropping: Vec<SlotTable>,
    /// Panes dropped since the last flip that some earlier epoch has written.
    dropped: Vec<Pane>,
    /// Panes dropped in the ended epoch, to be told with it.
    dropped_before: Vec<Pane>,
    /// Panes that an epoch has written.
    persisted: BTreeSet<Pane>,
    tracking: bool,
}

impl PanedTable {
    /// An empty table whose slots hold the accumulators of `layout`.
    pub fn new(name: &'static str, layout: Arc<Layout>) -> Self {
        PanedTable {
            name,
            layout,
            panes: BTreeMap::new(),
            pending: BTreeSet::new(),
            retired: Vec::new(),
            dropping: Vec::new(),
            dropped: Vec::new(),
            dropped_before: Vec::new(),
            persisted: BTreeSet::new(),
            tracking: false,
        }
    }

    /// The table of a pane, a new one if need be.
    pub fn pane_mut(&mut self, pane: Pane) -> &mut SlotTable {
        let (name, layout, tracking) = (self.name, &self.layout, self.tracking);
        self.panes.entry(pane).or_insert_with(|| {
            let mut table = SlotTable::new(name, Arc::clone(layout));
            if tracking {
                table.flip();
            }
            table
        })
    }

    /// The table of a pane that exists.
    pub fn get_mut(&mut self, pane: Pane) -> Option<&mut SlotTable> {
        self.panes.get_mut(&pane)
    }

    /// All panes, in order of their end.
    pub fn panes(&self) -> impl DoubleEndedIterator<Item = Pane> + '_ {
        self.panes.keys().copied()
    }

    /// The panes that end in `after..=until`, in order.
    pub fn panes_between(&self, after: i64, until: i64) -> impl Iterator<Item = Pane> + '_ {
        let first = Pane { end: after.saturating_add(1), first_window_end: i64::MIN };
        let last = Pane { end: until, first_window_end: i64::MAX };
        let range = (first <= last).then(|| self.panes.range(first..=last));
        range.into_iter().flatten().map(|(&pane, _)| pane)
    }

    /// The number of keys in all panes.
    pub fn len(&self) -> usize {
        self.panes.values().map(SlotTable::len).sum()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.panes.is_empty()
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.panes.values().map(SlotTable::memory).sum()
    }

    /// Drops a pane. Its memory is given back by [`drop_some`](PanedTable::drop_some).
    pub fn remove(&mut self, pane: Pane) {
        let Some(table) = self.panes.remove(&pane) else { return };
        if self.persisted.remove(&pane) {
            self.dropped.push(pane);
        }
        if self.pending.remove(&pane) {
            self.retired.push((pane, table));
        } else {
            self.dropping.push(table);
        }
    }

    /// Gives back some memory of dropped panes, some microseconds long; false when there is none left to give back.
    pub fn drop_some(&mut self) -> bool {
        let Some(table) = self.dropping.last_mut() else { return false };
        if !table.drop_some() {
            self.dropping.pop();
        }
        true
    }

    /// Encodes the panes that were dropped meanwhile; true when there are none left.
    fn encode_retired(&mut self, entries_max: usize, out: &mut Vec<Entry>) -> bool {
        while let Some((pane, mut table)) = self.retired.pop() {
            let from = out.len();
            let done = table.encode(entries_max.saturating_sub(from), out);
            within(pane, &mut out[from..]);
            if out.len() > from && self.dropped.last() != Some(&pane) {
                // It is gone already, but this epoch writes it: the next one must take it back.
                self.dropped.push(pane);
            }
            if !done {
                self.retired.push((pane, table));
                return false;
            }
            self.dropping.push(table);
        }
        true
    }
}

/// Gives the entries that a pane's own table wrote their pane.
fn within(pane: Pane, entries: &mut [Entry]) {
    for entry in entries {
        match entry {
            Entry::Put { sub, .. } | Entry::Remove { sub, .. } | Entry::RemoveAll { sub } => *sub = pane.to_bytes(),
        }
    }
}

impl Table for PanedTable {
    fn name(&self) -> &'static str {
        self.name
    }

    fn flip(&mut self) {
        self.tracking = true;
        self.panes.values_mut().for_each(SlotTable::flip);
        self.pending = self.panes.keys().copied().collect();
        self.dropped_before = std::mem::take(&mut self.dropped);
    }

    fn encode(&mut self, entries_max: usize, out: &mut Vec<Entry>) -> bool {
        debug_assert!(out.is_empty(), "each call has a list of its own");
        out.extend(self.dropped_before.drain(..).map(|pane| Entry::RemoveAll { sub: pane.to_bytes() }));
        if !self.encode_retired(entries_max, out) {
            return false;
        }
        while let Some(&pane) = self.pending.first() {
            let from = out.len();
            let table = self.panes.get_mut(&pane).expect("a dropped pane is not pending");
            let done = table.encode(entries_max.saturating_sub(from), out);
            within(pane, &mut out[from..]);
            if out.len() > from {
                self.persisted.insert(pane);
            }
            if !done {
                return false;
            }
            self.pending.remove(&pane);
        }
        !self.drop_some()
    }

    fn restore(&mut self, key: &[u8], sub: &[u8], value: &[u8]) -> Result<(), CodecError> {
        let pane = Pane::from_bytes(sub).ok_or(CodecError { offset: 0, expected: "a pane" })?;
        self.pane_mut(pane).restore(key, &[], value)?;
        self.persisted.insert(pane);
        Ok(())
    }
}
