//! One JSON token as a value of a scalar type: Flink's coercions.

use super::Reading;
use super::tokens::{Malformed, Token, Tokens};
use crate::text::number::{AsDecimal, parse_decimal, parse_double, parse_float, parse_integer, trim};
use crate::text::time::{parse_date, parse_time, parse_timestamp};
use waterwheel::types::{Kind, Value};

/// Why a token is not a value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Misfit {
    /// The record is not JSON.
    Malformed(Malformed),
    /// It is, but this value is not what the column wants. What was found, as text.
    Value(String),
}

impl From<Malformed> for Misfit {
    fn from(malformed: Malformed) -> Self {
        Misfit::Malformed(malformed)
    }
}

/// The current token, which is not `null`, as a value of a scalar kind. Stays at that token.
pub(super) fn scalar(tokens: &mut Tokens<'_>, kind: &Kind, reading: &Reading) -> Result<Value, Misfit> {
    if kind.is_binary() {
        return tokens.binary().map(Value::Bytes).map_err(Misfit::from);
    }
    let token = tokens.current();
    let text = tokens.text()?;
    let value = match kind {
        Kind::Null => Some(Value::Null),
        Kind::Boolean => Some(Value::Boolean(trim(text).eq_ignore_ascii_case("true"))),
        Kind::TinyInt => integer(token, text, false).and_then(|v| v.try_into().ok()).map(Value::TinyInt),
        Kind::SmallInt => integer(token, text, false).and_then(|v| v.try_into().ok()).map(Value::SmallInt),
        Kind::Int => integer(token, text, true).and_then(|v| v.try_into().ok()).map(Value::Int),
        Kind::IntervalYearMonth => integer(token, text, true).and_then(|v| v.try_into().ok()).map(Value::Months),
        Kind::BigInt => integer(token, text, true).map(Value::BigInt),
        Kind::IntervalDayTime => integer(token, text, true).map(Value::Millis),
        Kind::Float => parse_float(text).map(Value::Float),
        Kind::Double => parse_double(text).map(Value::Double),
        Kind::Decimal { precision, scale } => decimal(token, text, *precision, *scale),
        Kind::Char(_) | Kind::VarChar(_) => Some(Value::String(text.to_owned())),
        Kind::Date => parse_date(text).map(Value::Date),
        Kind::Time(_) => parse_time(text).map(Value::Time),
        Kind::Timestamp(_) => parse_timestamp(text, reading.standard, false).map(Value::Timestamp),
        Kind::TimestampLtz(_) => parse_timestamp(text, reading.standard, true).map(Value::Timestamp),
        Kind::Array(_)
        | Kind::Map(..)
        | Kind::Multiset(_)
        | Kind::Row(_)
        | Kind::Structured(..)
        | Kind::Binary(_)
        | Kind::VarBinary(_)
        | Kind::Bitmap
        | Kind::Variant => None,
    };
    value.ok_or_else(|| Misfit::Value(shown(token, text)))
}

fn shown(token: Option<Token>, text: &str) -> String {
    match token {
        Some(Token::String) => format!("{text:?}"),
        Some(Token::StartObject) => "an object".into(),
        Some(Token::StartArray) => "an array".into(),
        _ => text.into(),
    }
}

/// A number with a point is cut to its whole part when `cut`, else refused; text must be an integer.
fn integer(token: Option<Token>, text: &str, cut: bool) -> Option<i64> {
    match token {
        Some(Token::Float) if cut => whole_part(text.parse().ok()?),
        _ => parse_integer(trim(text)),
    }
}

/// Java's cast of a double that is in range; 2^63 itself passes Jackson's check and becomes the largest BIGINT.
fn whole_part(value: f64) -> Option<i64> {
    (value.abs() <= 9_223_372_036_854_775_808.0).then_some(value as i64)
}

fn decimal(token: Option<Token>, text: &str, precision: u8, scale: u8) -> Option<Value> {
    let text = if token == Some(Token::String) { trim(text) } else { text };
    match parse_decimal(text, precision, scale) {
        AsDecimal::Value(v) => Some(Value::Decimal(v)),
        AsDecimal::TooLarge => Some(Value::Null),
        AsDecimal::NotANumber => None,
    }
}
