//! GROUPING SETS: every row once per grouping set, with NULL in the columns that the set leaves out.
//!
//! Of one set the rows keep their order, and so the changes of a row theirs.

use super::stateless::{Passing, Stateless};
use super::{Operator, OperatorSpec, Output};
use crate::expression::{Expression, Input};
use crate::{Batch, Failure};
use std::sync::Arc;

/// What becomes of a row.
#[derive(Clone, Debug)]
pub struct Expand {
    /// One list of output columns per copy, over the input's columns; the lists are of the same types.
    pub copies: Vec<Vec<Arc<dyn Expression>>>,
}

impl OperatorSpec for Expand {
    fn instantiate(&self) -> Box<dyn Operator> {
        Passing::boxed(self.clone())
    }
}

impl Stateless for Expand {
    fn pass(&self, batch: Batch, watermark: i64, out: &mut Output<'_>) -> Result<Option<Batch>, Failure> {
        let input = Input { columns: batch.columns(), rows: batch.rows(), wall_ms: out.wall_ms(), watermark };
        for copy in &self.copies {
            let columns = copy.iter().map(|expression| expression.evaluate(&input)).collect::<Result<_, _>>()?;
            out.push(batch.clone().with_columns(columns));
        }
        Ok(None)
    }
}
