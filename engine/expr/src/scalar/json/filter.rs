//! The filters of JSON paths: `[?(@.price > 10 && @.name == 'x')]`.
//!
//! Comparisons (`==`, `!=`, `<`, `<=`, `>`, `>=`) of paths from `@` with each other or with literals, a path alone (is there something),
//! `!`, `&&`, `||` and parentheses. Numbers compare as numbers, texts as texts; a text is equal to the number that it says, other
//! values of different types are not equal, and have no order.

use super::path::{BadPath, Path};
use super::tree::Json;
use std::cmp::Ordering;

/// A condition on a value.
#[derive(Clone, Debug)]
pub(super) enum Filter {
    Exists(Path),
    Compare(Side, Comparison, Side),
    Not(Box<Filter>),
    All(Vec<Filter>),
    Any(Vec<Filter>),
}

/// What is compared.
#[derive(Clone, Debug)]
pub(super) enum Side {
    Path(Path),
    Literal(Json),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The longer sign first where one begins another.
const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

impl Filter {
    /// Reads the condition between `?(` and `)`.
    pub(super) fn parse(text: &str) -> Result<Filter, BadPath> {
        let mut parser = Parser { rest: text };
        let filter = parser.any()?;
        parser.rest = parser.rest.trim_start();
        if parser.rest.is_empty() { Ok(filter) } else { Err(unsupported(text)) }
    }

    /// Whether a value fulfils it.
    pub(super) fn accepts(&self, value: &Json) -> bool {
        match self {
            Filter::Exists(path) => path.find(value).is_ok(),
            Filter::Compare(left, comparison, right) => comparison.holds(left.of(value).as_ref(), right.of(value).as_ref()),
            Filter::Not(filter) => !filter.accepts(value),
            Filter::All(filters) => filters.iter().all(|filter| filter.accepts(value)),
            Filter::Any(filters) => filters.iter().any(|filter| filter.accepts(value)),
        }
    }
}

impl Side {
    fn of(&self, value: &Json) -> Option<Json> {
        match self {
            Side::Path(path) => path.find(value).ok(),
            Side::Literal(literal) => Some(literal.clone()),
        }
    }
}

impl Comparison {
    fn holds(self, left: Option<&Json>, right: Option<&Json>) -> bool {
        let order = left.zip(right).and_then(|(a, b)| compare(a, b));
        let equal = left.zip(right).is_some_and(|(a, b)| order == Some(Ordering::Equal) || a == b || is_number_in_text(a, b));
        match self {
            Comparison::Equal => equal,
            Comparison::NotEqual => !equal,
            Comparison::Less => order == Some(Ordering::Less),
            Comparison::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Comparison::Greater => order == Some(Ordering::Greater),
            Comparison::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        }
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
        let left = self.side()?;
        match COMPARISONS.into_iter().find(|(sign, _)| self.eat(sign)) {
            Some((_, comparison)) => Ok(Filter::Compare(left, comparison, self.side()?)),
            None => match left {
                Side::Path(path) => Ok(Filter::Exists(path)),
                Side::Literal(_) => Err(unsupported(self.rest)),
            },
        }
    }

    fn side(&mut self) -> Result<Side, BadPath> {
        self.rest = self.rest.trim_start();
        if self.rest.starts_with('@') {
            let (path, rest) = self.rest.split_at(path_length(self.rest));
            self.rest = rest;
            return Ok(Side::Path(Path::parse(&format!("${}", &path[1..]))?));
        }
        let literal = self.literal().ok_or_else(|| unsupported(self.rest))?;
        Ok(Side::Literal(literal))
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

/// How far a path reaches: to a space, a sign or a closing parenthesis outside brackets.
fn path_length(text: &str) -> usize {
    let mut depth = 0;
    let end = text.find(|c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        depth == 0 && (c.is_whitespace() || "=!<>&|)".contains(c))
    });
    end.unwrap_or(text.len())
}
