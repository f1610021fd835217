//! A call whose result depends on the order of rows, over those of a HOP window in the order of their panes.
//!
//! Flink aggregates the rows of a pane as they come and merges a window's panes, the oldest first, whenever the window
//! fires. Here each window that fires more than once has accumulators of its own; so that they show the same order,
//! rows wait in them as they are, and the call sees them when a result is asked for.
//!
//! Arguments: those of the call, then the event time. Words: one blob of rows as they came, each its pane's end (i64)
//! and its length (u32), little endian, and the row codec's bytes of its arguments. Partial results are one BYTES
//! column, the blob.

use super::{Assigner, LocalTime};
use crate::expression::{Accumulators, Aggregate};
use crate::state::{AggregateCall, Layout, SlotTable};
use crate::{Batch, Failure};
use arrow_array::BinaryViewArray;
use arrow_array::cast::AsArray;
use std::sync::Arc;
use waterwheel_types::codec::{Rows, decode_rows};
use waterwheel_types::{Column, DataType, Kind};

/// An aggregate call that takes its rows pane by pane. A row that is retracted takes the first equal one of its pane away.
#[derive(Clone, Debug)]
pub struct InPaneOrder {
    /// What is done with the rows.
    pub call: Arc<dyn Aggregate>,
    /// The types of the call's arguments.
    pub types: Vec<DataType>,
    /// The windows.
    pub assigner: Assigner,
    /// The time that windows are cut in.
    pub local: LocalTime,
}

/// The length of what stands in front of a row.
const HEAD: usize = 12;

/// The rows of a blob with their panes' ends, as they came.
fn rows_of(mut blob: &[u8]) -> impl Iterator<Item = (i64, &[u8])> {
    std::iter::from_fn(move || {
        let (end, rest) = blob.split_first_chunk::<8>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (row, rest) = rest.split_at(u32::from_le_bytes(*length) as usize);
        blob = rest;
        Some((i64::from_le_bytes(*end), row))
    })
}

/// Removes the first row of a pane that is equal to this one.
fn take_away(blob: &mut Vec<u8>, end: i64, row: &[u8]) {
    let mut start = 0;
    let place = rows_of(blob).find_map(|(other_end, other)| {
        let place = start..start + HEAD + other.len();
        start = place.end;
        (other_end == end && other == row).then_some(place)
    });
    place.into_iter().for_each(|place| drop(blob.drain(place)));
}

impl Aggregate for InPaneOrder {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BYTES.not_null()]
    }

    fn data_type(&self) -> &DataType {
        self.call.data_type()
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let (time, arguments) = arguments.split_last().expect("the time is behind the arguments");
        let rows = Rows::encode(arguments, &self.types, slots.len());
        for (at, (&slot, &time)) in slots.iter().zip(self.local.times(time).iter()).enumerate() {
            let (blob, row, end) = (state.blob_mut(slot, 0), rows.get(at), self.assigner.pane_end(time));
            if additions.is_some_and(|additions| !additions[at]) {
                take_away(blob, end, row);
                continue;
            }
            blob.extend(end.to_le_bytes());
            blob.extend((row.len() as u32).to_le_bytes());
            blob.extend(row);
        }
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let blobs = partials[0].as_binary_view();
        slots.iter().enumerate().for_each(|(row, &slot)| state.blob_mut(slot, 0).extend(blobs.value(row)));
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let blobs: BinaryViewArray = slots.iter().map(|&slot| Some(state.blob(slot, 0))).collect();
        Ok(vec![Arc::new(blobs)])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let arguments = (0..self.types.len()).collect();
        let call = AggregateCall { aggregate: Arc::clone(&self.call), arguments, filter: None };
        let mut table = SlotTable::new("ordered", Arc::new(Layout::new(vec![call])));
        let (mut rows, mut groups, mut results) = (Vec::new(), Vec::new(), Vec::new());
        for (number, &slot) in slots.iter().enumerate() {
            let group = table.slot_of(&(number as u64).to_le_bytes(), number as u64);
            let mut of_slot: Vec<(i64, &[u8])> = rows_of(state.blob(slot, 0)).collect();
            of_slot.sort_by_key(|&(end, _)| end);
            groups.extend(std::iter::repeat_n(group, of_slot.len()));
            rows.extend(of_slot.into_iter().map(|(_, row)| row));
            results.push(group);
        }
        let columns = decode_rows(rows.iter().copied(), &self.types).map_err(|e| Failure::bug(e.to_string()))?;
        table.update(&groups, &Batch::new(columns, rows.len()))?;
        Ok(table.finish(&results)?.remove(0))
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        state.free_blob(slot, 0);
    }
}
