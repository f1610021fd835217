//! Key → accumulators: an index over hashes, and arrays by slot; no allocation per key, no stall that grows with the keys.
//!
//! A key has a slot number from when it is first seen until it is removed; everything per key lies in arrays indexed by
//! it, which grow without moving ([`Chunks`], [`Words`], [`KeyBytes`]). The [`Index`] grows a few cells per insertion, and the
//! bytes of removed keys are reclaimed a few keys per change.

use super::backlog::Backlog;
use super::bits::Bits;
use super::chunks::Chunks;
use super::index::{Index, NO_SLOT, Place};
use super::keys::{Address, KeyBytes};
use super::{Entry, HASH_SEED, Keys, Layout, Table};
use crate::expression::{Blobs, Words};
use crate::{Batch, Failure};
use std::sync::Arc;
use waterwheel_types::Column;
use waterwheel_types::codec::{CodecError, Rows, decode_rows};
use waterwheel_types::hash::hash_bytes;

/// Keys looked at with each change when the bytes of removed keys are reclaimed.
const RECLAIMED_KEYS: usize = 8;

/// Rows looked ahead.
const AHEAD: usize = 32;

/// What a row's key seems to be.
#[derive(Clone, Copy, Debug)]
struct Guess {
    row: usize,
    /// The cell where it would best be.
    home: u64,
    /// Or [`NO_SLOT`].
    slot: u32,
    address: Address,
}

impl Default for Guess {
    fn default() -> Self {
        Guess { row: 0, home: 0, slot: NO_SLOT, address: Address::NONE }
    }
}

/// Accumulators by key.
#[derive(Debug)]
pub struct SlotTable {
    name: &'static str,
    layout: Arc<Layout>,
    index: Index,
    keys: KeyBytes,
    /// By slot, where its key lies; [`Address::NONE`] when it has none.
    addresses: Chunks<Address>,
    words: Words,
    blobs: Blobs,
    /// Slots of removed keys, to be used again. Their words are zero.
    free: Chunks<u32>,
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
    /// Of the ended epoch: removals, and what was encoded before the slices came to it.
    early: Backlog,
    /// Removed since the last flip.
    removed: Backlog,
    /// Whether anybody asks for epochs at all: nothing is tracked before the first flip.
    tracking: bool,
}

impl SlotTable {
    /// An empty table whose slots hold the accumulators of `layout`.
    pub fn new(name: &'static str, layout: Arc<Layout>) -> Self {
        SlotTable {
            name,
            index: Index::new(),
            keys: KeyBytes::default(),
            addresses: Chunks::default(),
            words: Words::new(layout.stride()),
            blobs: Blobs::default(),
            free: Chunks::default(),
            epoch: Epoch::default(),
            layout,
        }
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One more than the largest slot number ever used: what to iterate up to.
    pub fn slots_end(&self) -> u32 {
        self.addresses.len() as u32
    }

    /// Whether a slot holds a key.
    pub fn is_live(&self, slot: u32) -> bool {
        self.addresses[slot as usize] != Address::NONE
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.index.memory() + self.keys.memory() + self.words.memory() + self.addresses.memory() + self.blobs.memory()
    }

    /// The words of all slots, of which these are about to be changed.
    pub(crate) fn words_of(&mut self, slots: &[u32]) -> Result<&mut Words, Failure> {
        self.touch(slots)?;
        Ok(&mut self.words)
    }

    /// The last word of a slot's accumulators.
    pub(crate) fn last_word(&self, slot: u32) -> u64 {
        self.words.at(slot, self.layout.stride() - 1, 1)[0]
    }

    /// The key of a live slot.
    #[inline]
    pub fn key(&self, slot: u32) -> &[u8] {
        self.keys.get(self.addresses[slot as usize])
    }

    /// Finds the slots of these rows' keys and appends them to `slots` in order; returns those of them that had to be made, in
    /// order too.
    ///
    /// Looks some rows ahead, one kind of memory after the other, so that the misses of one key are under way while those of
    /// others are waited for.
    pub fn slots_of(&mut self, keys: &Keys, rows: impl IntoIterator<Item = usize>, slots: &mut Vec<u32>) -> Vec<u32> {
        let mut rows = rows.into_iter();
        let (mut ahead, mut made) = ([Guess::default(); AHEAD], Vec::new());
        loop {
            let mut taken = 0;
            for (guess, row) in ahead.iter_mut().zip(rows.by_ref()) {
                *guess = Guess { row, home: self.index.home(keys.hashes[row]), slot: NO_SLOT, address: Address::NONE };
                taken += 1;
            }
            for guess in &mut ahead[..taken] {
                guess.slot = self.index.guess(keys.hashes[guess.row], guess.home);
                if guess.slot != NO_SLOT {
                    guess.address = self.addresses[guess.slot as usize];
                }
            }
            let moves = self.keys.moves();
            for &Guess { row, slot, address, .. } in &ahead[..taken] {
                let key = keys.rows.get(row);
                let is_right = slot != NO_SLOT && moves == self.keys.moves() && self.keys.get(address) == key;
                if is_right {
                    slots.push(slot);
                    continue;
                }
                let before = self.len();
                let slot = self.slot_of(key, keys.hashes[row]);
                slots.push(slot);
                if self.len() > before {
                    made.push(slot);
                }
            }
            if taken < AHEAD {
                return made;
            }
        }
    }

    /// The slot of a key, a new one if need be; `hash` is the key's under [`HASH_SEED`].
    #[inline]
    pub fn slot_of(&mut self, key: &[u8], hash: u64) -> u32 {
        match self.index.find(hash, |slot| self.key(slot) == key) {
            Ok(slot) => slot,
            Err(place) => self.insert(place, key, hash),
        }
    }

    /// The slot of a key, if it has one; `hash` is the key's under [`HASH_SEED`].
    pub fn find(&self, key: &[u8], hash: u64) -> Option<u32> {
        self.index.find(hash, |slot| self.key(slot) == key).ok()
    }

    fn insert(&mut self, place: Place, key: &[u8], hash: u64) -> u32 {
        let slot = self.free_slot();
        self.addresses[slot as usize] = self.keys.push(slot, key);
        self.index.insert(place, hash, slot);
        self.reclaim();
        slot
    }

    #[inline]
    fn free_slot(&mut self) -> u32 {
        if let Some(slot) = self.free.pop() {
            // What the ended epoch had to say of the slot's former key has been said.
            self.epoch.frozen.remove(slot);
            return slot;
        }
        self.addresses.push(Address::NONE);
        self.words.push_slot();
        self.slots_end() - 1
    }

    fn reclaim(&mut self) {
        let addresses = &mut self.addresses;
        self.keys.reclaim(RECLAIMED_KEYS, |slot, address| addresses[slot as usize] = address);
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
        self.index.remove(hash_bytes(self.key(slot), HASH_SEED), slot);
        self.layout.release(&mut self.words, &mut self.blobs, slot);
        self.keys.remove(std::mem::replace(&mut self.addresses[slot as usize], Address::NONE));
        self.free.push(slot);
        self.reclaim();
        Ok(())
    }

    /// Gives some of the table's memory back, for good; false when none is left. A large table is dropped in many such steps,
    /// each of which takes some microseconds.
    pub(crate) fn drop_some(&mut self) -> bool {
        self.blobs.drop_some() || self.keys.drop_page() || self.words.drop_chunk() || self.addresses.drop_chunk() || self.index.drop_chunk()
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
            let mut entries = Vec::with_capacity(early.len());
            self.encode_slots(&early, &mut entries)?;
            entries.into_iter().for_each(|entry| self.epoch.early.push(entry));
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

    /// The slots from `from` on that hold keys, at most `most` of them; and where to go on, `None` at the end. They may be few, or
    /// none, where most slots are free.
    pub fn live_slots(&self, from: u32, most: usize) -> (Vec<u32>, Option<u32>) {
        let end = self.slots_end().min(from.saturating_add(most as u32));
        let slots = (from..end).filter(|&slot| self.is_live(slot)).collect();
        (slots, (end < self.slots_end()).then_some(end))
    }
}

impl Table for SlotTable {
    fn name(&self) -> &'static str {
        self.name
    }

    fn flip(&mut self) {
        let epoch = &mut self.epoch;
        if !epoch.tracking {
            // Everything there is makes the base. Slots without a key are passed over when their turn comes.
            epoch.tracking = true;
            epoch.dirty = Bits::up_to(self.addresses.len() as u32);
        }
        debug_assert!(epoch.early.is_empty() && epoch.frozen.next(0).is_none(), "flipped before the last epoch was encoded");
        epoch.frozen = std::mem::take(&mut epoch.dirty);
        epoch.frozen_from = 0;
        epoch.early = std::mem::take(&mut epoch.removed);
    }

    fn encode(&mut self, entries_max: usize, out: &mut Vec<Entry>) -> bool {
        let entries_max = entries_max - self.epoch.early.drain(entries_max, out);
        let mut slots = Vec::with_capacity(entries_max);
        for _ in 0..entries_max {
            let Some(slot) = self.epoch.frozen.next(self.epoch.frozen_from) else { break };
            self.epoch.frozen_from = slot + 1;
            self.epoch.frozen.remove(slot);
            if self.is_live(slot) {
                slots.push(slot);
            }
        }
        self.encode_slots(&slots, out).expect("accumulators that were updated can be written");
        entries_max > 0 && self.epoch.frozen.next(self.epoch.frozen_from).is_none()
    }

    fn restore(&mut self, key: &[u8], _sub: &[u8], value: &[u8]) -> Result<(), CodecError> {
        let slot = self.slot_of(key, hash_bytes(key, HASH_SEED));
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
    use crate::expression::{Accumulators, Aggregate};
    use crate::state::AggregateCall;
    use arrow_array::Int64Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::Int64Type;
    use std::collections::{BTreeMap, HashMap};
    use waterwheel_types::{DataType, Kind};

    /// The sum of a BIGINT, in a blob, so that all kinds of memory are used.
    #[derive(Debug)]
    struct Sum(DataType);

    impl Aggregate for Sum {
        fn words(&self) -> usize {
            1
        }

        fn partial_types(&self) -> Vec<DataType> {
            vec![self.0.clone()]
        }

        fn data_type(&self) -> &DataType {
            &self.0
        }

        fn update(&self, s: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], _: Option<&[bool]>) -> Result<(), Failure> {
            self.merge(s, slots, arguments)
        }

        fn merge(&self, s: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
            for (&slot, value) in slots.iter().zip(partials[0].as_primitive::<Int64Type>().values()) {
                let sum = of(s.blob(slot, 0)) + value;
                *s.blob_mut(slot, 0) = sum.to_le_bytes().to_vec();
            }
            Ok(())
        }

        fn partials(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
            Ok(vec![self.finish(s, slots)?])
        }

        fn finish(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
            Ok(Arc::new(slots.iter().map(|&slot| of(s.blob(slot, 0))).collect::<Int64Array>()))
        }

        fn release(&self, s: &mut Accumulators<'_>, slot: u32) {
            s.free_blob(slot, 0);
        }
    }

    fn of(blob: &[u8]) -> i64 {
        blob.try_into().map_or(0, i64::from_le_bytes)
    }

    fn table() -> SlotTable {
        let call = AggregateCall { aggregate: Arc::new(Sum(Kind::BigInt.not_null())), arguments: vec![0], filter: None };
        SlotTable::new("sums", Arc::new(Layout::new(vec![call])))
    }

    /// A key of a length that depends on its number.
    fn key(number: u64) -> Vec<u8> {
        format!("key {number} {}", "x".repeat(number as usize % 40)).into_bytes()
    }

    fn find(table: &SlotTable, number: u64) -> Option<u32> {
        table.find(&key(number), hash_bytes(&key(number), HASH_SEED))
    }

    fn sum(table: &mut SlotTable, number: u64) -> Option<i64> {
        let slot = find(table, number)?;
        Some(table.finish(&[slot]).unwrap()[0].as_primitive::<Int64Type>().value(0))
    }

    /// A sequence of numbers without pattern (splitmix64).
    fn random(state: &mut u64) -> u64 {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z ^ (z >> 27)
    }

    fn add(table: &mut SlotTable, number: u64, value: i64) {
        let slot = table.slot_of(&key(number), hash_bytes(&key(number), HASH_SEED));
        let batch = Batch::new(vec![Arc::new(Int64Array::from(vec![value]))], 1);
        table.update(&[slot], &batch).unwrap();
    }

    /// The table's content as the entries of all epochs so far make it.
    type Written = BTreeMap<Vec<u8>, Vec<u8>>;

    fn fold(written: &mut Written, entries: &mut Vec<Entry>) {
        for entry in entries.drain(..) {
            match entry {
                Entry::Put { key, value, .. } => drop(written.insert(key, value)),
                Entry::Remove { key, .. } => assert!(written.remove(&key).is_some(), "a removal of what was never written"),
                Entry::RemoveAll { .. } => panic!("not of this table"),
            }
        }
    }

    fn written(model: &HashMap<u64, i64>) -> Written {
        let value = |sum: i64| {
            let column: Column = Arc::new(Int64Array::from(vec![sum]));
            Rows::encode(&[column], &[Kind::BigInt.not_null()], 1).get(0).to_vec()
        };
        model.iter().map(|(&number, &sum)| (key(number), value(sum))).collect()
    }

    fn restored(written: &Written) -> SlotTable {
        let mut table = table();
        written.iter().for_each(|(key, value)| table.restore(key, &[], value).unwrap());
        table
    }

    /// Keys come, change and go while the table grows through many sizes; epochs are flipped in the middle and encoded a few
    /// entries at a time between changes, and now and then the table is replaced by one restored from what was written.
    #[test]
    fn what_is_found_and_what_is_written_is_what_a_map_holds() {
        for seed in 0..2 {
            let mut state = seed;
            let (mut table, mut model) = (table(), HashMap::new());
            let (mut at_flip, mut epochs, mut so_far, mut entries) = (None, 0, Written::new(), Vec::new());
            for step in 0..12_000u64 {
                let number = random(&mut state) % 3_000;
                match (random(&mut state) % 4, find(&table, number)) {
                    (0, Some(slot)) => {
                        table.remove(slot).unwrap();
                        model.remove(&number);
                    }
                    (1, found) => assert_eq!(found.is_some(), model.contains_key(&number)),
                    _ => {
                        let value = (random(&mut state) % 1_000) as i64;
                        add(&mut table, number, value);
                        *model.entry(number).or_insert(0) += value;
                    }
                }
                assert_eq!(table.len(), model.len());
                if at_flip.is_some() && random(&mut state).is_multiple_of(8) && table.encode(1 + step as usize % 200, &mut entries) {
                    fold(&mut so_far, &mut entries);
                    assert_eq!(Some(&so_far), at_flip.as_ref(), "seed {seed}, step {step}: the epoch is what there was at its flip");
                    at_flip = None;
                    epochs += 1;
                    if epochs % 3 == 0 {
                        table = restored(&so_far);
                        model = model_of(&so_far);
                    }
                }
                if at_flip.is_none() && step > 1_000 && random(&mut state).is_multiple_of(256) {
                    table.flip();
                    at_flip = Some(written(&model));
                }
            }
            assert!(epochs > 4, "only {epochs} epochs");
            assert!((0..3_000).all(|number| sum(&mut table, number) == model.get(&number).copied()));
        }
    }

    fn model_of(written: &Written) -> HashMap<u64, i64> {
        let number = |key: &[u8]| String::from_utf8_lossy(key).split(' ').nth(1).and_then(|n| n.parse().ok()).unwrap();
        let value = |value: &[u8]| {
            let columns = decode_rows([value], &[Kind::BigInt.not_null()]).unwrap();
            columns[0].as_primitive::<Int64Type>().value(0)
        };
        written.iter().map(|(k, v)| (number(k), value(v))).collect()
    }

    /// Keys come and go a hundred times as often as there are keys at once.
    #[test]
    fn removed_keys_leave_no_bytes_behind() {
        let mut table = table();
        for number in 0..20_000 {
            add(&mut table, number, 1);
            if let Some(oldest) = number.checked_sub(1_000) {
                let slot = find(&table, oldest).unwrap();
                table.remove(slot).unwrap();
            }
        }
        assert!(table.memory() < 1_000_000, "{} bytes for 1 000 keys", table.memory());
        assert!((0..19_000).all(|number| find(&table, number).is_none()));
        assert!((19_000..20_000).all(|number| sum(&mut table, number) == Some(1)));
    }

    #[test]
    fn a_large_table_is_dropped_in_small_pieces() {
        let mut table = table();
        (0..60_000).for_each(|number| add(&mut table, number, 1));
        let mut pieces = 0;
        while table.drop_some() {
            pieces += 1;
        }
        assert!(pieces > 200, "{pieces}");
        assert_eq!(table.memory(), 0);
    }
}
