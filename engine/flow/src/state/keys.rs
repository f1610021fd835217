//! The bytes of a table's keys, in pages that are never moved as a whole.
//!
//! Each key lies behind 8 bytes that name its slot and its length, so a page tells by itself which keys are in it. A page of
//! which three quarters belong to removed keys is emptied a few keys at a time; who keeps the keys' addresses is told
//! where they went.

use std::collections::VecDeque;

const PAGE_BYTES: usize = 1 << 16;
/// Bytes in front of a key: slot and length.
const HEAD_BYTES: usize = 8;
/// The slot of a removed key.
const NOBODY: u32 = u32::MAX;

/// Where a key lies: the page above, the offset in it in the lower 16 bits. Only a page of its own holds a key of 64 KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address(u64);

impl Address {
    /// Of no key.
    pub(super) const NONE: Address = Address(u64::MAX);

    fn new(page: usize, offset: usize) -> Self {
        Address((page as u64) << 16 | offset as u64)
    }

    #[inline]
    fn page(self) -> usize {
        (self.0 >> 16) as usize
    }

    #[inline]
    fn offset(self) -> usize {
        self.0 as usize % PAGE_BYTES
    }
}

#[derive(Debug, Default)]
struct Page {
    bytes: Vec<u8>,
    /// Bytes of removed keys, heads included.
    dead: usize,
    /// It waits to be emptied.
    sparse: bool,
}

/// Keys by address.
#[derive(Debug, Default)]
pub(super) struct KeyBytes {
    pages: Vec<Page>,
    /// Pages without memory, to be used again.
    free: Vec<usize>,
    /// The page that is being filled.
    open: Option<usize>,
    /// Pages to be emptied; the first one is, up to the offset `emptied`.
    sparse: VecDeque<usize>,
    emptied: usize,
    moves: u64,
}

impl KeyBytes {
    /// Adds the key of a slot.
    pub(super) fn push(&mut self, slot: u32, key: &[u8]) -> Address {
        let size = HEAD_BYTES + key.len();
        let page = self.open.filter(|&page| self.pages[page].bytes.len() + size <= PAGE_BYTES).unwrap_or_else(|| self.open_page());
        let bytes = &mut self.pages[page].bytes;
        let address = Address::new(page, bytes.len());
        let head = u64::from(slot) | (key.len() as u64) << 32;
        bytes.extend_from_slice(&head.to_le_bytes());
        bytes.extend_from_slice(key);
        address
    }

    fn open_page(&mut self) -> usize {
        if let Some(full) = self.open.take() {
            self.note_sparse(full);
        }
        // The first page grows with its keys, for tables of few.
        let bytes = Vec::with_capacity(if self.pages.is_empty() { 0 } else { PAGE_BYTES });
        let page = self.free.pop().unwrap_or_else(|| {
            self.pages.push(Page::default());
            self.pages.len() - 1
        });
        self.pages[page].bytes = bytes;
        self.open = Some(page);
        page
    }

    #[inline]
    pub(super) fn get(&self, address: Address) -> &[u8] {
        let (page, start) = (&self.pages[address.page()].bytes, address.offset() + HEAD_BYTES);
        let length = number(&page[start - 4..start]) as usize;
        &page[start..start + length]
    }

    /// Forgets a key.
    pub(super) fn remove(&mut self, address: Address) {
        let size = HEAD_BYTES + self.get(address).len();
        let page = &mut self.pages[address.page()];
        page.bytes[address.offset()..address.offset() + 4].copy_from_slice(&NOBODY.to_le_bytes());
        page.dead += size;
        self.note_sparse(address.page());
    }

    fn note_sparse(&mut self, number: usize) {
        let page = &mut self.pages[number];
        if self.open != Some(number) && !page.sparse && page.dead * 4 >= page.bytes.len() * 3 {
            page.sparse = true;
            self.sparse.push_back(number);
        }
    }

    /// Looks at up to `most` keys of pages to be emptied; each that is still there moves, and its slot and new address are
    /// told.
    #[inline]
    pub(super) fn reclaim(&mut self, most: usize, mut moved: impl FnMut(u32, Address)) {
        for _ in 0..most {
            let Some(&page) = self.sparse.front() else { return };
            self.reclaim_one(page, &mut moved);
        }
    }

    /// How often keys have moved: an address that was read before is good while this stays the same.
    #[inline]
    pub(super) fn moves(&self) -> u64 {
        self.moves
    }

    fn reclaim_one(&mut self, page: usize, moved: &mut impl FnMut(u32, Address)) {
        self.moves += 1;
        let bytes = &self.pages[page].bytes;
        if self.emptied == bytes.len() {
            self.pages[page] = Page::default();
            self.free.push(page);
            self.sparse.pop_front();
            self.emptied = 0;
            return;
        }
        let key = self.get(Address::new(page, self.emptied));
        let slot = number(&bytes[self.emptied..]);
        let size = HEAD_BYTES + key.len();
        if slot != NOBODY {
            let key = key.to_vec();
            moved(slot, self.push(slot, &key));
        }
        self.emptied += size;
    }

    /// Gives a page back, for good; false when none is left.
    pub(super) fn drop_page(&mut self) -> bool {
        self.pages.pop().is_some()
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        self.pages.iter().map(|page| page.bytes.capacity()).sum()
    }
}

#[inline]
fn number(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys of many lengths come and go a hundred times as often as there are keys at once.
    #[test]
    fn removed_keys_leave_no_bytes_behind_and_the_others_stay() {
        let mut keys = KeyBytes::default();
        let key = |slot: u32| vec![slot as u8; (slot % 97) as usize];
        let mut addresses = vec![Address::NONE; 200_000];
        for slot in 0..200_000 {
            addresses[slot as usize] = keys.push(slot, &key(slot));
            // One of a thousand stays for long, so that pages become sparse and not empty.
            if let Some(oldest) = slot.checked_sub(1_000).filter(|oldest| oldest % 1_000 != 0) {
                keys.remove(addresses[oldest as usize]);
                addresses[oldest as usize] = Address::NONE;
            }
            keys.reclaim(8, |slot, address| addresses[slot as usize] = address);
            if slot % 5_000 == 0 {
                let live = |&slot: &u32| addresses[slot as usize] != Address::NONE;
                assert!((0..slot).filter(live).all(|slot| keys.get(addresses[slot as usize]) == key(slot)));
            }
        }
        assert!(keys.memory() < 8 * PAGE_BYTES, "{} bytes for 1 200 keys", keys.memory());
    }

    #[test]
    fn a_key_longer_than_a_page_has_one_of_its_own() {
        let mut keys = KeyBytes::default();
        let (short, long) = (keys.push(0, b"short"), keys.push(1, &[7; PAGE_BYTES * 3]));
        let next = keys.push(2, b"next");
        assert_eq!((keys.get(short), keys.get(long).len(), keys.get(next)), (&b"short"[..], PAGE_BYTES * 3, &b"next"[..]));
        keys.remove(long);
        (0..4).for_each(|_| keys.reclaim(8, |_, _| panic!("nothing lives there")));
        assert!(keys.memory() < 2 * PAGE_BYTES + 1_000, "{}", keys.memory());
    }
}
