//! Filter and projection: keeps the rows for which a condition is true and computes their output columns.

use super::stateless::{Passing, Stateless};
use super::{Operator, OperatorSpec, Output};
use crate::expression::{Expression, Input};
use crate::{Batch, Failure};
use arrow_array::cast::AsArray;
use std::sync::Arc;
use waterwheel_types::Column;

/// What to keep and what to compute.
#[derive(Clone, Debug)]
pub struct Calc {
    /// BOOLEAN: rows for which it is false or NULL are dropped. `None` keeps all.
    pub condition: Option<Arc<dyn Expression>>,
    /// The output columns, over the input's.
    pub columns: Vec<Arc<dyn Expression>>,
    /// Whether an expression asks for the watermark (CURRENT_WATERMARK): it is then that of each row, where the batch says.
    pub reads_watermark: bool,
    /// STRING: what a row that fails is told by.
    pub description: Option<Arc<dyn Expression>>,
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
        out.push(self.of_batch(&batch, out.wall_ms(), watermark)?);
        Ok(rest)
    }
}

/// When rows are evaluated.
#[derive(Clone, Copy)]
struct Moment {
    wall_ms: i64,
    watermark: i64,
}

impl Calc {
    /// The rows of a batch that are kept, with the output columns; a failure says which row is to blame.
    pub(crate) fn of_batch(&self, batch: &Batch, wall_ms: i64, watermark: i64) -> Result<Batch, Failure> {
        let moment = Moment { wall_ms, watermark };
        self.compute(batch, moment).map_err(|failure| self.at_row(failure, batch, moment))
    }

    fn compute(&self, batch: &Batch, moment: Moment) -> Result<Batch, Failure> {
        let kept = match &self.condition {
            Some(condition) => &batch.filter(evaluate(condition, batch, moment)?.as_boolean()),
            None => batch,
        };
        let columns = match kept.rows() {
            // An expression of constants alone may fail where there is no row to fail for.
            0 => return Ok(kept.clone()),
            _ => self.columns.iter().map(|expression| evaluate(expression, kept, moment)).collect::<Result<_, _>>()?,
        };
        Ok(kept.clone().with_columns(columns))
    }

    /// The failure of a batch with the row that is to blame.
    fn at_row(&self, failure: Failure, batch: &Batch, moment: Moment) -> Failure {
        let fails = |row: &Batch| self.compute(row, moment).err();
        let first = (0..batch.rows()).map(|at| batch.slice(at, 1)).find_map(|row| Some((fails(&row)?, row)));
        let Some((failure, row)) = first else { return failure };
        match self.description.as_ref().map(|description| evaluate(description, &row, moment)) {
            Some(Ok(text)) => failure.at(format!("the row {}", text.as_string_view().value(0))),
            _ => failure,
        }
    }

    /// How many rows in front came under one watermark, and under which; `None` where it does not matter or the batch does not say.
    fn watermark_of_front(&self, batch: &Batch) -> Option<(usize, i64)> {
        let (_, rows, watermark) = batch.watermarks().filter(|_| self.reads_watermark)?.runs().next()?;
        Some((rows, watermark))
    }
}

fn evaluate(expression: &Arc<dyn Expression>, batch: &Batch, Moment { wall_ms, watermark }: Moment) -> Result<Column, Failure> {
    expression.evaluate(&Input { columns: batch.columns(), rows: batch.rows(), wall_ms, watermark })
}
