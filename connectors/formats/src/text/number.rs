//! Numbers as Java reads and prints them.
//!
//! The names of the rules: `Integer.parseInt`, `Double.parseDouble`, `new BigDecimal(String)`, `BigDecimal.toString`. Digits are
//! ASCII only, where Java would take any script's. How DOUBLE and FLOAT are printed is with the types, for casts need it too.

use std::fmt::Write;

/// Java's `String.trim`: what is at most a space goes.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c <= ' ')
}

/// An integer: an optional sign and digits; `None` for anything else, or beyond 64 bits.
pub(crate) fn parse_integer(text: &str) -> Option<i64> {
    // The standard library's rule is Java's, sign included.
    text.parse().ok()
}

/// A double as `Double.parseDouble` reads it.
pub(crate) fn parse_double(text: &str) -> Option<f64> {
    parse_floating(text, |t| t.parse().ok(), |v| v)
}

/// A float as `Float.parseFloat` reads it.
pub(crate) fn parse_float(text: &str) -> Option<f32> {
    parse_floating(text, |t| t.parse().ok(), |v| v as f32)
}

fn parse_floating<T>(text: &str, decimal: impl Fn(&str) -> Option<T>, narrowed: impl Fn(f64) -> T) -> Option<T> {
    let text = trim(text);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    match unsigned {
        "NaN" => return Some(narrowed(f64::NAN)),
        "Infinity" => return Some(narrowed(sign * f64::INFINITY)),
        _ => {}
    }
    if unsigned.starts_with("0x") || unsigned.starts_with("0X") {
        return Some(narrowed(sign * parse_hexadecimal(unsigned[2..].strip_suffix(SUFFIXES).unwrap_or(&unsigned[2..]))?));
    }
    let number = text.strip_suffix(SUFFIXES).unwrap_or(text);
    // The standard library also takes `inf`, `infinity` and `nan`.
    let plain = number.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    if plain { decimal(number) } else { None }
}

const SUFFIXES: [char; 4] = ['f', 'F', 'd', 'D'];

/// `h.hhhp±d`, at most 16 digits of mantissa: more are not read.
fn parse_hexadecimal(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['p', 'P'])?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || digits.starts_with(['+', '-']) {
        return None;
    }
    let value = u64::from_str_radix(&digits, 16).ok()? as f64;
    let exponent: i32 = exponent.parse().ok()?;
    Some(value * 2f64.powi(exponent.checked_sub(4 * fraction.len() as i32)?))
}

/// A decimal number, taken apart: digits without sign and point, and the power of ten that they are multiplied with.
struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

impl<'a> Decimal<'a> {
    /// As `new BigDecimal(text)` reads it.
    fn parse(text: &'a str) -> Option<Self> {
        let negative = text.starts_with('-');
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?.into()),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let valid = whole.len() + fraction.len() > 0 && digits(whole) && digits(fraction);
        valid.then_some(Decimal { negative, whole, fraction, exponent })
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.whole.bytes().chain(self.fraction.bytes()).map(|b| b - b'0')
    }

    /// The number times ten to the `scale`, rounded half up (away from zero); `None` when it has more than 38 digits.
    fn unscaled(&self, scale: u8) -> Option<i128> {
        let count = (self.whole.len() + self.fraction.len()) as i64;
        // How many of the digits are kept; negative when the first one is already behind what the scale holds.
        let kept = self.whole.len() as i64 + self.exponent + i64::from(scale);
        let mut value = 0i128;
        for digit in self.digits().take(kept.clamp(0, count) as usize) {
            value = value.checked_mul(10)?.checked_add(digit.into())?;
        }
        if value != 0 && kept > count {
            let zeros = u32::try_from(kept - count).ok()?;
            value = value.checked_mul(10i128.checked_pow(zeros)?)?;
        }
        let next = if (0..count).contains(&kept) { self.digits().nth(kept as usize) } else { None };
        value += i128::from(next.is_some_and(|digit| digit >= 5));
        Some(if self.negative { -value } else { value })
    }
}

/// What a text is as a DECIMAL(precision, scale).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AsDecimal {
    /// The unscaled value, rounded half up to the scale.
    Value(i128),
    /// A number with too many digits in front of the point: Flink makes it NULL.
    TooLarge,
    /// No number at all.
    NotANumber,
}

/// Reads a DECIMAL(precision, scale).
pub(crate) fn parse_decimal(text: &str, precision: u8, scale: u8) -> AsDecimal {
    let Some(decimal) = Decimal::parse(text) else { return AsDecimal::NotANumber };
    match decimal.unscaled(scale) {
        Some(value) if value.unsigned_abs() < 10u128.pow(precision.into()) => AsDecimal::Value(value),
        _ => AsDecimal::TooLarge,
    }
}

/// Appends a DECIMAL in full: `-1.50`.
pub fn write_decimal(unscaled: i128, scale: u8, out: &mut String) {
    let digits = format!("{:0width$}", unscaled.unsigned_abs(), width = usize::from(scale) + 1);
    let point = digits.len() - usize::from(scale);
    if unscaled < 0 {
        out.push('-');
    }
    out.push_str(&digits[..point]);
    if scale > 0 {
        out.push('.');
        out.push_str(&digits[point..]);
    }
}

/// Appends `digits × 10^-scale` as `BigDecimal.toString` prints it: scientific when the scale is negative or the number is small.
pub(crate) fn write_big_decimal(negative: bool, digits: &str, scale: i64, out: &mut String) {
    let adjusted = digits.len() as i64 - 1 - scale;
    if negative {
        out.push('-');
    }
    if scale >= 0 && adjusted >= -6 {
        let width = scale as usize + 1;
        let padded = format!("{digits:0>width$}");
        let (whole, fraction) = padded.split_at(padded.len() - scale as usize);
        out.push_str(whole);
        if scale > 0 {
            write!(out, ".{fraction}").expect("writing to a String");
        }
        return;
    }
    out.push_str(&digits[..1]);
    if digits.len() > 1 {
        write!(out, ".{}", &digits[1..]).expect("writing to a String");
    }
    if adjusted != 0 {
        write!(out, "E{adjusted:+}").expect("writing to a String");
    }
}

/// Appends a decimal literal as a `BigDecimal` without trailing zeros prints; text that is no number is appended as it is.
pub(crate) fn write_stripped_decimal(text: &str, out: &mut String) {
    let Some(decimal) = Decimal::parse(text) else { return out.push_str(text) };
    let all = format!("{}{}", decimal.whole, decimal.fraction);
    let significant = all.trim_start_matches('0');
    let digits = significant.trim_end_matches('0');
    if digits.is_empty() {
        return out.push('0');
    }
    let stripped = (significant.len() - digits.len()) as i64;
    write_big_decimal(decimal.negative, digits, decimal.fraction.len() as i64 - decimal.exponent - stripped, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_read_as_in_java() {
        for (text, value) in [
            ("1d", 1.0),
            ("0x1p3", 8.0),
            ("1.", 1.0),
            (".5", 0.5),
            (" 7 ", 7.0),
            ("1e5", 1e5),
            ("1f", 1.0),
            ("-Infinity", f64::NEG_INFINITY),
        ] {
            assert_eq!(parse_double(text), Some(value), "{text}");
        }
        for text in ["nan", "inf", "1_000", "", "true", "{", "1e", "infinity"] {
            assert_eq!(parse_double(text), None, "{text}");
        }
    }

    #[test]
    fn decimals_round_half_up_and_overflow() {
        for (text, value) in [
            ("1.235", AsDecimal::Value(124)),
            ("1.005", AsDecimal::Value(101)),
            ("-1.235", AsDecimal::Value(-124)),
            ("1234.5", AsDecimal::TooLarge),
            ("999.994", AsDecimal::Value(99_999)),
            ("999.995", AsDecimal::TooLarge),
            ("1e2", AsDecimal::Value(10_000)),
            ("1e-3", AsDecimal::Value(0)),
            ("5e-3", AsDecimal::Value(1)),
            ("1.", AsDecimal::Value(100)),
            (".5", AsDecimal::Value(50)),
            ("1e999", AsDecimal::TooLarge),
            ("0e999", AsDecimal::Value(0)),
            ("1e99999999999", AsDecimal::NotANumber),
            ("0.0049999", AsDecimal::Value(0)),
            ("", AsDecimal::NotANumber),
            ("abc", AsDecimal::NotANumber),
        ] {
            assert_eq!(parse_decimal(text, 5, 2), value, "{text}");
        }
    }

    #[test]
    fn decimals_in_text_are_stripped_as_in_a_json_tree() {
        // Flink's answers for a container read as STRING beside a DECIMAL column.
        for (text, expected) in
            [("1.50", "1.5"), ("1e5", "1E+5"), ("100.00", "1E+2"), ("1E-10", "1E-10"), ("-0.0", "0"), ("1e400", "1E+400")]
        {
            let mut out = String::new();
            write_stripped_decimal(text, &mut out);
            assert_eq!(out, expected);
        }
    }
}
