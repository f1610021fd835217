//! JSON_ARRAYAGG and JSON_OBJECTAGG.
//!
//! Word 0 is a list (`list`), which travels as BYTES: of JSON_ARRAYAGG the elements' JSON texts, of JSON_OBJECTAGG the members as
//! u32 length of the key, key, `"key":value`. A retraction removes the first equal entry and is forgotten if there is none.
//!
//! Values become JSON as in JSON_STRING; what the functions JSON_OBJECT and JSON_ARRAY return is JSON already. The ON NULL clause
//! is a last argument, the literal 'NULL' or 'ABSENT', as it is the first one of those functions.
//! An object shows its members sorted by key. A key that is NULL or that the group has already fails the job.

use super::fixed::every;
use super::list::{append, blob_column, each_blob, remove, values};
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::scalar::json::{has_json, json_text};
use crate::{Expr, Mismatch, Node};
use arrow_array::Array;
use arrow_array::builder::StringViewBuilder;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::{Column, DataType, Kind, Value, value_at};

/// This family's functions.
pub(super) static FUNCTIONS: &[AggregateFunction] = &[
    AggregateFunction {
        name: "JSON_OBJECTAGG",
        syntax: "JSON_OBJECTAGG([KEY] key VALUE value [NULL ON NULL | ABSENT ON NULL])",
        doc: "A JSON object of keys and values; members whose value is NULL are null, or left out with ABSENT ON NULL.",
        order_sensitive: true,
        resolve: resolve_object,
    },
    AggregateFunction {
        name: "JSON_ARRAYAGG",
        syntax: "JSON_ARRAYAGG(value [ABSENT ON NULL | NULL ON NULL])",
        doc: "A JSON array of the values in the order in which rows arrive; NULLs are left out, or null with NULL ON NULL.",
        order_sensitive: true,
        resolve: resolve_array,
    },
];

fn resolve_array(call: &AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 2)?;
    resolve(call, None, &call.arguments[0], absent_on_null(call, 1, true)?)
}

fn resolve_object(call: &AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(2, 3)?;
    if !call.data_type(0).kind.is_text() {
        return Err(call.refuse());
    }
    resolve(call, Some(call.data_type(0).clone()), &call.arguments[1], absent_on_null(call, 2, false)?)
}

fn absent_on_null(call: &AggregateCall<'_>, index: usize, default: bool) -> Result<bool, Mismatch> {
    match call.arguments.get(index).map(Expr::as_literal) {
        None => Ok(default),
        Some(Some(Value::String(word))) if word == "ABSENT" => Ok(true),
        Some(Some(Value::String(word))) if word == "NULL" => Ok(false),
        Some(_) => Err(call.refuse()),
    }
}

fn resolve(call: &AggregateCall<'_>, key: Option<DataType>, value: &Expr, absent: bool) -> Result<ResolvedAggregate, Mismatch> {
    if !has_json(&value.data_type) {
        return Err(Mismatch::new(format!("{} cannot be converted into JSON", value.data_type)));
    }
    let is_json = matches!(&value.node, Node::Call(function, ..) if matches!(function.name, "JSON_OBJECT" | "JSON_ARRAY"));
    let (value, data_type) = (value.data_type.clone(), Kind::VarChar(2000).not_null());
    Ok(call.resolved(Arc::new(JsonAggregate { key, value, is_json, absent, data_type })))
}

#[derive(Debug)]
struct JsonAggregate {
    /// The type of the keys of an object's members; `None` for an array.
    key: Option<DataType>,
    /// The type of the values.
    value: DataType,
    /// Whether the values are JSON already.
    is_json: bool,
    /// Whether NULLs are left out.
    absent: bool,
    data_type: DataType,
}

/// Appends the part of a member in front of its value: length, key, `"key":`.
fn write_key(column: &Column, data_type: &DataType, row: usize, entry: &mut Vec<u8>) -> Result<(), Failure> {
    let Value::String(key) = value_at(column, data_type, row) else {
        return Err(Failure::data("a key of JSON_OBJECTAGG is NULL"));
    };
    entry.extend((key.len() as u32).to_le_bytes());
    entry.extend(key.as_bytes());
    entry.extend(json_text(&Value::String(key), data_type).as_bytes());
    entry.push(b':');
    Ok(())
}

/// The key and the `"key":value` of a member.
fn member(entry: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = entry.split_first_chunk::<4>()?;
    let (key, text) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    Some((std::str::from_utf8(key).ok()?, text))
}

fn refuse_second(list: &[u8], entry: &[u8]) -> Result<(), Failure> {
    let Some((key, _)) = member(entry) else { return Ok(()) };
    if values(list).filter_map(member).any(|(other, _)| other == key) {
        return Err(Failure::data(format!("JSON_OBJECTAGG has the key '{key}' twice")).hint("keys must be unique within a group"));
    }
    Ok(())
}

impl JsonAggregate {
    fn add(&self, state: &mut Accumulators<'_>, slot: u32, entry: &[u8]) -> Result<(), Failure> {
        let list = state.blob_mut(slot, 0);
        if self.key.is_some() {
            refuse_second(list, entry)?;
        }
        append(list, entry);
        Ok(())
    }

    /// The entry of a row; empty where it is left out.
    fn entry(&self, arguments: &[Column], row: usize, entry: &mut Vec<u8>) -> Result<(), Failure> {
        entry.clear();
        let (value, keys) = match &self.key {
            None => (&arguments[0], None),
            Some(data_type) => (&arguments[1], Some((&arguments[0], data_type))),
        };
        if self.absent && value.is_null(row) {
            return Ok(());
        }
        if let Some((column, data_type)) = keys {
            write_key(column, data_type, row, entry)?;
        }
        match value_at(value, &self.value, row) {
            Value::String(json) if self.is_json => entry.extend(json.as_bytes()),
            value => entry.extend(json_text(&value, &self.value).as_bytes()),
        }
        Ok(())
    }

    fn show(&self, list: &[u8]) -> Vec<u8> {
        let Some(_) = self.key else {
            return bracketed(b'[', values(list), b']');
        };
        let mut members: Vec<_> = values(list).filter_map(member).collect();
        // Java compares strings by their UTF-16 units.
        members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
        bracketed(b'{', members.into_iter().map(|(_, text)| text), b'}')
    }
}

fn bracketed<'a>(open: u8, parts: impl Iterator<Item = &'a [u8]>, close: u8) -> Vec<u8> {
    let mut text = vec![open];
    for (i, part) in parts.enumerate() {
        if i > 0 {
            text.push(b',');
        }
        text.extend(part);
    }
    text.push(close);
    text
}

impl Aggregate for JsonAggregate {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BYTES.not_null()]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let mut entry = Vec::new();
        every(slots, additions, |row, slot, added| {
            self.entry(arguments, row, &mut entry)?;
            match (entry.is_empty(), added) {
                (true, _) => {}
                (false, true) => self.add(state, slot, &entry)?,
                (false, false) => drop(remove(state.blob_mut(slot, 0), &entry)),
            }
            Ok(())
        })
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let mut outcome = Ok(());
        each_blob(state, slots, &partials[0], |state, slot, list| {
            for entry in values(list) {
                if outcome.is_ok() {
                    outcome = self.add(state, slot, entry);
                }
            }
        });
        outcome
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![blob_column(state, slots, 0)])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut builder = StringViewBuilder::with_capacity(slots.len());
        for &slot in slots {
            let text = String::from_utf8(self.show(state.blob(slot, 0)));
            builder.append_value(text.map_err(|_| Failure::bug("a JSON aggregate keeps a text that is not UTF-8"))?);
        }
        Ok(Arc::new(builder.finish()))
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        state.free_blob(slot, 0);
    }
}
