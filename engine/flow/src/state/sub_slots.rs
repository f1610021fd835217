//! (Key, sub-key) → accumulators: a [`SlotTable`] whose keys have several accumulator sets, such as the sessions of one key, or its
//! distinct values.
//!
//! In memory the sub-key and its length (u32, little endian) lie behind the key's bytes; in entries they are apart, so that key groups are
//! those of the keys.

use super::{Entry, Keys, Layout, SlotTable, Table};
use crate::{Batch, Failure};
use std::sync::Arc;
use waterwheel_types::Column;
use waterwheel_types::codec::{CodecError, Rows};

/// Accumulators by key and sub-key.
#[derive(Debug)]
pub struct SubSlotTable(SlotTable);

/// Keys with a sub-key each.
#[derive(Debug, Default)]
pub struct SubKeys(Rows);

impl SubKeys {
    /// Appends a key and the sub-key that these parts make, one behind the other.
    pub fn push(&mut self, key: &[u8], [first, second]: [&[u8]; 2]) {
        let length = (first.len() + second.len()) as u32;
        self.0.push(&[key, first, second, &length.to_le_bytes()]);
    }
}

impl SubSlotTable {
    /// An empty table whose slots hold the accumulators of `layout`.
    pub fn new(name: &'static str, layout: Arc<Layout>) -> Self {
        SubSlotTable(SlotTable::new(name, layout))
    }

    /// The slot of a key and sub-key, a new one if need be.
    pub fn slot_of(&mut self, key: &[u8], sub: &[u8]) -> u32 {
        let mut one = SubKeys::default();
        one.push(key, [sub, &[]]);
        self.slots_of(one)[0]
    }

    /// The slots of these keys and sub-keys in order, new ones where need be.
    pub fn slots_of(&mut self, keys: SubKeys) -> Vec<u32> {
        let keys = Keys::new(keys.0);
        let mut slots = Vec::with_capacity(keys.len());
        self.0.slots_of(&keys, 0..keys.len(), &mut slots);
        slots
    }

    /// The slots, for whoever needs no keys.
    pub(crate) fn slots(&mut self) -> &mut SlotTable {
        &mut self.0
    }

    /// Takes rows into the accumulators of their slots.
    pub fn update(&mut self, slots: &[u32], batch: &Batch) -> Result<(), Failure> {
        self.0.update(slots, batch)
    }

    /// Takes the accumulators of one slot into those of another, behind what is in them, and removes it.
    pub fn merge(&mut self, into: u32, from: u32) -> Result<(), Failure> {
        let partials = self.0.partials(&[from])?;
        self.0.merge(&[into], &partials)?;
        self.0.remove(from)
    }

    /// The results of these slots.
    pub fn finish(&mut self, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        self.0.finish(slots)
    }

    /// Removes a slot; it may be given to another key and sub-key.
    pub fn remove(&mut self, slot: u32) -> Result<(), Failure> {
        self.0.remove(slot)
    }
}

/// Moves the sub-key behind a key into its own place.
fn apart(entry: &mut Entry) {
    match entry {
        Entry::Put { key, sub, .. } | Entry::Remove { key, sub } => {
            let length = key.split_off(key.len() - 4);
            let length = u32::from_le_bytes(length.try_into().expect("split off as four bytes"));
            *sub = key.split_off(key.len() - length as usize);
        }
        Entry::RemoveAll { .. } => unreachable!("a slot table removes single keys"),
    }
}

impl Table for SubSlotTable {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn flip(&mut self) {
        self.0.flip();
    }

    fn encode(&mut self, entries_max: usize, out: &mut Vec<Entry>) -> bool {
        let from = out.len();
        let done = self.0.encode(entries_max, out);
        out[from..].iter_mut().for_each(apart);
        done
    }

    fn restore(&mut self, key: &[u8], sub: &[u8], value: &[u8]) -> Result<(), CodecError> {
        self.0.restore(&[key, sub, &(sub.len() as u32).to_le_bytes()].concat(), &[], value)
    }
}
