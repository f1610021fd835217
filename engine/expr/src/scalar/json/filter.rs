//! The filters of JSON paths: `[?(@.price > 10 && @.name == 'x')]`.
//!
//! Comparisons of paths from `@` (the value) or `$` (the root) with each other or with literals, a path alone (is there
//! something), `!`, `&&`, `||` and parentheses. Numbers compare as numbers, texts as texts; a text is equal (`==`) to
//! the number that it says, though not the same (`===`), other values of different types are not equal, and have no
//! order. `=~` is true where a text or a number as text is all of a regular expression `/…/flags`, `size` is the length
//! of a text or an array, `empty` whether that is 0, `contains` a part of a text or an element of an array.

use super::path::{BadPath, Nothing, Path};
use super::tree::Json;
use crate::scalar::pattern;
use fancy_regex::Regex;
use std::cmp::Ordering;
use std::sync::Arc;

/// A condition on a value.
#[derive(Clone, Debug)]
pub(super) enum Filter {
    Exists(Path),
    Compare(Side, Comparison, Side),
    Matches(Side, Arc<Regex>),
    Not(Box<Filter>),
    All(Vec<Filter>),
    Any(Vec<Filter>),
}

/// What is compared.
#[derive(Clone, Debug)]
pub(super) enum Side {
    /// From the value.
    Path(Path),
    /// From the root.
    RootPath(Path),
    Literal(Json),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Comparison {
    Same,
    NotSame,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Size,
    Empty,
    Contains,
}

/// The longer sign first where one begins another.
const COMPARISONS: [(&str, Comparison); 14] = [
    ("===", Comparison::Same),
    ("!==", Comparison::NotSame),
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
    ("size ", Comparison::Size),
    ("SIZE ", Comparison::Size),
    ("empty ", Comparison::Empty),
    ("EMPTY ", Comparison::Empty),
    ("contains ", Comparison::Contains),
    ("CONTAINS ", Comparison::Contains),
];

impl Filter {
    /// Reads the condition between `?(` and `)`.
    pub(super) fn parse(text: &str, lax: bool) -> Result<Filter, BadPath> {
        let mut parser = Parser { rest: text, lax };
        let filter = parser.any()?;
        parser.rest = parser.rest.trim_start();
        if parser.rest.is_empty() { Ok(filter) } else { Err(unsupported(text)) }
    }

    /// Whether a value fulfils it.
    pub(super) fn accepts(&self, value: &Json, root: &Json) -> Result<bool, Nothing> {
        match self {
            Filter::Exists(path) => Ok(path.find_from(value, root).is_ok()),
            Filter::Compare(left, comparison, right) => {
                Ok(comparison.holds(left.of(value, root)?.as_ref(), right.of(value, root)?.as_ref()))
            }
            Filter::Matches(side, regex) => {
                let text = side.of(value, root)?.filter(|value| matches!(value, Json::String(_) | Json::Number(_)));
                Ok(text.is_some_and(|text| pattern::is_match(regex, &text.unquoted())))
            }
            Filter::Not(filter) => Ok(!filter.accepts(value, root)?),
            Filter::All(filters) => fulfilled(filters, false, value, root),
            Filter::Any(filters) => fulfilled(filters, true, value, root),
        }
    }
}

/// Whether one filter answers `until`, if one does, else the opposite.
fn fulfilled(filters: &[Filter], until: bool, value: &Json, root: &Json) -> Result<bool, Nothing> {
    for filter in filters {
        if filter.accepts(value, root)? == until {
            return Ok(until);
        }
    }
    Ok(!until)
}

impl Side {
    /// Its value; `None` where there is none.
    fn of(&self, value: &Json, root: &Json) -> Result<Option<Json>, Nothing> {
        let found = match self {
            Side::Path(path) => path.find_from(value, root),
            Side::RootPath(path) => path.find(root),
            Side::Literal(literal) => Ok(literal.clone()),
        };
        match found {
            Err(Nothing::Missing) => Ok(None),
            found => found.map(Some),
        }
    }
}

impl Comparison {
    fn holds(self, left: Option<&Json>, right: Option<&Json>) -> bool {
        let order = left.zip(right).and_then(|(a, b)| compare(a, b));
        let equal = left.zip(right).is_some_and(|(a, b)| order == Some(Ordering::Equal) || a == b || is_number_in_text(a, b));
        match self {
            Comparison::Same => left.is_some() && left == right,
            Comparison::NotSame => left.is_none() || left != right,
            Comparison::Equal => equal,
            Comparison::NotEqual => !equal,
            Comparison::Less => order == Some(Ordering::Less),
            Comparison::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Comparison::Greater => order == Some(Ordering::Greater),
            Comparison::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            Comparison::Size => left.and_then(size).zip(right).is_some_and(|(size, right)| *right == Json::Number(size.to_string())),
            Comparison::Empty => left.and_then(size).zip(right).is_some_and(|(size, right)| *right == Json::Bool(size == 0)),
            Comparison::Contains => left.zip(right).is_some_and(|(left, right)| contains(left, right)),
        }
    }
}

/// The length of a text, in Java's units, or how much is in an array or object.
fn size(value: &Json) -> Option<usize> {
    match value {
        Json::String(text) => Some(text.encode_utf16().count()),
        Json::Array(values) => Some(values.len()),
        Json::Object(members) => Some(members.len()),
        _ => None,
    }
}

fn contains(whole: &Json, part: &Json) -> bool {
    match (whole, part) {
        (Json::String(whole), Json::String(part)) => whole.contains(part),
        (Json::Array(values), part) => values.contains(part),
        _ => false,
    }
}

fn compare(a: &Json, b: &Json) -> Option<Ordering> {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a.parse::<f64>().ok()?.partial_cmp(&b.parse().ok()?),
        (Json::String(a), Json::String(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn is_number_in_text(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(number), Json::String(text)) | (Json::String(text), Json::Number(number)) => {
            text.parse::<f64>().is_ok_and(|value| number.parse() == Ok(value))
        }
        _ => false,
    }
}

fn unsupported(text: &str) -> BadPath {
    BadPath::Unsupported(format!("the filter {text}"))
}

struct Parser<'a> {
    rest: &'a str,
    lax: bool,
}

impl Parser<'_> {
    fn eat(&mut self, sign: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn any(&mut self) -> Result<Filter, BadPath> {
        let mut filters = vec![self.all()?];
        while self.eat("||") {
            filters.push(self.all()?);
        }
        Ok(if filters.len() == 1 { filters.remove(0) } else { Filter::Any(filters) })
    }

    fn all(&mut self) -> Result<Filter, BadPath> {
        let mut filters = vec![self.one()?];
        while self.eat("&&") {
            filters.push(self.one()?);
        }
        Ok(if filters.len() == 1 { filters.remove(0) } else { Filter::All(filters) })
    }

    fn one(&mut self) -> Result<Filter, BadPath> {
        if self.eat("!") {
            return Ok(Filter::Not(Box::new(self.one()?)));
        }
        if self.eat("(") {
            let inner = self.any()?;
            return if self.eat(")") { Ok(inner) } else { Err(unsupported(self.rest)) };
        }
        if let Some(regex) = self.regex()? {
            return if self.eat("=~") { Ok(Filter::Matches(self.side()?, regex)) } else { Err(unsupported(self.rest)) };
        }
        let left = self.side()?;
        if self.eat("=~") {
            return match self.regex()? {
                Some(regex) => Ok(Filter::Matches(left, regex)),
                // What is no regular expression matches nothing.
                None => self.side().map(|_| Filter::Any(Vec::new())),
            };
        }
        match COMPARISONS.into_iter().find(|(sign, _)| self.eat(sign)) {
            Some((_, comparison)) => Ok(Filter::Compare(left, comparison, self.side()?)),
            None => match left {
                Side::Path(path) => Ok(Filter::Exists(path)),
                Side::RootPath(_) | Side::Literal(_) => Err(unsupported(self.rest)),
            },
        }
    }

    fn side(&mut self) -> Result<Side, BadPath> {
        self.rest = self.rest.trim_start();
        if self.rest.starts_with(['@', '$']) {
            let (path, rest) = self.rest.split_at(path_length(self.rest));
            self.rest = rest;
            let side = if path.starts_with('@') { Side::Path } else { Side::RootPath };
            return Path::parse(&format!("${}", &path[1..]), self.lax).map(side);
        }
        let literal = self.literal().ok_or_else(|| unsupported(self.rest))?;
        Ok(Side::Literal(literal))
    }

    /// `/…/flags`, all of which a text is to be; a slash in it stands behind a backslash.
    fn regex(&mut self) -> Result<Option<Arc<Regex>>, BadPath> {
        let Some(inner) = self.rest.trim_start().strip_prefix('/') else { return Ok(None) };
        let mut escaped = false;
        let end = inner.find(|c| {
            let closes = c == '/' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        let (pattern, rest) = inner.split_at(end.ok_or(BadPath::Invalid)?);
        let (flags, rest) = rest[1..].split_at(rest[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - 1));
        self.rest = rest;
        if flags.contains(|c| !"dixmsuU".contains(c)) {
            return Err(BadPath::Invalid);
        }
        let known: String = flags.chars().filter(|c| "ixms".contains(*c)).collect();
        let flags = if known.is_empty() { known } else { format!("(?{known})") };
        let regex = pattern::compile(&format!("{flags}\\A(?:{})\\z", pattern.replace("\\/", "/"))).ok_or(BadPath::Invalid)?;
        Ok(Some(Arc::new(regex)))
    }

    /// A text in single or double quotes, a number, TRUE, FALSE or NULL.
    fn literal(&mut self) -> Option<Json> {
        if let Some(quote) = self.rest.chars().next().filter(|c| matches!(c, '\'' | '"')) {
            let (text, rest) = super::path::unescape_until(&self.rest[1..], quote)?;
            self.rest = rest;
            return Some(Json::String(text));
        }
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Json::parse(word).ok()
    }
}

/// How far a path reaches: to a space, a sign or a closing parenthesis outside of brackets and parentheses.
fn path_length(text: &str) -> usize {
    let mut depth = 0;
    let end = text.find(|c: char| {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' if depth > 0 => {
                depth -= 1;
                return false;
            }
            _ => {}
        }
        depth == 0 && (c.is_whitespace() || "=!<>&|)".contains(c))
    });
    end.unwrap_or(text.len())
}
