//! The contract of operators: what turns rows into rows on one shard.
//!
//! The runtime calls one instance per shard, never two methods at once:
//!
//! 1. [`keys`](Operator::keys) hands over the keys whose state a batch will touch; the runtime makes it resident.
//! 2. [`apply`](Operator::apply) takes the batch, which is no longer than can be worked on in a piece of a turn;
//!    [`advance`](Operator::advance) is told the watermark when all inputs have passed it.
//! 3. Either may answer [`Step::More`] (its output is full, or its time is up); then [`resume`](Operator::resume) is called,
//!    and nothing else, until it answers [`Step::Done`]. Only then is a watermark or barrier passed on.
//! 4. Between two events, once the wall clock shows the time that [`wake_at`](Operator::wake_at) names, [`wake`](Operator::wake) is
//!    called.
//! 5. Before a barrier and at the end, [`drain`](Operator::drain) gives out what was held back only for speed.
//!
//! State is in the [`Table`]s that [`tables`](Operator::tables) lists: the runtime writes and restores them. What is not in a table is
//! lost at a restart, so it may only be what a drain empties or the tables imply.

mod calc;
mod counted;
mod enforce;
mod expand;
mod group;
mod join;
mod limit;
mod limit_changes;
mod materialize;
mod net;
mod sort;
mod stateless;
mod temporal_sort;
mod union;
mod unnest;
pub mod window;

pub use calc::Calc;
pub use enforce::{Depth, LengthPolicy, Lengths, NotNull, NullPolicy, SinkColumn};
pub use expand::Expand;
pub use group::{Distinct, Emission, GroupAggregate, InPlace};
pub use join::{Join, JoinSide};
pub use limit::Limit;
pub use limit_changes::LimitChanges;
pub use materialize::Materialize;
pub use sort::{Sort, SortKey};
pub use temporal_sort::TemporalSort;
pub use union::Union;
pub use unnest::Unnest;

use crate::state::{Keys, Table};
use crate::{Batch, Clock, Failure};
use std::collections::VecDeque;
use std::fmt;

/// Makes the instances of an operator; shared by all shards.
pub trait OperatorSpec: Send + Sync + fmt::Debug {
    /// The instance of one shard.
    fn instantiate(&self) -> Box<dyn Operator>;
}

/// Whether a call has done all that it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// All done.
    Done,
    /// Call [`Operator::resume`].
    More,
}

/// One instance of an operator, on one shard.
pub trait Operator {
    /// The keys whose state `apply` will touch for this batch; `None` for an operator without keyed state on this side.
    fn keys(&self, side: usize, batch: &Batch) -> Option<Keys>;

    /// Takes a batch of one side, with the keys that [`keys`](Operator::keys) named.
    fn apply(&mut self, side: usize, batch: Batch, keys: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure>;

    /// No row before `watermark` (milliseconds) is on time any more. Ascending; `WATERMARK_MAX` comes at the end of input.
    fn advance(&mut self, watermark: i64, out: &mut Output<'_>) -> Result<Step, Failure>;

    /// Goes on with what the last call left.
    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure>;

    /// When the operator wants to be woken though nothing comes in: milliseconds by the wall clock; `None` for one that does not go by it.
    fn wake_at(&self) -> Option<i64> {
        None
    }

    /// The wall clock shows `now_ms`, which is what [`wake_at`](Operator::wake_at) asked for, or later. Afterwards it asks for later than
    /// that.
    fn wake(&mut self, now_ms: i64, _: &mut Output<'_>) -> Result<Step, Failure> {
        unreachable!("woken at {now_ms}, which it never asked for")
    }

    /// Gives out what is held back only for speed.
    fn drain(&mut self, out: &mut Output<'_>) -> Result<Step, Failure>;

    /// Called once after a restart with restored tables: the watermark that the snapshot was taken under. What was due at it has
    /// been put out before the snapshot.
    fn resume_at(&mut self, watermark: i64);

    /// The tables of keyed state, always the same ones in the same order.
    fn tables(&mut self) -> Vec<&mut dyn Table>;
}

/// How many rows are worked on between two looks at the clock: as many as take a piece of a turn, learnt from how long the last
/// ones took.
#[derive(Clone, Copy, Debug)]
pub struct Portion {
    rows: usize,
}

/// The most rows of a portion, and of a batch that an operator makes of its state.
const PORTION_MAX: usize = 4_096;
/// The rows of the first one, of which nothing is known.
const PORTION_FIRST: usize = 1_024;
/// The fewest: below, the work of starting outweighs that of the rows.
const PORTION_MIN: usize = 128;
/// How long a portion may take. A turn is over with the portion in which its time runs out.
const PORTION_NS: u64 = 100_000;

impl Default for Portion {
    fn default() -> Self {
        Portion { rows: PORTION_FIRST }
    }
}

impl Portion {
    /// The rows to work on next.
    pub fn rows(self) -> usize {
        self.rows
    }

    /// Learns how long `rows` rows took.
    pub fn note(&mut self, rows: usize, elapsed_ns: u64) {
        if elapsed_ns > PORTION_NS {
            self.rows = (self.rows.min(rows) / 2).max(PORTION_MIN);
        } else if elapsed_ns < PORTION_NS / 4 && rows * 2 >= self.rows {
            self.rows = (self.rows * 2).min(PORTION_MAX);
        }
    }
}

/// Where an operator puts its rows.
#[derive(Debug)]
pub struct Output<'a> {
    batches: &'a mut VecDeque<Batch>,
    late: &'a mut u64,
    deadline_ns: u64,
    clock: &'a Clock,
    portion: &'a mut Portion,
    /// When the operator began with a portion.
    began_ns: Option<u64>,
}

/// How many batches an operator may put out before it must pause.
const BATCHES_MAX: usize = 4;

impl<'a> Output<'a> {
    /// An output that collects into `batches` and asks to pause when they are many or when `clock` passes `deadline_ns`.
    pub fn new(batches: &'a mut VecDeque<Batch>, late: &'a mut u64, portion: &'a mut Portion, deadline_ns: u64, clock: &'a Clock) -> Self {
        Output { batches, late, deadline_ns, clock, portion, began_ns: None }
    }

    /// How many rows (or entries of state) the operator is to work on before it asks [`must_pause`](Output::must_pause) again.
    pub fn portion(&mut self) -> usize {
        self.began_ns = Some(self.clock.now());
        self.portion.rows()
    }

    /// Tells that fewer rows than the portion's were worked on, where that can be.
    pub fn worked(&mut self, rows: usize) {
        if let Some(began) = self.began_ns.take() {
            self.portion.note(rows, self.clock.now() - began);
        }
    }

    /// Rows for the operators behind. Empty batches are dropped.
    pub fn push(&mut self, batch: Batch) {
        if batch.rows() > 0 {
            self.batches.push_back(batch);
        }
    }

    /// Rows that came too late and were left out.
    pub fn count_late(&mut self, rows: usize) {
        *self.late += rows as u64;
    }

    /// Whether the operator must return [`Step::More`] at its next good place.
    pub fn must_pause(&mut self) -> bool {
        self.worked(self.portion.rows());
        self.batches.len() >= BATCHES_MAX || self.clock.now() >= self.deadline_ns
    }

    /// The wall clock, milliseconds since 1970 (UTC).
    pub fn wall_ms(&self) -> i64 {
        self.clock.wall_ms()
    }
}
