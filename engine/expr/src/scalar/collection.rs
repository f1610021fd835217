//! The collection functions: ARRAY, MAP, ROW and structured types.
//!
//! | SQL | call |
//! |---|---|
//! | `x[i]` of an array (from 1), a map (by key), a row (by position from 1, or by name) or a VARIANT (like an array or a map) | `ITEM`(x, i) |
//! | `ARRAY[a, b]` · `MAP[k, v, k, v]` · `ROW(a, b)` | `ARRAY`(a, b) · `MAP`(k, v, k, v) · `ROW`(a, b) |
//!
//! The fields of a ROW are named `EXPR$0`, `EXPR$1` … An item that is not there is NULL. MAP[…] and
//! MAP_FROM_ARRAYS keep every entry in the order in which they were written, also those of equal keys, and a key may be NULL, as in Flink.
//! They work value by value: nothing here is a hot path.

mod array;
mod construct;
mod item;
mod map;
mod structured;
#[cfg(test)]
mod tests;

use crate::Mismatch;
use crate::coercion::can_cast_implicitly;
use crate::register::{Call, Family, Function, Resolution};
use waterwheel_types::codec::encode_field;
use waterwheel_types::column::column_of;
use waterwheel_types::{DataType, Kind, Value};

const fn function(
    name: &'static str,
    syntax: &'static str,
    doc: &'static str,
    resolve: fn(&Call<'_>) -> Result<Resolution, Mismatch>,
) -> Function {
    Function { name, family: Family::Collection, syntax, doc, deterministic: true, resolve }
}

/// This family's functions.
#[rustfmt::skip]
pub(crate) static FUNCTIONS: &[Function] = &[
    function("ITEM", "x[index]", "An element of an array, a value of a map, a field of a row, either of a VARIANT; NULL when there is none.", item::item),
    function("CARDINALITY", "CARDINALITY(collection)", "How many elements or entries there are.", item::cardinality),
    function("ELEMENT", "ELEMENT(array)", "The only element; the job fails when there are more.", item::element),
    function("ARRAY", "ARRAY[value, …]", "An array of these values.", construct::array),
    function("MAP", "MAP[key, value, …]", "A map of these entries; the last of equal keys counts.", construct::map),
    function("ROW", "ROW(value, …)", "A row of these values.", construct::row),
    function("OBJECT_OF", "OBJECT_OF(class, name, value, …)", "An object of a structured type; class and names are constants.", structured::object_of),
    function("OBJECT_UPDATE", "OBJECT_UPDATE(object, name, value, …)", "The object with other values in these fields.", structured::object_update),
    function("ARRAY_APPEND", "ARRAY_APPEND(array, element)", "The array with one more element at its end.", array::append),
    function("ARRAY_PREPEND", "ARRAY_PREPEND(array, element)", "The array with one more element at its start.", array::prepend),
    function("ARRAY_CONCAT", "ARRAY_CONCAT(array, …)", "The elements of all arrays one after the other.", array::concat),
    function("ARRAY_CONTAINS", "ARRAY_CONTAINS(array, element)", "Whether the element is in the array; NULL can be looked for.", array::contains),
    function("ARRAY_DISTINCT", "ARRAY_DISTINCT(array)", "The array without repetitions.", array::distinct),
    function("ARRAY_EXCEPT", "ARRAY_EXCEPT(array, array)", "The elements of the first that are not in the second, without repetitions.", array::except),
    function("ARRAY_INTERSECT", "ARRAY_INTERSECT(array, array)", "The elements that are in both, without repetitions.", array::intersect),
    function("ARRAY_UNION", "ARRAY_UNION(array, array)", "The elements of both, without repetitions.", array::union),
    function("ARRAY_JOIN", "ARRAY_JOIN(array, delimiter [, null_replacement])", "The texts with a delimiter between them; NULLs are left out or replaced.", array::join),
    function("ARRAY_MAX", "ARRAY_MAX(array)", "The largest element, NULLs ignored.", array::max),
    function("ARRAY_MIN", "ARRAY_MIN(array)", "The smallest element, NULLs ignored.", array::min),
    function("ARRAY_POSITION", "ARRAY_POSITION(array, element)", "Where the element stands first, from 1; 0 when it does not.", array::position),
    function("ARRAY_REMOVE", "ARRAY_REMOVE(array, element)", "The array without any element equal to this one.", array::remove),
    function("ARRAY_REVERSE", "ARRAY_REVERSE(array)", "The elements in reverse order.", array::reverse),
    function("ARRAY_SLICE", "ARRAY_SLICE(array, start [, end])", "The elements from start to end, both from 1, or from the end when negative.", array::slice),
    function("ARRAY_SORT", "ARRAY_SORT(array [, ascending [, nulls_first]])", "The elements in order.", array::sort),
    function("MAP_KEYS", "MAP_KEYS(map)", "The keys of a map.", map::keys),
    function("MAP_VALUES", "MAP_VALUES(map)", "The values of a map.", map::values),
    function("MAP_ENTRIES", "MAP_ENTRIES(map)", "The entries of a map as rows of key and value.", map::entries),
    function("MAP_FROM_ARRAYS", "MAP_FROM_ARRAYS(keys, values)", "The map of an array of keys and one of values.", map::from_arrays),
    function("MAP_UNION", "MAP_UNION(map, …)", "The entries of all maps; the last of equal keys counts.", map::union),
];

/// Whether an argument may be given where `wanted` is expected; NULL literals may.
fn takes(wanted: &DataType, given: &DataType) -> bool {
    given.kind == wanted.kind || given.kind == Kind::Null || can_cast_implicitly(given, &wanted.with_nullable(true))
}

/// The element type of an argument that must be an ARRAY.
fn element_type<'a>(call: &Call<'a>, index: usize) -> Result<&'a DataType, Mismatch> {
    match &call.data_type(index).kind {
        Kind::Array(element) => Ok(element),
        _ => Err(call.refuse()),
    }
}

fn array_of(element: &DataType, nullable: bool) -> DataType {
    DataType { kind: Kind::Array(Box::new(element.clone())), nullable }
}

/// The elements of a value that is an ARRAY and not NULL.
fn elements(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        other => panic!("{other:?} is no array"),
    }
}

/// The entries of a value that is a MAP and not NULL.
fn entries_of(value: &Value) -> &[(Value, Value)] {
    match value {
        Value::Map(entries) => entries,
        other => panic!("{other:?} is no map"),
    }
}

/// The canonical bytes of values: equal values, and only they, have equal bytes; NULL is equal to NULL.
fn identities(values: &[Value], data_type: &DataType) -> Vec<Vec<u8>> {
    let column = column_of(data_type, values);
    let encode = |row| {
        let mut bytes = Vec::new();
        encode_field(&column, data_type, row, &mut bytes);
        bytes
    };
    (0..values.len()).map(encode).collect()
}
