//! Filter and projection: keeps the rows for which a condition is true and computes their output columns.

use super::stateless::{Passing, Stateless};
use super::{Operator, OperatorSpec, Output};
use crate::expression::{Expression, Input};
use crate::{Batch, Failure};
use arrow_array::cast::AsArray;
use std::sync::Arc;

/// What to keep and what to compute.
#[derive(Clone, Debug)]
pub struct Calc {
    /// BOOLEAN: rows for which it is false or NULL are dropped. `None` keeps all.
    pub condition: Option<Arc<dyn Expression>>,
    /// The output columns, over the input's.
    pub columns: Vec<Arc<dyn Expression>>,
    /// Whether an expression asks for the watermark (CURRENT_WATERMARK): it is then that of each row, where the batch says.
    pub reads_watermark: bool,
}

impl OperatorSpec for Calc {
    fn instantiate(&self) -> Box<dyn Operator> {
        Passing::boxed(self.clone())
    }
}

impl Stateless for Calc {
    fn pass(&self, mut batch: Batch, mut watermark: i64, out: &mut Output<'_>) -> Result<Option<Batch>, Failure> {
        let mut rest = None;
        if let Some((rows, own)) = self.watermark_of_front(&batch) {
            rest = (rows < batch.rows()).then(|| batch.slice(rows, batch.rows() - rows));
            batch = batch.slice(0, rows);
            watermark = own;
        }
        let wall_ms = out.wall_ms();
        let evaluate = |batch: &Batch, expression: &Arc<dyn Expression>| {
            expression.evaluate(&Input { columns: batch.columns(), rows: batch.rows(), wall_ms, watermark })
        };
        if let Some(condition) = &self.condition {
            batch = batch.filter(evaluate(&batch, condition)?.as_boolean());
        }
        if batch.rows() > 0 {
            let columns = self.columns.iter().map(|expression| evaluate(&batch, expression)).collect::<Result<_, _>>()?;
            out.push(batch.with_columns(columns));
        }
        Ok(rest)
    }
}

impl Calc {
    /// How many rows in front came under one watermark, and under which; `None` where it does not matter or the batch does not say.
    fn watermark_of_front(&self, batch: &Batch) -> Option<(usize, i64)> {
        let (_, rows, watermark) = batch.watermarks().filter(|_| self.reads_watermark)?.runs().next()?;
        Some((rows, watermark))
    }
}
