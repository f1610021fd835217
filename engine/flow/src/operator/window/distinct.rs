//! DISTINCT in a window aggregation: a call that passes each value on once per group.
//!
//! A group's values lie with its accumulator, so they move, merge across panes and go with it. Words: those of the call
//! itself, then two blobs: the values in the order in which they came (each its length as u32, little endian, where
//! rows can be retracted how often it is there as i64, and the row codec's bytes) and an index of them (open addressing
//! over u32: 0, or where a value begins, plus 1). Partial results are one BYTES column, the blob of values.

use crate::Failure;
use crate::expression::{Accumulators, Aggregate};
use arrow_array::cast::AsArray;
use arrow_array::{BinaryViewArray, UInt32Array};
use arrow_select::take::take;
use std::sync::Arc;
use waterwheel_types::codec::{Rows, decode_rows};
use waterwheel_types::hash::hash_bytes;
use waterwheel_types::{Column, DataType, Kind};

const CELLS_MIN: usize = 16;
/// Of the index only: nothing that is written depends on it.
const SEED: u64 = 0xD157_1AC7_5EED_0001;

/// An aggregate call that takes each value once.
#[derive(Clone, Debug)]
pub struct DistinctValues {
    /// What is done with the values.
    pub call: Arc<dyn Aggregate>,
    /// The types of the call's arguments.
    pub types: Vec<DataType>,
    /// Whether rows can be retracted, so that values are counted.
    pub counted: bool,
}

/// What the call is told: rows, and whether the value of each is there now or gone.
#[derive(Default)]
struct Told {
    rows: Vec<u32>,
    additions: Vec<bool>,
}

impl DistinctValues {
    fn values_word(&self) -> usize {
        self.call.words()
    }

    /// Takes encoded values into their groups, each as often as `times` says of its row.
    fn add<'a>(
        &self,
        state: &mut Accumulators<'_>,
        slots: &[u32],
        values: impl Iterator<Item = &'a [u8]>,
        times: impl Fn(usize) -> i64,
    ) -> Told {
        let mut told = Told::default();
        for (row, (value, &slot)) in values.zip(slots).enumerate() {
            if let Some(addition) = self.change(state, slot, value, times(row)) {
                told.rows.push(row as u32);
                told.additions.push(addition);
            }
        }
        told
    }

    /// Takes a value into a group: whether it is there now, or gone, if that is new.
    fn change(&self, state: &mut Accumulators<'_>, slot: u32, value: &[u8], times: i64) -> Option<bool> {
        let word = self.values_word();
        let start = state.blob(slot, word).len() as u32;
        let index = state.blob(slot, word + 1);
        if !index.is_empty() {
            let (cell, found) = self.find(state.blob(slot, word), index, value);
            if found {
                let start = read_cell(index, cell) as usize - 1;
                return self.count(state.blob_mut(slot, word), start, times);
            }
            write_cell(state.blob_mut(slot, word + 1), cell, start + 1);
        }
        let values = state.blob_mut(slot, word);
        values.extend_from_slice(&(value.len() as u32).to_le_bytes());
        if self.counted {
            values.extend_from_slice(&times.to_le_bytes());
        }
        values.extend_from_slice(value);
        self.count_up(state, slot);
        (times > 0).then_some(true)
    }

    /// Counts the value that begins at a position.
    fn count(&self, values: &mut [u8], start: usize, times: i64) -> Option<bool> {
        if !self.counted {
            return None;
        }
        let place = start + 4..start + 12;
        let before = i64::from_le_bytes(values[place.clone()].try_into().expect("eight bytes"));
        let after = before + times;
        values[place].copy_from_slice(&after.to_le_bytes());
        ((before > 0) != (after > 0)).then_some(after > 0)
    }

    /// The length of what stands in front of a value's bytes.
    fn head(&self) -> usize {
        if self.counted { 12 } else { 4 }
    }

    /// The value that begins at a position, and how often it is there.
    fn value_at<'a>(&self, values: &'a [u8], start: usize) -> (&'a [u8], i64) {
        let length = read_cell(&values[start..], 0) as usize;
        let (head, value) = values[start..start + self.head() + length].split_at(self.head());
        (value, head[4..].first_chunk::<8>().map_or(1, |count| i64::from_le_bytes(*count)))
    }

    /// The cell that holds a value, or the empty one where it belongs.
    fn find(&self, values: &[u8], index: &[u8], value: &[u8]) -> (usize, bool) {
        let mask = index.len() / 4 - 2;
        let mut cell = hash_bytes(value, SEED) as usize & mask;
        loop {
            match read_cell(index, cell) {
                0 => return (cell, false),
                start if self.value_at(values, start as usize - 1).0 == value => return (cell, true),
                _ => cell = (cell + 1) & mask,
            }
        }
    }

    /// An index of `cells` cells, a power of two, and the count behind them.
    fn index_of(&self, values: &[u8], cells: usize, count: u32) -> Vec<u8> {
        let mut index = vec![0; (cells + 1) * 4];
        let mut start = 0;
        while start < values.len() {
            let (value, _) = self.value_at(values, start);
            let (cell, _) = self.find(values, &index, value);
            write_cell(&mut index, cell, start as u32 + 1);
            start += self.head() + value.len();
        }
        write_cell(&mut index, cells, count);
        index
    }

    /// The values of a blob in order, and how often each is there.
    fn values_of<'a>(&self, mut values: &'a [u8]) -> impl Iterator<Item = (&'a [u8], i64)> {
        std::iter::from_fn(move || {
            let (value, count) = (!values.is_empty()).then(|| self.value_at(values, 0))?;
            values = &values[self.head() + value.len()..];
            Some((value, count))
        })
    }

    /// Keeps the index at most three quarters full. Its last cell holds the number of values.
    fn count_up(&self, state: &mut Accumulators<'_>, slot: u32) {
        let word = self.values_word();
        let index = state.blob(slot, word + 1);
        let cells = index.len() / 4;
        let count = if cells == 0 { 1 } else { read_cell(index, cells - 1) + 1 };
        if cells == 0 || (count as usize) * 4 > (cells - 1) * 3 {
            let grown = self.index_of(state.blob(slot, word), ((cells.max(1) - 1) * 2).max(CELLS_MIN), count);
            *state.blob_mut(slot, word + 1) = grown;
        } else {
            write_cell(state.blob_mut(slot, word + 1), cells - 1, count);
        }
    }

    /// Hands the values that have come or gone in their groups to the call.
    fn pass_on(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], told: Told) -> Result<(), Failure> {
        if told.rows.is_empty() {
            return Ok(());
        }
        let slots: Vec<u32> = told.rows.iter().map(|&row| slots[row as usize]).collect();
        let rows = UInt32Array::from(told.rows);
        let arguments: Vec<Column> = arguments.iter().map(|c| take(c, &rows, None).expect("rows in range")).collect();
        let additions = self.counted.then_some(&told.additions[..]);
        self.call.update(&mut state.within(0, self.call.words()), &slots, &arguments, additions)
    }
}

fn read_cell(index: &[u8], cell: usize) -> u32 {
    u32::from_le_bytes(index[cell * 4..cell * 4 + 4].try_into().expect("four bytes"))
}

fn write_cell(index: &mut [u8], cell: usize, value: u32) {
    index[cell * 4..cell * 4 + 4].copy_from_slice(&value.to_le_bytes());
}

impl Aggregate for DistinctValues {
    fn words(&self) -> usize {
        self.call.words() + 2
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BYTES.not_null()]
    }

    fn data_type(&self) -> &DataType {
        self.call.data_type()
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        assert!(self.counted || additions.is_none(), "only counted values can go");
        let rows = Rows::encode(arguments, &self.types, slots.len());
        let told = self.add(state, slots, rows.iter(), |row| if additions.is_none_or(|a| a[row]) { 1 } else { -1 });
        self.pass_on(state, slots, arguments, told)
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let blobs = partials[0].as_binary_view();
        for (row, &slot) in slots.iter().enumerate() {
            let (values, times): (Vec<&[u8]>, Vec<i64>) = self.values_of(blobs.value(row)).unzip();
            let slots = vec![slot; values.len()];
            let told = self.add(state, &slots, values.iter().copied(), |row| times[row]);
            let arguments = decode_rows(values, &self.types).map_err(|e| Failure::bug(e.to_string()))?;
            self.pass_on(state, &slots, &arguments, told)?;
        }
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let blobs: BinaryViewArray = slots.iter().map(|&slot| Some(state.blob(slot, self.values_word()))).collect();
        Ok(vec![Arc::new(blobs)])
    }

    // The call's words come first, so it finds them where it would without the others.
    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        self.call.finish(state, slots)
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        self.call.release(&mut state.within(0, self.call.words()), slot);
        state.free_blob(slot, self.values_word());
        state.free_blob(slot, self.values_word() + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Batch;
    use crate::batch::Change;
    use crate::state::{AggregateCall, Layout, SlotTable};
    use arrow_array::Int64Array;
    use arrow_array::types::Int64Type;
    use std::collections::BTreeSet;

    /// The sum of its argument.
    #[derive(Debug)]
    struct Sum(DataType);

    impl Aggregate for Sum {
        fn words(&self) -> usize {
            1
        }

        fn partial_types(&self) -> Vec<DataType> {
            vec![self.0.clone()]
        }

        fn data_type(&self) -> &DataType {
            &self.0
        }

        fn update(&self, s: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], signs: Option<&[bool]>) -> Result<(), Failure> {
            let values = arguments[0].as_primitive::<Int64Type>().values();
            for (row, (&slot, &value)) in slots.iter().zip(values).enumerate() {
                let signed = if signs.is_none_or(|signs| signs[row]) { value } else { -value };
                s.at_mut(slot)[0] = s.at(slot)[0].wrapping_add(signed as u64);
            }
            Ok(())
        }

        fn merge(&self, _: &mut Accumulators<'_>, _: &[u32], _: &[Column]) -> Result<(), Failure> {
            unreachable!("distinct values are passed on as rows")
        }

        fn partials(&self, _: &Accumulators<'_>, _: &[u32]) -> Result<Vec<Column>, Failure> {
            unreachable!("distinct values are kept as such")
        }

        fn finish(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
            Ok(Arc::new(slots.iter().map(|&slot| s.at(slot)[0] as i64).collect::<Int64Array>()))
        }

        fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
    }

    fn table(counted: bool) -> SlotTable {
        let data_type = Kind::BigInt.not_null();
        let call = DistinctValues { call: Arc::new(Sum(data_type.clone())), types: vec![data_type], counted };
        SlotTable::new("test", Arc::new(Layout::new(vec![AggregateCall { aggregate: Arc::new(call), arguments: vec![0], filter: None }])))
    }

    fn take(table: &mut SlotTable, values: &[i64]) {
        change(table, values, None);
    }

    fn change(table: &mut SlotTable, values: &[i64], changes: Option<Vec<Change>>) {
        let slot = table.slot_of(b"group", 7);
        let batch = Batch::new(vec![Arc::new(Int64Array::from(values.to_vec()))], values.len()).with_changes(changes);
        table.update(&vec![slot; values.len()], &batch).unwrap();
    }

    fn sum(table: &mut SlotTable) -> i64 {
        let slot = table.find(b"group", 7).unwrap();
        table.finish(&[slot]).unwrap()[0].as_primitive::<Int64Type>().value(0)
    }

    #[test]
    fn each_value_counts_once_in_a_group_and_across_merged_groups() {
        let left: Vec<i64> = (0..5_000).map(|n| n * 7_919 % 1_300).collect();
        let right: Vec<i64> = (0..3_000).map(|n| 900 + n * 104_729 % 1_100).collect();
        let expected = |values: &[&[i64]]| values.concat().into_iter().collect::<BTreeSet<_>>().into_iter().sum::<i64>();
        let (mut one, mut other) = (table(false), table(false));
        left.chunks(97).for_each(|chunk| take(&mut one, chunk));
        right.chunks(61).for_each(|chunk| take(&mut other, chunk));
        assert_eq!((sum(&mut one), sum(&mut other)), (expected(&[&left]), expected(&[&right])));
        let from = other.find(b"group", 7).unwrap();
        let partials = other.partials(&[from]).unwrap();
        let to = one.find(b"group", 7).unwrap();
        one.merge(&[to], &partials).unwrap();
        assert_eq!(sum(&mut one), expected(&[&left, &right]));
    }

    #[test]
    fn counted_values_go_with_the_last_row_that_has_them() {
        let value = |n: usize| (n * 7_919 % 130) as i64;
        let (mut one, mut rows) = (table(true), Vec::new());
        for n in 0..4_000 {
            // Of three rows one is taken back, the one that came first.
            let (row, kind) = if n % 3 == 2 { (rows.remove(0), Change::Delete) } else { (value(n), Change::Insert) };
            change(&mut one, &[row], Some(vec![kind]));
            rows.extend((kind == Change::Insert).then_some(row));
            assert_eq!(sum(&mut one), rows.iter().collect::<BTreeSet<_>>().into_iter().sum::<i64>());
        }
        let mut other = table(true);
        change(&mut other, &rows, Some(vec![Change::Delete; rows.len()]));
        let from = other.find(b"group", 7).unwrap();
        let partials = other.partials(&[from]).unwrap();
        let to = one.find(b"group", 7).unwrap();
        one.merge(&[to], &partials).unwrap();
        assert_eq!(sum(&mut one), 0);
    }
}
