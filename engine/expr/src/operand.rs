//! What a kernel computes with: columns and constants.

use arrow_array::Array;
use std::fmt;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel_types::{Column, DataType, Value, value_at};

/// One evaluated argument: a column as long as the batch, or a single value that holds for every row.
#[derive(Clone, Debug)]
pub struct Operand {
    column: Column,
    constant: bool,
}

impl Operand {
    /// One value per row.
    pub fn column(column: Column) -> Self {
        Operand { column, constant: false }
    }

    /// One value for all rows: a column of length 1.
    pub fn constant(column: Column) -> Self {
        assert_eq!(column.len(), 1, "a constant is one value");
        Operand { column, constant: true }
    }

    /// Whether it is one value for all rows.
    pub fn is_constant(&self) -> bool {
        self.constant
    }

    /// The values; of length 1 for a constant: read them at [`index`](Operand::index).
    pub fn values(&self) -> &Column {
        &self.column
    }

    /// Where in [`values`](Operand::values) the value of a row stands.
    #[inline]
    pub fn index(&self, row: usize) -> usize {
        if self.constant { 0 } else { row }
    }

    /// Whether the value of a row is NULL.
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        self.column.is_null(self.index(row))
    }

    /// The value of a row. Slow by design.
    pub fn value(&self, data_type: &DataType, row: usize) -> Value {
        value_at(&self.column, data_type, self.index(row))
    }

    /// A column of `rows` values; a constant is repeated.
    pub fn into_column(self, rows: usize) -> Column {
        if !self.constant {
            return self.column;
        }
        let zeros = arrow_array::UInt32Array::from(vec![0; rows]);
        arrow_select::take::take(&self.column, &zeros, None).expect("position 0 exists")
    }
}

/// When an expression is evaluated: what the functions of time show.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The wall clock in milliseconds since 1970 (UTC).
    pub wall_ms: i64,
    /// The operator's event time in milliseconds since 1970; `i64::MIN` before the first watermark.
    pub watermark: i64,
}

/// Computes a function for the types that it was resolved with.
pub trait Kernel: Send + Sync {
    /// The result of each of `rows` rows; every non-constant argument is as long. A column of length `rows`.
    fn call(&self, arguments: &[Operand], rows: usize, moment: Moment) -> Result<Column, Failure>;

    /// Whether some row can have no answer, so that it must not be evaluated where the query does not ask for it
    /// (the other branch of a CASE, behind a false AND).
    fn can_fail(&self) -> bool;
}

/// A shared kernel.
pub type KernelRef = Arc<dyn Kernel>;

impl fmt::Debug for dyn Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kernel")
    }
}
