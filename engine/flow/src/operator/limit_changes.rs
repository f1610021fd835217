//! OFFSET and LIMIT without ORDER BY over rows that change: of the rows that are there, those from one position of
//! arrival to another.
//!
//! A new row stands behind all others; a row that goes lets the next one move up. Output: `+I` of rows that move into
//! the range and `-D` of those that leave it. Runs on one shard; a change costs time in the order of OFFSET + LIMIT.
//! State: all rows that are there.

use super::{Operator, OperatorSpec, Output, Step};
use crate::batch::Change;
use crate::exchange::KeyColumns;
use crate::state::{Keys, SortedTable, Table};
use crate::{Batch, Failure};
use std::collections::{BTreeMap, BTreeSet};
use waterwheel_types::DataType;
use waterwheel_types::codec::{Rows, decode_rows};

/// Shows some of the rows that are there.
#[derive(Clone, Debug)]
pub struct LimitChanges {
    /// Rows passed over in front.
    pub offset: usize,
    /// Rows shown at most.
    pub limit: usize,
    /// The types of all columns.
    pub types: Vec<DataType>,
}

impl OperatorSpec for LimitChanges {
    fn instantiate(&self) -> Box<dyn Operator> {
        let one = KeyColumns::default().keys_of(&Batch::new(Vec::new(), 1));
        let key = one.rows.get(0).to_vec();
        Box::new(Instance { spec: self.clone(), key, rows: SortedTable::new("rows"), places: BTreeMap::new(), arrived: 0 })
    }
}

struct Instance {
    spec: LimitChanges,
    key: Vec<u8>,
    /// The one key, number of arrival → row.
    rows: SortedTable,
    /// Row → its numbers of arrival. Follows from `rows`.
    places: BTreeMap<Vec<u8>, BTreeSet<u64>>,
    arrived: u64,
}

/// Changes to be put out.
#[derive(Default)]
struct Changes {
    rows: Vec<Vec<u8>>,
    changes: Vec<Change>,
}

impl Changes {
    fn push(&mut self, change: Change, row: Option<(u64, Vec<u8>)>) {
        if let Some((_, row)) = row {
            self.rows.push(row);
            self.changes.push(change);
        }
    }
}

fn number(sub: &[u8]) -> u64 {
    u64::from_be_bytes(*sub.first_chunk::<8>().expect("written by this operator: 8 bytes"))
}

impl Instance {
    /// The row at a position, with its number of arrival.
    fn at(&self, position: usize) -> Option<(u64, Vec<u8>)> {
        self.rows.entries(&self.key).nth(position).map(|(sub, row)| (number(sub), row.to_vec()))
    }

    fn end(&self) -> usize {
        self.spec.offset.saturating_add(self.spec.limit)
    }

    fn add(&mut self, row: Vec<u8>, out: &mut Changes) {
        let (position, place) = (self.rows.len_of(&self.key), self.arrived);
        self.arrived += 1;
        self.rows.put(&self.key, &place.to_be_bytes(), row.clone());
        self.places.entry(row.clone()).or_default().insert(place);
        if (self.spec.offset..self.end()).contains(&position) {
            out.push(Change::Insert, Some((place, row)));
        }
    }

    /// Takes away the first of the equal rows; one that is not there is left alone.
    fn take_away(&mut self, row: &[u8], out: &mut Changes) {
        let Some(places) = self.places.get_mut(row) else { return };
        let place = places.pop_first().expect("a row without places is not kept");
        if places.is_empty() {
            self.places.remove(row);
        }
        let (first, behind) = (self.at(self.spec.offset), self.at(self.end()));
        let gone = self.rows.remove(&self.key, &place.to_be_bytes()).map(|row| (place, row));
        if self.spec.limit == 0 || behind.as_ref().is_some_and(|(number, _)| place >= *number) {
            return;
        }
        // What stood before the range lets the range's first row leave it.
        let leaving = if first.as_ref().is_some_and(|(number, _)| place < *number) { first } else { gone.filter(|_| first.is_some()) };
        out.push(Change::Delete, leaving);
        out.push(Change::Insert, behind);
    }
}

impl Operator for Instance {
    fn keys(&self, _: usize, _: &Batch) -> Option<Keys> {
        None
    }

    fn apply(&mut self, _: usize, batch: Batch, _: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let encoded = Rows::encode(batch.columns(), &self.spec.types, batch.rows());
        let mut changed = Changes::default();
        for row in 0..batch.rows() {
            if batch.change(row).is_addition() {
                self.add(encoded.get(row).to_vec(), &mut changed);
            } else {
                self.take_away(encoded.get(row), &mut changed);
            }
        }
        let Changes { rows, changes } = changed;
        let columns = decode_rows(rows.iter().map(Vec::as_slice), &self.spec.types).map_err(|e| Failure::bug(e.to_string()))?;
        out.push(Batch::new(columns, rows.len()).with_changes(Some(changes)));
        Ok(Step::Done)
    }

    fn advance(&mut self, _: i64, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn drain(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume_at(&mut self, _: i64) {
        for (sub, row) in self.rows.entries(&self.key) {
            self.places.entry(row.to_vec()).or_default().insert(number(sub));
            self.arrived = number(sub) + 1;
        }
    }

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.rows]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every short sequence of additions and removals against the range of a plain list, for several ranges.
    #[test]
    fn the_range_shown_is_that_of_a_list() {
        for (offset, limit) in [(0, 1), (0, 2), (1, 1), (1, 2), (2, 0)] {
            for script in 0..4_096_u32 {
                let types = vec![];
                let spec = LimitChanges { offset, limit, types };
                let mut instance = Instance { spec, key: vec![], rows: SortedTable::new("rows"), places: BTreeMap::new(), arrived: 0 };
                let (mut list, mut shown): (Vec<u8>, Vec<u8>) = (vec![], vec![]);
                for step in 0..6 {
                    let (row, adds) = ((script >> (2 * step)) as u8 & 1, (script >> (2 * step)) & 2 == 0);
                    let mut changes = Changes::default();
                    if adds {
                        list.push(row);
                        instance.add(vec![row], &mut changes);
                    } else {
                        if let Some(at) = list.iter().position(|r| *r == row) {
                            list.remove(at);
                        }
                        instance.take_away(&[row], &mut changes);
                    }
                    for (change, row) in changes.changes.iter().zip(&changes.rows) {
                        match change {
                            Change::Insert => shown.push(row[0]),
                            _ => drop(shown.remove(shown.iter().position(|r| *r == row[0]).expect("only what is shown goes"))),
                        }
                    }
                    let mut expected: Vec<u8> = list.iter().skip(offset).take(limit).copied().collect();
                    expected.sort_unstable();
                    shown.sort_unstable();
                    assert_eq!(shown, expected, "offset {offset} limit {limit} script {script:b} step {step}");
                }
            }
        }
    }
}
