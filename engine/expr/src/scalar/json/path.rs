//! JSON paths: `$.a[0]['b c'][*]..d`, in the manner of Jayway's JsonPath, which Flink uses.
//!
//! A path is *definite* when it names at most one place; then a missing place is an error. Otherwise its value is the array
//! of what was found. A function ([`invocation`](super::invocation)) may end a path.

use super::filter::Filter;
use super::invocation::Invocation;
use super::tree::Json;

/// A compiled path.
#[derive(Clone, Debug)]
pub(super) struct Path {
    steps: Vec<Step>,
    /// Whether what a definite path does not find is null.
    lax: bool,
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
    Call(Invocation),
}

/// Why there is no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BadPath {
    /// Text that is no path in Flink either.
    Invalid,
    /// A form that is not supported here.
    Unsupported(String),
}

/// Why a path has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nothing {
    /// There is nothing where a definite path says that something is.
    Missing,
    /// A function has no value, or a filter is of something else than an object or array: an error in lax mode, too.
    Failed,
}

impl Path {
    /// Reads a path; `$.` is put before one that does not start with `$`. What it does not find is null in lax mode.
    pub(super) fn parse(text: &str, lax: bool) -> Result<Path, BadPath> {
        let text = text.trim();
        if text.is_empty() || text.ends_with('.') {
            return Err(BadPath::Invalid);
        }
        let full = if text.starts_with('$') { text.to_owned() } else { format!("$.{text}") };
        let mut parser = Parser { rest: &full[1..], steps: Vec::new(), lax };
        while !parser.rest.is_empty() {
            parser.step()?;
        }
        Ok(Path { steps: parser.steps, lax }.over_scan())
    }

    /// The path, in which a function behind `..` is one of all that is found.
    fn over_scan(mut self) -> Path {
        let scans = self.steps.len() > 2 && matches!(self.steps[0], Step::Scan);
        match self.steps.pop() {
            Some(Step::Call(function)) if scans => {
                let lax = self.lax;
                Path { steps: vec![Step::Call(function.of_all(self))], lax }
            }
            last => {
                self.steps.extend(last);
                self
            }
        }
    }

    /// What is directly in the values at this path.
    pub(super) fn children(mut self) -> Path {
        self.steps.push(Step::Wildcard);
        self
    }

    /// Whether it names at most one place.
    pub(super) fn is_definite(&self) -> bool {
        let last = self.steps.len().saturating_sub(1);
        self.steps.iter().enumerate().all(|(i, step)| match step {
            Step::Members(keys) => keys.len() == 1 || i == last,
            Step::Indices(indices) => indices.len() == 1,
            Step::Call(_) => true,
            Step::Slice(..) | Step::Wildcard | Step::Filter(_) | Step::Scan => false,
        })
    }

    /// What stands at the path.
    pub(super) fn find(&self, root: &Json) -> Result<Json, Nothing> {
        self.find_from(root, root)
    }

    /// What stands at the path from a value within `root`, where the paths of functions and filters begin.
    pub(super) fn find_from(&self, value: &Json, root: &Json) -> Result<Json, Nothing> {
        let mut walk = Walk { root, found: Vec::new() };
        match walk.on(value, &self.steps, true) {
            Err(Nothing::Missing) if self.lax && self.is_definite() => return Ok(Json::Null),
            outcome => outcome?,
        }
        if self.is_definite() { walk.found.pop().ok_or(Nothing::Missing) } else { Ok(Json::Array(walk.found)) }
    }
}

/// What a path has found so far.
struct Walk<'a> {
    root: &'a Json,
    found: Vec<Json>,
}

impl Walk<'_> {
    /// Follows steps from a value. Where everything before was definite, a step that does not fit is an error, else it
    /// is passed over.
    fn on(&mut self, value: &Json, steps: &[Step], definite: bool) -> Result<(), Nothing> {
        let Some((step, rest)) = steps.split_first() else {
            self.found.push(value.clone());
            return Ok(());
        };
        let nothing = if definite { Err(Nothing::Missing) } else { Ok(()) };
        match (step, value) {
            (Step::Members(keys), Json::Object(_)) => match keys.as_slice() {
                [key] => value.member(key).map_or(nothing, |member| self.on(member, rest, definite)),
                _ => self.members(value, keys, rest),
            },
            (Step::Indices(indices), Json::Array(values)) => match indices.as_slice() {
                [index] => element(values, *index).map_or(nothing, |value| self.on(value, rest, definite)),
                _ => self.each(indices.iter().filter_map(|&index| element(values, index)), rest),
            },
            (Step::Slice(from, to), Json::Array(values)) => {
                self.each(slice(values.len() as i64, *from, *to).filter_map(|index| element(values, index)), rest)
            }
            (Step::Wildcard, Json::Array(values)) => self.each(values.iter(), rest),
            (Step::Wildcard, Json::Object(members)) => self.each(members.iter().map(|(_, value)| value), rest),
            (Step::Wildcard, _) => Ok(()),
            (Step::Filter(filter), Json::Array(values)) => self.filtered(filter, values, rest),
            (Step::Filter(filter), Json::Object(_)) => self.filtered(filter, [value], rest),
            (Step::Filter(_), _) if definite => Err(Nothing::Failed),
            (Step::Scan, _) => self.scan(value, rest),
            (Step::Call(function), _) => self.on(&function.of(value, self.root)?, rest, definite),
            _ => nothing,
        }
    }

    fn each<'a>(&mut self, values: impl IntoIterator<Item = &'a Json>, rest: &[Step]) -> Result<(), Nothing> {
        values.into_iter().try_for_each(|value| self.on(value, rest, false))
    }

    fn filtered<'a>(&mut self, filter: &Filter, values: impl IntoIterator<Item = &'a Json>, rest: &[Step]) -> Result<(), Nothing> {
        for value in values {
            if filter.accepts(value, self.root)? {
                self.on(value, rest, false)?;
            }
        }
        Ok(())
    }

    /// Several keys of an object: at the end of a path an object of those that there are, before it each of them.
    fn members(&mut self, object: &Json, keys: &[String], rest: &[Step]) -> Result<(), Nothing> {
        let there = keys.iter().filter_map(|key| Some((key.clone(), object.member(key)?)));
        if rest.is_empty() {
            self.found.push(Json::Object(there.map(|(key, value)| (key, value.clone())).collect()));
            return Ok(());
        }
        there.into_iter().try_for_each(|(_, value)| self.on(value, rest, false))
    }

    /// A value and everything below it. A filter behind `..` asks each of them itself, several keys must all be there.
    fn scan(&mut self, value: &Json, rest: &[Step]) -> Result<(), Nothing> {
        match rest.split_first() {
            Some((Step::Filter(filter), rest)) => self.filtered(filter, [value], rest)?,
            Some((Step::Members(keys), _)) if keys.iter().any(|key| value.member(key).is_none()) => {}
            _ => self.on(value, rest, false)?,
        }
        match value {
            Json::Array(values) => values.iter().try_for_each(|value| self.scan(value, rest)),
            Json::Object(members) => members.iter().try_for_each(|(_, value)| self.scan(value, rest)),
            _ => Ok(()),
        }
    }
}

/// The element at an index, counted from the end when negative.
fn element(values: &[Json], index: i64) -> Option<&Json> {
    let at = if index < 0 { index + values.len() as i64 } else { index };
    values.get(usize::try_from(at).ok()?)
}

/// The indices of a slice. Only one end alone is counted from the end when negative: between two ends, negative indices are
/// passed through one by one, so that `[-1:2]` is the last element and the first two.
fn slice(length: i64, from: Option<i64>, to: Option<i64>) -> std::ops::Range<i64> {
    let counted = |at: i64| if at < 0 { at + length } else { at };
    match (from, to) {
        (Some(from), Some(to)) => from.max(-length)..to.min(length),
        (Some(from), None) => counted(from).max(0)..length,
        (None, to) => 0..counted(to.unwrap_or(length)).min(length),
    }
}

struct Parser<'a> {
    rest: &'a str,
    steps: Vec<Step>,
    lax: bool,
}

impl<'a> Parser<'a> {
    fn step(&mut self) -> Result<(), BadPath> {
        if matches!(self.steps.last(), Some(Step::Call(_))) {
            return Err(BadPath::Invalid);
        }
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
        let end = self.rest.find(['.', '[', '(']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if let Some(arguments) = rest.strip_prefix('(') {
            let end = closing(arguments).ok_or(BadPath::Invalid)?;
            self.rest = &arguments[end + 1..];
            self.steps.push(Step::Call(Invocation::parse(name, &arguments[..end], self.lax)?));
            return Ok(());
        }
        self.rest = rest;
        self.steps.push(match name {
            "*" => Step::Wildcard,
            "" => return Err(BadPath::Invalid),
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
        self.steps.push(match inner.trim() {
            "*" => Step::Wildcard,
            slice if slice.contains(':') => parse_slice(slice)?,
            _ => Step::Indices(inner.split(',').map(number).collect::<Result<_, _>>()?),
        });
        Ok(())
    }

    /// `?(condition)]`.
    fn filter(&mut self, inner: &'a str) -> Result<(), BadPath> {
        let condition = inner[1..].trim_start().strip_prefix('(').ok_or(BadPath::Invalid)?;
        let end = closing(condition).ok_or(BadPath::Invalid)?;
        let rest = condition[end + 1..].trim_start().strip_prefix(']').ok_or(BadPath::Invalid)?;
        self.steps.push(Step::Filter(Filter::parse(&condition[..end], self.lax)?));
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

/// `from:to` with one end at least. A step, as in Python, counts for nothing.
fn parse_slice(text: &str) -> Result<Step, BadPath> {
    let bound = |end: Option<&str>| match end {
        None | Some("") => Ok(None),
        Some(number) => number.parse().map(Some).map_err(|_| BadPath::Invalid),
    };
    let mut ends = text.split(':');
    match (bound(ends.next())?, bound(ends.next())?) {
        (None, None) => Err(BadPath::Invalid),
        (from, to) => Ok(Step::Slice(from, to)),
    }
}

/// Where the parenthesis that is open closes, quoted text and regular expressions passed over.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote, mut escaped) = (0, None, false);
    text.char_indices().find_map(|(at, c)| {
        if std::mem::take(&mut escaped) {
            return None;
        }
        match (quote, c) {
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"' | '/') => quote = Some(c),
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
