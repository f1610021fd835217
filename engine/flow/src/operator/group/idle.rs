//! Keys that have not been updated for long: `table.exec.state.ttl`.
//!
//! The time of a group's last row lies with its accumulators, in one more call behind all others ([`InPlace::last_update`](super::InPlace::last_update)), over
//! one more input column; so it is written and restored as they are. Time is the wall clock. A group that was last
//! updated a TTL ago or earlier does not exist any more, whether its memory has been given back or not: some slots are
//! looked at with each batch.

use crate::state::{Keys, SlotTable};
use crate::{Batch, Failure};
use arrow_array::{BooleanArray, Int64Array};
use std::collections::HashSet;
use std::sync::Arc;

/// Slots looked at with each batch, besides those of its keys, and as many more as it has rows.
const LOOKED_AT: usize = 64;

/// Whether something that was last updated then exists no more.
pub(in crate::operator) fn is_over(updated_ms: i64, ttl_ms: i64, now_ms: i64) -> bool {
    updated_ms.saturating_add(ttl_ms) <= now_ms
}

/// Forgets groups that are idle for too long.
#[derive(Debug)]
pub(super) struct Idle {
    ttl_ms: i64,
    /// The slot to look at next.
    next: u32,
}

impl Idle {
    pub(super) fn new(ttl_ms: i64) -> Self {
        Idle { ttl_ms, next: 0 }
    }

    /// An entry, the last of whose words says when it was last updated, is about to be updated: nothing is left of it
    /// when it is over.
    pub(super) fn renew(&self, entry: &mut [u64], now_ms: i64) {
        let (updated_ms, rest) = entry.split_last_mut().expect("a word for the time");
        if is_over(*updated_ms as i64, self.ttl_ms, now_ms) {
            rest.fill(0);
        }
        *updated_ms = now_ms as u64;
    }

    fn is_idle(&self, table: &SlotTable, slot: u32, now_ms: i64) -> bool {
        is_over(table.last_word(slot) as i64, self.ttl_ms, now_ms)
    }

    /// Forgets those of these keys' groups that are over, and some others. Returns which rows are to be taken in,
    /// `None` for all: a group that is forgotten knows nothing of rows that are taken back.
    pub(super) fn forget(
        &mut self,
        table: &mut SlotTable,
        keys: &Keys,
        batch: &Batch,
        now_ms: i64,
    ) -> Result<Option<BooleanArray>, Failure> {
        self.look_around(table, keys.len(), now_ms)?;
        let mut begun = HashSet::new();
        let mut kept = Vec::with_capacity(keys.len());
        for row in 0..keys.len() {
            let (key, hash) = (keys.rows.get(row), keys.hashes[row]);
            let mut slot = table.find(key, hash);
            if let Some(idle) = slot.filter(|&slot| self.is_idle(table, slot, now_ms)) {
                table.remove(idle)?;
                slot = None;
            }
            let is_addition = batch.change(row).is_addition();
            if is_addition && slot.is_none() {
                begun.insert(key);
            }
            kept.push(is_addition || slot.is_some() || begun.contains(key));
        }
        Ok((!kept.iter().all(|kept| *kept)).then(|| BooleanArray::from(kept)))
    }

    /// Looks at some slots, round and round, and removes those that are over. To be called for each batch, with how
    /// many slots it names.
    pub(super) fn look_around(&mut self, table: &mut SlotTable, named: usize, now_ms: i64) -> Result<(), Failure> {
        for _ in 0..(LOOKED_AT + named).min(table.slots_end() as usize) {
            self.next = if self.next >= table.slots_end() { 0 } else { self.next };
            if table.is_live(self.next) && self.is_idle(table, self.next, now_ms) {
                table.remove(self.next)?;
            }
            self.next += 1;
        }
        Ok(())
    }
}

/// The batch with the time at which it is taken in behind its columns.
pub(super) fn stamped(batch: Batch, now_ms: i64) -> Batch {
    let mut columns = batch.columns().to_vec();
    columns.push(Arc::new(Int64Array::from(vec![now_ms; batch.rows()])));
    batch.with_columns(columns)
}
