//! ROUND, TRUNCATE, CEIL, FLOOR and SIGN.
//!
//! A DOUBLE is rounded by the digits that it is written with, not by its binary value: 1.005 to two digits is 1.01.

use super::digits;
use super::operators::{constant_integer, unary};
use crate::Mismatch;
use crate::coercion::decimal_size;
use crate::lift;
use crate::operand::KernelRef;
use crate::register::{Call, Resolution};
use crate::scalar::decimal;
use arrow_array::types::*;
use waterwheel::Failure;
use waterwheel_types::number_text::f64_text;
use waterwheel_types::{DataType, Kind};

/// Where a number goes that lies between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearer one, from the middle away from zero.
    HalfUp,
    /// Towards zero.
    Down,
}

impl Rounding {
    fn divide(self, value: i128, unit: i128) -> i128 {
        match self {
            Rounding::HalfUp => decimal::divide_half_up(value, unit),
            Rounding::Down => value / unit,
        }
    }
}

/// `ROUND(number[, digits])` and `TRUNCATE`.
pub fn round(call: &Call<'_>, rounding: Rounding) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 2)?;
    let data_type = call.data_type(0);
    let places = match call.arguments {
        [_, places] if !matches!(places.data_type.kind, Kind::TinyInt | Kind::SmallInt | Kind::Int) => return Err(call.refuse()),
        [_, places] => constant_integer(places),
        _ => Some(0),
    };
    let result = match (decimal_size(&data_type.kind), places) {
        (Some(size), Some(places)) if matches!(data_type.kind, Kind::Decimal { .. }) => digits::kind(digits::rounded(size, places)),
        _ if data_type.kind.is_numeric() => data_type.kind.clone(),
        _ => return Err(call.refuse()),
    };
    let result = result.nullable().with_nullable(call.any_nullable());
    let mut parameters = vec![data_type.clone()];
    parameters.extend(call.arguments.get(1).map(|_| Kind::Int.nullable()));
    let kernel = match call.arguments.len() {
        1 => rounding_to_constant(&data_type.kind, &result, rounding, 0),
        _ => rounding_to(&data_type.kind, &result, rounding),
    };
    Ok(Resolution::Kernel { parameters, result, kernel })
}

fn rounding_to_constant(kind: &Kind, result: &DataType, rounding: Rounding, places: i32) -> KernelRef {
    match kind {
        Kind::Float => lift::lift1::<f32, f32, _>(result, move |v| float(v, places, rounding)),
        Kind::Double => lift::lift1::<f64, f64, _>(result, move |v| double(v, places, rounding)),
        Kind::Decimal { scale, .. } => {
            let round = decimals(*scale, result, rounding);
            lift::lift1::<i128, i128, _>(result, move |v| round(v, places))
        }
        _ => unary_identity(result),
    }
}

fn unary_identity(result: &DataType) -> KernelRef {
    debug_assert!(result.kind.is_integer());
    lift::columns(false, |operands, rows, _| Ok(operands[0].clone().into_column(rows)))
}

fn rounding_to(kind: &Kind, result: &DataType, rounding: Rounding) -> KernelRef {
    match kind {
        Kind::TinyInt => lift::lift2::<i8, i32, i8, _>(result, move |v, places| integer(v.into(), places, rounding) as i8),
        Kind::SmallInt => lift::lift2::<i16, i32, i16, _>(result, move |v, places| integer(v.into(), places, rounding) as i16),
        Kind::Int => lift::lift2::<i32, i32, i32, _>(result, move |v, places| integer(v.into(), places, rounding) as i32),
        Kind::BigInt => lift::lift2::<i64, i32, i64, _>(result, move |v, places| integer(v.into(), places, rounding) as i64),
        Kind::Float => lift::lift2::<f32, i32, f32, _>(result, move |v, places| float(v, places, rounding)),
        Kind::Double => lift::lift2::<f64, i32, f64, _>(result, move |v, places| double(v, places, rounding)),
        _ => {
            let scale = decimal_size(kind).map_or(0, |(_, scale)| scale);
            let round = decimals(scale, result, rounding);
            lift::lift2::<i128, i32, i128, _>(result, round)
        }
    }
}

fn integer(value: i128, places: i32, rounding: Rounding) -> i128 {
    match u8::try_from(-i64::from(places)) {
        Ok(zeros @ 1..=37) => rounding.divide(value, decimal::power_of_10(zeros)) * decimal::power_of_10(zeros),
        Ok(0) => value,
        _ => {
            if places > 0 {
                value
            } else {
                0
            }
        }
    }
}

/// How a DECIMAL of this scale is rounded and held in the result's type.
fn decimals(scale: u8, result: &DataType, rounding: Rounding) -> impl Fn(i128, i32) -> Option<i128> + Send + Sync + 'static {
    let (precision, result_scale) = decimal_size(&result.kind).expect("the result is exact");
    move |value, places| {
        let dropped = i64::from(scale) - i64::from(places);
        let rounded = match u8::try_from(dropped) {
            Ok(digits @ 1..=37) => rounding.divide(value, decimal::power_of_10(digits)) * decimal::power_of_10(digits),
            _ => {
                if dropped > 0 {
                    0
                } else {
                    value
                }
            }
        };
        decimal::convert(rounded, scale, precision, result_scale)
    }
}

fn double(value: f64, places: i32, rounding: Rounding) -> Result<f64, Failure> {
    rounded_text(&f64_text(value), value.is_finite(), places, rounding).map(|text| text.parse().expect("digits"))
}

fn float(value: f32, places: i32, rounding: Rounding) -> Result<f32, Failure> {
    double(value.into(), places, rounding).map(|rounded| rounded as f32)
}

/// Digits with a point and perhaps an exponent, rounded to so many places behind the point.
fn rounded_text(text: &str, finite: bool, places: i32, rounding: Rounding) -> Result<String, Failure> {
    if !finite {
        return Err(Failure::data(format!("{text} cannot be rounded")));
    }
    let (mantissa, exponent) = text.split_once('E').map_or((text, 0), |(m, e)| (m, e.parse::<i32>().expect("an exponent")));
    let fraction = mantissa.split_once('.').map_or(0, |(_, f)| f.len() as i32);
    // The number is unscaled * 10^(exponent - fraction).
    let unscaled: i128 = mantissa.replace('.', "").parse().expect("digits");
    let power = exponent - fraction;
    let dropped = -(power + places);
    Ok(match dropped {
        ..=0 => text.to_owned(),
        1..=37 => format!("{}E{}", rounding.divide(unscaled, decimal::power_of_10(dropped as u8)), -places),
        _ => "0".to_owned(),
    })
}

/// `CEIL` and `FLOOR` of numbers.
pub fn whole(call: &Call<'_>, up: bool) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let data_type = call.data_type(0).clone();
    let (result, kernel) = match data_type.kind {
        Kind::Float => (data_type.clone(), unary::<f32, Float32Type>(&data_type, if up { f32::ceil } else { f32::floor })),
        Kind::Double => (data_type.clone(), unary::<f64, Float64Type>(&data_type, if up { f64::ceil } else { f64::floor })),
        Kind::Decimal { precision, scale } => {
            let result = DataType { kind: Kind::decimal(precision, 0), nullable: data_type.nullable };
            let unit = decimal::power_of_10(scale);
            let round = move |v: i128| if up { -(-v).div_euclid(unit) } else { v.div_euclid(unit) };
            let kernel = lift::lift1::<i128, i128, _>(&result, move |v| decimal::fit(round(v), precision));
            (result, kernel)
        }
        ref kind if kind.is_integer() => return Ok(Resolution::Rewrite(call.arguments[0].clone())),
        _ => return Err(call.refuse()),
    };
    Ok(Resolution::Kernel { parameters: vec![data_type], result, kernel })
}

/// `SIGN`, in the type of its argument.
pub fn sign(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let data_type = call.data_type(0);
    let kernel = match data_type.kind {
        Kind::TinyInt => unary::<i8, Int8Type>(data_type, i8::signum),
        Kind::SmallInt => unary::<i16, Int16Type>(data_type, i16::signum),
        Kind::Int => unary::<i32, Int32Type>(data_type, i32::signum),
        Kind::BigInt => unary::<i64, Int64Type>(data_type, i64::signum),
        // Rust's signum of zero is one.
        Kind::Float => unary::<f32, Float32Type>(data_type, |v| if v == 0.0 { v } else { v.signum() }),
        Kind::Double => unary::<f64, Float64Type>(data_type, |v| if v == 0.0 { v } else { v.signum() }),
        // The 1.0 of a DECIMAL(1, 1) has a digit too many, which Flink sees only where a DECIMAL does not fit into a BIGINT.
        Kind::Decimal { precision, scale } => {
            let unit = decimal::power_of_10(scale);
            let fits = precision < 19 || precision > scale;
            lift::lift1::<i128, i128, _>(data_type, move |v| Some(v.signum() * unit).filter(|sign| fits || *sign == 0))
        }
        _ => return Err(call.refuse()),
    };
    Ok(Resolution::Kernel { parameters: vec![data_type.clone()], result: data_type.clone(), kernel })
}

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use std::slice::from_ref;

    #[test]
    fn rounding() {
        let e = cast(dec("-1.15"), "DECIMAL(10, 2)");
        check("ROUND", &[dec("2.5")], "DECIMAL(2, 0)", "3");
        check("ROUND", &[dec("-2.5")], "DECIMAL(2, 0)", "-3");
        check("ROUND", &[dbl(2.345), int(2)], "DOUBLE", "2.35");
        check("ROUND", &[dbl(1.005), int(2)], "DOUBLE", "1.01");
        check("ROUND", &[flt(2.55), int(1)], "FLOAT", "2.5");
        check("ROUND", &[dbl(1e300), int(2)], "DOUBLE", "1.0E300");
        check("ROUND", &[cast(int(15), "TINYINT"), int(-1)], "TINYINT", "20");
        check("ROUND", &[big(123_456_789_012_345), int(-3)], "BIGINT", "123456789012000");
        check("TRUNCATE", &[dbl(-2.567), int(1)], "DOUBLE", "-2.5");
        check("TRUNCATE", &[int(7), int(-1)], "INT", "0");
        check("ROUND", from_ref(&e), "DECIMAL(9, 0)", "-1");
        check("TRUNCATE", &[e], "DECIMAL(9, 0)", "-1");
        fails("ROUND", &[dbl(f64::NAN)], "NaN");
    }

    #[test]
    fn whole_numbers_and_signs() {
        let e = cast(dec("-1.15"), "DECIMAL(10, 2)");
        check("CEIL", from_ref(&e), "DECIMAL(10, 0)", "-1");
        check("FLOOR", from_ref(&e), "DECIMAL(10, 0)", "-2");
        check("CEILING", &[dec("1.2")], "DECIMAL(2, 0)", "2");
        check("FLOOR", &[dbl(-1.5)], "DOUBLE", "-2.0");
        check("CEIL", &[int(7)], "INT", "7");
        check("SIGN", &[e], "DECIMAL(10, 2)", "-1.00");
        check("SIGN", &[int(-7)], "INT", "-1");
        check("SIGN", &[dbl(0.0)], "DOUBLE", "0.0");
    }

    /// The number of digits decides the type, so it is a constant here and a column there: not the same answer.
    #[test]
    fn digits_as_constants() {
        let session = crate::Session::default();
        let e = cast(dec("-1.15"), "DECIMAL(10, 2)");
        for (places, kind, value) in [(1, "DECIMAL(10, 1)", "-1.2"), (-1, "DECIMAL(9, 0)", "0"), (10, "DECIMAL(10, 2)", "-1.15")] {
            let call = crate::Expr::call("ROUND", vec![e.clone(), int(places)], &session).unwrap();
            assert_eq!((call.data_type.kind.to_string().as_str(), call.to_string().as_str()), (kind, value));
        }
    }
}
