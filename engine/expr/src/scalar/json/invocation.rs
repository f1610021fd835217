//! The functions of JSON paths: `$.a.sum()`, `$.concat($.x, "-")`.
//!
//! | function | of | gives |
//! |---|---|---|
//! | `length()`, `size()` | an array, an object | how much is in it; null of anything else |
//! | `keys()` | an object | its keys; null of anything else |
//! | `sum(…)`, `avg(…)`, `min(…)`, `max(…)`, `stddev(…)` | an array's numbers and the arguments' | a DOUBLE; fails of no number |
//! | `first()`, `last()`, `index(i)` | an array | an element; fails where there is none |
//! | `concat(…)` | an array's texts and the arguments' | a text |
//! | `append(…)` | an array | the array with the arguments behind it; anything else as it is |
//!
//! Arguments are numbers, texts in double quotes and paths from the root; anything else counts for nothing, as in Jayway's
//! JsonPath. So does an index from the end that reaches the first element: there is none.

use super::path::{BadPath, Nothing, Path};
use super::tree::Json;
use waterwheel_types::number_text::write_f64;

/// A function with its arguments.
#[derive(Clone, Debug)]
pub(super) struct Invocation {
    function: Function,
    arguments: Vec<Argument>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Function {
    Length,
    Keys,
    Numbers(Statistic),
    Element(Position),
    Concat,
    Append,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Statistic {
    Sum,
    Average,
    Least,
    Greatest,
    Deviation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    At(i64),
    Argument,
}

#[derive(Clone, Debug)]
enum Argument {
    Path(Path),
    Value(Json),
}

impl Invocation {
    /// A function by its name and what stands between its parentheses.
    pub(super) fn parse(name: &str, inside: &str, lax: bool) -> Result<Invocation, BadPath> {
        let function = match name {
            "length" | "size" => Function::Length,
            "keys" => Function::Keys,
            "sum" => Function::Numbers(Statistic::Sum),
            "avg" => Function::Numbers(Statistic::Average),
            "min" => Function::Numbers(Statistic::Least),
            "max" => Function::Numbers(Statistic::Greatest),
            "stddev" => Function::Numbers(Statistic::Deviation),
            "first" => Function::Element(Position::At(0)),
            "last" => Function::Element(Position::At(-1)),
            "index" => Function::Element(Position::Argument),
            "concat" => Function::Concat,
            "append" => Function::Append,
            _ => return Err(BadPath::Invalid),
        };
        let arguments = parts(inside).into_iter().map(|part| argument(part, lax)).collect::<Result<Vec<_>, _>>()?;
        if function == Function::Length && !arguments.is_empty() {
            return Err(BadPath::Unsupported(format!("the function {name}({inside})")));
        }
        Ok(Invocation { function, arguments: arguments.into_iter().flatten().collect() })
    }

    /// The same function of the root, with what a path finds before its arguments: `$..x.sum()` is `$.sum($..x)`, while
    /// `$..x.length()` counts what is in each `x`.
    pub(super) fn of_all(mut self, path: Path) -> Invocation {
        let path = if self.function == Function::Length { path.children() } else { path };
        self.arguments.insert(0, Argument::Path(path));
        self
    }

    /// What the function gives of a value.
    pub(super) fn of(&self, value: &Json, root: &Json) -> Result<Json, Nothing> {
        match (self.function, value) {
            (Function::Length, _) if !self.arguments.is_empty() => {
                Ok(Json::Number(self.arguments(root)?.iter().map(|found| spread(found).len()).sum::<usize>().to_string()))
            }
            (Function::Length, Json::Array(values)) => Ok(Json::Number(values.len().to_string())),
            (Function::Length, Json::Object(members)) => Ok(Json::Number(members.len().to_string())),
            (Function::Keys, Json::Object(members)) => Ok(Json::Array(members.iter().map(|(key, _)| Json::String(key.clone())).collect())),
            (Function::Length | Function::Keys, _) => Ok(Json::Null),
            (Function::Numbers(statistic), value) => self.of_numbers(statistic, value, root),
            (Function::Element(position), Json::Array(values)) => self.element(position, values, root),
            (Function::Element(_), _) => Err(Nothing::Failed),
            (Function::Concat, value) => self.concat(value, root),
            (Function::Append, Json::Array(values)) => Ok(Json::Array([values.clone(), self.arguments(root)?].concat())),
            (Function::Append, value) => Ok(value.clone()),
        }
    }

    fn of_numbers(&self, statistic: Statistic, value: &Json, root: &Json) -> Result<Json, Nothing> {
        let arguments = self.arguments(root)?;
        let own = if let Json::Array(values) = value { values.as_slice() } else { &[] };
        let numbers: Vec<f64> = own.iter().chain(arguments.iter().flat_map(spread)).filter_map(number).collect();
        if numbers.is_empty() { Err(Nothing::Failed) } else { Ok(double(statistic.of(&numbers))) }
    }

    fn element(&self, position: Position, values: &[Json], root: &Json) -> Result<Json, Nothing> {
        let at = match position {
            Position::At(at) => Some(at),
            Position::Argument => self.arguments(root)?.first().and_then(|index| index.to_text().parse().ok()),
        };
        let place = match at.ok_or(Nothing::Failed)? {
            at if at >= 0 => at,
            from_end => Some(from_end + values.len() as i64).filter(|at| *at > 0).ok_or(Nothing::Failed)?,
        };
        usize::try_from(place).ok().and_then(|place| values.get(place)).cloned().ok_or(Nothing::Failed)
    }

    fn concat(&self, value: &Json, root: &Json) -> Result<Json, Nothing> {
        let mut text = String::new();
        if let Json::Array(values) = value {
            values.iter().filter(|value| matches!(value, Json::String(_))).for_each(|value| text.push_str(&value.unquoted()));
        }
        for argument in self.arguments(root)? {
            spread(&argument).iter().filter(|value| **value != Json::Null).for_each(|value| text.push_str(&value.unquoted()));
        }
        Ok(Json::String(text))
    }

    fn arguments(&self, root: &Json) -> Result<Vec<Json>, Nothing> {
        let value = |argument: &Argument| match argument {
            Argument::Path(path) => path.find(root),
            Argument::Value(value) => Ok(value.clone()),
        };
        // What is not there fails the function, whatever the mode of its path.
        self.arguments.iter().map(value).collect::<Result<_, _>>().map_err(|_| Nothing::Failed)
    }
}

/// What stands between the commas that are in neither parentheses, brackets nor quotes.
fn parts(inside: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut start, mut parts) = (0, false, 0, Vec::new());
    for (at, c) in inside.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// An argument, `None` if it counts for nothing.
fn argument(part: &str, lax: bool) -> Result<Option<Argument>, BadPath> {
    match part.chars().next() {
        Some('$' | '@') => Path::parse(&format!("${}", &part[1..]), lax).map(|path| Some(Argument::Path(path))),
        Some('"' | '\'' | '{' | '[') if part.contains(['\\', '\'', '{', '[']) => Err(BadPath::Unsupported(format!("the argument {part}"))),
        _ => Ok(Json::parse(part).ok().filter(|value| matches!(value, Json::Number(_) | Json::String(_))).map(Argument::Value)),
    }
}

/// The elements of an array, or the value itself.
fn spread(value: &Json) -> &[Json] {
    match value {
        Json::Array(values) => values,
        other => std::slice::from_ref(other),
    }
}

fn number(value: &Json) -> Option<f64> {
    match value {
        Json::Number(text) => text.parse().ok(),
        _ => None,
    }
}

fn double(value: f64) -> Json {
    let mut text = String::new();
    write_f64(value, &mut text);
    Json::Number(text)
}

impl Statistic {
    /// Of at least one number.
    fn of(self, numbers: &[f64]) -> f64 {
        let (count, sum) = (numbers.len() as f64, numbers.iter().sum::<f64>());
        match self {
            Statistic::Sum => sum,
            Statistic::Average => sum / count,
            Statistic::Least => numbers.iter().copied().fold(f64::INFINITY, f64::min),
            Statistic::Greatest => numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            Statistic::Deviation => {
                let squares: f64 = numbers.iter().map(|number| number * number).sum();
                (squares / count - sum * sum / count / count).sqrt()
            }
        }
    }
}
