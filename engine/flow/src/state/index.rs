//! Hash → slot: linear probing over 8-byte cells, grown a few cells at a time.
//!
//! A cell is 0, or the lower half of the hash above and slot + 1 below: a key's home, and whether a cell may be its own, follow
//! from the cell alone. Deletion shifts back, so there are no tombstones.
//!
//! At 7/10 full, cells twice as many take the place of those there are; the old ones *leave* cluster by cluster (a cluster is
//! a run of cells without an empty one), some for every few keys that come. Where a key is follows from its old home: among the
//! new cells when its cluster has left, else among the old ones. So a lookup reads one array only, only two places of the new
//! one are written at a time, and its memory is taken as they move on.

/// No key's slot.
pub(super) const NO_SLOT: u32 = u32::MAX;
const TAG: u64 = 0xFFFF_FFFF_0000_0000;
const CELLS_MIN: usize = 16;
/// Cells of one piece of memory.
const CHUNK_CELLS: usize = 1 << 13;
/// Cells that leave when another [`LEAVING_KEYS`] keys have come: the old cells have all left after 1/8 as many keys as there are
/// cells, so they are never more than 7/10 + 1/8 full.
const LEAVING_CELLS: usize = 8 * LEAVING_KEYS;
const LEAVING_KEYS: usize = 16;

/// Cells, some of which may have no memory yet: those are empty.
#[derive(Debug)]
struct Cells {
    chunks: Vec<Vec<u64>>,
    /// The number of cells, a power of two, minus 1.
    mask: usize,
}

/// Cells on their way into others.
#[derive(Debug)]
struct Leaving {
    cells: Cells,
    /// The first cell that left. It is empty and stays so: a key of the last cluster for which only this cell would be free, is put
    /// among the new ones although its home has not left.
    first: usize,
    /// How many have left since, round the end; the last of them was empty, unless it is the end of all.
    left: usize,
    /// Whether such a key exists: then keys of homes that have not left may be on either side.
    overflowed: bool,
}

/// The cell of a key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    at: usize,
    /// Whether it is among those that leave.
    leaves: bool,
}

/// The slots of keys by hash.
#[derive(Debug)]
pub(super) struct Index {
    cells: Cells,
    leaving: Option<Leaving>,
    live: usize,
}

impl Cells {
    fn new(cells: usize) -> Self {
        Cells { chunks: vec![Vec::new(); cells.div_ceil(CHUNK_CELLS)], mask: cells - 1 }
    }

    #[inline]
    fn get(&self, at: usize) -> u64 {
        self.chunks[at / CHUNK_CELLS].get(at % CHUNK_CELLS).copied().unwrap_or(0)
    }

    fn set(&mut self, at: usize, cell: u64) {
        let chunk = &mut self.chunks[at / CHUNK_CELLS];
        if chunk.is_empty() {
            *chunk = vec![0; CHUNK_CELLS.min(self.mask + 1)];
        }
        chunk[at % CHUNK_CELLS] = cell;
    }

    #[inline]
    fn home(&self, cell: u64) -> usize {
        (cell >> 32) as usize & self.mask
    }

    /// The cell of a key, or the empty one where it would be.
    #[inline]
    fn find(&self, tag: u64, is_key: impl Fn(u32) -> bool) -> (usize, Option<u32>) {
        let mut at = self.home(tag);
        loop {
            let cell = self.get(at);
            if cell == 0 {
                return (at, None);
            }
            let slot = cell as u32 - 1;
            if cell & TAG == tag && is_key(slot) {
                return (at, Some(slot));
            }
            at = (at + 1) & self.mask;
        }
    }

    fn add(&mut self, cell: u64) {
        let (at, _) = self.find(cell & TAG, |_| false);
        self.set(at, cell);
    }

    /// Empties a cell and moves back those behind it that were displaced past it.
    fn delete(&mut self, mut hole: usize) {
        let mut at = hole;
        loop {
            at = (at + 1) & self.mask;
            let cell = self.get(at);
            if cell == 0 {
                break;
            }
            if (at.wrapping_sub(self.home(cell)) & self.mask) >= (at.wrapping_sub(hole) & self.mask) {
                self.set(hole, cell);
                hole = at;
            }
        }
        self.set(hole, 0);
    }
}

impl Leaving {
    /// Whether keys of this hash have left.
    #[inline]
    fn has_left(&self, tag: u64) -> bool {
        (self.cells.home(tag).wrapping_sub(self.first) & self.cells.mask) < self.left
    }

    /// Moves at least `most` cells, and the rest of their cluster; true when there are no more.
    fn leave(&mut self, most: usize, to: &mut Cells) -> bool {
        let until = self.left + most;
        loop {
            let at = (self.first + self.left) & self.cells.mask;
            let cell = self.cells.get(at);
            self.left += 1;
            if cell != 0 {
                to.add(cell);
                self.cells.set(at, 0);
            }
            if at % CHUNK_CELLS == CHUNK_CELLS - 1 && self.left >= CHUNK_CELLS {
                self.cells.chunks[at / CHUNK_CELLS] = Vec::new();
            }
            if cell == 0 && self.left > self.cells.mask {
                return true;
            }
            if cell == 0 && self.left >= until {
                return false;
            }
        }
    }
}

impl Index {
    pub(super) fn new() -> Self {
        Index { cells: Cells::new(CELLS_MIN), leaving: None, live: 0 }
    }

    /// The number of keys.
    pub(super) fn len(&self) -> usize {
        self.live
    }

    /// The cells among which keys of this hash are.
    #[inline]
    fn cells_of(&self, tag: u64) -> &Cells {
        match &self.leaving {
            Some(leaving) if !leaving.has_left(tag) => &leaving.cells,
            _ => &self.cells,
        }
    }

    /// The cell of a key, or the empty one where it would be.
    #[inline]
    fn locate(&self, tag: u64, is_key: impl Fn(u32) -> bool) -> (Place, Option<u32>) {
        if let Some(leaving) = self.leaving.as_ref().filter(|leaving| !leaving.has_left(tag)) {
            let (at, found) = leaving.cells.find(tag, &is_key);
            let place = Place { at, leaves: true };
            if found.is_some() || (at != leaving.first && !leaving.overflowed) {
                return (place, found);
            }
            let (beyond, found) = self.cells.find(tag, is_key);
            return if found.is_none() && at != leaving.first { (place, None) } else { (Place { at: beyond, leaves: false }, found) };
        }
        let (at, found) = self.cells.find(tag, is_key);
        (Place { at, leaves: false }, found)
    }

    fn cells_at(&mut self, place: Place) -> &mut Cells {
        match &mut self.leaving {
            Some(leaving) if place.leaves => &mut leaving.cells,
            _ => &mut self.cells,
        }
    }

    /// The slot of a key, or the place for [`insert`](Index::insert).
    #[inline]
    pub(super) fn find(&self, hash: u64, is_key: impl Fn(u32) -> bool) -> Result<u32, Place> {
        let (place, found) = self.locate(hash << 32, is_key);
        found.ok_or(place)
    }

    /// The cell where a key of this hash would best be: to be read long before [`guess`](Index::guess) asks for it.
    #[inline]
    pub(super) fn home(&self, hash: u64) -> u64 {
        let cells = self.cells_of(hash << 32);
        cells.get(cells.home(hash << 32))
    }

    /// The slot that a key of this hash probably has, [`NO_SLOT`] when it has none for certain; reads nothing but cells, and
    /// hardly ever others than its home.
    #[inline]
    pub(super) fn guess(&self, hash: u64, home: u64) -> u32 {
        if home & TAG == hash << 32 || home == 0 {
            // An empty cell has no slot: 0 - 1.
            return (home as u32).wrapping_sub(1);
        }
        let (_, found) = self.cells_of(hash << 32).find(hash << 32, |_| true);
        found.unwrap_or(NO_SLOT)
    }

    /// Takes a key in, at the place that [`find`](Index::find) has just named.
    pub(super) fn insert(&mut self, place: Place, hash: u64, slot: u32) {
        self.cells_at(place).set(place.at, hash << 32 | u64::from(slot + 1));
        self.live += 1;
        if let Some(leaving) = &mut self.leaving {
            leaving.overflowed |= !place.leaves && !leaving.has_left(hash << 32);
            if self.live.is_multiple_of(LEAVING_KEYS) && leaving.leave(LEAVING_CELLS, &mut self.cells) {
                self.leaving = None;
            }
        } else if self.live * 10 > (self.cells.mask + 1) * 7 {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let larger = Cells::new((self.cells.mask + 1) * 2);
        let cells = std::mem::replace(&mut self.cells, larger);
        let first = (0..).find(|&at| cells.get(at) == 0).expect("three in ten are empty");
        self.leaving = Some(Leaving { cells, first, left: 0, overflowed: false });
    }

    /// Forgets a key that is there.
    pub(super) fn remove(&mut self, hash: u64, slot: u32) {
        let (place, found) = self.locate(hash << 32, |other| other == slot);
        debug_assert!(found.is_some(), "a live slot has a cell");
        self.cells_at(place).delete(place.at);
        self.live -= 1;
    }

    /// Gives some memory back, for good; false when none is left.
    pub(super) fn drop_chunk(&mut self) -> bool {
        let leaving = self.leaving.as_mut().and_then(|leaving| leaving.cells.chunks.pop());
        leaving.or_else(|| self.cells.chunks.pop()).is_some()
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        let cells = |cells: &Cells| cells.chunks.iter().map(Vec::capacity).sum::<usize>() * 8;
        cells(&self.cells) + self.leaving.as_ref().map_or(0, |leaving| cells(&leaving.cells))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// A sequence of hashes without pattern (splitmix64).
    fn hash(number: u64) -> u64 {
        let z = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z ^ (z >> 27)
    }

    /// Keys come and go at random, in numbers that cross every size; every lookup says what a map says.
    fn agrees_with_a_map(seed: u64, spread: impl Fn(u64) -> u64, numbers: u64, steps: u64) -> u32 {
        let (mut index, mut model) = (Index::new(), HashMap::new());
        let mut by_slot: Vec<u64> = Vec::new();
        let mut grew = 0;
        for step in 0..steps {
            // More come than go, so that the table grows through many sizes.
            let number = hash(step ^ seed << 32) % numbers;
            let removes = hash(step ^ seed << 32 ^ 0xABCD).is_multiple_of(3);
            let found = index.find(spread(number), |slot| by_slot[slot as usize] == number);
            assert_eq!(found.ok(), model.get(&number).copied(), "step {step}");
            match found {
                Ok(slot) if removes => {
                    index.remove(spread(number), slot);
                    model.remove(&number);
                }
                Err(at) if !removes => {
                    by_slot.push(number);
                    index.insert(at, spread(number), by_slot.len() as u32 - 1);
                    model.insert(number, by_slot.len() as u32 - 1);
                }
                _ => {}
            }
            grew += u32::from(index.leaving.is_some());
            assert_eq!(index.len(), model.len());
            if step.is_multiple_of(numbers / 8) {
                let find = |number: u64| index.find(spread(number), |slot| by_slot[slot as usize] == number).ok();
                assert!((0..numbers).all(|number| find(number) == model.get(&number).copied()), "step {step}");
            }
        }
        grew
    }

    #[test]
    fn keys_are_found_while_the_cells_are_on_their_way() {
        let grew: u32 = (0..80).map(|seed| agrees_with_a_map(seed, |number| hash(number ^ seed << 20), 600, 1_500)).sum();
        assert!(grew > 4_000, "lookups met cells on their way {grew} times only");
        agrees_with_a_map(0, hash, 6_000, 20_000);
    }

    #[test]
    fn keys_of_few_homes_make_long_clusters_and_are_found() {
        let grew: u32 = (0..20).map(|seed| agrees_with_a_map(seed, |number| hash(number) % 61 * 0x1357, 300, 1_000)).sum();
        assert!(grew > 0, "no lookup met cells on their way");
    }

    #[test]
    fn the_last_cluster_may_reach_the_first_cell_that_left() {
        for seed in 0..200 {
            let (mut index, hash) = (Index::new(), |number: u64| hash(number + seed * 1_000_000));
            for number in 0..1_500 {
                let at = index.find(hash(number), |slot| u64::from(slot) == number).expect_err("it is new");
                index.insert(at, hash(number), number as u32);
                let recent = number.saturating_sub(70)..=number;
                assert!(recent.into_iter().all(|n| index.find(hash(n), |slot| u64::from(slot) == n).is_ok()), "seed {seed}, {number}");
            }
            assert!((0..1_500).all(|n| index.find(hash(n), |slot| u64::from(slot) == n).is_ok()), "seed {seed}");
        }
    }

    #[test]
    fn no_insertion_moves_more_than_a_few_cells() {
        let mut index = Index::new();
        for number in 0..100_000u64 {
            let at = index.find(hash(number), |_| false).unwrap_err();
            let left = index.leaving.as_ref().map_or(0, |leaving| leaving.left);
            index.insert(at, hash(number), number as u32);
            if let Some(leaving) = &index.leaving {
                assert!(leaving.left - left.min(leaving.left) < 600, "{left} to {}", leaving.left);
            }
        }
        assert!(index.memory() < 100_000 * 8 * 5);
    }

    #[test]
    fn memory_is_given_back_in_pieces() {
        let mut index = Index::new();
        for number in 0..100_000u64 {
            let at = index.find(hash(number), |_| false).unwrap_err();
            index.insert(at, hash(number), number as u32);
        }
        let mut before = index.memory();
        while index.drop_chunk() {
            assert!(before - index.memory() <= CHUNK_CELLS * 8);
            before = index.memory();
        }
        assert_eq!(before, 0);
    }
}
