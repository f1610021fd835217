//! Taking rows into panes: what both stages of a window aggregation do with rows.

use super::{Assigner, LocalTime};
use crate::state::{Keys, Pane, PanedTable};
use crate::{Batch, Failure, WATERMARK_MIN};
use arrow_array::UInt32Array;
use std::borrow::Cow;

/// What became of a batch's rows.
pub(super) struct Taken {
    /// Rows that were late for every window.
    pub late: usize,
    /// Keys that were new in their pane.
    pub new_keys: usize,
}

/// Takes the rows of a batch into the accumulators of their pane and key; column `time` says when each happened.
pub(super) fn update_panes(
    table: &mut PanedTable,
    assigner: Assigner,
    local: &LocalTime,
    time: usize,
    batch: &Batch,
    keys: &Keys,
) -> Result<Taken, Failure> {
    let (panes, late) = assign(assigner, local, batch, time);
    let mut new_keys = 0;
    for (pane, rows) in panes {
        let pane = table.pane_mut(pane);
        let before = pane.len();
        let mut slots = Vec::with_capacity(rows.len());
        pane.slots_of(keys, rows.iter().map(|&row| row as usize), &mut slots);
        pane.update(&slots, &rows_at(batch, rows))?;
        new_keys += pane.len() - before;
    }
    Ok(Taken { late, new_keys })
}

/// Some rows of a batch, ascending.
pub(super) fn rows_at(batch: &Batch, rows: Vec<u32>) -> Cow<'_, Batch> {
    if rows.len() == batch.rows() { Cow::Borrowed(batch) } else { Cow::Owned(batch.take(&UInt32Array::from(rows))) }
}

/// The rows of a batch by pane, in the order in which the panes first occur, and how many are late for every window.
fn assign(assigner: Assigner, local: &LocalTime, batch: &Batch, time: usize) -> (Vec<(Pane, Vec<u32>)>, usize) {
    let times = local.times(batch.column(time));
    let passed = batch.watermarks().map(|w| local.all_passed(w));
    let mut watermarks = passed.as_ref().map(|w| w.iter());
    let mut panes: Vec<(Pane, Vec<u32>)> = Vec::new();
    let (mut last, mut late) = (0, 0);
    for (row, &time) in times.iter().enumerate() {
        let watermark = watermarks.as_mut().map_or(WATERMARK_MIN, |w| w.next().expect("one watermark per row"));
        let Some(pane) = assigner.pane_for(time, watermark) else {
            late += usize::from(assigner.covers(time));
            continue;
        };
        if panes.get(last).is_none_or(|(p, _)| *p != pane) {
            last = panes.iter().position(|(p, _)| *p == pane).unwrap_or_else(|| {
                panes.push((pane, Vec::new()));
                panes.len() - 1
            });
        }
        panes[last].1.push(row as u32);
    }
    (panes, late)
}
