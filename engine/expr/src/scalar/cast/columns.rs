//! Casts over whole columns, where values are held as plain numbers; everything else goes value by value.

use super::super::decimal;
use super::convert::{convert, convert_timestamp};
use super::{Mode, read, write};
use crate::lift;
use crate::operand::{KernelRef, Operand};
use crate::zone::Zone;
use arrow_array::builder::StringViewBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrowPrimitiveType};
use std::sync::Arc;
use waterwheel_types::column::{TimestampType, timestamp_column, timestamps};
use waterwheel_types::{Column, DataType, Kind, Timestamp, Value, arrow_type};

/// The kernel that casts columns of `from` to `to`.
pub fn kernel(from: &DataType, to: &DataType, mode: Mode, zone: Zone) -> KernelRef {
    let found = if same_values(&from.kind, &to.kind) { Some(relabelled(to)) } else { fast(&from.kind, to, mode, &zone) };
    found.unwrap_or_else(|| by_value(from, to, mode, zone))
}

/// Whether every value of one kind is, as it is held, a value of the other.
fn same_values(from: &Kind, to: &Kind) -> bool {
    match (from, to) {
        (Kind::Char(m) | Kind::VarChar(m), Kind::VarChar(n)) | (Kind::Binary(m) | Kind::VarBinary(m), Kind::VarBinary(n)) => m <= n,
        (Kind::Timestamp(p), Kind::Timestamp(q)) | (Kind::TimestampLtz(p), Kind::TimestampLtz(q)) | (Kind::Time(p), Kind::Time(q)) => {
            p <= q
        }
        _ => false,
    }
}

fn relabelled(to: &DataType) -> KernelRef {
    let to = arrow_type(to);
    lift::columns(false, move |arguments, rows, _| {
        let column = arguments[0].clone().into_column(rows);
        debug_assert_eq!(*column.data_type(), to);
        Ok(column)
    })
}

fn fast(from: &Kind, to: &DataType, mode: Mode, zone: &Zone) -> Option<KernelRef> {
    if from.is_text() {
        return from_text(to, mode);
    }
    match &to.kind {
        Kind::VarChar(n) if *n >= 40 => to_text(from, zone),
        Kind::Decimal { precision, scale } => to_decimal(from, to, *precision, *scale),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) if from.is_timestamp() => Some(timestamp(from, to, zone)),
        wanted => number(from, wanted),
    }
}

/// Runs `convert` for each value that is not NULL; under TRY_CAST what fails is NULL.
fn by_value(from: &DataType, to: &DataType, mode: Mode, zone: Zone) -> KernelRef {
    let (own, wanted) = (from.kind.clone(), to.kind.clone());
    let run = move |values: &[Value]| convert(&values[0], &own, &wanted, &zone);
    match mode {
        // Flink takes this for a cast that cannot fail: NaN fails the job all the same.
        Mode::TryCast if from.kind.is_approximate() && matches!(to.kind, Kind::Decimal { .. }) => {
            lift::values(std::slice::from_ref(from), to, run)
        }
        Mode::Cast if may_fail(&from.kind, &to.kind) => lift::values(std::slice::from_ref(from), to, run),
        Mode::Cast | Mode::TryCast => lift::values(std::slice::from_ref(from), to, move |v| run(v).unwrap_or(Value::Null)),
    }
}

/// Whether some value of one kind may be none of the other. The planner looks into what cannot fail: a ROW that is cast is not NULL.
fn may_fail(from: &Kind, to: &Kind) -> bool {
    let parts = |a: &DataType, b: &DataType| may_fail(&a.kind, &b.kind);
    match (from, to) {
        (Kind::Row(a), Kind::Row(b)) => a.len() != b.len() || a.iter().zip(b.iter()).any(|(a, b)| parts(&a.data_type, &b.data_type)),
        (Kind::Array(a), Kind::Array(b)) => parts(a, b),
        (Kind::Map(k, v), Kind::Map(l, w)) => parts(k, l) || parts(v, w),
        (Kind::Char(_) | Kind::VarChar(_), _) => !to.is_text(),
        _ => from != to && !(from.is_integer() && to.is_numeric()),
    }
}

fn from_text(to: &DataType, mode: Mode) -> Option<KernelRef> {
    macro_rules! read {
        ($result:ty, $read:expr) => {{
            let read = $read;
            match mode {
                Mode::Cast => lift::lift1::<lift::Text, $result, _>(to, read),
                Mode::TryCast => lift::lift1::<lift::Text, $result, _>(to, move |text: &str| read(text).ok()),
            }
        }};
    }
    match &to.kind {
        Kind::Boolean => Some(read!(bool, |text: &str| read::boolean(text))),
        Kind::TinyInt => Some(read!(i8, |text: &str| read::integer(text, i8::MIN.into(), i8::MAX.into()).map(|v| v as i8))),
        Kind::SmallInt => Some(read!(i16, |text: &str| read::integer(text, i16::MIN.into(), i16::MAX.into()).map(|v| v as i16))),
        Kind::Int => Some(read!(i32, |text: &str| read::integer(text, i32::MIN.into(), i32::MAX.into()).map(|v| v as i32))),
        Kind::BigInt => Some(read!(i64, |text: &str| read::integer(text, i64::MIN, i64::MAX))),
        Kind::Float => Some(read!(f32, |text: &str| read::float(text))),
        Kind::Double => Some(read!(f64, |text: &str| read::double(text))),
        Kind::Date => Some(read!(lift::Held<Date32Type>, |text: &str| read::date(text))),
        Kind::Char(_) | Kind::VarChar(_) => {
            let kind = to.kind.clone();
            Some(lift::lift1::<lift::Text, lift::Text, _>(to, move |text: &str| write::fit_text(text, &kind)))
        }
        _ => None,
    }
}

/// Text of scalar kinds, for a VARCHAR that holds any of them whole.
fn to_text(from: &Kind, zone: &Zone) -> Option<KernelRef> {
    macro_rules! print {
        ($arrow:ty, $print:expr) => {
            Some(lift::columns(false, move |arguments, rows, _| Ok(print_column::<$arrow>(&arguments[0], rows, $print))))
        };
    }
    let zone = zone.clone();
    match from {
        Kind::TinyInt => print!(Int8Type, |v, out| write_integer(v.into(), out)),
        Kind::SmallInt => print!(Int16Type, |v, out| write_integer(v.into(), out)),
        Kind::Int => print!(Int32Type, |v, out| write_integer(v.into(), out)),
        Kind::BigInt => print!(Int64Type, write_integer),
        Kind::Float => print!(Float32Type, waterwheel_types::number_text::write_f32),
        Kind::Double => print!(Float64Type, waterwheel_types::number_text::write_f64),
        Kind::Date => print!(Date32Type, write::write_date),
        Kind::Decimal { scale, .. } => {
            let scale = *scale;
            print!(Decimal128Type, |v, out| decimal::write(v, scale, out))
        }
        Kind::Timestamp(p) => {
            let p = *p;
            print!(TimestampType, |v, out| write::write_timestamp(Timestamp::unpacked(v), p, out))
        }
        Kind::TimestampLtz(p) => {
            let p = *p;
            print!(TimestampType, |v, out| write::write_timestamp(write::local(Timestamp::unpacked(v), &zone), p, out))
        }
        _ => None,
    }
}

fn write_integer(value: i64, out: &mut String) {
    use std::fmt::Write;
    write!(out, "{value}").expect("writing to a String");
}

fn print_column<T: ArrowPrimitiveType>(operand: &Operand, rows: usize, print: impl Fn(T::Native, &mut String)) -> Column {
    let values = operand.values().as_primitive::<T>();
    let mut out = StringViewBuilder::with_capacity(rows);
    let mut text = String::new();
    for row in 0..rows {
        let i = operand.index(row);
        if values.is_null(i) {
            out.append_null();
        } else {
            text.clear();
            print(values.value(i), &mut text);
            out.append_value(&text);
        }
    }
    Arc::new(out.finish())
}

/// A kernel that maps the values of a column of `A`; what stands under NULLs is mapped too.
fn mapped<A: ArrowPrimitiveType, B: ArrowPrimitiveType>(f: impl Fn(A::Native) -> B::Native + Send + Sync + 'static) -> KernelRef {
    lift::columns(false, move |arguments, rows, _| {
        let column = arguments[0].clone().into_column(rows);
        Ok(Arc::new(column.as_primitive::<A>().unary::<_, B>(&f)))
    })
}

/// As [`mapped`], to DECIMAL, NULL where there is none.
fn mapped_decimal<A: ArrowPrimitiveType>(to: &DataType, f: impl Fn(A::Native) -> Option<i128> + Send + Sync + 'static) -> KernelRef {
    let to = arrow_type(to);
    lift::columns(false, move |arguments, rows, _| {
        let column = arguments[0].clone().into_column(rows);
        Ok(Arc::new(column.as_primitive::<A>().unary_opt::<_, Decimal128Type>(&f).with_data_type(to.clone())))
    })
}

fn to_decimal(from: &Kind, to: &DataType, precision: u8, scale: u8) -> Option<KernelRef> {
    match from {
        Kind::TinyInt => Some(mapped_decimal::<Int8Type>(to, move |v| decimal::convert(v.into(), 0, precision, scale))),
        Kind::SmallInt => Some(mapped_decimal::<Int16Type>(to, move |v| decimal::convert(v.into(), 0, precision, scale))),
        Kind::Int => Some(mapped_decimal::<Int32Type>(to, move |v| decimal::convert(v.into(), 0, precision, scale))),
        Kind::BigInt => Some(mapped_decimal::<Int64Type>(to, move |v| decimal::convert(v.into(), 0, precision, scale))),
        Kind::Decimal { scale: own, .. } => {
            let own = *own;
            Some(mapped_decimal::<Decimal128Type>(to, move |v| decimal::convert(v, own, precision, scale)))
        }
        _ => None,
    }
}

/// Java's narrowing and widening of primitive numbers: integers wrap, what comes from a fraction saturates as INT or BIGINT.
fn number(from: &Kind, to: &Kind) -> Option<KernelRef> {
    macro_rules! from {
        ($arrow:ty, $narrow:ty) => {
            match to {
                Kind::TinyInt => Some(mapped::<$arrow, Int8Type>(|v| v as $narrow as i8)),
                Kind::SmallInt => Some(mapped::<$arrow, Int16Type>(|v| v as $narrow as i16)),
                Kind::Int => Some(mapped::<$arrow, Int32Type>(|v| v as i32)),
                Kind::BigInt => Some(mapped::<$arrow, Int64Type>(|v| v as i64)),
                Kind::Float => Some(mapped::<$arrow, Float32Type>(|v| v as f32)),
                Kind::Double => Some(mapped::<$arrow, Float64Type>(|v| v as f64)),
                _ => None,
            }
        };
    }
    match (from, to) {
        (Kind::TinyInt, _) => from!(Int8Type, i32),
        (Kind::SmallInt, _) => from!(Int16Type, i32),
        (Kind::Int, _) => from!(Int32Type, i32),
        (Kind::BigInt, _) => from!(Int64Type, i64),
        (Kind::Float, _) => from!(Float32Type, i32),
        (Kind::Double, _) => from!(Float64Type, i32),
        (Kind::Decimal { scale, .. }, Kind::Double) => {
            let scale = *scale;
            Some(mapped::<Decimal128Type, Float64Type>(move |v| decimal::to_f64(v, scale)))
        }
        (Kind::Decimal { scale, .. }, Kind::BigInt) => {
            let unit = decimal::power_of_10(*scale);
            Some(mapped::<Decimal128Type, Int64Type>(move |v| (v / unit) as i64))
        }
        _ => None,
    }
}

fn timestamp(from: &Kind, to: &DataType, zone: &Zone) -> KernelRef {
    let (from, to, zone) = (from.clone(), to.kind.clone(), zone.clone());
    lift::columns(false, move |arguments, rows, _| {
        let column = arguments[0].clone().into_column(rows);
        let values = timestamps(&column).iter().map(|&v| convert_timestamp(Timestamp::unpacked(v), &from, &to, &zone).packed());
        Ok(timestamp_column(values.collect(), column.nulls().cloned()))
    })
}
