//! The text of FLOAT and DOUBLE as the Java virtual machines print it that Flink runs on (Java 11 and 17).
//!
//! `1.0`, `0.001`, `1.0E10`, `4.9E-324`, `NaN`, `-Infinity`: plain from 10⁻³ up to 10⁷, else with an exponent. It is not
//! always the shortest text that reads back as the same number: before Java 19 the digits come from a variant of Steele
//! and White ("How to print floating-point numbers accurately", 1990) that forces a second digit in front of an exponent
//! and takes whole numbers above 2⁵³ exactly, so that some numbers have a digit more (`8.6428959481196928E16`). Casts,
//! formats and prints all go through here, so that they agree.

use std::cmp::Ordering;

/// Appends a DOUBLE.
///
/// ```
/// let mut text = String::new();
/// waterwheel_types::float::write_f64(1e10, &mut text);
/// assert_eq!(text, "1.0E10");
/// ```
pub fn write_f64(value: f64, out: &mut String) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let exponent = (bits >> 52 & 0x7ff) as i32;
    let parts = match exponent {
        0 => Parts::subnormal(fraction, 52, -1_022),
        _ => Parts { fraction: fraction | 1 << 52, exponent: exponent - 1_023, significant_bits: 53 },
    };
    write_number(value.is_sign_negative(), value.is_nan(), value.is_infinite(), &parts, out);
}

/// Appends a FLOAT.
pub fn write_f32(value: f32, out: &mut String) {
    let bits = value.to_bits();
    let fraction = u64::from(bits & ((1 << 23) - 1));
    let exponent = (bits >> 23 & 0xff) as i32;
    let parts = match exponent {
        0 => Parts::subnormal(fraction, 23, -126),
        _ => Parts { fraction: (fraction | 1 << 23) << 29, exponent: exponent - 127, significant_bits: 24 },
    };
    write_number(value.is_sign_negative(), value.is_nan(), value.is_infinite(), &parts, out);
}

fn write_number(negative: bool, nan: bool, infinite: bool, parts: &Parts, out: &mut String) {
    if nan {
        return out.push_str("NaN");
    }
    if negative {
        out.push('-');
    }
    if infinite {
        out.push_str("Infinity");
    } else if parts.fraction == 0 {
        out.push_str("0.0");
    } else {
        parts.digits().write(out);
    }
}

/// A finite number other than 0: `fraction` / 2⁵² × 2^`exponent`.
struct Parts {
    /// 2⁵² ≤ fraction < 2⁵³, unless the number is 0.
    fraction: u64,
    exponent: i32,
    /// How many of the upper bits of `fraction` the number's type keeps here.
    significant_bits: i32,
}

impl Parts {
    fn subnormal(fraction: u64, fraction_bits: i32, exponent: i32) -> Self {
        if fraction == 0 {
            return Parts { fraction: 0, exponent: 0, significant_bits: 0 };
        }
        let significant_bits = 64 - fraction.leading_zeros() as i32;
        let shift = 53 - significant_bits;
        Parts { fraction: fraction << shift, exponent: exponent - (fraction_bits + 1 - significant_bits), significant_bits }
    }

    fn digits(&self) -> Digits {
        let trailing_zeros = self.fraction.trailing_zeros() as i32;
        let fraction_bits = 53 - trailing_zeros;
        let bits_behind_point = (fraction_bits - self.exponent - 1).max(0);
        if bits_behind_point == 0 && (-21..=62).contains(&self.exponent) {
            return Digits::of_integer(self.integer(), self.insignificant_digits());
        }
        let decimal_exponent = self.estimated_decimal_exponent();
        let (five, two) = ((-decimal_exponent).max(0), (-decimal_exponent).max(0) + bits_behind_point + self.exponent);
        let ten_five = decimal_exponent.max(0);
        let (mut value_two, mut scale_two) = (two - (fraction_bits - 1), ten_five + bits_behind_point);
        let mut half_ulp_two = two - self.significant_bits;
        let common = value_two.min(scale_two);
        value_two -= common;
        scale_two -= common;
        // The neighbour below a power of two is half as far away.
        half_ulp_two -= common + i32::from(fraction_bits == 1);
        let lift = (-half_ulp_two).max(0);
        let powers = Powers {
            five,
            scale_five: ten_five,
            value_two: value_two + lift,
            scale_two: scale_two + lift,
            half_ulp_two: half_ulp_two + lift,
        };
        powers.digits(self.fraction >> trailing_zeros, fraction_bits, decimal_exponent)
    }

    fn integer(&self) -> u64 {
        if self.exponent < 52 { self.fraction >> (52 - self.exponent) } else { self.fraction << (self.exponent - 52) }
    }

    /// How many digits of an integer lie below the type's precision: ⌊log₁₀ 2ⁿ⌋.
    fn insignificant_digits(&self) -> u32 {
        let bits = self.exponent - self.significant_bits - 1;
        if bits > 1 { (f64::from(bits) * std::f64::consts::LOG10_2) as u32 } else { 0 }
    }

    /// ⌊log₁₀⌋ of the number, or one too much.
    fn estimated_decimal_exponent(&self) -> i32 {
        let mantissa = self.fraction as f64 / (1u64 << 52) as f64;
        let log = (mantissa - 1.5) * 0.289_529_654 + 0.176_091_259 + f64::from(self.exponent) * std::f64::consts::LOG10_2;
        log.floor() as i32
    }
}

/// Decimal digits and where the point is.
struct Digits {
    /// Digits 0 to 9, the first not 0.
    digits: [u8; 32],
    length: usize,
    /// The number is 0.d₁d₂… × 10^`exponent`.
    exponent: i32,
}

impl Digits {
    fn empty(exponent: i32) -> Self {
        Digits { digits: [0; 32], length: 0, exponent }
    }

    fn push(&mut self, digit: u8) {
        self.digits[self.length] = digit;
        self.length += 1;
    }

    fn of_integer(value: u64, insignificant: u32) -> Self {
        let cut = 10u64.pow(insignificant);
        let mut rest = value / cut + u64::from(insignificant > 0 && value % cut >= cut / 2);
        let mut exponent = insignificant as i32;
        while rest.is_multiple_of(10) {
            rest /= 10;
            exponent += 1;
        }
        let length = rest.ilog10() as usize + 1;
        let mut digits = Digits { length, ..Digits::empty(exponent + length as i32) };
        for digit in digits.digits[..length].iter_mut().rev() {
            *digit = (rest % 10) as u8;
            rest /= 10;
        }
        digits
    }

    /// One more in the last place; nines carry to the left and stay as zeros.
    fn round_up(&mut self) {
        let last_other = self.digits[..self.length].iter().rposition(|&d| d != 9);
        let kept = last_other.map_or(0, |at| at + 1);
        self.digits[kept..self.length].fill(0);
        match last_other {
            Some(at) => self.digits[at] += 1,
            None => {
                self.digits[0] = 1;
                self.exponent += 1;
            }
        }
    }

    fn write(&self, out: &mut String) {
        let text = |digits: &[u8], out: &mut String| out.extend(digits.iter().map(|d| char::from(b'0' + d)));
        let zeros = |count: usize, out: &mut String| out.extend(std::iter::repeat_n('0', count));
        let digits = &self.digits[..self.length];
        match self.exponent {
            1..=7 => {
                let whole = (self.exponent as usize).min(self.length);
                text(&digits[..whole], out);
                zeros(self.exponent as usize - whole, out);
                out.push('.');
                text(if whole < self.length { &digits[whole..] } else { &[0] }, out);
            }
            -2..=0 => {
                out.push_str("0.");
                zeros(-self.exponent as usize, out);
                text(digits, out);
            }
            _ => {
                text(&digits[..1], out);
                out.push('.');
                text(if self.length > 1 { &digits[1..] } else { &[0] }, out);
                out.push('E');
                out.push_str(&(self.exponent - 1).to_string());
            }
        }
    }
}

/// Powers of 2 and 5 that make integers of the number (value ÷ scale is its first digit and what follows), of one digit's
/// unit and of half the distance to the next number.
struct Powers {
    /// Of the value and of the half distance.
    five: i32,
    scale_five: i32,
    value_two: i32,
    scale_two: i32,
    half_ulp_two: i32,
}

impl Powers {
    fn digits(&self, fraction: u64, fraction_bits: i32, decimal_exponent: i32) -> Digits {
        let bits = fraction_bits + self.value_two + bits_of_power_of_five(self.five);
        let bits = bits.max(self.scale_two + 1 + bits_of_power_of_five(self.scale_five + 1));
        if bits < 64 {
            let division = self.long_division(fraction as i64);
            return if bits < 32 { division.narrowed().digits(decimal_exponent) } else { division.digits(decimal_exponent) };
        }
        let division = Division {
            value: Big::new(fraction).times_five_to(self.five).shifted(self.value_two),
            half_ulp: Big::new(1).times_five_to(self.five).shifted(self.half_ulp_two),
            scale: Big::new(1).times_five_to(self.scale_five).shifted(self.scale_two),
        };
        division.digits(decimal_exponent)
    }

    fn long_division(&self, fraction: i64) -> Division<i64> {
        let (five, scale_five) = (5i64.pow(self.five as u32), 5i64.pow(self.scale_five as u32));
        Division { value: (fraction * five) << self.value_two, half_ulp: five << self.half_ulp_two, scale: scale_five << self.scale_two }
    }
}

/// Bits of 5ⁿ; beyond the powers that fit 64 bits a bound that is always too large to choose them.
fn bits_of_power_of_five(n: i32) -> i32 {
    if n <= 26 { 64 - 5u64.pow(n as u32).leading_zeros() as i32 } else { n * 3 }
}

/// Digit by digit division of `value` by `scale`, until what is left is less than half the distance to the next number.
struct Division<T> {
    value: T,
    half_ulp: T,
    scale: T,
}

impl Division<i64> {
    fn narrowed(self) -> Division<i32> {
        Division { value: self.value as i32, half_ulp: self.half_ulp as i32, scale: self.scale as i32 }
    }
}

/// A positive integer that holds ten times every number of a [`Division`].
trait Natural {
    /// `self / scale`, 0 to 9; leaves ten times the remainder.
    fn next_digit(&mut self, scale: &Self) -> u8;
    /// Ten times itself; `false` when that has visibly wrapped, which means that it is large enough to stop.
    fn grow(&mut self) -> bool;
    fn is_below(&self, other: &Self) -> bool;
    /// Whether the number and `half_ulp` together reach the next digit; at exactly that Java's wide and narrow
    /// arithmetic differ, and both are kept.
    fn reaches(&self, half_ulp: &Self, scale: &Self) -> bool;
    /// The remainder (tenfold) against half of ten times the scale.
    fn compare_to_half(&self, scale: &Self) -> Ordering;
}

impl<T: Natural> Division<T> {
    fn digits(mut self, decimal_exponent: i32) -> Digits {
        let mut digits = Digits::empty(decimal_exponent + 1);
        let digit = self.value.next_digit(&self.scale);
        let (mut low, mut high) = self.grow();
        if digit == 0 && !high {
            digits.exponent -= 1;
        } else {
            digits.push(digit);
        }
        // A text with an exponent has two digits at least.
        if !(-3..8).contains(&(digits.exponent - 1)) {
            (low, high) = (false, false);
        }
        while !low && !high {
            digits.push(self.value.next_digit(&self.scale));
            (low, high) = self.grow();
        }
        if high && (!low || self.rounds_up(&digits)) {
            digits.round_up();
        }
        digits
    }

    /// Whether the digits so far are close enough from below, and from above.
    fn grow(&mut self) -> (bool, bool) {
        if !self.half_ulp.grow() {
            return (true, true);
        }
        (self.value.is_below(&self.half_ulp), self.value.reaches(&self.half_ulp, &self.scale))
    }

    fn rounds_up(&self, digits: &Digits) -> bool {
        match self.value.compare_to_half(&self.scale) {
            Ordering::Less => false,
            Ordering::Equal => digits.digits[digits.length - 1] % 2 == 1,
            Ordering::Greater => true,
        }
    }
}

// Java computes in int or long where the numbers fit and lets them wrap, which shows in the last digit near 10²⁵.
macro_rules! wrapping_natural {
    ($int:ty) => {
        impl Natural for $int {
            fn next_digit(&mut self, scale: &Self) -> u8 {
                let digit = *self / scale;
                *self = (*self % scale).wrapping_mul(10);
                digit as u8
            }

            fn grow(&mut self) -> bool {
                *self = self.wrapping_mul(10);
                *self > 0
            }

            fn is_below(&self, other: &Self) -> bool {
                self < other
            }

            fn reaches(&self, half_ulp: &Self, scale: &Self) -> bool {
                self.wrapping_add(*half_ulp) > scale * 10
            }

            fn compare_to_half(&self, scale: &Self) -> Ordering {
                (self << 1).wrapping_sub(scale * 10).cmp(&0)
            }
        }
    };
}

wrapping_natural!(i32);
wrapping_natural!(i64);

/// A natural number of up to 1 280 bits: the largest power here is 10³²⁵ × 2⁵³.
#[derive(Clone)]
struct Big {
    /// Least significant word first.
    words: [u32; 40],
    /// Words above are 0.
    length: usize,
}

impl Big {
    fn new(value: u64) -> Self {
        let mut words = [0; 40];
        words[0] = value as u32;
        words[1] = (value >> 32) as u32;
        Big { words, length: 2 }
    }

    fn times(&mut self, factor: u32) {
        let mut carry = 0u64;
        for word in &mut self.words[..self.length] {
            carry += u64::from(*word) * u64::from(factor);
            *word = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.words[self.length] = carry as u32;
            self.length += 1;
        }
    }

    fn times_five_to(mut self, power: i32) -> Self {
        (0..power / 13).for_each(|_| self.times(5u32.pow(13)));
        self.times(5u32.pow(power as u32 % 13));
        self
    }

    fn shifted(mut self, bits: i32) -> Self {
        let words = bits as usize / 32;
        self.words.copy_within(..self.length, words);
        self.words[..words].fill(0);
        self.length += words;
        self.times(1 << (bits % 32));
        self
    }

    fn compare(&self, other: &Self) -> Ordering {
        let length = self.length.max(other.length);
        self.words[..length].iter().rev().cmp(other.words[..length].iter().rev())
    }

    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (word, &taken) in self.words[..self.length].iter_mut().zip(&other.words) {
            let (less, first) = word.overflowing_sub(taken);
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            (*word, borrow) = (less, first || second);
        }
    }

    fn plus(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        sum.length = self.length.max(other.length) + 1;
        let mut carry = 0u64;
        for (word, &added) in sum.words[..sum.length].iter_mut().zip(&other.words) {
            carry += u64::from(*word) + u64::from(added);
            *word = carry as u32;
            carry >>= 32;
        }
        sum
    }

    fn tenfold(&self) -> Self {
        let mut product = self.clone();
        product.times(10);
        product
    }
}

impl Natural for Big {
    fn next_digit(&mut self, scale: &Self) -> u8 {
        let mut digit = 0;
        while self.compare(scale).is_ge() {
            self.subtract(scale);
            digit += 1;
        }
        self.times(10);
        digit
    }

    fn grow(&mut self) -> bool {
        self.times(10);
        true
    }

    fn is_below(&self, other: &Self) -> bool {
        self.compare(other).is_lt()
    }

    fn reaches(&self, half_ulp: &Self, scale: &Self) -> bool {
        self.plus(half_ulp).compare(&scale.tenfold()).is_ge()
    }

    fn compare_to_half(&self, scale: &Self) -> Ordering {
        self.plus(self).compare(&scale.tenfold())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn double(value: f64) -> String {
        let mut text = String::new();
        write_f64(value, &mut text);
        text
    }

    fn float(value: f32) -> String {
        let mut text = String::new();
        write_f32(value, &mut text);
        text
    }

    // Expected values are what Java 17.0.15 prints. Two million random ones agreed when this was written.
    #[test]
    fn doubles_are_plain_between_a_thousandth_and_ten_million() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.001, "0.001"),
            (0.000_99, "9.9E-4"),
            (9_999_999.0, "9999999.0"),
            (1e7, "1.0E7"),
            (12_345_678.9, "1.23456789E7"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e100, "1.0E100"),
            (-123.456, "-123.456"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::MAX, "1.7976931348623157E308"),
            (2.225_073_858_507_201_4e-308, "2.2250738585072014E-308"),
        ] {
            assert_eq!(double(value), text);
        }
    }

    #[test]
    fn digits_that_are_not_the_shortest_are_java_s() {
        for (bits, text) in [
            (0x1, "4.9E-324"),
            (0xc, "5.9E-323"),
            (0x20, "1.58E-322"),
            (0xc373_30ea_e442_ef18, "-8.6428959481196928E16"),
            (0xc532_7ea9_fe53_e94d, "-2.2358818755901182E25"),
        ] {
            assert_eq!(double(f64::from_bits(bits)), text);
        }
        for (bits, text) in [(0x1, "1.4E-45"), (0xea39_3b6f, "-5.5982985E25"), (0x6a11_b01a, "4.4031464E25"), (0x7f7f_c99e, "3.4E38")] {
            assert_eq!(float(f32::from_bits(bits)), text);
        }
    }

    #[test]
    fn floats_have_their_own_digits() {
        for (value, text) in [(0.1, "0.1"), (0.3, "0.3"), (1e10, "1.0E10"), (16_777_216.0, "1.6777216E7"), (33_554_432.0, "3.3554432E7")] {
            assert_eq!(float(value), text);
        }
    }

    #[test]
    fn what_is_printed_reads_back_as_the_same_number() {
        let mut bits = 1u64;
        for _ in 0..20_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from_bits(bits);
            if value.is_finite() {
                assert_eq!(double(value).parse::<f64>().unwrap().to_bits(), bits);
            }
        }
    }
}
