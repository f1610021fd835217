//! Aggregates of one BIGINT per group that lies in one word, where operators may change it themselves.

use crate::Failure;
use crate::expression::{Accumulators, Aggregate};
use arrow_array::Int64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::sync::Arc;
use waterwheel_types::{Column, DataType, Kind};

/// A BIGINT, 0 at first, never NULL, and what becomes of it with another. Its partial result is itself.
#[derive(Debug)]
pub struct InPlace {
    data_type: DataType,
    joined: fn(i64, i64) -> i64,
}

impl InPlace {
    /// The largest value of its argument, which is at least 0: when a group was last updated.
    pub fn last_update() -> Self {
        InPlace { data_type: Kind::BigInt.not_null(), joined: i64::max }
    }

    /// The sum of its argument, which wraps.
    pub(super) fn tally() -> Self {
        InPlace { data_type: Kind::BigInt.not_null(), joined: i64::wrapping_add }
    }
}

impl Aggregate for InPlace {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![self.data_type.clone()]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], _: Option<&[bool]>) -> Result<(), Failure> {
        self.merge(state, slots, arguments)
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        for (&slot, &value) in slots.iter().zip(partials[0].as_primitive::<Int64Type>().values()) {
            let word = &mut state.at_mut(slot)[0];
            *word = (self.joined)(*word as i64, value) as u64;
        }
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![self.finish(state, slots)?])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        Ok(Arc::new(slots.iter().map(|&slot| state.at(slot)[0] as i64).collect::<Int64Array>()))
    }

    fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
}
