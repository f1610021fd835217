//! The one hash of keys: it deals keys to key groups and places them in tables.
//!
//! A key's hash decides its key group and so, for as long as a lineage of checkpoints lives, the shard that owns it: the
//! function is therefore ours and fixed, not a library's. It folds 8-byte words with a 64×64→128-bit multiplication
//! (the construction of Wang Yi's wyhash, "modern non-cryptographic hash", in its plainest form).

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const SECRET: u64 = 0xD1B5_4A32_D192_ED03;

#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

#[inline]
fn word(bytes: &[u8]) -> u64 {
    let mut buffer = [0; 8];
    buffer[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(buffer)
}

/// The hash of one 64-bit word under a seed.
#[inline]
pub fn hash_u64(value: u64, seed: u64) -> u64 {
    fold(fold(value ^ SECRET, seed ^ MULTIPLIER) ^ value, MULTIPLIER)
}

/// The hash of a key's bytes under a seed; the length takes part, so `[0]` and `[0, 0]` differ.
#[inline]
pub fn hash_bytes(bytes: &[u8], seed: u64) -> u64 {
    let mut state = seed ^ fold(bytes.len() as u64 ^ SECRET, MULTIPLIER);
    let (words, rest) = bytes.as_chunks::<8>();
    for w in words {
        state = fold(state ^ u64::from_le_bytes(*w), MULTIPLIER);
    }
    if !rest.is_empty() {
        state = fold(state ^ word(rest), SECRET);
    }
    fold(state ^ SECRET, MULTIPLIER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn small_keys_do_not_collide() {
        let hashes: HashSet<u64> = (0..200_000u64).map(|n| hash_bytes(&n.to_le_bytes(), 7)).collect();
        assert_eq!(hashes.len(), 200_000);
    }

    #[test]
    fn length_and_seed_take_part() {
        assert_ne!(hash_bytes(&[0], 1), hash_bytes(&[0, 0], 1));
        assert_ne!(hash_bytes(b"abc", 1), hash_bytes(b"abc", 2));
    }

    #[test]
    fn low_and_high_bits_spread_evenly() {
        let mut low = [0u32; 16];
        let mut high = [0u32; 16];
        for n in 0..160_000u64 {
            let h = hash_bytes(&n.to_le_bytes(), 0);
            low[(h & 15) as usize] += 1;
            high[(h >> 60) as usize] += 1;
        }
        assert!(low.iter().chain(&high).all(|&n| (9_400..10_600).contains(&n)), "{low:?} {high:?}");
    }
}
