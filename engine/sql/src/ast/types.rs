//! Data types as written, before their defaults and limits are applied.
//!
//! Precisions are `None` when they were not written; what they default to, and which are allowed, is the binder's concern.

use super::{Ident, Name, StringLiteral};
use crate::span::Span;

/// A type with its nullability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataType {
    /// Which type.
    pub kind: DataTypeKind,
    /// `Some(false)` after `NOT NULL`, `Some(true)` after `NULL`, `None` when neither was written.
    pub nullable: Option<bool>,
    /// From the type's first word to its nullability.
    pub span: Span,
}

/// The types of Flink SQL; several spellings may share a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataTypeKind {
    /// `CHAR[(n)]`, `CHARACTER[(n)]`.
    Char(Option<u32>),
    /// `VARCHAR[(n)]`, `CHAR VARYING`, `CHARACTER VARYING`.
    Varchar(Option<u32>),
    /// `STRING`.
    String,
    /// `BOOLEAN`.
    Boolean,
    /// `BINARY[(n)]`.
    Binary(Option<u32>),
    /// `VARBINARY[(n)]`, `BINARY VARYING`.
    Varbinary(Option<u32>),
    /// `BYTES`.
    Bytes,
    /// `DECIMAL`, `DEC`, `NUMERIC`.
    Decimal {
        /// Digits in all.
        precision: Option<u32>,
        /// Digits behind the point; only ever present together with a precision.
        scale: Option<u32>,
    },
    /// `TINYINT`.
    TinyInt,
    /// `SMALLINT`.
    SmallInt,
    /// `INT`, `INTEGER`.
    Int,
    /// `BIGINT`.
    BigInt,
    /// `FLOAT`.
    Float,
    /// `DOUBLE [PRECISION]`.
    Double,
    /// `DATE`.
    Date,
    /// `TIME[(p)] [WITHOUT TIME ZONE]`.
    Time(Option<u32>),
    /// `TIMESTAMP[(p)] ...`, `TIMESTAMP_LTZ[(p)]`.
    Timestamp {
        /// Digits of fractional seconds.
        precision: Option<u32>,
        /// What the value means.
        zone: TimeZoneKind,
    },
    /// `INTERVAL from [TO to]`.
    Interval(IntervalQualifier),
    /// `ARRAY<T>`, `T ARRAY`.
    Array(Box<DataType>),
    /// `MULTISET<T>`, `T MULTISET`.
    Multiset(Box<DataType>),
    /// `MAP<K, V>`.
    Map(Box<DataType>, Box<DataType>),
    /// `ROW<a T, ...>`, `ROW(a T, ...)`.
    Row(Vec<RowField>),
    /// `STRUCTURED<'class.Name', a T, ...>`.
    Structured {
        /// The class name.
        class: StringLiteral,
        /// The fields, possibly none.
        fields: Vec<RowField>,
    },
    /// `VARIANT`.
    Variant,
    /// `BITMAP`.
    Bitmap,
    /// A user-defined type.
    Named(Name),
}

/// What a timestamp type says about time zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeZoneKind {
    /// `TIMESTAMP`, `TIMESTAMP WITHOUT TIME ZONE`: a wall-clock reading.
    Without,
    /// `TIMESTAMP_LTZ`, `TIMESTAMP WITH LOCAL TIME ZONE`: an instant.
    Local,
}

/// One field of a row type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowField {
    /// Its name.
    pub name: Ident,
    /// Its type.
    pub data_type: DataType,
    /// The string behind the type, if any.
    pub comment: Option<StringLiteral>,
}

/// `DAY(2) TO SECOND(3)` and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntervalQualifier {
    /// The leading unit.
    pub from: TimeUnit,
    /// Digits of the leading unit.
    pub precision: Option<u32>,
    /// The last unit of a `TO`.
    pub to: Option<TimeUnit>,
    /// Digits of fractional seconds.
    pub fraction: Option<u32>,
    /// From the first unit to the last.
    pub span: Span,
}

/// A unit of time as `EXTRACT`, `FLOOR ... TO`, `TIMESTAMPADD` and intervals name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the SQL words themselves")]
pub enum TimeUnit {
    Nanosecond,
    Microsecond,
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    DayOfWeek,
    DayOfYear,
    IsoDayOfWeek,
    Week,
    Month,
    Quarter,
    Year,
    IsoYear,
    Decade,
    Century,
    Millennium,
    Epoch,
}
