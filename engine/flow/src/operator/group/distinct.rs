//! The distinct values of each group: which rows a call with DISTINCT takes.
//!
//! A row counts when it brings the first occurrence of its values into the group, or takes the last one away. Several calls
//! with the same arguments and the same FILTER share one set.

use crate::exchange::KeyColumns;
use crate::state::{Keys, SortedTable, Table};
use crate::{Batch, Failure};
use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};
use std::sync::Arc;
use waterwheel_types::Column;
use waterwheel_types::codec::Rows;

/// Values of which each counts once per group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distinct {
    /// The values, as columns of the input.
    pub values: KeyColumns,
    /// The BOOLEAN input column of the FILTER clause: other rows do not count.
    pub filter: Option<usize>,
}

/// How often each group has which values: (key, set and values) → count, a BIGINT that is never 0.
pub(super) struct DistinctRows {
    sets: Vec<Distinct>,
    table: SortedTable,
}

impl DistinctRows {
    pub(super) fn new(sets: Vec<Distinct>) -> Self {
        DistinctRows { sets, table: SortedTable::new("distinct") }
    }

    pub(super) fn table(&mut self) -> &mut dyn Table {
        &mut self.table
    }

    /// The batch with one BOOLEAN column per set behind its own: whether the row counts.
    pub(super) fn mark(&mut self, batch: Batch, keys: &Keys) -> Result<Batch, Failure> {
        if self.sets.is_empty() {
            return Ok(batch);
        }
        let mut columns = batch.columns().to_vec();
        for number in 0..self.sets.len() {
            columns.push(Arc::new(self.marks_of(number, &batch, keys)?) as Column);
        }
        Ok(batch.with_columns(columns))
    }

    fn marks_of(&mut self, number: usize, batch: &Batch, keys: &Keys) -> Result<BooleanArray, Failure> {
        let Distinct { values, filter } = &self.sets[number];
        let columns: Vec<Column> = values.columns.iter().map(|&i| batch.column(i).clone()).collect();
        let rows = Rows::encode(&columns, &values.types, batch.rows());
        let filter = filter.map(|column| batch.column(column).as_boolean());
        let passes = |row: usize| filter.is_none_or(|mask| mask.is_valid(row) && mask.value(row));
        let mut sub = (number as u32).to_be_bytes().to_vec();
        let mark = |row: usize| {
            if !passes(row) {
                return Ok(false);
            }
            sub.truncate(4);
            sub.extend_from_slice(rows.get(row));
            count(&mut self.table, keys.rows.get(row), &sub, batch.change(row).is_addition())
        };
        (0..batch.rows()).map(mark).collect::<Result<Vec<bool>, Failure>>().map(BooleanArray::from)
    }
}

/// Counts one occurrence more or less; whether it was the first to come or the last to go.
fn count(table: &mut SortedTable, key: &[u8], sub: &[u8], added: bool) -> Result<bool, Failure> {
    let bytes = table.get(key, sub).map_or(Ok([0; 8]), <[u8; 8]>::try_from);
    let before = i64::from_le_bytes(bytes.map_err(|_| Failure::bug("a count of distinct values has 8 bytes"))?);
    let after = if added { before + 1 } else { before - 1 };
    if after == 0 {
        table.remove(key, sub);
    } else {
        table.put(key, sub, after.to_le_bytes().to_vec());
    }
    Ok(if added { before == 0 } else { after == 0 && before == 1 })
}
