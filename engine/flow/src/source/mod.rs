//! Where rows come from: the contract of a source.
//!
//! A source is *splits*, each an ordered sequence of rows, cut into *chunks* that shards decode in parallel:
//! 1. The job asks [`Source::splits`] once; chunks are then claimed in order, round robin over the splits, by whichever
//!    shard has room.
//! 2. A shard's [`Reader`] is told to [`open`](Reader::open) a chunk and then [`read`](Reader::read) until
//!    [`Read::ChunkEnd`]. It may decode ahead of other shards.
//! 3. The runtime puts the batches of a split back in order, evaluates computed columns and decides watermarks and
//!    lateness there, row by row. So the answer does not depend on the number of shards.
//!
//! A position is the reader's own number (a byte offset, a row number): what `open` is given to go on behind a batch.
//! Sources count nothing and time nothing; they decode.

mod values;

pub use values::Values;

use crate::{Clock, Failure};
use std::fmt;
use waterwheel_types::Column;

/// A source of rows, shared by all shards of a job.
pub trait Source: Send + Sync + fmt::Debug {
    /// The splits, in a stable order: the same names for the same data. Called once, before any reader is made; fails when
    /// the data cannot be had at all.
    fn splits(&self) -> Result<Vec<Split>, Failure>;

    /// A reader for one shard.
    fn reader(&self) -> Result<Box<dyn Reader>, Failure>;

    /// Whether every split ends by itself.
    fn is_bounded(&self) -> bool;
}

/// One ordered sequence of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// What users know it by: a path, a topic and partition, `datagen`.
    pub name: String,
    /// How many chunks it has, at least 1; the last one of an endless split never ends.
    pub chunks: u64,
    /// Its size in bytes where that is known, for progress.
    pub bytes: Option<u64>,
}

/// Decodes chunks for one shard, one at a time.
pub trait Reader: Send {
    /// Goes to a chunk of `splits()[split]`: to its start when `position` is 0, else behind the batch that was returned with it.
    fn open(&mut self, split: usize, chunk: u64, position: u64) -> Result<(), Failure>;

    /// Decodes on. Returns before `budget` is used up for long, with what is decoded so far; a batch has at most
    /// `budget.rows_max` rows. A failure names split and position.
    fn read(&mut self, budget: &Budget<'_>) -> Result<Read, Failure>;
}

/// What a call to [`Reader::read`] found.
#[derive(Debug)]
pub enum Read {
    /// Rows, in order.
    Rows(Rows),
    /// Nothing yet: ask again at this time of the budget's clock (nanoseconds), or when woken.
    NotYet {
        /// When it is worth asking again; `None`: when something arrives.
        until_ns: Option<u64>,
    },
    /// The chunk has no more rows.
    ChunkEnd,
}

/// Decoded rows.
#[derive(Debug)]
pub struct Rows {
    /// The columns that the table was asked for, in that order, each `rows` long.
    pub columns: Vec<Column>,
    /// The number of rows; may be 0 when all that was read was skipped.
    pub rows: usize,
    /// Where to [`open`](Reader::open) the chunk to go on behind these rows; more than 0.
    pub position: u64,
    /// Records that could not be decoded and were left out, because the table says so.
    pub undecodable: u64,
    /// Bytes consumed, for progress.
    pub bytes: u64,
}

/// How much a reader may do in one call.
#[derive(Clone, Copy, Debug)]
pub struct Budget<'a> {
    /// The most rows of one batch.
    pub rows_max: usize,
    /// When to return, on `clock`, in nanoseconds.
    pub deadline_ns: u64,
    /// The shard's clock.
    pub clock: &'a Clock,
}

impl Budget<'_> {
    /// Whether it is time to return. Costs a clock reading: ask every hundred rows or so.
    pub fn is_spent(&self) -> bool {
        self.clock.now() >= self.deadline_ns
    }
}
