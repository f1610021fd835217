//! Byte strings and how often each occurs, sorted by the byte strings: what an aggregate keeps of a group in its word 0.
//!
//! A leaf is a blob of entries, keys ascending:
//!
//! | field of an entry | bytes |
//! |---|---|
//! | length of the key, only where keys differ in length | u32, little endian |
//! | key | |
//! | count, not 0 | i64, little endian |
//! | ordinal of its first addition, only where asked for | u64, little endian |
//!
//! The word is 0 for no entries, or the number of the only leaf, or, marked by its highest bit, the number of a blob that lists leaves, each
//! by its number (u64, little endian). A leaf that has become too long is cut in two; one that has become short takes the next one in. So
//! an entry costs a binary search and moves some kilobytes at most, in a group of millions, too: a list of 10,000 leaves only moves when
//! one of them is cut. Leaves one behind the other are the partial result, which is as long as the group has values.
//!
//! A negative count says that a value was retracted before it was added; the next addition cancels it, and until then it
//! does not show.

use arrow_array::builder::BinaryViewBuilder;
use std::cmp::Ordering;
use std::sync::Arc;
use waterwheel::expression::{Accumulators, Blobs};
use waterwheel_types::Column;

/// Bytes above which a leaf of more than one entry is cut.
const LEAF_MAX: usize = 2048;
/// A leaf below this takes the next one in if both together are no more than twice that.
const LEAF_SHORT: usize = LEAF_MAX / 4;
/// What marks the word of a group whose leaves are listed.
const LISTED: u64 = 1 << 63;

/// How entries lie in a leaf.
#[derive(Clone, Copy, Debug)]
pub(super) struct Multiset {
    /// The length of every key; `None` where keys differ in length.
    pub(super) key: Option<usize>,
    /// Whether entries say when their key first came.
    pub(super) ordinals: bool,
}

/// One entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// The byte string.
    pub(super) key: &'a [u8],
    /// How often it occurs; negative for retractions that came first.
    pub(super) count: i64,
    /// When it was first added, 0 if that is not kept.
    pub(super) ordinal: u64,
}

impl Multiset {
    /// The entries of a group, keys ascending.
    pub(super) fn entries<'a>(self, state: &'a Accumulators<'_>, slot: u32) -> impl Iterator<Item = Entry<'a>> {
        let blobs = &*state.blobs;
        leaves(blobs, state.at(slot)[0]).flat_map(move |leaf| self.read(blobs.get(leaf)))
    }

    /// The smallest key that occurs.
    pub(super) fn first<'a>(self, state: &'a Accumulators<'_>, slot: u32) -> Option<&'a [u8]> {
        self.entries(state, slot).find(|entry| entry.count > 0).map(|entry| entry.key)
    }

    /// The largest key that occurs.
    pub(super) fn last<'a>(self, state: &'a Accumulators<'_>, slot: u32) -> Option<&'a [u8]> {
        let last = |leaf| self.read(state.blobs.get(leaf)).filter(|entry| entry.count > 0).last();
        leaves(state.blobs, state.at(slot)[0]).rev().find_map(last).map(|entry| entry.key)
    }

    /// Adds `change` to a key's count, which makes or removes its entry; a new entry gets the ordinal.
    pub(super) fn count(self, state: &mut Accumulators<'_>, slot: u32, key: &[u8], change: i64, ordinal: u64) {
        let word = state.at(slot)[0];
        if word & LISTED == 0 {
            let leaf = state.blob_mut(slot, 0);
            self.count_in_leaf(leaf, key, change, ordinal);
            if let Some(upper) = self.cut(leaf) {
                let lower = state.at(slot)[0];
                state.at_mut(slot)[0] = listed(state.blobs, lower, upper);
            }
            return;
        }
        let (list, blobs) = (word ^ LISTED, &mut *state.blobs);
        let at = self.leaf_of(blobs, list, key);
        let leaf = blobs.get_mut(leaf_at(blobs.get(list), at));
        self.count_in_leaf(leaf, key, change, ordinal);
        let length = leaf.len();
        if let Some(upper) = self.cut(leaf) {
            insert_leaf(blobs, list, at + 1, upper);
        } else if length < LEAF_SHORT {
            state.at_mut(slot)[0] = shortened(state.blobs, list, at);
        }
    }

    /// Takes in the entries of a partial result, in their order.
    pub(super) fn merge(self, state: &mut Accumulators<'_>, slot: u32, partial: &[u8]) {
        self.read(partial).for_each(|entry| self.count(state, slot, entry.key, entry.count, 0));
    }

    /// The partial results of these groups, as BYTES.
    pub(super) fn partials(self, state: &Accumulators<'_>, slots: &[u32]) -> Column {
        let mut builder = BinaryViewBuilder::with_capacity(slots.len());
        for &slot in slots {
            let leaves: Vec<&[u8]> = leaves(state.blobs, state.at(slot)[0]).map(|leaf| state.blobs.get(leaf)).collect();
            builder.append_value(leaves.concat());
        }
        Arc::new(builder.finish())
    }

    /// Frees what a group keeps.
    pub(super) fn release(self, state: &mut Accumulators<'_>, slot: u32) {
        let word = std::mem::take(&mut state.at_mut(slot)[0]);
        let all: Vec<u64> = leaves(state.blobs, word).collect();
        all.into_iter().for_each(|leaf| state.blobs.free(leaf));
        if word & LISTED != 0 {
            state.blobs.free(word ^ LISTED);
        }
    }

    /// The entries of a leaf or of a partial result, keys ascending.
    pub(super) fn read(self, mut leaf: &[u8]) -> impl Iterator<Item = Entry<'_>> {
        std::iter::from_fn(move || {
            let (entry, rest) = self.split(leaf)?;
            leaf = rest;
            Some(entry)
        })
    }

    /// The position in the list of the leaf where a key is, or would be.
    fn leaf_of(self, blobs: &Blobs, list: u64, key: &[u8]) -> usize {
        let list = blobs.get(list);
        let (mut low, mut high) = (1, list.len() / 8);
        while low < high {
            let middle = low.midpoint(high);
            let (first, _) = self.split(blobs.get(leaf_at(list, middle))).expect("a listed leaf has entries");
            if first.key <= key { low = middle + 1 } else { high = middle }
        }
        low - 1
    }

    /// Takes the upper half of a leaf out if it is too long and has several entries.
    fn cut(self, leaf: &mut Vec<u8>) -> Option<Vec<u8>> {
        if leaf.len() <= LEAF_MAX {
            return None;
        }
        let mut end = 0;
        let ends = self.read(leaf).map(|entry| {
            end += self.size(entry.key.len());
            end
        });
        let middle = ends.into_iter().find(|end| *end >= leaf.len() / 2)?;
        (middle < leaf.len()).then(|| leaf.split_off(middle))
    }

    /// The bytes behind the key.
    fn tail(self) -> usize {
        if self.ordinals { 16 } else { 8 }
    }

    /// The bytes in front of the key.
    fn prefix(self) -> usize {
        if self.key.is_none() { 4 } else { 0 }
    }

    /// The size of an entry.
    fn size(self, key: usize) -> usize {
        self.prefix() + key + self.tail()
    }

    /// The entry at the front, and what follows it.
    fn split(self, leaf: &[u8]) -> Option<(Entry<'_>, &[u8])> {
        let (length, rest) = match self.key {
            Some(length) => (length, leaf),
            None => {
                let (length, rest) = leaf.split_first_chunk::<4>()?;
                (u32::from_le_bytes(*length) as usize, rest)
            }
        };
        let (key, rest) = rest.split_at_checked(length)?;
        let (count, rest) = rest.split_first_chunk::<8>()?;
        let (ordinal, rest) = if self.ordinals { rest.split_first_chunk::<8>()? } else { (&[0; 8], rest) };
        Some((Entry { key, count: i64::from_le_bytes(*count), ordinal: u64::from_le_bytes(*ordinal) }, rest))
    }

    /// Where the entry of a key begins, or `Err` where it would.
    fn find(self, leaf: &[u8], key: &[u8]) -> Result<usize, usize> {
        match self.key {
            Some(length) => self.search(leaf, key, self.size(length)),
            None => self.walk(leaf, key),
        }
    }

    fn search(self, leaf: &[u8], key: &[u8], stride: usize) -> Result<usize, usize> {
        let (mut low, mut high) = (0, leaf.len() / stride);
        while low < high {
            let middle = low.midpoint(high);
            match leaf[middle * stride..][..key.len()].cmp(key) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Ok(middle * stride),
            }
        }
        Err(low * stride)
    }

    fn walk(self, leaf: &[u8], key: &[u8]) -> Result<usize, usize> {
        let mut at = 0;
        for entry in self.read(leaf) {
            match entry.key.cmp(key) {
                Ordering::Less => at += self.size(entry.key.len()),
                Ordering::Greater => break,
                Ordering::Equal => return Ok(at),
            }
        }
        Err(at)
    }

    fn count_in_leaf(self, leaf: &mut Vec<u8>, key: &[u8], change: i64, ordinal: u64) {
        let prefix = self.prefix();
        match self.find(leaf, key) {
            Ok(at) => {
                let field = at + prefix + key.len();
                let count = i64::from_le_bytes(leaf[field..field + 8].try_into().expect("8 bytes")).wrapping_add(change);
                if count == 0 {
                    leaf.drain(at..field + self.tail());
                } else {
                    leaf[field..field + 8].copy_from_slice(&count.to_le_bytes());
                }
            }
            Err(at) if change != 0 => {
                let length = (key.len() as u32).to_le_bytes();
                let (count, ordinal) = (change.to_le_bytes(), ordinal.to_le_bytes());
                insert(leaf, at, [&length[..prefix], key, &count, &ordinal[..self.tail() - 8]]);
            }
            Err(_) => {}
        }
    }
}

/// The numbers of a group's leaves in order.
fn leaves(blobs: &Blobs, word: u64) -> impl DoubleEndedIterator<Item = u64> {
    let is_listed = word & LISTED != 0;
    let (listed, _) = blobs.get(if is_listed { word ^ LISTED } else { 0 }).as_chunks::<8>();
    let only = (!is_listed && word != 0).then_some(word);
    only.into_iter().chain(listed.iter().map(|leaf| u64::from_le_bytes(*leaf)))
}

/// The number of the leaf at a position of a list.
fn leaf_at(list: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(list[at * 8..][..8].try_into().expect("8 bytes"))
}

/// Makes a leaf of these entries, at a position of a list.
fn insert_leaf(blobs: &mut Blobs, list: u64, at: usize, entries: Vec<u8>) {
    let leaf = blobs.create();
    *blobs.get_mut(leaf) = entries;
    let list = blobs.get_mut(list);
    list.splice(at * 8..at * 8, leaf.to_le_bytes());
}

/// Lists an only leaf and one of these entries behind it; the group's word.
fn listed(blobs: &mut Blobs, leaf: u64, upper: Vec<u8>) -> u64 {
    let list = blobs.create();
    blobs.get_mut(list).extend(leaf.to_le_bytes());
    insert_leaf(blobs, list, 1, upper);
    list | LISTED
}

/// Makes one leaf of a short one and the next (of the last one and that before it), if they are short together, or one is empty.
/// Where only one leaf is left, there is no list any more; the group's word.
fn shortened(blobs: &mut Blobs, list: u64, at: usize) -> u64 {
    let leaves = blobs.get(list);
    let at = at.min(leaves.len() / 8 - 2);
    let (lower, upper) = (leaf_at(leaves, at), leaf_at(leaves, at + 1));
    let lengths = [lower, upper].map(|leaf| blobs.get(leaf).len());
    if lengths.iter().sum::<usize>() > 2 * LEAF_SHORT && !lengths.contains(&0) {
        return list | LISTED;
    }
    let entries = std::mem::take(blobs.get_mut(upper));
    blobs.get_mut(lower).extend(entries);
    blobs.free(upper);
    let leaves = blobs.get_mut(list);
    leaves.drain((at + 1) * 8..(at + 2) * 8);
    if leaves.len() > 8 {
        return list | LISTED;
    }
    blobs.free(list);
    lower
}

/// Puts these parts, one after the other, in front of what stands at `at`.
fn insert(leaf: &mut Vec<u8>, mut at: usize, parts: [&[u8]; 4]) {
    let (end, added) = (leaf.len(), parts.iter().map(|part| part.len()).sum::<usize>());
    leaf.resize(end + added, 0);
    leaf.copy_within(at..end, at + added);
    for part in parts {
        leaf[at..at + part.len()].copy_from_slice(part);
        at += part.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::cast::AsArray;
    use std::collections::BTreeMap;
    use waterwheel::expression::Words;
    use waterwheel_types::hash::hash_bytes;

    /// A sequence without pattern.
    fn random(number: u64) -> u64 {
        hash_bytes(&number.to_le_bytes(), 0)
    }

    type Model = BTreeMap<Vec<u8>, i64>;

    fn assert_same(kept: Multiset, state: &Accumulators<'_>, model: &Model, step: u64) {
        let entries: Vec<(&[u8], i64)> = kept.entries(state, 0).map(|entry| (entry.key, entry.count)).collect();
        let expected: Vec<(&[u8], i64)> = model.iter().map(|(key, count)| (key.as_slice(), *count)).collect();
        assert_eq!(entries, expected, "step {step}");
        let mut there = model.iter().filter(|(_, count)| **count > 0).map(|(key, _)| key.as_slice());
        assert_eq!(kept.first(state, 0), there.clone().next(), "step {step}");
        assert_eq!(kept.last(state, 0), there.next_back(), "step {step}");
    }

    /// Keys come and go in waves, so that leaves are cut, merged and emptied; the most leaves there were.
    fn agrees_with_a_map(kept: Multiset, key_of: impl Fn(u64) -> Vec<u8>) -> usize {
        let (mut words, mut blobs, mut model, mut most) = (Words::new(1), Blobs::default(), Model::new(), 0);
        words.push_slot();
        let mut state = Accumulators::new(&mut words, 0, 1, &mut blobs);
        for step in 0..12_000 {
            let key = key_of(random(step) % 3_000);
            // More come than go in one wave, more go than come in the next.
            let comes = random(step ^ 0xABCD << 32) % 4 != step / 3_000 % 2 * 3;
            let change = if comes == (step / 3_000 % 2 == 0) { 1 } else { -model.get(&key).copied().unwrap_or(1) };
            kept.count(&mut state, 0, &key, change, 0);
            let count = model.entry(key.clone()).or_default();
            *count += change;
            if *count == 0 {
                model.remove(&key);
            }
            most = most.max(leaves(state.blobs, state.at(0)[0]).count());
            if step % 400 == 0 {
                assert_same(kept, &state, &model, step);
            }
        }
        let partial = kept.partials(&state, &[0]);
        kept.release(&mut state, 0);
        assert_eq!(state.blobs.memory(), 0, "all is given back");
        kept.merge(&mut state, 0, partial.as_binary_view().value(0));
        assert_same(kept, &state, &model, 12_000);
        // Those that are left go one by one.
        for (key, count) in model {
            kept.count(&mut state, 0, &key, -count, 0);
        }
        assert_same(kept, &state, &Model::new(), 12_001);
        most
    }

    #[test]
    fn entries_are_those_of_a_map_whatever_the_leaves() {
        let numbers = Multiset { key: Some(8), ordinals: false };
        assert!(agrees_with_a_map(numbers, |number| number.to_be_bytes().to_vec()) > 10);
        let texts = Multiset { key: None, ordinals: true };
        let text = |number: u64| format!("{number:o}").repeat(1 + (random(number) % 7) as usize).into_bytes();
        assert!(agrees_with_a_map(texts, text) > 10);
        let longer_than_leaves = |number: u64| [vec![b'x'; (number % 5) as usize * 900], number.to_be_bytes().to_vec()].concat();
        assert!(agrees_with_a_map(texts, longer_than_leaves) > 10);
    }
}
