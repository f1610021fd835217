//! Epochs: the consistent cuts of a job, put together from what its shards write.
//!
//! A shard's [`Part`] of epoch *n* is the net change of its state since its last part, the positions of its sources and the
//! watermarks of its operators at barrier *n*. [`Lineage`] collects parts; when every shard has delivered (or has ended for
//! good), the epoch is complete and folded into the [`Snapshot`], from which a job restarts on any number of shards. This
//! room decides and keeps; where the bytes end up (today: memory) is not its affair.

use crate::exchange::{key_group, shard_of};
use crate::state::{Entry, HASH_SEED, Table};
use std::collections::BTreeMap;
use waterwheel_types::codec::CodecError;
use waterwheel_types::hash::hash_bytes;

/// How far a source's split had been put out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The chunk to go on with.
    pub chunk: u64,
    /// Where in it; 0 is its start.
    pub within: u64,
    /// The largest watermark that a row has implied.
    pub watermark_max: i64,
    /// The watermark last emitted.
    pub watermark_emitted: i64,
}

/// What one shard writes at one barrier.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The shard.
    pub shard: usize,
    /// Changes by (operator identity, table name), in slices: a later one of the same table goes on where the one before ended.
    pub entries: Vec<((String, &'static str), Vec<Entry>)>,
    /// Positions by (source identity, split name).
    pub positions: Vec<((String, String), Position)>,
    /// Watermarks by operator identity.
    pub watermarks: Vec<(String, i64)>,
}

/// A message from a shard to the lineage.
#[derive(Clone, Debug)]
pub enum Delivery {
    /// The shard's part of this epoch.
    Epoch(u64, Part),
    /// The shard has ended; this part stands for every epoch that it has not delivered.
    Ended(Part),
}

type EntryKey = (Vec<u8>, Vec<u8>);

/// A complete state of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The epoch whose barrier it was taken at.
    pub epoch: u64,
    /// Values by (operator identity, table name), then by key and sub-key.
    tables: BTreeMap<(String, String), BTreeMap<EntryKey, Vec<u8>>>,
    positions: BTreeMap<(String, String), Position>,
    watermarks: BTreeMap<String, i64>,
}

impl Snapshot {
    fn fold(&mut self, part: &Part) {
        for ((identity, table), entries) in &part.entries {
            let values = self.tables.entry((identity.clone(), (*table).to_owned())).or_default();
            entries.iter().for_each(|entry| apply(values, entry));
        }
        for (split, position) in &part.positions {
            let known = self.positions.entry(split.clone()).or_insert(*position);
            *known = (*known).max(*position);
        }
        for (identity, watermark) in &part.watermarks {
            let known = self.watermarks.entry(identity.clone()).or_insert(*watermark);
            *known = (*known).max(*watermark);
        }
    }

    /// The number of entries in all tables.
    pub fn len(&self) -> usize {
        self.tables.values().map(BTreeMap::len).sum()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where a split goes on.
    pub fn position(&self, identity: &str, split: &str) -> Option<Position> {
        self.positions.get(&(identity.to_owned(), split.to_owned())).copied()
    }

    /// The watermark that an operator had reached.
    pub fn watermark(&self, identity: &str) -> Option<i64> {
        self.watermarks.get(identity).copied()
    }

    /// Gives a new table of `identity` the entries whose key group belongs to `shard` of `shards`.
    pub fn restore(&self, identity: &str, table: &mut dyn Table, shard: usize, shards: usize) -> Result<(), CodecError> {
        let name = (identity.to_owned(), table.name().to_owned());
        for ((key, sub), value) in self.tables.get(&name).into_iter().flatten() {
            if shard_of(key_group(hash_bytes(key, HASH_SEED)), shards) == shard {
                table.restore(key, sub, value)?;
            }
        }
        Ok(())
    }
}

fn apply(values: &mut BTreeMap<EntryKey, Vec<u8>>, entry: &Entry) {
    match entry {
        Entry::Put { key, sub, value } => drop(values.insert((key.clone(), sub.clone()), value.clone())),
        Entry::Remove { key, sub } => drop(values.remove(&(key.clone(), sub.clone()))),
        Entry::RemoveAll { sub } => values.retain(|(_, s), _| s != sub),
    }
}

/// Collects the parts of a job's shards.
#[derive(Debug)]
pub struct Lineage {
    shards: usize,
    /// Parts of epochs that are not complete, by epoch and shard.
    waiting: BTreeMap<u64, BTreeMap<usize, Part>>,
    /// The last parts of shards that have ended; folded in with the next epoch to complete.
    ended: BTreeMap<usize, Option<Part>>,
    snapshot: Snapshot,
}

impl Lineage {
    /// The lineage of a job on `shards` shards that starts from `snapshot`.
    pub fn new(shards: usize, snapshot: Snapshot) -> Self {
        Lineage { shards, waiting: BTreeMap::new(), ended: BTreeMap::new(), snapshot }
    }

    /// Takes a delivery in; true when an epoch became complete.
    pub fn take(&mut self, delivery: Delivery) -> bool {
        match delivery {
            Delivery::Epoch(epoch, part) => drop(self.waiting.entry(epoch).or_default().insert(part.shard, part)),
            Delivery::Ended(part) => drop(self.ended.insert(part.shard, Some(part))),
        }
        let mut completed = false;
        while let Some((&epoch, parts)) = self.waiting.first_key_value()
            && (0..self.shards).all(|shard| parts.contains_key(&shard) || self.ended.contains_key(&shard))
        {
            self.complete(epoch);
            completed = true;
        }
        completed
    }

    fn complete(&mut self, epoch: u64) {
        let parts = self.waiting.remove(&epoch).expect("the epoch is waiting");
        parts.values().for_each(|part| self.snapshot.fold(part));
        for (shard, last) in &mut self.ended {
            if !parts.contains_key(shard)
                && let Some(part) = last.take()
            {
                self.snapshot.fold(&part);
            }
        }
        self.snapshot.epoch = epoch;
    }

    /// The state at the last complete epoch.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}
