//! Objects of structured types: OBJECT_OF and OBJECT_UPDATE. Fields are told by constants, since they are part of the type.

use crate::lift;
use crate::register::{Call, Resolution};
use crate::scalar::temporal::stored_column;
use crate::{Expr, Mismatch};
use arrow_array::cast::AsArray;
use arrow_array::{Array, StructArray};
use arrow_schema::DataType as Arrow;
use std::sync::Arc;
use waterwheel_types::{DataType, Field, Kind, Value, arrow_type};

/// OBJECT_OF(class, name, value, …).
pub(super) fn object_of(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    if call.arguments.len().is_multiple_of(2) {
        return Err(call.refuse());
    }
    let class = constant(&call.arguments[0]).ok_or_else(|| Mismatch::new("the class of an object is a constant text"))?;
    if !is_class_name(class) {
        return Err(Mismatch::new(format!("'{class}' is no name of a class: it takes letters, digits, _ and $, with dots between names")));
    }
    let fields = named_values(call)?.into_iter().map(|(name, of)| Field::new(name, of)).collect();
    let result = Kind::Structured(class.into(), fields).nullable();
    let parameters = own_types(call);
    let types = result.row_fields().iter().map(|field| field.data_type.clone()).collect::<Vec<_>>();
    let Arrow::Struct(held) = arrow_type(&result) else { unreachable!("an object is held as a struct") };
    let kernel = lift::columns(false, move |arguments, rows, _| {
        let values = arguments[1..].iter().skip(1).step_by(2).zip(&types);
        let columns = values.map(|(value, of)| stored_column(value.clone().into_column(rows), of)).collect();
        let object = StructArray::try_new_with_length(held.clone(), columns, None, rows).expect("columns of their types");
        Ok(Arc::new(object))
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// OBJECT_UPDATE(object, name, value, …): a field may become one of another type.
pub(super) fn object_update(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let Some(Kind::Structured(class, fields)) = call.arguments.first().map(|object| &object.data_type.kind) else {
        return Err(call.refuse());
    };
    if call.arguments.len().is_multiple_of(2) {
        return Err(call.refuse());
    }
    let mut fields = fields.to_vec();
    let mut places = Vec::new();
    for (name, of) in named_values(call)? {
        let names = || fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>().join(", ");
        let place = fields.iter().position(|field| field.name == name);
        let place = place.ok_or_else(|| Mismatch::new(format!("the object has no field `{name}`")).hint(format!("it has {}", names())))?;
        fields[place].data_type = of;
        places.push(place);
    }
    let result = Kind::Structured(Arc::clone(class), fields.into()).nullable();
    let parameters = own_types(call);
    let types = result.row_fields().iter().map(|field| field.data_type.clone()).collect::<Vec<_>>();
    let Arrow::Struct(held) = arrow_type(&result) else { unreachable!("an object is held as a struct") };
    let kernel = lift::columns(false, move |arguments, rows, _| {
        let object = arguments[0].clone().into_column(rows);
        let mut columns = object.as_struct().columns().to_vec();
        for (place, value) in places.iter().zip(arguments[1..].iter().skip(1).step_by(2)) {
            columns[*place] = stored_column(value.clone().into_column(rows), &types[*place]);
        }
        let nulls = object.as_struct().nulls().cloned();
        let object = StructArray::try_new_with_length(held.clone(), columns, nulls, rows).expect("columns of their types");
        Ok(Arc::new(object))
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn own_types(call: &Call<'_>) -> Vec<DataType> {
    call.arguments.iter().map(|argument| argument.data_type.clone()).collect()
}

fn constant(argument: &Expr) -> Option<&str> {
    argument.as_literal().and_then(Value::as_str)
}

/// The names behind the first argument, each once, with the types of their values.
fn named_values(call: &Call<'_>) -> Result<Vec<(String, DataType)>, Mismatch> {
    let mut named: Vec<(String, DataType)> = Vec::new();
    for pair in call.arguments[1..].chunks(2) {
        let name = constant(&pair[0]).ok_or_else(|| Mismatch::new("the name of a field is a constant text"))?;
        if named.iter().any(|(other, _)| other == name) {
            return Err(Mismatch::new(format!("the field `{name}` is given twice")));
        }
        if pair[1].data_type.kind == Kind::Null {
            return Err(Mismatch::new(format!("the field `{name}` has no type")).hint("write CAST(NULL AS …)"));
        }
        named.push((name.to_owned(), pair[1].data_type.clone()));
    }
    Ok(named)
}

/// Whether this could be a Java class: names with dots between them.
fn is_class_name(text: &str) -> bool {
    let starts = |c: char| c.is_alphabetic() || c == '_' || c == '$';
    let is_name = |name: &str| name.starts_with(starts) && name.chars().all(|c| starts(c) || c.is_numeric());
    text.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_classes() {
        assert!(["Point", "a.b.Point", "Outer$Inner_1", "_x"].into_iter().all(is_class_name));
        assert!(!["", "1", "a b", "a..b", ".a", "a."].into_iter().any(is_class_name));
    }
}
