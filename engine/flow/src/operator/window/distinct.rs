//! DISTINCT in a window aggregation: a call that passes each value on once per group.
//!
//! A group's values lie with its accumulator, so they move, merge across panes and go with it; there are no retractions
//! in windows, so no counts. Words: those of the call itself, then two blobs: the values in the order in which they
//! came (each its length as u32, little endian, and the row codec's bytes) and an index of them (open addressing over
//! u32: 0, or where a value begins, plus 1). Partial results are one BYTES column, the blob of values.

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
}

impl DistinctValues {
    fn values_word(&self) -> usize {
        self.call.words()
    }

    /// Adds encoded values to their groups: the numbers of the rows that are new.
    fn add<'a>(&self, state: &mut Accumulators<'_>, slots: &[u32], rows: impl Iterator<Item = &'a [u8]>) -> Vec<u32> {
        let new = |(number, (row, &slot)): (usize, (&[u8], &u32))| self.insert(state, slot, row).then_some(number as u32);
        rows.zip(slots).enumerate().filter_map(new).collect()
    }

    /// Adds a value to a group; whether it is new there.
    fn insert(&self, state: &mut Accumulators<'_>, slot: u32, row: &[u8]) -> bool {
        let word = self.values_word();
        let index = state.blob(slot, word + 1);
        if !index.is_empty() {
            let (cell, found) = find(state.blob(slot, word), index, row);
            if found {
                return false;
            }
            let start = state.blob(slot, word).len() as u32;
            write_cell(state.blob_mut(slot, word + 1), cell, start + 1);
        }
        let values = state.blob_mut(slot, word);
        values.extend_from_slice(&(row.len() as u32).to_le_bytes());
        values.extend_from_slice(row);
        self.count_up(state, slot);
        true
    }

    /// Keeps the index at most three quarters full. Its last cell holds the number of values.
    fn count_up(&self, state: &mut Accumulators<'_>, slot: u32) {
        let word = self.values_word();
        let index = state.blob(slot, word + 1);
        let cells = index.len() / 4;
        let count = if cells == 0 { 1 } else { read_cell(index, cells - 1) + 1 };
        if cells == 0 || (count as usize) * 4 > (cells - 1) * 3 {
            let grown = index_of(state.blob(slot, word), ((cells.max(1) - 1) * 2).max(CELLS_MIN), count);
            *state.blob_mut(slot, word + 1) = grown;
        } else {
            write_cell(state.blob_mut(slot, word + 1), cells - 1, count);
        }
    }

    /// Hands the values that are new in their groups to the call.
    fn pass_on(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], new: Vec<u32>) -> Result<(), Failure> {
        if new.is_empty() {
            return Ok(());
        }
        let slots: Vec<u32> = new.iter().map(|&row| slots[row as usize]).collect();
        let rows = UInt32Array::from(new);
        let arguments: Vec<Column> = arguments.iter().map(|c| take(c, &rows, None).expect("rows in range")).collect();
        self.call.update(&mut state.within(0, self.call.words()), &slots, &arguments, None)
    }
}

fn read_cell(index: &[u8], cell: usize) -> u32 {
    u32::from_le_bytes(index[cell * 4..cell * 4 + 4].try_into().expect("four bytes"))
}

fn write_cell(index: &mut [u8], cell: usize, value: u32) {
    index[cell * 4..cell * 4 + 4].copy_from_slice(&value.to_le_bytes());
}

/// The value that begins at a position.
fn value_at(values: &[u8], start: usize) -> &[u8] {
    let length = read_cell(&values[start..], 0) as usize;
    &values[start + 4..start + 4 + length]
}

/// The cell that holds a value, or the empty one where it belongs.
fn find(values: &[u8], index: &[u8], row: &[u8]) -> (usize, bool) {
    let mask = index.len() / 4 - 2;
    let mut cell = hash_bytes(row, SEED) as usize & mask;
    loop {
        match read_cell(index, cell) {
            0 => return (cell, false),
            start if value_at(values, start as usize - 1) == row => return (cell, true),
            _ => cell = (cell + 1) & mask,
        }
    }
}

/// An index of `cells` cells, a power of two, and the count behind them.
fn index_of(values: &[u8], cells: usize, count: u32) -> Vec<u8> {
    let mut index = vec![0; (cells + 1) * 4];
    let mut start = 0;
    while start < values.len() {
        let value = value_at(values, start);
        let (cell, _) = find(values, &index, value);
        write_cell(&mut index, cell, start as u32 + 1);
        start += 4 + value.len();
    }
    write_cell(&mut index, cells, count);
    index
}

/// The values of a blob in order.
fn values_of(mut values: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let value = (!values.is_empty()).then(|| value_at(values, 0))?;
        values = &values[4 + value.len()..];
        Some(value)
    })
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
        assert!(additions.is_none(), "windows take no updates");
        let rows = Rows::encode(arguments, &self.types, slots.len());
        let new = self.add(state, slots, rows.iter());
        self.pass_on(state, slots, arguments, new)
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let blobs = partials[0].as_binary_view();
        for (row, &slot) in slots.iter().enumerate() {
            let values: Vec<&[u8]> = values_of(blobs.value(row)).collect();
            let slots = vec![slot; values.len()];
            let new = self.add(state, &slots, values.iter().copied());
            let arguments = decode_rows(values, &self.types).map_err(|e| Failure::bug(e.to_string()))?;
            self.pass_on(state, &slots, &arguments, new)?;
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

        fn update(&self, s: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], _: Option<&[bool]>) -> Result<(), Failure> {
            let values = arguments[0].as_primitive::<Int64Type>().values();
            slots.iter().zip(values).for_each(|(&slot, &value)| s.at_mut(slot)[0] += value as u64);
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

    fn table() -> SlotTable {
        let data_type = Kind::BigInt.not_null();
        let call = DistinctValues { call: Arc::new(Sum(data_type.clone())), types: vec![data_type] };
        SlotTable::new("test", Arc::new(Layout::new(vec![AggregateCall { aggregate: Arc::new(call), arguments: vec![0], filter: None }])))
    }

    fn take(table: &mut SlotTable, values: &[i64]) {
        let slot = table.slot_of(b"group", 7);
        let batch = Batch::new(vec![Arc::new(Int64Array::from(values.to_vec()))], values.len());
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
        let (mut one, mut other) = (table(), table());
        left.chunks(97).for_each(|chunk| take(&mut one, chunk));
        right.chunks(61).for_each(|chunk| take(&mut other, chunk));
        assert_eq!((sum(&mut one), sum(&mut other)), (expected(&[&left]), expected(&[&right])));
        let from = other.find(b"group", 7).unwrap();
        let partials = other.partials(&[from]).unwrap();
        let to = one.find(b"group", 7).unwrap();
        one.merge(&[to], &partials).unwrap();
        assert_eq!(sum(&mut one), expected(&[&left, &right]));
    }
}
