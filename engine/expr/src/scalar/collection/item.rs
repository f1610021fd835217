//! What is in a collection: `x[i]`, CARDINALITY and ELEMENT.

use super::{element_type, elements, entries_of, takes};
use crate::lift;
use crate::register::{Call, Resolution};
use crate::scalar::json::variant;
use crate::{Expr, Mismatch};
use waterwheel::Failure;
use waterwheel_types::{DataType, Kind, Value};

/// `ITEM`(collection, index).
pub(super) fn item(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    match &call.data_type(0).kind {
        Kind::Array(element) => of_array(call, element),
        Kind::Map(key, value) => of_map(call, key, value),
        Kind::Row(_) => of_row(call),
        Kind::Variant => variant::item(call),
        _ => Err(call.refuse()),
    }
}

fn of_array(call: &Call<'_>, element: &DataType) -> Result<Resolution, Mismatch> {
    let index = call.data_type(1);
    if !matches!(index.kind, Kind::Int | Kind::Null) {
        return Err(call.refuse());
    }
    if let Some(at) = call.arguments[1].as_literal().and_then(Value::as_i64).filter(|&at| at < 1) {
        return Err(Mismatch::new(format!("Array element access needs an index starting at 1 but was {at}.")));
    }
    let parameters = vec![call.data_type(0).clone(), Kind::Int.nullable()];
    let result = element.with_nullable(true);
    let kernel = lift::values(&parameters, &result, |arguments| match arguments {
        [Value::Array(values), Value::Int(at)] => {
            usize::try_from(*at).ok().and_then(|at| values.get(at.wrapping_sub(1))).cloned().unwrap_or(Value::Null)
        }
        _ => Value::Null,
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn of_map(call: &Call<'_>, key: &DataType, value: &DataType) -> Result<Resolution, Mismatch> {
    let given = call.data_type(1);
    // Texts of any length are looked for, and numbers of any width, but for DECIMALs.
    let has_width = |kind: &Kind| kind.is_integer() || kind.is_approximate();
    let alike = (key.kind.is_text() && given.kind.is_text()) || (has_width(&key.kind) && has_width(&given.kind));
    if !alike && !takes(key, given) {
        return Err(call.refuse());
    }
    let parameters = vec![call.data_type(0).clone(), if alike { given.clone() } else { key.clone() }];
    let result = value.with_nullable(true);
    let kernel = lift::values(&parameters, &result, |arguments| match arguments {
        [Value::Map(entries), key] => entries.iter().find(|(k, _)| is_key(k, key)).map_or(Value::Null, |(_, v)| v.clone()),
        _ => Value::Null,
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// Whether a key is the one looked for; numbers may be of different widths.
fn is_key(key: &Value, wanted: &Value) -> bool {
    let real = |value: &Value| match value {
        Value::Float(v) => Some(f64::from(*v)),
        Value::Double(v) => Some(*v),
        other => other.as_i64().map(|v| v as f64),
    };
    match (key.as_i64(), wanted.as_i64()) {
        (Some(key), Some(wanted)) => key == wanted,
        _ => key == wanted || real(key).is_some_and(|key| real(wanted) == Some(key)),
    }
}

fn of_row(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let fields = call.data_type(0).row_fields();
    let position = match call.arguments[1].as_literal() {
        Some(Value::String(name)) => fields.iter().position(|f| f.name == *name),
        Some(at) => at.as_i64().and_then(|at| usize::try_from(at - 1).ok()).filter(|&at| at < fields.len()),
        None => return Err(call.refuse()),
    };
    let position = position.ok_or_else(|| Mismatch::new(format!("the row has no such field: it has {} fields", fields.len())))?;
    let row: Expr = call.arguments[0].clone();
    Ok(Resolution::Rewrite(row.field(position)))
}

/// CARDINALITY(collection).
pub(super) fn cardinality(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let input = call.data_type(0);
    if !matches!(input.kind, Kind::Array(_) | Kind::Map(..)) {
        return Err(call.refuse());
    }
    let (parameters, result) = (vec![input.clone()], Kind::Int.nullable().with_nullable(input.nullable));
    let kernel = lift::values(&parameters, &result, |arguments| match &arguments[0] {
        Value::Null => Value::Null,
        Value::Array(values) => Value::Int(values.len() as i32),
        map => Value::Int(entries_of(map).len() as i32),
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// ELEMENT(array).
pub(super) fn element(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let element = element_type(call, 0)?;
    let input = call.data_type(0);
    let (parameters, result) = (vec![input.clone()], element.with_nullable(element.nullable || input.nullable));
    let kernel = lift::values(&parameters, &result, |arguments| match &arguments[0] {
        Value::Null => Ok(Value::Null),
        array => match elements(array) {
            [] => Ok(Value::Null),
            [only] => Ok(only.clone()),
            more => Err(Failure::data(format!("ELEMENT of an array of {} elements: it takes at most one", more.len()))),
        },
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}
