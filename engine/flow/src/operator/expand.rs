//! GROUPING SETS: every row once per grouping set, with NULL in the columns that the set leaves out.
//!
//! Of one set the rows keep their order, and so the changes of a row theirs.

use super::{Operator, OperatorSpec, Output, Step};
use crate::expression::{Expression, Input};
use crate::state::{Keys, Table};
use crate::{Batch, Failure, WATERMARK_MIN};
use std::sync::Arc;

/// What becomes of a row.
#[derive(Clone, Debug)]
pub struct Expand {
    /// One list of output columns per copy, over the input's columns; the lists are of the same types.
    pub copies: Vec<Vec<Arc<dyn Expression>>>,
}

impl OperatorSpec for Expand {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(Instance { expand: self.clone(), watermark: WATERMARK_MIN })
    }
}

struct Instance {
    expand: Expand,
    watermark: i64,
}

impl Operator for Instance {
    fn keys(&self, _: usize, _: &Batch) -> Option<Keys> {
        None
    }

    fn apply(&mut self, _: usize, batch: Batch, _: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let input = Input { columns: batch.columns(), rows: batch.rows(), wall_ms: out.wall_ms(), watermark: self.watermark };
        for copy in &self.expand.copies {
            let columns = copy.iter().map(|expression| expression.evaluate(&input)).collect::<Result<_, _>>()?;
            out.push(batch.clone().with_columns(columns));
        }
        Ok(Step::Done)
    }

    fn advance(&mut self, watermark: i64, _: &mut Output<'_>) -> Result<Step, Failure> {
        self.watermark = watermark;
        Ok(Step::Done)
    }

    fn resume(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
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
