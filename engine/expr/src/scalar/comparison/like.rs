//! LIKE: `%` is any text, `_` any one character but a line end, both literal after the escape character. There is no default
//! escape.

use super::super::string::arguments_are_text;
use crate::Mismatch;
use crate::lift;
use crate::operand::KernelRef;
use crate::register::{Call, Resolution};
use memchr::memmem::Finder;
use waterwheel::Failure;
use waterwheel_types::{DataType, Kind};

/// `text LIKE pattern [ESCAPE character]`.
pub fn resolve(call: &Call<'_>, negated: bool) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 3)?;
    arguments_are_text(call)?;
    let parameters: Vec<DataType> = call.arguments.iter().map(|_| Kind::STRING.nullable()).collect();
    let result = Kind::Boolean.nullable().with_nullable(call.any_nullable());
    let constant: Option<Vec<&str>> = call.arguments[1..].iter().map(|a| a.as_literal()?.as_str()).collect();
    let kernel = match constant.as_deref() {
        Some([pattern]) => fixed(Pattern::new(pattern, None), negated, &result),
        Some([pattern, escape]) => fixed(escaped(pattern, escape), negated, &result),
        _ => changing(call.arguments.len(), negated, &result),
    };
    Ok(Resolution::Kernel { parameters, result, kernel: kernel.map_err(|f| Mismatch::new(f.message))? })
}

fn fixed(pattern: Result<Pattern, Failure>, negated: bool, result: &DataType) -> Result<KernelRef, Failure> {
    let pattern = pattern?;
    // The pattern's own operand is not looked at, but it is there.
    Ok(lift::lift1::<lift::Text, bool, _>(result, move |text: &str| pattern.matches(text) != negated))
}

fn changing(arguments: usize, negated: bool, result: &DataType) -> Result<KernelRef, Failure> {
    let answer = move |text: &str, pattern: Result<Pattern, Failure>| Ok::<bool, Failure>(pattern?.matches(text) != negated);
    Ok(match arguments {
        2 => lift::lift2::<lift::Text, lift::Text, bool, _>(result, move |text: &str, p: &str| answer(text, Pattern::new(p, None))),
        _ => lift::lift3::<lift::Text, lift::Text, lift::Text, bool, _>(result, move |text: &str, p: &str, e: &str| {
            answer(text, escaped(p, e))
        }),
    })
}

fn escaped(pattern: &str, escape: &str) -> Result<Pattern, Failure> {
    let mut characters = escape.chars();
    match (characters.next(), characters.next()) {
        (Some(escape), None) => Pattern::new(pattern, Some(escape)),
        _ => Err(Failure::data(format!("Invalid escape character '{escape}'"))),
    }
}

/// One step of a pattern.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Text(String),
    AnyCharacter,
    AnyText,
}

/// A pattern in the form in which it is tested.
#[derive(Debug)]
enum Pattern {
    Equal(String),
    Prefix(String),
    Suffix(String),
    Contains(Box<Finder<'static>>),
    General(Vec<Step>),
}

impl Pattern {
    fn new(pattern: &str, escape: Option<char>) -> Result<Pattern, Failure> {
        let steps = steps(pattern, escape)?;
        Ok(match &steps[..] {
            [] => Pattern::Equal(String::new()),
            [Step::Text(text)] => Pattern::Equal(text.clone()),
            [Step::Text(text), Step::AnyText] => Pattern::Prefix(text.clone()),
            [Step::AnyText, Step::Text(text)] => Pattern::Suffix(text.clone()),
            [Step::AnyText, Step::Text(text), Step::AnyText] => Pattern::Contains(Box::new(Finder::new(text.as_bytes()).into_owned())),
            _ => Pattern::General(steps),
        })
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Pattern::Equal(wanted) => text == wanted,
            Pattern::Prefix(wanted) => text.starts_with(wanted.as_str()),
            Pattern::Suffix(wanted) => text.ends_with(wanted.as_str()),
            Pattern::Contains(wanted) => wanted.find(text.as_bytes()).is_some(),
            Pattern::General(steps) => general(steps, text),
        }
    }
}

fn steps(pattern: &str, escape: Option<char>) -> Result<Vec<Step>, Failure> {
    let mut steps = Vec::new();
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        let literal = match c {
            c if Some(c) == escape => {
                let next = rest.next().filter(|n| matches!(n, '%' | '_') || Some(*n) == escape);
                next.ok_or_else(|| Failure::data(format!("Invalid escape sequence '{pattern}'")))?
            }
            '%' => {
                if steps.last() != Some(&Step::AnyText) {
                    steps.push(Step::AnyText);
                }
                continue;
            }
            '_' => {
                steps.push(Step::AnyCharacter);
                continue;
            }
            c => c,
        };
        match steps.last_mut() {
            Some(Step::Text(text)) => text.push(literal),
            _ => steps.push(Step::Text(literal.to_string())),
        }
    }
    Ok(steps)
}

/// What `_` does not match.
const LINE_ENDS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// Greedy from left to right; at a mismatch the last `%` takes one character more.
fn general(steps: &[Step], text: &str) -> bool {
    let (mut step, mut rest) = (0, text);
    let mut retry: Option<(usize, &str)> = None;
    loop {
        let ahead = match steps.get(step) {
            None if rest.is_empty() => return true,
            None => None,
            Some(Step::AnyText) => {
                retry = Some((step + 1, rest));
                Some(rest)
            }
            Some(Step::AnyCharacter) => tail(rest).filter(|_| !rest.starts_with(LINE_ENDS)),
            Some(Step::Text(wanted)) => rest.strip_prefix(wanted.as_str()),
        };
        if let Some(ahead) = ahead {
            (step, rest) = (step + 1, ahead);
            continue;
        }
        let Some((after, from)) = retry else { return false };
        let Some(shorter) = tail(from) else { return false };
        retry = Some((after, shorter));
        (step, rest) = (after, shorter);
    }
}

/// The text without its first character.
fn tail(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    characters.next().map(|_| characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    #[test]
    fn wildcards() {
        for (value, pattern, wanted) in [
            ("abc", "a%c", true),
            ("abc", "a_c", true),
            ("abc", "%b%", true),
            ("abc", "%d%", false),
            ("aXbXc", "a%b%c", true),
            ("mississippi", "%iss%ip%i", true),
            ("mississippi", "%iss_ip%x", false),
            ("\u{1F600}", "_", true),
            ("", "%", true),
            ("a\nb", "a%b", true),
            ("a\nb", "a_b", false),
            ("a\\b", "a\\b", true),
            ("a%", "a\\%", false),
        ] {
            check("LIKE", &[text(value), text(pattern)], "BOOLEAN", if wanted { "TRUE" } else { "FALSE" });
        }
        check("NOT LIKE", &[text("abc"), text("a%")], "BOOLEAN", "FALSE");
    }

    #[test]
    fn escapes() {
        check("LIKE", &[text("a%b"), text("a!%b"), text("!")], "BOOLEAN", "TRUE");
        check("LIKE", &[text("axb"), text("a!%b"), text("!")], "BOOLEAN", "FALSE");
        check("LIKE", &[text("a%"), text("a\\%"), text("\\")], "BOOLEAN", "TRUE");
        refused("LIKE", &[text("a"), text("a!"), text("!")]);
    }

    #[test]
    fn common_forms_have_their_own_test() {
        assert!(matches!(Pattern::new("abc%", None), Ok(Pattern::Prefix(_))));
        assert!(matches!(Pattern::new("%abc%", None), Ok(Pattern::Contains(_))));
        assert!(matches!(Pattern::new("a_c%", None), Ok(Pattern::General(_))));
    }
}
