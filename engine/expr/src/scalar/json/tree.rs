//! JSON text as a tree, and back.
//!
//! The reader takes what Jackson takes: strict JSON, at most [`DEPTH_MAX`] levels deep, whatever stands behind the first value
//! not looked at. Numbers keep their digits (`1.50`); the writer shows them as `BigDecimal` does (`1e3` is `1E+3`) and puts the keys
//! of objects in order.

use waterwheel_types::variant::write_json_string;

/// How deep arrays and objects may be nested; deeper text is no JSON.
pub(super) const DEPTH_MAX: usize = 1_000;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// In the form in which it is shown.
    Number(String),
    String(String),
    Array(Vec<Json>),
    /// In the order of the text; of equal keys the last value counts.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The value that a text starts with; `Err` says where it is no JSON, in bytes.
    pub(super) fn parse(text: &str) -> Result<Json, usize> {
        let mut reader = Reader::new(text);
        let value = reader.value(0).ok_or(reader.at)?;
        let next = reader.rest().chars().next();
        let ends = match value {
            Json::Null | Json::Bool(_) => next.is_none_or(|c| !continues_a_word(c)),
            Json::Number(_) => next.is_none_or(|c| c.is_ascii_whitespace()),
            Json::String(_) | Json::Array(_) | Json::Object(_) => true,
        };
        if ends { Ok(value) } else { Err(reader.at) }
    }

    /// Whether it is neither an array nor an object, nor null.
    pub(super) fn is_scalar(&self) -> bool {
        matches!(self, Json::Bool(_) | Json::Number(_) | Json::String(_))
    }

    /// The value of a key.
    pub(super) fn member(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => members.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// Appends it as compact text.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Number(text) => out.push_str(text),
            Json::String(text) => write_json_string(text, out),
            Json::Array(values) => {
                out.push('[');
                for (i, value) in values.iter().enumerate() {
                    out.push_str(if i == 0 { "" } else { "," });
                    value.write(out);
                }
                out.push(']');
            }
            Json::Object(members) => write_object(members, out),
        }
    }

    /// It as compact text.
    pub(super) fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// A string without its quotes, anything else as text.
    pub(super) fn unquoted(&self) -> String {
        match self {
            Json::String(text) => text.clone(),
            other => other.to_text(),
        }
    }
}

fn write_object(members: &[(String, Json)], out: &mut String) {
    let mut sorted: Vec<&(String, Json)> = members.iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    out.push('{');
    for (i, (key, value)) in sorted.into_iter().enumerate() {
        out.push_str(if i == 0 { "" } else { "," });
        write_json_string(key, out);
        out.push(':');
        value.write(out);
    }
    out.push('}');
}

/// A decimal number as `java.math.BigDecimal` shows it: plain down to a millionth, else with an exponent.
pub(super) fn big_decimal(digits: &str, scale: i64) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let digits = digits.trim_start_matches('0');
    let (sign, digits) = if digits.is_empty() { ("", "0") } else { (sign, digits) };
    let adjusted = digits.len() as i64 - 1 - scale;
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    if scale > 0 && adjusted >= -6 {
        let padded = format!("{digits:0>width$}", width = scale as usize + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale as usize);
        return format!("{sign}{whole}.{fraction}");
    }
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let exponent = if adjusted == 0 { String::new() } else { format!("E{adjusted:+}") };
    format!("{sign}{first}{point}{rest}{exponent}")
}

/// A number as `BigDecimal` shows it; `None` when its exponent is beyond an INT.
fn shown_number(text: &str) -> Option<String> {
    let (plain, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let scale = fraction.len() as i64 - i64::from(exponent.parse::<i32>().ok()?);
    Some(big_decimal(&format!("{whole}{fraction}"), scale))
}

/// Whether a character makes another word of `true` when it stands behind it: those of Java's names do, except `$`.
fn continues_a_word(c: char) -> bool {
    let is_currency = matches!(c, '¢'..='¥' | '₠'..='₿');
    c.is_alphanumeric() || c == '_' || is_currency
}

/// The tokens of JSON.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    text: &'a str,
    /// Where it is, in bytes.
    pub(super) at: usize,
}

impl<'a> Reader<'a> {
    /// At the start of a text.
    pub(super) fn new(text: &'a str) -> Self {
        Reader { bytes: text.as_bytes(), text, at: 0 }
    }

    /// The byte that was read last.
    pub(super) fn last(&self) -> Option<u8> {
        self.at.checked_sub(1).map(|before| self.bytes[before])
    }

    /// What has not been read yet.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The byte that comes next.
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over whitespace.
    pub(super) fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Passes over a byte behind whitespace; `None` if another one stands there.
    pub(super) fn eat(&mut self, byte: u8) -> Option<()> {
        self.skip_whitespace();
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.skip_whitespace();
        match self.peek()? {
            b'{' if depth < DEPTH_MAX => self.object(depth + 1),
            b'[' if depth < DEPTH_MAX => self.array(depth + 1),
            b'"' => self.string().map(Json::String),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            b'-' | b'0'..=b'9' => self.number().and_then(shown_number).map(Json::Number),
            _ => None,
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        self.bytes[self.at..].starts_with(word.as_bytes()).then(|| {
            self.at += word.len();
            value
        })
    }

    fn array(&mut self, depth: usize) -> Option<Json> {
        self.at += 1;
        let mut values = Vec::new();
        if self.eat(b']').is_some() {
            return Some(Json::Array(values));
        }
        loop {
            values.push(self.value(depth)?);
            if self.eat(b']').is_some() {
                return Some(Json::Array(values));
            }
            self.eat(b',')?;
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        self.at += 1;
        let mut members: Vec<(String, Json)> = Vec::new();
        let mut places = std::collections::HashMap::new();
        if self.eat(b'}').is_some() {
            return Some(Json::Object(members));
        }
        loop {
            self.skip_whitespace();
            if self.peek() != Some(b'"') {
                return None;
            }
            let key = self.string()?;
            self.eat(b':')?;
            let value = self.value(depth)?;
            let place = *places.entry(key.clone()).or_insert(members.len());
            match members.get_mut(place) {
                Some(earlier) => earlier.1 = value,
                None => members.push((key, value)),
            }
            if self.eat(b'}').is_some() {
                return Some(Json::Object(members));
            }
            self.eat(b',')?;
        }
    }

    fn digits(&mut self) -> usize {
        let count = self.bytes[self.at..].iter().take_while(|b| b.is_ascii_digit()).count();
        self.at += count;
        count
    }

    /// The text of the number that begins here.
    pub(super) fn number(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let whole_at = self.at;
        let whole = self.digits();
        if whole == 0 || (whole > 1 && self.bytes[whole_at] == b'0') {
            return None;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            (self.digits() > 0).then_some(())?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            (self.digits() > 0).then_some(())?;
        }
        Some(&self.text[start..self.at])
    }

    /// The string whose opening quote is here.
    pub(super) fn string(&mut self) -> Option<String> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let from = self.at;
            self.at += self.bytes[from..].iter().take_while(|&&b| b != b'"' && b != b'\\' && b >= b' ').count();
            out.push_str(&self.text[from..self.at]);
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(out);
                }
                b'\\' => {
                    self.at += 1;
                    out.push(self.escaped()?);
                }
                _ => return None,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let escape = self.peek()?;
        self.at += 1;
        Some(match escape {
            b'"' | b'\\' | b'/' => escape.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return None,
        })
    }

    /// Four hexadecimal digits, twice for what UTF-16 needs two units for; half of a pair alone is shown as `?`.
    fn unicode(&mut self) -> Option<char> {
        let unit = self.hex()?;
        if (0xd800..0xdc00).contains(&unit) && self.bytes[self.at..].starts_with(b"\\u") {
            let before = self.at;
            self.at += 2;
            let low = self.hex()?;
            if (0xdc00..0xe000).contains(&low) {
                return char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            }
            self.at = before;
        }
        Some(char::from_u32(unit).unwrap_or('?'))
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.bytes.get(self.at..self.at + 4).filter(|d| d.iter().all(u8::is_ascii_hexdigit))?;
        self.at += 4;
        u32::from_str_radix(std::str::from_utf8(digits).expect("digits"), 16).ok()
    }
}

/// A number that is written in some other way as `BigDecimal` shows it.
pub(super) fn number_text(text: &str) -> String {
    shown_number(text).unwrap_or_else(|| panic!("{text} is no number"))
}

/// What stands between the quotes of a text that starts with a JSON string and ends with a quote, escapes read; quotes in between,
/// behind which Jackson does not look, stay.
pub(super) fn read_string(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    Json::parse(text).ok()?;
    let mut reader = Reader::new(inner);
    let mut out = String::with_capacity(inner.len());
    while let Some(plain) = inner[reader.at..].find('\\') {
        out.push_str(&inner[reader.at..reader.at + plain]);
        reader.at += plain + 1;
        out.push(reader.escaped()?);
    }
    out.push_str(&inner[reader.at..]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        Json::parse(text).ok().map(|json| json.to_text())
    }

    #[test]
    fn numbers_are_shown_as_big_decimals() {
        for (text, expected) in
            [("1e3", "1E+3"), ("1.50", "1.50"), ("1.0e-7", "1.0E-7"), ("1e400", "1E+400"), ("-0", "0"), ("0.00", "0.00")]
        {
            assert_eq!(shown(text).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", "01", "[1,]", "{a:1}", "'a'", "NaN", "1x", "\"a", "{\"a\" 1}", "tru", "-", "1.", "\"\u{1}\""] {
            assert_eq!(shown(text), None, "{text}");
        }
        assert_eq!(shown(&"[".repeat(2 * DEPTH_MAX)), None);
    }

    #[test]
    fn text_comes_back() {
        assert_eq!(shown(r#" {"b":[1, "\u00e9\ud83d\ude00\n"],"a":{}} x"#).as_deref(), Some("{\"a\":{},\"b\":[1,\"é😀\\n\"]}"));
        assert_eq!(shown(r#"{"a":1,"a":2}"#).as_deref(), Some(r#"{"a":2}"#));
    }
}
