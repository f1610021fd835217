//! DOUBLE and FLOAT as text, digit for digit as the Java platform of the Flink we are measured against writes them.
//!
//! `1.0`, `0.001`, `1.0E10`, `NaN`, `-Infinity`: plain between 10⁻³ and 10⁷, else with an exponent, at least one digit on
//! both sides of the point. Before Java 19 the digits are those of Steele and White ("How to print floating-point numbers
//! accurately", 1990), with at least two taken in exponent form: mostly the shortest that read back, but not always (10²³
//! is `9.999999999999999E22`). A shortest printer such as Ryū would differ from Flink's output in those.

/// Appends a DOUBLE.
pub fn write_f64(value: f64, out: &mut String) {
    let bits = value.to_bits();
    if write_special(value, out) {
        return;
    }
    let field = ((bits >> 52) & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    write_digits(&Binary::new(field, fraction, 52, 1_023).digits(), out);
}

/// Appends a FLOAT.
pub fn write_f32(value: f32, out: &mut String) {
    let bits = value.to_bits();
    if write_special(f64::from(value), out) {
        return;
    }
    let field = ((bits >> 23) & 0xFF) as i32;
    let fraction = u64::from(bits & ((1 << 23) - 1));
    write_digits(&Binary::new(field, fraction, 23, 127).digits(), out);
}

/// A DOUBLE as text.
pub fn f64_text(value: f64) -> String {
    let mut out = String::with_capacity(24);
    write_f64(value, &mut out);
    out
}

/// A FLOAT as text.
pub fn f32_text(value: f32) -> String {
    let mut out = String::with_capacity(16);
    write_f32(value, &mut out);
    out
}

/// The sign, and all of a value that has no digits.
fn write_special(value: f64, out: &mut String) -> bool {
    if value.is_nan() {
        out.push_str("NaN");
        return true;
    }
    if value.is_sign_negative() {
        out.push('-');
    }
    if value.is_infinite() {
        out.push_str("Infinity");
    } else if value == 0.0 {
        out.push_str("0.0");
    }
    value.is_infinite() || value == 0.0
}

/// A finite number other than zero: `significand / 2^52 * 2^exponent` with bit 52 of the significand set.
struct Binary {
    significand: u64,
    exponent: i32,
    /// How many bits of the significand the number's type can tell apart at this size.
    precision: i32,
}

/// A decimal number `0.d₁d₂d₃… * 10^point`; the digits are ASCII.
struct Decimal {
    digits: Vec<u8>,
    point: i32,
}

impl Binary {
    fn new(field: i32, fraction: u64, width: u32, bias: i32) -> Self {
        let to_52 = 52 - width;
        if field > 0 {
            let significand = (fraction << to_52) | (1 << 52);
            return Binary { significand, exponent: field - bias, precision: width as i32 + 1 };
        }
        let lead = fraction.leading_zeros();
        let shift = lead - (63 - width);
        let significand = (fraction << shift) << to_52;
        Binary { significand, exponent: 1 - shift as i32 - bias, precision: 64 - lead as i32 }
    }

    fn digits(&self) -> Decimal {
        let fraction_bits = 53 - self.significand.trailing_zeros() as i32;
        let below_point = (fraction_bits - self.exponent - 1).max(0);
        if below_point == 0 && (0..=62).contains(&self.exponent) && fraction_bits < 64 {
            return self.integer_digits();
        }
        Scaled::new(self, fraction_bits, below_point).digits()
    }

    /// The digits of a whole number below 2⁶³; those that its type cannot tell apart are rounded to zeros.
    fn integer_digits(&self) -> Decimal {
        let value = if self.exponent >= 52 { self.significand << (self.exponent - 52) } else { self.significand >> (52 - self.exponent) };
        let uncertain_bits = self.exponent - self.precision - 1;
        let dropped = if self.exponent > self.precision && uncertain_bits > 1 { uncertain_bits * 30_103 / 100_000 } else { 0 } as u32;
        let unit = 10u64.pow(dropped);
        let rounded = value / unit + u64::from(dropped > 0 && value % unit >= unit / 2);
        let mut digits = rounded.to_string().into_bytes();
        let point = digits.len() as i32 + dropped as i32;
        digits.truncate(digits.iter().rposition(|&d| d != b'0').map_or(1, |last| last + 1));
        Decimal { digits, point }
    }

    /// A guess of the decimal exponent that is exact or one too high.
    fn decimal_exponent(&self) -> i32 {
        let one_to_two = f64::from_bits((1_023 << 52) | (self.significand & ((1 << 52) - 1)));
        let logarithm = (one_to_two - 1.5) * 0.289_529_654 + 0.176_091_259 + f64::from(self.exponent) * std::f64::consts::LOG10_2;
        logarithm.floor() as i32
    }
}

/// The number as the fraction `numerator / denominator * 10^exponent`, and half the distance to its neighbours, all in
/// powers of 2 and 5.
struct Scaled {
    odd: u64,
    odd_bits: i32,
    exponent: i32,
    numerator: (i32, i32),
    denominator: (i32, i32),
    margin: (i32, i32),
}

/// Digits being developed: the first must be taken even where it would do alone, in exponent form two must.
struct Development {
    digits: Vec<u8>,
    exponent: i32,
    low: bool,
    high: bool,
}

impl Scaled {
    fn new(number: &Binary, odd_bits: i32, below_point: i32) -> Self {
        let exponent = number.decimal_exponent();
        let fives = (-exponent).max(0);
        let mut numerator_twos = fives + below_point + number.exponent;
        let denominator_fives = exponent.max(0);
        let mut denominator_twos = denominator_fives + below_point;
        let mut margin_twos = numerator_twos - number.precision;
        numerator_twos -= odd_bits - 1;
        let common = numerator_twos.min(denominator_twos);
        numerator_twos -= common;
        denominator_twos -= common;
        margin_twos -= common;
        if odd_bits == 1 {
            // The neighbour below a power of two is nearer.
            margin_twos -= 1;
        }
        let missing = (-margin_twos).max(0);
        Scaled {
            odd: number.significand >> number.significand.trailing_zeros(),
            odd_bits,
            exponent,
            numerator: (numerator_twos + missing, fives),
            denominator: (denominator_twos + missing, denominator_fives),
            margin: (margin_twos + missing, fives),
        }
    }

    fn digits(&self) -> Decimal {
        let numerator_bits = self.odd_bits + self.numerator.0 + bits_of_power_of_5(self.numerator.1);
        let ten_denominator_bits = self.denominator.0 + 1 + bits_of_power_of_5(self.denominator.1 + 1);
        if numerator_bits < 64 && ten_denominator_bits < 64 {
            self.develop_in_words(numerator_bits < 32 && ten_denominator_bits < 32)
        } else {
            self.develop_in_big_numbers()
        }
    }

    /// In 64 bits, or in 32 where those suffice: there the margin overflows earlier, which ends the digits.
    fn develop_in_words(&self, narrow: bool) -> Decimal {
        let wrap = |v: i64| if narrow { i64::from(v as i32) } else { v };
        let power = |(twos, fives): (i32, i32)| 5i64.pow(fives as u32) << twos;
        let denominator = power(self.denominator);
        let tens = denominator * 10;
        let mut rest = (self.odd as i64 * 5i64.pow(self.numerator.1 as u32)) << self.numerator.0;
        let mut margin = power(self.margin);
        let mut step = |development: &mut Development| {
            let digit = rest / denominator;
            rest = 10 * (rest % denominator);
            margin = wrap(margin.wrapping_mul(10));
            let exhausted = margin <= 0;
            development.low = exhausted || rest < margin;
            development.high = exhausted || rest.wrapping_add(margin) > tens;
            digit as u8
        };
        let mut development = Development::begin(self.exponent, &mut step);
        development.run(&mut step);
        development.finish(wrap((rest << 1).wrapping_sub(tens)).cmp(&0))
    }

    fn develop_in_big_numbers(&self) -> Decimal {
        let denominator = Big::new(1, self.denominator);
        let tens = denominator.times(10);
        let mut rest = Big::new(self.odd, self.numerator);
        let mut margin = Big::new(1, self.margin);
        let mut step = |development: &mut Development| {
            let digit = rest.take_quotient(&denominator);
            rest = rest.times(10);
            margin = margin.times(10);
            development.low = rest < margin;
            development.high = rest.plus(&margin) >= tens;
            digit
        };
        let mut development = Development::begin(self.exponent, &mut step);
        development.run(&mut step);
        development.finish(rest.times(2).cmp(&tens))
    }
}

impl Development {
    fn begin(exponent: i32, step: &mut dyn FnMut(&mut Development) -> u8) -> Self {
        let mut development = Development { digits: Vec::with_capacity(20), exponent, low: false, high: false };
        let first = step(&mut development);
        if first == 0 && !development.high {
            development.exponent -= 1;
        } else {
            development.digits.push(b'0' + first);
        }
        if development.exponent < -3 || development.exponent >= 8 {
            (development.low, development.high) = (false, false);
        }
        development
    }

    fn run(&mut self, step: &mut dyn FnMut(&mut Development) -> u8) {
        while !self.low && !self.high {
            let digit = step(self);
            self.digits.push(b'0' + digit);
        }
    }

    /// Rounds the last digit; `doubled` is how twice the rest compares to one unit of that digit.
    fn finish(mut self, doubled: std::cmp::Ordering) -> Decimal {
        let odd = self.digits.last().is_some_and(|d| d & 1 == 1);
        let nearer_up = doubled.is_gt() || (doubled.is_eq() && odd);
        if self.high && (!self.low || nearer_up) {
            self.round_up();
        }
        Decimal { digits: self.digits, point: self.exponent + 1 }
    }

    fn round_up(&mut self) {
        let Some(last) = self.digits.iter().rposition(|&d| d != b'9') else {
            self.digits.fill(b'0');
            self.digits[0] = b'1';
            self.exponent += 1;
            return;
        };
        self.digits[last] += 1;
        self.digits[last + 1..].fill(b'0');
    }
}

/// The bits of 5ⁿ: exact up to 5²⁶, then at most as many as this.
fn bits_of_power_of_5(n: i32) -> i32 {
    if n <= 26 { 64 - 5u64.pow(n as u32).leading_zeros() as i32 } else { n * 3 }
}

/// A natural number of any size, least significant word first, no zero words at the end.
#[derive(Clone, PartialEq, Eq)]
struct Big(Vec<u32>);

impl PartialOrd for Big {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Big {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl Big {
    /// `factor * 2^twos * 5^fives`.
    fn new(factor: u64, (twos, fives): (i32, i32)) -> Big {
        let mut words = vec![0; twos as usize / 32];
        let shifted = u128::from(factor) << (twos % 32);
        words.extend((0..3).map(|i| (shifted >> (32 * i)) as u32));
        let mut number = Big(words).trimmed();
        for _ in 0..fives / 13 {
            number = number.times(5u32.pow(13));
        }
        number.times(5u32.pow(fives as u32 % 13))
    }

    fn trimmed(mut self) -> Big {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    fn times(&self, factor: u32) -> Big {
        let mut carry = 0u64;
        let mut words: Vec<u32> = Vec::with_capacity(self.0.len() + 1);
        for &word in &self.0 {
            carry += u64::from(word) * u64::from(factor);
            words.push(carry as u32);
            carry >>= 32;
        }
        words.push(carry as u32);
        Big(words).trimmed()
    }

    fn plus(&self, other: &Big) -> Big {
        let mut carry = 0u64;
        let longest = self.0.len().max(other.0.len());
        let word = |n: &Big, i: usize| u64::from(n.0.get(i).copied().unwrap_or(0));
        let words = (0..=longest)
            .map(|i| {
                carry += word(self, i) + word(other, i);
                let low = carry as u32;
                carry >>= 32;
                low
            })
            .collect();
        Big(words).trimmed()
    }

    /// Divides by a number more than a tenth of this: returns the quotient (0 to 9) and leaves the remainder.
    fn take_quotient(&mut self, divisor: &Big) -> u8 {
        let mut quotient = 0;
        while *self >= *divisor {
            self.subtract(divisor);
            quotient += 1;
        }
        quotient
    }

    fn subtract(&mut self, other: &Big) {
        let mut borrow = 0i64;
        for (i, word) in self.0.iter_mut().enumerate() {
            borrow += i64::from(*word) - i64::from(other.0.get(i).copied().unwrap_or(0));
            *word = borrow as u32;
            borrow >>= 32;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

fn write_digits(number: &Decimal, out: &mut String) {
    let digits = std::str::from_utf8(&number.digits).expect("ASCII digits");
    match number.point {
        1..8 => {
            let whole = number.point as usize;
            let (before, after) = digits.split_at(whole.min(digits.len()));
            out.push_str(before);
            (digits.len()..whole).for_each(|_| out.push('0'));
            out.push('.');
            out.push_str(if after.is_empty() { "0" } else { after });
        }
        -2..=0 => {
            out.push_str("0.");
            (number.point..0).for_each(|_| out.push('0'));
            out.push_str(digits);
        }
        point => {
            let (first, rest) = digits.split_at(1);
            out.push_str(first);
            out.push('.');
            out.push_str(if rest.is_empty() { "0" } else { rest });
            out.push('E');
            out.push_str(&(point - 1).to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `Double.toString` of Java 17 writes.
    #[test]
    fn doubles() {
        for (bits, wanted) in [
            (0x3ff0000000000000, "1.0"),
            (0x8000000000000000, "-0.0"),
            (0x3f50624dd2f1a9fc, "0.001"),
            (0x44b52d02c7e14af6, "9.999999999999999E22"),
            (0x4, "2.0E-323"),
            (0x1, "4.9E-324"),
            (0x10000000000000, "2.2250738585072014E-308"),
            (0x7fefffffffffffff, "1.7976931348623157E308"),
            (0x4340000000000000, "9.007199254740992E15"),
            (0x416312d000000000, "1.0E7"),
            (0x416312cfffffffff, "9999999.999999998"),
            (0x419d6f3454800000, "1.23456789125E8"),
            (0x3fd3333333333334, "0.30000000000000004"),
            (0x444b1ae4d6e2ef50, "1.0E21"),
            (0x3f0a36e2eb1c432d, "5.0E-5"),
            (0x3f6f5d539af82ab0, "0.0038286812703110726"),
            (0x4490f0cf064dd592, "2.0E22"),
            (0x4059000000000000, "100.0"),
            (0xfff0000000000000, "-Infinity"),
            (0x7ff8000000000000, "NaN"),
        ] {
            assert_eq!(f64_text(f64::from_bits(bits)), wanted);
        }
    }

    /// What `Float.toString` of Java 17 writes.
    #[test]
    fn floats() {
        for (bits, wanted) in [
            (0x3f8ccccd, "1.1"),
            (0x4b800000, "1.6777216E7"),
            (0x7f7fffff, "3.4028235E38"),
            (0x1, "1.4E-45"),
            (0x4c000000, "3.3554432E7"),
            (0x3e99999a, "0.3"),
            (0x501502f9, "1.0E10"),
            (0xba83126f, "-0.001"),
        ] {
            assert_eq!(f32_text(f32::from_bits(bits)), wanted);
        }
    }

    #[test]
    fn digits_read_back_as_the_number() {
        let mut state = 7u64;
        for _ in 0..100_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from_bits(state);
            if value.is_finite() {
                assert_eq!(f64_text(value).parse::<f64>(), Ok(value));
            }
        }
    }
}
