//! The functions on DOUBLE, and numbers in other bases.

use super::elementary;
use super::operators::unary;
use crate::lift;
use crate::register::{Call, Resolution};
use crate::{Expr, Mismatch, Node, Origin};
use arrow_array::types::Float64Type;
use waterwheel_types::{DataType, Kind, Value};

fn expect_numbers(call: &Call<'_>, count: usize) -> Result<(), Mismatch> {
    call.expect_arguments(count, count)?;
    let numbers = call.arguments.iter().all(|a| a.data_type.kind.is_numeric());
    if numbers { Ok(()) } else { Err(call.refuse()) }
}

fn double(call: &Call<'_>) -> DataType {
    Kind::Double.nullable().with_nullable(call.any_nullable())
}

/// A function of one DOUBLE.
pub fn one(call: &Call<'_>, f: fn(f64) -> f64) -> Result<Resolution, Mismatch> {
    expect_numbers(call, 1)?;
    let result = double(call);
    Ok(Resolution::Kernel { parameters: vec![result.clone()], kernel: unary::<f64, Float64Type>(&result, f), result })
}

/// A function of two DOUBLEs.
pub fn two(call: &Call<'_>, f: fn(f64, f64) -> f64) -> Result<Resolution, Mismatch> {
    expect_numbers(call, 2)?;
    let result = double(call);
    let kernel = lift::lift2::<f64, f64, f64, _>(&result, f);
    Ok(Resolution::Kernel { parameters: vec![result.clone(), result.clone()], result, kernel })
}

/// `ATAN2(y, x)`: both DECIMALs or neither.
pub fn atan2(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let decimals = call.arguments.iter().filter(|a| matches!(a.data_type.kind, Kind::Decimal { .. })).count();
    if decimals == 1 { Err(call.refuse().hint("CAST both to DOUBLE")) } else { two(call, elementary::atan2) }
}

/// `LOG(x)`, `LOG(base, x)`.
pub fn log(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 2)?;
    if call.arguments.len() == 1 { one(call, f64::ln) } else { two(call, |base, x| x.ln() / base.ln()) }
}

/// A constant.
pub fn constant(call: &Call<'_>, value: f64) -> Result<Resolution, Mismatch> {
    call.expect_arguments(0, 0)?;
    let node = Node::Literal(Value::Double(value), Origin::Computed);
    Ok(Resolution::Rewrite(Expr { data_type: Kind::Double.not_null(), node }))
}

fn text_of_integer(call: &Call<'_>, f: fn(i64) -> String) -> Resolution {
    let result = Kind::STRING.nullable().with_nullable(call.any_nullable());
    let kernel = lift::lift1::<i64, lift::Text, _>(&result, f);
    Resolution::Kernel { parameters: vec![Kind::BigInt.nullable()], result, kernel }
}

/// `BIN`.
pub fn bin(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    if !call.data_type(0).kind.is_integer() {
        return Err(call.refuse());
    }
    Ok(text_of_integer(call, |v| format!("{v:b}")))
}

/// `HEX`.
pub fn hex(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    match &call.data_type(0).kind {
        kind if kind.is_integer() => Ok(text_of_integer(call, |v| format!("{v:X}"))),
        kind if kind.is_text() => {
            let result = Kind::STRING.nullable().with_nullable(call.any_nullable());
            let kernel = lift::lift1::<lift::Text, lift::Text, _>(&result, |text: &str| {
                text.bytes().map(|b| format!("{b:02X}")).collect::<String>()
            });
            Ok(Resolution::Kernel { parameters: vec![Kind::STRING.nullable()], result, kernel })
        }
        _ => Err(call.refuse()),
    }
}

/// `UNHEX`: of an odd number of digits the first is dropped and a zero byte put in its place.
pub fn unhex(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    super::super::string::arguments_are_text(call)?;
    let result = Kind::BYTES.nullable();
    let kernel = lift::lift1::<lift::Text, lift::Binary, _>(&result, |text: &str| bytes_of_hex(text.as_bytes()));
    Ok(Resolution::Kernel { parameters: vec![Kind::STRING.nullable()], result, kernel })
}

fn bytes_of_hex(digits: &[u8]) -> Option<Vec<u8>> {
    let digit = |b: u8| char::from(b).to_digit(16);
    let (first, pairs) = digits.split_at(digits.len() % 2);
    let mut bytes = first.iter().map(|&b| digit(b).map(|_| 0)).collect::<Option<Vec<u8>>>()?;
    for pair in pairs.chunks_exact(2) {
        bytes.push((digit(pair[0])? * 16 + digit(pair[1])?) as u8);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn doubles() {
        check("POWER", &[int(-7), int(2)], "DOUBLE", "49.0");
        check("POWER", &[int(2), dec("0.5")], "DOUBLE", "1.4142135623730951");
        check("SQRT", &[int(7)], "DOUBLE", "2.6457513110645907");
        check("SQRT", &[dbl(406_355.7)], "DOUBLE", "637.4603517082455");
        check("LN", &[int(0)], "DOUBLE", "-Infinity");
        check("LOG", &[int(10), int(1000)], "DOUBLE", "2.9999999999999996");
        check("LOG2", &[int(8)], "DOUBLE", "3.0");
        check("LOG10", &[int(-1)], "DOUBLE", "NaN");
        check("COT", &[int(1)], "DOUBLE", "0.6420926159343306");
        check("DEGREES", &[int(1)], "DOUBLE", "57.29577951308232");
        check("RADIANS", &[int(180)], "DOUBLE", "3.141592653589793");
        check("ATAN2", &[int(1), int(2)], "DOUBLE", "0.4636476090008061");
        check("PI", &[], "DOUBLE", "3.141592653589793");
        refused("SIN", &[text("1")]);
    }

    #[test]
    fn bases() {
        check("BIN", &[int(4)], "STRING", "'100'");
        check("BIN", &[big(-2)], "STRING", "'1111111111111111111111111111111111111111111111111111111111111110'");
        check("HEX", &[int(-1)], "STRING", "'FFFFFFFFFFFFFFFF'");
        check("HEX", &[text("hello")], "STRING", "'68656C6C6F'");
        check("UNHEX", &[text("4142")], "BYTES", "AB");
        check("UNHEX", &[text("F")], "BYTES", "\0");
        check("UNHEX", &[text("zz")], "BYTES", "NULL");
        check("UNHEX", &[text("G")], "BYTES", "NULL");
    }
}
