//! The distinct values of each group: which rows a call with DISTINCT takes.
//!
//! A row counts when it brings the first occurrence of its values into the group, or takes the last one away. Several calls
//! with the same arguments and the same FILTER share one set.

use super::idle::is_over;
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

/// How often each group has which values: (key, set and values) → count, a BIGINT that is never 0, and, where values are forgotten, when
/// it last changed.
pub(super) struct DistinctRows {
    sets: Vec<Distinct>,
    table: SortedTable,
    ttl_ms: Option<i64>,
    /// The last entry looked at for being idle.
    looked_at: Option<(Vec<u8>, Vec<u8>)>,
}

/// Entries looked at with each batch for being idle.
const LOOKED_AT: usize = 64;

impl DistinctRows {
    pub(super) fn new(sets: Vec<Distinct>, ttl_ms: Option<i64>) -> Self {
        DistinctRows { sets, table: SortedTable::new("distinct"), ttl_ms, looked_at: None }
    }

    pub(super) fn table(&mut self) -> &mut dyn Table {
        &mut self.table
    }

    /// The batch with one BOOLEAN column per set behind its own: whether the row counts.
    pub(super) fn mark(&mut self, batch: Batch, keys: &Keys, now_ms: i64) -> Result<Batch, Failure> {
        if self.sets.is_empty() {
            return Ok(batch);
        }
        self.forget_some(now_ms, LOOKED_AT + batch.rows() * self.sets.len());
        let mut columns = batch.columns().to_vec();
        for number in 0..self.sets.len() {
            columns.push(Arc::new(self.marks_of(number, &batch, keys, now_ms)?) as Column);
        }
        Ok(batch.with_columns(columns))
    }

    /// Looks at some entries, round and round, and forgets those that are idle for too long.
    fn forget_some(&mut self, now_ms: i64, most: usize) {
        let Some(life) = self.ttl_ms.map(|ttl_ms| Life { ttl_ms, now_ms }) else { return };
        let (mut looked, mut last, mut over) = (0, None, Vec::new());
        for (key, sub, entry) in self.table.entries_after(self.looked_at.as_ref()).take(most) {
            looked += 1;
            let entry_key = (key.to_vec(), sub.to_vec());
            if number_at(entry, 1).is_ok_and(|updated_ms| life.is_over(updated_ms)) {
                over.push(entry_key.clone());
            }
            last = Some(entry_key);
        }
        // From the front again after the last one: following those that come at the end would never get there.
        self.looked_at = last.filter(|_| looked == most);
        over.iter().for_each(|(key, sub)| drop(self.table.remove(key, sub)));
    }

    fn marks_of(&mut self, number: usize, batch: &Batch, keys: &Keys, now_ms: i64) -> Result<BooleanArray, Failure> {
        let Distinct { values, filter } = &self.sets[number];
        let columns: Vec<Column> = values.columns.iter().map(|&i| batch.column(i).clone()).collect();
        let rows = Rows::encode(&columns, &values.types, batch.rows());
        let filter = filter.map(|column| batch.column(column).as_boolean());
        let passes = |row: usize| filter.is_none_or(|mask| mask.is_valid(row) && mask.value(row));
        let life = self.ttl_ms.map(|ttl_ms| Life { ttl_ms, now_ms });
        let mut sub = (number as u32).to_be_bytes().to_vec();
        let mark = |row: usize| {
            if !passes(row) {
                return Ok(false);
            }
            sub.truncate(4);
            sub.extend_from_slice(rows.get(row));
            count(&mut self.table, (keys.rows.get(row), &sub), batch.change(row).is_addition(), life)
        };
        (0..batch.rows()).map(mark).collect::<Result<Vec<bool>, Failure>>().map(BooleanArray::from)
    }
}

/// How long counts live, and what time it is.
#[derive(Clone, Copy)]
struct Life {
    ttl_ms: i64,
    now_ms: i64,
}

impl Life {
    fn is_over(self, updated_ms: i64) -> bool {
        is_over(updated_ms, self.ttl_ms, self.now_ms)
    }
}

/// The number at a place of an entry.
fn number_at(entry: &[u8], place: usize) -> Result<i64, Failure> {
    let bytes = entry.get(place * 8..place * 8 + 8).and_then(<[u8]>::first_chunk::<8>);
    bytes.map(|bytes| i64::from_le_bytes(*bytes)).ok_or_else(|| Failure::bug("a count of distinct values is one or two numbers"))
}

/// Counts one occurrence more or less; whether it was the first to come or the last to go. What is forgotten cannot go.
fn count(table: &mut SortedTable, (key, sub): (&[u8], &[u8]), added: bool, life: Option<Life>) -> Result<bool, Failure> {
    let before = match (table.get(key, sub), life) {
        (None, _) => 0,
        (Some(entry), Some(life)) if life.is_over(number_at(entry, 1)?) => 0,
        (Some(entry), _) => number_at(entry, 0)?,
    };
    let after = match added {
        true => before + 1,
        false if before == 0 && life.is_some() => 0,
        false => before - 1,
    };
    if after == 0 {
        table.remove(key, sub);
    } else {
        let updated_ms = life.map(|life| life.now_ms.to_le_bytes());
        table.put(key, sub, after.to_le_bytes().into_iter().chain(updated_ms.into_iter().flatten()).collect());
    }
    Ok(if added { before == 0 } else { after == 0 && before == 1 })
}
