//! Characters as numbers and bytes: ASCII, CHR, character sets, Base64.

use super::{Wanted, parameters, resolved, strict};
use crate::lift;
use crate::register::{Call, Resolution};
use crate::scalar::cast::read;
use crate::{Expr, Mismatch};
use arrow_array::BooleanArray;
use arrow_array::cast::AsArray;
use arrow_buffer::BooleanBuffer;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel_types::{Column, DataType, Kind};

/// `ASCII`.
pub fn ascii(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 1, &[Wanted::Text])?;
    let result = strict(call, Kind::Int);
    let kernel = lift::lift1::<lift::Text, i32, _>(&result, |text: &str| text.bytes().next().map_or(0, |b| i32::from(b as i8)));
    resolved(parameters, result, kernel)
}

/// `CHR`: nothing for a negative code; of a greater one the low byte counts.
pub fn chr(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let mut parameters = parameters(call, 1, &[Wanted::Int])?;
    parameters[0] = Kind::BigInt.nullable();
    let result = Kind::STRING.nullable();
    let kernel = lift::lift1::<i64, lift::Text, _>(&result, |code| match code {
        0.. => char::from(code as u8).to_string(),
        _ => String::new(),
    });
    resolved(parameters, result, kernel)
}

/// The character sets that every Java platform has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Charset {
    Ascii,
    Latin1,
    Utf8,
    Utf16Be,
    Utf16Le,
    /// Big-endian with a mark when written; either when read.
    Utf16,
    Utf32Be,
    Utf32Le,
    /// Big-endian; either when read, if a mark says so. (A mark of its own order is no character to the others.)
    Utf32,
}

impl Charset {
    fn find(name: &str) -> Result<Charset, Failure> {
        match name.to_ascii_uppercase().as_str() {
            "US-ASCII" | "ASCII" => Ok(Charset::Ascii),
            "ISO-8859-1" | "LATIN1" | "ISO8859_1" => Ok(Charset::Latin1),
            "UTF-8" | "UTF8" => Ok(Charset::Utf8),
            "UTF-16BE" => Ok(Charset::Utf16Be),
            "UTF-16LE" => Ok(Charset::Utf16Le),
            "UTF-16" | "UTF16" => Ok(Charset::Utf16),
            "UTF-32BE" => Ok(Charset::Utf32Be),
            "UTF-32LE" => Ok(Charset::Utf32Le),
            "UTF-32" | "UTF32" => Ok(Charset::Utf32),
            _ => Err(Failure::data(format!("there is no character set '{name}'"))
                .hint("the character sets are US-ASCII, ISO-8859-1, UTF-8, UTF-16, UTF-32, the last two with BE or LE behind, too")),
        }
    }

    fn encode(self, text: &str) -> Vec<u8> {
        let narrow = |most: u32| text.chars().map(|c| if u32::from(c) <= most { c as u8 } else { b'?' }).collect();
        match self {
            Charset::Ascii => narrow(0x7F),
            Charset::Latin1 => narrow(0xFF),
            Charset::Utf8 => text.as_bytes().to_vec(),
            Charset::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Charset::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            // As Java, which Flink asks: no text, no mark of the byte order.
            Charset::Utf16 if text.is_empty() => Vec::new(),
            Charset::Utf16 => [&[0xFE, 0xFF], &Charset::Utf16Be.encode(text)[..]].concat(),
            Charset::Utf32 | Charset::Utf32Be => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
            Charset::Utf32Le => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
        }
    }

    fn decode(self, bytes: &[u8]) -> String {
        match (self, bytes) {
            (Charset::Ascii, _) => bytes.iter().map(|&b| if b < 0x80 { char::from(b) } else { char::REPLACEMENT_CHARACTER }).collect(),
            (Charset::Latin1, _) => bytes.iter().map(|&b| char::from(b)).collect(),
            (Charset::Utf8, _) => String::from_utf8_lossy(bytes).into_owned(),
            (Charset::Utf16, [0xFF, 0xFE, rest @ ..]) => Charset::Utf16Le.decode(rest),
            (Charset::Utf16, [0xFE, 0xFF, rest @ ..]) => Charset::Utf16Be.decode(rest),
            (Charset::Utf16Le, _) => decode_units(bytes, u16::from_le_bytes),
            (Charset::Utf16 | Charset::Utf16Be, _) => decode_units(bytes, u16::from_be_bytes),
            (Charset::Utf32 | Charset::Utf32Le, [0xFF, 0xFE, 0, 0, rest @ ..]) => decode_characters(rest, u32::from_le_bytes),
            (Charset::Utf32 | Charset::Utf32Be, [0, 0, 0xFE, 0xFF, rest @ ..]) => decode_characters(rest, u32::from_be_bytes),
            (Charset::Utf32Le, _) => decode_characters(bytes, u32::from_le_bytes),
            (Charset::Utf32 | Charset::Utf32Be, _) => decode_characters(bytes, u32::from_be_bytes),
        }
    }
}

fn decode_units(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::from_utf16_lossy(&pairs.iter().map(|pair| unit(*pair)).collect::<Vec<_>>());
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// Half of a pair that UTF-16 needs is shown as `?`.
fn decode_characters(bytes: &[u8], code: fn([u8; 4]) -> u32) -> String {
    let (codes, rest) = bytes.as_chunks::<4>();
    let character = |code: u32| match code {
        0xD800..=0xDFFF => '?',
        code => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    let mut text: String = codes.iter().map(|bytes| character(code(*bytes))).collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// `ENCODE`: a character that the set lacks becomes `?`.
pub fn encode(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text; 2])?;
    let result = strict(call, Kind::BYTES);
    let kernel = lift::lift2::<lift::Text, lift::Text, lift::Binary, _>(&result, |text: &str, name: &str| {
        Charset::find(name).map(|charset| charset.encode(text))
    });
    resolved(parameters, result, kernel)
}

/// `DECODE`: what is no text becomes U+FFFD.
pub fn decode(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Bytes, Wanted::Text])?;
    let result = strict(call, Kind::STRING);
    let kernel = lift::lift2::<lift::Binary, lift::Text, lift::Text, _>(&result, |bytes: &[u8], name: &str| {
        Charset::find(name).map(|charset| charset.decode(bytes))
    });
    resolved(parameters, result, kernel)
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `TO_BASE64`, of text or bytes.
pub fn to_base64(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let binary = call.arguments.first().is_some_and(|a| a.data_type.kind.is_binary());
    let parameters = parameters(call, 1, &[if binary { Wanted::Bytes } else { Wanted::Text }])?;
    let result = strict(call, Kind::STRING);
    let kernel = match binary {
        true => lift::lift1::<lift::Binary, lift::Text, _>(&result, write_base64),
        false => lift::lift1::<lift::Text, lift::Text, _>(&result, |text: &str| write_base64(text.as_bytes())),
    };
    resolved(parameters, result, kernel)
}

fn write_base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let word = group.iter().fold(0u32, |w, &b| (w << 8) | u32::from(b)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let digit = BASE64[(word >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= group.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

/// `FROM_BASE64`.
pub fn from_base64(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let binary = call.arguments.first().is_some_and(|a| a.data_type.kind.is_binary());
    let parameters = parameters(call, 1, &[if binary { Wanted::Bytes } else { Wanted::Text }])?;
    let result = strict(call, Kind::STRING);
    let decoded = |text: &str| read_base64(text).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let kernel = match binary {
        true => lift::lift1::<lift::Binary, lift::Text, _>(&result, move |text| decoded(&String::from_utf8_lossy(text))),
        false => lift::lift1::<lift::Text, lift::Text, _>(&result, decoded),
    };
    resolved(parameters, result, kernel)
}

/// The padding may be missing as a whole; what follows it is refused, as is a single digit at the end.
fn read_base64(text: &str) -> Result<Vec<u8>, Failure> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if digits.len() % 4 == 1 || (padding > 0 && !text.len().is_multiple_of(4)) || padding > 2 {
        return Err(Failure::data("Input byte array has incorrect ending byte"));
    }
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    let (mut word, mut bits) = (0u32, 0);
    for byte in digits.bytes() {
        let digit = BASE64.iter().position(|&d| d == byte).ok_or_else(|| Failure::data(format!("Illegal base64 character {byte:x}")))?;
        word = (word << 6) | digit as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
        }
    }
    Ok(bytes)
}

/// `IS_ALPHA`, `IS_DIGIT`: false for an empty text.
pub fn all_are(call: &Call<'_>, test: fn(char) -> bool) -> Result<Resolution, Mismatch> {
    if let Some(kind) = number(call) {
        return Ok(Resolution::Rewrite(Expr::boolean(kind.is_integer() && test('0'))));
    }
    let parameters = parameters(call, 1, &[Wanted::Text])?;
    Ok(test_of_text(parameters, move |text| !text.is_empty() && text.chars().all(test)))
}

/// The kind of the only argument if that is a number, of which Flink looks at the kind only: a DECIMAL is neither digits nor decimal.
fn number<'a>(call: &Call<'a>) -> Option<&'a Kind> {
    call.arguments.first().map(|argument| &argument.data_type.kind).filter(|kind| kind.is_numeric())
}

/// `IS_DECIMAL`: what Java reads as a whole number, in any script's digits, or as a double.
pub fn is_decimal(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    if let Some(kind) = number(call) {
        return Ok(Resolution::Rewrite(Expr::boolean(!matches!(kind, Kind::Decimal { .. }))));
    }
    let whole = |text: &str| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        !digits.is_empty() && digits.chars().all(is_digit)
    };
    let parameters = parameters(call, 1, &[Wanted::Text])?;
    Ok(test_of_text(parameters, move |text| read::double(text).is_ok() || whole(text)))
}

/// The zeros of Unicode's decimal digits (category Nd), nine more digits behind each.
const ZEROS: [u32; 37] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090,
    0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10,
];

/// Whether Java calls it a digit.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ZEROS.iter().any(|zero| (*zero..zero + 10).contains(&u32::from(c)))
}

/// A test that NULL does not pass.
fn test_of_text(parameters: Vec<DataType>, test: impl Fn(&str) -> bool + Send + Sync + 'static) -> Resolution {
    let kernel = lift::columns(false, move |operands, rows, _| {
        let texts = operands[0].values().as_string_view();
        let passes = |row| !operands[0].is_null(row) && test(texts.value(operands[0].index(row)));
        Ok(Arc::new(BooleanArray::new(BooleanBuffer::collect_bool(rows, passes), None)) as Column)
    });
    Resolution::Kernel { parameters, result: Kind::Boolean.not_null(), kernel }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use waterwheel_types::Value;

    #[test]
    fn codes() {
        check("ASCII", &[text("abc")], "INT", "97");
        check("ASCII", &[text("\u{e9}")], "INT", "-61");
        check("ASCII", &[text("")], "INT", "0");
        check("CHR", &[int(353)], "STRING", "'a'");
        check("CHR", &[int(-1)], "STRING", "''");
    }

    #[test]
    fn character_sets() {
        for (name, wanted, back) in [
            ("UTF-16", &b"\xFE\xFF\0h\0\xE9"[..], "'h\u{e9}'"),
            ("UTF-16LE", b"h\0\xE9\0", "'h\u{e9}'"),
            ("ISO-8859-1", b"h\xE9", "'h\u{e9}'"),
            ("US-ASCII", b"h?", "'h?'"),
        ] {
            let encoded = crate::Expr::call("ENCODE", vec![text("h\u{e9}"), text(name)], &crate::Session::default()).unwrap();
            assert_eq!(encoded.as_literal(), Some(&Value::Bytes(wanted.to_vec())));
            check("DECODE", &[encoded, text(name)], "STRING", back);
        }
        check("DECODE", &[bytes(b"\xFFA"), text("US-ASCII")], "STRING", "'\u{FFFD}A'");
        fails("ENCODE", &[text("a"), text("bad")], "bad");
    }

    #[test]
    fn base64() {
        check("TO_BASE64", &[text("hello world")], "STRING", "'aGVsbG8gd29ybGQ='");
        check("TO_BASE64", &[bytes(b"hello")], "STRING", "'aGVsbG8='");
        check("FROM_BASE64", &[text("aGVsbG8gd29ybGQ=")], "STRING", "'hello world'");
        fails("FROM_BASE64", &[text("***")], "Illegal base64 character 2a");
    }

    #[test]
    fn tests_of_characters() {
        check("IS_ALPHA", &[text("\u{e9}")], "BOOLEAN", "TRUE");
        check("IS_ALPHA", &[text("ab1")], "BOOLEAN", "FALSE");
        check("IS_DIGIT", &[text("")], "BOOLEAN", "FALSE");
        check("IS_DIGIT", &[null("STRING")], "BOOLEAN", "FALSE");
        check("IS_DECIMAL", &[text("1e5")], "BOOLEAN", "TRUE");
        check("IS_DECIMAL", &[text("abc")], "BOOLEAN", "FALSE");
    }
}
