//! Net changes of groups: what their results before and after some rows amount to, as one batch.

use crate::Batch;
use crate::batch::Change;
use arrow_array::{Array, UInt32Array};
use arrow_select::interleave::interleave;
use arrow_select::take::take;
use waterwheel_types::Column;

/// Changes in the order in which they leave. Groups are numbered by their rows in the results after, and in the columns of keys.
#[derive(Debug, Default)]
pub(super) struct NetChanges {
    changes: Vec<Change>,
    groups: Vec<u32>,
    /// For each change: which of the two sets of results its row is from, 0 before and 1 after, and which row of it.
    origins: Vec<(usize, usize)>,
}

impl NetChanges {
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// A group that was not there.
    pub fn insert(&mut self, group: usize) {
        self.push(Change::Insert, group, (1, group));
    }

    /// A group that is gone; `before` is its row in the results before.
    pub fn delete(&mut self, group: usize, before: usize) {
        self.push(Change::Delete, group, (0, before));
    }

    /// A group whose result differs from its row `before` in the results before.
    pub fn update(&mut self, group: usize, before: usize) {
        self.push(Change::UpdateBefore, group, (0, before));
        self.push(Change::UpdateAfter, group, (1, group));
    }

    fn push(&mut self, change: Change, group: usize, origin: (usize, usize)) {
        self.changes.push(change);
        self.groups.push(group as u32);
        self.origins.push(origin);
    }

    /// The group of each change.
    pub fn groups(&self) -> impl Iterator<Item = usize> {
        self.groups.iter().map(|&group| group as usize)
    }

    /// The changes as rows: the groups' keys, then the first `shown` results.
    pub fn into_batch(self, keys: &[Column], results: &[Vec<Column>; 2], shown: usize) -> Batch {
        let groups = UInt32Array::from(self.groups);
        let mut columns: Vec<Column> = keys.iter().map(|key| take(key, &groups, None).expect("groups are in range")).collect();
        for (before, after) in results[0].iter().zip(&results[1]).take(shown) {
            let both: [&dyn Array; 2] = [before, after];
            columns.push(interleave(&both, &self.origins).expect("results of one call are of one type"));
        }
        let updates = self.changes.iter().any(|&change| change != Change::Insert);
        Batch::new(columns, groups.len()).with_changes(updates.then_some(self.changes))
    }
}
