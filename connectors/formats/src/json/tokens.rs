//! The tokens of one JSON record, one at a time, with Jackson's idea of what is valid.
//!
//! What Flink accepts is what Jackson 2.20's byte parser accepts when asked token by token: control characters may stand in
//! strings; numbers have at most 1,000 characters, names 50,000, nesting 1,000 levels; UTF-8 is decoded leniently (overlong forms
//! and surrogates pass); the text of a string is only looked at when it is asked for. After an error inside a string the scanner
//! stands where Jackson would, for Flink goes on from there when it ignores errors; after most others neither finds a way back.

use crate::text::base64;

/// What stands at the scanner's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    StartObject,
    EndObject,
    StartArray,
    EndArray,
    /// The name of a field; its value comes next.
    Name,
    String,
    Integer,
    /// A number with a point or an exponent.
    Float,
    True,
    False,
    Null,
}

/// Why a record is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// The byte of the record at which it shows.
    pub(super) at: usize,
    pub(super) expected: &'static str,
}

type Step<T> = Result<T, Malformed>;

const DEPTH_MAX: usize = 1_000;
const NUMBER_BYTES_MAX: usize = 1_000;
const NAME_BYTES_MAX: usize = 50_000;
const STRING_BYTES_MAX: usize = 20_000_000;

/// An object or an array that is not closed yet.
#[derive(Clone, Copy, Debug)]
struct Open {
    object: bool,
    /// Whether a value or a field stands before the scanner's place in it.
    started: bool,
}

/// The scanner. It keeps its own stack, so nesting costs no recursion.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
    current: Option<Token>,
    open: Vec<Open>,
    /// Where the raw text of the current number, literal, name or string begins; the latter two behind their quote.
    start: usize,
    /// The current string has not been read through yet: `at` stands in it.
    incomplete: bool,
    /// The decoded name or string, or a number's text.
    text: String,
    /// What made the scanner lose its way: every later step fails the same.
    lost: Option<Malformed>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(record: &'a [u8]) -> Self {
        let at = if record.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Tokens { bytes: record, at, current: None, open: Vec::new(), start: at, incomplete: false, text: String::new(), lost: None }
    }

    /// The token at the scanner's place; `None` before the first one and behind the last.
    pub(super) fn current(&self) -> Option<Token> {
        self.current
    }

    /// The raw bytes of the record, for messages.
    pub(super) fn record(&self) -> &'a [u8] {
        self.bytes
    }

    /// Goes to the next token; `None` behind the last one.
    pub(super) fn advance(&mut self) -> Step<Option<Token>> {
        if let Some(lost) = &self.lost {
            return Err(lost.clone());
        }
        if std::mem::take(&mut self.incomplete) {
            self.finish_string()?;
        }
        self.current = self.scan()?;
        Ok(self.current)
    }

    /// An error behind which Jackson finds no way back either.
    fn lose<T>(&mut self, expected: &'static str) -> Step<T> {
        self.lost = Some(Malformed { at: self.at, expected });
        self.malformed(expected)
    }

    fn malformed<T>(&self, expected: &'static str) -> Step<T> {
        Err(Malformed { at: self.at, expected })
    }

    /// The byte at the scanner's place, taken; an end here is an error.
    fn take(&mut self) -> Step<u8> {
        let Some(&byte) = self.bytes.get(self.at) else { return self.malformed("more: the record ends too early") };
        self.at += 1;
        Ok(byte)
    }

    fn skip_space(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn scan(&mut self) -> Step<Option<Token>> {
        let after_name = self.current == Some(Token::Name);
        let Some(byte) = self.skip_space() else {
            return if self.open.is_empty() { Ok(None) } else { self.lose("more: the record ends inside an object or array") };
        };
        if after_name {
            return self.value(byte).map(Some);
        }
        if matches!(byte, b'}' | b']') {
            return self.close(byte).map(Some);
        }
        let byte = self.separator(byte)?;
        match self.open.last() {
            Some(Open { object: true, .. }) => self.name(byte).map(Some),
            _ => self.value(byte).map(Some),
        }
    }

    /// The comma between two members, when the innermost object or array has one already.
    fn separator(&mut self, byte: u8) -> Step<u8> {
        let Some(open) = self.open.last_mut() else { return Ok(byte) };
        if !std::mem::replace(&mut open.started, true) {
            return Ok(byte);
        }
        if byte != b',' {
            self.at += 1;
            return self.lose("a comma");
        }
        self.at += 1;
        match self.skip_space() {
            Some(byte) => Ok(byte),
            None => self.lose("more: the record ends behind a comma"),
        }
    }

    fn close(&mut self, byte: u8) -> Step<Token> {
        self.at += 1;
        match (self.open.pop(), byte) {
            (Some(Open { object: true, .. }), b'}') => Ok(Token::EndObject),
            (Some(Open { object: false, .. }), b']') => Ok(Token::EndArray),
            _ => self.lose("the end of what was begun last"),
        }
    }

    fn name(&mut self, byte: u8) -> Step<Token> {
        self.at += 1;
        if byte != b'"' {
            return self.malformed("a name in double quotes");
        }
        self.start = self.at;
        self.finish_string()?;
        if self.text.len() > NAME_BYTES_MAX {
            return self.lose("a name of at most 50,000 bytes");
        }
        match self.skip_space() {
            Some(b':') => {
                self.at += 1;
                Ok(Token::Name)
            }
            _ => self.lose("a colon"),
        }
    }

    fn value(&mut self, byte: u8) -> Step<Token> {
        self.start = self.at;
        self.at += 1;
        match byte {
            b'"' => {
                self.start = self.at;
                self.incomplete = true;
                Ok(Token::String)
            }
            b'{' => self.begin(true),
            b'[' => self.begin(false),
            b't' => self.literal(b"true", Token::True),
            b'f' => self.literal(b"false", Token::False),
            b'n' => self.literal(b"null", Token::Null),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.lose("a value"),
        }
    }

    fn begin(&mut self, object: bool) -> Step<Token> {
        if self.open.len() == DEPTH_MAX {
            return self.lose("at most 1,000 levels of nesting");
        }
        self.open.push(Open { object, started: false });
        Ok(if object { Token::StartObject } else { Token::StartArray })
    }

    fn literal(&mut self, word: &[u8], token: Token) -> Step<Token> {
        let matches = self.bytes[self.start..].starts_with(word);
        let next = self.bytes.get(self.start + word.len());
        self.at = (self.start + word.len()).min(self.bytes.len());
        if !matches || next.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | 0x80..)) {
            return self.lose("true, false, null, a number, a string, an object or an array");
        }
        Ok(token)
    }

    fn number(&mut self) -> Step<Token> {
        self.at = self.start + usize::from(self.bytes[self.start] == b'-');
        let whole = self.digits()?;
        if whole > 1 && self.bytes[self.at - whole] == b'0' {
            return self.lose("a number without leading zeros");
        }
        let mut token = Token::Integer;
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
            token = Token::Float;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.bytes.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
            token = Token::Float;
        }
        let digits = self.bytes[self.start..self.at].iter().filter(|b| b.is_ascii_digit()).count();
        if digits > NUMBER_BYTES_MAX {
            return self.lose("a number of at most 1,000 digits");
        }
        Ok(token)
    }

    fn digits(&mut self) -> Step<usize> {
        let count = self.bytes[self.at..].iter().take_while(|b| b.is_ascii_digit()).count();
        self.at += count;
        if count == 0 { self.lose("a digit") } else { Ok(count) }
    }

    /// The text of the current token, as Java's `getText` has it; nothing behind the last token.
    pub(super) fn text(&mut self) -> Step<&str> {
        match self.current {
            Some(Token::String) if self.incomplete => {
                self.incomplete = false;
                self.finish_string()?;
                if self.text.len() > STRING_BYTES_MAX {
                    return self.malformed("a string of at most 20,000,000 bytes");
                }
            }
            Some(Token::Integer | Token::Float) => {
                let raw = &self.bytes[self.start..self.at];
                self.text.clear();
                self.text.extend(raw.iter().map(|&b| char::from(b)));
            }
            _ => {}
        }
        Ok(match self.current {
            None => "",
            Some(Token::StartObject) => "{",
            Some(Token::EndObject) => "}",
            Some(Token::StartArray) => "[",
            Some(Token::EndArray) => "]",
            Some(Token::True) => "true",
            Some(Token::False) => "false",
            Some(Token::Null) => "null",
            Some(Token::Name | Token::String | Token::Integer | Token::Float) => &self.text,
        })
    }

    /// Reads through a string to behind its quote, its text decoded into `self.text`.
    fn finish_string(&mut self) -> Step<()> {
        self.text.clear();
        loop {
            let plain = self.bytes[self.at..].iter().take_while(|b| !matches!(b, b'"' | b'\\' | 0x80..)).count();
            let text = std::str::from_utf8(&self.bytes[self.at..self.at + plain]).expect("ASCII");
            self.text.push_str(text);
            self.at += plain;
            match self.take()? {
                b'"' => return Ok(()),
                b'\\' => self.escaped()?,
                lead => self.character(lead)?,
            }
        }
    }

    fn escape_code(&mut self) -> Step<u32> {
        Ok(match self.take()? {
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            byte @ (b'"' | b'\\' | b'/') => byte.into(),
            b'u' => self.four_hex_digits()?,
            _ => return self.malformed("one of the escapes \\b \\f \\n \\r \\t \\\" \\\\ \\/ \\u"),
        })
    }

    fn four_hex_digits(&mut self) -> Step<u32> {
        let mut code = 0;
        for _ in 0..4 {
            match char::from(self.take()?).to_digit(16) {
                Some(digit) => code = code * 16 + digit,
                None => return self.malformed("four hexadecimal digits behind \\u"),
            }
        }
        Ok(code)
    }

    /// An escape behind its backslash. A surrogate without its other half becomes `?`, as in Flink's strings.
    fn escaped(&mut self) -> Step<()> {
        let code = self.escape_code()?;
        if !(0xd800..0xdc00).contains(&code) {
            self.text.push(char::from_u32(code).unwrap_or('?'));
            return Ok(());
        }
        if !self.bytes[self.at..].starts_with(b"\\u") {
            self.text.push('?');
            return Ok(());
        }
        let behind_first = self.at;
        self.at += 2;
        let second = self.four_hex_digits()?;
        if (0xdc00..0xe000).contains(&second) {
            let joined = 0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00);
            self.text.extend(char::from_u32(joined));
        } else {
            self.text.push('?');
            self.at = behind_first;
        }
        Ok(())
    }

    /// A character outside ASCII, decoded as Jackson does: by the pattern of its bytes alone.
    fn character(&mut self, lead: u8) -> Step<()> {
        let (bits, more) = match lead {
            0xc0..=0xdf => (lead & 0x1f, 1),
            0xe0..=0xef => (lead & 0x0f, 2),
            0xf0..=0xf7 => (lead & 0x07, 3),
            _ => return self.malformed("UTF-8"),
        };
        let mut code = u32::from(bits);
        for _ in 0..more {
            let byte = self.take()?;
            if byte & 0xc0 != 0x80 {
                return self.malformed("UTF-8");
            }
            code = code << 6 | u32::from(byte & 0x3f);
        }
        match char::from_u32(code) {
            Some(c) => self.text.push(c),
            // Beyond Unicode Jackson makes two Java characters that are no pair.
            None if code > 0x10_ffff => self.text.push_str("??"),
            None => self.text.push('?'),
        }
        Ok(())
    }

    /// The bytes of the current token, a string in base64 (MIME without line feeds, padded), as Jackson decodes it.
    pub(super) fn binary(&mut self) -> Step<Vec<u8>> {
        if self.current != Some(Token::String) {
            return self.malformed("a string in base64");
        }
        let mut out = Vec::new();
        while let Some(first) = self.base64_first()? {
            let second = self.base64_digit()?;
            self.base64_rest(u32::from(first) << 6 | u32::from(second), &mut out)?;
        }
        self.incomplete = false;
        Ok(out)
    }

    /// The first digit of a group of four, blanks before it skipped; `None` at the closing quote.
    fn base64_first(&mut self) -> Step<Option<u8>> {
        loop {
            match self.take()? {
                b'"' => return Ok(None),
                0..=b' ' => {}
                b'\\' => match self.escape_code()? {
                    0..=0x20 => {}
                    code => return self.base64_value(code).map(Some),
                },
                byte => return self.base64_value(byte.into()).map(Some),
            }
        }
    }

    fn base64_digit(&mut self) -> Step<u8> {
        match self.take()? {
            b'\\' => {
                let code = self.escape_code()?;
                self.base64_value(code)
            }
            byte => self.base64_value(byte.into()),
        }
    }

    fn base64_value(&self, code: u32) -> Step<u8> {
        match u8::try_from(code).ok().and_then(base64::digit) {
            Some(value) => Ok(value),
            None => self.malformed("base64"),
        }
    }

    /// The third and fourth digit of a group, or padding, behind the `bits` of two.
    fn base64_rest(&mut self, mut bits: u32, out: &mut Vec<u8>) -> Step<()> {
        for digits in 2..4 {
            match self.bytes.get(self.at) {
                Some(b'"') => return self.malformed("base64 with its padding"),
                Some(b'=') => {
                    self.at += 1;
                    if digits == 2 && self.take()? != b'=' {
                        return self.malformed("a second = behind the first");
                    }
                    let bytes = (bits << (6 * (4 - digits))).to_be_bytes();
                    out.extend_from_slice(&bytes[1..digits]);
                    return Ok(());
                }
                _ => bits = bits << 6 | u32::from(self.base64_digit()?),
            }
        }
        out.extend_from_slice(&bits.to_be_bytes()[1..]);
        Ok(())
    }
}
