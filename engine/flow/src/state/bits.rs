//! A growing set of slot numbers.
//!
//! A bit per slot, in chunks of 32,768: one that is empty or full has no bits, so that a set of all slots is made, and an
//! empty one dropped, without a pass over them.

const CHUNK_WORDS: usize = 512;
const CHUNK_SLOTS: u32 = CHUNK_WORDS as u32 * 64;

type Words = Box<[u64; CHUNK_WORDS]>;

#[derive(Clone, Debug)]
enum Chunk {
    Empty,
    Full,
    Mixed(Words),
}

/// A bit per slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    chunks: Vec<Chunk>,
}

impl Bits {
    /// All slots below `end`.
    pub(crate) fn up_to(end: u32) -> Self {
        let mut bits = Bits { chunks: vec![Chunk::Full; (end / CHUNK_SLOTS) as usize] };
        (end - end % CHUNK_SLOTS..end).for_each(|slot| bits.insert(slot));
        bits
    }

    pub(crate) fn contains(&self, slot: u32) -> bool {
        match self.chunks.get((slot / CHUNK_SLOTS) as usize) {
            None | Some(Chunk::Empty) => false,
            Some(Chunk::Full) => true,
            Some(Chunk::Mixed(words)) => words[word_of(slot)] & bit_of(slot) != 0,
        }
    }

    pub(crate) fn insert(&mut self, slot: u32) {
        let chunk = (slot / CHUNK_SLOTS) as usize;
        if chunk >= self.chunks.len() {
            self.chunks.resize(chunk + 1, Chunk::Empty);
        }
        if let Some(words) = self.chunks[chunk].words(true) {
            words[word_of(slot)] |= bit_of(slot);
        }
    }

    pub(crate) fn remove(&mut self, slot: u32) {
        if let Some(words) = self.chunks.get_mut((slot / CHUNK_SLOTS) as usize).and_then(|chunk| chunk.words(false)) {
            words[word_of(slot)] &= !bit_of(slot);
        }
    }

    /// The first member at or after `from`.
    pub(crate) fn next(&self, from: u32) -> Option<u32> {
        let mut from = from;
        loop {
            let chunk = from / CHUNK_SLOTS;
            let found = match self.chunks.get(chunk as usize)? {
                Chunk::Empty => None,
                Chunk::Full => Some(from),
                Chunk::Mixed(words) => next_of(words, from % CHUNK_SLOTS).map(|at| chunk * CHUNK_SLOTS + at),
            };
            if found.is_some() {
                return found;
            }
            from = (chunk + 1) * CHUNK_SLOTS;
        }
    }
}

impl Chunk {
    /// The bits, so that one can be set to `member`; `None` when it is that already.
    #[inline]
    fn words(&mut self, member: bool) -> Option<&mut Words> {
        match (&*self, member) {
            (Chunk::Empty, false) | (Chunk::Full, true) => return None,
            (Chunk::Empty, true) => *self = Chunk::Mixed(Box::new([0; CHUNK_WORDS])),
            (Chunk::Full, false) => *self = Chunk::Mixed(Box::new([u64::MAX; CHUNK_WORDS])),
            (Chunk::Mixed(_), _) => {}
        }
        match self {
            Chunk::Mixed(words) => Some(words),
            _ => unreachable!("it was made mixed"),
        }
    }
}

fn word_of(slot: u32) -> usize {
    (slot % CHUNK_SLOTS) as usize / 64
}

fn bit_of(slot: u32) -> u64 {
    1 << (slot % 64)
}

fn next_of(words: &Words, from: u32) -> Option<u32> {
    let mut at = from as usize / 64;
    let mut word = words[at] & (u64::MAX << (from % 64));
    while word == 0 {
        at += 1;
        word = *words.get(at)?;
    }
    Some(at as u32 * 64 + word.trailing_zeros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_to_holds_all_below_and_nothing_else() {
        for end in [0, 1, 63, 64, 65, 200, CHUNK_SLOTS - 1, CHUNK_SLOTS, CHUNK_SLOTS * 2 + 7] {
            let bits = Bits::up_to(end);
            assert!((0..CHUNK_SLOTS * 3).all(|slot| bits.contains(slot) == (slot < end)), "{end}");
        }
    }

    #[test]
    fn members_come_back_in_order() {
        let mut bits = Bits::default();
        for slot in [3, 64, 1000, 63, CHUNK_SLOTS * 3 + 1, CHUNK_SLOTS - 1] {
            bits.insert(slot);
        }
        bits.remove(64);
        let mut found = vec![];
        let mut from = 0;
        while let Some(slot) = bits.next(from) {
            found.push(slot);
            from = slot + 1;
        }
        assert_eq!(found, [3, 63, 1000, CHUNK_SLOTS - 1, CHUNK_SLOTS * 3 + 1]);
        assert!(bits.contains(63) && !bits.contains(64) && !bits.contains(5_000_000));
    }

    #[test]
    fn what_leaves_a_full_set_is_out_of_it() {
        let mut bits = Bits::up_to(CHUNK_SLOTS * 2);
        (0..CHUNK_SLOTS).for_each(|slot| bits.remove(slot));
        bits.remove(CHUNK_SLOTS + 1);
        bits.insert(5);
        assert_eq!((bits.next(0), bits.next(6), bits.next(CHUNK_SLOTS + 1)), (Some(5), Some(CHUNK_SLOTS), Some(CHUNK_SLOTS + 2)));
    }
}
