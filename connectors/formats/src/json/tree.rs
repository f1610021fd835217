//! An object or array as text: what a STRING column gets.
//!
//! Flink reads it into a Jackson tree and prints that: no blanks, the last of equal names at the place of the first, numbers with a
//! point as doubles, or as decimals without trailing zeros when any column of the table is a DECIMAL.

use super::tokens::{Malformed, Token, Tokens};
use crate::text::number::write_stripped_decimal;
use waterwheel::types::number_text::write_f64;

/// A node's text, built from the inside out.
enum Open {
    Array(Vec<String>),
    Object { members: Vec<(String, String)>, name: String },
}

/// Reads the object or array at the scanner's place and stops at its end.
pub(super) fn container_text(tokens: &mut Tokens<'_>, decimals: bool) -> Result<String, Malformed> {
    let mut open = vec![begin(tokens.current())];
    loop {
        let token = tokens.advance()?;
        let done = match token {
            None => return Ok(String::new()),
            Some(Token::Name) => {
                let text = tokens.text()?.to_owned();
                if let Some(Open::Object { name, .. }) = open.last_mut() {
                    *name = text;
                }
                continue;
            }
            Some(Token::StartObject | Token::StartArray) => {
                open.push(begin(token));
                continue;
            }
            Some(Token::EndObject | Token::EndArray) => open.pop().map(text_of).unwrap_or_default(),
            Some(scalar) => scalar_text(scalar, tokens.text()?, decimals),
        };
        match open.last_mut() {
            None => return Ok(done),
            Some(Open::Array(elements)) => elements.push(done),
            Some(Open::Object { members, name }) => set(members, std::mem::take(name), done),
        }
    }
}

fn begin(token: Option<Token>) -> Open {
    match token {
        Some(Token::StartArray) => Open::Array(Vec::new()),
        _ => Open::Object { members: Vec::new(), name: String::new() },
    }
}

fn set(members: &mut Vec<(String, String)>, name: String, text: String) {
    match members.iter_mut().find(|(n, _)| *n == name) {
        Some(member) => member.1 = text,
        None => members.push((name, text)),
    }
}

fn text_of(open: Open) -> String {
    match open {
        Open::Array(elements) => format!("[{}]", elements.join(",")),
        Open::Object { members, .. } => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, text)| {
                    let mut member = String::new();
                    write_json_string(name, &mut member);
                    member.push(':');
                    member + text
                })
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

fn scalar_text(token: Token, text: &str, decimals: bool) -> String {
    let mut out = String::new();
    match token {
        Token::String => write_json_string(text, &mut out),
        Token::Float if decimals => write_stripped_decimal(text, &mut out),
        Token::Float => match text.parse::<f64>() {
            Ok(value) if value.is_finite() => write_f64(value, &mut out),
            _ => write_json_string(if text.starts_with('-') { "-Infinity" } else { "Infinity" }, &mut out),
        },
        _ => out.push_str(text),
    }
    out
}

/// Appends text in double quotes, escaped as Jackson does: quotes, backslashes and control characters only.
pub(super) fn write_json_string(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            8 => out.push_str("\\b"),
            9 => out.push_str("\\t"),
            10 => out.push_str("\\n"),
            12 => out.push_str("\\f"),
            13 => out.push_str("\\r"),
            _ => {
                out.push_str("\\u00");
                out.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).expect("four bits").to_ascii_uppercase()));
            }
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}
