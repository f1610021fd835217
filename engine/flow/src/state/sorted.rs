//! (Key, sub-key) → row, ordered by sub-key within a key: for whatever grows per key.
//!
//! Distinct sets, the rows of a join side, of Top-N and OVER, the panes of sessions. Sub-keys are ordered by their bytes:
//! who needs an order by value encodes the sub-key so that bytes compare like values. Every entry is dirty on its own.

use super::{Entry, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use waterwheel_types::codec::CodecError;

type Entries = BTreeMap<Vec<u8>, Vec<u8>>;
type EntryKey = (Vec<u8>, Vec<u8>);

/// Ordered entries by key.
#[derive(Debug)]
pub struct SortedTable {
    name: &'static str,
    keys: BTreeMap<Vec<u8>, Entries>,
    /// Touched since the last flip.
    dirty: BTreeSet<EntryKey>,
    /// Touched in the ended epoch, not encoded yet.
    frozen: Vec<EntryKey>,
    /// What `frozen` still holds; an entry that was encoded early has left it.
    pending: BTreeSet<EntryKey>,
    early: Vec<Entry>,
    tracking: bool,
}

impl SortedTable {
    /// An empty table.
    pub fn new(name: &'static str) -> Self {
        SortedTable {
            name,
            keys: BTreeMap::new(),
            dirty: BTreeSet::new(),
            frozen: Vec::new(),
            pending: BTreeSet::new(),
            early: Vec::new(),
            tracking: false,
        }
    }

    /// The row under a key and sub-key.
    pub fn get(&self, key: &[u8], sub: &[u8]) -> Option<&[u8]> {
        self.keys.get(key)?.get(sub).map(Vec::as_slice)
    }

    /// The entries of a key in the order of their sub-keys.
    pub fn entries(&self, key: &[u8]) -> impl DoubleEndedIterator<Item = (&[u8], &[u8])> {
        self.keys.get(key).into_iter().flatten().map(|(sub, value)| (sub.as_slice(), value.as_slice()))
    }

    /// The entries of a key from a sub-key on, in order.
    pub fn entries_from(&self, key: &[u8], sub: &[u8]) -> impl DoubleEndedIterator<Item = (&[u8], &[u8])> {
        let from = (Bound::Included(sub), Bound::Unbounded);
        let range = self.keys.get(key).map(|entries| entries.range::<[u8], _>(from));
        range.into_iter().flatten().map(|(sub, value)| (sub.as_slice(), value.as_slice()))
    }

    /// Shows every key, sub-key and row, in order: for what is derived from the table after a restart.
    pub fn each(&self, mut see: impl FnMut(&[u8], &[u8], &[u8])) {
        for (key, entries) in &self.keys {
            entries.iter().for_each(|(sub, value)| see(key, sub, value));
        }
    }

    /// The number of entries of a key.
    pub fn len_of(&self, key: &[u8]) -> usize {
        self.keys.get(key).map_or(0, BTreeMap::len)
    }

    /// Sets the row under a key and sub-key; returns the one that was there.
    pub fn put(&mut self, key: &[u8], sub: &[u8], value: Vec<u8>) -> Option<Vec<u8>> {
        self.touch(key, sub);
        self.keys.entry(key.to_vec()).or_default().insert(sub.to_vec(), value)
    }

    /// Removes the row under a key and sub-key and returns it.
    pub fn remove(&mut self, key: &[u8], sub: &[u8]) -> Option<Vec<u8>> {
        self.touch(key, sub);
        let entries = self.keys.get_mut(key)?;
        let removed = entries.remove(sub);
        if entries.is_empty() {
            self.keys.remove(key);
        }
        removed
    }

    /// Removes all rows of a key.
    pub fn remove_key(&mut self, key: &[u8]) {
        let subs: Vec<Vec<u8>> = self.entries(key).map(|(sub, _)| sub.to_vec()).collect();
        subs.iter().for_each(|sub| drop(self.remove(key, sub)));
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
        self.dirty.insert(entry);
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
        if !self.tracking {
            self.tracking = true;
            self.dirty = self.keys.iter().flat_map(|(k, e)| e.keys().map(|s| (k.clone(), s.clone()))).collect();
        }
        self.pending = std::mem::take(&mut self.dirty);
        // Taken from the end: written in the order of the keys.
        self.frozen = self.pending.iter().rev().cloned().collect();
    }

    fn encode(&mut self, entries_max: usize, out: &mut Vec<Entry>) -> bool {
        out.append(&mut self.early);
        let mut left = entries_max;
        while left > 0 {
            let Some(entry) = self.frozen.pop() else { return true };
            if self.pending.remove(&entry) {
                out.push(self.current(&entry));
                left -= 1;
            }
        }
        self.frozen.is_empty()
    }

    fn restore(&mut self, key: &[u8], sub: &[u8], value: &[u8]) -> Result<(), CodecError> {
        // What changes from here on is the first epoch's.
        self.tracking = true;
        self.keys.entry(key.to_vec()).or_default().insert(sub.to_vec(), value.to_vec());
        Ok(())
    }
}
