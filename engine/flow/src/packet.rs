//! What crosses an edge of the dataflow, in the order in which it happened.
//!
//! One closed enum, so that order is meaning: a watermark speaks of the batches before it, a barrier cuts between what
//! belongs to an epoch and what does not, nothing follows the end.

use crate::Batch;

/// Before any time: no watermark has been seen.
pub const WATERMARK_MIN: i64 = i64::MIN;
/// After all time: the input has ended, every window fires.
pub const WATERMARK_MAX: i64 = i64::MAX;

/// One item on one queue of an edge.
#[derive(Debug)]
pub enum Packet {
    /// Rows.
    Batch(Batch),
    /// No row of an earlier event time is on time any more; milliseconds since 1970, ascending on a queue.
    Watermark(i64),
    /// This queue has nothing to say for now: it holds no watermark back.
    Idle,
    /// The queue speaks again; its last watermark counts again.
    Active,
    /// Everything before belongs to this epoch, everything after to a later one.
    Barrier(u64),
    /// Nothing follows. Counts as the watermark of the end of time and as aligned with every barrier.
    End,
}
