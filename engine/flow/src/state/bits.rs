//! A growing set of slot numbers.

/// A bit per slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// All slots below `end`.
    pub(crate) fn up_to(end: u32) -> Self {
        let mut words = vec![u64::MAX; end as usize / 64];
        if !end.is_multiple_of(64) {
            words.push((1 << (end % 64)) - 1);
        }
        Bits { words }
    }

    pub(crate) fn contains(&self, slot: u32) -> bool {
        self.words.get(slot as usize / 64).is_some_and(|w| w & (1 << (slot % 64)) != 0)
    }

    pub(crate) fn insert(&mut self, slot: u32) {
        let word = slot as usize / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (slot % 64);
    }

    pub(crate) fn remove(&mut self, slot: u32) {
        if let Some(word) = self.words.get_mut(slot as usize / 64) {
            *word &= !(1 << (slot % 64));
        }
    }

    /// The first member at or after `from`.
    pub(crate) fn next(&self, from: u32) -> Option<u32> {
        let mut at = from as usize / 64;
        let mut word = self.words.get(at)? & (u64::MAX << (from % 64));
        while word == 0 {
            at += 1;
            word = *self.words.get(at)?;
        }
        Some(at as u32 * 64 + word.trailing_zeros())
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn up_to_holds_all_below_and_nothing_else() {
        for end in [0, 1, 63, 64, 65, 200] {
            let bits = Bits::up_to(end);
            assert!((0..300).all(|slot| bits.contains(slot) == (slot < end)), "{end}");
        }
    }

    #[test]
    fn members_come_back_in_order() {
        let mut bits = Bits::default();
        for slot in [3, 64, 1000, 63] {
            bits.insert(slot);
        }
        bits.remove(64);
        let mut found = vec![];
        let mut from = 0;
        while let Some(slot) = bits.next(from) {
            found.push(slot);
            from = slot + 1;
        }
        assert_eq!(found, [3, 63, 1000]);
        assert!(bits.contains(63) && !bits.contains(64) && !bits.contains(5_000));
    }
}
