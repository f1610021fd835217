//! Casts as they were before Flink 1.15, which `table.exec.legacy-cast-behaviour` brings back: what fails is NULL, even where
//! the type excludes it; texts and bytes are neither cut nor padded, within collections neither, but constants of CHAR and BINARY
//! are padded; `true`, `null` and `(1,2)` stand for `TRUE`, `NULL` and `(1, 2)`.

use super::write::{write_entries, write_list, write_value};
use super::{Mode, columns, convert};
use crate::expr::{Node, Origin};
use crate::lift;
use crate::operand::KernelRef;
use crate::zone::Zone;
use crate::{Expr, Function};
use waterwheel::Failure;
use waterwheel_types::{DataType, Kind, Value};

/// The cast of an expression to another type.
pub(super) fn cast(input: Expr, wanted: &DataType, function: &'static Function, zone: Zone) -> Expr {
    let whole = match &wanted.kind {
        Kind::Char(_) | Kind::VarChar(_) => Kind::STRING,
        Kind::Binary(_) | Kind::VarBinary(_) => Kind::BYTES,
        other => other.clone(),
    };
    let kernel = kernel(&input.data_type, &whole.nullable(), zone);
    let call = Expr { data_type: wanted.clone(), node: Node::Call(function, kernel, vec![input]) };
    let folded = call.clone().fold();
    match folded.node {
        Node::Literal(Value::Null, _) if !wanted.nullable => call,
        Node::Literal(value, _) => Expr { node: Node::Literal(padded(value, &wanted.kind), Origin::Written), ..folded },
        _ => folded,
    }
}

fn kernel(from: &DataType, whole: &DataType, zone: Zone) -> KernelRef {
    if from.kind != Kind::Boolean && !is_nested(&from.kind) {
        return columns::kernel(from, whole, Mode::TryCast, zone);
    }
    let (own, wanted) = (from.kind.clone(), whole.kind.clone());
    lift::values(std::slice::from_ref(from), whole, move |values| convert(&values[0], &own, &wanted, &zone).unwrap_or(Value::Null))
}

fn is_nested(kind: &Kind) -> bool {
    matches!(kind, Kind::Array(_) | Kind::Map(..) | Kind::Multiset(_) | Kind::Row(_) | Kind::Structured(..))
}

/// As [`convert::convert`], whatever the length of texts and bytes, within collections, too.
fn convert(value: &Value, from: &Kind, to: &Kind, zone: &Zone) -> Result<Value, Failure> {
    match to {
        _ if value.is_null() => Ok(Value::Null),
        Kind::Char(_) | Kind::VarChar(_) => {
            let mut text = String::new();
            write(value, from, zone, &mut text);
            Ok(Value::String(text))
        }
        Kind::Binary(_) | Kind::VarBinary(_) => convert::convert(value, from, &Kind::BYTES, zone),
        to if is_nested(to) => convert::nested(value, from, to, &|value, from, to| convert(value, from, to, zone)),
        to => convert::convert(value, from, to, zone),
    }
}

/// A constant as long as its type wants it at least.
fn padded(value: Value, kind: &Kind) -> Value {
    match (value, kind) {
        (Value::String(text), Kind::Char(length)) => Value::String(format!("{text:<width$}", width = *length as usize)),
        (Value::Bytes(mut bytes), Kind::Binary(length)) => {
            bytes.resize(bytes.len().max(*length as usize), 0);
            Value::Bytes(bytes)
        }
        (value, _) => value,
    }
}

fn write(value: &Value, kind: &Kind, zone: &Zone, out: &mut String) {
    match (value, kind) {
        (Value::Null, _) => out.push_str("null"),
        (Value::Boolean(v), _) => out.push_str(if *v { "true" } else { "false" }),
        (Value::Array(values), Kind::Array(element)) => {
            write_list(["[", ", ", "]"], values, out, |v, out| write(v, &element.kind, zone, out));
        }
        (Value::Map(entries), Kind::Map(key, item)) => {
            write_entries(entries, [&key.kind, &item.kind], out, |v, kind, out| write(v, kind, zone, out));
        }
        (Value::Map(entries), Kind::Multiset(element)) => {
            write_entries(entries, [&element.kind, &Kind::Int], out, |v, kind, out| write(v, kind, zone, out));
        }
        (Value::Row(values), Kind::Row(fields)) => {
            let typed: Vec<(&Value, &Kind)> = values.iter().zip(fields.iter().map(|f| &f.data_type.kind)).collect();
            write_list(["(", ",", ")"], &typed, out, |(v, kind), out| write(v, kind, zone, out));
        }
        _ => write_value(value, kind, zone, out),
    }
}
