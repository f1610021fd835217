//! A batch: rows as columns, with what streaming adds to them.
//!
//! All columns are equally long. Two things travel beside them only where they say something: the *changes* (a batch
//! without them is all insertions) and the *watermark column* (a batch without it holds only rows that are ahead of
//! every watermark emitted before the batch).

use arrow_array::{Array, BooleanArray, UInt32Array};
use arrow_select::filter::FilterBuilder;
use arrow_select::take::take;
use std::fmt;
use waterwheel_types::Column;

/// What a row does to the result it belongs to. Flink calls this the row kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Change {
    /// `+I`: a new row.
    Insert = 0,
    /// `-U`: the old image of a row that changes; its new image follows.
    UpdateBefore = 1,
    /// `+U`: the new image of a row.
    UpdateAfter = 2,
    /// `-D`: the row is gone.
    Delete = 3,
}

impl Change {
    /// Whether the row is added (`+I`, `+U`) rather than taken away.
    pub fn is_addition(self) -> bool {
        matches!(self, Change::Insert | Change::UpdateAfter)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Change::Insert => "+I",
            Change::UpdateBefore => "-U",
            Change::UpdateAfter => "+U",
            Change::Delete => "-D",
        })
    }
}

/// The watermark that was in force when each row arrived, as runs of equal value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watermarks {
    /// `(end, watermark)`: rows from the previous run's end (0 for the first) up to `end` arrived under `watermark`.
    /// Ends ascend strictly and the last one is the batch's length.
    runs: Vec<(u32, i64)>,
}

impl Watermarks {
    /// One watermark for all of `rows` rows.
    pub fn constant(rows: usize, watermark: i64) -> Self {
        let mut watermarks = Watermarks::default();
        watermarks.extend(rows, watermark);
        watermarks
    }

    /// Adds `rows` rows that arrived under `watermark`.
    pub fn extend(&mut self, rows: usize, watermark: i64) {
        if rows == 0 {
            return;
        }
        let end = self.len() as u32 + rows as u32;
        match self.runs.last_mut() {
            Some(last) if last.1 == watermark => last.0 = end,
            _ => self.runs.push((end, watermark)),
        }
    }

    /// The number of rows covered.
    pub fn len(&self) -> usize {
        self.runs.last().map_or(0, |&(end, _)| end as usize)
    }

    /// Whether no row is covered.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The watermark under which a row arrived.
    pub fn at(&self, row: usize) -> i64 {
        self.runs[self.runs.partition_point(|&(end, _)| end as usize <= row)].1
    }

    /// The runs of rows that arrived under one watermark: first row, number of rows, watermark.
    pub fn runs(&self) -> impl Iterator<Item = (usize, usize, i64)> {
        let mut start = 0;
        self.runs.iter().map(move |&(end, watermark)| {
            let first = std::mem::replace(&mut start, end as usize);
            (first, end as usize - first, watermark)
        })
    }

    /// The watermark of each row in order.
    pub fn iter(&self) -> impl Iterator<Item = i64> {
        let mut start = 0;
        self.runs.iter().flat_map(move |&(end, watermark)| {
            let rows = end - start;
            start = end;
            std::iter::repeat_n(watermark, rows as usize)
        })
    }

    /// The same with no watermark above `limit`.
    #[must_use]
    pub fn capped(&self, limit: i64) -> Self {
        let mut capped = Watermarks::default();
        let mut start = 0;
        for &(end, watermark) in &self.runs {
            capped.extend((end - start) as usize, watermark.min(limit));
            start = end;
        }
        capped
    }

    fn select(&self, rows: impl Iterator<Item = usize>) -> Self {
        rows.map(|row| self.at(row)).collect()
    }
}

impl FromIterator<i64> for Watermarks {
    fn from_iter<I: IntoIterator<Item = i64>>(of_rows: I) -> Self {
        let mut watermarks = Watermarks::default();
        of_rows.into_iter().for_each(|watermark| watermarks.extend(1, watermark));
        watermarks
    }
}

/// Rows as columns.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    columns: Vec<Column>,
    rows: usize,
    changes: Option<Vec<Change>>,
    watermarks: Option<Watermarks>,
}

impl Batch {
    /// Insertions that are ahead of every watermark before them. Panics when a column is not `rows` long.
    pub fn new(columns: Vec<Column>, rows: usize) -> Self {
        for column in &columns {
            assert_eq!(column.len(), rows, "a column's length differs from the batch's");
        }
        Batch { columns, rows, changes: None, watermarks: None }
    }

    /// The same rows with a change for each; `None` means all are insertions.
    #[must_use]
    pub fn with_changes(mut self, changes: Option<Vec<Change>>) -> Self {
        assert!(changes.as_ref().is_none_or(|c| c.len() == self.rows), "one change per row");
        self.changes = changes;
        self
    }

    /// The same rows with the watermark under which each arrived; `None` means all are ahead of what was emitted.
    #[must_use]
    pub fn with_watermarks(mut self, watermarks: Option<Watermarks>) -> Self {
        assert!(watermarks.as_ref().is_none_or(|w| w.len() == self.rows), "one watermark per row");
        self.watermarks = watermarks;
        self
    }

    /// The same rows under other columns, each as long as the batch.
    #[must_use]
    pub fn with_columns(self, columns: Vec<Column>) -> Self {
        Batch::new(columns, self.rows).with_changes(self.changes).with_watermarks(self.watermarks)
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// All columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// One column.
    pub fn column(&self, index: usize) -> &Column {
        &self.columns[index]
    }

    /// The change of each row, or `None` when all are insertions.
    pub fn changes(&self) -> Option<&[Change]> {
        self.changes.as_deref()
    }

    /// The change of one row.
    pub fn change(&self, row: usize) -> Change {
        self.changes.as_ref().map_or(Change::Insert, |c| c[row])
    }

    /// The watermark column, where the batch has one.
    pub fn watermarks(&self) -> Option<&Watermarks> {
        self.watermarks.as_ref()
    }

    /// Bytes of memory that the batch keeps alive, buffers shared with other batches included.
    pub fn memory(&self) -> usize {
        self.columns.iter().map(|c| c.get_array_memory_size()).sum()
    }

    /// The rows where `keep` is true (NULL is not), in order.
    pub fn filter(&self, keep: &BooleanArray) -> Batch {
        let predicate = FilterBuilder::new(keep).optimize().build();
        let rows = predicate.count();
        if rows == self.rows {
            return self.clone();
        }
        let columns = self.columns.iter().map(|c| predicate.filter(c).expect("mask and column are equally long")).collect();
        let kept = || (0..self.rows).filter(|&row| keep.is_valid(row) && keep.value(row));
        Batch {
            columns,
            rows,
            changes: self.changes.as_ref().map(|c| kept().map(|row| c[row]).collect()),
            watermarks: self.watermarks.as_ref().map(|w| w.select(kept())),
        }
    }

    /// These rows, in this order; a row may occur several times.
    pub fn take(&self, rows: &UInt32Array) -> Batch {
        let columns = self.columns.iter().map(|c| take(c, rows, None).expect("row numbers are in range")).collect();
        let chosen = || rows.values().iter().map(|&row| row as usize);
        Batch {
            columns,
            rows: rows.len(),
            changes: self.changes.as_ref().map(|c| chosen().map(|row| c[row]).collect()),
            watermarks: self.watermarks.as_ref().map(|w| w.select(chosen())),
        }
    }

    /// `length` rows from `start` on, without copying.
    pub fn slice(&self, start: usize, length: usize) -> Batch {
        Batch {
            columns: self.columns.iter().map(|c| c.slice(start, length)).collect(),
            rows: length,
            changes: self.changes.as_ref().map(|c| c[start..start + length].to_vec()),
            watermarks: self.watermarks.as_ref().map(|w| w.select(start..start + length)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::cast::AsArray;
    use arrow_array::types::Int32Type;
    use arrow_array::{ArrayRef, Int32Array};
    use std::sync::Arc;

    fn numbers(values: &[i32]) -> ArrayRef {
        Arc::new(Int32Array::from(values.to_vec()))
    }

    fn sample() -> Batch {
        let mut watermarks = Watermarks::constant(2, 10);
        watermarks.extend(2, 20);
        let changes = vec![Change::Insert, Change::UpdateBefore, Change::UpdateAfter, Change::Delete];
        Batch::new(vec![numbers(&[1, 2, 3, 4])], 4).with_changes(Some(changes)).with_watermarks(Some(watermarks))
    }

    fn rows_of(batch: &Batch) -> Vec<(i32, Change, i64)> {
        let values = batch.column(0).as_primitive::<Int32Type>();
        (0..batch.rows()).map(|row| (values.value(row), batch.change(row), batch.watermarks().unwrap().at(row))).collect()
    }

    #[test]
    fn a_filter_keeps_changes_and_watermarks_beside_their_rows() {
        let kept = sample().filter(&BooleanArray::from(vec![Some(false), Some(true), None, Some(true)]));
        assert_eq!(rows_of(&kept), [(2, Change::UpdateBefore, 10), (4, Change::Delete, 20)]);
    }

    #[test]
    fn take_and_slice_do_too() {
        let taken = sample().take(&UInt32Array::from(vec![3, 0]));
        assert_eq!(rows_of(&taken), [(4, Change::Delete, 20), (1, Change::Insert, 10)]);
        assert_eq!(rows_of(&sample().slice(1, 2)), [(2, Change::UpdateBefore, 10), (3, Change::UpdateAfter, 20)]);
    }

    #[test]
    fn runs_of_equal_watermarks_are_one() {
        let mut watermarks = Watermarks::constant(3, 1);
        watermarks.extend(2, 1);
        watermarks.extend(1, 5);
        assert_eq!(watermarks.runs, [(5, 1), (6, 5)]);
        assert_eq!(watermarks.iter().collect::<Vec<_>>(), [1, 1, 1, 1, 1, 5]);
        assert_eq!(watermarks.capped(3).runs, [(5, 1), (6, 3)]);
    }
}
