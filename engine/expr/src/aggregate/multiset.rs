//! Byte strings and how often each occurs, in one blob, sorted by the byte strings.
//!
//! | field of an entry | bytes |
//! |---|---|
//! | length of the key, only where keys differ in length | u32, little endian |
//! | key | |
//! | count, not 0 | i64, little endian |
//! | ordinal of its first addition, only where asked for | u64, little endian |
//!
//! A negative count says that a value was retracted before it was added; the next addition cancels it, and until then it
//! does not show. Entries of one size are found by binary search, others by a walk. Both move what follows when an entry
//! comes or goes, which suits groups of up to some thousand distinct values; an ordered sub-key table will take the place
//! of the blob for larger ones.

/// How entries lie in the blob.
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
    /// The bytes behind the key.
    fn tail(self) -> usize {
        if self.ordinals { 16 } else { 8 }
    }

    /// The size of every entry, where keys have one length.
    fn stride(self) -> Option<usize> {
        self.key.map(|key| key + self.tail())
    }

    /// The entry at the front, and what follows it.
    fn split(self, blob: &[u8]) -> Option<(Entry<'_>, &[u8])> {
        let (length, rest) = match self.key {
            Some(length) => (length, blob),
            None => {
                let (length, rest) = blob.split_first_chunk::<4>()?;
                (u32::from_le_bytes(*length) as usize, rest)
            }
        };
        let (key, rest) = rest.split_at_checked(length)?;
        let (count, rest) = rest.split_first_chunk::<8>()?;
        let (ordinal, rest) = if self.ordinals { rest.split_first_chunk::<8>()? } else { (&[0; 8], rest) };
        Some((Entry { key, count: i64::from_le_bytes(*count), ordinal: u64::from_le_bytes(*ordinal) }, rest))
    }

    /// The entries, keys ascending.
    pub(super) fn entries(self, mut blob: &[u8]) -> impl Iterator<Item = Entry<'_>> {
        std::iter::from_fn(move || {
            let (entry, rest) = self.split(blob)?;
            blob = rest;
            Some(entry)
        })
    }

    /// The smallest key that occurs.
    pub(super) fn first(self, blob: &[u8]) -> Option<&[u8]> {
        self.entries(blob).find(|entry| entry.count > 0).map(|entry| entry.key)
    }

    /// The largest key that occurs.
    pub(super) fn last(self, blob: &[u8]) -> Option<&[u8]> {
        match self.stride() {
            Some(stride) => {
                let mut backwards = blob.rchunks_exact(stride).filter_map(|chunk| self.split(chunk));
                backwards.find(|(entry, _)| entry.count > 0).map(|(entry, _)| entry.key)
            }
            None => self.entries(blob).filter(|entry| entry.count > 0).last().map(|entry| entry.key),
        }
    }

    /// Where the entry of a key begins, or `Err` where it would.
    fn find(self, blob: &[u8], key: &[u8]) -> Result<usize, usize> {
        match self.stride() {
            Some(stride) => self.search(blob, key, stride),
            None => self.walk(blob, key),
        }
    }

    fn search(self, blob: &[u8], key: &[u8], stride: usize) -> Result<usize, usize> {
        let (mut low, mut high) = (0, blob.len() / stride);
        while low < high {
            let middle = low.midpoint(high);
            match blob[middle * stride..][..key.len()].cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Ok(middle * stride),
            }
        }
        Err(low * stride)
    }

    fn walk(self, blob: &[u8], key: &[u8]) -> Result<usize, usize> {
        let mut at = 0;
        for entry in self.entries(blob) {
            match entry.key.cmp(key) {
                std::cmp::Ordering::Less => at += 4 + entry.key.len() + self.tail(),
                std::cmp::Ordering::Greater => break,
                std::cmp::Ordering::Equal => return Ok(at),
            }
        }
        Err(at)
    }

    /// Adds `change` to a key's count, which makes or removes its entry; a new entry gets the ordinal.
    pub(super) fn count(self, blob: &mut Vec<u8>, key: &[u8], change: i64, ordinal: u64) {
        let prefix = if self.key.is_none() { 4 } else { 0 };
        match self.find(blob, key) {
            Ok(at) => {
                let field = at + prefix + key.len();
                let count = i64::from_le_bytes(blob[field..field + 8].try_into().expect("8 bytes")).wrapping_add(change);
                if count == 0 {
                    blob.drain(at..field + self.tail());
                } else {
                    blob[field..field + 8].copy_from_slice(&count.to_le_bytes());
                }
            }
            Err(at) if change != 0 => {
                let length = (key.len() as u32).to_le_bytes();
                let (count, ordinal) = (change.to_le_bytes(), ordinal.to_le_bytes());
                insert(blob, at, [&length[..prefix], key, &count, &ordinal[..self.tail() - 8]]);
            }
            Err(_) => {}
        }
    }
}

/// Puts these parts, one after the other, in front of what stands at `at`.
fn insert(blob: &mut Vec<u8>, mut at: usize, parts: [&[u8]; 4]) {
    let (end, added) = (blob.len(), parts.iter().map(|part| part.len()).sum::<usize>());
    blob.resize(end + added, 0);
    blob.copy_within(at..end, at + added);
    for part in parts {
        blob[at..at + part.len()].copy_from_slice(part);
        at += part.len();
    }
}
