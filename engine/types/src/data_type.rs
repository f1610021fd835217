//! The logical types of Flink SQL.
//!
//! A [`DataType`] is a [`Kind`] and whether NULL belongs to it; `Display` prints it as Flink does
//! (`DECIMAL(10, 2) NOT NULL`). Nothing here knows how values are stored: see `column`.

use std::fmt;
use std::sync::Arc;

/// The length of STRING and BYTES, and the largest one that can be declared.
pub const MAX_LENGTH: u32 = 2_147_483_647;
/// The largest precision of DECIMAL.
pub const MAX_DECIMAL_PRECISION: u8 = 38;

/// What a column or an expression holds: a kind of value, and whether it may be NULL.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataType {
    /// The kind of value.
    pub kind: Kind,
    /// Whether NULL is one of the values.
    pub nullable: bool,
}

/// The kinds of value, with their parameters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The type of a bare NULL.
    Null,
    /// TRUE or FALSE.
    Boolean,
    /// 8-bit signed integer.
    TinyInt,
    /// 16-bit signed integer.
    SmallInt,
    /// 32-bit signed integer.
    Int,
    /// 64-bit signed integer.
    BigInt,
    /// IEEE 754 binary32.
    Float,
    /// IEEE 754 binary64.
    Double,
    /// Exact number with `precision` digits (1 to 38), `scale` of them behind the point.
    Decimal {
        /// All digits, 1 to 38.
        precision: u8,
        /// Digits behind the point, at most `precision`.
        scale: u8,
    },
    /// Text of exactly so many characters.
    Char(u32),
    /// Text of at most so many characters; [`MAX_LENGTH`] is STRING.
    VarChar(u32),
    /// Exactly so many bytes.
    Binary(u32),
    /// At most so many bytes; [`MAX_LENGTH`] is BYTES.
    VarBinary(u32),
    /// Days since 1970-01-01.
    Date,
    /// Time of day; the precision (0 to 9) is declared, values hold milliseconds.
    Time(u8),
    /// Date and time without a zone, with 0 to 9 digits of a second.
    Timestamp(u8),
    /// An instant, shown in the session's time zone, with 0 to 9 digits of a second.
    TimestampLtz(u8),
    /// Months.
    IntervalYearMonth,
    /// Milliseconds.
    IntervalDayTime,
    /// A value of the kinds that JSON has, which brings its type along.
    Variant,
    /// A list of elements of one type.
    Array(Box<DataType>),
    /// Keys to values.
    Map(Box<DataType>, Box<DataType>),
    /// Elements and how often each occurs.
    Multiset(Box<DataType>),
    /// A set of unsigned 32-bit integers.
    Bitmap,
    /// Named fields in order.
    Row(Arc<[Field]>),
    /// The same under the name of a class; objects of two classes have nothing to do with each other.
    Structured(Arc<str>, Arc<[Field]>),
}

/// A named column or a field of a row type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name, case as declared.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
}

impl Field {
    /// A field of this name and type.
    pub fn new(name: impl Into<String>, data_type: DataType) -> Self {
        Field { name: name.into(), data_type }
    }
}

/// The columns of a table or of a batch, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The columns.
    pub fields: Vec<Field>,
}

impl Schema {
    /// A schema of these columns.
    pub fn new(fields: Vec<Field>) -> Self {
        Schema { fields }
    }

    /// The position of the column of exactly this name (Flink's names are case sensitive).
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.name == name)
    }

    /// The columns' types, in order.
    pub fn types(&self) -> Vec<DataType> {
        self.fields.iter().map(|f| f.data_type.clone()).collect()
    }
}

impl Kind {
    /// This kind, NULL allowed.
    pub fn nullable(self) -> DataType {
        DataType { kind: self, nullable: true }
    }

    /// This kind, NULL excluded.
    pub fn not_null(self) -> DataType {
        DataType { kind: self, nullable: false }
    }

    /// STRING.
    pub const STRING: Kind = Kind::VarChar(MAX_LENGTH);
    /// BYTES.
    pub const BYTES: Kind = Kind::VarBinary(MAX_LENGTH);

    /// DECIMAL(precision, scale).
    pub fn decimal(precision: u8, scale: u8) -> Kind {
        Kind::Decimal { precision, scale }
    }

    /// TINYINT, SMALLINT, INT or BIGINT.
    pub fn is_integer(&self) -> bool {
        matches!(self, Kind::TinyInt | Kind::SmallInt | Kind::Int | Kind::BigInt)
    }

    /// Whether this is such a kind, or contains one at any depth.
    pub fn contains(&self, wanted: fn(&Kind) -> bool) -> bool {
        let inside = match self {
            Kind::Array(element) | Kind::Multiset(element) => element.kind.contains(wanted),
            Kind::Map(key, value) => key.kind.contains(wanted) || value.kind.contains(wanted),
            Kind::Row(fields) | Kind::Structured(_, fields) => fields.iter().any(|field| field.data_type.kind.contains(wanted)),
            _ => false,
        };
        inside || wanted(self)
    }

    /// Whether a MAP or MULTISET is in it, at any depth: its entries have no order.
    pub fn contains_map(&self) -> bool {
        self.contains(|kind| matches!(kind, Kind::Map(..) | Kind::Multiset(_)))
    }

    /// Whether its values can be put in order.
    pub fn has_order(&self) -> bool {
        !matches!(
            self,
            Kind::Array(_) | Kind::Map(..) | Kind::Multiset(_) | Kind::Row(_) | Kind::Structured(..) | Kind::Bitmap | Kind::Variant
        )
    }

    /// FLOAT or DOUBLE.
    pub fn is_approximate(&self) -> bool {
        matches!(self, Kind::Float | Kind::Double)
    }

    /// An integer or a DECIMAL.
    pub fn is_exact(&self) -> bool {
        self.is_integer() || matches!(self, Kind::Decimal { .. })
    }

    /// Any number.
    pub fn is_numeric(&self) -> bool {
        self.is_exact() || self.is_approximate()
    }

    /// CHAR or VARCHAR.
    pub fn is_text(&self) -> bool {
        matches!(self, Kind::Char(_) | Kind::VarChar(_))
    }

    /// BINARY or VARBINARY.
    pub fn is_binary(&self) -> bool {
        matches!(self, Kind::Binary(_) | Kind::VarBinary(_))
    }

    /// TIMESTAMP or TIMESTAMP_LTZ.
    pub fn is_timestamp(&self) -> bool {
        matches!(self, Kind::Timestamp(_) | Kind::TimestampLtz(_))
    }

    /// DATE, TIME or a timestamp.
    pub fn is_datetime(&self) -> bool {
        self.is_timestamp() || matches!(self, Kind::Date | Kind::Time(_))
    }

    /// One of the two interval kinds.
    pub fn is_interval(&self) -> bool {
        matches!(self, Kind::IntervalYearMonth | Kind::IntervalDayTime)
    }
}

impl DataType {
    /// The same kind with NULL allowed or excluded.
    pub fn with_nullable(&self, nullable: bool) -> DataType {
        DataType { kind: self.kind.clone(), nullable }
    }

    /// The fields of a ROW or of a structured type; empty for other kinds.
    pub fn row_fields(&self) -> &[Field] {
        match &self.kind {
            Kind::Row(fields) | Kind::Structured(_, fields) => fields,
            _ => &[],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Null => f.write_str("NULL"),
            Kind::Boolean => f.write_str("BOOLEAN"),
            Kind::TinyInt => f.write_str("TINYINT"),
            Kind::SmallInt => f.write_str("SMALLINT"),
            Kind::Int => f.write_str("INT"),
            Kind::BigInt => f.write_str("BIGINT"),
            Kind::Float => f.write_str("FLOAT"),
            Kind::Double => f.write_str("DOUBLE"),
            Kind::Decimal { precision, scale } => write!(f, "DECIMAL({precision}, {scale})"),
            Kind::Char(n) => write!(f, "CHAR({n})"),
            Kind::VarChar(MAX_LENGTH) => f.write_str("STRING"),
            Kind::VarChar(n) => write!(f, "VARCHAR({n})"),
            Kind::Binary(n) => write!(f, "BINARY({n})"),
            Kind::VarBinary(MAX_LENGTH) => f.write_str("BYTES"),
            Kind::VarBinary(n) => write!(f, "VARBINARY({n})"),
            Kind::Date => f.write_str("DATE"),
            Kind::Time(p) => write!(f, "TIME({p})"),
            Kind::Timestamp(p) => write!(f, "TIMESTAMP({p})"),
            Kind::TimestampLtz(p) => write!(f, "TIMESTAMP_LTZ({p})"),
            Kind::IntervalYearMonth => f.write_str("INTERVAL MONTH"),
            Kind::IntervalDayTime => f.write_str("INTERVAL SECOND(3)"),
            Kind::Variant => f.write_str("VARIANT"),
            Kind::Array(element) => write!(f, "ARRAY<{element}>"),
            Kind::Map(key, value) => write!(f, "MAP<{key}, {value}>"),
            Kind::Multiset(element) => write!(f, "MULTISET<{element}>"),
            Kind::Bitmap => f.write_str("BITMAP"),
            Kind::Row(fields) => {
                f.write_str("ROW<")?;
                write_fields(f, fields)
            }
            Kind::Structured(class, fields) => {
                write!(f, "STRUCTURED<'{}', ", class.replace('\'', "''"))?;
                write_fields(f, fields)
            }
        }
    }
}

fn write_fields(f: &mut fmt::Formatter<'_>, fields: &[Field]) -> fmt::Result {
    for (i, field) in fields.iter().enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        write!(f, "{comma}`{}` {}", field.name.replace('`', "``"), field.data_type)?;
    }
    f.write_str(">")
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind, if self.nullable || self.kind == Kind::Null { "" } else { " NOT NULL" })
    }
}
