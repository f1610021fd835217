//! Each row once per window that it is in, with the window's bounds: a window function without aggregation.
//!
//! No row is late here: what is grouped or joined by window later compares each row's windows with the row's own
//! watermark. Output columns: the input's, then `window_start`, `window_end` and `window_time` = `window_end` - 1 ms.
//! Of one row, windows come in the order of their ends. No state.

use super::{Assigner, LocalTime, Windows};
use crate::operator::stateless::{Passing, Stateless};
use crate::operator::{Operator, OperatorSpec, Output};
use crate::{Batch, Failure};
use arrow_array::UInt32Array;
use waterwheel_types::Column;
use waterwheel_types::column::column_of_millis;

/// Rows of one output batch, unless one row is in more windows than that.
const BATCH_ROWS: usize = 4_096;

/// Adds the bounds of windows to rows.
#[derive(Clone, Debug)]
pub struct WindowRows {
    /// The windows.
    pub assigner: Assigner,
    /// The event-time column.
    pub time: usize,
    /// The time that windows are cut in.
    pub local: LocalTime,
}

impl OperatorSpec for WindowRows {
    fn instantiate(&self) -> Box<dyn Operator> {
        Passing::boxed(self.clone())
    }
}

/// The three window columns for windows with these bounds.
pub(super) fn bounds(starts: Vec<i64>, ends: Vec<i64>, local: &LocalTime) -> [Column; 3] {
    let times = ends.iter().map(|end| local.to_utc(end - 1)).collect();
    [starts, ends, times].map(column_of_millis)
}

impl Stateless for WindowRows {
    fn pass(&self, batch: Batch, _: i64, out: &mut Output<'_>) -> Result<Option<Batch>, Failure> {
        let times = self.local.times(batch.column(self.time));
        let (mut rows, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        let mut taken = 0;
        for time in times {
            let Windows { first, last, step } = self.assigner.windows_of(self.assigner.pane_end(time));
            for end in (first..=last).step_by(step as usize) {
                rows.push(taken as u32);
                starts.push(self.assigner.window_start(end));
                ends.push(end);
            }
            taken += 1;
            if rows.len() >= BATCH_ROWS {
                break;
            }
        }
        let repeated = batch.take(&UInt32Array::from(rows));
        let mut columns = repeated.columns().to_vec();
        columns.extend(bounds(starts, ends, &self.local));
        out.push(repeated.with_columns(columns));
        Ok((taken < batch.rows()).then(|| batch.slice(taken, batch.rows() - taken)))
    }
}
