//! Elementary functions to the last digit of Java's.
//!
//! Java computes most of them by fdlibm (Sun's C library), of which the crate `libm` is a descendant; the system's are as good, but round
//! other numbers up. Those that the system's agree on are taken from there: they are faster. What Java leaves to the processor's
//! maker (SIN, COS, TAN, EXP, POWER) differs in the last digit for about one number in a thousand.

use std::f64::consts::LN_2;

pub use libm::{acos, asin, atan, atan2, log10};

/// A power; that to ½ is rounded as the square root is, which `powf` misses by a last digit now and then.
pub fn power(base: f64, exponent: f64) -> f64 {
    if exponent == 0.5 && base > 0.0 { base.sqrt() } else { base.powf(exponent) }
}

/// The hyperbolic sine, by the formulas of fdlibm, as [`cosh`] is: `libm` has changed them.
pub fn sinh(x: f64) -> f64 {
    let above_one = libm::expm1(x.abs());
    let size = match x.abs() {
        size if size < 1.0 => 0.5 * (2.0 * above_one - above_one * above_one / (above_one + 1.0)),
        size if size < FAR => 0.5 * (above_one + above_one / (above_one + 1.0)),
        size => half_of_power(size),
    };
    size.copysign(x)
}

/// The hyperbolic cosine.
pub fn cosh(x: f64) -> f64 {
    let x = x.abs();
    if x < 0.5 * LN_2 {
        let above_one = libm::expm1(x);
        let power = 1.0 + above_one;
        return 1.0 + (above_one * above_one) / (power + power);
    }
    if x >= FAR {
        return half_of_power(x);
    }
    let power = libm::exp(x);
    0.5 * power + 0.5 / power
}

/// From here on e to the power of -x does not show beside that of x.
const FAR: f64 = 22.0;

/// Half of e to the power of x, also where the whole is beyond all numbers.
fn half_of_power(x: f64) -> f64 {
    let root = libm::exp(0.5 * x);
    if x < f64::MAX.ln() { 0.5 * libm::exp(x) } else { 0.5 * root * root }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers for which the system's functions, or `libm`'s cosine, differ from what Flink answered.
    #[test]
    fn last_digits_are_those_of_flink() {
        type Case = (fn(f64) -> f64, f64, f64);
        let one: [Case; 21] = [
            (acos, -0.6475645430192594, 2.2751803125169134),
            (acos, -0.2229285123601128, 1.7956138820528111),
            (acos, 0.2910115527364854, 1.2755123450520416),
            (asin, -0.5880825743613469, -0.6286860900924824),
            (asin, 0.5273595688706214, 0.5554898596206626),
            (asin, 0.8604770142857323, 1.036205193298371),
            (atan, 15.490058368468794, 1.506328252195575),
            (atan, -5.941325598900571, -1.4040466227140254),
            (atan, 18.828009475553017, 1.5177338253097514),
            (sinh, 1.768794593697061, 2.8466212140654523),
            (sinh, -1.805837204997819, -2.9603634734982043),
            (sinh, 263.12256646584717, 9.368038883507116E113),
            (cosh, -2.154044679058508, 4.36783283944043),
            (cosh, 2.682329884725208, 7.343759047587427),
            (cosh, 3.8338382644151245, 23.130652310587305),
            (cosh, 3.183329433253732, 12.084198235181114),
            (cosh, 0.0, 1.0),
            (log10, 0.7243628666754276, -0.14004382121179884),
            (log10, 0.9071301334386506, -0.04233040623613279),
            (log10, 7.247986656342152, 0.8602173851264959),
            (log10, 4.338094367574856, 0.637298995089716),
        ];
        for (function, x, expected) in one {
            assert_eq!(function(x), expected, "of {x}");
        }
        assert_eq!(atan2(-8.41562854673295, -3.5574491664256245), -1.970733672185197);
        assert_eq!(atan2(1.977596365761496, 3.8338382644151245), 0.47622870085254876);
        assert_eq!(atan2(18.309248158559647, -3.4907909420889105), 1.7591925487777138);
        assert_eq!(power(406_355.7, 0.5), 637.4603517082455);
    }
}
