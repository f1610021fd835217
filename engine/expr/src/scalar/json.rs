//! The JSON functions.
//!
//! JSON is text, or a VARIANT; a path is text with `lax` or `strict` (the default, as in Flink) before it. What happens when a path finds
//! nothing or fails is given as a text literal, the [`Behavior::name`] of one of the behaviours; a type after RETURNING as a NULL literal
//! of it.
//!
//! | SQL | call |
//! |---|---|
//! | `x IS JSON [VALUE\|OBJECT\|ARRAY\|SCALAR]` | `IS JSON`(x), `IS JSON VALUE`(x) …; `IS NOT JSON` is their NOT |
//! | `JSON_EXISTS(x, path [b ON ERROR])` | `JSON_EXISTS`(x, path [, b]) |
//! | `JSON_VALUE(x, path [RETURNING t] …)` | `JSON_VALUE`(x, path [, NULL of t [, on empty, its default, on error, its default]]) |
//! | `JSON_QUERY(x, path [RETURNING t] …)` | `JSON_QUERY`(x, path [, NULL of t [, wrapper, on empty, on error]]) |
//! | `JSON_OBJECT(k VALUE v, … [NULL\|ABSENT ON NULL])` | `JSON_OBJECT`('NULL' or 'ABSENT', k, v, …) |
//! | `JSON_ARRAY(v, … [NULL\|ABSENT ON NULL])` | `JSON_ARRAY`('NULL' or 'ABSENT', v, …) |
//!
//! Without the clause, JSON_OBJECT is `NULL ON NULL` and JSON_ARRAY `ABSENT ON NULL`; a default that does not apply is any literal. A
//! value that is a call of JSON_OBJECT, JSON_ARRAY or JSON becomes part of the outer JSON, any other text a string.

mod construct;
mod filter;
mod invocation;
mod path;
mod query;
mod quote;
#[cfg(test)]
mod tests;
mod tree;
pub(super) mod variant;

pub(crate) use construct::{has_json, is_json, json_text};

use crate::Mismatch;
use crate::register::{Call, Family, Function, Resolution};

/// What a JSON function does when its path finds nothing, or fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behavior {
    /// NULL.
    Null,
    /// The job fails.
    Error,
    /// The default given.
    Default,
    /// `[]`.
    EmptyArray,
    /// `{}`.
    EmptyObject,
    /// TRUE.
    True,
    /// FALSE.
    False,
    /// NULL, of JSON_EXISTS.
    Unknown,
}

impl Behavior {
    const ALL: [Behavior; 8] = [
        Behavior::Null,
        Behavior::Error,
        Behavior::Default,
        Behavior::EmptyArray,
        Behavior::EmptyObject,
        Behavior::True,
        Behavior::False,
        Behavior::Unknown,
    ];

    /// How a call's argument names it.
    pub fn name(self) -> &'static str {
        match self {
            Behavior::Null => "NULL",
            Behavior::Error => "ERROR",
            Behavior::Default => "DEFAULT",
            Behavior::EmptyArray => "EMPTY ARRAY",
            Behavior::EmptyObject => "EMPTY OBJECT",
            Behavior::True => "TRUE",
            Behavior::False => "FALSE",
            Behavior::Unknown => "UNKNOWN",
        }
    }

    fn of_argument(call: &Call<'_>, index: usize, otherwise: Behavior) -> Result<Behavior, Mismatch> {
        let Some(name) = keyword(call, index)? else { return Ok(otherwise) };
        Self::ALL.into_iter().find(|b| b.name() == name).ok_or_else(|| call.refuse())
    }
}

/// Whether JSON_QUERY puts an array around its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapper {
    /// Never.
    Without,
    /// Unless it is an array.
    Conditional,
    /// Always.
    Unconditional,
}

impl Wrapper {
    /// How a call's argument names it.
    pub fn name(self) -> &'static str {
        match self {
            Wrapper::Without => "WITHOUT",
            Wrapper::Conditional => "CONDITIONAL",
            Wrapper::Unconditional => "UNCONDITIONAL",
        }
    }

    fn of_argument(call: &Call<'_>, index: usize) -> Result<Wrapper, Mismatch> {
        let Some(name) = keyword(call, index)? else { return Ok(Wrapper::Without) };
        let all = [Wrapper::Without, Wrapper::Conditional, Wrapper::Unconditional];
        all.into_iter().find(|w| w.name() == name).ok_or_else(|| call.refuse())
    }
}

/// The text literal at an argument that need not be there.
fn keyword<'a>(call: &Call<'a>, index: usize) -> Result<Option<&'a str>, Mismatch> {
    match call.arguments.get(index) {
        None => Ok(None),
        Some(argument) => argument.as_literal().and_then(|v| v.as_str()).map(Some).ok_or_else(|| call.refuse()),
    }
}

fn expect_text(call: &Call<'_>, indices: std::ops::Range<usize>) -> Result<(), Mismatch> {
    let all = call.arguments[indices].iter().all(|a| a.data_type.kind.is_text());
    if all { Ok(()) } else { Err(call.refuse()) }
}

const fn function(
    name: &'static str,
    syntax: &'static str,
    doc: &'static str,
    resolve: fn(&Call<'_>) -> Result<Resolution, Mismatch>,
) -> Function {
    Function { name, family: Family::Json, syntax, doc, deterministic: true, resolve }
}

/// This family's functions.
#[rustfmt::skip]
pub(crate) static FUNCTIONS: &[Function] = &[
    function("IS JSON", "text IS JSON", "Whether a text is JSON; NULL is not.", query::is_value),
    function("IS JSON VALUE", "text IS JSON VALUE", "Whether a text is JSON; NULL is not.", query::is_value),
    function("IS JSON OBJECT", "text IS JSON OBJECT", "Whether a text is a JSON object.", query::is_object),
    function("IS JSON ARRAY", "text IS JSON ARRAY", "Whether a text is a JSON array.", query::is_array),
    function("IS JSON SCALAR", "text IS JSON SCALAR", "Whether a text is JSON and neither an object nor an array.", query::is_scalar),
    function("JSON_EXISTS", "JSON_EXISTS(json, path [{TRUE | FALSE | UNKNOWN | ERROR} ON ERROR])", "Whether something stands at a path.", query::exists),
    function("JSON_VALUE", "JSON_VALUE(json, path [RETURNING type] [{NULL | ERROR | DEFAULT x} ON EMPTY] [… ON ERROR])", "The scalar at a path.", query::value),
    function("JSON_QUERY", "JSON_QUERY(json, path [RETURNING type] [… WRAPPER] [{NULL | EMPTY ARRAY | EMPTY OBJECT | ERROR} ON EMPTY] [… ON ERROR])", "The object or array at a path.", query::query),
    function("JSON_OBJECT", "JSON_OBJECT([KEY] key VALUE value, … [{NULL | ABSENT} ON NULL])", "A JSON object of these members.", construct::object),
    function("JSON_ARRAY", "JSON_ARRAY(value, … [{NULL | ABSENT} ON NULL])", "A JSON array of these values.", construct::array),
    function("JSON_STRING", "JSON_STRING(value)", "A value as JSON.", construct::string),
    function("JSON", "JSON(text)", "A text that is JSON, to be part of JSON_OBJECT or JSON_ARRAY.", construct::raw),
    function("PARSE_JSON", "PARSE_JSON(text [, allow_duplicate_keys])", "The VARIANT that a JSON text holds; the job fails when it is no JSON, or has a key twice and may not.", variant::parse),
    function("TRY_PARSE_JSON", "TRY_PARSE_JSON(text [, allow_duplicate_keys])", "The VARIANT that a JSON text holds; NULL where PARSE_JSON fails.", variant::try_parse),
    function("JSON_QUOTE", "JSON_QUOTE(text)", "A text as a JSON string in ASCII.", quote::quote),
    function("JSON_UNQUOTE", "JSON_UNQUOTE(text)", "The text of a JSON string; anything else as it is.", quote::unquote),
];
