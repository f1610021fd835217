//! A table by its primary key, made of rows that are kept apart by something else: of the rows that are there under one
//! key, the one that came last is shown.
//!
//! A row that comes is shown: as `+I` where none was there, else as `+U`. A row that goes lets the one before it show
//! again, as `+U`, if it was the one shown, or leaves nothing, `-D`. So each change is one to its key, and no `-U` is
//! needed. Rows are compared as a whole; taking back a row that is not there changes nothing.
//!
//! Output columns: the input's. State: all rows that are there, for ever. A row that goes costs time in the number of
//! rows of its key.

use super::{Operator, OperatorSpec, Output, Step};
use crate::batch::Change;
use crate::exchange::KeyColumns;
use crate::state::{Keys, SortedTable, Table};
use crate::{Batch, Failure};
use waterwheel_types::DataType;
use waterwheel_types::codec::{Rows, decode_rows};

/// Shows the last row of each key.
#[derive(Clone, Debug)]
pub struct Materialize {
    /// The primary key, by which rows are exchanged.
    pub key: KeyColumns,
    /// The types of all columns.
    pub types: Vec<DataType>,
}

impl OperatorSpec for Materialize {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(Instance { spec: self.clone(), rows: SortedTable::new("rows"), taking: None })
    }
}

struct Instance {
    spec: Materialize,
    /// Key, number of arrival within the key → row.
    rows: SortedTable,
    /// The batch that is being taken in.
    taking: Option<Taking>,
}

/// A batch on its way in.
struct Taking {
    batch: Batch,
    keys: Keys,
    rows: Rows,
    /// The row to go on with.
    row: usize,
}

/// Changes to be put out.
#[derive(Default)]
struct Changes {
    rows: Vec<Vec<u8>>,
    changes: Vec<Change>,
}

impl Changes {
    fn push(&mut self, change: Change, row: &[u8]) {
        self.rows.push(row.to_vec());
        self.changes.push(change);
    }
}

impl Instance {
    fn add(&mut self, key: &[u8], row: &[u8], out: &mut Changes) {
        let last = self.rows.entries(key).next_back().map(|(place, _)| number(place));
        let place = last.map_or(0, |last| last + 1);
        self.rows.put(key, &place.to_be_bytes(), row.to_vec());
        out.push(if last.is_none() { Change::Insert } else { Change::UpdateAfter }, row);
    }

    /// Takes away the first of the equal rows.
    fn take_away(&mut self, key: &[u8], row: &[u8], out: &mut Changes) {
        let Some(place) = self.rows.entries(key).find(|(_, other)| *other == row).map(|(place, _)| place.to_vec()) else { return };
        let was_shown = self.rows.entries(key).next_back().is_some_and(|(last, _)| *last == place);
        self.rows.remove(key, &place);
        match self.rows.entries(key).next_back() {
            None => out.push(Change::Delete, row),
            Some((_, shown)) if was_shown => out.push(Change::UpdateAfter, shown),
            Some(_) => {}
        }
    }

    fn take(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        while let Some(mut taking) = self.taking.take() {
            self.take_portion(&mut taking, out)?;
            if taking.row == taking.batch.rows() {
                break;
            }
            self.taking = Some(taking);
            if out.must_pause() {
                return Ok(Step::More);
            }
        }
        Ok(Step::Done)
    }

    fn take_portion(&mut self, taking: &mut Taking, out: &mut Output<'_>) -> Result<(), Failure> {
        let (end, mut changed) = (taking.batch.rows().min(taking.row + out.portion()), Changes::default());
        for row in taking.row..end {
            let (key, value) = (taking.keys.rows.get(row), taking.rows.get(row));
            if taking.batch.change(row).is_addition() {
                self.add(key, value, &mut changed);
            } else {
                self.take_away(key, value, &mut changed);
            }
        }
        out.worked(end - taking.row);
        taking.row = end;
        let Changes { rows, changes } = changed;
        let columns = decode_rows(rows.iter().map(Vec::as_slice), &self.spec.types).map_err(|e| Failure::bug(e.to_string()))?;
        out.push(Batch::new(columns, rows.len()).with_changes(Some(changes)));
        Ok(())
    }
}

fn number(place: &[u8]) -> u64 {
    u64::from_be_bytes(*place.first_chunk::<8>().expect("written by this operator: 8 bytes"))
}

impl Operator for Instance {
    fn keys(&self, _: usize, batch: &Batch) -> Option<Keys> {
        Some(self.spec.key.keys_of(batch))
    }

    fn apply(&mut self, _: usize, batch: Batch, keys: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let rows = Rows::encode(batch.columns(), &self.spec.types, batch.rows());
        self.taking = Some(Taking { batch, keys: keys.expect("keys were named"), rows, row: 0 });
        self.take(out)
    }

    fn advance(&mut self, _: i64, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.take(out)
    }

    fn drain(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume_at(&mut self, _: i64) {}

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.rows]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every short sequence of additions and removals of three rows under one key against a plain list, and what a
    /// table that takes each change by its key shows in the end.
    #[test]
    fn the_row_shown_is_the_last_of_a_list() {
        for script in 0..6_u32.pow(6) {
            let spec = Materialize { key: KeyColumns::default(), types: vec![] };
            let mut instance = Instance { spec, rows: SortedTable::new("rows"), taking: None };
            let (mut list, mut shown): (Vec<u8>, Option<u8>) = (vec![], None);
            for step in 0..6 {
                let word = script / 6_u32.pow(step) % 6;
                let (row, adds) = ((word / 2) as u8, word % 2 == 0);
                let (before, mut changes) = (list.last().copied(), Changes::default());
                if adds {
                    list.push(row);
                    instance.add(b"key", &[row], &mut changes);
                } else {
                    list.iter().position(|r| *r == row).map(|at| list.remove(at));
                    instance.take_away(b"key", &[row], &mut changes);
                }
                assert!(changes.rows.len() <= 1, "one change at most");
                for (change, row) in changes.changes.iter().zip(&changes.rows) {
                    let expected = match (before, list.last()) {
                        (None, _) => Change::Insert,
                        (_, None) => Change::Delete,
                        _ => Change::UpdateAfter,
                    };
                    assert_eq!(*change, expected, "script {script} step {step}");
                    shown = change.is_addition().then_some(row[0]);
                }
                assert_eq!(shown, list.last().copied(), "script {script} step {step}");
            }
        }
    }
}
