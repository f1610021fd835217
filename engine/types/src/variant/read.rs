//! Reading a VARIANT: its parts, and its text.

use super::*;
use crate::number_text::write_f64;
use std::fmt::Write;

/// A VARIANT, or a part of one, in the bytes that hold it.
#[derive(Clone, Copy, Debug)]
pub struct Variant<'a> {
    dictionary: &'a [u8],
    /// Begins with the value; what follows is not its own.
    value: &'a [u8],
}

/// Where the parts of an array or an object stand, counted from its first byte.
struct Container {
    count: usize,
    ids_at: usize,
    id_width: usize,
    offsets_at: usize,
    offset_width: usize,
}

impl Container {
    fn data_at(&self) -> usize {
        self.offsets_at + (self.count + 1) * self.offset_width
    }
}

impl<'a> Variant<'a> {
    /// The value that these bytes hold, all of them.
    pub fn new(bytes: &'a [u8]) -> Self {
        let width = usize::from(bytes[0] >> 6) + 1;
        let count = unsigned(&bytes[1..], width);
        let keys_at = 1 + width * (count + 2);
        let (dictionary, value) = bytes.split_at(keys_at + unsigned(&bytes[keys_at - width..], width));
        Variant { dictionary, value }
    }

    /// The bytes of its dictionary and of its value.
    pub fn parts(&self) -> (&'a [u8], &'a [u8]) {
        (self.dictionary, &self.value[..self.size()])
    }

    /// Its own bytes, with the dictionary of the whole.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.dictionary, &self.value[..self.size()]].concat()
    }

    /// Whether it has keys.
    pub fn is_object(&self) -> bool {
        self.value[0] & 3 == OBJECT
    }

    /// Whether it has elements.
    pub fn is_array(&self) -> bool {
        self.value[0] & 3 == ARRAY
    }

    /// The value of a key of an object.
    pub fn field(&self, key: &str) -> Option<Variant<'a>> {
        let object = self.container();
        let place = (0..object.count).find(|&place| self.key(&object, place) == key)?;
        Some(self.part(&object, place))
    }

    /// An element of an array, from 1.
    pub fn item(&self, position: i32) -> Option<Variant<'a>> {
        let array = self.container();
        let place = usize::try_from(position).ok()?.checked_sub(1).filter(|&place| place < array.count)?;
        Some(self.part(&array, place))
    }

    /// Appends it as JSON: compact, objects in the order of their keys, numbers without an exponent unless they are DOUBLEs.
    pub fn write_json(&self, out: &mut String) {
        match self.value[0] & 3 {
            SHORT_TEXT => write_json_string(utf8(&self.value[1..self.size()]), out),
            OBJECT => self.write_parts(['{', '}'], out),
            ARRAY => self.write_parts(['[', ']'], out),
            _ => self.write_scalar(out),
        }
    }

    fn write_parts(&self, [open, close]: [char; 2], out: &mut String) {
        let container = self.container();
        out.push(open);
        for place in 0..container.count {
            out.push_str(if place == 0 { "" } else { "," });
            if self.is_object() {
                write_json_string(self.key(&container, place), out);
                out.push(':');
            }
            self.part(&container, place).write_json(out);
        }
        out.push(close);
    }

    fn write_scalar(&self, out: &mut String) {
        let body = &self.value[1..self.size()];
        match self.value[0] >> 2 {
            NULL => out.push_str("null"),
            TRUE => out.push_str("true"),
            FALSE => out.push_str("false"),
            DOUBLE => write_f64(f64::from_bits(signed(body) as u64), out),
            DECIMAL4 | DECIMAL8 | DECIMAL16 => write_decimal(signed(&body[1..]), body[0].into(), out),
            LONG_TEXT => write_json_string(utf8(&body[4..]), out),
            _ => write!(out, "{}", signed(body)).expect("writing to a String"),
        }
    }

    fn container(&self) -> Container {
        let head = self.value[0];
        let (large, id_width) = if self.is_object() { (head >> 6 & 1, usize::from(head >> 4 & 3) + 1) } else { (head >> 4 & 1, 0) };
        let count_width = if large == 1 { 4 } else { 1 };
        let (count, ids_at) = (unsigned(&self.value[1..], count_width), 1 + count_width);
        Container { count, ids_at, id_width, offsets_at: ids_at + count * id_width, offset_width: usize::from(head >> 2 & 3) + 1 }
    }

    fn key(&self, object: &Container, place: usize) -> &'a str {
        let id = unsigned(&self.value[object.ids_at + place * object.id_width..], object.id_width);
        let width = usize::from(self.dictionary[0] >> 6) + 1;
        let count = unsigned(&self.dictionary[1..], width);
        let (ends, keys_at) = (&self.dictionary[1 + width..], 1 + width * (count + 2));
        let [start, end] = [id, id + 1].map(|i| keys_at + unsigned(&ends[i * width..], width));
        utf8(&self.dictionary[start..end])
    }

    fn part(&self, container: &Container, place: usize) -> Variant<'a> {
        let offset = unsigned(&self.value[container.offsets_at + place * container.offset_width..], container.offset_width);
        Variant { dictionary: self.dictionary, value: &self.value[container.data_at() + offset..] }
    }

    /// How many bytes of `value` are its own.
    fn size(&self) -> usize {
        match (self.value[0] & 3, self.value[0] >> 2) {
            (SHORT_TEXT, length) => 1 + usize::from(length),
            (OBJECT | ARRAY, _) => {
                let container = self.container();
                let end_at = container.data_at() - container.offset_width;
                container.data_at() + unsigned(&self.value[end_at..], container.offset_width)
            }
            (_, INT1) => 2,
            (_, INT2) => 3,
            (_, INT4) => 5,
            (_, INT8 | DOUBLE) => 9,
            (_, DECIMAL4) => 6,
            (_, DECIMAL8) => 10,
            (_, DECIMAL16) => 18,
            (_, LONG_TEXT) => 5 + unsigned(&self.value[1..], 4),
            _ => 1,
        }
    }
}

/// Appends a text in quotes, with what JSON must escape escaped.
pub fn write_json_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => write!(out, "\\u{:04X}", c as u32).expect("writing to a String"),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Appends a decimal without an exponent and without zeros behind its last digit.
fn write_decimal(unscaled: i128, scale: usize, out: &mut String) {
    let digits = format!("{:0>width$}", unscaled.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let fraction = fraction.trim_end_matches('0');
    out.push_str(if unscaled < 0 { "-" } else { "" });
    out.push_str(whole);
    out.push_str(if fraction.is_empty() { "" } else { "." });
    out.push_str(fraction);
}

fn unsigned(bytes: &[u8], width: usize) -> usize {
    bytes[..width].iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte))
}

fn signed(bytes: &[u8]) -> i128 {
    let sign = if bytes.last().is_some_and(|&byte| byte > 0x7F) { -1 } else { 0 };
    bytes.iter().rev().fold(sign, |number, &byte| number << 8 | i128::from(byte))
}

fn utf8(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("texts are written as UTF-8")
}
