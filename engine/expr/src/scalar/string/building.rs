//! Joining, repeating, padding, changing case.

use super::{Wanted, arguments_are_text, count, from_units, length, parameters, resolved, strict, units};
use crate::Mismatch;
use crate::lift;
use crate::operand::{KernelRef, Operand};
use crate::register::{Call, Resolution};
use arrow_array::Array;
use arrow_array::builder::StringViewBuilder;
use arrow_array::cast::AsArray;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel_types::{Column, DataType, Kind, MAX_LENGTH};

/// `a || b`.
pub fn join(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    let (a, b) = (&call.data_type(0).kind, &call.data_type(1).kind);
    let joined = length(a).saturating_add(length(b)).min(MAX_LENGTH);
    if (a.is_binary() || *a == Kind::Null) && b.is_binary() || a.is_binary() && *b == Kind::Null {
        let fixed = matches!((a, b), (Kind::Binary(_), Kind::Binary(_)));
        let result = strict(call, if fixed { Kind::Binary(joined) } else { Kind::VarBinary(joined) });
        let kernel = lift::lift2::<lift::Binary, lift::Binary, lift::Binary, _>(&result, |a: &[u8], b: &[u8]| [a, b].concat());
        return resolved(vec![Kind::BYTES.nullable(); 2], result, kernel);
    }
    arguments_are_text(call)?;
    let fixed = matches!((a, b), (Kind::Char(_), Kind::Char(_)));
    joining(call, strict(call, if fixed { Kind::Char(joined) } else { Kind::VarChar(joined) }))
}

/// `CONCAT`.
pub fn concat(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, usize::MAX)?;
    arguments_are_text(call)?;
    joining(call, strict(call, Kind::STRING))
}

fn joining(call: &Call<'_>, result: DataType) -> Result<Resolution, Mismatch> {
    let kernel = texts(|parts, out| {
        let known = parts.iter().all(Option::is_some);
        parts.iter().flatten().for_each(|part| out.push_str(part));
        known
    });
    resolved(vec![Kind::STRING.nullable(); call.arguments.len()], result, kernel)
}

/// `CONCAT_WS`: NULL only if the separator is.
pub fn concat_ws(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, usize::MAX)?;
    arguments_are_text(call)?;
    let result = strict(call, Kind::STRING);
    let kernel = texts(|parts, out| {
        let Some(separator) = parts[0] else { return false };
        for (i, part) in parts[1..].iter().flatten().enumerate() {
            out.push_str(if i == 0 { "" } else { separator });
            out.push_str(part);
        }
        true
    });
    resolved(vec![Kind::STRING.nullable(); call.arguments.len()], result, kernel)
}

/// A kernel of texts: `f` writes a row's result and says whether there is one.
fn texts(f: impl Fn(&[Option<&str>], &mut String) -> bool + Send + Sync + 'static) -> KernelRef {
    lift::columns(false, move |operands: &[Operand], rows, _| {
        let arrays: Vec<_> = operands.iter().map(|o| o.values().as_string_view()).collect();
        let mut out = StringViewBuilder::with_capacity(rows);
        let mut text = String::new();
        let mut parts = Vec::with_capacity(operands.len());
        for row in 0..rows {
            parts.clear();
            text.clear();
            parts.extend(operands.iter().zip(&arrays).map(|(operand, array)| {
                let i = operand.index(row);
                array.is_valid(i).then(|| array.value(i))
            }));
            let known = f(&parts, &mut text);
            out.append_option(known.then_some(&text));
        }
        Ok(Arc::new(out.finish()) as Column)
    })
}

/// `CHAR_LENGTH`.
pub fn char_length(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 1, &[Wanted::Text])?;
    let result = strict(call, Kind::Int);
    let kernel = lift::lift1::<lift::Text, i32, _>(&result, |text: &str| count(text) as i32);
    resolved(parameters, result, kernel)
}

/// A function that changes letters and keeps the type.
pub fn cased(call: &Call<'_>, f: fn(&str) -> String) -> Result<Resolution, Mismatch> {
    parameters(call, 1, &[Wanted::Text])?;
    let result = match &call.data_type(0).kind {
        Kind::Null => Kind::STRING.nullable(),
        _ => call.data_type(0).clone(),
    };
    let kernel = lift::lift1::<lift::Text, lift::Text, _>(&result, f);
    resolved(vec![result.clone()], result, kernel)
}

/// Capitals.
pub fn upper(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { text.to_uppercase() }
}

/// Small letters.
pub fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}

/// A capital after anything that is no ASCII letter or digit.
pub fn initcap(text: &str) -> String {
    let mut within = false;
    let convert = |c: char| {
        let converted = if within { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
        within = c.is_ascii_alphanumeric();
        converted
    };
    text.chars().map(convert).collect()
}

/// `REVERSE`.
pub fn reverse(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 1, &[Wanted::Text])?;
    let result = Kind::STRING.nullable();
    let kernel = lift::lift1::<lift::Text, lift::Text, _>(&result, |text: &str| text.chars().rev().collect::<String>());
    resolved(parameters, result, kernel)
}

/// `REPEAT`.
pub fn repeat(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text, Wanted::Int])?;
    let result = strict(call, Kind::STRING);
    let kernel = lift::lift2::<lift::Text, i32, lift::Text, _>(&result, |text: &str, times: i32| {
        let times = times.max(0) as usize;
        fits(text.len().saturating_mul(times)).map(|()| text.repeat(times))
    });
    resolved(parameters, result, kernel)
}

/// The longest text that a count is allowed to make: where Flink's virtual machine gives up, no memory is asked for here.
const LONGEST: usize = 1 << 30;

fn fits(length: usize) -> Result<(), Failure> {
    if length <= LONGEST {
        return Ok(());
    }
    Err(Failure::data(format!("a text of {length} characters is too long: at most {LONGEST} can be made"))
        .hint("bound the count, with LEAST for instance"))
}

/// `LPAD` and `RPAD`: NULL for a negative length and for no padding. The length counts UTF-16 units, as Java's strings do.
pub fn pad(call: &Call<'_>, left: bool) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 3, &[Wanted::Text, Wanted::Int, Wanted::Text])?;
    let result = strict(call, Kind::STRING);
    let nullable = result.nullable;
    let kernel = lift::lift3::<lift::Text, i32, lift::Text, lift::Text, _>(&result, move |text: &str, length, padding: &str| {
        let Some(length) = usize::try_from(length).ok().filter(|_| !padding.is_empty()) else {
            return if nullable { Ok(None) } else { Err(no_padding()) };
        };
        let missing = length.saturating_sub(units(text));
        if missing == 0 {
            return Ok(Some(from_units(text.encode_utf16().take(length))));
        }
        fits(length)?;
        let padding: Vec<u16> = padding.encode_utf16().collect();
        let filling = from_units(padding.iter().copied().cycle().take(missing));
        Ok(Some(if left { filling + text } else { text.to_owned() + &filling }))
    });
    resolved(parameters, result, kernel)
}

/// NULL, where the type of the result has none since no argument can be NULL: Flink's job fails where it finds out.
fn no_padding() -> Failure {
    Failure::data("a negative length or an empty padding gives NULL, but no argument may be NULL and so the result is NOT NULL")
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn joining() {
        check("||", &[text("a"), text("bc")], "CHAR(3)", "'abc'");
        check("||", &[string("a"), text("bc")], "STRING", "'abc'");
        check("CONCAT", &[text("a"), text("bc")], "STRING", "'abc'");
        check("CONCAT", &[text("a"), null("STRING"), text("x")], "STRING", "NULL");
        check("CONCAT_WS", &[text(","), text("a"), null("STRING"), text("x")], "STRING", "'a,x'");
        check("CONCAT_WS", &[null("STRING"), text("a"), text("b")], "STRING", "NULL");
        refused("CONCAT", &[text("a"), int(1)]);
        refused("||", &[text("a"), int(1)]);
    }

    #[test]
    fn letters() {
        check("CHAR_LENGTH", &[text("h\u{e9}\u{1F600}x")], "INT", "4");
        check("UPPER", &[text("h\u{e9}x")], "CHAR(3)", "'H\u{c9}X'");
        check("LOWER", &[string("ABC")], "STRING", "'abc'");
        check("INITCAP", &[text("hello wORLD-foo 1a")], "CHAR(18)", "'Hello World-Foo 1a'");
        check("INITCAP", &[text("\u{e9}A \u{df}B")], "CHAR(5)", "'\u{e9}A \u{df}B'");
        check("REVERSE", &[text("a\u{1F600}b")], "STRING", "'b\u{1F600}a'");
    }

    #[test]
    fn filling() {
        check("REPEAT", &[text("ab"), int(-1)], "STRING", "''");
        check("REPEAT", &[text("ab"), int(3)], "STRING", "'ababab'");
        check("LPAD", &[text("hi"), int(7), text("abc")], "STRING", "'abcabhi'");
        check("RPAD", &[text("hi"), int(7), text("abc")], "STRING", "'hiabcab'");
        check("LPAD", &[text("hi"), int(1), text("??")], "STRING", "'h'");
        check("RPAD", &[text("hi"), int(0), text("?")], "STRING", "''");
        check("LPAD", &[text("\u{1F600}x"), int(4), text("*")], "STRING", "'*\u{1F600}x'");
    }
}
