//! The functions of arrays.

use super::{array_of, element_type, elements, identities, takes};
use crate::coercion::common_type;
use crate::lift;
use crate::register::{Call, Resolution};
use crate::scalar::comparison::equal;
use crate::{KernelRef, Mismatch};
use std::cmp::Ordering;
use std::collections::HashSet;
use waterwheel_types::{DataType, Kind, Value};

/// A kernel that is NULL where an argument is.
fn strict(parameters: &[DataType], result: &DataType, f: impl Fn(&[Value]) -> Value + Send + Sync + 'static) -> KernelRef {
    lift::values(parameters, result, move |arguments| if arguments.iter().any(Value::is_null) { Value::Null } else { f(arguments) })
}

/// A function from an array to an array of the same type.
fn rearranged(call: &Call<'_>, f: impl Fn(&[Value]) -> Vec<Value> + Send + Sync + 'static) -> Resolution {
    let (parameters, result) = (vec![call.data_type(0).clone()], call.data_type(0).clone());
    let kernel = strict(&parameters, &result, move |arguments| Value::Array(f(elements(&arguments[0]))));
    Resolution::Kernel { parameters, result, kernel }
}

/// The element type and the parameters of a call (array, element).
fn with_element(call: &Call<'_>) -> Result<(DataType, Vec<DataType>), Mismatch> {
    call.expect_arguments(2, 2)?;
    let element = element_type(call, 0)?;
    if !takes(element, call.data_type(1)) {
        return Err(call.refuse());
    }
    let given = element.with_nullable(call.data_type(1).nullable);
    Ok((element.clone(), vec![call.data_type(0).clone(), given]))
}

/// ARRAY_APPEND(array, element).
pub(super) fn append(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    extended(call, |array, element| array.iter().chain([element]).cloned().collect())
}

/// ARRAY_PREPEND(array, element).
pub(super) fn prepend(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    extended(call, |array, element| [element].into_iter().chain(array).cloned().collect())
}

fn extended(call: &Call<'_>, f: fn(&[Value], &Value) -> Vec<Value>) -> Result<Resolution, Mismatch> {
    let (element, parameters) = with_element(call)?;
    let element = element.with_nullable(element.nullable || call.data_type(1).nullable);
    let result = array_of(&element, call.any_nullable());
    let kernel = lift::values(&parameters, &result, move |arguments| match &arguments[0] {
        Value::Null => Value::Null,
        array => Value::Array(f(elements(array), &arguments[1])),
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// Several arrays of one type, which is the result's too.
fn combined(call: &Call<'_>, f: impl Fn(&[Value], &DataType) -> Vec<Value> + Send + Sync + 'static) -> Result<Resolution, Mismatch> {
    let types: Vec<&DataType> = call.arguments.iter().map(|a| &a.data_type).collect();
    let result = common_type(&types).ok_or_else(|| call.refuse())?;
    let Kind::Array(element) = &result.kind else { return Err(call.refuse()) };
    let element = (**element).clone();
    let parameters = vec![result.clone(); call.arguments.len()];
    let kernel = strict(&parameters, &result, move |arguments| Value::Array(f(arguments, &element)));
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// ARRAY_CONCAT(array, …).
pub(super) fn concat(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, usize::MAX)?;
    combined(call, |arrays, _| arrays.iter().flat_map(elements).cloned().collect())
}

/// ARRAY_UNION(array, array).
pub(super) fn union(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    combined(call, |arrays, element| {
        let all: Vec<Value> = arrays.iter().flat_map(elements).cloned().collect();
        first_of_equal(&all, element)
    })
}

/// ARRAY_EXCEPT(array, array).
pub(super) fn except(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    combined(call, |arrays, element| {
        let second = equal_to_themselves(elements(&arrays[1]), element);
        chosen(elements(&arrays[0]), element, |identity| !second.contains(identity))
    })
}

/// ARRAY_INTERSECT(array, array).
pub(super) fn intersect(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    combined(call, |arrays, element| {
        let second = equal_to_themselves(elements(&arrays[1]), element);
        chosen(elements(&arrays[0]), element, |identity| second.contains(identity))
    })
}

/// The first of each equal values; 0.0 and -0.0 are equal here.
fn first_of_equal(values: &[Value], element: &DataType) -> Vec<Value> {
    let unsigned: Vec<Value> = values.iter().map(without_zeros_sign).collect();
    let mut seen = HashSet::new();
    let identified = identities(&unsigned, element).into_iter().zip(values);
    identified.filter(|(identity, value)| is_nan(value) || seen.insert(identity.clone())).map(|(_, value)| value.clone()).collect()
}

/// The first of each equal values whose identity is wanted; 0.0 and -0.0 differ here, as Flink's hash set sees them.
fn chosen(values: &[Value], element: &DataType, wanted: impl Fn(&[u8]) -> bool) -> Vec<Value> {
    let mut seen = HashSet::new();
    let identified = identities(values, element).into_iter().zip(values);
    let mut is_new = |identity: Vec<u8>, value: &Value| is_nan(value) || seen.insert(identity);
    identified.filter_map(|(identity, value)| (wanted(&identity) && is_new(identity, value)).then(|| value.clone())).collect()
}

/// The identities of values that equal themselves: NaN does not.
fn equal_to_themselves(values: &[Value], element: &DataType) -> HashSet<Vec<u8>> {
    identities(values, element).into_iter().zip(values).filter(|(_, value)| !is_nan(value)).map(|(identity, _)| identity).collect()
}

fn is_nan(value: &Value) -> bool {
    matches!(value, Value::Float(v) if v.is_nan()) || matches!(value, Value::Double(v) if v.is_nan())
}

fn without_zeros_sign(value: &Value) -> Value {
    match value {
        Value::Float(0.0) => Value::Float(0.0),
        Value::Double(0.0) => Value::Double(0.0),
        other => other.clone(),
    }
}

/// ARRAY_DISTINCT(array).
pub(super) fn distinct(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let element = element_type(call, 0)?.clone();
    Ok(rearranged(call, move |values| first_of_equal(values, &element)))
}

/// ARRAY_REVERSE(array).
pub(super) fn reverse(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    element_type(call, 0)?;
    Ok(rearranged(call, |values| values.iter().rev().cloned().collect()))
}

/// ARRAY_CONTAINS(array, element).
pub(super) fn contains(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (_, parameters) = with_element(call)?;
    let result = Kind::Boolean.nullable().with_nullable(call.data_type(0).nullable);
    let kernel = lift::values(&parameters, &result, |arguments| match &arguments[0] {
        Value::Null => Value::Null,
        array => Value::Boolean(elements(array).iter().any(|value| equal(value, &arguments[1]))),
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// ARRAY_POSITION(array, element).
pub(super) fn position(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (_, parameters) = with_element(call)?;
    let result = Kind::Int.nullable().with_nullable(call.any_nullable());
    let kernel = strict(&parameters, &result, |arguments| {
        let found = elements(&arguments[0]).iter().position(|value| equal(value, &arguments[1]));
        Value::Int(found.map_or(0, |at| at as i32 + 1))
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// ARRAY_REMOVE(array, element).
pub(super) fn remove(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (_, parameters) = with_element(call)?;
    let result = call.data_type(0).clone();
    let kernel = lift::values(&parameters, &result, |arguments| match &arguments[0] {
        Value::Null => Value::Null,
        array => Value::Array(elements(array).iter().filter(|value| !equal(value, &arguments[1])).cloned().collect()),
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// ARRAY_JOIN(array, delimiter [, null replacement]).
pub(super) fn join(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 3)?;
    let texts = call.arguments[1..].iter().all(|a| a.data_type.kind.is_text());
    if !element_type(call, 0)?.kind.is_text() || !texts {
        return Err(call.refuse());
    }
    let parameters: Vec<DataType> = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    let result = Kind::STRING.nullable().with_nullable(call.any_nullable());
    let kernel = strict(&parameters, &result, |arguments| {
        let replacement = arguments.get(2).and_then(Value::as_str);
        let parts: Vec<&str> = elements(&arguments[0]).iter().filter_map(|value| value.as_str().or(replacement)).collect();
        Value::String(parts.join(arguments[1].as_str().expect("a text")))
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// ARRAY_MAX(array).
pub(super) fn max(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    extreme(call, Ordering::Greater)
}

/// ARRAY_MIN(array).
pub(super) fn min(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    extreme(call, Ordering::Less)
}

fn extreme(call: &Call<'_>, wanted: Ordering) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let element = element_type(call, 0)?;
    if !orders(&element.kind) {
        return Err(call.refuse());
    }
    let (parameters, result) = (vec![call.data_type(0).clone()], element.with_nullable(true));
    let kernel = strict(&parameters, &result, move |arguments| {
        let values = elements(&arguments[0]).iter().filter(|value| !value.is_null());
        values.reduce(|best, value| if beats(value, best, wanted) { value } else { best }).cloned().unwrap_or(Value::Null)
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// Whether a value takes the place of the best so far: nothing that is compared with NaN does.
fn beats(value: &Value, best: &Value, wanted: Ordering) -> bool {
    match (value, best) {
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b) == Some(wanted),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b) == Some(wanted),
        _ => compare(value, best) == wanted,
    }
}

/// ARRAY_SLICE(array, start [, end]).
pub(super) fn slice(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 3)?;
    element_type(call, 0)?;
    if !call.arguments[1..].iter().all(|a| takes(&Kind::Int.nullable(), &a.data_type)) {
        return Err(call.refuse());
    }
    let mut parameters = vec![call.data_type(0).clone()];
    parameters.resize(call.arguments.len(), Kind::Int.nullable());
    let result = call.data_type(0).with_nullable(call.any_nullable());
    let kernel = strict(&parameters, &result, |arguments| {
        let values = elements(&arguments[0]);
        let length = values.len() as i64;
        let bound = |i: usize, otherwise| arguments.get(i).and_then(Value::as_i64).unwrap_or(otherwise);
        let from_end = |at: i64| if at < 0 { length + at + 1 } else { at };
        let start = from_end(bound(1, 1)).max(1);
        let end = match bound(2, length) {
            0 => 1,
            end => from_end(end).min(length),
        };
        // An empty array has no first element to end at.
        let end = end.min(length);
        Value::Array(if start > end { Vec::new() } else { values[start as usize - 1..end as usize].to_vec() })
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// ARRAY_SORT(array [, ascending [, nulls first]]); NULLs come first when ascending unless told.
pub(super) fn sort(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 3)?;
    let flags = call.arguments[1..].iter().all(|a| matches!(a.data_type.kind, Kind::Boolean | Kind::Null));
    if !orders(&element_type(call, 0)?.kind) || !flags {
        return Err(call.refuse());
    }
    let mut parameters = vec![call.data_type(0).clone()];
    parameters.resize(call.arguments.len(), Kind::Boolean.nullable());
    let result = call.data_type(0).with_nullable(call.any_nullable());
    let kernel = strict(&parameters, &result, |arguments| {
        let flag = |i: usize, otherwise| arguments.get(i).map_or(otherwise, |value| *value == Value::Boolean(true));
        let ascending = flag(1, true);
        let nulls_first = flag(2, ascending);
        let (nulls, mut values): (Vec<Value>, Vec<Value>) = elements(&arguments[0]).iter().cloned().partition(Value::is_null);
        values.sort_by(|a, b| if ascending { compare(a, b) } else { compare(b, a) });
        Value::Array(if nulls_first { [nulls, values].concat() } else { [values, nulls].concat() })
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// Whether Flink puts elements of a kind in order: not truth values and intervals, though it compares them.
fn orders(kind: &Kind) -> bool {
    kind.has_order() && *kind != Kind::Boolean && !kind.is_interval()
}

/// The order of two values of one ordered type that are not NULL; NaN is above all numbers.
fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a.total_cmp(b),
        (Value::Double(a), Value::Double(b)) => a.total_cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::Timestamp(a), Value::Timestamp(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
        (a, b) => a.as_i64().cmp(&b.as_i64()),
    }
}
