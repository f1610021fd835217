//! Filter and projection: keeps the rows for which a condition is true and computes their output columns.

use super::{Operator, OperatorSpec, Output, Step};
use crate::expression::{Expression, Input};
use crate::state::{Keys, Table};
use crate::{Batch, Failure, WATERMARK_MIN};
use arrow_array::cast::AsArray;
use std::sync::Arc;

/// What to keep and what to compute.
#[derive(Clone, Debug)]
pub struct Calc {
    /// BOOLEAN: rows for which it is false or NULL are dropped. `None` keeps all.
    pub condition: Option<Arc<dyn Expression>>,
    /// The output columns, over the input's.
    pub columns: Vec<Arc<dyn Expression>>,
}

impl OperatorSpec for Calc {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(Instance { calc: self.clone(), watermark: WATERMARK_MIN })
    }
}

struct Instance {
    calc: Calc,
    watermark: i64,
}

impl Instance {
    fn evaluate(&self, batch: &Batch, expression: &Arc<dyn Expression>, wall_ms: i64) -> Result<waterwheel_types::Column, Failure> {
        let input = Input { columns: batch.columns(), rows: batch.rows(), wall_ms, watermark: self.watermark };
        expression.evaluate(&input)
    }
}

impl Operator for Instance {
    fn keys(&self, _: usize, _: &Batch) -> Option<Keys> {
        None
    }

    fn apply(&mut self, _: usize, batch: Batch, _: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let wall_ms = out.wall_ms();
        let kept = match &self.calc.condition {
            None => batch,
            Some(condition) => batch.filter(self.evaluate(&batch, condition, wall_ms)?.as_boolean()),
        };
        if kept.rows() > 0 {
            let column = |expression| self.evaluate(&kept, expression, wall_ms);
            let columns = self.calc.columns.iter().map(column).collect::<Result<_, _>>()?;
            out.push(kept.with_columns(columns));
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
