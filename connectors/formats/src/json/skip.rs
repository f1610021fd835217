//! Passing over JSON without reading it: only whether it is valid, and where it ends.
//!
//! Every function takes a place in the line and returns the place behind what it passed, or `None` for whatever is not plain,
//! valid JSON; the exact decoder then says what it is. Strings are searched eight bytes at a time, long ones by `memchr`. The line
//! is valid UTF-8 already.

use memchr::memchr2;

/// Numbers of more characters are for the exact decoder to judge.
const NUMBER_BYTES_MAX: usize = 500;
/// Deeper values are for the exact decoder to judge.
const DEPTH_MAX: u32 = 64;

/// The place of the first byte that is not a blank.
#[inline]
pub(super) fn space(line: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\r') = line.get(at) {
        at += 1;
    }
    at
}

/// The place of the next quote or backslash.
#[inline]
pub(super) fn quote_or_backslash(line: &[u8], mut at: usize) -> Option<usize> {
    for _ in 0..4 {
        let Some(word) = line.get(at..at + 8) else { break };
        let word = u64::from_le_bytes(word.try_into().expect("eight bytes"));
        let hits = zero_bytes(word ^ (ONES * b'"' as u64)) | zero_bytes(word ^ (ONES * b'\\' as u64));
        if hits != 0 {
            return Some(at + hits.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    memchr2(b'"', b'\\', line.get(at..)?).map(|found| at + found)
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// The high bit of every byte that is zero; bits above the lowest one set may be wrong (a borrow runs upwards).
#[inline]
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

/// A string, from behind its opening quote.
#[inline]
pub(super) fn string(line: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = quote_or_backslash(line, at)?;
        if line[at] == b'"' {
            return Some(at + 1);
        }
        at = escape(line, at + 1)?;
    }
}

/// An escape, from behind its backslash.
pub(super) fn escape(line: &[u8], at: usize) -> Option<usize> {
    match line.get(at)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 1),
        b'u' => line.get(at + 1..at + 5)?.iter().all(u8::is_ascii_hexdigit).then_some(at + 5),
        _ => None,
    }
}

/// A number.
#[inline]
pub(super) fn number(line: &[u8], from: usize) -> Option<usize> {
    let start = from + usize::from(line[from] == b'-');
    let mut at = digits(line, start)?;
    if line[start] == b'0' && at - start > 1 {
        return None;
    }
    if line.get(at) == Some(&b'.') {
        at = digits(line, at + 1)?;
    }
    if let Some(b'e' | b'E') = line.get(at) {
        at = digits(line, at + 1 + usize::from(matches!(line.get(at + 1), Some(b'+' | b'-'))))?;
    }
    (at - from <= NUMBER_BYTES_MAX).then_some(at)
}

#[inline]
fn digits(line: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while line.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    (at > from).then_some(at)
}

/// `true`, `false` or `null`.
#[inline]
pub(super) fn literal(line: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    line.get(at..at + word.len()).is_some_and(|found| found == word).then_some(at + word.len())
}

/// Any value.
#[inline]
pub(super) fn value(line: &[u8], at: usize) -> Option<usize> {
    match line.get(at)? {
        b'{' | b'[' => container(line, at),
        _ => scalar(line, at),
    }
}

#[inline]
fn scalar(line: &[u8], at: usize) -> Option<usize> {
    match line.get(at)? {
        b'"' => string(line, at + 1),
        b'-' | b'0'..=b'9' => number(line, at),
        b't' => literal(line, at, b"true"),
        b'f' => literal(line, at, b"false"),
        b'n' => literal(line, at, b"null"),
        _ => None,
    }
}

/// The objects and arrays around a place: one bit each, set for objects, the innermost lowest.
#[derive(Default)]
struct Nesting {
    objects: u64,
    depth: u32,
}

impl Nesting {
    fn push(&mut self, object: bool) -> Option<()> {
        self.objects = self.objects << 1 | u64::from(object);
        self.depth += 1;
        (self.depth <= DEPTH_MAX).then_some(())
    }

    fn pop(&mut self) {
        self.objects >>= 1;
        self.depth -= 1;
    }

    fn in_object(&self) -> bool {
        self.objects & 1 == 1
    }
}

/// An object or array, without recursion.
fn container(line: &[u8], mut at: usize) -> Option<usize> {
    let mut nesting = Nesting::default();
    loop {
        match line.get(at)? {
            opening @ (b'{' | b'[') => {
                nesting.push(*opening == b'{')?;
                at = space(line, at + 1);
                if !matches!(line.get(at)?, b'}' | b']') {
                    at = member(line, at, nesting.in_object())?;
                    continue;
                }
            }
            _ => at = scalar(line, at)?,
        }
        at = ends(line, at, &mut nesting)?;
        if nesting.depth == 0 {
            return Some(at);
        }
        at = member(line, space(line, at), nesting.in_object())?;
    }
}

/// Closes what ends behind a value: to behind the comma that follows, or to behind the end of the outermost container.
fn ends(line: &[u8], mut at: usize, nesting: &mut Nesting) -> Option<usize> {
    loop {
        at = space(line, at);
        match line.get(at)? {
            b',' => return Some(at + 1),
            b'}' if nesting.in_object() => nesting.pop(),
            b']' if !nesting.in_object() => nesting.pop(),
            _ => return None,
        }
        at += 1;
        if nesting.depth == 0 {
            return Some(at);
        }
    }
}

/// The place of the value of a member that begins here: behind its name, in an object.
fn member(line: &[u8], at: usize, in_object: bool) -> Option<usize> {
    if !in_object {
        return Some(at);
    }
    if *line.get(at)? != b'"' {
        return None;
    }
    let behind_name = space(line, string(line, at + 1)?);
    (*line.get(behind_name)? == b':').then(|| space(line, behind_name + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_valid_is_passed_whole() {
        for text in [
            "1",
            "-0",
            "0.5",
            "1e+5",
            "-12.5E-3",
            "true",
            "false",
            "null",
            r#""""#,
            r#""a\"b\\c\u00e9""#,
            "[]",
            "{}",
            "[1,2]",
            "[ ]",
            "[[],{}]",
            r#"{"a":1}"#,
            r#"{ "a" : [ 1 , {"b":"}]"} ] , "c":null }"#,
            "\"a string that is a good deal longer than thirty-two bytes\"",
        ] {
            assert_eq!(value(format!("{text},").as_bytes(), 0), Some(text.len()), "{text}");
        }
    }

    #[test]
    fn what_is_not_valid_is_not_passed() {
        for text in [
            "",
            "-",
            "01",
            "1.",
            "1e",
            ".5",
            "+1",
            "tru",
            "nul",
            "\"",
            r#""\x""#,
            r#""\u12""#,
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[1 2]",
            "{",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1,}"#,
            r#"{a:1}"#,
            "[1}",
            r#"{"a":1]"#,
            "]",
            "x",
        ] {
            assert_eq!(value(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn the_search_for_a_quote_agrees_with_the_naive_one() {
        let mut seed = 7u64;
        for length in 0..80 {
            let line: Vec<u8> = (0..length)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    [b'"', b'\\', b'!', b'#', b'[', b']', 0, 0xff][(seed >> 61) as usize].max(if seed >> 33 & 3 == 0 { 0 } else { b'x' })
                })
                .collect();
            for at in 0..length {
                let naive = line[at..].iter().position(|b| matches!(b, b'"' | b'\\')).map(|found| at + found);
                assert_eq!(quote_or_backslash(&line, at), naive);
            }
        }
    }

    #[test]
    fn deep_nesting_is_left_to_the_exact_decoder() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(value(deep.as_bytes(), 0), None);
        let allowed = "[".repeat(64) + &"]".repeat(64);
        assert_eq!(value(allowed.as_bytes(), 0), Some(128));
    }
}
