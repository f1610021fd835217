//! The functions of maps.

use super::{array_of, element_type, elements, entries_of, identities};
use crate::Mismatch;
use crate::coercion::common_type;
use crate::lift;
use crate::register::{Call, Resolution};
use std::collections::HashMap;
use waterwheel::Failure;
use waterwheel_types::{DataType, Field, Kind, Value};

/// The entries of all maps, the last map's first. Of equal keys the last value counts, that of the last map.
fn united<'a>(maps: impl DoubleEndedIterator<Item = &'a [(Value, Value)]>, key: &DataType) -> Value {
    let mut places: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut kept: Vec<(Value, Value)> = Vec::new();
    for entries in maps.rev() {
        let known = kept.len();
        let keys: Vec<Value> = entries.iter().map(|(k, _)| k.clone()).collect();
        for (identity, entry) in identities(&keys, key).into_iter().zip(entries) {
            let place = *places.entry(identity).or_insert(kept.len());
            match kept.get_mut(place) {
                Some(own) if place >= known => own.1 = entry.1.clone(),
                Some(_) => {}
                None => kept.push(entry.clone()),
            }
        }
    }
    Value::Map(kept)
}

fn key_and_value<'a>(call: &Call<'a>) -> Result<(&'a DataType, &'a DataType), Mismatch> {
    call.expect_arguments(1, 1)?;
    match &call.data_type(0).kind {
        Kind::Map(key, value) => Ok((key, value)),
        _ => Err(call.refuse()),
    }
}

/// A function from the entries of a map to the elements of an array.
fn listed(call: &Call<'_>, element: &DataType, pick: fn(&(Value, Value)) -> Value) -> Resolution {
    let parameters = vec![call.data_type(0).clone()];
    let result = array_of(element, call.data_type(0).nullable);
    let kernel = lift::values(&parameters, &result, move |arguments| match &arguments[0] {
        Value::Null => Value::Null,
        map => Value::Array(entries_of(map).iter().map(pick).collect()),
    });
    Resolution::Kernel { parameters, result, kernel }
}

/// MAP_KEYS(map).
pub(super) fn keys(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (key, _) = key_and_value(call)?;
    Ok(listed(call, key, |(key, _)| key.clone()))
}

/// MAP_VALUES(map).
pub(super) fn values(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (_, value) = key_and_value(call)?;
    Ok(listed(call, value, |(_, value)| value.clone()))
}

/// MAP_ENTRIES(map).
pub(super) fn entries(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (key, value) = key_and_value(call)?;
    let fields = vec![Field::new("key", key.clone()), Field::new("value", value.clone())];
    Ok(listed(call, &Kind::Row(fields.into()).nullable(), |(key, value)| Value::Row(vec![key.clone(), value.clone()])))
}

/// MAP_FROM_ARRAYS(keys, values).
pub(super) fn from_arrays(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    let (key, value) = (element_type(call, 0)?.clone(), element_type(call, 1)?.clone());
    let parameters = vec![call.data_type(0).clone(), call.data_type(1).clone()];
    let result = DataType { kind: Kind::Map(Box::new(key), Box::new(value)), nullable: call.any_nullable() };
    let kernel = lift::values(&parameters, &result, |arguments| {
        if arguments.iter().any(Value::is_null) {
            return Ok(Value::Null);
        }
        let (keys, values) = (elements(&arguments[0]), elements(&arguments[1]));
        if keys.len() != values.len() {
            return Err(Failure::data(format!("MAP_FROM_ARRAYS of {} keys and {} values", keys.len(), values.len())));
        }
        Ok(Value::Map(keys.iter().cloned().zip(values.iter().cloned()).collect()))
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// MAP_UNION(map, …).
pub(super) fn union(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, usize::MAX)?;
    let types: Vec<&DataType> = call.arguments.iter().map(|a| &a.data_type).collect();
    let result = common_type(&types).ok_or_else(|| call.refuse())?;
    let Kind::Map(key, _) = &result.kind else { return Err(call.refuse()) };
    let key = (**key).clone();
    let parameters = vec![result.clone(); call.arguments.len()];
    let kernel = lift::values(&parameters, &result, move |arguments| {
        if arguments.iter().any(Value::is_null) {
            return Value::Null;
        }
        united(arguments.iter().map(entries_of), &key)
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}
