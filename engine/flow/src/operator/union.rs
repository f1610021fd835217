//! UNION ALL: the rows of all sides.

use super::{Operator, OperatorSpec, Output, Step};
use crate::state::{Keys, Table};
use crate::{Batch, Failure};

/// Passes the rows of every side on; the gate before it has merged their times.
#[derive(Debug)]
pub struct Union;

impl OperatorSpec for Union {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(Union)
    }
}

impl Operator for Union {
    fn keys(&self, _: usize, _: &Batch) -> Option<Keys> {
        None
    }

    fn apply(&mut self, _: usize, batch: Batch, _: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        out.push(batch);
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
        Vec::new()
    }
}
