//! The notations of strings and quoted names.

use super::{Lexer, Result};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// Names of character sets that may stand before a string; the string is Unicode all the same.
const CHARACTER_SETS: [&str; 9] = ["UTF8", "UTF16", "UTF16LE", "UTF16BE", "UTF32", "LATIN1", "ISO8859_1", "ASCII", "US_ASCII"];

impl Lexer<'_> {
    /// `'...'`, in which `''` is a quote.
    pub(super) fn string(&mut self) -> Result<String> {
        self.delimited('\'').ok_or_else(|| self.unclosed("string", "'"))
    }

    /// `` `...` ``, in which two back-ticks are one.
    pub(super) fn quoted_identifier(&mut self) -> Result<String> {
        let start = self.at;
        let name = self.delimited('`').ok_or_else(|| self.unclosed("identifier", "`"))?;
        if name.is_empty() {
            return Err(Diagnostic::at(self.span_from(start), "an identifier cannot be empty"));
        }
        Ok(name)
    }

    /// Text between two quotes, doubled quotes halved; `None`, and nothing taken, if the second is missing.
    fn delimited(&mut self, quote: char) -> Option<String> {
        let mut value = String::new();
        let mut rest = &self.rest()[1..];
        loop {
            let (part, behind) = rest.split_once(quote)?;
            value.push_str(part);
            rest = behind;
            match rest.strip_prefix(quote) {
                Some(behind) => rest = behind,
                None => break,
            }
            value.push(quote);
        }
        self.at = self.script.len() - rest.len();
        Some(value)
    }

    fn unclosed(&self, what: &str, quote: &str) -> Diagnostic {
        let line_end = self.rest().find(['\n', '\r']).unwrap_or(self.rest().len());
        let message = format!("this {what} is never closed");
        let hint = format!("close it with {quote}; inside, {quote} is written twice");
        Diagnostic::at(Span::new(self.at, self.at + line_end), message).with_hint(hint)
    }

    /// `_CHARSET'...'`; the next character is the quote.
    pub(super) fn charset_string(&mut self, start: usize) -> Result<String> {
        let name = &self.script[start + 1..self.at];
        if !CHARACTER_SETS.iter().any(|set| set.eq_ignore_ascii_case(name)) {
            return Err(Diagnostic::at(self.span_from(start), format!("unknown character set `{name}`")));
        }
        self.string()
    }

    /// `X'...'`; the next character is the quote.
    pub(super) fn binary_string(&mut self, start: usize) -> Result<Vec<u8>> {
        let digits: Option<Vec<u8>> = self.string()?.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect();
        let wrong = |message| Diagnostic::at(self.span_from(start), message);
        let digits = digits.ok_or_else(|| wrong("a binary string consists of hexadecimal digits"))?;
        if digits.len() % 2 != 0 {
            return Err(wrong("a binary string has two digits per byte"));
        }
        Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
    }

    /// `U&'...' [UESCAPE 'c']`; the next character is the ampersand.
    pub(super) fn unicode_string(&mut self) -> Result<String> {
        self.at += 1;
        let open = self.at;
        let raw = self.string()?;
        let escape = self.uescape()?;
        let mut value = Utf16::default();
        let mut rest = raw.as_str();
        while let Some((part, behind)) = rest.split_once(escape) {
            value.push_str(part);
            rest = behind;
            if let Some(behind) = rest.strip_prefix(escape) {
                value.push_str(escape.encode_utf8(&mut [0; 4]));
                rest = behind;
                continue;
            }
            // The raw text stands one character behind the quote; with doubled quotes in it the place is approximate.
            let place = (open + 1 + raw.len() - rest.len()).min(self.at);
            let digits = rest.get(..4).unwrap_or(rest);
            value.0.push(unicode_escape(digits).map_err(|message| self.escape_error(open, place, message))?);
            rest = &rest[4..];
        }
        value.push_str(rest);
        Ok(value.into_text())
    }

    fn escape_error(&self, open: usize, place: usize, message: String) -> Diagnostic {
        let start = place.saturating_sub(1).max(open);
        let start = if self.script.is_char_boundary(start) { start } else { open };
        Diagnostic::at(self.span_from(start), message)
    }

    /// The escape character given behind a string, a backslash if none is.
    fn uescape(&mut self) -> Result<char> {
        let trimmed = self.rest().trim_start();
        let word_length = "UESCAPE".len();
        let is_word = trimmed.get(..word_length).is_some_and(|word| word.eq_ignore_ascii_case("UESCAPE"));
        let quoted = if is_word { trimmed[word_length..].trim_start() } else { "" };
        if !quoted.starts_with('\'') {
            return Ok('\\');
        }
        self.at = self.script.len() - quoted.len();
        let start = self.at;
        let text = self.string()?;
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) if !c.is_ascii_hexdigit() && !matches!(c, '"' | '+' | ' ' | '\t' | '\n') => Ok(c),
            _ => {
                Err(Diagnostic::at(self.span_from(start), "UESCAPE takes one character that is no hexadecimal digit, quote, plus or blank"))
            }
        }
    }

    /// `E'...'` with the escapes of C; the next character is the quote.
    pub(super) fn c_string(&mut self) -> Result<String> {
        let start = self.at;
        let script = self.script;
        let mut characters = script[start + 1..].char_indices().map(|(i, c)| (start + 1 + i, c)).peekable();
        let mut value = Utf16::default();
        while let Some((at, c)) = characters.next() {
            match c {
                '\'' => {
                    if characters.next_if(|(_, c)| *c == '\'').is_none() {
                        self.at = at + 1;
                        return Ok(value.into_text());
                    }
                    value.push_str("'");
                }
                '\\' => {
                    let escape = c_escape(&script[at + 1..]);
                    let wrong = |message| Diagnostic::at(Span::new(at, at + 1), message);
                    let (code, length) = escape.map_err(wrong)?;
                    value.push_code(code).map_err(wrong)?;
                    while characters.next_if(|(i, _)| *i < at + 1 + length).is_some() {}
                }
                _ => value.push_str(c.encode_utf8(&mut [0; 4])),
            }
        }
        Err(self.unclosed("string", "'"))
    }
}

/// A text in the making, of UTF-16 units: two escapes may be the halves of one character.
#[derive(Default)]
struct Utf16(Vec<u16>);

impl Utf16 {
    fn push_str(&mut self, text: &str) {
        self.0.extend(text.encode_utf16());
    }

    /// Adds a unit, or a character that takes two.
    fn push_code(&mut self, code: u32) -> std::result::Result<(), String> {
        match (u16::try_from(code), char::from_u32(code)) {
            (Ok(unit), _) => self.0.push(unit),
            (_, Some(c)) => self.0.extend_from_slice(c.encode_utf16(&mut [0; 2])),
            _ => return Err(format!("U+{code:04X} is not a character")),
        }
        Ok(())
    }

    /// The text; half a character is a question mark, as where Flink writes it.
    fn into_text(self) -> String {
        char::decode_utf16(self.0).map(|c| c.unwrap_or('?')).collect()
    }
}

/// The UTF-16 unit of four hexadecimal digits.
fn unicode_escape(digits: &str) -> std::result::Result<u16, String> {
    let is_code = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let code = is_code.then(|| u16::from_str_radix(digits, 16).ok()).flatten();
    code.ok_or_else(|| "a Unicode escape is four hexadecimal digits".to_owned())
}

/// What a backslash and what follows it stand for, and the number of bytes that write it.
fn c_escape(text: &str) -> std::result::Result<(u32, usize), String> {
    let first = text.chars().next().ok_or("nothing follows this backslash")?;
    let named = match first {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'x' => return coded(text, 1, 2, 16),
        'u' => return coded(text, 1, 4, 16),
        'U' => return coded(text, 1, 8, 16),
        '0'..='7' => return coded(text, 0, 3, 8),
        other => other,
    };
    Ok((named.into(), first.len_utf8()))
}

/// Up to `digits_max` digits behind `skip` bytes.
fn coded(text: &str, skip: usize, digits_max: usize, radix: u32) -> std::result::Result<(u32, usize), String> {
    let digits = text[skip..].bytes().take(digits_max).take_while(|b| char::from(*b).is_digit(radix)).count();
    let code = u32::from_str_radix(&text[skip..skip + digits], radix).map_err(|_| "digits are missing behind this escape")?;
    Ok((code, skip + digits))
}
