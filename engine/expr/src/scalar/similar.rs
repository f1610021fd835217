//! SQL's own regular expressions: `text SIMILAR TO pattern [ESCAPE character]`, as Flink reads them.
//!
//! `%` is any text and `_` any character of a line; `|`, `*`, `+`, `?`, `{…}` and `(…)` are as in Java, as is everything else but the
//! backslash and the dollar sign, which stand for themselves. Between brackets a range, `^` and named classes (`[:alpha:]`) may
//! stand, but no other special character without an escape. What is no pattern fails when a row is compared, not before.

use super::pattern::{self, is_match};
use crate::Mismatch;
use crate::lift;
use crate::operand::KernelRef;
use crate::register::{Call, Resolution};
use fancy_regex::Regex;
use waterwheel::Failure;
use waterwheel_types::{DataType, Kind};

/// Characters that may be escaped.
const SPECIAL: &str = "[]()|^-+*_%?{}";
/// Those of them that Java would take for its own.
const SPECIAL_IN_JAVA: &str = "[]()|^-+*?{}$\\.";

/// The named classes within brackets, in small or in capital letters, and Java's.
const CLASSES: [(&str, &str); 7] = [
    ("alpha", r"\p{Alpha}"),
    ("upper", r"\p{Upper}"),
    ("lower", r"\p{Lower}"),
    ("digit", r"\d"),
    ("space", " "),
    ("whitespace", r"\s"),
    ("alnum", r"\p{Alnum}"),
];

/// `text SIMILAR TO pattern [ESCAPE character]`.
pub fn similar(call: &Call<'_>, negated: bool) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 3)?;
    super::string::arguments_are_text(call)?;
    let parameters: Vec<DataType> = call.arguments.iter().map(|_| Kind::STRING.nullable()).collect();
    let result = Kind::Boolean.nullable().with_nullable(call.any_nullable());
    let constant: Option<Vec<&str>> = call.arguments[1..].iter().map(|a| a.as_literal()?.as_str()).collect();
    let kernel: KernelRef = match constant.as_deref() {
        Some([pattern, escape @ ..]) => {
            let regex = regex(pattern, escape.first().copied());
            lift::lift1::<lift::Text, bool, _>(&result, move |text: &str| {
                regex.as_ref().map(|regex| is_match(regex, text) != negated).map_err(Failure::clone)
            })
        }
        _ if call.arguments.len() == 2 => lift::lift2::<lift::Text, lift::Text, bool, _>(&result, move |text: &str, pattern: &str| {
            Ok::<bool, Failure>(is_match(&regex(pattern, None)?, text) != negated)
        }),
        _ => lift::lift3::<lift::Text, lift::Text, lift::Text, bool, _>(&result, move |text: &str, pattern: &str, escape: &str| {
            Ok::<bool, Failure>(is_match(&regex(pattern, Some(escape))?, text) != negated)
        }),
    };
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn regex(pattern: &str, escape: Option<&str>) -> Result<Regex, Failure> {
    let escape = escape.map(|text| single(text).ok_or_else(|| Failure::data(format!("Invalid escape character '{text}'")))).transpose()?;
    let wrong = |what| Failure::data(format!("Invalid {what} '{pattern}'"));
    if escape.is_some_and(|escape| breaks_rules(pattern, escape)) {
        return Err(wrong("escape sequence"));
    }
    let mut translation = Translation { rest: pattern, escape, java: String::with_capacity(pattern.len() + 8) };
    translation.all().map_err(wrong)?;
    pattern::compile(&format!("^(?:{})$", translation.java)).ok_or_else(|| wrong("regular expression"))
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Whether the pattern cannot have this escape character: a special one must always escape something, and a colon needs a named
/// class, of all things (SQL:2003, part 2, 8.6, general rules 3b and 3c, as Calcite reads them).
fn breaks_rules(pattern: &str, escape: char) -> bool {
    let follower_is_escaped = |at: usize| pattern[at + escape.len_utf8()..].starts_with(|c| SPECIAL.contains(c) || c == escape);
    let alone = SPECIAL.contains(escape) && !pattern.match_indices(escape).all(|(at, _)| follower_is_escaped(at));
    alone || (escape == ':' && !(pattern.contains("[:") && pattern.contains(":]")))
}

/// A pattern on its way into Java's spelling.
struct Translation<'a> {
    rest: &'a str,
    escape: Option<char>,
    java: String,
}

impl Translation<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// `Err` says what is wrong.
    fn all(&mut self) -> Result<(), &'static str> {
        while let Some(c) = self.next() {
            match c {
                c if Some(c) == self.escape => self.escaped("escape sequence")?,
                '_' => self.java.push('.'),
                '%' => self.java.push_str("(?:.|\n)*"),
                '[' => self.class()?,
                ']' => return Err("regular expression"),
                '\\' | '$' => self.java.extend(['\\', c]),
                c => self.java.push(c),
            }
        }
        Ok(())
    }

    fn escaped(&mut self, wrong: &'static str) -> Result<(), &'static str> {
        let c = self.next().filter(|&c| SPECIAL.contains(c) || Some(c) == self.escape).ok_or(wrong)?;
        if SPECIAL_IN_JAVA.contains(c) {
            self.java.push('\\');
        }
        self.java.push(c);
        Ok(())
    }

    /// What stands behind an opening bracket, with the closing one.
    fn class(&mut self) -> Result<(), &'static str> {
        const WRONG: &str = "regular expression";
        self.java.push('[');
        loop {
            if let Some((name, java)) = CLASSES.iter().find(|(name, _)| self.names(name)) {
                self.rest = &self.rest[name.len() + 4..];
                self.java.push_str(java);
                continue;
            }
            match self.next().ok_or(WRONG)? {
                ']' => break,
                c if Some(c) == self.escape => self.escaped(WRONG)?,
                c @ ('-' | '^') => self.java.push(c),
                c if SPECIAL.contains(c) => return Err(WRONG),
                c => self.java.push(c),
            }
        }
        self.java.push(']');
        Ok(())
    }

    fn names(&self, class: &str) -> bool {
        let name = self.rest.strip_prefix("[:").and_then(|rest| rest.split_once(":]")).map(|(name, _)| name);
        name.is_some_and(|name| name == class || name == class.to_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn patterns() {
        for (value, pattern, wanted) in [
            ("ab", "(a|b)*", true),
            ("ab", "a_", true),
            ("a\n", "a_", false),
            ("abc", "a.c", true),
            ("abc", "a%", true),
            ("a\nc", "a%", true),
            ("abc", "[a-c]+", true),
            ("abc", "[^a]bc", false),
            ("ab", "a{1}b{1,2}", true),
            ("5", "[[:digit:]]", true),
            (" ", "[[:SPACE:]]", true),
            ("5", r"\d", false),
            ("a$", "a$", true),
            ("ab", "a", false),
        ] {
            check("SIMILAR TO", &[text(value), text(pattern)], "BOOLEAN", if wanted { "TRUE" } else { "FALSE" });
        }
        check("SIMILAR TO", &[text("a%"), text("a!%"), text("!")], "BOOLEAN", "TRUE");
        check("SIMILAR TO", &[text("a"), text("[[:alpha:]]"), text(":")], "BOOLEAN", "TRUE");
        check("NOT SIMILAR TO", &[text("ab"), text("a")], "BOOLEAN", "TRUE");
    }

    #[test]
    fn what_is_no_pattern_fails() {
        for pattern in ["a]", "[a", "a[_]", "(a", "[[:letter:]]"] {
            fails("SIMILAR TO", &[text("a"), text(pattern)], "Invalid regular expression");
        }
        for (pattern, escape) in [("a!b", "!"), ("a!", "!"), ("a%b", "%"), ("ab", ":")] {
            fails("SIMILAR TO", &[text("a"), text(pattern), text(escape)], "Invalid escape sequence");
        }
        fails("SIMILAR TO", &[text("a"), text("a"), text("")], "Invalid escape character");
    }
}
