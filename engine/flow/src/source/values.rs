//! Constant rows as a source: VALUES, and SELECT without FROM.

use super::{Budget, Read, Reader, Rows, Source, Split};
use crate::expression::{Expression, Input};
use crate::{Failure, WATERMARK_MIN};
use arrow_array::Array;
use arrow_select::concat::concat;
use std::sync::Arc;
use waterwheel_types::Column;

type Row = Vec<Arc<dyn Expression>>;

/// Rows of expressions over nothing, evaluated when the job runs. One split, one chunk, one batch; without rows no split.
#[derive(Clone, Debug)]
pub struct Values {
    rows: Arc<Vec<Row>>,
}

impl Values {
    /// These rows, equally long and of equal types.
    pub fn new(rows: Vec<Row>) -> Self {
        Values { rows: Arc::new(rows) }
    }
}

impl Source for Values {
    fn splits(&self) -> Result<Vec<Split>, Failure> {
        let split = || Split { name: "values".into(), chunks: 1, bytes: None };
        Ok(if self.rows.is_empty() { Vec::new() } else { vec![split()] })
    }

    fn reader(&self) -> Result<Box<dyn Reader>, Failure> {
        Ok(Box::new(ValuesReader { rows: Arc::clone(&self.rows), done: false }))
    }

    fn is_bounded(&self) -> bool {
        true
    }
}

struct ValuesReader {
    rows: Arc<Vec<Row>>,
    done: bool,
}

impl Reader for ValuesReader {
    fn open(&mut self, _: usize, _: u64, position: u64) -> Result<(), Failure> {
        self.done = position > 0;
        Ok(())
    }

    fn read(&mut self, budget: &Budget<'_>) -> Result<Read, Failure> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(Read::ChunkEnd);
        }
        let input = Input { columns: &[], rows: 1, wall_ms: budget.clock.wall_ms(), watermark: WATERMARK_MIN };
        let width = self.rows[0].len();
        let mut columns: Vec<Column> = Vec::with_capacity(width);
        for at in 0..width {
            let values = self.rows.iter().map(|row| row[at].evaluate(&input)).collect::<Result<Vec<_>, _>>()?;
            let values: Vec<&dyn Array> = values.iter().map(AsRef::as_ref).collect();
            columns.push(concat(&values).expect("rows have equal types"));
        }
        Ok(Read::Rows(Rows { columns, rows: self.rows.len(), position: 1, undecodable: 0, bytes: 0 }))
    }
}
