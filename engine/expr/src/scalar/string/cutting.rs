//! Parts of a text.

use super::{Wanted, count, from_units, length, offset, parameters, resolved, strict, units};
use crate::Mismatch;
use crate::lift;
use crate::register::{Call, Resolution};
use waterwheel_types::{Kind, Value};

/// Which ends are trimmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    start: bool,
    end: bool,
}

impl Sides {
    /// Both ends.
    pub const BOTH: Sides = Sides { start: true, end: true };
    /// The start.
    pub const LEADING: Sides = Sides { start: true, end: false };
    /// The end.
    pub const TRAILING: Sides = Sides { start: false, end: true };

    fn trim<'a>(self, text: &'a str, characters: &str) -> &'a str {
        let unwanted = |c: char| characters.contains(c);
        let text = if self.start { text.trim_start_matches(unwanted) } else { text };
        if self.end { text.trim_end_matches(unwanted) } else { text }
    }
}

/// `TRIM(text)` or `TRIM(mode, characters, text)`.
pub fn trim(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let [mode, _, _] = call.arguments else { return trim_sides(call, Sides::BOTH, false) };
    let sides = match mode.as_literal().and_then(Value::as_str) {
        Some("BOTH") => Sides::BOTH,
        Some("LEADING") => Sides::LEADING,
        Some("TRAILING") => Sides::TRAILING,
        _ => return Err(call.refuse()),
    };
    let parameters = parameters(call, 3, &[Wanted::Text; 3])?;
    let nullable = call.data_type(1).nullable || call.data_type(2).nullable;
    let result = Kind::VarChar(length(&call.data_type(2).kind)).nullable().with_nullable(nullable);
    let kernel = lift::lift3::<lift::Text, lift::Text, lift::Text, lift::Text, _>(&result, move |_: &str, characters: &str, text: &str| {
        sides.trim(text, characters).to_owned()
    });
    resolved(parameters, result, kernel)
}

/// `LTRIM`, `RTRIM`, `BTRIM`; `any_length`: the result is a STRING whatever the argument's length.
pub fn trim_sides(call: &Call<'_>, sides: Sides, any_length: bool) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 1, &[Wanted::Text; 2])?;
    let result = strict(call, if any_length { Kind::STRING } else { Kind::VarChar(length(&call.data_type(0).kind)) });
    let kernel = match parameters.len() {
        1 => lift::lift1::<lift::Text, lift::Text, _>(&result, move |text: &str| sides.trim(text, " ").to_owned()),
        _ => lift::lift2::<lift::Text, lift::Text, lift::Text, _>(&result, move |text: &str, characters: &str| {
            sides.trim(text, characters).to_owned()
        }),
    };
    resolved(parameters, result, kernel)
}

/// `SUBSTRING`: NULL for a negative length.
pub fn substring(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text, Wanted::Int, Wanted::Int])?;
    let result = Kind::VarChar(length(&call.data_type(0).kind)).nullable();
    let kernel = match parameters.len() {
        2 => lift::lift2::<lift::Text, i32, lift::Text, _>(&result, |text: &str, from| part(text, from, i32::MAX).map(str::to_owned)),
        _ => lift::lift3::<lift::Text, i32, i32, lift::Text, _>(&result, |text: &str, from, length| {
            part(text, from, length).map(str::to_owned)
        }),
    };
    resolved(parameters, result, kernel)
}

/// The characters that SUBSTRING takes of so many: from the end if `from` is negative, none if that is before the start.
fn span(characters: usize, from: i32, length: i32) -> Option<std::ops::Range<usize>> {
    let length = usize::try_from(length).ok()?;
    let start = match from {
        1.. => from as usize - 1,
        0 => 0,
        _ => match characters.checked_sub(from.unsigned_abs() as usize) {
            Some(start) => start,
            None => return Some(0..0),
        },
    };
    let start = start.min(characters);
    Some(start..start.saturating_add(length).min(characters))
}

fn part(text: &str, from: i32, length: i32) -> Option<&str> {
    if text.is_ascii() {
        return span(text.len(), from, length).map(|span| &text[span]);
    }
    let span = span(count(text), from, length)?;
    let rest = &text[offset(text, span.start)..];
    Some(&rest[..offset(rest, span.len())])
}

/// `LEFT` and `RIGHT`: nothing for a negative length.
pub fn side(call: &Call<'_>, left: bool) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text, Wanted::Int])?;
    let result = Kind::VarChar(length(&call.data_type(0).kind)).nullable();
    let kernel = lift::lift2::<lift::Text, i32, lift::Text, _>(&result, move |text: &str, length| {
        let length = length.max(0) as usize;
        let cut = if left { offset(text, length) } else { offset(text, count(text).saturating_sub(length)) };
        if left { text[..cut].to_owned() } else { text[cut..].to_owned() }
    });
    resolved(parameters, result, kernel)
}

/// `OVERLAY`: the text itself when the position lies outside it; without a positive length everything after is dropped.
pub fn overlay(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 3, &[Wanted::Text, Wanted::Text, Wanted::Int, Wanted::Int])?;
    let longest = length(&call.data_type(0).kind).saturating_add(length(&call.data_type(1).kind));
    let result = strict(call, Kind::VarChar(longest.min(waterwheel_types::MAX_LENGTH)));
    let kernel = match parameters.len() {
        3 => lift::lift3::<lift::Text, lift::Text, i32, lift::Text, _>(&result, |text: &str, placed: &str, from| {
            place(text, placed, from, units(placed) as i32)
        }),
        _ => lift::values(&parameters, &result, |values: &[Value]| match values {
            [Value::String(text), Value::String(placed), Value::Int(from), Value::Int(length)] => {
                Value::String(place(text, placed, *from, *length))
            }
            _ => Value::Null,
        }),
    };
    resolved(parameters, result, kernel)
}

/// Position and length count UTF-16 units, as in Java's strings.
fn place(text: &str, placed: &str, from: i32, length: i32) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let start = i64::from(from) - 1;
    if start < 0 || start >= units.len() as i64 {
        return text.to_owned();
    }
    let (head, rest) = units.split_at(start as usize);
    let tail = match length {
        1.. => rest.get(length as usize..).unwrap_or_default(),
        _ => &[],
    };
    from_units(head.iter().copied().chain(placed.encode_utf16()).chain(tail.iter().copied()))
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn trimming() {
        check("TRIM", &[text("  a  ")], "VARCHAR(5)", "'a'");

        check("LTRIM", &[text("xxa"), text("x")], "VARCHAR(3)", "'a'");
        check("RTRIM", &[text("axy"), text("yx")], "VARCHAR(3)", "'a'");
        check("BTRIM", &[text("  a ")], "STRING", "'a'");
    }

    /// The mode is always a constant.
    #[test]
    fn trimming_by_mode() {
        for (mode, wanted) in [("BOTH", "'a'"), ("LEADING", "'axy'"), ("TRAILING", "'xya'")] {
            let session = crate::Session::default();
            let text_column = crate::Expr::call("TRIM", vec![text(mode), text("yx"), text("xyaxy")], &session).unwrap();
            assert_eq!(text_column.to_string(), wanted);
        }
    }

    #[test]
    fn parts() {
        for (from, length, wanted) in
            [(0, 2, "'he'"), (-3, 2, "'ll'"), (-10, 7, "''"), (2, 0, "''"), (2, -1, "NULL"), (4, 1_000, "'lo'"), (10, 1, "''")]
        {
            check("SUBSTRING", &[text("hello"), int(from), int(length)], "VARCHAR(5)", wanted);
        }
        check("SUBSTRING", &[text("hello"), int(-3)], "VARCHAR(5)", "'llo'");
        check("SUBSTR", &[string("h\u{e9}\u{1F600}x"), int(3), int(1)], "STRING", "'\u{1F600}'");
        check("LEFT", &[string("hello"), int(-1)], "STRING", "''");
        check("LEFT", &[string("h\u{e9}llo"), int(2)], "STRING", "'h\u{e9}'");
        check("RIGHT", &[string("hello"), int(2)], "STRING", "'lo'");
        check("RIGHT", &[string("hello"), int(10)], "STRING", "'hello'");
    }

    #[test]
    fn overlays() {
        check("OVERLAY", &[text("xxxxxtest"), text("xxxx"), int(6)], "VARCHAR(13)", "'xxxxxxxxx'");
        check("OVERLAY", &[text("xxxxxtest"), text("xxxx"), int(6), int(2)], "VARCHAR(13)", "'xxxxxxxxxst'");
        check("OVERLAY", &[text("abc"), text("X"), int(0)], "VARCHAR(4)", "'abc'");
        check("OVERLAY", &[text("abc"), text("X"), int(10)], "VARCHAR(4)", "'abc'");
        check("OVERLAY", &[text("abc"), text("X"), int(2), int(-1)], "VARCHAR(4)", "'aX'");
    }
}
