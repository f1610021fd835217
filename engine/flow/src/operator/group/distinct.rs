//! The distinct values of each group: which rows a call with DISTINCT takes.
//!
//! A row counts when it brings the first occurrence of its values into the group, or takes the last one away. Several calls
//! with the same arguments and the same FILTER share one set.

use crate::exchange::KeyColumns;
use crate::operator::counted::CountedRows;
use crate::state::{Keys, Table};
use crate::{Batch, Failure};
use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};
use std::sync::Arc;
use waterwheel_types::Column;

/// Values of which each counts once per group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distinct {
    /// The values, as columns of the input.
    pub values: KeyColumns,
    /// The BOOLEAN input column of the FILTER clause: other rows do not count.
    pub filter: Option<usize>,
}

/// How often each group has which values: (key, set and values) → count.
pub(super) struct DistinctRows {
    sets: Vec<Distinct>,
    counts: CountedRows,
}

impl DistinctRows {
    pub(super) fn new(sets: Vec<Distinct>, ttl_ms: Option<i64>) -> Self {
        DistinctRows { sets, counts: CountedRows::new("distinct", ttl_ms, true) }
    }

    pub(super) fn table(&mut self) -> &mut dyn Table {
        self.counts.table()
    }

    /// The batch with one BOOLEAN column per set behind its own: whether the row counts.
    pub(super) fn mark(&mut self, batch: Batch, keys: &Keys, now_ms: i64) -> Result<Batch, Failure> {
        if self.sets.is_empty() {
            return Ok(batch);
        }
        self.counts.forget_some(now_ms, batch.rows() * self.sets.len());
        let mut columns = batch.columns().to_vec();
        for number in 0..self.sets.len() {
            columns.push(Arc::new(self.marks_of(number, &batch, keys, now_ms)?) as Column);
        }
        Ok(batch.with_columns(columns))
    }

    fn marks_of(&mut self, number: usize, batch: &Batch, keys: &Keys, now_ms: i64) -> Result<BooleanArray, Failure> {
        let Distinct { values, filter } = &self.sets[number];
        let rows = values.encode(batch);
        let filter = filter.map(|column| batch.column(column).as_boolean());
        let passes = |row: usize| filter.is_none_or(|mask| mask.is_valid(row) && mask.value(row));
        let mut sub = (number as u32).to_be_bytes().to_vec();
        let mark = |row: usize| {
            if !passes(row) {
                return Ok(false);
            }
            sub.truncate(4);
            sub.extend_from_slice(rows.get(row));
            // Whether it was the first to come or the last to go.
            let added = batch.change(row).is_addition();
            let (before, after) = self.counts.change(keys.rows.get(row), &sub, added, now_ms)?;
            Ok(if added { before == 0 } else { (before, after) == (1, 0) })
        };
        (0..batch.rows()).map(mark).collect::<Result<Vec<bool>, Failure>>().map(BooleanArray::from)
    }
}
