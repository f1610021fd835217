//! NOT NULL of a sink's columns.

use super::super::stateless::{Passing, Stateless};
use super::super::{Operator, OperatorSpec, Output};
use super::{Depth, Place, SinkColumn, at_row};
use crate::expression::Expression;
use crate::{Batch, Failure};
use arrow_array::{Array, BooleanArray};
use std::sync::Arc;

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
    /// The columns to look at.
    pub columns: Vec<SinkColumn>,
    /// How far into them.
    pub depth: Depth,
    /// The table's name, for messages.
    pub table: String,
    /// STRING: what a row that fails is told by.
    pub description: Option<Arc<dyn Expression>>,
    /// What to do.
    pub policy: NullPolicy,
}

impl NotNull {
    /// Whether a row of this batch may be wrong in this column.
    fn is_suspect(&self, column: &SinkColumn, batch: &Batch) -> bool {
        batch.column(column.at).null_count() > 0 || self.depth.inside(&column.data_type, |t| !t.nullable)
    }

    /// Where a row holds a NULL that it must not hold.
    fn find(&self, suspects: &[&SinkColumn], batch: &Batch, row: usize) -> Option<String> {
        suspects.iter().find_map(|c| {
            let place = Place { column: batch.column(c.at), data_type: &c.data_type, row };
            let wrong = |place: Place<'_>| !place.data_type.nullable && place.column.is_null(place.row);
            self.depth.find(place, wrong).map(|(path, _)| format!("{}{path}", c.name))
        })
    }

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
        let suspects: Vec<_> = self.columns.iter().filter(|c| self.is_suspect(c, &batch)).collect();
        if suspects.is_empty() {
            out.push(batch);
            return Ok(None);
        }
        let keep = (0..batch.rows()).map(|row| match (self.find(&suspects, &batch, row), self.policy) {
            (None, _) => Ok(Some(true)),
            (Some(_), NullPolicy::Drop) => Ok(Some(false)),
            (Some(name), NullPolicy::Fail) => Err(at_row(self.failure(&name), self.description.as_ref(), &batch, row)),
        });
        let keep = keep.collect::<Result<BooleanArray, Failure>>()?;
        out.push(if keep.false_count() == 0 { batch } else { batch.filter(&keep) });
        Ok(None)
    }
}
