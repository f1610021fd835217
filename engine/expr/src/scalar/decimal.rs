//! DECIMAL arithmetic on unscaled 128-bit numbers: changing scale, rounding, limits.
//!
//! Flink rounds half up, away from zero, and has no overflow but NULL: what does not fit is `None` here.

use arrow_buffer::i256;

/// 10ⁿ for n up to 38.
pub fn power_of_10(n: u8) -> i128 {
    10i128.pow(u32::from(n))
}

/// The number if it has no more than `precision` digits.
#[inline]
pub fn fit(value: i128, precision: u8) -> Option<i128> {
    (value.unsigned_abs() < power_of_10(precision).unsigned_abs()).then_some(value)
}

/// `value / divisor` rounded half up, away from zero; `divisor` is positive.
#[inline]
pub fn divide_half_up(value: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (value / divisor, value % divisor);
    let up = rest.unsigned_abs() >= divisor.unsigned_abs() - rest.unsigned_abs();
    if up { quotient + value.signum() } else { quotient }
}

/// The number at another scale, rounded half up; `None` where 128 bits do not hold it.
#[inline]
pub fn rescale(value: i128, from: u8, to: u8) -> Option<i128> {
    if to >= from { value.checked_mul(power_of_10(to - from)) } else { Some(divide_half_up(value, power_of_10(from - to))) }
}

/// The number as DECIMAL(precision, scale); `None` when it does not fit.
#[inline]
pub fn convert(value: i128, from_scale: u8, precision: u8, scale: u8) -> Option<i128> {
    fit(rescale(value, from_scale, scale)?, precision)
}

/// `numerator * 10^shift / denominator` rounded half up; `None` for a zero denominator or a result beyond 128 bits.
pub fn divide(numerator: i128, denominator: i128, shift: u8) -> Option<i128> {
    if denominator == 0 {
        return None;
    }
    if let Some(scaled) = numerator.checked_mul(power_of_10(shift.min(38))).filter(|_| shift <= 38) {
        let positive = denominator.checked_abs()?;
        return Some(divide_half_up(if denominator < 0 { scaled.checked_neg()? } else { scaled }, positive));
    }
    let ten = i256::from_i128(10);
    let scaled = (0..shift).try_fold(i256::from_i128(numerator), |n, _| n.checked_mul(ten))?;
    divide_wide(scaled, i256::from_i128(denominator))
}

/// `a * b` with `drop` digits rounded away, half up; `None` beyond 128 bits.
pub fn multiply(a: i128, b: i128, drop: u8) -> Option<i128> {
    match a.checked_mul(b) {
        Some(product) => Some(divide_half_up(product, power_of_10(drop))),
        None => divide_wide(i256::from_i128(a).checked_mul(i256::from_i128(b))?, i256::from_i128(power_of_10(drop))),
    }
}

/// The sum of two products with `drop` digits rounded away, half up; `None` beyond 128 bits.
pub fn add(a: (i128, i128), b: (i128, i128), drop: u8) -> Option<i128> {
    let narrow = a.0.checked_mul(a.1).zip(b.0.checked_mul(b.1)).and_then(|(a, b)| a.checked_add(b));
    match narrow {
        Some(sum) => Some(divide_half_up(sum, power_of_10(drop))),
        None => divide_wide(product_wide(a)?.checked_add(product_wide(b)?)?, i256::from_i128(power_of_10(drop))),
    }
}

/// The remainder of one product by another, which is not zero, with `drop` digits rounded away; `None` beyond 128 bits.
pub fn remainder(a: (i128, i128), b: (i128, i128), drop: u8) -> Option<i128> {
    match a.0.checked_mul(a.1).zip(b.0.checked_mul(b.1)) {
        Some((a, b)) => Some(divide_half_up(a % b, power_of_10(drop))),
        None => divide_wide(product_wide(a)?.checked_rem(product_wide(b)?)?, i256::from_i128(power_of_10(drop))),
    }
}

fn product_wide((a, b): (i128, i128)) -> Option<i256> {
    i256::from_i128(a).checked_mul(i256::from_i128(b))
}

fn divide_wide(value: i256, divisor: i256) -> Option<i128> {
    let quotient = value.checked_div(divisor)?;
    let rest = value.checked_rem(divisor)?;
    let twice = rest.wrapping_abs().checked_mul(i256::from_i128(2))?;
    let away = if (value < i256::ZERO) == (divisor < i256::ZERO) { i256::ONE } else { i256::MINUS_ONE };
    let rounded = if twice >= divisor.wrapping_abs() { quotient.checked_add(away)? } else { quotient };
    rounded.to_i128()
}

/// Appends the number with its point, all `scale` digits written.
pub fn write(value: i128, scale: u8, out: &mut String) {
    use std::fmt::Write;
    if value < 0 {
        out.push('-');
    }
    let magnitude = value.unsigned_abs();
    let unit = power_of_10(scale).unsigned_abs();
    write!(out, "{}", magnitude / unit).expect("writing to a String");
    if scale > 0 {
        write!(out, ".{:0width$}", magnitude % unit, width = usize::from(scale)).expect("writing to a String");
    }
}

/// The number as a DOUBLE, rounded once.
pub fn to_f64(value: i128, scale: u8) -> f64 {
    if value.unsigned_abs() < 1 << 53 && scale <= 22 {
        return value as f64 / 10f64.powi(i32::from(scale));
    }
    parse_written(value, scale)
}

/// The number as a FLOAT, rounded once.
pub fn to_f32(value: i128, scale: u8) -> f32 {
    let mut text = String::new();
    write(value, scale, &mut text);
    text.parse().expect("a decimal number")
}

fn parse_written(value: i128, scale: u8) -> f64 {
    let mut text = String::new();
    write(value, scale, &mut text);
    text.parse().expect("a decimal number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_half_up_away_from_zero() {
        assert_eq!(rescale(25, 1, 0), Some(3));
        assert_eq!(rescale(-25, 1, 0), Some(-3));
        assert_eq!(rescale(24, 1, 0), Some(2));
        assert_eq!(convert(99_995, 3, 4, 2), None);
    }

    #[test]
    fn wide_products_and_quotients() {
        let big = power_of_10(37);
        assert_eq!(multiply(big, power_of_10(20), 30), Some(power_of_10(27)));
        assert_eq!(divide(big, 3, 0), Some(big / 3));
        assert_eq!(divide(power_of_10(30), power_of_10(28), 20), Some(100 * power_of_10(20)));
        assert_eq!(divide(-1, 3, 6), Some(-333_333));
        assert_eq!(divide(2, -3, 6), Some(-666_667));
        assert_eq!(divide(1, 0, 6), None);
    }

    #[test]
    fn text_and_double() {
        let mut out = String::new();
        write(-5, 2, &mut out);
        assert_eq!(out, "-0.05");
        assert_eq!(to_f64(12_345, 3), 12.345);
        assert_eq!(to_f64(12_345_678_901_234_567_895, 3), 1.2345678901234568e16);
        assert_eq!(to_f32(11, 1), 1.1);
    }
}
