//! When a partition is complete while the job goes on, and marking it then: Flink's partition commit.
//!
//! 1. The first row of a partition, or the first after it was marked, makes it *pending*.
//! 2. It is *due* when its trigger says so: by the clock, or by the watermark of all writers. From then on later rows make it
//!    pending anew, so it is marked again, as in Flink.
//! 3. Each writer that has files of a due partition closes and publishes them when it next looks.
//! 4. The last of them writes the success file.
//!
//! Writers look whenever a checkpoint would be taken (`execution.checkpointing.interval`), else at the rolling policy's interval. What
//! is not due when the input ends is marked then.

use super::ending::mark;
use super::partition_time::PartitionTime;
use crate::partition::Partitions;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use waterwheel::connector::Options;
use waterwheel::{Failure, WATERMARK_MIN};

/// What makes a partition due.
#[derive(Clone, Debug)]
pub(super) enum Trigger {
    /// So long after its first row.
    ProcessTime { delay_ns: u64 },
    /// When the watermark has passed the partition's own time by so much.
    PartitionTime { delay_ms: i64, time: PartitionTime },
}

impl Trigger {
    pub(super) fn from_options(options: &Options<'_>, partitions: &Partitions) -> Result<Self, Failure> {
        let delay_ms = options.millis("sink.partition-commit.delay")?.unwrap_or(0);
        let time = PartitionTime::from_options(options, partitions)?;
        Ok(match options.choice("sink.partition-commit.trigger")? {
            Some(1) => Trigger::PartitionTime { delay_ms: delay_ms.try_into().unwrap_or(i64::MAX), time },
            _ => Trigger::ProcessTime { delay_ns: delay_ms.saturating_mul(1_000_000) },
        })
    }
}

/// The partitions of one sink that are not marked yet.
#[derive(Debug)]
pub(super) struct Commits {
    trigger: Trigger,
    root: PathBuf,
    marker: String,
    /// How often writers look.
    pub(super) check_ns: u64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By shard.
    watermarks: Vec<i64>,
    pending: BTreeMap<String, Pending>,
    /// Due ones, with the shards that have not published their files yet.
    due: Vec<(String, BTreeSet<usize>)>,
}

/// A partition that has rows and is not due.
#[derive(Debug, Default)]
struct Pending {
    /// When a writer first looked at it.
    since_ns: Option<u64>,
    /// The writers that have had rows of it.
    shards: BTreeSet<usize>,
}

impl Commits {
    pub(super) fn new(trigger: Trigger, root: PathBuf, marker: String, check_ns: u64) -> Self {
        Commits { trigger, root, marker, check_ns, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that there are so many writers.
    pub(super) fn note_writers(&self, shards: usize) {
        self.state().watermarks.resize(shards, WATERMARK_MIN);
    }

    /// Notes that a shard has begun a file of a partition, by its folder below the table's.
    pub(super) fn note_begun(&self, folder: &str, shard: usize) {
        self.state().pending.entry(folder.to_owned()).or_default().shards.insert(shard);
    }

    /// A look at the clock and at this shard's watermark: the folders whose files the shard is to publish now.
    pub(super) fn due(&self, shard: usize, now_ns: u64, watermark: i64) -> Result<Vec<String>, Failure> {
        let mut state = self.state();
        state.watermarks[shard] = watermark;
        let least = state.watermarks.iter().copied().min().unwrap_or(watermark);
        let mut folders = Vec::new();
        for (folder, pending) in &mut state.pending {
            let since_ns = *pending.since_ns.get_or_insert(now_ns);
            if self.is_due(folder, since_ns, now_ns, least)? {
                folders.push(folder.clone());
            }
        }
        for folder in folders {
            let shards = state.pending.remove(&folder).map(|pending| pending.shards).unwrap_or_default();
            state.due.push((folder, shards));
        }
        Ok(state.due.iter().filter(|(_, shards)| shards.contains(&shard)).map(|(folder, _)| folder.clone()).collect())
    }

    fn is_due(&self, folder: &str, since_ns: u64, now_ns: u64, watermark: i64) -> Result<bool, Failure> {
        match &self.trigger {
            Trigger::ProcessTime { delay_ns: 0 } => Ok(true),
            Trigger::ProcessTime { delay_ns } => Ok(now_ns - since_ns > *delay_ns),
            Trigger::PartitionTime { delay_ms, time } => Ok(watermark > time.of_folder(folder)?.saturating_add(*delay_ms)),
        }
    }

    /// Notes that a shard has published its files of a due partition; the last one marks it.
    pub(super) fn note_published(&self, folder: &str, shard: usize) -> Result<(), Failure> {
        let mut state = self.state();
        for (_, shards) in state.due.iter_mut().filter(|(due, _)| due == folder) {
            shards.remove(&shard);
        }
        let done = state.due.iter().any(|(due, shards)| due == folder && shards.is_empty());
        state.due.retain(|(_, shards)| !shards.is_empty());
        if done { mark(&self.root.join(folder), &self.marker) } else { Ok(()) }
    }

    /// Whether a shard has files of partitions that are not marked, so that it has to look again.
    pub(super) fn awaits(&self, shard: usize) -> bool {
        let state = self.state();
        state.pending.values().map(|pending| &pending.shards).chain(state.due.iter().map(|(_, shards)| shards)).any(|s| s.contains(&shard))
    }
}
