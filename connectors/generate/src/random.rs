//! Random numbers that are functions: of a seed, a column and a row, never of what was drawn before.
//!
//! The mixing is splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). Good enough for
//! made-up data, worthless for secrets.

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The random numbers of one column: one per row.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stream(u64);

impl Stream {
    /// The stream of `name` under `seed`: another name, unrelated numbers.
    pub fn new(seed: u64, name: &str) -> Self {
        let named = name.bytes().fold(mix(seed.wrapping_add(GOLDEN)), |state, byte| mix(state ^ u64::from(byte)));
        Stream(mix(named ^ name.len() as u64))
    }

    /// The number of a row.
    #[inline]
    pub fn at(self, row: u64) -> u64 {
        self.sequence(row).draw()
    }

    /// As many numbers as wanted for a row, of which [`Stream::at`] is the first.
    #[inline]
    pub fn sequence(self, row: u64) -> Sequence {
        // Rows are spread first: neighbouring rows must not share the tail of one sequence.
        Sequence(mix(self.0 ^ row.wrapping_mul(GOLDEN)))
    }
}

/// Random numbers one after the other.
#[derive(Clone, Debug)]
pub struct Sequence(u64);

impl Sequence {
    /// The next 64 random bits.
    #[inline]
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// The next 128 random bits.
    pub fn next_wide(&mut self) -> u128 {
        u128::from(self.draw()) << 64 | u128::from(self.draw())
    }

    /// The next number in 0..1.
    pub fn unit(&mut self) -> f64 {
        unit(self.draw())
    }

    /// The next number in 0..`bound` (0 when `bound` is 0).
    #[inline]
    pub fn below(&mut self, bound: u64) -> u64 {
        below(self.draw(), bound)
    }

    /// Appends `length` random letters `a` to `z`.
    pub fn letters(&mut self, length: usize, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + length.next_multiple_of(8), 0);
        for eight in out[start..].chunks_exact_mut(8) {
            eight.copy_from_slice(&eight_letters(self.draw()).to_le_bytes());
        }
        out.truncate(start + length);
    }

    /// Appends `length` random hexadecimal digits in lower case.
    pub fn hex(&mut self, length: usize, out: &mut Vec<u8>) {
        let end = out.len() + length;
        while out.len() < end {
            let word = self.draw();
            out.extend((0..16).map(|place| b"0123456789abcdef"[(word >> (4 * place) & 15) as usize]));
        }
        out.truncate(end);
    }

    /// Appends `length` random bytes.
    pub fn bytes(&mut self, length: usize, out: &mut Vec<u8>) {
        let end = out.len() + length;
        while out.len() < end {
            out.extend_from_slice(&self.draw().to_le_bytes());
        }
        out.truncate(end);
    }
}

/// 64 random bits as a number in 0..1.
#[inline]
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

/// 64 random bits as a number in 0..`bound` (0 when `bound` is 0).
#[inline]
pub fn below(bits: u64, bound: u64) -> u64 {
    ((u128::from(bits) * u128::from(bound)) >> 64) as u64
}

/// Each byte scaled to 26 letters, four at a time in the even and four in the odd bytes.
#[inline]
fn eight_letters(word: u64) -> u64 {
    const LANES: u64 = 0x00ff_00ff_00ff_00ff;
    let scaled = |lanes: u64| (((lanes & LANES) * 26) >> 8) & LANES;
    (scaled(word) | (scaled(word >> 8) << 8)) + u64::from_le_bytes([b'a'; 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_its_numbers_whatever_was_asked_before() {
        let stream = Stream::new(7, "price");
        let forwards: Vec<u64> = (0..100).map(|row| stream.at(row)).collect();
        let backwards: Vec<u64> = (0..100).rev().map(|row| stream.at(row)).collect();
        assert!(forwards.iter().eq(backwards.iter().rev()));
        assert_ne!(forwards[0], Stream::new(8, "price").at(0));
        assert_ne!(forwards[0], Stream::new(7, "prices").at(0));
    }

    #[test]
    fn rows_are_not_shifted_copies_of_each_other() {
        let stream = Stream::new(0, "x");
        let draws = |row| (0..8).scan(stream.sequence(row), |s, _| Some(s.draw())).collect::<Vec<_>>();
        let mut all: Vec<u64> = (0..1_000).flat_map(draws).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 8_000);
    }

    #[test]
    fn every_letter_and_digit_is_about_equally_frequent() {
        let mut text = Vec::new();
        Stream::new(1, "x").sequence(0).letters(260_001, &mut text);
        assert_eq!(text.len(), 260_001);
        for letter in b'a'..=b'z' {
            let count = text.iter().filter(|&&b| b == letter).count();
            // 256 values of a byte make 26 letters: 9 or 10 each.
            assert!((8_800..10_600).contains(&count), "{} {count}", char::from(letter));
        }
        text.clear();
        Stream::new(1, "x").sequence(0).hex(16_000, &mut text);
        assert!(text.iter().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b)));
    }

    #[test]
    fn numbers_stay_below_their_bound() {
        let mut sequence = Stream::new(1, "x").sequence(0);
        let mut seen = [0; 6];
        (0..60_000).for_each(|_| seen[sequence.below(6) as usize] += 1);
        assert!(seen.iter().all(|count| (9_500..10_500).contains(count)), "{seen:?}");
        assert!((0..1_000).all(|_| (0.0..1.0).contains(&sequence.unit())));
        assert_eq!(below(u64::MAX, 0), 0);
    }
}
