//! The order in which a Java `HashMap` of Flink's internal values lists its entries, which is that of the maps that Flink makes
//! of JSON and of other maps.
//!
//! A table of buckets, 16 and doubled while it is more than three quarters full; a hash picks an entry's bucket, and within a
//! bucket entries stand in the order in which they came. (Buckets of more than eight entries, which Java makes trees, do not
//! exist here.) What a sink prints is in another order, that of Flink's external values.

use crate::Kind;

/// How many buckets a Java `HashMap` of this many entries has.
pub fn buckets(entries: usize) -> u32 {
    buckets_from(16, entries)
}

/// The same of one that was made with room for `room` entries.
pub fn buckets_from(room: usize, entries: usize) -> u32 {
    let mut buckets = room.next_power_of_two();
    while entries > buckets * 3 / 4 {
        buckets *= 2;
    }
    buckets as u32
}

/// The hash that picks the bucket of a value of this kind, given in the row codec without its tag.
pub fn hash(kind: &Kind, body: &[u8]) -> u32 {
    let folded = |word: u64| word as u32 ^ (word >> 32) as u32;
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    let hash = match kind {
        Kind::Boolean => [1237, 1231][usize::from(body[0])],
        Kind::TinyInt => i32::from(body[0] as i8) as u32,
        Kind::SmallInt => i32::from(word(body) as i16) as u32,
        Kind::Int | Kind::Date | Kind::Time(_) | Kind::Float | Kind::IntervalYearMonth => word(body) as u32,
        Kind::BigInt | Kind::Double | Kind::IntervalDayTime => folded(word(body)),
        Kind::Char(_) | Kind::VarChar(_) => murmur(&body[4..]),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => {
            let (millis, nanos) = body.split_at(8);
            folded(word(millis)).wrapping_mul(31).wrapping_add(word(nanos) as u32)
        }
        Kind::Decimal { scale, .. } => {
            let value = i128::from_le_bytes(body.try_into().expect("a DECIMAL has 16 bytes"));
            decimal_hash(value).wrapping_mul(31).wrapping_add((*scale).into())
        }
        _ => 0,
    };
    spread(hash)
}

/// The hash of a text where Flink puts it into the map as a Java String.
pub fn string_hash(text: &str) -> u32 {
    spread(text.encode_utf16().fold(0, |hash: u32, unit| hash.wrapping_mul(31).wrapping_add(unit.into())))
}

/// [`hash`] of a text.
pub fn text_hash(text: &str) -> u32 {
    spread(murmur(text.as_bytes()))
}

/// Puts entries, each with another text as its key, into the order of a `HashMap` that was given them.
pub fn sort_by_text<T>(entries: &mut [T], text: impl Fn(&T) -> &str) {
    let buckets = buckets(entries.len());
    entries.sort_by_cached_key(|entry| text_hash(text(entry)) & (buckets - 1));
}

fn spread(hash: u32) -> u32 {
    hash ^ hash >> 16
}

/// Java's hash of a BigInteger: its 32-bit digits in base 31, negated for a negative number.
fn decimal_hash(value: i128) -> u32 {
    let magnitude = value.unsigned_abs();
    let digits = [96, 64, 32, 0].map(|shift| (magnitude >> shift) as u32);
    let hash = digits.iter().fold(0u32, |hash, &digit| hash.wrapping_mul(31).wrapping_add(digit));
    if value < 0 { hash.wrapping_neg() } else { hash }
}

/// MurmurHash3 (Austin Appleby, public domain) of 32 bits with seed 42, bytes behind the last whole word taken one by one.
fn murmur(bytes: &[u8]) -> u32 {
    let mix = |hash: u32, word: u32| {
        let word = word.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593);
        (hash ^ word).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64)
    };
    let (words, rest) = bytes.as_chunks::<4>();
    let hash = words.iter().fold(42, |hash, word| mix(hash, u32::from_le_bytes(*word)));
    let hash = rest.iter().fold(hash, |hash, &byte| mix(hash, i32::from(byte as i8) as u32)) ^ bytes.len() as u32;
    let hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    let hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_as_flink_lists_them() {
        let listed = |keys: &[&'static str]| {
            let mut keys = keys.to_vec();
            sort_by_text(&mut keys, |key| key);
            keys
        };
        assert_eq!(listed(&["b", "a", "c"]), ["a", "c", "b"]);
        let keys = ["key1", "key2", "other", "zebra", "Apfel", "q", "key3"];
        assert_eq!(listed(&keys), ["zebra", "q", "key2", "key3", "Apfel", "key1", "other"]);
    }

    #[test]
    fn room_counts_where_it_is_given() {
        assert_eq!([(5, 5), (14, 14), (1, 1), (16, 12), (16, 13)].map(|(room, entries)| buckets_from(room, entries)), [8, 32, 2, 16, 32]);
    }
}
