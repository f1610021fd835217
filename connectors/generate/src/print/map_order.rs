//! The order in which a Java `HashMap` of Flink's external values lists its entries, which is how a print sink shows a map.
//!
//! A table of buckets, 16 and doubled while it is more than three quarters full; an entry's bucket is its key's `hashCode`, the upper half
//! mixed into the lower; within a bucket entries stand in the order in which they came. Keys whose hash is that of their place in
//! memory (arrays, bytes) and rows have none here and count as 0.

use waterwheel_types::map_order::buckets;
use waterwheel_types::time::{NANOS_PER_DAY, civil_from_days};
use waterwheel_types::variant::Variant;
use waterwheel_types::{Kind, Value};

/// The entries that are left of these keys, in order: which key, and of equal ones the last, whose value counts.
pub(super) fn entries(keys: &[Value], kind: &Kind) -> Vec<(usize, usize)> {
    let mut left: Vec<(usize, usize)> = Vec::with_capacity(keys.len());
    for (at, key) in keys.iter().enumerate() {
        match left.iter_mut().find(|(first, _)| keys[*first] == *key) {
            Some((_, last)) => *last = at,
            None => left.push((at, at)),
        }
    }
    let buckets = buckets(left.len());
    left.sort_by_key(|&(first, _)| {
        let hash = hash_code(&keys[first], kind);
        (hash ^ hash >> 16) & (buckets - 1)
    });
    left
}

/// Java's `hashCode` of the external value.
fn hash_code(value: &Value, kind: &Kind) -> u32 {
    match (value, kind) {
        (Value::Boolean(v), _) => [1237, 1231][usize::from(*v)],
        (Value::TinyInt(v), _) => i32::from(*v) as u32,
        (Value::SmallInt(v), _) => i32::from(*v) as u32,
        (Value::Int(v), _) => *v as u32,
        (Value::BigInt(v), _) => folded(*v as u64),
        (Value::Float(v), _) => if v.is_nan() { f32::NAN } else { *v }.to_bits(),
        (Value::Double(v), _) => folded(if v.is_nan() { f64::NAN } else { *v }.to_bits()),
        (Value::Decimal(v), Kind::Decimal { scale, .. }) => big_integer(*v).wrapping_mul(31).wrapping_add((*scale).into()),
        (Value::String(v), _) => v.encode_utf16().fold(0, |hash: u32, unit| hash.wrapping_mul(31).wrapping_add(unit.into())),
        (Value::Date(days), _) => date((*days).into()),
        (Value::Time(millis), _) => folded(*millis as u64 * 1_000_000),
        (Value::Timestamp(point), Kind::TimestampLtz(_)) => {
            let (seconds, millis) = (point.millis().div_euclid(1_000), point.millis().rem_euclid(1_000) as u32);
            folded(seconds as u64).wrapping_add((millis * 1_000_000 + point.nanos()).wrapping_mul(51))
        }
        (Value::Timestamp(point), _) => {
            let (days, nanos) = point.day_and_nanos();
            debug_assert!(nanos < NANOS_PER_DAY);
            date(days) ^ folded(nanos as u64)
        }
        (Value::Bytes(bytes), Kind::Variant) => {
            let (dictionary, value) = Variant::new(bytes).parts();
            [byte_array(value), byte_array(dictionary), 0].iter().fold(1, |hash: u32, part| hash.wrapping_mul(31).wrapping_add(*part))
        }
        _ => 0,
    }
}

/// `Arrays.hashCode`.
fn byte_array(bytes: &[u8]) -> u32 {
    bytes.iter().fold(1, |hash: u32, &byte| hash.wrapping_mul(31).wrapping_add(byte as i8 as u32))
}

fn folded(word: u64) -> u32 {
    word as u32 ^ (word >> 32) as u32
}

/// `LocalDate.hashCode`.
fn date(days: i64) -> u32 {
    let (year, month, day) = civil_from_days(days);
    let year = year as u32;
    year & 0xFFFF_F800 ^ (year << 11).wrapping_add(month << 6).wrapping_add(day)
}

/// `BigInteger.hashCode`: the 32-bit digits in base 31, negated for a negative number.
fn big_integer(value: i128) -> u32 {
    let magnitude = value.unsigned_abs();
    let digits = [96, 64, 32, 0].map(|shift| (magnitude >> shift) as u32);
    let hash = digits.iter().fold(0u32, |hash, &digit| hash.wrapping_mul(31).wrapping_add(digit));
    if value < 0 { hash.wrapping_neg() } else { hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(keys: &[&str]) -> Vec<(usize, usize)> {
        let keys: Vec<Value> = keys.iter().map(|key| Value::String((*key).to_owned())).collect();
        entries(&keys, &Kind::STRING)
    }

    #[test]
    fn texts_come_in_the_order_that_flink_prints() {
        // Flink 2.3 printed {zebra=1, date=6, apple=2, kiwi=4, fig=5, mango=3}.
        let keys = ["zebra", "apple", "kiwi", "date", "mango", "fig"];
        let printed = order(&keys).iter().map(|&(key, _)| keys[key]).collect::<Vec<_>>();
        assert_eq!(printed, ["zebra", "date", "apple", "kiwi", "fig", "mango"]);
    }

    #[test]
    fn numbers_come_by_bucket() {
        // Flink 2.3 printed {-1=1, 100=2, 5=4, -7=5, 1000=3} and {-1.0=3, 0.0=4, 2.5=2, 1.5=1, 1.0E10=5}.
        let keys = [-1, 100, 1_000, 5, -7].map(Value::Int);
        assert_eq!(entries(&keys, &Kind::Int).iter().map(|e| e.0).collect::<Vec<_>>(), [0, 1, 3, 4, 2]);
        let keys = [1.5, 2.5, -1.0, 0.0, 1e10].map(Value::Double);
        assert_eq!(entries(&keys, &Kind::Double).iter().map(|e| e.0).collect::<Vec<_>>(), [2, 3, 1, 0, 4]);
    }

    #[test]
    fn of_equal_keys_the_first_has_the_place_and_the_last_the_value() {
        assert_eq!(order(&["x", "a", "x"]), [(1, 1), (0, 2)]);
        let keys = [Value::String("k1".into()), Value::Null, Value::String("k2".into())];
        assert_eq!(entries(&keys, &Kind::STRING), [(1, 1), (0, 0), (2, 2)], "NULL is in bucket 0");
    }
}
