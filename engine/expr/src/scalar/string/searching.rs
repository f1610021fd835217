//! Finding and replacing parts that are given as they are.

use super::{Wanted, count, offset, parameters, resolved, strict};
use crate::Mismatch;
use crate::lift;
use crate::register::{Call, Resolution};
use waterwheel::Failure;
use waterwheel_types::{Kind, Value};

/// `POSITION(part, text)`, `LOCATE(part, text[, from])`.
pub fn position(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text, Wanted::Text, Wanted::Int])?;
    let result = strict(call, Kind::Int);
    let kernel = match parameters.len() {
        2 => lift::lift2::<lift::Text, lift::Text, i32, _>(&result, |part: &str, text: &str| find(text, part, 1)),
        _ => lift::lift3::<lift::Text, lift::Text, i32, i32, _>(&result, |part: &str, text: &str, from| find(text, part, from)),
    };
    resolved(parameters, result, kernel)
}

/// The position of the part at or after `from`; 0 if there is none. An empty part is at 1.
fn find(text: &str, part: &str, from: i32) -> i32 {
    if part.is_empty() {
        return 1;
    }
    let skipped = offset(text, from.max(1) as usize - 1);
    text[skipped..].find(part).map_or(0, |at| count(&text[..skipped + at]) as i32 + 1)
}

/// `INSTR(text, part[, from[, occurrence]])`: backwards from a negative position.
pub fn instr(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text, Wanted::Text, Wanted::Int, Wanted::Int])?;
    let result = strict(call, Kind::Int);
    let kernel = match parameters.len() {
        2 => lift::lift2::<lift::Text, lift::Text, i32, _>(&result, |text: &str, part: &str| find(text, part, 1)),
        _ => lift::values(&parameters, &result, |values: &[Value]| match values {
            [Value::String(text), Value::String(part), Value::Int(from), rest @ ..] => match rest {
                [] => Ok(Value::Int(nth(text, part, *from, 0))),
                [Value::Int(occurrence)] => further(*occurrence).map(|further| Value::Int(nth(text, part, *from, further))),
                _ => Ok(Value::Null),
            },
            _ => Ok(Value::Null),
        }),
    };
    resolved(parameters, result, kernel)
}

/// How many occurrences come before this one.
fn further(occurrence: i32) -> Result<usize, Failure> {
    let positive = usize::try_from(occurrence).ok().and_then(|n| n.checked_sub(1));
    positive.ok_or_else(|| Failure::data(format!("INSTR: the occurrence must be positive, not {occurrence}")))
}

fn nth(text: &str, part: &str, from: i32, further: usize) -> i32 {
    if part.is_empty() {
        return 1;
    }
    // Overlapping occurrences count.
    let starts =
        text.char_indices().map(|(at, _)| at).enumerate().filter(|(_, at)| text[*at..].starts_with(part)).map(|(i, _)| i as i64 + 1);
    let found = match from {
        1.. => starts.skip_while(|at| *at < i64::from(from)).nth(further),
        0 => None,
        _ => {
            let last = count(text) as i64 + 1 + i64::from(from);
            let before: Vec<i64> = starts.take_while(|at| *at <= last).collect();
            before.into_iter().rev().nth(further)
        }
    };
    found.unwrap_or(0) as i32
}

/// `STARTSWITH` and `ENDSWITH`, of text or of bytes.
pub fn edge(call: &Call<'_>, start: bool) -> Result<Resolution, Mismatch> {
    let binary = call.arguments.iter().any(|a| a.data_type.kind.is_binary());
    let wanted = if binary { Wanted::Bytes } else { Wanted::Text };
    let parameters = parameters(call, 2, &[wanted; 2])?;
    let result = strict(call, Kind::Boolean);
    let test = move |of: &[u8], part: &[u8]| if start { of.starts_with(part) } else { of.ends_with(part) };
    let kernel = match binary {
        true => lift::lift2::<lift::Binary, lift::Binary, bool, _>(&result, test),
        false => lift::lift2::<lift::Text, lift::Text, bool, _>(&result, move |of: &str, part: &str| test(of.as_bytes(), part.as_bytes())),
    };
    resolved(parameters, result, kernel)
}

/// `REPLACE`: an empty part is found between all characters.
pub fn replace(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 3, &[Wanted::Text; 3])?;
    let result = strict(call, Kind::STRING);
    let kernel = lift::lift3::<lift::Text, lift::Text, lift::Text, lift::Text, _>(&result, |text: &str, part: &str, new: &str| {
        text.replace(part, new)
    });
    resolved(parameters, result, kernel)
}

/// `TRANSLATE`: a character without a counterpart is dropped.
pub fn translate(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 3, &[Wanted::Text; 3])?;
    let result = strict(call, Kind::STRING);
    let kernel = lift::values(&parameters, &result, |values: &[Value]| match (values[0].as_str(), values[1].as_str()) {
        (None, _) => Value::Null,
        (Some(text), None) => Value::String(text.to_owned()),
        (Some(text), Some(from)) => Value::String(translated(text, from, values[2].as_str().unwrap_or_default())),
    });
    resolved(parameters, result, kernel)
}

fn translated(text: &str, from: &str, to: &str) -> String {
    let counterpart = |c: char| match from.chars().position(|f| f == c) {
        Some(at) => to.chars().nth(at),
        None => Some(c),
    };
    text.chars().filter_map(counterpart).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn positions() {
        check("POSITION", &[text("l"), text("hello")], "INT", "3");
        check("POSITION", &[text(""), text("abc")], "INT", "1");
        check("POSITION", &[text("x"), text("h\u{e9}\u{1F600}x")], "INT", "4");
        check("LOCATE", &[text("l"), text("hello"), int(4)], "INT", "4");
        check("LOCATE", &[text("l"), text("hello"), int(5)], "INT", "0");
        check("LOCATE", &[text("l"), text("hello"), int(-1)], "INT", "3");
        check("INSTR", &[text("hello"), text("l"), int(1), int(2)], "INT", "4");
        check("INSTR", &[text("Hello World"), text("l"), int(-1)], "INT", "10");
        check("INSTR", &[text("a,b;c,,d"), text(","), int(-1), int(2)], "INT", "6");
        check("INSTR", &[text("hello"), text("x")], "INT", "0");
    }

    #[test]
    fn edges() {
        check("STARTSWITH", &[text("hello"), text("he")], "BOOLEAN", "TRUE");
        check("STARTSWITH", &[bytes(b"AB"), bytes(b"A")], "BOOLEAN", "TRUE");
        check("ENDSWITH", &[text("hello"), text("x")], "BOOLEAN", "FALSE");
        check("ENDSWITH", &[text("hello"), text("")], "BOOLEAN", "TRUE");
    }

    #[test]
    fn replacing() {
        check("REPLACE", &[text("hello world"), text("world"), text("flink")], "STRING", "'hello flink'");
        check("REPLACE", &[text("aaa"), text(""), text("x")], "STRING", "'xaxaxax'");
        check("TRANSLATE", &[text("www.apache.org"), text("wapcho"), text(" APCHO")], "STRING", "'   .APACHe.Org'");
        check("TRANSLATE3", &[text("abc"), text("ab"), text("x")], "STRING", "'xc'");
    }
}
