//! The distinct values of each group: which rows a call with DISTINCT takes.
//!
//! A row counts when it brings the first occurrence of its values into the group, or takes the last one away. Calls
//! with the same arguments share one entry per group and values, which counts its rows for each FILTER that one of them
//! has; calls with the same FILTER, too, share the count.

use super::idle::Idle;
use super::in_place::InPlace;
use crate::exchange::KeyColumns;
use crate::expression::Aggregate;
use crate::state::{AggregateCall, Keys, Layout, SubKeys, SubSlotTable, Table};
use crate::{Batch, Failure};
use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};
use arrow_select::filter::prep_null_mask_filter;
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

/// How often each group has which values: (key, arguments and their values) → a count for each FILTER, and when the
/// entry was last updated where idle ones are forgotten.
pub(super) struct DistinctRows {
    arguments: Vec<Arguments>,
    table: SubSlotTable,
    /// The words of an entry.
    width: usize,
    idle: Option<Idle>,
}

/// The sets that have the same values.
struct Arguments {
    values: KeyColumns,
    /// The number of each, which is its column, and its FILTER.
    sets: Vec<(usize, Option<usize>)>,
}

impl DistinctRows {
    pub(super) fn new(sets: &[Distinct], ttl_ms: Option<i64>) -> Self {
        let mut arguments: Vec<Arguments> = Vec::new();
        for (number, Distinct { values, filter }) in sets.iter().enumerate() {
            match arguments.iter_mut().find(|a| a.values == *values) {
                Some(known) => known.sets.push((number, *filter)),
                None => arguments.push(Arguments { values: values.clone(), sets: vec![(number, *filter)] }),
            }
        }
        let counts = arguments.iter().map(|a| a.sets.len()).max().unwrap_or(0);
        let layout = layout(counts, ttl_ms.is_some());
        let width = layout.stride();
        DistinctRows { arguments, table: SubSlotTable::new("distinct", Arc::new(layout)), width, idle: ttl_ms.map(Idle::new) }
    }

    pub(super) fn table(&mut self) -> &mut dyn Table {
        &mut self.table
    }

    /// The batch with one BOOLEAN column per set behind its own: whether the row counts.
    pub(super) fn mark(&mut self, batch: Batch, keys: &Keys, now_ms: i64) -> Result<Batch, Failure> {
        if let Some(idle) = &mut self.idle {
            idle.look_around(self.table.slots(), batch.rows() * self.arguments.len(), now_ms)?;
        }
        let mut marks = Vec::new();
        for number in 0..self.arguments.len() {
            let of_these = self.marks_of(number, &batch, keys, now_ms)?;
            marks.extend(self.arguments[number].sets.iter().map(|(column, _)| *column).zip(of_these));
        }
        marks.sort_unstable_by_key(|(column, _)| *column);
        let marks = marks.into_iter().map(|(_, marks)| Arc::new(BooleanArray::from(marks)) as Column);
        let columns = batch.columns().iter().cloned().chain(marks).collect();
        Ok(batch.with_columns(columns))
    }

    /// For each set of these arguments, which rows count.
    fn marks_of(&mut self, number: usize, batch: &Batch, keys: &Keys, now_ms: i64) -> Result<Vec<Vec<bool>>, Failure> {
        let Arguments { values, sets } = &self.arguments[number];
        let filters: Vec<_> = sets.iter().map(|(_, filter)| filter.map(|column| filter_of(batch, column))).collect();
        let passes = |set: usize, row: usize| filters[set].as_ref().is_none_or(|filter| filter.value(row));
        let rows: Vec<usize> = (0..batch.rows()).filter(|&row| (0..sets.len()).any(|set| passes(set, row))).collect();
        let slots = self.table.slots_of(entries_of(number, &values.encode(batch), keys, &rows));
        let words = self.table.slots().words_of(&slots)?;
        let mut marks = vec![vec![false; batch.rows()]; sets.len()];
        let mut empty = Vec::new();
        for (&row, &slot) in rows.iter().zip(&slots) {
            let entry = words.at_mut(slot, 0, self.width);
            self.idle.iter().for_each(|idle| idle.renew(entry, now_ms));
            let (added, counts) = (batch.change(row).is_addition(), &mut entry[..sets.len()]);
            for set in (0..sets.len()).filter(|&set| passes(set, row)) {
                marks[set][row] = count(&mut counts[set], added, self.idle.is_none());
            }
            if is_empty(counts) {
                empty.push(slot);
            }
        }
        empty.retain(|&slot| is_empty(words.at(slot, 0, sets.len())));
        empty.sort_unstable();
        empty.dedup();
        empty.into_iter().try_for_each(|slot| self.table.remove(slot))?;
        Ok(marks)
    }
}

/// What the table has under the values of these rows.
fn entries_of(number: usize, values: &Rows, keys: &Keys, rows: &[usize]) -> SubKeys {
    let mut entries = SubKeys::default();
    rows.iter().for_each(|&row| entries.push(keys.rows.get(row), [&(number as u32).to_be_bytes(), values.get(row)]));
    entries
}

/// Which rows the FILTER in a column takes: not those for which it is NULL.
fn filter_of(batch: &Batch, column: usize) -> BooleanArray {
    let filter = batch.column(column).as_boolean();
    if filter.null_count() > 0 { prep_null_mask_filter(filter) } else { filter.clone() }
}

/// One row more or less; whether it is the first to come or the last to go. `owes`: a row may go before it comes, which
/// only makes sense where rows are not forgotten.
fn count(rows: &mut u64, added: bool, owes: bool) -> bool {
    let before = *rows as i64;
    let after = match added {
        true => before + 1,
        false if before == 0 && !owes => 0,
        false => before - 1,
    };
    *rows = after as u64;
    if added { before == 0 } else { (before, after) == (1, 0) }
}

fn is_empty(counts: &[u64]) -> bool {
    counts.iter().all(|count| *count == 0)
}

/// The words of an entry: the counts, then, where idle entries are forgotten, when it was last updated.
fn layout(counts: usize, forgets: bool) -> Layout {
    let count: Arc<dyn Aggregate> = Arc::new(InPlace::tally());
    let last_update: Arc<dyn Aggregate> = Arc::new(InPlace::last_update());
    let words = std::iter::repeat_n(count, counts).chain(forgets.then_some(last_update));
    Layout::new(words.map(|aggregate| AggregateCall { aggregate, arguments: vec![], filter: None }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Change;
    use crate::state::Entry;
    use arrow_array::Int64Array;
    use arrow_array::types::Int64Type;
    use std::collections::HashMap;
    use waterwheel_types::Kind;
    use waterwheel_types::hash::hash_bytes;

    /// A sequence without pattern.
    fn random(number: u64) -> u64 {
        hash_bytes(&number.to_le_bytes(), 0)
    }

    fn columns(columns: &[usize]) -> KeyColumns {
        KeyColumns { columns: columns.to_vec(), types: vec![Kind::BigInt.not_null(); columns.len()] }
    }

    /// Two sets of two filters over the same value, one without, and one over other values.
    fn sets() -> Vec<Distinct> {
        let set = |values: &[usize], filter| Distinct { values: columns(values), filter };
        vec![set(&[1], Some(2)), set(&[1], None), set(&[0, 1], Some(2)), set(&[1], Some(3))]
    }

    /// Keys, values and two filters, one of which may be NULL; rows come and go, and may go first.
    fn batch(seed: u64, rows: u64) -> Batch {
        let numbers = |what: u64, below: u64| (0..rows).map(move |row| random(seed << 32 | what << 16 | row) % below);
        let column = |what| Arc::new(numbers(what, 4).map(|n| n as i64).collect::<Int64Array>()) as Column;
        let sometimes = numbers(2, 3).map(|n| (n < 2).then_some(n == 0)).collect::<BooleanArray>();
        let often = numbers(3, 3).map(|n| Some(n > 0)).collect::<BooleanArray>();
        let changes = numbers(4, 2).map(|n| Some(if n == 0 { Change::Insert } else { Change::Delete })).collect();
        Batch::new(vec![column(0), column(1), Arc::new(sometimes), Arc::new(often)], rows as usize).with_changes(changes)
    }

    /// Counts the rows of every set, key and values; whether each row is the first or the last.
    fn model(counts: &mut HashMap<(usize, i64, i64), i64>, batch: &Batch) -> Vec<Vec<bool>> {
        let number = |column: usize, row| batch.column(column).as_primitive::<Int64Type>().value(row);
        let is_true = |column: usize, row| batch.column(column).is_valid(row) && batch.column(column).as_boolean().value(row);
        let mut mark = |set: usize, filter: Option<usize>, row| {
            if filter.is_some_and(|column| !is_true(column, row)) {
                return false;
            }
            let count = counts.entry((set, number(0, row), number(1, row))).or_default();
            let before = *count;
            *count += if batch.change(row).is_addition() { 1 } else { -1 };
            matches!((before, *count), (0, 1) | (1, 0))
        };
        sets().iter().enumerate().map(|(set, s)| (0..batch.rows()).map(|row| mark(set, s.filter, row)).collect()).collect()
    }

    /// The same rows in a table that was written and restored.
    fn restored(distinct: &mut DistinctRows) -> DistinctRows {
        let (mut entries, mut after) = (Vec::new(), DistinctRows::new(&sets(), None));
        distinct.table().flip();
        while !distinct.table().encode(16, &mut entries) {}
        for entry in &entries {
            let Entry::Put { key, sub, value } = entry else { panic!("a first epoch has no removals") };
            after.table().restore(key, sub, value).unwrap();
        }
        after
    }

    #[test]
    fn a_row_counts_when_it_is_the_first_or_the_last_of_its_set() {
        let (mut distinct, mut counts) = (DistinctRows::new(&sets(), None), HashMap::new());
        for seed in 0..200 {
            let input = batch(seed, 1 + random(seed) % 40);
            let expected = model(&mut counts, &input);
            let keys = Keys::new(columns(&[0]).encode(&input));
            let marked = distinct.mark(input, &keys, 0).unwrap();
            for (set, expected) in expected.iter().enumerate() {
                let marks: Vec<bool> = marked.column(4 + set).as_boolean().values().iter().collect();
                assert_eq!(&marks, expected, "batch {seed}, set {set}");
            }
            let nonzero = counts.iter().filter(|(_, count)| **count != 0).map(|((set, key, value), _)| (*set == 2, *key, *value));
            let entries = nonzero.collect::<std::collections::HashSet<_>>().len();
            assert_eq!(distinct.table.slots().len(), entries, "entries without rows are gone");
            if seed == 99 {
                distinct = restored(&mut distinct);
            }
        }
    }
}
