//! What a running job says about itself: counts per node and shard, readable at any time from any thread.

use std::sync::atomic::{AtomicU64, Ordering};

/// The counts of one node on one shard. Written by its shard alone.
#[derive(Debug, Default)]
pub struct Counters {
    /// Rows taken in; for a source, rows decoded.
    pub rows_in: Count,
    /// Rows put out; for a sink, rows written.
    pub rows_out: Count,
    /// Rows that came too late and were left out.
    pub late: Count,
    /// Records that could not be decoded and were left out.
    pub undecodable: Count,
    /// Bytes read.
    pub bytes: Count,
}

/// A count that one thread raises and any thread reads.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Raises the count. Only the owning shard may.
    pub fn add(&self, n: u64) {
        // One writer: no read-modify-write needed.
        self.0.store(self.0.load(Ordering::Relaxed) + n, Ordering::Relaxed);
    }

    /// The count now.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The counts of one node over all shards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeCounts {
    /// Rows taken in.
    pub rows_in: u64,
    /// Rows put out.
    pub rows_out: u64,
    /// Rows left out because they were late.
    pub late: u64,
    /// Records left out because they could not be decoded.
    pub undecodable: u64,
    /// Bytes read.
    pub bytes: u64,
}

impl NodeCounts {
    /// Adds one shard's counts.
    pub fn add(&mut self, counters: &Counters) {
        self.rows_in += counters.rows_in.get();
        self.rows_out += counters.rows_out.get();
        self.late += counters.late.get();
        self.undecodable += counters.undecodable.get();
        self.bytes += counters.bytes.get();
    }
}
