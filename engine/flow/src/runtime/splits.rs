//! The splits of one source, shared by its readers: who decodes which chunk, whose turn it is to put rows out, and event time.
//!
//! Chunks are claimed in a fixed order, round robin over the splits. Of each split only the holder of its *baton* puts rows
//! out: the shard that claimed the chunk whose turn it is. So rows leave a split in their order on any number of shards, and
//! the watermark rule, which depends on that order, is exact. The baton carries the epoch of the shard that passed it on: who
//! has not seen that epoch's barrier may not go on, so a cut is always a prefix of the split.

use crate::checkpoint::Position;
use crate::source::Split;
use crate::{WATERMARK_MAX, WATERMARK_MIN};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// The splits of one source.
#[derive(Debug)]
pub(super) struct Splits {
    splits: Vec<SharedSplit>,
    claims: Mutex<Claims>,
    /// When any shard last put rows out, on the job's clock.
    active_ns: AtomicU64,
}

#[derive(Debug)]
struct SharedSplit {
    name: String,
    chunks: u64,
    start: Position,
    /// The chunk that may put rows out; `chunks` when all are through. Written by the holder of the baton only, like the rest.
    turn: AtomicU64,
    epoch: AtomicU64,
    watermark_max: AtomicI64,
    watermark_emitted: AtomicI64,
}

#[derive(Debug)]
struct Claims {
    /// The next chunk of each split.
    next: Vec<u64>,
    /// The split to look at first.
    turn: usize,
}

/// A chunk to be decoded by the shard that claimed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub split: usize,
    pub chunk: u64,
    /// Where in the chunk to start; 0 unless the job was restored in the middle of it.
    pub within: u64,
}

/// The watermark rule of one split (Flink's, for sources that assign watermarks row by row).
///
/// Keeps the largest watermark implied so far and the one last emitted, both 0 at first; emits when the former is ahead of
/// the latter by more than the interval. So nothing is emitted before 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WatermarkRule {
    pub max: i64,
    pub emitted: i64,
}

impl WatermarkRule {
    /// Takes in the watermark that a row implies, after the row has been put out.
    #[inline]
    pub fn observe(&mut self, watermark: i64, interval_ms: i64) {
        self.max = self.max.max(watermark);
        if self.max - self.emitted > interval_ms {
            self.emitted = self.max;
        }
    }

    /// The watermark in force.
    #[inline]
    pub fn watermark(self) -> i64 {
        if self.emitted == 0 { WATERMARK_MIN } else { self.emitted }
    }
}

const START: Position = Position { chunk: 0, within: 0, watermark_max: 0, watermark_emitted: 0 };

impl Splits {
    /// These splits, each from where `restored` says.
    pub fn new(splits: Vec<Split>, restored: impl Fn(&str) -> Option<Position>) -> Self {
        let shared = |split: Split| {
            let start = restored(&split.name).unwrap_or(START);
            SharedSplit {
                name: split.name,
                chunks: split.chunks,
                start,
                turn: AtomicU64::new(start.chunk),
                epoch: AtomicU64::new(0),
                watermark_max: AtomicI64::new(start.watermark_max),
                watermark_emitted: AtomicI64::new(start.watermark_emitted),
            }
        };
        let splits: Vec<SharedSplit> = splits.into_iter().map(shared).collect();
        let next = splits.iter().map(|s| s.start.chunk).collect();
        Splits { splits, claims: Mutex::new(Claims { next, turn: 0 }), active_ns: AtomicU64::new(0) }
    }

    /// Notes that rows are put out now.
    pub fn note_activity(&self, now_ns: u64) {
        self.active_ns.fetch_max(now_ns, Ordering::Relaxed);
    }

    /// When rows were last put out by any shard.
    pub fn last_activity_ns(&self) -> u64 {
        self.active_ns.load(Ordering::Relaxed)
    }

    pub fn name(&self, split: usize) -> &str {
        &self.splits[split].name
    }

    /// The next chunk that nobody decodes yet.
    pub fn claim(&self) -> Option<Claim> {
        let mut claims = self.claims.lock().expect("nobody panics with the lock");
        for _ in 0..self.splits.len() {
            let split = claims.turn;
            claims.turn = (split + 1) % self.splits.len();
            let chunk = claims.next[split];
            if chunk < self.splits[split].chunks {
                claims.next[split] += 1;
                let start = self.splits[split].start;
                return Some(Claim { split, chunk, within: if chunk == start.chunk { start.within } else { 0 } });
            }
        }
        None
    }

    /// Whether a chunk may put rows out on a shard that has put out the barriers up to `epoch`.
    pub fn is_turn_of(&self, claim: Claim, epoch: u64) -> bool {
        let split = &self.splits[claim.split];
        split.turn.load(Ordering::Acquire) == claim.chunk && split.epoch.load(Ordering::Relaxed) <= epoch
    }

    /// The state of the watermark rule; for the holder of the baton.
    pub fn rule(&self, split: usize) -> WatermarkRule {
        let split = &self.splits[split];
        let (max, emitted) = (split.watermark_max.load(Ordering::Relaxed), split.watermark_emitted.load(Ordering::Acquire));
        WatermarkRule { max, emitted }
    }

    /// Notes the state of the watermark rule; for the holder of the baton.
    pub fn set_rule(&self, split: usize, rule: WatermarkRule) {
        let split = &self.splits[split];
        split.watermark_max.store(rule.max, Ordering::Relaxed);
        split.watermark_emitted.store(rule.emitted, Ordering::Release);
    }

    /// Gives the baton to the next chunk.
    pub fn pass(&self, claim: Claim, epoch: u64) {
        let split = &self.splits[claim.split];
        split.epoch.store(epoch, Ordering::Relaxed);
        split.turn.store(claim.chunk + 1, Ordering::Release);
    }

    /// The watermark of all splits but one: the least of those that are not through, `WATERMARK_MAX` when all are.
    pub fn watermark_without(&self, except: usize) -> i64 {
        let times = self.splits.iter().enumerate().filter(|&(i, _)| i != except).map(|(_, s)| s.watermark());
        times.min().unwrap_or(WATERMARK_MAX)
    }

    /// The watermark of the source: the least of the splits that are not through, `WATERMARK_MAX` when all are.
    pub fn watermark(&self) -> i64 {
        self.splits.iter().map(SharedSplit::watermark).min().unwrap_or(WATERMARK_MAX)
    }
}

impl SharedSplit {
    fn watermark(&self) -> i64 {
        if self.turn.load(Ordering::Acquire) >= self.chunks {
            return WATERMARK_MAX;
        }
        WatermarkRule { max: 0, emitted: self.watermark_emitted.load(Ordering::Acquire) }.watermark()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(name: &str, chunks: u64) -> Split {
        Split { name: name.to_owned(), chunks, bytes: None }
    }

    #[test]
    fn chunks_are_claimed_round_robin_and_once() {
        let splits = Splits::new(vec![split("a", 3), split("b", 1)], |_| None);
        let order: Vec<_> = std::iter::from_fn(|| splits.claim()).map(|c| (c.split, c.chunk)).collect();
        assert_eq!(order, [(0, 0), (1, 0), (0, 1), (0, 2)]);
    }

    #[test]
    fn a_restored_split_goes_on_in_the_middle_of_its_chunk() {
        let at = Position { chunk: 1, within: 7, watermark_max: 900, watermark_emitted: 500 };
        let splits = Splits::new(vec![split("a", 3)], |_| Some(at));
        assert_eq!(splits.claim(), Some(Claim { split: 0, chunk: 1, within: 7 }));
        assert_eq!(splits.claim(), Some(Claim { split: 0, chunk: 2, within: 0 }));
        assert_eq!(splits.watermark(), 500);
    }

    #[test]
    fn the_baton_waits_for_the_barrier_of_its_epoch() {
        let splits = Splits::new(vec![split("a", 2)], |_| None);
        let (first, second) = (splits.claim().unwrap(), splits.claim().unwrap());
        assert!(splits.is_turn_of(first, 0) && !splits.is_turn_of(second, 0));
        splits.pass(first, 1);
        assert!(!splits.is_turn_of(second, 0), "epoch 1 has begun for this split");
        assert!(splits.is_turn_of(second, 1));
    }

    /// The case asked of Flink: no delay, rows at .900, 1.000, .950, 1.150, .960 after some start.
    #[test]
    fn a_watermark_is_emitted_only_when_more_than_the_interval_ahead() {
        let mut rule = WatermarkRule { max: 0, emitted: 0 };
        let before: Vec<i64> = [900, 1_000, 950, 1_150, 960]
            .into_iter()
            .map(|time| {
                let watermark = rule.watermark();
                rule.observe(time, 200);
                watermark
            })
            .collect();
        assert_eq!(before, [WATERMARK_MIN, 900, 900, 900, 1_150]);
    }
}
