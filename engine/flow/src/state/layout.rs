//! What a slot of a table holds: the accumulators of an operator's aggregate calls, side by side.

use crate::expression::{Accumulators, Aggregate, Blobs, Words};
use crate::{Batch, Failure};
use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray, UInt32Array};
use arrow_select::take::take;
use std::sync::Arc;
use waterwheel_types::{Column, DataType};

/// One aggregate call over an operator's input.
#[derive(Clone, Debug)]
pub struct AggregateCall {
    /// What keeps the accumulators.
    pub aggregate: Arc<dyn Aggregate>,
    /// The input columns that are its arguments.
    pub arguments: Vec<usize>,
    /// The BOOLEAN input column of its FILTER clause: other rows do not count.
    pub filter: Option<usize>,
}

/// The calls of one table and where each has its words.
#[derive(Debug)]
pub struct Layout {
    calls: Vec<AggregateCall>,
    /// `offsets[i]` is the first word of call `i`; the calls' words follow one another.
    offsets: Vec<usize>,
    stride: usize,
}

impl Layout {
    /// A layout of these calls in order.
    pub fn new(calls: Vec<AggregateCall>) -> Self {
        let mut stride = 0;
        let offsets = calls
            .iter()
            .map(|call| {
                let offset = stride;
                stride += call.aggregate.words();
                offset
            })
            .collect();
        Layout { calls, offsets, stride: stride.max(1) }
    }

    /// Words per slot, at least 1.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// The types of all calls' results.
    pub fn result_types(&self) -> Vec<DataType> {
        self.calls.iter().map(|c| c.aggregate.data_type().clone()).collect()
    }

    /// The types of all calls' partial columns, one call after the other.
    pub fn partial_types(&self) -> Vec<DataType> {
        self.calls.iter().flat_map(|c| c.aggregate.partial_types()).collect()
    }

    fn view<'a>(&self, call: usize, words: &'a mut Words, blobs: &'a mut Blobs) -> Accumulators<'a> {
        let width = self.calls[call].aggregate.words();
        Accumulators::new(words, self.offsets[call], width, blobs)
    }

    /// Takes the rows of a batch in; row `i` belongs to slot `slots[i]`.
    pub(crate) fn update(&self, words: &mut Words, blobs: &mut Blobs, slots: &[u32], batch: &Batch) -> Result<(), Failure> {
        let additions: Option<Vec<bool>> = batch.changes().map(|changes| changes.iter().map(|c| c.is_addition()).collect());
        for (number, call) in self.calls.iter().enumerate() {
            let arguments: Vec<Column> = call.arguments.iter().map(|&i| batch.column(i).clone()).collect();
            let mut view = self.view(number, words, blobs);
            match call.filter {
                None => call.aggregate.update(&mut view, slots, &arguments, additions.as_deref())?,
                Some(column) => {
                    let kept = kept_rows(batch.column(column).as_boolean());
                    let slots: Vec<u32> = kept.values().iter().map(|&row| slots[row as usize]).collect();
                    let arguments = arguments.iter().map(|c| take(c, &kept, None).expect("rows in range")).collect::<Vec<_>>();
                    let additions = additions.as_ref().map(|a| kept.values().iter().map(|&row| a[row as usize]).collect::<Vec<_>>());
                    call.aggregate.update(&mut view, &slots, &arguments, additions.as_deref())?;
                }
            }
        }
        Ok(())
    }

    /// Takes partial results in, in the layout of [`partial_types`](Layout::partial_types).
    pub(crate) fn merge(&self, words: &mut Words, blobs: &mut Blobs, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let mut from = 0;
        for (number, call) in self.calls.iter().enumerate() {
            let width = call.aggregate.partial_types().len();
            let mut view = self.view(number, words, blobs);
            call.aggregate.merge(&mut view, slots, &partials[from..from + width])?;
            from += width;
        }
        Ok(())
    }

    /// The accumulators of these slots as columns.
    pub(crate) fn partials(&self, words: &mut Words, blobs: &mut Blobs, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let mut columns = Vec::new();
        for (number, call) in self.calls.iter().enumerate() {
            columns.extend(call.aggregate.partials(&self.view(number, words, blobs), slots)?);
        }
        Ok(columns)
    }

    /// The results of these slots.
    pub(crate) fn finish(&self, words: &mut Words, blobs: &mut Blobs, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let finish = |(number, call): (usize, &AggregateCall)| call.aggregate.finish(&self.view(number, words, blobs), slots);
        self.calls.iter().enumerate().map(finish).collect()
    }

    /// Frees and zeroes one slot.
    pub(crate) fn release(&self, words: &mut Words, blobs: &mut Blobs, slot: u32) {
        for (number, call) in self.calls.iter().enumerate() {
            call.aggregate.release(&mut self.view(number, words, blobs), slot);
        }
        words.clear(slot);
    }
}

fn kept_rows(mask: &BooleanArray) -> UInt32Array {
    (0..mask.len() as u32).filter(|&row| mask.is_valid(row as usize) && mask.value(row as usize)).collect()
}
