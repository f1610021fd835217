//! (Key, sub-key) → row, ordered by sub-key within a key: for whatever grows per key.
//!
//! The rows of a join side, of Top-N and OVER, the open sessions. Sub-keys are ordered by their bytes:
//! who needs an order by value encodes the sub-key so that bytes compare like values. Every entry is dirty on its own.
//!
//! The first epoch writes everything there is, without a list of it: a *base* goes through the table in order, and what changes
//! behind the place that it has reached is noted, so that it writes each entry as it was at the flip, or not at all.

use super::backlog::Backlog;
use super::entries::Entries;
use super::{Entry, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use waterwheel_types::codec::CodecError;

type EntryKey = (Vec<u8>, Vec<u8>);

/// Ordered entries by key.
#[derive(Debug)]
pub struct SortedTable {
    name: &'static str,
    keys: BTreeMap<Vec<u8>, Entries>,
    /// Touched since the last flip.
    dirty: BTreeSet<EntryKey>,
    /// Touched in the ended epoch, not encoded yet.
    pending: BTreeSet<EntryKey>,
    base: Option<Base>,
    /// Of the ended epoch, encoded before the slices came to it.
    early: Backlog,
    tracking: bool,
}

/// How far the first epoch's pass over the table has come.
#[derive(Debug, Default)]
struct Base {
    /// The last entry it has seen.
    seen: Option<EntryKey>,
    /// Entries behind that one which have changed since the flip: what they were is written, if they were.
    changed: BTreeSet<EntryKey>,
}

impl SortedTable {
    /// An empty table.
    pub fn new(name: &'static str) -> Self {
        SortedTable {
            name,
            keys: BTreeMap::new(),
            dirty: BTreeSet::new(),
            pending: BTreeSet::new(),
            base: None,
            early: Backlog::default(),
            tracking: false,
        }
    }

    /// The row under a key and sub-key.
    pub fn get(&self, key: &[u8], sub: &[u8]) -> Option<&[u8]> {
        self.keys.get(key)?.get(sub)
    }

    /// The entries of a key in the order of their sub-keys.
    pub fn entries(&self, key: &[u8]) -> impl DoubleEndedIterator<Item = (&[u8], &[u8])> {
        self.keys.get(key).into_iter().flat_map(|entries| entries.range(Bound::Unbounded))
    }

    /// The entries of a key from a sub-key on, in order.
    pub fn entries_from(&self, key: &[u8], sub: &[u8]) -> impl DoubleEndedIterator<Item = (&[u8], &[u8])> {
        self.keys.get(key).map(|entries| entries.range(Bound::Included(sub))).into_iter().flatten()
    }

    /// Shows every key, sub-key and row, in order: for what is derived from the table after a restart.
    pub fn each(&self, mut see: impl FnMut(&[u8], &[u8], &[u8])) {
        for (key, entries) in &self.keys {
            entries.range(Bound::Unbounded).for_each(|(sub, value)| see(key, sub, value));
        }
    }

    /// The number of entries of a key.
    pub fn len_of(&self, key: &[u8]) -> usize {
        self.keys.get(key).map_or(0, Entries::len)
    }

    /// Sets the row under a key and sub-key; returns the one that was there.
    pub fn put(&mut self, key: &[u8], sub: &[u8], value: Vec<u8>) -> Option<Vec<u8>> {
        self.touch(key, sub);
        self.insert(key, sub, value)
    }

    fn insert(&mut self, key: &[u8], sub: &[u8], value: Vec<u8>) -> Option<Vec<u8>> {
        if let Some(entries) = self.keys.get_mut(key) {
            return entries.insert(sub, value);
        }
        self.keys.insert(key.to_vec(), Entries::One(sub.to_vec(), value));
        None
    }

    /// Removes the row under a key and sub-key and returns it.
    pub fn remove(&mut self, key: &[u8], sub: &[u8]) -> Option<Vec<u8>> {
        self.touch(key, sub);
        let (removed, is_last) = self.keys.get_mut(key)?.remove(sub);
        if is_last {
            self.keys.remove(key);
        }
        removed
    }

    fn touch(&mut self, key: &[u8], sub: &[u8]) {
        if !self.tracking {
            return;
        }
        let entry = (key.to_vec(), sub.to_vec());
        if self.pending.remove(&entry) {
            let now = self.current(&entry);
            self.early.push(now);
        }
        self.touch_base(&entry);
        self.dirty.insert(entry);
    }

    /// What the base has not seen yet is written before it changes.
    fn touch_base(&mut self, entry: &EntryKey) {
        let Some(base) = &mut self.base else { return };
        if base.seen.as_ref() < Some(entry) && base.changed.insert(entry.clone()) && self.get(&entry.0, &entry.1).is_some() {
            let now = self.current(entry);
            self.early.push(now);
        }
    }

    /// Writes the next entries of the base; how many were looked at. All have been when that is less than `most`.
    fn encode_base(&mut self, most: usize, out: &mut Vec<Entry>) -> usize {
        let Some(mut base) = self.base.take() else { return 0 };
        let mut looked = 0;
        for (key, sub, value) in self.entries_after(base.seen.as_ref()).take(most) {
            looked += 1;
            let entry = (key.to_vec(), sub.to_vec());
            if !base.changed.remove(&entry) {
                out.push(Entry::Put { key: entry.0.clone(), sub: entry.1.clone(), value: value.to_vec() });
            }
            base.seen = Some(entry);
        }
        // What is left of `changed` is gone from the table.
        let forgotten = (looked..most).map_while(|_| base.changed.pop_first()).count();
        looked += forgotten;
        if looked == most {
            self.base = Some(base);
        }
        looked
    }

    /// All entries behind this one (all, without one): key, sub-key and row, in order.
    pub(crate) fn entries_after<'a>(&'a self, seen: Option<&EntryKey>) -> impl Iterator<Item = (&'a [u8], &'a [u8], &'a [u8])> + use<'a> {
        let (first, rest) = match seen {
            None => (None, self.keys.range::<[u8], _>(..)),
            Some((key, sub)) => {
                let behind = Bound::Excluded(sub.as_slice());
                let first = self.keys.get_key_value(key.as_slice()).map(|(key, entries)| (key, entries.range(behind)));
                (first, self.keys.range::<[u8], _>((Bound::Excluded(key.as_slice()), Bound::Unbounded)))
            }
        };
        let rest = rest.map(|(key, entries)| (key, entries.range(Bound::Unbounded)));
        first.into_iter().chain(rest).flat_map(|(key, entries)| entries.map(move |(sub, value)| (key.as_slice(), sub, value)))
    }

    fn current(&self, (key, sub): &EntryKey) -> Entry {
        match self.get(key, sub) {
            Some(value) => Entry::Put { key: key.clone(), sub: sub.clone(), value: value.to_vec() },
            None => Entry::Remove { key: key.clone(), sub: sub.clone() },
        }
    }
}

impl Table for SortedTable {
    fn name(&self) -> &'static str {
        self.name
    }

    fn flip(&mut self) {
        debug_assert!(self.pending.is_empty() && self.base.is_none(), "flipped before the last epoch was encoded");
        self.base = (!self.tracking).then(Base::default);
        self.tracking = true;
        self.pending = std::mem::take(&mut self.dirty);
    }

    fn encode(&mut self, entries_max: usize, out: &mut Vec<Entry>) -> bool {
        let mut left = entries_max - self.early.drain(entries_max, out);
        left -= self.encode_base(left, out);
        while left > 0 {
            let Some(entry) = self.pending.pop_first() else { return true };
            out.push(self.current(&entry));
            left -= 1;
        }
        false
    }

    fn restore(&mut self, key: &[u8], sub: &[u8], value: &[u8]) -> Result<(), CodecError> {
        // What changes from here on is the first epoch's.
        self.tracking = true;
        self.insert(key, sub, value.to_vec());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sequence of numbers without pattern (splitmix64).
    fn random(state: &mut u64) -> u64 {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z ^ (z >> 27)
    }

    type Content = BTreeMap<EntryKey, Vec<u8>>;

    fn fold(written: &mut Content, entries: &mut Vec<Entry>) {
        for entry in entries.drain(..) {
            match entry {
                Entry::Put { key, sub, value } => drop(written.insert((key, sub), value)),
                Entry::Remove { key, sub } => drop(written.remove(&(key, sub))),
                Entry::RemoveAll { .. } => panic!("not of this table"),
            }
        }
    }

    fn restored(written: &Content) -> SortedTable {
        let mut table = SortedTable::new("rows");
        written.iter().for_each(|((key, sub), value)| table.restore(key, sub, value).unwrap());
        table
    }

    /// Rows come, change and go; epochs, the first one over a full table, are encoded a few entries at a time in between.
    #[test]
    fn each_epoch_is_what_the_table_held_at_its_flip() {
        for seed in 0..8 {
            let mut state = seed;
            let (mut table, mut model, mut written) = (SortedTable::new("rows"), Content::new(), Content::new());
            let (mut at_flip, mut epochs, mut entries): (Option<Content>, u64, Vec<Entry>) = (None, 0, Vec::new());
            for step in 0..6_000u64 {
                // Half of the keys have few entries, and often one.
                let key = (random(&mut state) % 20) as u8;
                let subs = if key < 10 { 60 } else { 2 };
                let (key, sub) = (vec![key], vec![(random(&mut state) % subs) as u8]);
                if random(&mut state).is_multiple_of(3) {
                    assert_eq!(table.remove(&key, &sub), model.remove(&(key, sub)));
                } else {
                    let value = step.to_le_bytes().to_vec();
                    assert_eq!(table.put(&key, &sub, value.clone()), model.insert((key, sub), value));
                }
                if at_flip.is_some() && random(&mut state).is_multiple_of(5) && table.encode(1 + step as usize % 40, &mut entries) {
                    fold(&mut written, &mut entries);
                    assert_eq!(at_flip.take().as_ref(), Some(&written), "seed {seed}, step {step}");
                    epochs += 1;
                    if epochs.is_multiple_of(5) {
                        (table, model) = (restored(&written), written.clone());
                    }
                }
                if at_flip.is_none() && step > 1_000 && random(&mut state).is_multiple_of(50) {
                    table.flip();
                    at_flip = Some(model.clone());
                }
            }
            assert!(epochs > 5, "only {epochs} epochs");
        }
    }
}
