//! Bytes as text: the standard alphabet with padding.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Appends the text of `bytes`.
pub(crate) fn write(bytes: &[u8], out: &mut String) {
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - group.len()));
        for digit in 0..4 {
            let value = DIGITS[(bits >> (18 - 6 * digit) & 63) as usize];
            out.push(if digit <= group.len() { char::from(value) } else { '=' });
        }
    }
}

/// The value of one digit.
pub(crate) fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// The bytes of a text in groups of four digits, the last one padded.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let groups = text.as_bytes().chunks(4);
    let last = groups.len().checked_sub(1);
    for (at, group) in groups.enumerate() {
        let padding = if Some(at) == last { group.iter().rev().take_while(|b| **b == b'=').count() } else { 0 };
        if group.len() < 4 || padding > 2 {
            return None;
        }
        let mut bits = 0u32;
        for byte in &group[..4 - padding] {
            bits = bits << 6 | u32::from(digit(*byte)?);
        }
        bits <<= 6 * padding;
        out.extend_from_slice(&bits.to_be_bytes()[1..4 - padding]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_text() {
        for length in 0..20u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(73)).collect();
            let mut text = String::new();
            write(&bytes, &mut text);
            assert_eq!(decode(&text), Some(bytes));
        }
        assert_eq!(decode("aGVsbG8="), Some(b"hello".to_vec()));
        for text in ["aGVsbG8", "a", "====", "aG=sbG8=", "aGV bG8="] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
