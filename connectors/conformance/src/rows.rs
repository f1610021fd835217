//! Columns as rows, for comparing.

use waterwheel::types::{Column, DataType, Value, value_at};

/// One row.
pub type Row = Vec<Value>;

/// The rows of columns of these types.
pub fn rows_of(columns: &[Column], types: &[DataType], rows: usize) -> Vec<Row> {
    assert_eq!(columns.len(), types.len(), "a batch has one column per column asked for");
    for column in columns {
        assert_eq!(column.len(), rows, "a column is as long as its batch says");
    }
    let row = |at: usize| columns.iter().zip(types).map(|(column, t)| value_at(column, t, at)).collect();
    (0..rows).map(row).collect()
}
