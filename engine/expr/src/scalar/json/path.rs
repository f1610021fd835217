//! JSON paths: `$.a[0]['b c'][*]..d`, in the manner of Jayway's JsonPath, which Flink uses.
//!
//! A path is *definite* when it names at most one place; then a missing place is an error. Otherwise its value is the array
//! of what was found. Functions other than `length()` and `size()` are not supported.

use super::filter::Filter;
use super::tree::Json;

/// A compiled path.
#[derive(Clone, Debug)]
pub(super) struct Path {
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    Members(Vec<String>),
    Indices(Vec<i64>),
    Slice(Option<i64>, Option<i64>),
    Wildcard,
    Filter(Filter),
    /// The value itself and everything below it.
    Scan,
    Length,
}

/// Why there is no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BadPath {
    /// Text that is no path in Flink either.
    Invalid,
    /// A form that is not supported here.
    Unsupported(String),
}

/// Nothing where a definite path says that something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing;

impl Path {
    /// Reads a path; `$.` is put before one that does not start with `$`.
    pub(super) fn parse(text: &str) -> Result<Path, BadPath> {
        let text = text.trim();
        if text.is_empty() || text.ends_with('.') {
            return Err(BadPath::Invalid);
        }
        let full = if text.starts_with('$') { text.to_owned() } else { format!("$.{text}") };
        let mut parser = Parser { rest: &full[1..], steps: Vec::new() };
        while !parser.rest.is_empty() {
            parser.step()?;
        }
        Ok(Path { steps: parser.steps })
    }

    /// Whether it names at most one place.
    pub(super) fn is_definite(&self) -> bool {
        let last = self.steps.len().saturating_sub(1);
        self.steps.iter().enumerate().all(|(i, step)| match step {
            Step::Members(keys) => keys.len() == 1 || i == last,
            Step::Indices(indices) => indices.len() == 1,
            Step::Length => true,
            Step::Slice(..) | Step::Wildcard | Step::Filter(_) | Step::Scan => false,
        })
    }

    /// What stands at the path.
    pub(super) fn find(&self, root: &Json) -> Result<Json, Missing> {
        let mut found = Vec::new();
        walk(root, &self.steps, true, &mut found)?;
        if self.is_definite() { found.pop().ok_or(Missing) } else { Ok(Json::Array(found)) }
    }
}

/// Follows steps from a value. Where everything before was definite, a step that does not fit is an error, else it is passed over.
fn walk(value: &Json, steps: &[Step], definite: bool, found: &mut Vec<Json>) -> Result<(), Missing> {
    let Some((step, rest)) = steps.split_first() else {
        found.push(value.clone());
        return Ok(());
    };
    let nothing = if definite { Err(Missing) } else { Ok(()) };
    match (step, value) {
        (Step::Members(keys), Json::Object(_)) => match keys.as_slice() {
            [key] => value.member(key).map_or(nothing, |member| walk(member, rest, definite, found)),
            _ => members(value, keys, rest, found),
        },
        (Step::Indices(indices), Json::Array(values)) => match indices.as_slice() {
            [index] => element(values, *index).map_or(nothing, |value| walk(value, rest, definite, found)),
            _ => each(indices.iter().filter_map(|&index| element(values, index)), rest, found),
        },
        (Step::Slice(from, to), Json::Array(values)) => each(slice(values, *from, *to).iter(), rest, found),
        (Step::Wildcard, Json::Array(values)) => each(values.iter(), rest, found),
        (Step::Wildcard, Json::Object(members)) => each(members.iter().map(|(_, value)| value), rest, found),
        (Step::Wildcard, _) => Ok(()),
        (Step::Filter(filter), Json::Array(values)) => each(values.iter().filter(|value| filter.accepts(value)), rest, found),
        (Step::Filter(filter), Json::Object(_)) => each([value].into_iter().filter(|value| filter.accepts(value)), rest, found),
        (Step::Scan, _) => scan(value, rest, found),
        (Step::Length, Json::Array(values)) => walk(&Json::Number(values.len().to_string()), rest, definite, found),
        (Step::Length, Json::Object(members)) => walk(&Json::Number(members.len().to_string()), rest, definite, found),
        _ => nothing,
    }
}

fn each<'a>(values: impl Iterator<Item = &'a Json>, rest: &[Step], found: &mut Vec<Json>) -> Result<(), Missing> {
    values.into_iter().try_for_each(|value| walk(value, rest, false, found))
}

/// Several keys of an object: at the end of a path an object of those that there are, before it each of them.
fn members(object: &Json, keys: &[String], rest: &[Step], found: &mut Vec<Json>) -> Result<(), Missing> {
    let there = keys.iter().filter_map(|key| Some((key.clone(), object.member(key)?)));
    if rest.is_empty() {
        found.push(Json::Object(there.map(|(key, value)| (key, value.clone())).collect()));
        return Ok(());
    }
    there.into_iter().try_for_each(|(_, value)| walk(value, rest, false, found))
}

fn scan(value: &Json, rest: &[Step], found: &mut Vec<Json>) -> Result<(), Missing> {
    walk(value, rest, false, found)?;
    match value {
        Json::Array(values) => values.iter().try_for_each(|value| scan(value, rest, found)),
        Json::Object(members) => members.iter().try_for_each(|(_, value)| scan(value, rest, found)),
        _ => Ok(()),
    }
}

/// The element at an index, counted from the end when negative.
fn element(values: &[Json], index: i64) -> Option<&Json> {
    let at = if index < 0 { index + values.len() as i64 } else { index };
    values.get(usize::try_from(at).ok()?)
}

fn slice(values: &[Json], from: Option<i64>, to: Option<i64>) -> &[Json] {
    let length = values.len() as i64;
    let bound = |at: i64| if at < 0 { at + length } else { at }.clamp(0, length) as usize;
    let (from, to) = (bound(from.unwrap_or(0)), bound(to.unwrap_or(length)));
    values.get(from..to).unwrap_or(&[])
}

struct Parser<'a> {
    rest: &'a str,
    steps: Vec<Step>,
}

impl<'a> Parser<'a> {
    fn step(&mut self) -> Result<(), BadPath> {
        if let Some(rest) = self.rest.strip_prefix("..") {
            self.steps.push(Step::Scan);
            self.rest = rest;
            return if rest.starts_with('[') { self.bracket() } else { self.name() };
        }
        match self.rest.strip_prefix('.') {
            Some(rest) if rest.starts_with('[') => {
                self.rest = rest;
                self.bracket()
            }
            Some(rest) => {
                self.rest = rest;
                self.name()
            }
            None if self.rest.starts_with('[') => self.bracket(),
            None => Err(BadPath::Invalid),
        }
    }

    /// A member's name without brackets, `*` or a function.
    fn name(&mut self) -> Result<(), BadPath> {
        let end = self.rest.find(['.', '[']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.steps.push(match name {
            "*" => Step::Wildcard,
            "length()" | "size()" => Step::Length,
            "" => return Err(BadPath::Invalid),
            _ if name.contains('(') => return Err(BadPath::Unsupported(format!("the function {name}"))),
            _ if name.contains(' ') => return Err(BadPath::Invalid),
            _ => Step::Members(vec![name.to_owned()]),
        });
        Ok(())
    }

    fn bracket(&mut self) -> Result<(), BadPath> {
        let inner = self.rest[1..].trim_start();
        if inner.starts_with(['\'', '"']) {
            return self.quoted(inner);
        }
        if inner.starts_with('?') {
            return self.filter(inner);
        }
        let (inner, rest) = inner.split_once(']').ok_or(BadPath::Invalid)?;
        self.rest = rest;
        let number = |text: &str| text.trim().parse::<i64>().map_err(|_| BadPath::Invalid);
        let bound = |text: &str| if text.trim().is_empty() { Ok(None) } else { number(text).map(Some) };
        self.steps.push(match (inner.trim(), inner.split_once(':')) {
            ("*", _) => Step::Wildcard,
            (_, Some((from, to))) => Step::Slice(bound(from)?, bound(to)?),
            _ => Step::Indices(inner.split(',').map(number).collect::<Result<_, _>>()?),
        });
        Ok(())
    }

    /// `?(condition)]`.
    fn filter(&mut self, inner: &'a str) -> Result<(), BadPath> {
        let condition = inner[1..].trim_start().strip_prefix('(').ok_or(BadPath::Invalid)?;
        let end = closing(condition).ok_or(BadPath::Invalid)?;
        let rest = condition[end + 1..].trim_start().strip_prefix(']').ok_or(BadPath::Invalid)?;
        self.steps.push(Step::Filter(Filter::parse(&condition[..end])?));
        self.rest = rest;
        Ok(())
    }

    /// One name or several in quotes, up to the closing bracket.
    fn quoted(&mut self, mut inner: &'a str) -> Result<(), BadPath> {
        let mut names = Vec::new();
        loop {
            let quote = inner.chars().next().filter(|c| matches!(c, '\'' | '"')).ok_or(BadPath::Invalid)?;
            let (name, rest) = unescape_until(&inner[1..], quote).ok_or(BadPath::Invalid)?;
            names.push(name);
            let rest = rest.trim_start();
            if let Some(rest) = rest.strip_prefix(']') {
                self.rest = rest;
                self.steps.push(Step::Members(names));
                return Ok(());
            }
            inner = rest.strip_prefix(',').ok_or(BadPath::Invalid)?.trim_start();
        }
    }
}

/// Where the parenthesis that is open closes, quoted text passed over.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0, None);
    text.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => return Some(at),
            (None, ')') => depth -= 1,
            _ => {}
        }
        None
    })
}

/// The text up to a quote, a backslash taking the next character as it is; and what follows the quote.
pub(super) fn unescape_until(text: &str, quote: char) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => out.push(chars.next()?.1),
            c if c == quote => return Some((out, &text[at + 1..])),
            c => out.push(c),
        }
    }
    None
}
