//! Where results go: the contract of a sink.
//!
//! Each shard has one [`Writer`]. Rows of one writer arrive in the order in which the operator before it sent them. A
//! sink that publishes (renames files, commits) does so in [`Writer::finish`], which runs only when the whole input has
//! ended without failure; a writer that is dropped without it must leave nothing that looks finished. Where the input has no
//! end, a sink publishes what is complete in [`Writer::flush`], and what is left in [`Writer::stop`].

use crate::{Batch, Clock, Failure};
use std::fmt;

/// A sink, shared by all shards of a job.
pub trait Sink: Send + Sync + fmt::Debug {
    /// Readies the outside once, before any row flows: creates what must exist, fails when it cannot be written.
    fn prepare(&self) -> Result<(), Failure>;

    /// The writer of one shard of `shards`.
    fn writer(&self, shard: usize, shards: usize) -> Result<Box<dyn Writer>, Failure>;

    /// Whether it takes updates and deletions, or insertions only.
    fn accepts_updates(&self) -> bool;

    /// Whether nobody sees a row of it before the whole input has ended, so that a job that is stopped leaves none.
    fn shows_at_end_only(&self) -> bool;
}

/// Writes the rows of one shard.
pub trait Writer: Send {
    /// Writes these rows. `watermark` is the sink's event time in milliseconds (partition commit looks at it).
    fn write(&mut self, batch: &Batch, watermark: i64) -> Result<(), Failure>;

    /// Makes what was written visible to readers where that is cheap; called when the shard runs out of input, when the
    /// `watermark` moves, and at the time of `clock` that the last call returned, if it returned one.
    fn flush(&mut self, clock: &Clock, watermark: i64) -> Result<Option<u64>, Failure>;

    /// The job is stopped from outside, before the end of its input: shows what was written, where that may be seen then.
    fn stop(&mut self) -> Result<(), Failure>;

    /// The input has ended: publishes everything.
    fn finish(&mut self) -> Result<(), Failure>;
}
