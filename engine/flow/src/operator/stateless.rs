//! Operators that keep nothing: rows in, rows out, a piece at a time.
//!
//! What such an operator does is one function, [`Stateless::pass`]; everything else of the contract is here once.

use super::{Operator, Output, Step};
use crate::state::{Keys, Table};
use crate::{Batch, Failure};

/// What an operator without keys, time and state does with rows.
pub(crate) trait Stateless {
    /// Puts out the rows for the front of a batch; what is left of it, if not all was taken.
    fn pass(&self, batch: Batch, out: &mut Output<'_>) -> Result<Option<Batch>, Failure>;
}

/// The instance of a [`Stateless`] operator.
pub(crate) struct Passing<T> {
    operator: T,
    /// What is left of the last batch.
    rest: Option<Batch>,
}

impl<T: Stateless + 'static> Passing<T> {
    /// A new instance.
    pub(crate) fn boxed(operator: T) -> Box<dyn Operator> {
        Box::new(Passing { operator, rest: None })
    }
}

impl<T: Stateless> Operator for Passing<T> {
    fn keys(&self, _: usize, _: &Batch) -> Option<Keys> {
        None
    }

    fn apply(&mut self, _: usize, batch: Batch, _: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.rest = Some(batch);
        self.resume(out)
    }

    fn advance(&mut self, _: i64, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        while let Some(batch) = self.rest.take() {
            self.rest = self.operator.pass(batch, out)?;
            if self.rest.is_some() && out.must_pause() {
                return Ok(Step::More);
            }
        }
        Ok(Step::Done)
    }

    fn drain(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume_at(&mut self, _: i64) {}

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        Vec::new()
    }
}
