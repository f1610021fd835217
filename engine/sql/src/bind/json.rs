//! The JSON functions' clauses become arguments, in the order that the register documents.

use super::expr::{ExprBinder, Intercept, reject_bare_null, text_literal};
use super::types::bind_type;
use crate::ast::{self, ExprKind, JsonExistsOnError, JsonExpr, JsonOnNull, JsonQueryBehavior, JsonValueBehavior, JsonWrapper};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use waterwheel_expr::Expr;
use waterwheel_expr::scalar::json::{Behavior, Wrapper};
use waterwheel_types::Kind;

/// The type that JSON_VALUE and JSON_QUERY return when nothing is said.
const TEXT: Kind = Kind::STRING;

impl ExprBinder<'_> {
    /// The meaning of a JSON function; aggregates are refused here, they have their own place.
    pub(super) fn json(&self, json: &JsonExpr, span: Span, hook: &mut dyn Intercept) -> Result<Expr, Diagnostic> {
        match json {
            JsonExpr::Exists { input, path, on_error } => {
                reject_bare_null(input)?;
                let mut arguments = vec![self.bind_with(input, hook)?, self.bind_with(path, hook)?];
                arguments.extend(on_error.map(|b| behavior(exists_behavior(b))));
                self.call("JSON_EXISTS", arguments, span)
            }
            JsonExpr::Value { input, path, returning, on_empty, on_error } => {
                reject_bare_null(input)?;
                let mut arguments = vec![self.bind_with(input, hook)?, self.bind_with(path, hook)?];
                if returning.is_some() || on_empty.is_some() || on_error.is_some() {
                    arguments.push(returned(returning.as_ref())?);
                    arguments.extend(self.value_behavior(on_empty.as_ref(), hook)?);
                    arguments.extend(self.value_behavior(on_error.as_ref(), hook)?);
                }
                self.call("JSON_VALUE", arguments, span)
            }
            JsonExpr::Query { input, path, returning, wrapper, on_empty, on_error } => {
                reject_bare_null(input)?;
                let mut arguments = vec![self.bind_with(input, hook)?, self.bind_with(path, hook)?];
                if returning.is_some() || wrapper.is_some() || on_empty.is_some() || on_error.is_some() {
                    arguments.push(returned(returning.as_ref())?);
                    arguments.push(text_literal(wrapper.map_or(Wrapper::Without, query_wrapper).name()));
                    arguments.extend([on_empty, on_error].map(|b| behavior(b.map_or(Behavior::Null, query_behavior))));
                }
                self.call("JSON_QUERY", arguments, span)
            }
            JsonExpr::Object { entries, on_null } => {
                let mut arguments = vec![null_word(on_null.unwrap_or(JsonOnNull::Null))];
                for (key, value) in entries {
                    reject_bare_null(value)?;
                    arguments.push(self.bind_with(key, hook)?);
                    arguments.push(self.json_part(value, hook)?);
                }
                self.call("JSON_OBJECT", arguments, span)
            }
            JsonExpr::Array { elements, on_null } => {
                elements.iter().try_for_each(reject_bare_null)?;
                let mut arguments = vec![null_word(on_null.unwrap_or(JsonOnNull::Absent))];
                arguments.extend(elements.iter().map(|e| self.json_part(e, hook)).collect::<Result<Vec<_>, _>>()?);
                self.call("JSON_ARRAY", arguments, span)
            }
            JsonExpr::ObjectAgg { .. } => Err(self.unknown_function("JSON_OBJECTAGG", span)),
            JsonExpr::ArrayAgg { .. } => Err(self.unknown_function("JSON_ARRAYAGG", span)),
        }
    }

    /// A value that becomes part of JSON, where alone JSON() may stand.
    fn json_part(&self, value: &ast::Expr, hook: &mut dyn Intercept) -> Result<Expr, Diagnostic> {
        match &value.kind {
            ExprKind::Call(call) if is_json(call) => self.function(call, value.span, hook),
            _ => self.bind_with(value, hook),
        }
    }

    fn value_behavior(&self, written: Option<&JsonValueBehavior>, hook: &mut dyn Intercept) -> Result<[Expr; 2], Diagnostic> {
        Ok(match written {
            None | Some(JsonValueBehavior::Null) => [behavior(Behavior::Null), Expr::null(TEXT)],
            Some(JsonValueBehavior::Error) => [behavior(Behavior::Error), Expr::null(TEXT)],
            Some(JsonValueBehavior::Default(value)) => {
                reject_bare_null(value)?;
                [behavior(Behavior::Default), self.bind_with(value, hook)?]
            }
        })
    }
}

/// Whether JSON() is called.
pub(super) fn is_json(call: &ast::Call) -> bool {
    call.name.to_string().eq_ignore_ascii_case("JSON")
}

fn behavior(behavior: Behavior) -> Expr {
    text_literal(behavior.name())
}

/// The ON NULL clause as an argument.
pub(super) fn null_word(on_null: JsonOnNull) -> Expr {
    text_literal(match on_null {
        JsonOnNull::Null => "NULL",
        JsonOnNull::Absent => "ABSENT",
    })
}

/// RETURNING as a NULL of its type.
fn returned(written: Option<&ast::DataType>) -> Result<Expr, Diagnostic> {
    Ok(match written {
        Some(written) => Expr::null(bind_type(written)?.kind),
        None => Expr::null(TEXT),
    })
}

fn exists_behavior(written: JsonExistsOnError) -> Behavior {
    match written {
        JsonExistsOnError::True => Behavior::True,
        JsonExistsOnError::False => Behavior::False,
        JsonExistsOnError::Unknown => Behavior::Unknown,
        JsonExistsOnError::Error => Behavior::Error,
    }
}

fn query_behavior(written: JsonQueryBehavior) -> Behavior {
    match written {
        JsonQueryBehavior::Null => Behavior::Null,
        JsonQueryBehavior::Error => Behavior::Error,
        JsonQueryBehavior::EmptyArray => Behavior::EmptyArray,
        JsonQueryBehavior::EmptyObject => Behavior::EmptyObject,
    }
}

fn query_wrapper(written: JsonWrapper) -> Wrapper {
    match written {
        JsonWrapper::Without => Wrapper::Without,
        JsonWrapper::Unconditional => Wrapper::Unconditional,
        JsonWrapper::Conditional => Wrapper::Conditional,
    }
}
