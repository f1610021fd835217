//! Columns: the one Arrow layout of each logical type, building a column from values and reading values back.
//!
//! | type | Arrow |
//! |---|---|
//! | CHAR, VARCHAR | Utf8View |
//! | BINARY, VARBINARY | BinaryView |
//! | BITMAP | BinaryView of [`bitmap`](crate::bitmap)'s bytes |
//! | VARIANT | BinaryView of its [bytes](crate::variant) |
//! | DECIMAL(p, s) | Decimal128(p, s) |
//! | DATE · TIME | Date32 · Time32(ms) |
//! | TIMESTAMP(p) · TIMESTAMP_LTZ(p) | Decimal128(38, 0) of [`Timestamp::packed`], whatever the precision |
//! | INTERVAL | Interval(YearMonth) · Duration(ms) |
//! | ARRAY · MAP, MULTISET · ROW, structured types | List · List of Struct (key, value), since Arrow's Map has no NULL keys (MULTISET: element → INT) · Struct |

use crate::{Column, DataType, Field, Kind, Timestamp, Value, packed_millis};
use arrow_array::builder::{BinaryViewBuilder, BooleanBuilder, PrimitiveBuilder, StringViewBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrayRef, ListArray, NullArray, PrimitiveArray, StructArray, new_null_array};
use arrow_buffer::{NullBuffer, NullBufferBuilder, OffsetBuffer};
use arrow_schema::{DataType as Arrow, Field as ArrowField, Fields, IntervalUnit, TimeUnit};
use std::sync::Arc;

/// The Arrow type whose numbers are [`Timestamp::packed`].
pub type TimestampType = Decimal128Type;

const TIMESTAMP: Arrow = Arrow::Decimal128(38, 0);

/// The Arrow type in which columns of `data_type` are held.
pub fn arrow_type(data_type: &DataType) -> Arrow {
    match &data_type.kind {
        Kind::Null => Arrow::Null,
        Kind::Boolean => Arrow::Boolean,
        Kind::TinyInt => Arrow::Int8,
        Kind::SmallInt => Arrow::Int16,
        Kind::Int => Arrow::Int32,
        Kind::BigInt => Arrow::Int64,
        Kind::Float => Arrow::Float32,
        Kind::Double => Arrow::Float64,
        Kind::Decimal { precision, scale } => Arrow::Decimal128(*precision, *scale as i8),
        Kind::Char(_) | Kind::VarChar(_) => Arrow::Utf8View,
        Kind::Binary(_) | Kind::VarBinary(_) | Kind::Bitmap | Kind::Variant => Arrow::BinaryView,
        Kind::Date => Arrow::Date32,
        Kind::Time(_) => Arrow::Time32(TimeUnit::Millisecond),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => TIMESTAMP,
        Kind::IntervalYearMonth => Arrow::Interval(IntervalUnit::YearMonth),
        Kind::IntervalDayTime => Arrow::Duration(TimeUnit::Millisecond),
        Kind::Array(element) => Arrow::List(Arc::new(element_field("item", element))),
        Kind::Map(key, value) => map_type(key, value),
        Kind::Multiset(element) => map_type(element, &Kind::Int.not_null()),
        Kind::Row(fields) | Kind::Structured(_, fields) => Arrow::Struct(row_fields(fields)),
    }
}

// Arrow refuses a NULL in a child declared non-null even under a NULL parent: nullability stays Flink's, not Arrow's.
fn element_field(name: &str, data_type: &DataType) -> ArrowField {
    ArrowField::new(name, arrow_type(data_type), true)
}

fn row_fields(fields: &[Field]) -> Fields {
    fields.iter().map(|f| element_field(&f.name, &f.data_type)).collect()
}

fn map_entries(key: &DataType, value: &DataType) -> Fields {
    Fields::from(vec![element_field("key", key), element_field("value", value)])
}

fn entries_field(entries: Fields) -> Arc<ArrowField> {
    Arc::new(ArrowField::new("entries", Arrow::Struct(entries), false))
}

fn map_type(key: &DataType, value: &DataType) -> Arrow {
    Arrow::List(entries_field(map_entries(key, value)))
}

/// A column of `rows` NULLs.
pub fn new_null_column(data_type: &DataType, rows: usize) -> Column {
    new_null_array(&arrow_type(data_type), rows)
}

/// The value in one row of a column of `data_type`. Slow by design: hot paths downcast the column once.
pub fn value_at(column: &dyn Array, data_type: &DataType, row: usize) -> Value {
    if column.is_null(row) || data_type.kind == Kind::Null {
        return Value::Null;
    }
    match &data_type.kind {
        Kind::Null => Value::Null,
        Kind::Boolean => Value::Boolean(column.as_boolean().value(row)),
        Kind::TinyInt => Value::TinyInt(column.as_primitive::<Int8Type>().value(row)),
        Kind::SmallInt => Value::SmallInt(column.as_primitive::<Int16Type>().value(row)),
        Kind::Int => Value::Int(column.as_primitive::<Int32Type>().value(row)),
        Kind::BigInt => Value::BigInt(column.as_primitive::<Int64Type>().value(row)),
        Kind::Float => Value::Float(column.as_primitive::<Float32Type>().value(row)),
        Kind::Double => Value::Double(column.as_primitive::<Float64Type>().value(row)),
        Kind::Decimal { .. } => Value::Decimal(column.as_primitive::<Decimal128Type>().value(row)),
        Kind::Char(_) | Kind::VarChar(_) => Value::String(column.as_string_view().value(row).to_owned()),
        Kind::Binary(_) | Kind::VarBinary(_) | Kind::Bitmap | Kind::Variant => Value::Bytes(column.as_binary_view().value(row).to_vec()),
        Kind::Date => Value::Date(column.as_primitive::<Date32Type>().value(row)),
        Kind::Time(_) => Value::Time(column.as_primitive::<Time32MillisecondType>().value(row)),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => Value::Timestamp(Timestamp::unpacked(timestamps(column)[row])),
        Kind::IntervalYearMonth => Value::Months(column.as_primitive::<IntervalYearMonthType>().value(row)),
        Kind::IntervalDayTime => Value::Millis(column.as_primitive::<DurationMillisecondType>().value(row)),
        Kind::Array(element) => Value::Array(values_of(&column.as_list::<i32>().value(row), element)),
        Kind::Map(key, value) => Value::Map(entries_at(column, key, value, row)),
        Kind::Multiset(element) => Value::Map(entries_at(column, element, &Kind::Int.not_null(), row)),
        Kind::Row(fields) | Kind::Structured(_, fields) => {
            let columns = column.as_struct().columns();
            Value::Row(fields.iter().zip(columns).map(|(f, c)| value_at(c, &f.data_type, row)).collect())
        }
    }
}

/// The values of a timestamp column, each [packed](Timestamp::packed); what stands under a NULL is arbitrary.
pub fn timestamps(column: &dyn Array) -> &[i128] {
    column.as_primitive::<TimestampType>().values()
}

/// The milliseconds of a timestamp column; what stands under a NULL is arbitrary.
pub fn timestamp_millis(column: &dyn Array) -> impl ExactSizeIterator<Item = i64> + Clone {
    timestamps(column).iter().map(|&packed| packed_millis(packed))
}

/// A timestamp column without NULLs of these milliseconds.
pub fn column_of_millis(millis: impl IntoIterator<Item = i64>) -> Column {
    let values: Vec<i128> = millis.into_iter().map(|millis| Timestamp::from_millis(millis).packed()).collect();
    timestamp_column(values, None)
}

/// A timestamp column of these [packed](Timestamp::packed) values.
pub fn timestamp_column(packed: Vec<i128>, nulls: Option<NullBuffer>) -> Column {
    let values = PrimitiveArray::<TimestampType>::new(packed.into(), nulls);
    Arc::new(values.with_data_type(TIMESTAMP))
}

fn values_of(column: &ArrayRef, data_type: &DataType) -> Vec<Value> {
    (0..column.len()).map(|row| value_at(column, data_type, row)).collect()
}

/// The entries of a row of a MAP or MULTISET column that is not NULL: a column of keys and one of values.
pub fn map_entries_at(column: &dyn Array, row: usize) -> StructArray {
    column.as_list::<i32>().value(row).as_struct().clone()
}

fn entries_at(column: &dyn Array, key: &DataType, value: &DataType, row: usize) -> Vec<(Value, Value)> {
    let entries = map_entries_at(column, row);
    values_of(entries.column(0), key).into_iter().zip(values_of(entries.column(1), value)).collect()
}

/// Builds one column of a type, value by value.
pub enum ColumnBuilder {
    /// NULL: only counts rows.
    Null(usize),
    /// BOOLEAN.
    Boolean(BooleanBuilder),
    /// TINYINT.
    Int8(PrimitiveBuilder<Int8Type>),
    /// SMALLINT.
    Int16(PrimitiveBuilder<Int16Type>),
    /// INT.
    Int32(PrimitiveBuilder<Int32Type>),
    /// BIGINT.
    Int64(PrimitiveBuilder<Int64Type>),
    /// FLOAT.
    Float32(PrimitiveBuilder<Float32Type>),
    /// DOUBLE.
    Float64(PrimitiveBuilder<Float64Type>),
    /// DECIMAL.
    Decimal(PrimitiveBuilder<Decimal128Type>),
    /// CHAR and VARCHAR.
    String(StringViewBuilder),
    /// BINARY, VARBINARY and VARIANT.
    Bytes(BinaryViewBuilder),
    /// DATE.
    Date(PrimitiveBuilder<Date32Type>),
    /// TIME.
    Time(PrimitiveBuilder<Time32MillisecondType>),
    /// TIMESTAMP and TIMESTAMP_LTZ.
    Timestamp(TimestampBuilder),
    /// INTERVAL YEAR TO MONTH.
    Months(PrimitiveBuilder<IntervalYearMonthType>),
    /// INTERVAL DAY TO SECOND.
    Duration(PrimitiveBuilder<DurationMillisecondType>),
    /// ARRAY.
    List(Box<ListColumn>),
    /// MAP and MULTISET.
    Map(Box<MapColumn>),
    /// ROW and structured types.
    Row(Box<RowColumn>),
}

/// A timestamp column being built.
pub struct TimestampBuilder {
    values: PrimitiveBuilder<TimestampType>,
    precision: u8,
}

impl TimestampBuilder {
    fn new(precision: u8, rows: usize) -> Self {
        TimestampBuilder { values: PrimitiveBuilder::with_capacity(rows).with_data_type(TIMESTAMP), precision }
    }

    /// The precision of the column's type.
    pub(crate) fn precision(&self) -> u8 {
        self.precision
    }

    /// Appends a point in time.
    #[inline]
    pub fn append_value(&mut self, value: Timestamp) {
        self.values.append_value(value.packed());
    }

    /// Appends NULL.
    #[inline]
    pub fn append_null(&mut self) {
        self.values.append_null();
    }

    /// Appends a point in time, or NULL.
    #[inline]
    pub fn append_option(&mut self, value: Option<Timestamp>) {
        self.values.append_option(value.map(Timestamp::packed));
    }

    fn finish(&mut self) -> PrimitiveArray<TimestampType> {
        self.values.finish()
    }
}

/// An ARRAY column being built: element builder, row ends, NULLs.
pub struct ListColumn {
    field: Arc<ArrowField>,
    /// The elements of all rows, one after the other.
    pub elements: ColumnBuilder,
    offsets: Vec<i32>,
    nulls: NullBufferBuilder,
}

/// A MAP column being built: keys, values, row ends, NULLs.
pub struct MapColumn {
    entries: Fields,
    /// The keys of all rows, one after the other.
    pub keys: ColumnBuilder,
    /// The values of all rows, one after the other.
    pub values: ColumnBuilder,
    offsets: Vec<i32>,
    nulls: NullBufferBuilder,
}

/// A ROW column being built: one builder per field, NULLs.
pub struct RowColumn {
    fields: Fields,
    /// The fields' builders; each holds as many values as the row column has rows, before [`RowColumn::close`] adds one.
    pub columns: Vec<ColumnBuilder>,
    nulls: NullBufferBuilder,
}

impl ListColumn {
    /// Ends the current row: the elements appended since the last end are its own.
    pub fn close(&mut self, valid: bool) {
        self.offsets.push(self.elements.len() as i32);
        self.nulls.append(valid);
    }
}

impl MapColumn {
    /// Ends the current row: the entries appended since the last end are its own.
    pub fn close(&mut self, valid: bool) {
        self.offsets.push(self.keys.len() as i32);
        self.nulls.append(valid);
    }
}

impl RowColumn {
    /// Ends the current row: each field must have been given one value since the last end.
    pub fn close(&mut self, valid: bool) {
        self.nulls.append(valid);
        debug_assert!(self.columns.iter().all(|c| c.len() == self.nulls.len()), "a field was skipped");
    }

    /// Ends as many rows as there are items: each field must have been given that many values since the last end.
    pub fn close_rows(&mut self, valid: impl IntoIterator<Item = bool>) {
        valid.into_iter().for_each(|valid| self.nulls.append(valid));
        debug_assert!(self.columns.iter().all(|c| c.len() == self.nulls.len()), "a field was skipped");
    }
}

macro_rules! each_builder {
    ($self:expr, $b:ident => $scalar:expr, $n:ident => $null:expr, $list:ident => $lists:expr, $map:ident => $maps:expr, $row:ident => $rows:expr) => {
        match $self {
            ColumnBuilder::Null($n) => $null,
            ColumnBuilder::Boolean($b) => $scalar,
            ColumnBuilder::Int8($b) => $scalar,
            ColumnBuilder::Int16($b) => $scalar,
            ColumnBuilder::Int32($b) => $scalar,
            ColumnBuilder::Int64($b) => $scalar,
            ColumnBuilder::Float32($b) => $scalar,
            ColumnBuilder::Float64($b) => $scalar,
            ColumnBuilder::Decimal($b) => $scalar,
            ColumnBuilder::String($b) => $scalar,
            ColumnBuilder::Bytes($b) => $scalar,
            ColumnBuilder::Date($b) => $scalar,
            ColumnBuilder::Time($b) => $scalar,
            ColumnBuilder::Timestamp($b) => $scalar,
            ColumnBuilder::Months($b) => $scalar,
            ColumnBuilder::Duration($b) => $scalar,
            ColumnBuilder::List($list) => $lists,
            ColumnBuilder::Map($map) => $maps,
            ColumnBuilder::Row($row) => $rows,
        }
    };
}

impl ColumnBuilder {
    /// An empty builder for columns of `data_type`, with room for `rows`.
    pub fn new(data_type: &DataType, rows: usize) -> Self {
        match &data_type.kind {
            Kind::Null => ColumnBuilder::Null(0),
            Kind::Boolean => ColumnBuilder::Boolean(BooleanBuilder::with_capacity(rows)),
            Kind::TinyInt => ColumnBuilder::Int8(PrimitiveBuilder::with_capacity(rows)),
            Kind::SmallInt => ColumnBuilder::Int16(PrimitiveBuilder::with_capacity(rows)),
            Kind::Int => ColumnBuilder::Int32(PrimitiveBuilder::with_capacity(rows)),
            Kind::BigInt => ColumnBuilder::Int64(PrimitiveBuilder::with_capacity(rows)),
            Kind::Float => ColumnBuilder::Float32(PrimitiveBuilder::with_capacity(rows)),
            Kind::Double => ColumnBuilder::Float64(PrimitiveBuilder::with_capacity(rows)),
            Kind::Decimal { .. } => ColumnBuilder::Decimal(PrimitiveBuilder::with_capacity(rows).with_data_type(arrow_type(data_type))),
            Kind::Char(_) | Kind::VarChar(_) => ColumnBuilder::String(StringViewBuilder::with_capacity(rows)),
            Kind::Binary(_) | Kind::VarBinary(_) | Kind::Bitmap | Kind::Variant => {
                ColumnBuilder::Bytes(BinaryViewBuilder::with_capacity(rows))
            }
            Kind::Date => ColumnBuilder::Date(PrimitiveBuilder::with_capacity(rows)),
            Kind::Time(_) => ColumnBuilder::Time(PrimitiveBuilder::with_capacity(rows)),
            Kind::Timestamp(p) | Kind::TimestampLtz(p) => ColumnBuilder::Timestamp(TimestampBuilder::new(*p, rows)),
            Kind::IntervalYearMonth => ColumnBuilder::Months(PrimitiveBuilder::with_capacity(rows)),
            Kind::IntervalDayTime => ColumnBuilder::Duration(PrimitiveBuilder::with_capacity(rows)),
            Kind::Array(element) => ColumnBuilder::List(Box::new(ListColumn {
                field: Arc::new(element_field("item", element)),
                elements: ColumnBuilder::new(element, rows),
                offsets: vec![0],
                nulls: NullBufferBuilder::new(rows),
            })),
            Kind::Map(key, value) => Self::new_map(key, value, rows),
            Kind::Multiset(element) => Self::new_map(element, &Kind::Int.not_null(), rows),
            Kind::Row(fields) | Kind::Structured(_, fields) => ColumnBuilder::Row(Box::new(RowColumn {
                fields: row_fields(fields),
                columns: fields.iter().map(|f| ColumnBuilder::new(&f.data_type, rows)).collect(),
                nulls: NullBufferBuilder::new(rows),
            })),
        }
    }

    fn new_map(key: &DataType, value: &DataType, rows: usize) -> Self {
        ColumnBuilder::Map(Box::new(MapColumn {
            entries: map_entries(key, value),
            keys: ColumnBuilder::new(key, rows),
            values: ColumnBuilder::new(value, rows),
            offsets: vec![0],
            nulls: NullBufferBuilder::new(rows),
        }))
    }

    /// How many rows have been appended.
    pub fn len(&self) -> usize {
        each_builder!(self, b => b.len_now(), n => *n, l => l.offsets.len() - 1, m => m.offsets.len() - 1, r => r.nulls.len())
    }

    /// Whether no row has been appended.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends NULL.
    pub fn append_null(&mut self) {
        each_builder!(self, b => b.append_null(), n => *n += 1, l => l.close(false), m => m.close(false), r => {
            r.columns.iter_mut().for_each(ColumnBuilder::append_null);
            r.close(false);
        });
    }

    /// Appends a value of the builder's type; a value of another type is a bug of the caller and panics.
    pub fn append(&mut self, value: &Value) {
        match (self, value) {
            (builder, Value::Null) => builder.append_null(),
            (ColumnBuilder::Boolean(b), Value::Boolean(v)) => b.append_value(*v),
            (ColumnBuilder::Int8(b), Value::TinyInt(v)) => b.append_value(*v),
            (ColumnBuilder::Int16(b), Value::SmallInt(v)) => b.append_value(*v),
            (ColumnBuilder::Int32(b), Value::Int(v)) => b.append_value(*v),
            (ColumnBuilder::Int64(b), Value::BigInt(v)) => b.append_value(*v),
            (ColumnBuilder::Float32(b), Value::Float(v)) => b.append_value(*v),
            (ColumnBuilder::Float64(b), Value::Double(v)) => b.append_value(*v),
            (ColumnBuilder::Decimal(b), Value::Decimal(v)) => b.append_value(*v),
            (ColumnBuilder::String(b), Value::String(v)) => b.append_value(v),
            (ColumnBuilder::Bytes(b), Value::Bytes(v)) => b.append_value(v),
            (ColumnBuilder::Date(b), Value::Date(v)) => b.append_value(*v),
            (ColumnBuilder::Time(b), Value::Time(v)) => b.append_value(*v),
            (ColumnBuilder::Timestamp(b), Value::Timestamp(v)) => b.append_value(*v),
            (ColumnBuilder::Months(b), Value::Months(v)) => b.append_value(*v),
            (ColumnBuilder::Duration(b), Value::Millis(v)) => b.append_value(*v),
            (ColumnBuilder::List(l), Value::Array(values)) => {
                values.iter().for_each(|v| l.elements.append(v));
                l.close(true);
            }
            (ColumnBuilder::Map(m), Value::Map(entries)) => {
                for (k, v) in entries {
                    m.keys.append(k);
                    m.values.append(v);
                }
                m.close(true);
            }
            (ColumnBuilder::Row(r), Value::Row(values)) => {
                r.columns.iter_mut().zip(values).for_each(|(c, v)| c.append(v));
                r.close(true);
            }
            (builder, value) => panic!("a column of {} was given {value:?}", builder.name()),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            ColumnBuilder::Null(_) => "NULL",
            ColumnBuilder::Boolean(_) => "BOOLEAN",
            ColumnBuilder::Int8(_) => "TINYINT",
            ColumnBuilder::Int16(_) => "SMALLINT",
            ColumnBuilder::Int32(_) => "INT",
            ColumnBuilder::Int64(_) => "BIGINT",
            ColumnBuilder::Float32(_) => "FLOAT",
            ColumnBuilder::Float64(_) => "DOUBLE",
            ColumnBuilder::Decimal(_) => "DECIMAL",
            ColumnBuilder::String(_) => "text",
            ColumnBuilder::Bytes(_) => "bytes",
            ColumnBuilder::Date(_) => "DATE",
            ColumnBuilder::Time(_) => "TIME",
            ColumnBuilder::Timestamp(_) => "TIMESTAMP",
            ColumnBuilder::Months(_) | ColumnBuilder::Duration(_) => "INTERVAL",
            ColumnBuilder::List(_) => "ARRAY",
            ColumnBuilder::Map(_) => "MAP",
            ColumnBuilder::Row(_) => "ROW",
        }
    }

    /// The column of all rows appended; the builder is empty afterwards and can be used again.
    pub fn finish(&mut self) -> Column {
        each_builder!(self, b => Arc::new(b.finish()),
            n => Arc::new(NullArray::new(std::mem::take(n))),
            l => {
                let offsets = std::mem::replace(&mut l.offsets, vec![0]);
                let elements = l.elements.finish();
                Arc::new(ListArray::new(Arc::clone(&l.field), OffsetBuffer::new(offsets.into()), elements, l.nulls.finish()))
            },
            m => Arc::new(m.finish()),
            r => {
                let rows = r.nulls.len();
                let columns = r.columns.iter_mut().map(ColumnBuilder::finish).collect();
                let nulls = r.nulls.finish();
                Arc::new(StructArray::try_new_with_length(r.fields.clone(), columns, nulls, rows).expect("fields of equal length"))
            }
        )
    }
}

impl MapColumn {
    fn finish(&mut self) -> ListArray {
        let offsets = std::mem::replace(&mut self.offsets, vec![0]);
        let entries = StructArray::new(self.entries.clone(), vec![self.keys.finish(), self.values.finish()], None);
        ListArray::new(entries_field(self.entries.clone()), OffsetBuffer::new(offsets.into()), Arc::new(entries), self.nulls.finish())
    }
}

/// The number of rows that a scalar builder holds; Arrow spells it differently per builder.
trait LenNow {
    fn len_now(&self) -> usize;
}

impl<T: ArrowPrimitiveType> LenNow for PrimitiveBuilder<T> {
    fn len_now(&self) -> usize {
        self.values_slice().len()
    }
}

impl LenNow for TimestampBuilder {
    fn len_now(&self) -> usize {
        self.values.values_slice().len()
    }
}

impl LenNow for BooleanBuilder {
    fn len_now(&self) -> usize {
        use arrow_array::builder::ArrayBuilder;
        self.len()
    }
}

impl LenNow for StringViewBuilder {
    fn len_now(&self) -> usize {
        use arrow_array::builder::ArrayBuilder;
        self.len()
    }
}

impl LenNow for BinaryViewBuilder {
    fn len_now(&self) -> usize {
        use arrow_array::builder::ArrayBuilder;
        self.len()
    }
}

/// A column of these values.
pub fn column_of<'a>(data_type: &DataType, values: impl IntoIterator<Item = &'a Value>) -> Column {
    let mut builder = ColumnBuilder::new(data_type, 0);
    values.into_iter().for_each(|v| builder.append(v));
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(data_type: DataType, values: Vec<Value>) {
        let column = column_of(&data_type, &values);
        assert_eq!(column.data_type(), &arrow_type(&data_type));
        let back: Vec<Value> = (0..column.len()).map(|row| value_at(&column, &data_type, row)).collect();
        assert_eq!(back, values);
    }

    #[test]
    fn scalars_come_back_as_they_went_in() {
        round_trip(Kind::Int.nullable(), vec![Value::Int(1), Value::Null, Value::Int(-3)]);
        round_trip(Kind::STRING.nullable(), vec![Value::String("a string longer than twelve bytes".into()), Value::Null]);
        round_trip(Kind::decimal(10, 2).nullable(), vec![Value::Decimal(12_345), Value::Null]);
        for p in [0, 3, 6, 9] {
            round_trip(Kind::Timestamp(p).nullable(), vec![Value::Timestamp(Timestamp::new(1_000, 7)), Value::Null]);
            round_trip(Kind::TimestampLtz(p).nullable(), vec![Value::Timestamp(Timestamp::from_millis(-1))]);
        }
        round_trip(Kind::IntervalDayTime.nullable(), vec![Value::Millis(5), Value::Null]);
    }

    #[test]
    fn nested_values_come_back_as_they_went_in() {
        let pair = Kind::Row(vec![Field::new("a", Kind::Int.nullable()), Field::new("b", Kind::STRING.not_null())].into());
        round_trip(
            Kind::Array(Box::new(pair.nullable())).nullable(),
            vec![
                Value::Array(vec![Value::Row(vec![Value::Int(1), Value::String("x".into())]), Value::Null]),
                Value::Null,
                Value::Array(vec![]),
            ],
        );
        round_trip(
            Kind::Map(Box::new(Kind::STRING.not_null()), Box::new(Kind::BigInt.nullable())).nullable(),
            vec![Value::Map(vec![(Value::String("k".into()), Value::Null)]), Value::Null],
        );
    }
}
