//! The hash functions: digests of text (its UTF-8) or bytes, in hexadecimal; and the hash code that Java gives a value.

use crate::lift::{self, Binary, Text};
use crate::register::{Call, Family, Function, Resolution};
use crate::{KernelRef, Mismatch};
use md5::Md5;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use std::fmt::Write;
use waterwheel_types::{DataType, Kind, Value};

const fn function(
    name: &'static str,
    syntax: &'static str,
    doc: &'static str,
    resolve: fn(&Call<'_>) -> Result<Resolution, Mismatch>,
) -> Function {
    Function { name, family: Family::Hash, syntax, doc, deterministic: true, resolve }
}

/// This family's functions.
pub(crate) static FUNCTIONS: &[Function] = &[
    function("MD5", "MD5(text)", "The MD5 digest, 32 hexadecimal digits.", digest_call::<Md5>),
    function("SHA1", "SHA1(text)", "The SHA-1 digest, 40 hexadecimal digits.", digest_call::<Sha1>),
    function("SHA224", "SHA224(text)", "The SHA-224 digest, 56 hexadecimal digits.", digest_call::<Sha224>),
    function("SHA256", "SHA256(text)", "The SHA-256 digest, 64 hexadecimal digits.", digest_call::<Sha256>),
    function("SHA384", "SHA384(text)", "The SHA-384 digest, 96 hexadecimal digits.", digest_call::<Sha384>),
    function("SHA512", "SHA512(text)", "The SHA-512 digest, 128 hexadecimal digits.", digest_call::<Sha512>),
    function("HASH_CODE", "HASH_CODE(value)", "The hash code of the value in Java, of a text without its sign.", hash_code),
    function("SHA2", "SHA2(text, bits)", "The SHA-2 digest of 224, 256, 384 or 512 bits in hexadecimal.", sha2_call),
];

fn hex<D: Digest>(bytes: &[u8]) -> String {
    let mut out = String::new();
    for byte in D::digest(bytes).iter() {
        write!(out, "{byte:02x}").expect("writing to a String");
    }
    out
}

/// A digest function: bytes to hexadecimal text.
type Hex = fn(&[u8]) -> String;

fn digest_call<D: Digest + 'static>(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let digits = <D as Digest>::output_size() as u32 * 2;
    let result = Kind::Char(digits).nullable().with_nullable(call.any_nullable());
    let kernel = kernel(call, &result, |_| Some(hex::<D>))?;
    Ok(Resolution::Kernel { parameters: vec![call.data_type(0).clone()], result, kernel })
}

fn of_bits(bits: i64) -> Option<Hex> {
    match bits {
        224 => Some(hex::<Sha224>),
        256 => Some(hex::<Sha256>),
        384 => Some(hex::<Sha384>),
        512 => Some(hex::<Sha512>),
        _ => None,
    }
}

fn sha2_call(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    let bits = &call.arguments[1];
    let known = bits.as_literal().and_then(Value::as_i64).is_none_or(|bits| of_bits(bits).is_some());
    if !(bits.data_type.kind.is_integer() || bits.data_type.kind == Kind::Null) {
        return Err(call.refuse());
    }
    if !known {
        return Err(Mismatch::new("Unsupported algorithm: SHA2 takes 224, 256, 384 or 512 bits"));
    }
    let result = Kind::VarChar(128).nullable().with_nullable(call.any_nullable());
    let parameters = vec![call.data_type(0).clone(), Kind::BigInt.nullable()];
    let kernel = kernel(call, &result, of_bits)?;
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// Applies the digest that the number in a second argument chooses.
fn kernel(call: &Call<'_>, result: &DataType, choose: fn(i64) -> Option<Hex>) -> Result<KernelRef, Mismatch> {
    let kind = &call.data_type(0).kind;
    let two = call.arguments.len() == 2;
    match kind {
        kind if kind.is_text() && two => {
            Ok(lift::lift2::<Text, i64, Text, _>(result, move |text, bits| digest(text.as_bytes(), bits, choose)))
        }
        kind if kind.is_binary() && two => Ok(lift::lift2::<Binary, i64, Text, _>(result, move |bytes, bits| digest(bytes, bits, choose))),
        kind if kind.is_text() => Ok(lift::lift1::<Text, Text, _>(result, move |text| digest(text.as_bytes(), 0, choose))),
        kind if kind.is_binary() => Ok(lift::lift1::<Binary, Text, _>(result, move |bytes| digest(bytes, 0, choose))),
        _ => Err(call.refuse()),
    }
}

fn digest(bytes: &[u8], bits: i64, choose: fn(i64) -> Option<Hex>) -> Result<String, waterwheel::Failure> {
    let hex = choose(bits).ok_or_else(|| waterwheel::Failure::data(format!("SHA2 has no digest of {bits} bits")))?;
    Ok(hex(bytes))
}

fn hash_code(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 1)?;
    let parameters = vec![call.data_type(0).clone()];
    let scale = match &parameters[0].kind {
        Kind::Decimal { scale, .. } => i32::from(*scale),
        Kind::Boolean | Kind::Date | Kind::Time(_) | Kind::Timestamp(_) | Kind::Float | Kind::Double => 0,
        kind if kind.is_integer() || kind.is_text() => 0,
        _ => return Err(call.refuse()),
    };
    let result = Kind::Int.nullable().with_nullable(call.any_nullable());
    let kernel = lift::values(&parameters, &result, move |values: &[Value]| match &values[0] {
        Value::Null => Value::Null,
        value => Value::Int(java_hash(value, scale)),
    });
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// As Java's classes of these values define it.
fn java_hash(value: &Value, scale: i32) -> i32 {
    let folded = |bits: i64| (bits ^ (bits >> 32)) as i32;
    match value {
        Value::Boolean(true) => 1231,
        Value::Boolean(false) => 1237,
        Value::Float(v) => v.to_bits() as i32,
        Value::Double(v) => folded(v.to_bits() as i64),
        Value::BigInt(v) => folded(*v),
        Value::Decimal(v) => big_integer_hash(*v).wrapping_mul(31).wrapping_add(scale),
        Value::Timestamp(v) => folded(v.millis()).wrapping_mul(31).wrapping_add(v.nanos() as i32),
        Value::String(v) => v.encode_utf16().fold(0i32, |h, unit| h.wrapping_mul(31).wrapping_add(i32::from(unit))).wrapping_abs(),
        other => other.as_i64().unwrap_or_default() as i32,
    }
}

/// `BigInteger.hashCode`: over 32-bit digits of the magnitude, the highest first.
fn big_integer_hash(value: i128) -> i32 {
    let magnitude = value.unsigned_abs();
    let digits = (0..4).rev().map(|i| (magnitude >> (32 * i)) as u32);
    let hash = digits.fold(0i32, |hash, digit| hash.wrapping_mul(31).wrapping_add(digit as i32));
    hash.wrapping_mul(value.signum() as i32)
}

#[cfg(test)]
mod tests {
    use crate::scalar::asked::check;

    #[test]
    fn hash_codes() {
        check(
            r#"
        HASH_CODE('Hello world') => INT NOT NULL => 832992604
        HASH_CODE(-5) => INT NOT NULL => -5
        HASH_CODE(3.25) => INT NOT NULL => 10077
        HASH_CODE(TRUE) => INT NOT NULL => 1231
        HASH_CODE(TIMESTAMP '2020-01-02 10:11:12.345') => INT NOT NULL => 1373499530
    "#,
        );
    }

    #[test]
    fn digests() {
        check(
            r#"
        MD5('a') => CHAR(32) NOT NULL => 0cc175b9c0f1b6a831c399e269772661
        SHA1('a') => CHAR(40) NOT NULL => 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8
        SHA224('a') => CHAR(56) NOT NULL => abd37534c7d9a2efb9465de931cd7055ffdb8879563ae98078d6d6d5
        SHA256('a') => CHAR(64) NOT NULL => ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
        SHA2('a', =256) => VARCHAR(128) NOT NULL => ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
        SHA2('a', 224) => VARCHAR(128) NOT NULL => abd37534c7d9a2efb9465de931cd7055ffdb8879563ae98078d6d6d5
        SHA2('a', 100) => error
        SHA2('a', NULL:INT) => VARCHAR(128) => null
        MD5(NULL:STRING) => CHAR(32) => null
        MD5(1) => error
        "#,
        );
    }
}
