//! JSON from values: JSON_OBJECT, JSON_ARRAY, JSON_STRING and JSON.

use super::tree::{Json, big_decimal, number_text};
use crate::lift;
use crate::register::{Call, Resolution};
use crate::{Expr, Mismatch, Node};
use std::fmt::Write;
use waterwheel::Failure;
use waterwheel_types::number_text::write_f64;
use waterwheel_types::time::{write_date, write_time};
use waterwheel_types::variant::{Variant, write_json_string};
use waterwheel_types::{DataType, Kind, Timestamp, Value};

/// Whether values of a type have a JSON form: not dates, times, intervals and bitmaps, and maps only with text for keys.
pub(crate) fn has_json(data_type: &DataType) -> bool {
    match &data_type.kind {
        Kind::Date | Kind::Time(_) | Kind::IntervalYearMonth | Kind::IntervalDayTime | Kind::Bitmap => false,
        Kind::Array(element) => has_json(element),
        Kind::Map(key, value) => key.kind.is_text() && has_json(value),
        Kind::Multiset(element) => element.kind.is_text(),
        Kind::Row(fields) | Kind::Structured(_, fields) => fields.iter().all(|field| has_json(&field.data_type)),
        _ => true,
    }
}

/// A value as compact JSON, the keys of objects in order; its type must have a JSON form ([`has_json`]).
pub(crate) fn json_text(value: &Value, data_type: &DataType) -> String {
    let mut out = String::new();
    write_json(value, data_type, &mut out);
    out
}

fn write_json(value: &Value, data_type: &DataType, out: &mut String) {
    match (value, &data_type.kind) {
        (Value::Null, _) => out.push_str("null"),
        (Value::Boolean(v), _) => out.push_str(if *v { "true" } else { "false" }),
        (Value::Float(v), _) => write_real(|text| write_f64((*v).into(), text), out),
        (Value::Double(v), _) => write_real(|text| write_f64(*v, text), out),
        (Value::Decimal(v), Kind::Decimal { scale, .. }) => out.push_str(&big_decimal(&v.to_string(), (*scale).into())),
        (Value::String(v), _) => write_json_string(v, out),
        (Value::Bytes(v), Kind::Variant) => Variant::new(v).write_json(out),
        (Value::Bytes(v), _) => write!(out, "\"{}\"", base64(v)).expect("writing to a String"),
        (Value::Timestamp(v), Kind::Timestamp(_)) => write_timestamp(*v, "", out),
        (Value::Timestamp(v), Kind::TimestampLtz(_)) => write_timestamp(*v, "Z", out),
        (Value::Array(values), Kind::Array(element)) => {
            out.push('[');
            for (i, value) in values.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { "," });
                write_json(value, element, out);
            }
            out.push(']');
        }
        (Value::Map(entries), Kind::Map(_, of)) => write_entries(entries, of, out),
        (Value::Map(entries), Kind::Multiset(_)) => write_entries(entries, &Kind::Int.not_null(), out),
        (Value::Row(values), Kind::Row(fields) | Kind::Structured(_, fields)) => {
            let members = fields.iter().zip(values).map(|(field, value)| (field.name.as_str(), value, &field.data_type));
            write_members(members.collect(), out);
        }
        (value, kind) => match value.as_i64() {
            Some(v) => write!(out, "{v}").expect("writing to a String"),
            None => panic!("a {kind} has no JSON form: {value:?}"),
        },
    }
}

fn write_entries(entries: &[(Value, Value)], of: &DataType, out: &mut String) {
    let members = entries.iter().map(|(key, value)| (key.as_str().unwrap_or("null"), value, of));
    write_members(members.collect(), out);
}

fn write_members(mut members: Vec<(&str, &Value, &DataType)>, out: &mut String) {
    members.sort_by_key(|(key, ..)| *key);
    out.push('{');
    for (i, (key, value, data_type)) in members.into_iter().enumerate() {
        out.push_str(if i == 0 { "" } else { "," });
        write_json_string(key, out);
        out.push(':');
        write_json(value, data_type, out);
    }
    out.push('}');
}

/// A floating-point number; those that JSON does not have are texts.
fn write_real(write: impl Fn(&mut String), out: &mut String) {
    let mut text = String::new();
    write(&mut text);
    match text.ends_with(|c: char| c.is_ascii_digit()) {
        true => out.push_str(&number_text(&text)),
        false => write_json_string(&text, out),
    }
}

/// ISO 8601, the fraction of the second without zeros at its end.
fn write_timestamp(value: Timestamp, zone: &str, out: &mut String) {
    let (days, nanos) = value.day_and_nanos();
    out.push('"');
    write_date(days, out);
    out.push('T');
    let zeros = (1..=9).take_while(|&places| nanos % 10i64.pow(places) == 0).count();
    write_time(nanos, 9 - zeros as u8, out);
    out.push_str(zone);
    out.push('"');
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, &byte| group << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sextet = group >> (18 - 6 * place) & 63;
            out.push(if place <= chunk.len() { ALPHABET[sextet as usize].into() } else { '=' });
        }
    }
    out
}

/// JSON_STRING(value).
pub(super) fn string(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let input = call.data_type(0).clone();
    if !has_json(&input) {
        return Err(call.refuse());
    }
    let result = Kind::STRING.nullable().with_nullable(input.nullable);
    let of = input.clone();
    let kernel = lift::values(std::slice::from_ref(&input), &result, move |arguments| match &arguments[0] {
        Value::Null => Value::Null,
        value => Value::String(json_text(value, &of)),
    });
    Ok(Resolution::Kernel { parameters: vec![input], result, kernel })
}

/// JSON(text): the text in canonical form; the job fails when it is no JSON.
pub(super) fn raw(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    super::expect_text(call, 0..1)?;
    let result = Kind::STRING.nullable().with_nullable(call.any_nullable());
    let kernel = lift::values(&[call.data_type(0).clone()], &result, |arguments| match &arguments[0] {
        Value::String(text) => match Json::parse(text) {
            Ok(json) => Ok(Value::String(json.to_text())),
            Err(at) => Err(Failure::data(format!("JSON('{text}'): no JSON from byte {at} on"))),
        },
        _ => Ok(Value::Null),
    });
    Ok(unfolded(call, result, kernel))
}

/// A call that stays one when its arguments are constants: an outer call must see that its value is JSON.
fn unfolded(call: &Call<'_>, result: DataType, kernel: crate::KernelRef) -> Resolution {
    Resolution::Rewrite(Expr { data_type: result, node: Node::Call(call.function, kernel, call.arguments.to_vec()) })
}

/// Whether an expression makes JSON, which is a part of other JSON as it is.
pub(crate) fn is_json(expr: &Expr) -> bool {
    matches!(&expr.node, Node::Call(function, ..) if matches!(function.name, "JSON_OBJECT" | "JSON_ARRAY" | "JSON"))
}

/// How one argument becomes part of JSON.
#[derive(Clone, Debug)]
enum Part {
    /// It is JSON already.
    Json,
    Value(DataType),
}

impl Part {
    fn of(argument: &Expr) -> Part {
        if is_json(argument) { Part::Json } else { Part::Value(argument.data_type.clone()) }
    }

    fn write(&self, value: &Value, out: &mut String) {
        match (self, value) {
            (Part::Json, Value::String(json)) => out.push_str(json),
            (Part::Json, _) => out.push_str("null"),
            (Part::Value(data_type), value) => write_json(value, data_type, out),
        }
    }
}

/// Whether NULLs are left out, from the first argument.
fn absent_on_null(call: &Call<'_>) -> Result<bool, Mismatch> {
    match super::keyword(call, 0)? {
        Some("ABSENT") => Ok(true),
        Some("NULL") => Ok(false),
        _ => Err(call.refuse()),
    }
}

fn parts<'a>(call: &Call<'a>, values: impl Iterator<Item = &'a Expr>) -> Result<Vec<Part>, Mismatch> {
    values.map(|value| if has_json(&value.data_type) { Ok(Part::of(value)) } else { Err(call.refuse()) }).collect()
}

/// `JSON_OBJECT`(on null, key, value, …).
pub(super) fn object(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let absent = absent_on_null(call)?;
    if call.arguments[1..].iter().step_by(2).any(|key| key.data_type.nullable) {
        return Err(Mismatch::new("a key of JSON_OBJECT may be NULL here").hint("COALESCE(key, '') is never NULL"));
    }
    let texts = call.arguments[1..].iter().step_by(2).all(|key| key.data_type.kind.is_text());
    if call.arguments.len().is_multiple_of(2) || !texts {
        return Err(call.refuse());
    }
    if call.arguments[1..].iter().step_by(2).any(|key| key.data_type.nullable) {
        return Err(Mismatch::new("a key of JSON_OBJECT must not be NULL").hint("use a constant, a column that is NOT NULL, or IFNULL"));
    }
    let parts = parts(call, call.arguments[1..].iter().skip(1).step_by(2))?;
    let parameters: Vec<DataType> = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    let result = Kind::STRING.not_null();
    let kernel = lift::values(&parameters, &result, move |arguments| {
        let mut members = std::collections::BTreeMap::new();
        for (pair, part) in arguments[1..].chunks(2).zip(&parts) {
            let key = pair[0].as_str().ok_or_else(|| Failure::data("a key of JSON_OBJECT is NULL"))?;
            if absent && pair[1].is_null() {
                members.remove(key);
            } else {
                members.insert(key, (&pair[1], part));
            }
        }
        let mut out = String::from("{");
        for (i, (key, (value, part))) in members.into_iter().enumerate() {
            out.push_str(if i == 0 { "" } else { "," });
            write_json_string(key, &mut out);
            out.push(':');
            part.write(value, &mut out);
        }
        out.push('}');
        Ok::<_, Failure>(Value::String(out))
    });
    Ok(unfolded(call, result, kernel))
}

/// `JSON_ARRAY`(on null, value, …).
pub(super) fn array(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let absent = absent_on_null(call)?;
    let parts = parts(call, call.arguments[1..].iter())?;
    let parameters: Vec<DataType> = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    let result = Kind::STRING.not_null();
    let kernel = lift::values(&parameters, &result, move |arguments| {
        let mut out = String::from("[");
        let there = arguments[1..].iter().zip(&parts).filter(|(value, _)| !(absent && value.is_null()));
        for (i, (value, part)) in there.enumerate() {
            out.push_str(if i == 0 { "" } else { "," });
            part.write(value, &mut out);
        }
        out.push(']');
        Value::String(out)
    });
    Ok(unfolded(call, result, kernel))
}
