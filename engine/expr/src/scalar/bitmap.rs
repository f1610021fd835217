//! The functions of bitmaps: sets of unsigned 32-bit integers, which SQL writes and reads as INT (-1 is 4294967295).
//!
//! A bitmap is held as the bytes of Roaring's portable format ([`waterwheel_types::bitmap`]), so each function takes its arguments
//! apart and puts its answer together again; that is linear in their sizes.

use crate::Mismatch;
use crate::coercion::can_cast_implicitly;
use crate::lift::{self, Binary, Text};
use crate::register::{Call, Family, Function, Resolution};
use roaring::RoaringBitmap;
use std::ops::{BitAnd, BitOr, BitXor, Sub};
use waterwheel::Failure;
use waterwheel_types::{DataType, Kind, Value, bitmap};

const fn function(
    name: &'static str,
    syntax: &'static str,
    doc: &'static str,
    resolve: fn(&Call<'_>) -> Result<Resolution, Mismatch>,
) -> Function {
    Function { name, family: Family::Bitmap, syntax, doc, deterministic: true, resolve }
}

/// This family's functions.
#[rustfmt::skip]
pub(crate) static FUNCTIONS: &[Function] = &[
    function("BITMAP_BUILD", "BITMAP_BUILD(array of INT)", "The bitmap of these numbers, NULLs left out.", build),
    function("BITMAP_CARDINALITY", "BITMAP_CARDINALITY(bitmap)", "How many numbers there are, as BIGINT.", cardinality),
    function("BITMAP_AND", "BITMAP_AND(bitmap, bitmap)", "The numbers that are in both.", |call| combined(call, BitAnd::bitand)),
    function("BITMAP_OR", "BITMAP_OR(bitmap, bitmap)", "The numbers that are in either.", |call| combined(call, BitOr::bitor)),
    function("BITMAP_XOR", "BITMAP_XOR(bitmap, bitmap)", "The numbers that are in one of them only.", |call| combined(call, BitXor::bitxor)),
    function("BITMAP_ANDNOT", "BITMAP_ANDNOT(bitmap, bitmap)", "The numbers that are in the first and not in the second.", |call| combined(call, Sub::sub)),
    function("BITMAP_TO_ARRAY", "BITMAP_TO_ARRAY(bitmap)", "The numbers as INTs: from 0 up, then from the least INT up.", to_array),
    function("BITMAP_TO_STRING", "BITMAP_TO_STRING(bitmap)", "The numbers as text, unsigned and ascending: `{1,2}`; cut after half a million characters.", to_text),
    function("BITMAP_TO_BYTES", "BITMAP_TO_BYTES(bitmap)", "Roaring's portable format.", to_bytes),
    function("BITMAP_FROM_BYTES", "BITMAP_FROM_BYTES(bytes)", "The bitmap in Roaring's portable format; the job fails if it is none.", from_bytes),
];

/// The call's result, which may be NULL when an argument may.
fn strict(call: &Call<'_>, kind: Kind) -> DataType {
    DataType { kind, nullable: call.any_nullable() }
}

/// The types of `count` arguments, all of which must be bitmaps.
fn bitmaps(call: &Call<'_>, count: usize) -> Result<Vec<DataType>, Mismatch> {
    call.expect_arguments(count, count)?;
    if call.arguments.iter().any(|argument| argument.data_type.kind != Kind::Bitmap) {
        return Err(call.refuse());
    }
    Ok(vec![Kind::Bitmap.nullable(); count])
}

fn build(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let wanted = Kind::Array(Box::new(Kind::Int.nullable())).nullable();
    if !can_cast_implicitly(call.data_type(0), &wanted) {
        return Err(call.refuse());
    }
    let (parameters, result) = (vec![wanted], strict(call, Kind::Bitmap));
    let kernel = lift::values(&parameters, &result, |arguments| match &arguments[0] {
        Value::Array(numbers) => Value::Bytes(bitmap::write(numbers.iter().filter_map(number).collect())),
        _ => Value::Null,
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// The unsigned number that an INT stands for.
fn number(value: &Value) -> Option<u32> {
    match value {
        Value::Int(number) => Some(number.cast_unsigned()),
        _ => None,
    }
}

fn cardinality(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (parameters, result) = (bitmaps(call, 1)?, strict(call, Kind::BigInt));
    let kernel = lift::lift1::<Binary, i64, _>(&result, |bytes| bitmap::held(bytes).len() as i64);
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn combined(call: &Call<'_>, combine: fn(RoaringBitmap, RoaringBitmap) -> RoaringBitmap) -> Result<Resolution, Mismatch> {
    let (parameters, result) = (bitmaps(call, 2)?, strict(call, Kind::Bitmap));
    let kernel = lift::lift2::<Binary, Binary, Binary, _>(&result, move |a, b| bitmap::write(combine(bitmap::held(a), bitmap::held(b))));
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn to_array(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (parameters, result) = (bitmaps(call, 1)?, strict(call, Kind::Array(Box::new(Kind::Int.nullable()))));
    let kernel = lift::values(&parameters, &result, |arguments| match &arguments[0] {
        Value::Bytes(bytes) => Value::Array(bitmap::held(bytes).iter().map(|number| Value::Int(number.cast_signed())).collect()),
        _ => Value::Null,
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn to_text(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (parameters, result) = (bitmaps(call, 1)?, strict(call, Kind::STRING));
    let kernel = lift::lift1::<Binary, Text, _>(&result, |bytes| {
        let mut text = String::new();
        bitmap::write_text(bytes, &mut text);
        text
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn to_bytes(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let (parameters, result) = (bitmaps(call, 1)?, strict(call, Kind::BYTES));
    let kernel = lift::lift1::<Binary, Binary, _>(&result, <[u8]>::to_vec);
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn from_bytes(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let kind = &call.data_type(0).kind;
    if !kind.is_binary() && *kind != Kind::Null {
        return Err(call.refuse());
    }
    let (parameters, result) = (vec![Kind::BYTES.nullable()], strict(call, Kind::Bitmap));
    let kernel =
        lift::lift1::<Binary, Binary, _>(&result, |bytes| bitmap::read(bytes).map(bitmap::write).map_err(|why| no_bitmap(bytes, &why)));
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn no_bitmap(bytes: &[u8], why: &str) -> Failure {
    Failure::data(format!("BITMAP_FROM_BYTES: {} bytes are no bitmap in Roaring's portable format: {why}", bytes.len()))
}

#[cfg(test)]
mod tests {
    use crate::Expr;
    use crate::Session;
    use crate::testing::*;

    fn built(numbers: &[i32]) -> Expr {
        let array = Expr::call("ARRAY", numbers.iter().map(|n| int(*n)).collect(), &Session::default()).unwrap();
        Expr::call("BITMAP_BUILD", vec![array], &Session::default()).unwrap()
    }

    #[test]
    fn sets_are_combined() {
        let (a, b) = (built(&[3, 1, 2, -1]), built(&[2, 5, -1]));
        for (name, result) in [
            ("BITMAP_AND", "'{2,4294967295}'"),
            ("BITMAP_OR", "'{1,2,3,5,4294967295}'"),
            ("BITMAP_XOR", "'{1,3,5}'"),
            ("BITMAP_ANDNOT", "'{1,3}'"),
        ] {
            let combined = Expr::call(name, vec![a.clone(), b.clone()], &Session::default()).unwrap();
            check("BITMAP_TO_STRING", &[combined], "STRING", result);
        }
        check("BITMAP_CARDINALITY", std::slice::from_ref(&a), "BIGINT", "4");
        check("=", &[a, built(&[-1, 1, 2, 3])], "BOOLEAN", "TRUE");
    }

    #[test]
    fn other_arguments_are_refused() {
        refused("BITMAP_CARDINALITY", &[int(1)]);
        refused("BITMAP_AND", &[built(&[1])]);
        refused("BITMAP_BUILD", &[text("a")]);
        refused("BITMAP_FROM_BYTES", &[text("a")]);
        refused("<", &[built(&[1]), built(&[2])]);
    }
}
