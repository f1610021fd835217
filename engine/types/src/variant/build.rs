//! Building a VARIANT from its text's beginning to its end.

use super::*;
use std::collections::HashMap;
use std::fmt;

/// Why there is no such VARIANT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariantError {
    /// An object has this key twice, and may not.
    DuplicateKey(String),
    /// The keys or the value take more than 16 MiB.
    TooLarge,
}

impl fmt::Display for VariantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VariantError::DuplicateKey(key) => write!(f, "an object has the key \"{key}\" twice"),
            VariantError::TooLarge => f.write_str("a VARIANT of more than 16 MiB"),
        }
    }
}

/// The keys of an object by their numbers, and how far from its start their values stand.
type Fields = Vec<(u32, usize)>;

/// A VARIANT being written, value after value.
///
/// A container is written by noting the [`position`](VariantBuilder::position) where it starts, writing what it contains, noting before
/// each part how far from the start it stands, and then finishing it.
#[derive(Debug, Default)]
pub struct VariantBuilder {
    value: Vec<u8>,
    ids: HashMap<String, u32>,
    /// The dictionary: the keys one after the other, and where each ends.
    keys: String,
    key_ends: Vec<usize>,
    allow_duplicate_keys: bool,
}

impl VariantBuilder {
    /// Nothing yet. Of equal keys in one object the last counts if they are allowed, else the object is refused.
    pub fn new(allow_duplicate_keys: bool) -> Self {
        VariantBuilder { allow_duplicate_keys, ..VariantBuilder::default() }
    }

    /// How many bytes have been written.
    pub fn position(&self) -> usize {
        self.value.len()
    }

    fn scalar(&mut self, kind: u8, body: &[u8]) {
        self.value.push(kind << 2 | SCALAR);
        self.value.extend(body);
    }

    /// Writes JSON's null.
    pub fn null(&mut self) {
        self.scalar(NULL, &[]);
    }

    /// Writes TRUE or FALSE.
    pub fn boolean(&mut self, value: bool) {
        self.scalar(if value { TRUE } else { FALSE }, &[]);
    }

    /// Writes an integer in as few bytes as hold it.
    pub fn integer(&mut self, value: i64) {
        if let Ok(value) = i8::try_from(value) {
            self.scalar(INT1, &value.to_le_bytes());
        } else if let Ok(value) = i16::try_from(value) {
            self.scalar(INT2, &value.to_le_bytes());
        } else if let Ok(value) = i32::try_from(value) {
            self.scalar(INT4, &value.to_le_bytes());
        } else {
            self.scalar(INT8, &value.to_le_bytes());
        }
    }

    /// Writes a decimal of at most 38 digits, at most 38 of them behind the point.
    pub fn decimal(&mut self, unscaled: i128, scale: u8) {
        let digits = unscaled.unsigned_abs().checked_ilog10().map_or(1, |log| log + 1).max(scale.into());
        let bytes = unscaled.to_le_bytes();
        let (kind, width) = match digits {
            0..=9 => (DECIMAL4, 4),
            10..=18 => (DECIMAL8, 8),
            _ => (DECIMAL16, 16),
        };
        self.scalar(kind, &[scale]);
        self.value.extend(&bytes[..width]);
    }

    /// Writes a DOUBLE.
    pub fn double(&mut self, value: f64) {
        self.scalar(DOUBLE, &value.to_le_bytes());
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) {
        if text.len() <= SHORT_TEXT_MAX {
            self.value.push((text.len() as u8) << 2 | SHORT_TEXT);
        } else {
            self.scalar(LONG_TEXT, &(text.len() as u32).to_le_bytes());
        }
        self.value.extend(text.as_bytes());
    }

    /// The number of a key, which enters the dictionary if it is new.
    pub fn key(&mut self, key: &str) -> u32 {
        if let Some(&id) = self.ids.get(key) {
            return id;
        }
        let id = self.key_ends.len() as u32;
        self.ids.insert(key.to_owned(), id);
        self.keys.push_str(key);
        self.key_ends.push(self.keys.len());
        id
    }

    fn name(&self, id: u32) -> &str {
        let start = id.checked_sub(1).map_or(0, |before| self.key_ends[before as usize]);
        &self.keys[start..self.key_ends[id as usize]]
    }

    /// Makes an array of what was written since `start`; its elements stand at these distances from there.
    pub fn finish_array(&mut self, start: usize, offsets: &[usize]) -> Result<(), VariantError> {
        let data = self.take_data(start)?;
        let (large, width) = (offsets.len() > 0xFF, width_of(data.len()));
        self.value.push(u8::from(large) << 4 | (width as u8 - 1) << 2 | ARRAY);
        write_unsigned(&mut self.value, offsets.len(), if large { 4 } else { 1 });
        offsets.iter().chain([&data.len()]).for_each(|&offset| write_unsigned(&mut self.value, offset, width));
        self.value.extend(data);
        Ok(())
    }

    /// Makes an object of what was written since `start`: keys by their numbers, and how far from there their values stand.
    pub fn finish_object(&mut self, start: usize, fields: &[(u32, usize)]) -> Result<(), VariantError> {
        let data = self.take_data(start)?;
        let (mut fields, data) = self.without_duplicates(fields, data)?;
        fields.sort_by(|a, b| self.name(a.0).encode_utf16().cmp(self.name(b.0).encode_utf16()));
        let id_width = width_of(fields.iter().map(|&(id, _)| id as usize).max().unwrap_or(0));
        let (large, width) = (fields.len() > 0xFF, width_of(data.len()));
        self.value.push(u8::from(large) << 6 | (id_width as u8 - 1) << 4 | (width as u8 - 1) << 2 | OBJECT);
        write_unsigned(&mut self.value, fields.len(), if large { 4 } else { 1 });
        fields.iter().for_each(|&(id, _)| write_unsigned(&mut self.value, id as usize, id_width));
        let offsets = fields.iter().map(|&(_, offset)| offset).chain([data.len()]);
        offsets.for_each(|offset| write_unsigned(&mut self.value, offset, width));
        self.value.extend(data);
        Ok(())
    }

    fn take_data(&mut self, start: usize) -> Result<Vec<u8>, VariantError> {
        let data = self.value.split_off(start);
        // An offset has three bytes at most.
        if data.len() < BYTES_MAX { Ok(data) } else { Err(VariantError::TooLarge) }
    }

    /// Fields with distinct keys and their data, in the order of the text.
    fn without_duplicates(&self, fields: &[(u32, usize)], data: Vec<u8>) -> Result<(Fields, Vec<u8>), VariantError> {
        let last: HashMap<u32, usize> = fields.iter().enumerate().map(|(place, &(id, _))| (id, place)).collect();
        if last.len() == fields.len() {
            return Ok((fields.to_vec(), data));
        }
        if !self.allow_duplicate_keys {
            let twice = fields.iter().enumerate().find(|(place, (id, _))| last[id] != *place);
            return Err(VariantError::DuplicateKey(twice.map_or("", |(_, (id, _))| self.name(*id)).to_owned()));
        }
        let (mut kept, mut kept_data) = (Vec::with_capacity(last.len()), Vec::new());
        for (place, &(id, offset)) in fields.iter().enumerate().filter(|(place, (id, _))| last[id] == *place) {
            let end = fields.get(place + 1).map_or(data.len(), |&(_, next)| next);
            kept.push((id, kept_data.len()));
            kept_data.extend(&data[offset..end]);
        }
        Ok((kept, kept_data))
    }

    /// The bytes: dictionary and value.
    pub fn finish(self) -> Result<Vec<u8>, VariantError> {
        let count = self.key_ends.len();
        let width = width_of(self.keys.len().max(count));
        let dictionary = 1 + width * (count + 2) + self.keys.len();
        if dictionary > BYTES_MAX || self.value.len() > BYTES_MAX {
            return Err(VariantError::TooLarge);
        }
        let mut bytes = Vec::with_capacity(dictionary + self.value.len());
        bytes.push((width as u8 - 1) << 6 | 1);
        write_unsigned(&mut bytes, count, width);
        [0].iter().chain(&self.key_ends).for_each(|&end| write_unsigned(&mut bytes, end, width));
        bytes.extend(self.keys.as_bytes());
        bytes.extend(self.value);
        Ok(bytes)
    }
}

/// The bytes that a number below 2²⁴ takes.
fn width_of(number: usize) -> usize {
    match number {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 3,
    }
}

fn write_unsigned(out: &mut Vec<u8>, number: usize, width: usize) {
    out.extend(&number.to_le_bytes()[..width]);
}
