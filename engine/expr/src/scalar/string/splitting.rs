//! Texts that hold several: SPLIT, SPLIT_INDEX, STR_TO_MAP, ELT.

use super::{Wanted, parameters, resolved};
use crate::Mismatch;
use crate::coercion::common_type;
use crate::lift;
use crate::register::{Call, Resolution};
use crate::scalar::pattern;
use waterwheel_types::{DataType, Kind, Value, map_order};

/// `SPLIT`: no parts of an empty text; without a separator one part per character.
pub fn split(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text; 2])?;
    let result = Kind::Array(Box::new(Kind::STRING.nullable())).nullable().with_nullable(call.any_nullable());
    let kernel = lift::values(&parameters, &result, |values: &[Value]| match values {
        [Value::String(text), Value::String(separator)] => Value::Array(parts(text, separator)),
        _ => Value::Null,
    });
    resolved(parameters, result, kernel)
}

fn parts(text: &str, separator: &str) -> Vec<Value> {
    let own = |part: &str| Value::String(part.to_owned());
    match (text, separator) {
        ("", _) => Vec::new(),
        (_, "") => text.chars().map(|c| Value::String(c.to_string())).collect(),
        _ => text.split(separator).map(own).collect(),
    }
}

/// `SPLIT_INDEX`: the separator is a text (blanks, if empty) or a character's code.
pub fn split_index(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let code = call.arguments.get(1).is_some_and(|a| a.data_type.kind.is_integer());
    let parameters = parameters(call, 3, &[Wanted::Text, if code { Wanted::Int } else { Wanted::Text }, Wanted::Int])?;
    let result = Kind::STRING.nullable();
    let kernel = match code {
        true => lift::lift3::<lift::Text, i32, i32, lift::Text, _>(&result, |text: &str, code, index| {
            let separator = u8::try_from(code).ok().filter(|c| *c > 0).map(char::from)?;
            indexed(text, &separator.to_string(), index)
        }),
        false => lift::lift3::<lift::Text, lift::Text, i32, lift::Text, _>(&result, indexed),
    };
    resolved(parameters, result, kernel)
}

fn indexed(text: &str, separator: &str, index: i32) -> Option<String> {
    let index = usize::try_from(index).ok().filter(|_| !text.is_empty())?;
    let part = if separator.is_empty() { text.split(char::is_whitespace).nth(index) } else { text.split(separator).nth(index) };
    part.map(str::to_owned)
}

/// `STR_TO_MAP`: the separators are regular expressions, `,` and `=` if not given; of equal keys the last counts.
pub fn str_to_map(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 1, &[Wanted::Text; 3])?;
    if parameters.len() == 2 {
        return Err(call.refuse());
    }
    let text = Kind::STRING.nullable();
    let result = Kind::Map(Box::new(text.clone()), Box::new(text)).nullable();
    let kernel = lift::values(&parameters, &result, |values: &[Value]| match values {
        [Value::String(text)] => Value::Map(pairs(text, ",", "=")),
        [Value::String(text), Value::String(between), Value::String(within)] => Value::Map(pairs(text, between, within)),
        _ => Value::Null,
    });
    resolved(parameters, result, kernel)
}

/// In the order of a Java map with room for all pairs.
fn pairs(text: &str, between: &str, within: &str) -> Vec<(Value, Value)> {
    let mut entries: Vec<(Value, Value)> = Vec::new();
    if text.is_empty() {
        return entries;
    }
    let mut all = pattern_split(text, between, usize::MAX);
    // As Java's split, which drops what is empty at the end.
    while all.last().is_some_and(|part| part.is_empty()) {
        all.pop();
    }
    let pairs = all.len();
    for pair in all {
        let halves = pattern_split(pair, within, 2);
        let value = halves.get(1).map_or(Value::Null, |v| Value::String((*v).to_owned()));
        let key = Value::String(halves[0].to_owned());
        match entries.iter_mut().find(|(k, _)| *k == key) {
            Some(entry) => entry.1 = value,
            None => entries.push((key, value)),
        }
    }
    let buckets = map_order::buckets_from(pairs, entries.len());
    entries.sort_by_key(|(key, _)| map_order::string_hash(key.as_str().unwrap_or_default()) & (buckets - 1));
    entries
}

/// At most `most` parts between the matches of a pattern; the whole text if it is no regular expression.
fn pattern_split<'a>(text: &'a str, java: &str, most: usize) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = text;
    if let Some(regex) = pattern::cached(java) {
        while parts.len() + 1 < most {
            match regex.find(rest) {
                Ok(Some(found)) if found.end() > 0 && found.end() > found.start() => {
                    parts.push(&rest[..found.start()]);
                    rest = &rest[found.end()..];
                }
                _ => break,
            }
        }
    }
    parts.push(rest);
    parts
}

/// `ELT`: NULL for an index beyond the values, and for a value that is. A negative constant is refused.
pub fn elt(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, usize::MAX)?;
    if let Some(index) = call.arguments[0].as_literal().and_then(Value::as_i64).filter(|&index| index < 0) {
        return Err(Mismatch::new(format!("the index of ELT must be 0 or greater, but is {index}")));
    }
    let values: Vec<&DataType> = call.arguments[1..].iter().map(|a| &a.data_type).collect();
    let common = common_type(&values).filter(|t| t.kind.is_text() || t.kind.is_binary());
    let common = common.filter(|_| call.data_type(0).kind.is_integer()).ok_or_else(|| call.refuse())?.with_nullable(true);
    let mut parameters = vec![common.clone(); call.arguments.len()];
    parameters[0] = Kind::BigInt.nullable();
    let kernel = lift::values(&parameters, &common, |values: &[Value]| match values[0] {
        Value::BigInt(index @ 1..) => values.get(index as usize).cloned().unwrap_or(Value::Null),
        _ => Value::Null,
    });
    resolved(parameters, common, kernel)
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn lists() {
        check("SPLIT", &[text("a,b,,c"), text(",")], "ARRAY<STRING>", "[a, b, , c]");
        check("SPLIT", &[text("abc"), text("")], "ARRAY<STRING>", "[a, b, c]");
        check("SPLIT", &[text(""), text(",")], "ARRAY<STRING>", "[]");
        check("SPLIT_INDEX", &[text("a,b,,c"), text(","), int(2)], "STRING", "''");
        check("SPLIT_INDEX", &[text("a,b,c"), text(","), int(5)], "STRING", "NULL");
        check("SPLIT_INDEX", &[text("a,b,c"), text(","), int(-1)], "STRING", "NULL");
        check("SPLIT_INDEX", &[text("a,b,c"), int(44), int(1)], "STRING", "'b'");
        check("SPLIT_INDEX", &[text("a||b"), text("||"), int(1)], "STRING", "'b'");
        check("SPLIT_INDEX", &[text("a|b"), text(""), int(0)], "STRING", "'a|b'");
    }

    #[test]
    fn maps_and_choices() {
        check("STR_TO_MAP", &[text("a=1,b=2,c")], "MAP<STRING, STRING>", "{a=1, b=2, c=NULL}");
        check("STR_TO_MAP", &[text("k1:v1;k2:v2"), text(";"), text(":")], "MAP<STRING, STRING>", "{k1=v1, k2=v2}");
        check("STR_TO_MAP", &[text("k1,k2=")], "MAP<STRING, STRING>", "{k1=NULL, k2=}");
        check("STR_TO_MAP", &[text("")], "MAP<STRING, STRING>", "{}");
        check("ELT", &[int(2), text("a"), text("b")], "CHAR(1)", "'b'");
        check("ELT", &[int(0), text("a"), text("b")], "CHAR(1)", "NULL");
        check("ELT", &[int(3), text("one"), text("two"), text("three")], "VARCHAR(5)", "'three'");
        refused("ELT", &[int(1), text("a"), bytes(b"A")]);
        refused("ELT", &[int(-1), text("a"), text("b")]);
    }
}
