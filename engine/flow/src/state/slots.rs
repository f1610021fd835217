//! Key → accumulators: one open-addressing table, flat arrays, no allocation per key.
//!
//! A key has a slot number from when it is first seen until it is removed; everything per key lies in arrays indexed by
//! it. The index maps hashes to slots by linear probing over 8-byte cells (upper half of the hash as a tag, slot + 1),
//! doubled at three quarters full, and deletes by shifting back, so it has no tombstones.

use super::bits::Bits;
use super::{Entry, Keys, Layout, Table};
use crate::expression::Blobs;
use crate::{Batch, Failure};
use std::sync::Arc;
use waterwheel_types::Column;
use waterwheel_types::codec::{CodecError, Rows, decode_rows};
use waterwheel_types::hash::hash_bytes;

const CELLS_MIN: usize = 16;
/// Fewer bytes of removed keys than this are left where they are.
const DEAD_BYTES_MIN: usize = 4_096;

/// Where a slot's key lies in the key bytes.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: usize,
    length: u32,
}

/// Accumulators by key.
#[derive(Debug)]
pub struct SlotTable {
    name: &'static str,
    layout: Arc<Layout>,
    /// 0, or tag in the upper half and slot + 1 in the lower; a power of two of them, at most 3/4 used.
    cells: Vec<u64>,
    keys: Vec<u8>,
    /// Bytes of `keys` that belong to removed keys; at most half of them and [`DEAD_BYTES_MIN`].
    dead_bytes: usize,
    spans: Vec<Span>,
    hashes: Vec<u64>,
    /// `layout.stride()` words per slot.
    words: Vec<u64>,
    blobs: Blobs,
    /// Slots of removed keys, to be used again. Their words are zero.
    free: Vec<u32>,
    live: usize,
    epoch: Epoch,
}

/// What epochs need to know of each slot.
#[derive(Debug, Default)]
struct Epoch {
    /// Touched since the last flip.
    dirty: Bits,
    /// Touched in the ended epoch and not yet encoded; all below `frozen_from` are done.
    frozen: Bits,
    frozen_from: u32,
    /// Encoded at least once, so that its removal must be told.
    persisted: Bits,
    /// Encoded before the slices came to it.
    early: Vec<Entry>,
    /// Removed since the last flip.
    removed: Vec<Entry>,
    /// Whether anybody asks for epochs at all: nothing is tracked before the first flip.
    tracking: bool,
}

impl SlotTable {
    /// An empty table whose slots hold the accumulators of `layout`.
    pub fn new(name: &'static str, layout: Arc<Layout>) -> Self {
        SlotTable {
            name,
            layout,
            cells: vec![0; CELLS_MIN],
            keys: Vec::new(),
            dead_bytes: 0,
            spans: Vec::new(),
            hashes: Vec::new(),
            words: Vec::new(),
            blobs: Blobs::default(),
            free: Vec::new(),
            live: 0,
            epoch: Epoch::default(),
        }
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// One more than the largest slot number ever used: what to iterate up to.
    pub fn slots_end(&self) -> u32 {
        self.spans.len() as u32
    }

    /// Whether a slot holds a key.
    pub fn is_live(&self, slot: u32) -> bool {
        self.spans[slot as usize].length != u32::MAX
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.cells.capacity() * 8
            + self.keys.capacity()
            + self.words.capacity() * 8
            + self.spans.capacity() * 16
            + self.hashes.capacity() * 8
            + self.blobs.memory()
    }

    /// The key of a live slot.
    pub fn key(&self, slot: u32) -> &[u8] {
        let Span { start, length } = self.spans[slot as usize];
        &self.keys[start..start + length as usize]
    }

    /// The hash of a live slot's key.
    pub fn hash(&self, slot: u32) -> u64 {
        self.hashes[slot as usize]
    }

    /// Finds the slot of each key, new ones being made, and appends them to `slots` in order.
    pub fn slots_of(&mut self, keys: &Keys, slots: &mut Vec<u32>) {
        slots.reserve(keys.len());
        for row in 0..keys.len() {
            slots.push(self.slot_of(keys.rows.get(row), keys.hashes[row]));
        }
    }

    /// The slot of a key, a new one if need be.
    #[inline]
    pub fn slot_of(&mut self, key: &[u8], hash: u64) -> u32 {
        let mask = self.cells.len() - 1;
        let tag = hash & TAG;
        let mut at = hash as usize & mask;
        loop {
            let cell = self.cells[at];
            if cell == 0 {
                return self.insert(at, key, hash);
            }
            let slot = (cell & !TAG) as u32 - 1;
            if cell & TAG == tag && self.key(slot) == key {
                return slot;
            }
            at = (at + 1) & mask;
        }
    }

    /// The slot of a key, if it has one.
    pub fn find(&self, key: &[u8], hash: u64) -> Option<u32> {
        self.cell_of(key, hash).map(|at| (self.cells[at] & !TAG) as u32 - 1)
    }

    fn cell_of(&self, key: &[u8], hash: u64) -> Option<usize> {
        let mask = self.cells.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let cell = self.cells[at];
            if cell == 0 {
                return None;
            }
            if cell & TAG == hash & TAG && self.key((cell & !TAG) as u32 - 1) == key {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    fn insert(&mut self, at: usize, key: &[u8], hash: u64) -> u32 {
        let span = Span { start: self.keys.len(), length: key.len() as u32 };
        self.keys.extend_from_slice(key);
        let slot = match self.free.pop() {
            Some(slot) => {
                // What the ended epoch had to say of the slot's former key has been said.
                self.epoch.frozen.remove(slot);
                self.spans[slot as usize] = span;
                self.hashes[slot as usize] = hash;
                slot
            }
            None => {
                self.spans.push(span);
                self.hashes.push(hash);
                self.words.resize(self.words.len() + self.layout.stride(), 0);
                self.spans.len() as u32 - 1
            }
        };
        self.cells[at] = (hash & TAG) | u64::from(slot + 1);
        self.live += 1;
        if self.live * 4 > self.cells.len() * 3 {
            self.grow();
        }
        slot
    }

    fn grow(&mut self) {
        let mask = self.cells.len() * 2 - 1;
        let mut cells = vec![0; mask + 1];
        for &cell in self.cells.iter().filter(|&&cell| cell != 0) {
            let mut at = self.hashes[(cell & !TAG) as usize - 1] as usize & mask;
            while cells[at] != 0 {
                at = (at + 1) & mask;
            }
            cells[at] = cell;
        }
        self.cells = cells;
    }

    /// Takes the rows of a batch into the accumulators of their slots.
    pub fn update(&mut self, slots: &[u32], batch: &Batch) -> Result<(), Failure> {
        self.touch(slots)?;
        self.layout.update(&mut self.words, &mut self.blobs, slots, batch)
    }

    /// Takes partial results into the accumulators of their slots.
    pub fn merge(&mut self, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        self.touch(slots)?;
        self.layout.merge(&mut self.words, &mut self.blobs, slots, partials)
    }

    /// The accumulators of these slots as columns.
    pub fn partials(&mut self, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        self.layout.partials(&mut self.words, &mut self.blobs, slots)
    }

    /// The results of these slots.
    pub fn finish(&mut self, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        self.layout.finish(&mut self.words, &mut self.blobs, slots)
    }

    /// Removes a key; its slot may be given to another.
    pub fn remove(&mut self, slot: u32) -> Result<(), Failure> {
        self.touch(&[slot])?;
        if self.epoch.tracking {
            self.epoch.dirty.remove(slot);
            if self.epoch.persisted.contains(slot) {
                self.epoch.persisted.remove(slot);
                let key = self.key(slot).to_vec();
                self.epoch.removed.push(Entry::Remove { key, sub: Vec::new() });
            }
        }
        let at = self.cell_of(self.key(slot), self.hash(slot)).expect("a live slot has a cell");
        self.delete_cell(at);
        self.layout.release(&mut self.words, &mut self.blobs, slot);
        self.dead_bytes += self.key(slot).len();
        self.spans[slot as usize].length = u32::MAX;
        self.free.push(slot);
        self.live -= 1;
        if self.live == 0 {
            self.keys.clear();
            self.dead_bytes = 0;
        } else if self.dead_bytes > DEAD_BYTES_MIN.max(self.keys.len() / 2) {
            self.drop_dead_keys();
        }
        Ok(())
    }

    /// Moves the bytes of the live keys together.
    fn drop_dead_keys(&mut self) {
        let mut keys = Vec::with_capacity(self.keys.len() - self.dead_bytes);
        for span in self.spans.iter_mut().filter(|span| span.length != u32::MAX) {
            let key = &self.keys[span.start..span.start + span.length as usize];
            span.start = keys.len();
            keys.extend_from_slice(key);
        }
        self.keys = keys;
        self.dead_bytes = 0;
    }

    /// Empties a cell and moves back those behind it that were displaced past it.
    fn delete_cell(&mut self, mut hole: usize) {
        let mask = self.cells.len() - 1;
        let mut at = hole;
        loop {
            at = (at + 1) & mask;
            let cell = self.cells[at];
            if cell == 0 {
                break;
            }
            let home = self.hashes[(cell & !TAG) as usize - 1] as usize & mask;
            if (at.wrapping_sub(home) & mask) >= (at.wrapping_sub(hole) & mask) {
                self.cells[hole] = cell;
                hole = at;
            }
        }
        self.cells[hole] = 0;
    }

    /// Notes that these slots are about to change; those of the ended epoch that are not encoded yet are, now.
    fn touch(&mut self, slots: &[u32]) -> Result<(), Failure> {
        if !self.epoch.tracking {
            return Ok(());
        }
        let mut early: Vec<u32> = slots.iter().copied().filter(|&slot| self.epoch.frozen.contains(slot)).collect();
        if !early.is_empty() {
            early.sort_unstable();
            early.dedup();
            let mut entries = std::mem::take(&mut self.epoch.early);
            self.encode_slots(&early, &mut entries)?;
            self.epoch.early = entries;
        }
        slots.iter().for_each(|&slot| self.epoch.dirty.insert(slot));
        Ok(())
    }

    fn encode_slots(&mut self, slots: &[u32], out: &mut Vec<Entry>) -> Result<(), Failure> {
        let columns = self.partials(slots)?;
        let values = Rows::encode(&columns, &self.layout.partial_types(), slots.len());
        for (row, &slot) in slots.iter().enumerate() {
            self.epoch.frozen.remove(slot);
            self.epoch.persisted.insert(slot);
            out.push(Entry::Put { key: self.key(slot).to_vec(), sub: Vec::new(), value: values.get(row).to_vec() });
        }
        Ok(())
    }

    /// The slots after `from` that hold keys, at most `most` of them; and where to go on.
    pub fn live_slots(&self, from: u32, most: usize) -> (Vec<u32>, u32) {
        let mut slots = Vec::with_capacity(most.min(self.live));
        let mut slot = from;
        while slot < self.slots_end() && slots.len() < most {
            if self.is_live(slot) {
                slots.push(slot);
            }
            slot += 1;
        }
        (slots, slot)
    }
}

const TAG: u64 = 0xFFFF_FFFF_0000_0000;

impl Table for SlotTable {
    fn name(&self) -> &'static str {
        self.name
    }

    fn flip(&mut self) {
        let epoch = &mut self.epoch;
        if !epoch.tracking {
            // Everything there is makes the base. Slots without a key are passed over when their turn comes.
            epoch.tracking = true;
            epoch.dirty = Bits::up_to(self.spans.len() as u32);
        }
        debug_assert!(epoch.frozen.next(0).is_none(), "flipped before the last epoch was encoded");
        epoch.frozen = std::mem::take(&mut epoch.dirty);
        epoch.frozen_from = 0;
        epoch.early.append(&mut epoch.removed);
    }

    fn encode(&mut self, entries_max: usize, out: &mut Vec<Entry>) -> bool {
        out.append(&mut self.epoch.early);
        let mut slots = Vec::with_capacity(entries_max);
        let mut from = self.epoch.frozen_from;
        while slots.len() < entries_max {
            let Some(slot) = self.epoch.frozen.next(from) else { break };
            from = slot + 1;
            if self.is_live(slot) {
                slots.push(slot);
            } else {
                self.epoch.frozen.remove(slot);
            }
        }
        self.epoch.frozen_from = from;
        self.encode_slots(&slots, out).expect("accumulators that were updated can be written");
        slots.len() < entries_max
    }

    fn restore(&mut self, key: &[u8], _sub: &[u8], value: &[u8]) -> Result<(), CodecError> {
        let slot = self.slot_of(key, hash_bytes(key, super::HASH_SEED));
        let columns = decode_rows([value], &self.layout.partial_types())?;
        self.merge(&[slot], &columns).expect("a written accumulator can be taken back");
        // What changes from here on is the first epoch's.
        self.epoch.tracking = true;
        self.epoch.dirty.remove(slot);
        self.epoch.persisted.insert(slot);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys come and go a hundred times as often as there are keys at once.
    #[test]
    fn removed_keys_leave_no_bytes_behind() {
        let mut table = SlotTable::new("keys", Arc::new(Layout::new(Vec::new())));
        let key = |number: u64| format!("a key that is not short {number}").into_bytes();
        let slot_of = |table: &mut SlotTable, number| table.slot_of(&key(number), hash_bytes(&key(number), 1));
        for number in 0..100_000 {
            slot_of(&mut table, number);
            if number >= 1_000 {
                let oldest = slot_of(&mut table, number - 1_000);
                table.remove(oldest).unwrap();
            }
        }
        assert!(table.keys.len() < 100_000, "{} bytes for 1 000 keys", table.keys.len());
        let found = |number| table.find(&key(number), hash_bytes(&key(number), 1)).map(|slot| table.key(slot).to_vec());
        assert!((0..99_000).all(|number| found(number).is_none()));
        assert!((99_000..100_000).all(|number| found(number) == Some(key(number))));
    }
}
