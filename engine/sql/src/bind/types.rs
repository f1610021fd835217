//! Types as written → types as meant: defaults filled in, limits checked.

use crate::ast::{self, DataTypeKind, IntervalQualifier, TimeUnit, TimeZoneKind};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use waterwheel_types::{DataType, Field, Kind, MAX_DECIMAL_PRECISION};

/// The type that was written; types are nullable unless NOT NULL is.
pub fn bind_type(written: &ast::DataType) -> Result<DataType, Diagnostic> {
    let kind = bind_kind(&written.kind, written.span)?;
    Ok(DataType { kind, nullable: written.nullable.unwrap_or(true) })
}

fn bind_kind(kind: &DataTypeKind, span: Span) -> Result<Kind, Diagnostic> {
    Ok(match kind {
        DataTypeKind::Char(n) => Kind::Char(length("CHAR", n.unwrap_or(1), span)?),
        // Without a length, CHAR is one character long and VARCHAR as long as can be.
        DataTypeKind::Varchar(None) => Kind::STRING,
        DataTypeKind::Varbinary(None) => Kind::BYTES,
        DataTypeKind::Varchar(Some(n)) => Kind::VarChar(length("VARCHAR", *n, span)?),
        DataTypeKind::String => Kind::STRING,
        DataTypeKind::Boolean => Kind::Boolean,
        DataTypeKind::Binary(n) => Kind::Binary(length("BINARY", n.unwrap_or(1), span)?),
        DataTypeKind::Varbinary(Some(n)) => Kind::VarBinary(length("VARBINARY", *n, span)?),
        DataTypeKind::Bytes => Kind::BYTES,
        DataTypeKind::Decimal { precision, scale } => decimal(precision.unwrap_or(10), scale.unwrap_or(0), span)?,
        DataTypeKind::TinyInt => Kind::TinyInt,
        DataTypeKind::SmallInt => Kind::SmallInt,
        DataTypeKind::Int => Kind::Int,
        DataTypeKind::BigInt => Kind::BigInt,
        DataTypeKind::Float => Kind::Float,
        DataTypeKind::Double => Kind::Double,
        DataTypeKind::Date => Kind::Date,
        DataTypeKind::Time(p) => Kind::Time(precision("TIME", p.unwrap_or(0), span)?),
        DataTypeKind::Timestamp { precision: p, zone } => {
            // Flink takes more digits than there are for the most that there are.
            let p = precision("TIMESTAMP", p.unwrap_or(6).min(9), span)?;
            if *zone == TimeZoneKind::Local { Kind::TimestampLtz(p) } else { Kind::Timestamp(p) }
        }
        DataTypeKind::Interval(qualifier) => {
            check_leading_digits(qualifier)?;
            interval(qualifier.from)
        }
        DataTypeKind::Array(element) => Kind::Array(Box::new(bind_type(element)?)),
        DataTypeKind::Multiset(element) => Kind::Multiset(Box::new(bind_type(element)?)),
        DataTypeKind::Map(key, value) => Kind::Map(Box::new(bind_type(key)?), Box::new(bind_type(value)?)),
        DataTypeKind::Row(fields) => Kind::Row(row_fields(fields)?.into()),
        DataTypeKind::Structured { class, fields } => Kind::Structured(class.value.as_str().into(), row_fields(fields)?.into()),
        DataTypeKind::Variant => Kind::Variant,
        DataTypeKind::Bitmap => Kind::Bitmap,
        DataTypeKind::Named(name) => return Err(Diagnostic::at(span, format!("there is no type `{name}`"))),
    })
}

fn row_fields(fields: &[ast::RowField]) -> Result<Vec<Field>, Diagnostic> {
    let mut bound: Vec<Field> = Vec::with_capacity(fields.len());
    for field in fields {
        if bound.iter().any(|f| f.name == field.name.text) {
            return Err(Diagnostic::at(field.name.span, format!("the row has two fields named `{}`", field.name.text)));
        }
        bound.push(Field::new(&field.name.text, bind_type(&field.data_type)?));
    }
    Ok(bound)
}

fn length(name: &str, n: u32, span: Span) -> Result<u32, Diagnostic> {
    match n {
        1..=2_147_483_647 => Ok(n),
        _ => Err(Diagnostic::at(span, format!("the length of {name} is between 1 and 2147483647, not {n}"))),
    }
}

fn precision(name: &str, p: u32, span: Span) -> Result<u8, Diagnostic> {
    match u8::try_from(p) {
        Ok(p) if p <= 9 => Ok(p),
        _ => Err(Diagnostic::at(span, format!("the precision of {name} is between 0 and 9, not {p}"))),
    }
}

fn decimal(p: u32, s: u32, span: Span) -> Result<Kind, Diagnostic> {
    // As with timestamps, too large a precision is the largest.
    match (u8::try_from(p.min(u32::from(MAX_DECIMAL_PRECISION))), u8::try_from(s)) {
        (Ok(p), Ok(s)) if (1..=MAX_DECIMAL_PRECISION).contains(&p) && s <= p => Ok(Kind::decimal(p, s)),
        _ => Err(Diagnostic::at(
            span,
            format!("DECIMAL({p}, {s}): the precision is between 1 and 38 (more counts as 38), the scale between 0 and the precision"),
        )),
    }
}

/// Refuses more digits of days, hours, minutes or seconds than Flink's intervals have. Lengths of windows may have more.
pub fn check_leading_digits(qualifier: &IntervalQualifier) -> Result<(), Diagnostic> {
    let digits_max = if interval(qualifier.from) == Kind::IntervalDayTime { 3 } else { u32::MAX };
    match qualifier.precision {
        Some(digits) if digits > digits_max => {
            Err(Diagnostic::at(qualifier.span, format!("the leading unit of an interval has {digits_max} digits at most, not {digits}"))
                .with_hint("count in a larger unit, such as DAY(3)"))
        }
        _ => Ok(()),
    }
}

/// The kind of interval that begins with this unit.
pub fn interval(from: TimeUnit) -> Kind {
    match from {
        TimeUnit::Year | TimeUnit::Quarter | TimeUnit::Month | TimeUnit::Decade | TimeUnit::Century | TimeUnit::Millennium => {
            Kind::IntervalYearMonth
        }
        _ => Kind::IntervalDayTime,
    }
}
