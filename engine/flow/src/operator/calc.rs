//! Filter and projection: keeps the rows for which a condition is true and computes their output columns.

use super::{Operator, OperatorSpec, Output, Step};
use crate::expression::{Expression, Input};
use crate::state::{Keys, Table};
use crate::{Batch, Failure, WATERMARK_MIN};
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
    fn evaluate(&self, batch: &Batch, expression: &Arc<dyn Expression>, moment: Moment) -> Result<Column, Failure> {
        let Moment { wall_ms, watermark } = moment;
        expression.evaluate(&Input { columns: batch.columns(), rows: batch.rows(), wall_ms, watermark })
    }

    fn calculate(&self, batch: Batch, moment: Moment, out: &mut Output<'_>) -> Result<(), Failure> {
        let kept = match &self.calc.condition {
            None => batch,
            Some(condition) => batch.filter(self.evaluate(&batch, condition, moment)?.as_boolean()),
        };
        if kept.rows() > 0 {
            let column = |expression| self.evaluate(&kept, expression, moment);
            let columns = self.calc.columns.iter().map(column).collect::<Result<_, _>>()?;
            out.push(kept.with_columns(columns));
        }
        Ok(())
    }
}

/// When rows are evaluated.
#[derive(Clone, Copy)]
struct Moment {
    wall_ms: i64,
    watermark: i64,
}

impl Operator for Instance {
    fn keys(&self, _: usize, _: &Batch) -> Option<Keys> {
        None
    }

    fn apply(&mut self, _: usize, batch: Batch, _: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let wall_ms = out.wall_ms();
        match batch.watermarks().cloned() {
            Some(watermarks) if self.calc.reads_watermark => {
                for (start, rows, watermark) in watermarks.runs() {
                    self.calculate(batch.slice(start, rows), Moment { wall_ms, watermark }, out)?;
                }
            }
            _ => self.calculate(batch, Moment { wall_ms, watermark: self.watermark }, out)?,
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
