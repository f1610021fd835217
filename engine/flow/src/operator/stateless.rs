//! Operators that keep nothing but the watermark: rows in, rows out, a piece at a time.
//!
//! What such an operator does is one function, [`Stateless::pass`]; everything else of the contract is here once.

use super::{Operator, Output, Step};
use crate::state::{Keys, Table};
use crate::{Batch, Failure, WATERMARK_MIN};

/// What an operator without keys and state does with rows.
pub(crate) trait Stateless {
    /// Puts out the rows for the front of a batch, which came under `watermark`; what is left of it, if not all was taken.
    fn pass(&self, batch: Batch, watermark: i64, out: &mut Output<'_>) -> Result<Option<Batch>, Failure>;
}

/// The instance of a [`Stateless`] operator.
pub(crate) struct Passing<T> {
    operator: T,
    /// What is left of the last batch.
    rest: Option<Batch>,
    watermark: i64,
}

impl<T: Stateless + 'static> Passing<T> {
    /// A new instance.
    pub(crate) fn boxed(operator: T) -> Box<dyn Operator> {
        Box::new(Passing { operator, rest: None, watermark: WATERMARK_MIN })
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

    fn advance(&mut self, watermark: i64, _: &mut Output<'_>) -> Result<Step, Failure> {
        self.watermark = watermark;
        Ok(Step::Done)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        while let Some(batch) = self.rest.take() {
            self.rest = self.operator.pass(batch, self.watermark, out)?;
            if self.rest.is_some() && out.must_pause() {
                return Ok(Step::More);
            }
        }
        Ok(Step::Done)
    }

    fn drain(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume_at(&mut self, watermark: i64) {
        self.watermark = watermark;
    }

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        Vec::new()
    }
}
