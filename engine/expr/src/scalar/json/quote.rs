//! JSON_QUOTE and JSON_UNQUOTE.

use super::tree;
use crate::lift::{self, Text};
use crate::register::{Call, Resolution};
use crate::{Expr, Mismatch};
use std::fmt::Write;
use waterwheel_types::Kind;

/// JSON_QUOTE(text).
pub(super) fn quote(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    of_text(call, quoted)
}

/// JSON_UNQUOTE(text).
pub(super) fn unquote(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    of_text(call, |text| tree::read_string(text).unwrap_or_else(|| text.to_owned()))
}

fn of_text(call: &Call<'_>, f: fn(&str) -> String) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    if call.data_type(0).kind == Kind::Null {
        return Ok(Resolution::Rewrite(Expr::null(Kind::STRING)));
    }
    super::expect_text(call, 0..1)?;
    let result = Kind::STRING.nullable().with_nullable(call.any_nullable());
    let kernel = lift::lift1::<Text, Text, _>(&result, f);
    Ok(Resolution::Kernel { parameters: vec![call.data_type(0).clone()], result, kernel })
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' | '/' => out.extend(['\\', c]),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_ascii() => out.push(c),
            c => {
                // Beyond the basic plane Flink writes the code point itself in the place of the first surrogate.
                let mut units = [0; 2];
                let second = c.encode_utf16(&mut units).get(1).map(|unit| format!("\\u{unit:04x}"));
                write!(out, "\\u{:04x}{}", u32::from(c), second.unwrap_or_default()).expect("writing to a String");
            }
        }
    }
    out.push('"');
    out
}
