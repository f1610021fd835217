//! UNION ALL: the rows of all sides.

use super::stateless::{Passing, Stateless};
use super::{Operator, OperatorSpec, Output};
use crate::{Batch, Failure};

/// Passes the rows of every side on; the gate before it has merged their times.
#[derive(Debug)]
pub struct Union;

impl OperatorSpec for Union {
    fn instantiate(&self) -> Box<dyn Operator> {
        Passing::boxed(Union)
    }
}

impl Stateless for Union {
    fn pass(&self, batch: Batch, _: i64, out: &mut Output<'_>) -> Result<Option<Batch>, Failure> {
        out.push(batch);
        Ok(None)
    }
}
