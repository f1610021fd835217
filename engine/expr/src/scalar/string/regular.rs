//! The functions of regular expressions. What is no regular expression gives NULL, from REGEXP false.

use super::{Wanted, parameters, resolved, strict};
use crate::Mismatch;
use crate::lift;
use crate::register::{Call, Resolution};
use crate::scalar::pattern::{Pattern, is_match};
use fancy_regex::{Captures, Regex};
use waterwheel_types::{DataType, Kind, Value};

/// Where a match lies in the text, in bytes.
type Span = std::ops::Range<usize>;

/// The matches from left to right as Java finds them: the next begins where the last ended, also an empty one.
struct Matches<'a> {
    regex: &'a Regex,
    text: &'a str,
    at: Option<usize>,
}

impl<'a> Matches<'a> {
    fn new(regex: &'a Regex, text: &'a str) -> Self {
        Matches { regex, text, at: Some(0) }
    }

    /// Where to go on after a match: behind the next character if the match was empty.
    fn after(&self, found: &Span) -> Option<usize> {
        match found.is_empty() {
            false => Some(found.end),
            true => self.text[found.end..].chars().next().map(|c| found.end + c.len_utf8()),
        }
    }
}

impl Iterator for Matches<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let found = self.regex.find_from_pos(self.text, self.at?).ok().flatten().map(|m| m.range());
        self.at = found.as_ref().and_then(|span| self.after(span));
        found
    }
}

fn text_and_pattern(call: &Call<'_>) -> Result<(Vec<DataType>, Pattern), Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text; 2])?;
    Ok((parameters, Pattern::of(&call.arguments[1])))
}

/// `REGEXP`: an empty pattern occurs nowhere.
pub fn regexp(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (parameters, pattern) = text_and_pattern(call)?;
    let result = strict(call, Kind::Boolean);
    let kernel = lift::lift2::<lift::Text, lift::Text, bool, _>(&result, move |text: &str, java: &str| {
        !java.is_empty() && pattern.with(java, |regex| is_match(regex, text)).unwrap_or(false)
    });
    resolved(parameters, result, kernel)
}

/// `REGEXP_REPLACE`: the new text is taken as it is, `$1` means nothing.
pub fn replace(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 3, &[Wanted::Text; 3])?;
    let pattern = Pattern::of(&call.arguments[1]);
    let result = strict(call, Kind::STRING);
    let kernel = lift::lift3::<lift::Text, lift::Text, lift::Text, lift::Text, _>(&result, move |text: &str, java: &str, new: &str| {
        pattern.with(java, |regex| replaced(regex, text, new))
    });
    resolved(parameters, result, kernel)
}

fn replaced(regex: &Regex, text: &str, new: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut kept = 0;
    for found in Matches::new(regex, text) {
        out.push_str(&text[kept..found.start]);
        out.push_str(new);
        kept = found.end;
    }
    out.push_str(&text[kept..]);
    out
}

/// A group of a match; `None` if the pattern has no such group or it took no part.
fn group<'a>(captures: &Captures<'a, str>, number: i32) -> Option<&'a str> {
    captures.get(usize::try_from(number).ok()?).map(|m| m.as_str())
}

/// `REGEXP_EXTRACT`: group 0, the whole match, if none is named.
pub fn extract(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text, Wanted::Text, Wanted::Int])?;
    let pattern = Pattern::of(&call.arguments[1]);
    let result = Kind::STRING.nullable();
    let first = move |text: &str, java: &str, number: i32| -> Option<String> {
        pattern.with(java, |regex| group(&regex.captures(text).ok()??, number).map(str::to_owned))?
    };
    let kernel = match parameters.len() {
        2 => lift::lift2::<lift::Text, lift::Text, lift::Text, _>(&result, move |text: &str, java: &str| first(text, java, 0)),
        _ => lift::lift3::<lift::Text, lift::Text, i32, lift::Text, _>(&result, first),
    };
    resolved(parameters, result, kernel)
}

/// `REGEXP_EXTRACT_ALL`: group 1 if none is named; NULL if the pattern has no such group.
pub fn extract_all(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text, Wanted::Text, Wanted::Int])?;
    let pattern = Pattern::of(&call.arguments[1]);
    let result = Kind::Array(Box::new(Kind::STRING.nullable())).nullable().with_nullable(true);
    let kernel = lift::values(&parameters, &result, move |values: &[Value]| match values {
        [Value::String(text), Value::String(java), rest @ ..] => {
            let number = match rest {
                [] => 1,
                [Value::Int(number)] => *number,
                _ => return Value::Null,
            };
            pattern.with(java, |regex| groups(regex, text, number)).flatten().map_or(Value::Null, Value::Array)
        }
        _ => Value::Null,
    });
    resolved(parameters, result, kernel)
}

fn groups(regex: &Regex, text: &str, number: i32) -> Option<Vec<Value>> {
    usize::try_from(number).ok().filter(|n| *n < regex.captures_len())?;
    let value = |span: Span| {
        let captures = regex.captures_from_pos(text, span.start).ok().flatten();
        captures.and_then(|c| group(&c, number).map(|g| Value::String(g.to_owned()))).unwrap_or(Value::Null)
    };
    Some(Matches::new(regex, text).map(value).collect())
}

/// `REGEXP_COUNT`.
pub fn count(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (parameters, pattern) = text_and_pattern(call)?;
    let result = Kind::Int.nullable();
    let kernel = lift::lift2::<lift::Text, lift::Text, i32, _>(&result, move |text: &str, java: &str| {
        pattern.with(java, |regex| Matches::new(regex, text).count() as i32)
    });
    resolved(parameters, result, kernel)
}

/// `REGEXP_INSTR`: counted in UTF-16 units, as Java does.
pub fn instr(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (parameters, pattern) = text_and_pattern(call)?;
    let result = Kind::Int.nullable();
    let kernel = lift::lift2::<lift::Text, lift::Text, i32, _>(&result, move |text: &str, java: &str| {
        let position = |span: Span| text[..span.start].encode_utf16().count() as i32 + 1;
        pattern.with(java, |regex| Matches::new(regex, text).next().map_or(0, position))
    });
    resolved(parameters, result, kernel)
}

/// `REGEXP_SUBSTR`.
pub fn substr(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (parameters, pattern) = text_and_pattern(call)?;
    let result = Kind::STRING.nullable();
    let kernel = lift::lift2::<lift::Text, lift::Text, lift::Text, _>(&result, move |text: &str, java: &str| {
        pattern.with(java, |regex| Matches::new(regex, text).next().map(|span| text[span].to_owned())).flatten()
    });
    resolved(parameters, result, kernel)
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn occurrence() {
        check("REGEXP", &[text("abc"), text("b.")], "BOOLEAN", "TRUE");
        check("REGEXP", &[text("abcabc"), text(r"(abc)\1")], "BOOLEAN", "TRUE");
        check("REGEXP", &[text("abc"), text("")], "BOOLEAN", "FALSE");
        check("REGEXP", &[text("abc"), text("[")], "BOOLEAN", "FALSE");
        check("REGEXP_COUNT", &[text("aaa"), text("")], "INT", "4");
        check("REGEXP_COUNT", &[text("abcabc"), text("[")], "INT", "NULL");
        check("REGEXP_INSTR", &[text("abcabc"), text("c")], "INT", "3");
        check("REGEXP_INSTR", &[text("abcabc"), text("x")], "INT", "0");
        check("REGEXP_SUBSTR", &[text("abcabc"), text("c.")], "STRING", "'ca'");
        check("REGEXP_SUBSTR", &[text("abcabc"), text("x")], "STRING", "NULL");
    }

    #[test]
    fn replacement() {
        check("REGEXP_REPLACE", &[text("foobar"), text("oo|ar"), text("")], "STRING", "'fb'");
        check("REGEXP_REPLACE", &[text("foobar"), text("(o+)"), text("<$1>")], "STRING", "'f<$1>bar'");
        check("REGEXP_REPLACE", &[text("aaa"), text("a*?"), text("x")], "STRING", "'xaxaxax'");
        check("REGEXP_REPLACE", &[text("baac"), text("a*"), text("x")], "STRING", "'xbxxcx'");
        check("REGEXP_REPLACE", &[text("abc"), text("(?<=a)b"), text("X")], "STRING", "'aXc'");
        check("REGEXP_REPLACE", &[text("foobar"), text("["), text("x")], "STRING", "NULL");
    }

    #[test]
    fn extraction() {
        for (number, wanted) in [(0, "'foothebar'"), (2, "'bar'"), (3, "NULL"), (-1, "NULL")] {
            check("REGEXP_EXTRACT", &[text("foothebar"), text("foo(.*?)(bar)"), int(number)], "STRING", wanted);
        }
        check("REGEXP_EXTRACT", &[text("foothebar"), text("[")], "STRING", "NULL");
        let all = |number, wanted| {
            check("REGEXP_EXTRACT_ALL", &[text("ab12cd34"), text(r"([a-z]+)(\d+)"), int(number)], "ARRAY<STRING>", wanted);
        };
        all(0, "[ab12, cd34]");
        all(2, "[12, 34]");
        all(5, "NULL");
        check("REGEXP_EXTRACT_ALL", &[text("ab"), text("x")], "ARRAY<STRING>", "NULL");
        check("REGEXP_EXTRACT_ALL", &[text("ab"), text("(x)")], "ARRAY<STRING>", "[]");
    }
}
