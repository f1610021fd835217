//! Looking into JSON: IS JSON, JSON_EXISTS, JSON_VALUE and JSON_QUERY.
//!
//! A `lax` path that does not fit, or finds a null, finds nothing, as does text that is no JSON; a `strict` one fails. A path
//! that is none, and the JSON `null`, fail in both modes.

use super::path::{BadPath, Nothing, Path};
use super::tree::Json;
use super::variant::over_text;
use super::{Behavior, Wrapper};
use crate::lift;
use crate::register::{Call, Resolution};
use crate::scalar::cast::write::fit_text;
use crate::{Expr, Mismatch};
use waterwheel::Failure;
use waterwheel_types::time::{write_date, write_iso_time};
use waterwheel_types::{DataType, Kind, Value};

/// `IS JSON`(text).
pub(super) fn is_value(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    is_json(call, |_| true)
}

/// `IS JSON OBJECT`(text).
pub(super) fn is_object(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    is_json(call, |json| matches!(json, Json::Object(_)))
}

/// `IS JSON ARRAY`(text).
pub(super) fn is_array(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    is_json(call, |json| matches!(json, Json::Array(_)))
}

/// `IS JSON SCALAR`(text).
pub(super) fn is_scalar(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    is_json(call, |json| json.is_scalar() || *json == Json::Null)
}

fn is_json(call: &Call<'_>, wanted: fn(&Json) -> bool) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    super::expect_text(call, 0..1)?;
    let (parameters, result) = (vec![call.data_type(0).clone()], Kind::Boolean.not_null());
    let kernel = lift::values(&parameters, &result, move |arguments| {
        let json = arguments[0].as_str().and_then(|text| Json::parse(text).ok());
        Value::Boolean(json.is_some_and(|json| wanted(&json)))
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// A path with its mode, or what is wrong with it.
#[derive(Clone, Debug)]
struct Query {
    lax: bool,
    path: Result<Path, BadPath>,
}

impl Query {
    fn new(text: &str) -> Query {
        let trimmed = text.trim();
        let (mode, path) = trimmed.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or(("", trimmed));
        let (lax, strict) = (mode.eq_ignore_ascii_case("lax"), mode.eq_ignore_ascii_case("strict"));
        Query { lax, path: Path::parse(if lax || strict { path } else { text }, lax) }
    }

    /// The path argument of a call when it is a literal; a form that we do not have is refused.
    fn of_literal(argument: &Expr) -> Result<Option<Query>, Mismatch> {
        let Some(text) = argument.as_literal().and_then(Value::as_str) else { return Ok(None) };
        match Query::new(text) {
            Query { path: Err(BadPath::Unsupported(form)), .. } => Err(unsupported(text, &form)),
            query => Ok(Some(query)),
        }
    }

    /// What stands at the path: nothing, a value, or the words of an error.
    fn find(&self, text: &str) -> Result<Option<Json>, String> {
        let json = match Json::parse(text) {
            Ok(Json::Null) => return Err("the JSON is null".to_owned()),
            Err(_) if self.lax => return Ok(None),
            parsed => parsed.map_err(|at| format!("no JSON from byte {at} on"))?,
        };
        let path = self.path.as_ref().map_err(|_| "its path is not valid".to_owned())?;
        match path.find(&json) {
            Err(Nothing::Failed) => Err("its path cannot be followed: a function has no value, or a filter is of no object".to_owned()),
            Err(Nothing::Missing) if self.lax && !path.is_definite() => Ok(Some(Json::Array(Vec::new()))),
            Ok(Json::Null) | Err(Nothing::Missing) if self.lax => Ok(None),
            Ok(Json::Null) => Err("there is a null at its path".to_owned()),
            Err(Nothing::Missing) => Err("there is nothing at its path".to_owned()),
            Ok(found) => Ok(Some(found)),
        }
    }
}

fn unsupported(path: &str, form: &str) -> Mismatch {
    Mismatch { message: format!("the JSON path '{path}' has {form}, which is not supported"), hint: None }
}

/// Checks (json, path, …) and makes a kernel of `f`, which is given what was found and, for its defaults, all arguments.
fn looking(
    call: &Call<'_>,
    mut parameters: Vec<DataType>,
    result: DataType,
    f: impl Fn(bool, Result<Option<Json>, String>, &[Value]) -> Result<Value, String> + Send + Sync + 'static,
) -> Result<Resolution, Mismatch> {
    super::expect_text(call, 0..2)?;
    let fixed = Query::of_literal(&call.arguments[1])?;
    parameters.extend(call.arguments[parameters.len()..].iter().map(|a| a.data_type.clone()));
    let name = call.function.name;
    let kernel = lift::values(&parameters, &result, move |arguments| {
        let (Some(text), Some(path)) = (arguments[0].as_str(), arguments[1].as_str()) else { return Ok(Value::Null) };
        let read;
        let query = match &fixed {
            Some(query) => query,
            None => {
                read = Query::new(path);
                &read
            }
        };
        if let Err(BadPath::Unsupported(form)) = &query.path {
            return Err(Failure::data(unsupported(path, form).message));
        }
        f(query.lax, query.find(text), arguments).map_err(|wrong| Failure::data(format!("{name}('{text}', '{path}'): {wrong}")))
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// JSON_EXISTS(json, path [, on error]).
pub(super) fn exists(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 3)?;
    let on_error = Behavior::of_argument(call, 2, Behavior::False)?;
    looking(call, Vec::new(), Kind::Boolean.nullable(), move |_, found, _| match (found, on_error) {
        (Ok(found), _) => Ok(Value::Boolean(found.is_some())),
        (Err(wrong), Behavior::Error) => Err(wrong),
        (Err(_), Behavior::True) => Ok(Value::Boolean(true)),
        (Err(_), Behavior::False) => Ok(Value::Boolean(false)),
        (Err(_), _) => Ok(Value::Null),
    })
}

/// The kind behind RETURNING, STRING unless given as a NULL of it.
fn returning(call: &Call<'_>) -> Kind {
    match call.arguments.get(2) {
        Some(argument) if argument.data_type.kind != Kind::Null => argument.data_type.kind.clone(),
        _ => Kind::STRING,
    }
}

/// `JSON_VALUE`(json, path [, NULL of the type [, on empty, its default, on error, its default]]).
pub(super) fn value(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    if !matches!(call.arguments.len(), 2 | 3 | 7) {
        return Err(call.refuse());
    }
    if let Some(over_text) = over_text(call)? {
        return Ok(over_text);
    }
    let kind = returning(call);
    if !matches!(kind, Kind::Boolean | Kind::Int | Kind::Double | Kind::VarChar(_)) {
        return Err(Mismatch::new(format!("Unsupported type '{kind}' for RETURNING in JSON_VALUE().")));
    }
    let on_empty = Behavior::of_argument(call, 3, Behavior::Null)?;
    let on_error = Behavior::of_argument(call, 5, Behavior::Null)?;
    let result = kind.clone().nullable();
    let mut parameters: Vec<DataType> = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    let mut defaults = [None, None];
    for (number, (at, behavior)) in [(4, on_empty), (6, on_error)].into_iter().enumerate() {
        if behavior == Behavior::Default {
            defaults[number] = default_text(&call.arguments[at], &kind);
            parameters[at] = if defaults[number].is_some() { parameters[at].clone() } else { result.clone() };
        }
    }
    looking(call, parameters, result, move |lax, found, arguments| {
        let (behavior, number, wrong) = match found {
            Ok(Some(json)) if json.is_scalar() => return returned(&json, &kind),
            Ok(None) => (on_empty, 0, "there is nothing at its path".to_owned()),
            Ok(Some(_)) if lax => (on_empty, 0, "there is no scalar at its path".to_owned()),
            Ok(Some(_)) => (on_error, 1, "there is no scalar at its path".to_owned()),
            Err(wrong) => (on_error, 1, wrong),
        };
        match behavior {
            Behavior::Error => Err(wrong),
            Behavior::Default => Ok(defaults[number].clone().unwrap_or_else(|| arguments[4 + 2 * number].clone())),
            _ => Ok(Value::Null),
        }
    })
}

/// A constant default as the text that Flink makes of its own form of it: of dates and times the days and milliseconds
/// that they are held as.
fn default_text(default: &Expr, kind: &Kind) -> Option<Value> {
    let text = match default.as_literal().filter(|_| kind.is_text())? {
        Value::Boolean(value) => value.to_string(),
        Value::Date(days) => days.to_string(),
        Value::Time(millis) => millis.to_string(),
        Value::Timestamp(point) => {
            let (days, nanos) = point.day_and_nanos();
            let mut text = String::new();
            write_date(days, &mut text);
            text.push('T');
            write_iso_time(nanos, true, &mut text);
            text
        }
        _ => return None,
    };
    Some(Value::String(fit_text(&text, kind)))
}

/// A scalar as a value; one of another type fails the job whatever ON ERROR says, as in Flink.
fn returned(json: &Json, kind: &Kind) -> Result<Value, String> {
    let whole = |text: &str| !text.contains(['.', 'E']);
    let value = match (kind, json) {
        (Kind::Boolean, Json::Bool(value)) => Some(Value::Boolean(*value)),
        (Kind::Int, Json::Number(text)) => text.parse().ok().map(Value::Int),
        (Kind::Double, Json::Number(text)) if !whole(text) => text.parse().ok().map(Value::Double),
        (Kind::Boolean | Kind::Int | Kind::Double, _) => None,
        (_, json) => Some(Value::String(fit_text(&json.unquoted(), kind))),
    };
    value.ok_or_else(|| format!("{} is no {kind}", json.to_text()))
}

/// `JSON_QUERY`(json, path [, NULL of the type [, wrapper, on empty, on error]]).
pub(super) fn query(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    if !matches!(call.arguments.len(), 2 | 3 | 6) {
        return Err(call.refuse());
    }
    if let Some(over_text) = over_text(call)? {
        return Ok(over_text);
    }
    let kind = returning(call);
    let array = match &kind {
        Kind::Array(element) if element.kind.is_text() => true,
        Kind::VarChar(_) => false,
        _ => return Err(Mismatch::new(format!("Unsupported type '{kind}' for RETURNING in JSON_QUERY()."))),
    };
    let wrapper = Wrapper::of_argument(call, 3)?;
    let on_empty = Behavior::of_argument(call, 4, Behavior::Null)?;
    let on_error = Behavior::of_argument(call, 5, Behavior::Null)?;
    if array && [on_empty, on_error].contains(&Behavior::EmptyObject) {
        return Err(Mismatch::new(format!("EMPTY OBJECT is no {kind}, which JSON_QUERY is to return")).hint("write EMPTY ARRAY"));
    }
    looking(call, Vec::new(), kind.clone().nullable(), move |lax, found, _| {
        let (behavior, wrong) = match found.map(|found| found.map(|json| wrapped(json, wrapper))) {
            Ok(Some(json @ Json::Array(_))) => return Ok(shown(&json, &kind)),
            Ok(Some(json @ Json::Object(_))) if !array => return Ok(shown(&json, &kind)),
            Ok(None) => (on_empty, "there is nothing at its path".to_owned()),
            Ok(Some(Json::Object(_))) => (on_error, "there is no array at its path".to_owned()),
            Ok(Some(_)) if lax => (on_empty, "there is no object or array at its path".to_owned()),
            Ok(Some(_)) => (on_error, "there is no object or array at its path".to_owned()),
            Err(wrong) => (on_error, wrong),
        };
        match behavior {
            Behavior::Error => Err(wrong),
            Behavior::EmptyArray => Ok(shown(&Json::Array(Vec::new()), &kind)),
            Behavior::EmptyObject => Ok(shown(&Json::Object(Vec::new()), &kind)),
            _ => Ok(Value::Null),
        }
    })
}

fn wrapped(json: Json, wrapper: Wrapper) -> Json {
    match (wrapper, json) {
        (Wrapper::Without, json) | (_, json @ Json::Null) | (Wrapper::Conditional, json @ Json::Array(_)) => json,
        (_, json) => Json::Array(vec![json]),
    }
}

/// As text, or as an ARRAY of texts in which strings have no quotes.
fn shown(json: &Json, kind: &Kind) -> Value {
    match json {
        Json::Array(values) if matches!(kind, Kind::Array(_)) => Value::Array(values.iter().map(element).collect()),
        json => Value::String(fit_text(&json.to_text(), kind)),
    }
}

fn element(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        json => Value::String(json.unquoted()),
    }
}
