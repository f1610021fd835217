//! (Key, number) → accumulators: a [`SlotTable`] whose keys have several accumulator sets, such as the sessions of one key.
//!
//! The number lies behind the key's bytes in memory; in entries it is the sub-key, so that key groups are those of the keys.

use super::{Entry, HASH_SEED, Layout, SlotTable, Table};
use crate::{Batch, Failure};
use std::sync::Arc;
use waterwheel_types::Column;
use waterwheel_types::codec::CodecError;
use waterwheel_types::hash::hash_bytes;

/// Accumulators by key and number.
#[derive(Debug)]
pub struct SubSlotTable(SlotTable);

/// The bytes of a number.
const NUMBER: usize = 8;

impl SubSlotTable {
    /// An empty table whose slots hold the accumulators of `layout`.
    pub fn new(name: &'static str, layout: Arc<Layout>) -> Self {
        SubSlotTable(SlotTable::new(name, layout))
    }

    /// The slot of a key and number, a new one if need be.
    pub fn slot_of(&mut self, key: &[u8], number: u64) -> u32 {
        let key = [key, &number.to_be_bytes()].concat();
        self.0.slot_of(&key, hash_bytes(&key, HASH_SEED))
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

    /// Removes a slot; it may be given to another key and number.
    pub fn remove(&mut self, slot: u32) -> Result<(), Failure> {
        self.0.remove(slot)
    }
}

/// Moves the number behind a key into the sub-key.
fn apart(entry: &mut Entry) {
    match entry {
        Entry::Put { key, sub, .. } | Entry::Remove { key, sub } => *sub = key.split_off(key.len() - NUMBER),
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
        self.0.restore(&[key, sub].concat(), &[], value)
    }
}
