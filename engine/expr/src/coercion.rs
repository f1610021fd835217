//! Which types are taken for which: common types, and the casts that exist.
//!
//! [`common_type`] is what the arguments of a function become together (COALESCE, IF, IN, GREATEST …), [`least_restrictive`] what
//! the parts of a query do (CASE, UNION, ARRAY[…]): two parts of Flink with slightly different rules. [`can_cast_implicitly`] is
//! what a function's argument or a sink's column takes without CAST being written, [`can_cast`] what CAST can be written for.

use waterwheel_types::{DataType, Field, Kind, MAX_DECIMAL_PRECISION};

/// The type that all of these can be taken for without a cast being written; `None` when there is none, or when all are NULL.
/// It admits NULL when one of them does.
pub fn common_type(types: &[&DataType]) -> Option<DataType> {
    let nullable = types.iter().any(|t| t.nullable || t.kind == Kind::Null);
    let mut kinds = types.iter().map(|t| &t.kind).filter(|k| **k != Kind::Null);
    let first = kinds.next()?.clone();
    let kind = kinds.try_fold(first, |common, kind| common_kind(&common, kind))?;
    Some(DataType { kind, nullable })
}

/// The common type by the rules of CASE, UNION and ARRAY\[…\]: FLOAT and DOUBLE become the one that stands first, TIMESTAMP and
/// TIMESTAMP_LTZ too if their precisions are the same, else the other one.
pub fn least_restrictive(types: &[&DataType]) -> Option<DataType> {
    let nullable = types.iter().any(|t| t.nullable || t.kind == Kind::Null);
    let mut kinds = types.iter().map(|t| &t.kind).filter(|k| **k != Kind::Null);
    let first = kinds.next()?.clone();
    let kind = kinds.try_fold(first, |common, kind| match (&common, kind) {
        (Kind::Float | Kind::Double, Kind::Float | Kind::Double) => Some(common),
        (Kind::Timestamp(m), Kind::TimestampLtz(n)) | (Kind::TimestampLtz(m), Kind::Timestamp(n)) if m == n => Some(common),
        (Kind::TimestampLtz(m), Kind::Timestamp(n)) => Some(Kind::Timestamp(*m.max(n))),
        _ => common_kind(&common, kind),
    })?;
    Some(DataType { kind, nullable })
}

fn common_kind(a: &Kind, b: &Kind) -> Option<Kind> {
    match (a, b) {
        _ if a == b => Some(a.clone()),
        (Kind::Char(m), Kind::Char(n) | Kind::VarChar(n)) | (Kind::VarChar(m), Kind::Char(n) | Kind::VarChar(n)) => {
            Some(Kind::VarChar(*m.max(n)))
        }
        (Kind::Binary(m), Kind::Binary(n) | Kind::VarBinary(n)) | (Kind::VarBinary(m), Kind::Binary(n) | Kind::VarBinary(n)) => {
            Some(Kind::VarBinary(*m.max(n)))
        }
        (Kind::Time(m), Kind::Time(n)) => Some(Kind::Time(*m.max(n))),
        (Kind::Timestamp(m), Kind::Timestamp(n)) => Some(Kind::Timestamp(*m.max(n))),
        (Kind::Timestamp(m) | Kind::TimestampLtz(m), Kind::Timestamp(n) | Kind::TimestampLtz(n)) => Some(Kind::TimestampLtz(*m.max(n))),
        (Kind::Array(a), Kind::Array(b)) => Some(Kind::Array(Box::new(common_type(&[a, b])?))),
        (Kind::Multiset(a), Kind::Multiset(b)) => Some(Kind::Multiset(Box::new(common_type(&[a, b])?))),
        (Kind::Map(k, v), Kind::Map(l, w)) => Some(Kind::Map(Box::new(common_type(&[k, l])?), Box::new(common_type(&[v, w])?))),
        (Kind::Row(a), Kind::Row(b)) => common_row(a, b),
        _ if a.is_numeric() && b.is_numeric() => Some(common_number(a, b)),
        _ => None,
    }
}

fn common_row(a: &[Field], b: &[Field]) -> Option<Kind> {
    if a.len() != b.len() {
        return None;
    }
    let fields: Option<Vec<Field>> =
        a.iter().zip(b).map(|(x, y)| Some(Field::new(x.name.clone(), common_type(&[&x.data_type, &y.data_type])?))).collect();
    Some(Kind::Row(fields?.into()))
}

/// What two numbers of different kinds become: DECIMAL with FLOAT is DOUBLE, an integer with FLOAT is FLOAT.
fn common_number(a: &Kind, b: &Kind) -> Kind {
    if *a == Kind::Double || *b == Kind::Double {
        return Kind::Double;
    }
    let has_float = *a == Kind::Float || *b == Kind::Float;
    match (has_float, decimal_size(a), decimal_size(b)) {
        (true, ..) if matches!(a, Kind::Decimal { .. }) || matches!(b, Kind::Decimal { .. }) => Kind::Double,
        (true, ..) => Kind::Float,
        (false, Some((p, 0)), Some((q, 0))) if a.is_integer() && b.is_integer() => {
            if p >= q {
                a.clone()
            } else {
                b.clone()
            }
        }
        (false, Some((p, s)), Some((q, t))) => {
            let whole = (p - s).max(q - t);
            let scale = s.max(t).min(MAX_DECIMAL_PRECISION - whole);
            Kind::decimal(whole + scale, scale)
        }
        _ => Kind::Double,
    }
}

/// Precision and scale of an exact number; an integer's are those of the widest value it can hold.
pub fn decimal_size(kind: &Kind) -> Option<(u8, u8)> {
    match kind {
        Kind::TinyInt => Some((3, 0)),
        Kind::SmallInt => Some((5, 0)),
        Kind::Int => Some((10, 0)),
        Kind::BigInt => Some((19, 0)),
        Kind::Decimal { precision, scale } => Some((*precision, *scale)),
        _ => None,
    }
}

/// Whether CAST (`explicit`) or Flink's own coercion (not `explicit`) leads from one type to the other; NULLs are not looked at.
pub fn can_cast(from: &DataType, to: &DataType, explicit: bool) -> bool {
    let (from, to) = (&from.kind, &to.kind);
    match (from, to) {
        _ if from == to => true,
        (Kind::Null, _) => true,
        (Kind::Array(a), Kind::Array(b)) | (Kind::Multiset(a), Kind::Multiset(b)) => can_cast_within(a, b, explicit),
        (Kind::Map(k, v), Kind::Map(l, w)) => can_cast_within(k, l, explicit) && can_cast_within(v, w, explicit),
        (Kind::Row(a) | Kind::Structured(_, a), Kind::Row(b) | Kind::Structured(_, b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(x, y)| can_cast_within(&x.data_type, &y.data_type, explicit))
        }
        _ => implicit(from, to) || (explicit && only_explicit(from, to)),
    }
}

/// The same of values in collections and rows, where Flink makes no BOOLEAN of a number with a fraction.
fn can_cast_within(from: &DataType, to: &DataType, explicit: bool) -> bool {
    let fraction = from.kind.is_numeric() && !from.kind.is_integer();
    !(fraction && to.kind == Kind::Boolean) && can_cast(from, to, explicit)
}

/// Whether a value of one type can be written where the other is wanted (an argument, a column of a sink) without CAST.
pub fn can_cast_implicitly(from: &DataType, to: &DataType) -> bool {
    can_cast(from, to, false)
}

fn implicit(from: &Kind, to: &Kind) -> bool {
    match to {
        Kind::Char(_) => matches!(from, Kind::Char(_)),
        Kind::VarChar(_) => from.is_text(),
        Kind::Binary(_) => matches!(from, Kind::Binary(_)),
        Kind::VarBinary(_) => from.is_binary(),
        Kind::Decimal { .. } | Kind::Double => from.is_numeric(),
        Kind::Float => from.is_numeric() && *from != Kind::Double,
        Kind::TinyInt | Kind::SmallInt | Kind::Int | Kind::BigInt => from.is_integer() && decimal_size(from) <= decimal_size(to),
        Kind::Date => matches!(from, Kind::Timestamp(_)),
        Kind::Time(_) => matches!(from, Kind::Time(_) | Kind::Timestamp(_)),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => from.is_timestamp(),
        _ => false,
    }
}

fn only_explicit(from: &Kind, to: &Kind) -> bool {
    match to {
        Kind::Char(_) | Kind::VarChar(_) => *from != Kind::Variant,
        Kind::Binary(_) | Kind::VarBinary(_) => from.is_text() || from.is_binary() || (*from == Kind::Bitmap && *to == Kind::BYTES),
        Kind::Boolean => from.is_text() || from.is_numeric(),
        Kind::TinyInt | Kind::SmallInt | Kind::Int | Kind::BigInt | Kind::Float | Kind::Double | Kind::Decimal { .. } => {
            from.is_numeric() || from.is_text() || *from == Kind::Boolean
        }
        Kind::Date => from.is_timestamp() || from.is_text(),
        Kind::Time(_) => from.is_timestamp() || from.is_text(),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => from.is_datetime() || from.is_text(),
        Kind::IntervalYearMonth | Kind::IntervalDayTime => from.is_exact(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common(a: Kind, b: Kind) -> Option<Kind> {
        common_type(&[&a.nullable(), &b.nullable()]).map(|t| t.kind)
    }

    #[test]
    fn numbers_widen_as_in_flink() {
        assert_eq!(common(Kind::BigInt, Kind::decimal(2, 1)), Some(Kind::decimal(20, 1)));
        assert_eq!(common(Kind::Int, Kind::decimal(2, 1)), Some(Kind::decimal(11, 1)));
        assert_eq!(common(Kind::Float, Kind::BigInt), Some(Kind::Float));
        assert_eq!(common(Kind::Float, Kind::decimal(3, 1)), Some(Kind::Double));
        assert_eq!(common(Kind::TinyInt, Kind::BigInt), Some(Kind::BigInt));
        assert_eq!(common(Kind::decimal(38, 10), Kind::decimal(38, 2)), Some(Kind::decimal(38, 2)));
    }

    #[test]
    fn branches_keep_what_stands_first() {
        let both = |a: Kind, b: Kind| least_restrictive(&[&a.nullable(), &b.nullable()]).map(|t| t.kind);
        assert_eq!(both(Kind::Float, Kind::Double), Some(Kind::Float));
        assert_eq!(both(Kind::Timestamp(3), Kind::TimestampLtz(3)), Some(Kind::Timestamp(3)));
        assert_eq!(both(Kind::Timestamp(9), Kind::TimestampLtz(3)), Some(Kind::TimestampLtz(9)));
    }

    #[test]
    fn texts_of_different_lengths_vary() {
        assert_eq!(common(Kind::Char(1), Kind::Char(3)), Some(Kind::VarChar(3)));
        assert_eq!(common(Kind::Char(3), Kind::Char(3)), Some(Kind::Char(3)));
        assert_eq!(common(Kind::BigInt, Kind::Char(1)), None);
    }

    #[test]
    fn nulls_take_part_only_in_nullability() {
        let null = Kind::Null.nullable();
        assert_eq!(common_type(&[&Kind::Int.not_null(), &null]), Some(Kind::Int.nullable()));
        assert_eq!(common_type(&[&null]), None);
    }

    #[test]
    fn casts_that_do_not_exist() {
        for (from, to) in [
            (Kind::Date, Kind::Int),
            (Kind::Int, Kind::Date),
            (Kind::BigInt, Kind::Timestamp(3)),
            (Kind::Binary(1), Kind::Int),
            (Kind::Int, Kind::BYTES),
            (Kind::Date, Kind::Time(0)),
        ] {
            assert!(!can_cast(&from.clone().nullable(), &to.clone().nullable(), true), "{from} to {to}");
        }
    }
}
