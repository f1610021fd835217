//! Arithmetic.
//!
//! | name | arguments |
//! |---|---|
//! | `+` `-` `*` `/` `%`, `MOD` | a, b (`+` and `-` also with one) |
//! | `NEGATE` | a: the unary minus |
//! | `ABS` `SIGN` `CEIL` `CEILING` `FLOOR` | number |
//! | `ROUND`, `TRUNCATE` | number\[, digits\] |
//! | `POWER` `ATAN2`, `LOG` | numbers |
//! | `SQRT` `EXP` `LN` `LOG2` `LOG10` `SIN` `COS` `TAN` `COT` `ASIN` `ACOS` `ATAN` `SINH` `COSH` `TANH` `DEGREES` `RADIANS` | number |
//! | `PI`, `E` | |
//! | `RAND`, `RAND_INTEGER`, `UUID` | \[seed\]; \[seed,\] bound; |
//! | `BIN`, `HEX`, `UNHEX` | integer; integer or text; text |
//!
//! Integers wrap as Java's do and fail on division by zero; a DECIMAL that does not fit is NULL; FLOAT and DOUBLE follow IEEE 754.
//! What `+`, `-`, `*`, `/` do to dates, times and intervals is in `interval`, how many digits a DECIMAL result has in `digits`.

pub(crate) mod digits;
mod elementary;
mod functions;
pub(crate) mod operators;
mod random;
mod rounding;

use crate::register::{Family, Function};

macro_rules! function {
    ($name:literal, $syntax:literal, $doc:literal, $resolve:expr) => {
        Function { name: $name, family: Family::Arithmetic, syntax: $syntax, doc: $doc, deterministic: true, resolve: $resolve }
    };
    (random $name:literal, $syntax:literal, $doc:literal, $resolve:expr) => {
        Function { name: $name, family: Family::Arithmetic, syntax: $syntax, doc: $doc, deterministic: false, resolve: $resolve }
    };
}

/// This family's functions.
pub(crate) static FUNCTIONS: &[Function] = &[
    function!("+", "a + b", "The sum of two numbers or intervals, or a date or time moved by an interval.", operators::plus),
    function!("-", "a - b", "The difference of two numbers or intervals, or a date or time moved back by an interval.", operators::minus),
    function!("*", "a * b", "The product of two numbers, or of an interval and a number.", operators::times),
    function!("/", "a / b", "The quotient; of integers without its fraction, failing for a zero.", operators::divide),
    function!("%", "a % b", "The remainder, with the sign of the dividend.", operators::remainder),
    function!("MOD", "MOD(a, b)", "The remainder, with the sign of the dividend.", operators::remainder),
    function!("NEGATE", "-a", "The number or interval with the other sign.", operators::negate),
    function!("ABS", "ABS(number)", "The number without its sign.", operators::abs),
    function!("SIGN", "SIGN(number)", "-1, 0 or 1, by the sign of the number.", rounding::sign),
    function!("CEIL", "CEIL(number)", "The smallest whole number that is not smaller.", |call| rounding::whole(call, true)),
    function!("CEILING", "CEILING(number)", "The smallest whole number that is not smaller.", |call| rounding::whole(call, true)),
    function!("FLOOR", "FLOOR(number)", "The greatest whole number that is not greater.", |call| rounding::whole(call, false)),
    function!("ROUND", "ROUND(number[, digits])", "The number rounded half up to so many digits behind the point.", |call| {
        rounding::round(call, rounding::Rounding::HalfUp)
    }),
    function!("TRUNCATE", "TRUNCATE(number[, digits])", "The number cut to so many digits behind the point.", |call| {
        rounding::round(call, rounding::Rounding::Down)
    }),
    function!("POWER", "POWER(base, exponent)", "The base raised to a power.", |call| functions::two(call, elementary::power)),
    function!("ATAN2", "ATAN2(y, x)", "The angle of a point.", functions::atan2),
    function!("LOG", "LOG([base, ]number)", "The natural logarithm, or that to a base.", functions::log),
    function!("SQRT", "SQRT(number)", "The square root.", |call| functions::one(call, |x| elementary::power(x, 0.5))),
    function!("EXP", "EXP(number)", "e raised to a power.", |call| functions::one(call, f64::exp)),
    function!("LN", "LN(number)", "The natural logarithm.", |call| functions::one(call, f64::ln)),
    function!("LOG2", "LOG2(number)", "The logarithm to base 2.", |call| functions::one(call, |x| x.ln() / 2f64.ln())),
    function!("LOG10", "LOG10(number)", "The logarithm to base 10.", |call| functions::one(call, elementary::log10)),
    function!("SIN", "SIN(angle)", "The sine.", |call| functions::one(call, f64::sin)),
    function!("COS", "COS(angle)", "The cosine.", |call| functions::one(call, f64::cos)),
    function!("TAN", "TAN(angle)", "The tangent.", |call| functions::one(call, f64::tan)),
    function!("COT", "COT(angle)", "The cotangent.", |call| functions::one(call, |x| 1.0 / x.tan())),
    function!("ASIN", "ASIN(number)", "The angle with this sine.", |call| functions::one(call, elementary::asin)),
    function!("ACOS", "ACOS(number)", "The angle with this cosine.", |call| functions::one(call, elementary::acos)),
    function!("ATAN", "ATAN(number)", "The angle with this tangent.", |call| functions::one(call, elementary::atan)),
    function!("SINH", "SINH(number)", "The hyperbolic sine.", |call| functions::one(call, elementary::sinh)),
    function!("COSH", "COSH(number)", "The hyperbolic cosine.", |call| functions::one(call, elementary::cosh)),
    function!("TANH", "TANH(number)", "The hyperbolic tangent.", |call| functions::one(call, f64::tanh)),
    function!("DEGREES", "DEGREES(radians)", "An angle in degrees.", |call| functions::one(call, f64::to_degrees)),
    function!("RADIANS", "RADIANS(degrees)", "An angle in radians.", |call| functions::one(call, f64::to_radians)),
    function!("PI", "PI()", "3.141592653589793.", |call| functions::constant(call, std::f64::consts::PI)),
    function!("E", "E()", "2.718281828459045.", |call| functions::constant(call, std::f64::consts::E)),
    function!("BIN", "BIN(integer)", "The integer in binary digits.", functions::bin),
    function!("HEX", "HEX(integer | text)", "The integer, or the bytes of the text, in hexadecimal digits.", functions::hex),
    function!("UNHEX", "UNHEX(text)", "The bytes that hexadecimal digits stand for; NULL for anything else.", functions::unhex),
    function!(random "RAND", "RAND([seed])", "A number from 0 (included) to 1 (excluded), another in each row.", random::rand),
    function!(random "RAND_INTEGER", "RAND_INTEGER([seed, ]bound)", "An INT from 0 (included) to the bound (excluded).", random::rand_integer),
    function!(random "UUID", "UUID()", "A random UUID (version 4), another in each row.", random::uuid),
];
