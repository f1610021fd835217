//! OFFSET and LIMIT without ORDER BY: the rows from one position of arrival to another, put out as they come.
//!
//! Runs on one shard. State: how many rows have come.

use super::{Operator, OperatorSpec, Output, Step};
use crate::exchange::KeyColumns;
use crate::state::{Keys, SortedTable, Table};
use crate::{Batch, Failure};

/// Lets some rows pass.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Rows skipped in front.
    pub offset: u64,
    /// Rows put out at most.
    pub limit: Option<u64>,
}

impl OperatorSpec for Limit {
    fn instantiate(&self) -> Box<dyn Operator> {
        let one = KeyColumns::default().keys_of(&Batch::new(Vec::new(), 1));
        Box::new(Instance { spec: *self, count: SortedTable::new("count"), key: one.rows.get(0).to_vec() })
    }
}

struct Instance {
    spec: Limit,
    /// The one key → rows that have come, as long as that matters.
    count: SortedTable,
    key: Vec<u8>,
}

impl Instance {
    fn come(&self) -> u64 {
        let count = self.count.get(&self.key, &[]).and_then(|bytes| bytes.first_chunk::<8>());
        count.map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }
}

impl Operator for Instance {
    fn keys(&self, _: usize, _: &Batch) -> Option<Keys> {
        None
    }

    fn apply(&mut self, _: usize, batch: Batch, _: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let (from, rows) = (self.come(), batch.rows() as u64);
        let end = self.spec.limit.map_or(u64::MAX, |limit| self.spec.offset.saturating_add(limit));
        if from >= end {
            return Ok(Step::Done);
        }
        self.count.put(&self.key, &[], (from + rows).to_le_bytes().to_vec());
        let (first, last) = (self.spec.offset.clamp(from, from + rows) - from, end.min(from + rows) - from);
        out.push(batch.slice(first as usize, last.saturating_sub(first) as usize));
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

    fn resume_at(&mut self, _: i64) {}

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.count]
    }
}
