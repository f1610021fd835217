//! The operators: one loop over slices per kind of number.

use super::super::primitive::{column, map2, natives, try_map2, union_nulls};
use super::super::{decimal, interval};
use super::digits::{self, Size};
use crate::coercion::{common_type, decimal_size, least_restrictive};
use crate::expr::{Node, Origin};
use crate::lift;
use crate::operand::KernelRef;
use crate::register::{Call, Resolution};
use crate::{Expr, Mismatch};
use arrow_array::ArrowPrimitiveType;
use arrow_array::types::*;
use arrow_buffer::ArrowNativeType;
use waterwheel::Failure;
use waterwheel_types::{DataType, Kind, Value, arrow_type};

/// `+`.
pub fn plus(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    match call.arguments {
        [only] if only.data_type.kind.is_numeric() || only.data_type.kind.is_interval() => Ok(Resolution::Rewrite(only.clone())),
        [a, b] => or_unchanged(call, Operator::Plus, if is_number(b, 0) { Some(a) } else { is_number(a, 0).then_some(b) }),
        _ => binary(call, Operator::Plus),
    }
}

/// `-`.
pub fn minus(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    match call.arguments {
        [_] => negate(call),
        [a, b] => or_unchanged(call, Operator::Minus, is_number(b, 0).then_some(a)),
        _ => binary(call, Operator::Minus),
    }
}

/// `*`.
pub fn times(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    match call.arguments {
        [a, b] => or_unchanged(call, Operator::Times, if is_number(b, 1) { Some(a) } else { is_number(a, 1).then_some(b) }),
        _ => binary(call, Operator::Times),
    }
}

/// `/`.
pub fn divide(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    match call.arguments {
        [a, b] => or_unchanged(call, Operator::Divide, is_number(b, 1).then_some(a)),
        _ => binary(call, Operator::Divide),
    }
}

/// As Flink's planner has it, FLOAT and DOUBLE x + 0, x - 0, x * 1 and x / 1 are x: of -0.0, too, and of a number that was written
/// and cast that number.
fn or_unchanged(call: &Call<'_>, operator: Operator, unchanged: Option<&Expr>) -> Result<Resolution, Mismatch> {
    let resolution = binary(call, operator)?;
    match (&resolution, unchanged.and_then(kept)) {
        (Resolution::Kernel { result, .. }, Some(x)) if matches!(result.kind, Kind::Float | Kind::Double) => {
            x.coerce(result, call.session).map(Resolution::Rewrite)
        }
        _ => Ok(resolution),
    }
}

/// What is no constant as it is; a number of the script behind a FLOAT or DOUBLE once, not through another operator.
fn kept(operand: &Expr) -> Option<Expr> {
    let node = match &operand.node {
        Node::Literal(value, Origin::Number(number)) => match &number.node {
            Node::Literal(written, Origin::Written) => {
                let number = Expr { data_type: number.data_type.clone(), node: Node::Literal(written.clone(), Origin::Computed) };
                Node::Literal(value.clone(), Origin::Number(Box::new(number)))
            }
            _ => return None,
        },
        Node::Literal(..) => return None,
        node => node.clone(),
    };
    Some(Expr { data_type: operand.data_type.clone(), node })
}

/// `%`: of exact numbers only.
pub fn remainder(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    let exact = call.arguments.iter().all(|a| a.data_type.kind.is_exact() || a.data_type.kind == Kind::Null);
    if !exact {
        return Err(call.refuse());
    }
    let resolution = binary(call, Operator::Remainder)?;
    let divisor = &call.data_type(1).kind;
    let whole = call.arguments.iter().all(|a| a.data_type.kind.is_integer() || matches!(a.data_type.kind, Kind::Decimal { scale: 0, .. }));
    match resolution {
        Resolution::Kernel { result, .. } if whole && result.kind != *divisor => whole_remainder(call).map(Resolution::Rewrite),
        other => Ok(other),
    }
}

/// The remainder of whole numbers has the divisor's type, and is computed as BIGINT where that is an integer: what a DECIMAL has
/// beyond 64 bits is lost.
fn whole_remainder(call: &Call<'_>) -> Result<Expr, Mismatch> {
    let [a, b] = call.arguments else { unreachable!("two arguments were counted") };
    let divisor = &b.data_type;
    let wide = if divisor.kind.is_integer() { Kind::BigInt.nullable() } else { divisor.clone() };
    let operands = vec![widened(a, &wide, call)?, widened(b, &wide, call)?];
    Expr::apply(call.function, operands, call.session)?.coerce(divisor, call.session)
}

/// An operand of at least so many digits.
fn widened(operand: &Expr, wide: &DataType, call: &Call<'_>) -> Result<Expr, Mismatch> {
    let is_wider = !wide.kind.is_integer() && decimal_size(&operand.data_type.kind) > decimal_size(&wide.kind);
    if is_wider { Ok(operand.clone()) } else { operand.clone().coerce(wide, call.session) }
}

/// Whether this is a constant, 0 or 1.
fn is_number(argument: &Expr, number: u8) -> bool {
    match (argument.as_literal(), &argument.data_type.kind) {
        (Some(Value::Float(v)), _) => *v == number.into(),
        (Some(Value::Double(v)), _) => *v == number.into(),
        (Some(Value::Decimal(v)), Kind::Decimal { scale, .. }) => *v == i128::from(number) * decimal::power_of_10(*scale),
        (Some(value), kind) => kind.is_integer() && value.as_i64() == Some(number.into()),
        (None, _) => false,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
}

fn binary(call: &Call<'_>, operator: Operator) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    let (a, b) = (call.data_type(0), call.data_type(1));
    let moved = |kind: &Kind| kind.is_datetime() || kind.is_interval();
    if moved(&a.kind) || moved(&b.kind) {
        return interval::resolve(call, operator);
    }
    if a.kind == Kind::Null || b.kind == Kind::Null {
        let other = common_type(&[a, b]).filter(|t| t.kind.is_numeric()).ok_or_else(|| call.refuse())?;
        return Ok(Resolution::Rewrite(Expr::null(other.kind)));
    }
    if !a.kind.is_numeric() || !b.kind.is_numeric() {
        return Err(call.refuse());
    }
    let common = least_restrictive(&[a, b]).expect("numbers have a common type");
    if operator == Operator::Divide && call.arguments.iter().all(|e| e.as_literal().is_some()) && is_number(&call.arguments[1], 0) {
        return Err(Mismatch::new("Division by zero"));
    }
    match (&common.kind, decimal_size(&a.kind), decimal_size(&b.kind)) {
        (Kind::Decimal { .. }, Some(left), Some(right)) => Ok(decimals(call, operator, left, right)),
        _ => {
            let certain = call.arguments[1].as_literal().and_then(Value::as_i64).is_some_and(|divisor| divisor != 0);
            let kernel = primitive(&common, operator, certain);
            Ok(Resolution::Kernel { parameters: vec![common.clone(), common.clone()], result: common, kernel })
        }
    }
}

/// What computes an operator on two columns of one kind of integer or fraction. `certain`: the divisor is never zero.
fn primitive(data_type: &DataType, operator: Operator, certain: bool) -> KernelRef {
    match data_type.kind {
        Kind::TinyInt => integers::<i8, Int8Type>(operator, certain),
        Kind::SmallInt => integers::<i16, Int16Type>(operator, certain),
        Kind::Int => integers::<i32, Int32Type>(operator, certain),
        Kind::BigInt => integers::<i64, Int64Type>(operator, certain),
        Kind::Float => fractions::<f32, Float32Type>(operator),
        _ => fractions::<f64, Float64Type>(operator),
    }
}

/// Java's integers.
trait Wrapping: ArrowNativeType {
    fn add(self, other: Self) -> Self;
    fn sub(self, other: Self) -> Self;
    fn mul(self, other: Self) -> Self;
    /// The divisor must not be zero.
    fn div(self, other: Self) -> Self;
    /// The divisor must not be zero.
    fn rem(self, other: Self) -> Self;
    fn neg(self) -> Self;
    fn abs(self) -> Self;
}

macro_rules! wrapping {
    ($($native:ty),*) => {$(
        impl Wrapping for $native {
            fn add(self, other: Self) -> Self { self.wrapping_add(other) }
            fn sub(self, other: Self) -> Self { self.wrapping_sub(other) }
            fn mul(self, other: Self) -> Self { self.wrapping_mul(other) }
            fn div(self, other: Self) -> Self { self.wrapping_div(other) }
            fn rem(self, other: Self) -> Self { self.wrapping_rem(other) }
            fn neg(self) -> Self { self.wrapping_neg() }
            fn abs(self) -> Self { self.wrapping_abs() }
        }
    )*};
}

wrapping!(i8, i16, i32, i64, i128);

/// A kernel that cannot fail: `f` of the values of each row.
fn total<N: ArrowNativeType, T: ArrowPrimitiveType<Native = N>>(f: impl Fn(N, N) -> N + Send + Sync + 'static) -> KernelRef {
    lift::columns(false, move |operands, rows, _| {
        let values = map2::<N, N, N>(operands, rows, &f);
        Ok(column::<T>(values, union_nulls(operands, rows), &T::DATA_TYPE))
    })
}

fn integers<N: Wrapping + PartialEq, T: ArrowPrimitiveType<Native = N>>(operator: Operator, certain: bool) -> KernelRef {
    match operator {
        Operator::Plus => total::<N, T>(N::add),
        Operator::Minus => total::<N, T>(N::sub),
        Operator::Times => total::<N, T>(N::mul),
        Operator::Divide if certain => total::<N, T>(N::div),
        Operator::Remainder if certain => total::<N, T>(N::rem),
        Operator::Divide => dividing::<N, T>(N::div),
        Operator::Remainder => dividing::<N, T>(N::rem),
    }
}

fn dividing<N: ArrowNativeType, T: ArrowPrimitiveType<Native = N>>(f: fn(N, N) -> N) -> KernelRef {
    lift::columns(true, move |operands, rows, _| {
        try_map2::<N, N, T>(operands, rows, &T::DATA_TYPE, |a, b| {
            if b == N::default() { Err(Failure::data("/ by zero")) } else { Ok(Some(f(a, b))) }
        })
    })
}

fn fractions<N, T>(operator: Operator) -> KernelRef
where
    N: ArrowNativeType
        + std::ops::Add<Output = N>
        + std::ops::Sub<Output = N>
        + std::ops::Mul<Output = N>
        + std::ops::Div<Output = N>
        + std::ops::Rem<Output = N>,
    T: ArrowPrimitiveType<Native = N>,
{
    match operator {
        Operator::Plus => total::<N, T>(|a, b| a + b),
        Operator::Minus => total::<N, T>(|a, b| a - b),
        Operator::Times => total::<N, T>(|a, b| a * b),
        Operator::Divide => total::<N, T>(|a, b| a / b),
        Operator::Remainder => total::<N, T>(|a, b| a % b),
    }
}

fn decimals(call: &Call<'_>, operator: Operator, left: Size, right: Size) -> Resolution {
    let size = match operator {
        Operator::Plus | Operator::Minus => digits::sum(left, right),
        Operator::Times => digits::product(left, right),
        Operator::Divide => digits::quotient(left, right),
        Operator::Remainder => digits::remainder(left, right),
    };
    let result = digits::kind(size).nullable().with_nullable(call.any_nullable());
    let kernel = match operator {
        Operator::Plus => decimal_sum(left, right, size, &result, 1),
        Operator::Minus => decimal_sum(left, right, size, &result, -1),
        Operator::Times => decimal_product(left, right, size, &result),
        Operator::Divide => decimal_quotient(left, right, size, &result),
        Operator::Remainder => decimal_remainder(left, right, size, &result),
    };
    Resolution::Kernel { parameters: vec![digits::kind(left).nullable(), digits::kind(right).nullable()], result, kernel }
}

/// A DECIMAL kernel whose result always fits.
fn exact(result: &DataType, f: impl Fn(i128, i128) -> i128 + Send + Sync + 'static) -> KernelRef {
    let arrow = arrow_type(result);
    lift::columns(false, move |operands, rows, _| {
        let values = map2::<i128, i128, i128>(operands, rows, &f);
        Ok(column::<Decimal128Type>(values, union_nulls(operands, rows), &arrow))
    })
}

/// A DECIMAL kernel: NULL where there is no result, or the failure.
fn inexact(
    result: &DataType,
    can_fail: bool,
    f: impl Fn(i128, i128) -> Result<Option<i128>, Failure> + Send + Sync + 'static,
) -> KernelRef {
    let arrow = arrow_type(result);
    lift::columns(can_fail, move |operands, rows, _| try_map2::<i128, i128, Decimal128Type>(operands, rows, &arrow, &f))
}

/// `a + sign * b`.
fn decimal_sum(left: Size, right: Size, size: Size, result: &DataType, sign: i128) -> KernelRef {
    let scale = left.1.max(right.1);
    let (up_left, up_right) = (decimal::power_of_10(scale - left.1), sign * decimal::power_of_10(scale - right.1));
    let all_digits = (left.0 - left.1).max(right.0 - right.1) + scale + 1;
    if size == (all_digits, scale) {
        return exact(result, move |a, b| a.wrapping_mul(up_left).wrapping_add(b.wrapping_mul(up_right)));
    }
    let drop = scale - size.1;
    inexact(result, false, move |a, b| Ok(decimal::add((a, up_left), (b, up_right), drop).and_then(|sum| decimal::fit(sum, size.0))))
}

fn decimal_product(left: Size, right: Size, size: Size, result: &DataType) -> KernelRef {
    let scale = left.1 + right.1;
    if size == (left.0 + right.0 + 1, scale) {
        return exact(result, i128::wrapping_mul);
    }
    let drop = scale - size.1;
    inexact(result, false, move |a, b| Ok(decimal::multiply(a, b, drop).and_then(|product| decimal::fit(product, size.0))))
}

fn decimal_quotient(left: Size, right: Size, size: Size, result: &DataType) -> KernelRef {
    let shift = i32::from(size.1) + i32::from(right.1) - i32::from(left.1);
    inexact(result, true, move |a, b| {
        if b == 0 {
            return Err(Failure::data("Division by zero"));
        }
        let quotient = match u8::try_from(shift) {
            Ok(up) => decimal::divide(a, b, up),
            Err(_) => b.checked_mul(decimal::power_of_10(-shift as u8)).map_or(Some(0), |b| decimal::divide(a, b, 0)),
        };
        Ok(quotient.and_then(|q| decimal::fit(q, size.0)))
    })
}

fn decimal_remainder(left: Size, right: Size, size: Size, result: &DataType) -> KernelRef {
    let scale = left.1.max(right.1);
    inexact(result, true, move |a, b| {
        if b == 0 {
            return Err(Failure::data("/ by zero"));
        }
        let rest =
            decimal::remainder((a, decimal::power_of_10(scale - left.1)), (b, decimal::power_of_10(scale - right.1)), scale - size.1);
        Ok(rest.and_then(|rest| decimal::fit(rest, size.0)))
    })
}

/// The unary minus.
pub fn negate(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let data_type = call.data_type(0);
    let kernel = match data_type.kind {
        Kind::TinyInt => unary::<i8, Int8Type>(data_type, Wrapping::neg),
        Kind::SmallInt => unary::<i16, Int16Type>(data_type, Wrapping::neg),
        Kind::Int => unary::<i32, Int32Type>(data_type, Wrapping::neg),
        Kind::IntervalYearMonth => unary::<i32, IntervalYearMonthType>(data_type, Wrapping::neg),
        Kind::BigInt => unary::<i64, Int64Type>(data_type, Wrapping::neg),
        Kind::IntervalDayTime => unary::<i64, DurationMillisecondType>(data_type, Wrapping::neg),
        Kind::Decimal { .. } => unary::<i128, Decimal128Type>(data_type, Wrapping::neg),
        Kind::Float => unary::<f32, Float32Type>(data_type, |v| -v),
        Kind::Double => unary::<f64, Float64Type>(data_type, |v| -v),
        _ => return Err(call.refuse()),
    };
    Ok(Resolution::Kernel { parameters: vec![data_type.clone()], result: data_type.clone(), kernel })
}

/// `ABS`: of numbers only; that of the smallest integer is itself.
pub fn abs(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let data_type = call.data_type(0);
    let kernel = match data_type.kind {
        Kind::TinyInt => unary::<i8, Int8Type>(data_type, Wrapping::abs),
        Kind::SmallInt => unary::<i16, Int16Type>(data_type, Wrapping::abs),
        Kind::Int => unary::<i32, Int32Type>(data_type, Wrapping::abs),
        Kind::BigInt => unary::<i64, Int64Type>(data_type, Wrapping::abs),
        Kind::Decimal { .. } => unary::<i128, Decimal128Type>(data_type, Wrapping::abs),
        Kind::Float => unary::<f32, Float32Type>(data_type, f32::abs),
        Kind::Double => unary::<f64, Float64Type>(data_type, f64::abs),
        _ => return Err(call.refuse()),
    };
    Ok(Resolution::Kernel { parameters: vec![data_type.clone()], result: data_type.clone(), kernel })
}

/// A kernel that maps numbers to numbers of the same type.
pub(super) fn unary<N: ArrowNativeType, T: ArrowPrimitiveType<Native = N>>(
    data_type: &DataType,
    f: impl Fn(N) -> N + Send + Sync + 'static,
) -> KernelRef {
    let arrow = arrow_type(data_type);
    lift::columns(false, move |operands, rows, _| {
        let values = natives::<N>(&operands[0].clone().into_column(rows));
        let mapped: Vec<N> = values.iter().map(|&v| f(v)).collect();
        Ok(column::<T>(mapped.into(), union_nulls(operands, rows), &arrow))
    })
}

/// Whether an argument is a constant integer, and which.
pub(super) fn constant_integer(argument: &Expr) -> Option<i64> {
    argument.as_literal().and_then(Value::as_i64)
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn integers_wrap_and_truncate() {
        check("+", &[int(i32::MAX), int(1)], "INT", "-2147483648");
        check("+", &[cast(int(127), "TINYINT"), cast(int(1), "TINYINT")], "TINYINT", "-128");
        check("*", &[cast(int(-7), "TINYINT"), cast(int(100), "SMALLINT")], "SMALLINT", "-700");
        check("*", &[big(10_000_000_000), big(10_000_000_000)], "BIGINT", "7766279631452241920");
        check("/", &[int(-7), int(2)], "INT", "-3");
        check("%", &[int(7), int(-2)], "INT", "1");
        check("MOD", &[int(-7), big(2)], "BIGINT", "-1");
        check("MOD", &[big(9_000_000_000_000_000_000), int(7)], "INT", "2");
        check("MOD", &[cast(int(-7), "DECIMAL(3, 0)"), int(4)], "INT", "-3");
        check("MOD", &[int(100), cast(int(7), "DECIMAL(20, 0)")], "DECIMAL(20, 0)", "2");
        check("ABS", &[int(i32::MIN)], "INT", "-2147483648");
        check("NEGATE", &[big(5)], "BIGINT", "-5");
        fails("/", &[int(1), int(0)], "/ by zero");
        check("/", &[int(1), null("INT")], "INT", "NULL");
        refused("/", &[int(1), int(0)]);
        refused("%", &[int(1), dbl(2.0)]);
        refused("+", &[int(1), text("1")]);
    }

    #[test]
    fn fractions_follow_ieee() {
        check("/", &[dbl(1.0), null("INT")], "DOUBLE", "NULL");
        refused("+", &[flt(1.5), dbl(1e308)]);
        check("+", &[dbl(1.5), flt(1.5)], "DOUBLE", "3.0");
        refused("/", &[dbl(1.0), int(0)]);
        check("+", &[flt(1.5), flt(1.5)], "FLOAT", "3.0");
        check("+", &[dec("-1.15"), flt(1.5)], "DOUBLE", "0.3500000000000001");
        check("/", &[dbl(1.0), int(3)], "DOUBLE", "0.3333333333333333");
    }

    #[test]
    fn decimals_keep_their_digits() {
        let e = cast(dec("-1.15"), "DECIMAL(10, 2)");
        check("+", &[e.clone(), int(1)], "DECIMAL(13, 2)", "-0.15");
        check("*", &[e.clone(), e.clone()], "DECIMAL(21, 4)", "1.3225");
        check("/", &[e.clone(), int(3)], "DECIMAL(21, 13)", "-0.3833333333333");
        check("%", &[e.clone(), dec("0.3")], "DECIMAL(3, 2)", "-0.25");
        check("/", &[int(1), dec("3.0")], "DECIMAL(17, 6)", "0.333333");
        let wide = cast(int(1), "DECIMAL(38, 10)");
        check("*", &[wide.clone(), wide], "DECIMAL(38, 6)", "1.000000");
        let most = cast(text(&"9".repeat(38)), "DECIMAL(38, 0)");
        check("+", &[most.clone(), int(1)], "DECIMAL(38, 0)", "NULL");
        check("*", &[most, int(2)], "DECIMAL(38, 0)", "NULL");
        // Beyond 128 bits until the last digit is rounded away.
        let half = cast(dec("8528813514579433512616657430.9781937303"), "DECIMAL(38, 10)");
        check("+", &[half.clone(), half], "DECIMAL(38, 9)", "17057627029158867025233314861.956387461");
        fails("/", &[e, dec("0.00")], "Division by zero");
    }
}
