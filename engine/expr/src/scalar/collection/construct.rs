//! ARRAY[…], MAP[…] and ROW(…).

use crate::coercion::least_restrictive;
use crate::lift;
use crate::register::{Call, Resolution};
use crate::scalar::temporal::{stored_column, stored_value};
use crate::{Expr, Mismatch};
use arrow_array::StructArray;
use arrow_schema::DataType as Arrow;
use std::sync::Arc;
use waterwheel_types::{DataType, Field, Kind, Value, arrow_type};

/// What all of these become together.
fn common<'a>(arguments: impl Iterator<Item = &'a Expr>) -> Result<DataType, Mismatch> {
    let types: Vec<&DataType> = arguments.map(|a| &a.data_type).collect();
    least_restrictive(&types).ok_or_else(|| Mismatch::new("Parameters must be of the same type"))
}

/// `ARRAY`(value, …).
pub(super) fn array(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, usize::MAX)?;
    let element = common(call.arguments.iter())?;
    let parameters = vec![element.clone(); call.arguments.len()];
    let result = Kind::Array(Box::new(element)).not_null();
    let kind = parameters[0].kind.clone();
    let stored = move |arguments: &[Value]| Value::Array(arguments.iter().map(|v| stored_value(v.clone(), &kind)).collect());
    let kernel = lift::values(&parameters, &result, stored);
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// `MAP`(key, value, …). A bare NULL as a value is one of the first key's type.
pub(super) fn map(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, usize::MAX)?;
    if !call.arguments.len().is_multiple_of(2) {
        return Err(Mismatch::new("Map requires an even number of arguments"));
    }
    let key = common(call.arguments.iter().step_by(2))?;
    let first_key = Expr::null(call.data_type(0).kind.clone());
    let typed = |value: &'_ Expr| if value.data_type.kind == Kind::Null { first_key.clone() } else { value.clone() };
    let values: Vec<Expr> = call.arguments.iter().skip(1).step_by(2).map(typed).collect();
    let value = common(values.iter())?;
    let parameters: Vec<DataType> =
        (0..call.arguments.len()).map(|i| if i.is_multiple_of(2) { key.clone() } else { value.clone() }).collect();
    let result = Kind::Map(Box::new(key.clone()), Box::new(value.clone())).not_null();
    let kernel = lift::values(&parameters, &result, move |arguments| {
        let entry = |pair: &[Value]| (stored_value(pair[0].clone(), &key.kind), stored_value(pair[1].clone(), &value.kind));
        Value::Map(arguments.chunks(2).map(entry).collect())
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// `ROW`(value, …).
pub(super) fn row(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let fields: Vec<Field> = call.arguments.iter().enumerate().map(|(i, a)| Field::new(format!("EXPR${i}"), a.data_type.clone())).collect();
    let parameters: Vec<DataType> = fields.iter().map(|f| f.data_type.clone()).collect();
    let types = parameters.clone();
    let result = Kind::Row(fields.into()).not_null();
    let Arrow::Struct(held) = arrow_type(&result) else { unreachable!("a row is held as a struct") };
    let kernel = lift::columns(false, move |arguments, rows, _| {
        let columns = arguments.iter().zip(&types).map(|(a, held)| stored_column(a.clone().into_column(rows), held)).collect();
        let row = StructArray::try_new_with_length(held.clone(), columns, None, rows).expect("columns of their types");
        Ok(Arc::new(row))
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}
