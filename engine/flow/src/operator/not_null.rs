//! The guard before a sink: columns declared NOT NULL hold no NULL.

use super::stateless::{Passing, Stateless};
use super::{Operator, OperatorSpec, Output};
use crate::{Batch, Failure};
use arrow_array::{Array, BooleanArray};

/// What a NULL in a NOT NULL column does (`table.exec.sink.not-null-enforcer`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullPolicy {
    /// The job fails.
    Fail,
    /// The row is dropped.
    Drop,
}

/// Checks the rows that go to one table.
#[derive(Clone, Debug)]
pub struct NotNull {
    /// The columns to look at: position and name.
    pub columns: Vec<(usize, String)>,
    /// The table's name, for messages.
    pub table: String,
    /// What to do.
    pub policy: NullPolicy,
}

impl NotNull {
    fn failure(&self, name: &str) -> Failure {
        Failure::data(format!("the column `{name}` of {} is NOT NULL, but a NULL is being written into it", self.table))
            .hint("filter such rows out, give them a value with COALESCE, or SET 'table.exec.sink.not-null-enforcer' = 'DROP'")
    }
}

impl OperatorSpec for NotNull {
    fn instantiate(&self) -> Box<dyn Operator> {
        Passing::boxed(self.clone())
    }
}

impl Stateless for NotNull {
    fn pass(&self, batch: Batch, _: i64, out: &mut Output<'_>) -> Result<Option<Batch>, Failure> {
        let with_nulls: Vec<_> = self.columns.iter().filter(|(at, _)| batch.column(*at).null_count() > 0).collect();
        match (with_nulls.first(), self.policy) {
            (None, _) => out.push(batch),
            (Some((_, name)), NullPolicy::Fail) => return Err(self.failure(name)),
            (Some(_), NullPolicy::Drop) => {
                let whole = |row| with_nulls.iter().all(|(at, _)| batch.column(*at).is_valid(row));
                let keep: BooleanArray = (0..batch.rows()).map(|row| Some(whole(row))).collect();
                out.push(batch.filter(&keep));
            }
        }
        Ok(None)
    }
}
