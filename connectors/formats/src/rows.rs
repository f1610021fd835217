//! Rows being decoded: one builder per column, and rows that turned out not to be.
//!
//! A builder cannot take a value back. So a row given up half way is filled up with NULLs, remembered, and filtered out when the
//! columns are finished; a batch without such a row pays nothing.

use arrow_array::BooleanArray;
use arrow_select::filter::filter;
use waterwheel::types::{Column, ColumnBuilder, DataType, Value};

/// Columns of decoded rows.
#[derive(Debug, Default)]
pub struct DecodedRows {
    /// The columns, each `rows` long.
    pub columns: Vec<Column>,
    /// The number of rows.
    pub rows: usize,
}

/// Builders of all columns of a decoder.
pub(crate) struct RowBuilder {
    pub(crate) columns: Vec<ColumnBuilder>,
    /// Rows in the builders, given-up ones included.
    built: usize,
    /// Given-up rows, ascending.
    given_up: Vec<usize>,
}

impl RowBuilder {
    pub(crate) fn new(types: &[DataType]) -> Self {
        RowBuilder { columns: types.iter().map(|t| ColumnBuilder::new(t, 0)).collect(), built: 0, given_up: Vec::new() }
    }

    /// Rows that will come out.
    pub(crate) fn rows(&self) -> usize {
        self.built - self.given_up.len()
    }

    /// A value was appended to every column.
    #[inline]
    pub(crate) fn end_row(&mut self) {
        self.built += 1;
    }

    /// Values were appended to some columns, and the row is to be as if it had never been begun.
    pub(crate) fn give_up_row(&mut self) {
        for column in &mut self.columns {
            fill(column, self.built + 1);
        }
        self.given_up.push(self.built);
        self.built += 1;
    }

    pub(crate) fn append(&mut self, row: &[Value]) {
        self.columns.iter_mut().zip(row).for_each(|(column, value)| column.append(value));
        self.built += 1;
    }

    pub(crate) fn finish(&mut self) -> DecodedRows {
        let rows = self.rows();
        let mut columns: Vec<Column> = self.columns.iter_mut().map(ColumnBuilder::finish).collect();
        if !self.given_up.is_empty() {
            let keep = self.kept();
            columns = columns.iter().map(|c| filter(c, &keep).expect("mask and column are equally long")).collect();
        }
        self.built = 0;
        self.given_up.clear();
        DecodedRows { columns, rows }
    }

    fn kept(&self) -> BooleanArray {
        let mut keep = vec![true; self.built];
        self.given_up.iter().for_each(|&row| keep[row] = false);
        keep.into()
    }

    pub(crate) fn reset(&mut self) {
        self.finish();
    }
}

/// Makes `column`, which holds `rows` rows or one less and perhaps a part of the last one, hold `rows`.
fn fill(column: &mut ColumnBuilder, rows: usize) {
    if column.len() == rows {
        return;
    }
    match column {
        ColumnBuilder::Row(row) => {
            row.columns.iter_mut().for_each(|c| fill(c, rows));
            row.close(false);
        }
        ColumnBuilder::List(list) => {
            let elements = list.elements.len();
            fill(&mut list.elements, elements + 1);
            list.close(false);
        }
        ColumnBuilder::Map(map) => {
            let entries = map.keys.len();
            fill(&mut map.values, entries);
            map.close(false);
        }
        scalar => scalar.append_null(),
    }
}
