//! VARIANTs: PARSE_JSON, TRY_PARSE_JSON, and `x[key]`.
//!
//! An integer becomes a BIGINT, any other number without an exponent a DECIMAL if it has at most 38 digits, all else a DOUBLE. As in
//! Flink, what follows the first value is not looked at, and a text that begins like JSON but is none fails as a whole.

use super::tree::{DEPTH_MAX, Reader};
use crate::lift::{self, Binary, Text};
use crate::register::{Call, Resolution};
use crate::{Expr, Mismatch};
use waterwheel::Failure;
use waterwheel_types::variant::{Variant, VariantBuilder, VariantError};
use waterwheel_types::{Kind, Value};

/// PARSE_JSON(text [, allow_duplicate_keys]).
pub(super) fn parse(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    parsing(call, call.any_nullable(), |text, duplicates| match read(text, duplicates) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(wrong) => Err(Failure::data(format!("PARSE_JSON('{text}'): {wrong}")).hint("TRY_PARSE_JSON gives NULL for such a text")),
    })
}

/// TRY_PARSE_JSON(text [, allow_duplicate_keys]).
pub(super) fn try_parse(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    parsing(call, true, |text, duplicates| Ok(read(text, duplicates).ok()))
}

/// From a text, and whether keys may occur twice, to the bytes of a VARIANT or NULL.
type Make = fn(&str, bool) -> Result<Option<Vec<u8>>, Failure>;

fn parsing(call: &Call<'_>, nullable: bool, make: Make) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 2)?;
    let text = &call.data_type(0).kind;
    if !text.is_text() && *text != Kind::Null {
        return Err(call.refuse());
    }
    let result = Kind::Variant.nullable().with_nullable(nullable);
    let Some(flag) = call.arguments.get(1) else {
        let kernel = lift::lift1::<Text, Binary, _>(&result, move |text| make(text, false));
        return Ok(Resolution::Kernel { parameters: vec![Kind::STRING.nullable()], result, kernel });
    };
    if flag.data_type.kind != Kind::Boolean {
        return Err(call.refuse());
    }
    let parameters = vec![Kind::STRING.nullable(), Kind::Boolean.nullable()];
    let kernel = lift::values(&parameters, &result, move |arguments| match arguments {
        [Value::Null, _] => Ok(Value::Null),
        [Value::String(text), Value::Boolean(duplicates)] => Ok(make(text, *duplicates)?.map_or(Value::Null, Value::Bytes)),
        _ => Err(Failure::data("whether keys may occur twice is NULL: expected TRUE or FALSE")),
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// `ITEM`(variant, literal key or position from 1).
pub(crate) fn item(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (of, index) = (call.data_type(0).clone(), &call.arguments[1]);
    let result = Kind::Variant.nullable();
    if index.data_type.kind.is_text() {
        if index.as_literal().is_none() {
            return Err(Mismatch::new("the key of a VARIANT must be a constant").hint("JSON_VALUE and JSON_QUERY take computed paths"));
        }
        let kernel = lift::lift2::<Binary, Text, Binary, _>(&result, |bytes, key| {
            let whole = Variant::new(bytes);
            if whole.is_object() {
                Ok(whole.field(key).map(|part| part.to_bytes()))
            } else {
                Err(no_container(&whole, "a key", "an object"))
            }
        });
        return Ok(Resolution::Kernel { parameters: vec![of, Kind::STRING.nullable()], result, kernel });
    }
    if !index.data_type.kind.is_integer() {
        return Err(call.refuse());
    }
    // Positions wrap into an INT, as in Flink.
    let kernel = lift::lift2::<Binary, i64, Binary, _>(&result, |bytes, at| {
        let whole = Variant::new(bytes);
        if whole.is_array() {
            Ok(whole.item(at as i32).map(|part| part.to_bytes()))
        } else {
            Err(no_container(&whole, "a position", "an array"))
        }
    });
    Ok(Resolution::Kernel { parameters: vec![of, Kind::BigInt.nullable()], result, kernel })
}

fn no_container(found: &Variant<'_>, by: &str, expected: &str) -> Failure {
    let mut json = String::new();
    found.write_json(&mut json);
    Failure::data(format!("access to a VARIANT by {by} needs {expected}, found {json}"))
}

/// The call with the JSON text of its first argument in place of the VARIANT that it is.
pub(super) fn over_text(call: &Call<'_>) -> Result<Option<Resolution>, Mismatch> {
    if call.arguments.first().is_none_or(|first| first.data_type.kind != Kind::Variant) {
        return Ok(None);
    }
    let mut arguments = call.arguments.to_vec();
    arguments[0] = Expr::call("JSON_STRING", vec![arguments[0].clone()], call.session)?;
    Expr::apply(call.function, arguments, call.session).map(|expr| Some(Resolution::Rewrite(expr)))
}

/// The VARIANT that a text starts with, or why there is none.
fn read(text: &str, allow_duplicate_keys: bool) -> Result<Vec<u8>, String> {
    let mut parser = Parser { reader: Reader::new(text), builder: VariantBuilder::new(allow_duplicate_keys) };
    match parser.root() {
        Ok(()) => parser.builder.finish().map_err(|wrong| wrong.to_string()),
        Err(Wrong::Text) => Err(format!("no JSON from byte {} on", parser.reader.at)),
        Err(Wrong::Value(wrong)) => Err(wrong.to_string()),
    }
}

enum Wrong {
    /// It is no JSON where the reader is.
    Text,
    Value(VariantError),
}

impl From<VariantError> for Wrong {
    fn from(error: VariantError) -> Self {
        Wrong::Value(error)
    }
}

struct Parser<'a> {
    reader: Reader<'a>,
    builder: VariantBuilder,
}

impl Parser<'_> {
    fn root(&mut self) -> Result<(), Wrong> {
        self.value(0)?;
        let next = self.reader.rest().chars().next();
        // The last byte read tells a number or a word from what has its end marked.
        let ended = match self.reader.last() {
            Some(b'0'..=b'9') => next.is_none_or(|c| c.is_ascii_whitespace()),
            Some(b'a'..=b'z') => !next.is_some_and(|c| c.is_alphanumeric() || c == '_'),
            _ => true,
        };
        if ended { Ok(()) } else { Err(Wrong::Text) }
    }

    fn value(&mut self, depth: usize) -> Result<(), Wrong> {
        self.reader.skip_whitespace();
        match self.reader.peek().ok_or(Wrong::Text)? {
            b'{' if depth < DEPTH_MAX => return self.object(depth + 1),
            b'[' if depth < DEPTH_MAX => return self.array(depth + 1),
            b'"' => {
                let text = self.reader.string().ok_or(Wrong::Text)?;
                self.builder.text(&text);
            }
            b'-' | b'0'..=b'9' => {
                let text = self.reader.number().ok_or(Wrong::Text)?;
                write_number(text, &mut self.builder);
            }
            _ => self.word()?,
        }
        Ok(())
    }

    fn word(&mut self) -> Result<(), Wrong> {
        let word = ["null", "true", "false"].into_iter().find(|word| self.reader.rest().starts_with(word)).ok_or(Wrong::Text)?;
        self.reader.at += word.len();
        match word {
            "null" => self.builder.null(),
            word => self.builder.boolean(word == "true"),
        }
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<(), Wrong> {
        self.reader.at += 1;
        let (start, mut offsets) = (self.builder.position(), Vec::new());
        if self.reader.eat(b']').is_none() {
            loop {
                offsets.push(self.builder.position() - start);
                self.value(depth)?;
                if self.reader.eat(b']').is_some() {
                    break;
                }
                self.reader.eat(b',').ok_or(Wrong::Text)?;
            }
        }
        Ok(self.builder.finish_array(start, &offsets)?)
    }

    fn object(&mut self, depth: usize) -> Result<(), Wrong> {
        self.reader.at += 1;
        let (start, mut fields) = (self.builder.position(), Vec::new());
        if self.reader.eat(b'}').is_none() {
            loop {
                self.reader.skip_whitespace();
                let key = self.reader.peek().filter(|&byte| byte == b'"').and_then(|_| self.reader.string()).ok_or(Wrong::Text)?;
                self.reader.eat(b':').ok_or(Wrong::Text)?;
                fields.push((self.builder.key(&key), self.builder.position() - start));
                self.value(depth)?;
                if self.reader.eat(b'}').is_some() {
                    break;
                }
                self.reader.eat(b',').ok_or(Wrong::Text)?;
            }
        }
        Ok(self.builder.finish_object(start, &fields)?)
    }
}

fn write_number(text: &str, builder: &mut VariantBuilder) {
    if let Ok(integer) = text.parse() {
        return builder.integer(integer);
    }
    match decimal(text) {
        Some((unscaled, scale)) => builder.decimal(unscaled, scale),
        // Only an exponent beyond all numbers is not read; its number is none either way.
        None => builder.double(text.parse().unwrap_or(f64::INFINITY)),
    }
}

/// A number without an exponent that has at most 38 digits: those, and how many stand behind the point.
fn decimal(text: &str) -> Option<(i128, u8)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches(['-', '0']).len();
    let fits = significant <= 38 && fraction.len() <= 38 && !text.contains(['e', 'E']);
    Some((digits.parse().ok().filter(|_| fits)?, fraction.len() as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<String, String> {
        read(text, false).map(|bytes| {
            let mut out = String::new();
            Variant::new(&bytes).write_json(&mut out);
            out
        })
    }

    #[test]
    fn numbers_take_the_narrowest_type() {
        for (text, expected) in [
            ("-0", "0"),
            ("9223372036854775808", "9223372036854775808"),
            ("123456789012345678901234567890123456789", "1.2345678901234568E38"),
            ("100.00", "100"),
            ("-0.50", "-0.5"),
            ("0.0000000000000000000000000000000000000001", "1.0E-40"),
            ("1e3", "1000.0"),
            ("-1e400", "-Infinity"),
        ] {
            assert_eq!(shown(text).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn what_follows_the_value_is_not_read_unless_it_touches() {
        for text in ["1 2", "true]", "{} x", "\"a\"x", "null,"] {
            assert!(shown(text).is_ok(), "{text}");
        }
        for text in ["1]", "1x", "truex", "true_", "", " ", "[1", "[1,]", "{\"a\"}", "{a:1}", "01", "nul"] {
            assert!(shown(text).is_err(), "{text}");
        }
        assert!(shown(&("[".repeat(1_000) + &"]".repeat(1_000))).is_ok());
        assert!(shown(&("[".repeat(1_001) + &"]".repeat(1_001))).is_err());
    }

    #[test]
    fn the_refusal_says_why() {
        assert_eq!(shown("[1, 2 3]"), Err("no JSON from byte 6 on".into()));
        assert_eq!(shown("{\"a\": {\"b\": 1, \"b\": 2}}"), Err("an object has the key \"b\" twice".into()));
    }
}
