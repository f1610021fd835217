//! A single value, for literals and for functions that work value by value.
//!
//! A value does not carry its type: scale, length and precision are those of the [`DataType`](crate::DataType) beside it.
//! Columns are the fast path; this is the simple one.

use crate::Timestamp;

/// One value of some [`DataType`](crate::DataType).
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// NULL of any type.
    Null,
    /// BOOLEAN.
    Boolean(bool),
    /// TINYINT.
    TinyInt(i8),
    /// SMALLINT.
    SmallInt(i16),
    /// INT.
    Int(i32),
    /// BIGINT.
    BigInt(i64),
    /// FLOAT.
    Float(f32),
    /// DOUBLE.
    Double(f64),
    /// DECIMAL: the number without its point.
    Decimal(i128),
    /// CHAR and VARCHAR.
    String(String),
    /// BINARY and VARBINARY; BITMAP as [`bitmap`](crate::bitmap) and VARIANT as [`variant`](crate::variant) write it.
    Bytes(Vec<u8>),
    /// Days since 1970-01-01.
    Date(i32),
    /// Milliseconds since midnight.
    Time(i32),
    /// TIMESTAMP and TIMESTAMP_LTZ.
    Timestamp(Timestamp),
    /// INTERVAL YEAR TO MONTH, in months.
    Months(i32),
    /// INTERVAL DAY TO SECOND, in milliseconds.
    Millis(i64),
    /// ARRAY.
    Array(Vec<Value>),
    /// MAP, and MULTISET with INT counts as its values.
    Map(Vec<(Value, Value)>),
    /// ROW, and an object of a structured type.
    Row(Vec<Value>),
}

impl Value {
    /// Whether both are the same down to the bits, but for NaN, of which there is one: it is itself, and -0.0 is not 0.0.
    pub fn is_identical(&self, other: &Value) -> bool {
        let all = |a: &[Value], b: &[Value]| a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.is_identical(y));
        match (self, other) {
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
            (Value::Double(a), Value::Double(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
            (Value::Array(a), Value::Array(b)) | (Value::Row(a), Value::Row(b)) => all(a, b),
            (Value::Map(a), Value::Map(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((k, v), (l, w))| k.is_identical(l) && v.is_identical(w))
            }
            _ => self == other,
        }
    }

    /// Whether this is NULL.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Any of the four integer kinds, and the scalar kinds that are held as an integer, as `i64`.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Value::TinyInt(v) => Some((*v).into()),
            Value::SmallInt(v) => Some((*v).into()),
            Value::Int(v) | Value::Date(v) | Value::Time(v) | Value::Months(v) => Some((*v).into()),
            Value::BigInt(v) | Value::Millis(v) => Some(*v),
            _ => None,
        }
    }

    /// The text of a string value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(s) => Some(s),
            _ => None,
        }
    }
}
