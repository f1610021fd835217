//! Conversions between types: CAST, TRY_CAST, the implicit casts, and how constants look.
//!
//! | name | arguments |
//! |---|---|
//! | `CAST`, `TRY_CAST` | made by [`cast`], which is told the type wanted; not by name |
//! | `TYPEOF` | expression\[, BOOLEAN literal\] |
//!
//! [`can_cast`](crate::coercion::can_cast) says which casts exist; `convert` holds what each does with one value, `read` and
//! `write` what text becomes and becomes of, `columns` the same over whole columns.

mod columns;
pub(crate) mod convert;
pub(crate) mod read;
pub(crate) mod write;

use crate::coercion::can_cast;
use crate::expr::Node;
use crate::register::{Call, Family, Function, Resolution};
use crate::zone::Zone;
use crate::{Expr, Mismatch, Session};
use waterwheel_types::{DataType, Kind, Value};

/// This family's functions.
pub(crate) static FUNCTIONS: &[Function] = &[
    Function {
        name: "CAST",
        family: Family::Conversion,
        syntax: "CAST(value AS type)",
        doc: "The value as one of another type; fails where it has none.",
        deterministic: true,
        resolve: needs_a_type,
    },
    Function {
        name: "TRY_CAST",
        family: Family::Conversion,
        syntax: "TRY_CAST(value AS type)",
        doc: "The value as one of another type; NULL where it has none.",
        deterministic: true,
        resolve: needs_a_type,
    },
    Function {
        name: "TYPEOF",
        family: Family::Conversion,
        syntax: "TYPEOF(value[, force_serializable])",
        doc: "The type of an expression, as text.",
        deterministic: true,
        resolve: type_of,
    },
];

/// What a cast does with a value that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// CAST and implicit casts: the job fails, naming the value.
    Cast,
    /// TRY_CAST: NULL.
    TryCast,
}

/// `input` as a value of `wanted`; refused when Flink has no such cast. The result admits NULL when the input does and under
/// TRY_CAST. A constant is computed now, unless it fails: then it fails where and when it is evaluated.
pub fn cast(input: Expr, wanted: &DataType, mode: Mode, session: &Session) -> Result<Expr, Mismatch> {
    let nullable = input.data_type.nullable || mode == Mode::TryCast;
    let result = wanted.with_nullable(nullable);
    if input.data_type.kind == wanted.kind {
        return Ok(Expr { data_type: result, node: input.node });
    }
    if matches!(input.node, Node::Literal(Value::Null)) || input.data_type.kind == Kind::Null {
        return Ok(Expr::null(wanted.kind.clone()));
    }
    if !can_cast(&input.data_type, wanted, true) {
        return Err(refusal(&input.data_type.kind, &wanted.kind));
    }
    let function = match mode {
        Mode::Cast => &FUNCTIONS[0],
        Mode::TryCast => &FUNCTIONS[1],
    };
    let kernel = columns::kernel(&input.data_type, wanted, mode, Zone::of_session(session));
    let call = Expr { data_type: result, node: Node::Call(function, kernel, vec![input]) };
    Ok(call.clone().fold(function).unwrap_or(call))
}

fn refusal(from: &Kind, to: &Kind) -> Mismatch {
    let hint = match (from, to) {
        (_, Kind::Timestamp(_)) if from.is_numeric() => Some("TO_TIMESTAMP(FROM_UNIXTIME(seconds)) makes a TIMESTAMP of a number"),
        (_, Kind::TimestampLtz(_)) if from.is_numeric() => Some("TO_TIMESTAMP_LTZ(number, 0 or 3) makes one of seconds or milliseconds"),
        (Kind::Timestamp(_), _) if to.is_numeric() => Some("UNIX_TIMESTAMP(CAST(value AS STRING)) gives its seconds since 1970"),
        _ => None,
    };
    Mismatch { message: format!("there is no cast from {from} to {to}"), hint: hint.map(str::to_owned) }
}

fn needs_a_type(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    Err(call.refuse())
}

fn type_of(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 2)?;
    let text = call.data_type(0).to_string();
    Ok(Resolution::Rewrite(Expr::literal(Value::String(text), Kind::STRING.nullable())))
}

/// A constant as `explain` shows it: text in quotes, everything else as CAST to STRING does, in UTC.
pub fn literal_text(value: &Value, data_type: &DataType) -> String {
    let mut out = String::new();
    write::write_value(value, &data_type.kind, &Zone::UTC, &mut out);
    if matches!(value, Value::String(_)) { format!("'{}'", out.replace('\'', "''")) } else { out }
}
