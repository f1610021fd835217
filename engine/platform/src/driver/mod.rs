//! Who decides when a shard has its turn: the contract, and the three drivers that keep it.
//!
//! A shard is a [`Turn`]: a synchronous, deterministic state machine. A driver calls it again and again on one thread, lets it
//! sleep when it has nothing to do, and calls it back when a [`Waker`] or its deadline says so. [`ThreadDriver`] (the default) and, where
//! asked for, [`GlommioDriver`] give each shard a thread of its own, pinned if asked; [`SimDriver`] runs all of them on the
//! calling thread in a seeded order under a simulated clock.
//!
//! Every driver promises: a shard is built, driven and dropped on its own thread; a wake-up that follows the work it announces
//! is never lost; a panicking shard ends the run with its number and message, and no other shard is given another turn. A
//! driver knows nothing of queues: whoever pushes to a shard also wakes it.

mod crew;
#[cfg(all(feature = "glommio", target_os = "linux"))]
mod glommio;
mod sim;
mod thread;

#[cfg(all(feature = "glommio", target_os = "linux"))]
pub use self::glommio::GlommioDriver;
pub use sim::{SimDriver, SimSettings};
pub use thread::ThreadDriver;

use crate::{clock::Clock, cpu::Placement, wake::Waker};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// What a turn found: when the next one should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// There is more to do now.
    Again,
    /// Nothing to do until somebody wakes the shard, or until `until_ns` of the driver's [`Clock`]. An extra turn may come
    /// earlier: a turn looks at its world and never concludes from being called.
    Park {
        /// The deadline, if the shard waits for time as well.
        until_ns: Option<u64>,
    },
    /// The shard has ended; it gets no further turn and is dropped.
    Done,
}

/// A shard, as a driver sees it.
pub trait Turn {
    /// Does a bounded piece of work and says when to come back. It must not block: other work of the same thread (and in the
    /// simulator every other shard) waits for it.
    fn turn(&mut self) -> Next;
}

/// What a shard is given when it is built.
#[derive(Clone, Debug)]
pub struct ShardContext {
    /// Its number, from zero.
    pub shard: usize,
    /// Calls this shard back; to be given to whatever delivers work to it.
    pub waker: Waker,
    /// The run's clock; deadlines in [`Next::Park`] are on it.
    pub clock: Clock,
    /// Set when the run is being abandoned. Only a turn that could take long needs to look at it.
    pub stop: StopFlag,
}

/// Builds a shard on the shard's own thread, so the shard itself need not be `Send`.
pub type Build = Box<dyn FnOnce(ShardContext) -> Box<dyn Turn> + Send>;

/// Runs shards. Made for a fixed number of them, so that their wakers exist before they do.
pub trait Driver: Send {
    /// One waker per shard, in order; shards (and anybody else) may use them before, during and after the run.
    fn wakers(&self) -> Vec<Waker>;

    /// The clock of the run.
    fn clock(&self) -> Clock;

    /// Abandons the run from outside.
    fn stop(&self) -> StopFlag;

    /// Runs all shards until each is [`Next::Done`]; blocks the caller.
    ///
    /// Errors: the first failure ([`DriverError`]); by then every shard has been dropped and every thread joined.
    ///
    /// # Panics
    ///
    /// When the number of `shards` is not the one the driver was made for.
    fn run(self: Box<Self>, shards: Vec<Build>) -> Result<(), DriverError>;
}

/// How a real driver gives shards their threads.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How many shards, and on which CPUs.
    pub placement: Placement,
    /// Stack of each shard thread in bytes. Address space, not memory: only what is touched counts.
    pub stack_bytes: usize,
    /// How long an idle shard looks for a wake-up before it sleeps. Buys latency with CPU time; zero where shards share CPUs.
    pub spin_ns: u64,
}

impl Settings {
    /// The stack a shard gets unless told otherwise: deep expressions must not be what ends a job.
    pub const STACK_BYTES: usize = 64 << 20;

    /// The spin of a pinned shard unless told otherwise: a few times what sleeping and being roused costs.
    pub const SPIN_NS: u64 = 20_000;

    /// The usual settings for a placement: the spin only where each shard has a CPU of its own.
    pub fn new(placement: Placement) -> Self {
        let spin_ns = if placement.is_exclusive() { Self::SPIN_NS } else { 0 };
        Self { placement, stack_bytes: Self::STACK_BYTES, spin_ns }
    }
}

/// Why a run ended before every shard was done.
#[derive(Debug, thiserror::Error)]
pub enum DriverError {
    /// A shard panicked: a bug of ours. The first one is kept; the others were given no further turn.
    #[error("shard {shard} panicked: {message}")]
    ShardPanicked {
        /// The shard that panicked first.
        shard: usize,
        /// What it said.
        message: String,
    },
    /// A shard's thread could not be started.
    #[error(
        "shard {shard} got no thread with a stack of {stack_bytes} bytes: {source}; allow more with `ulimit -u` (threads) or `ulimit -v` (address space), or run fewer shards"
    )]
    Start {
        /// The shard without a thread.
        shard: usize,
        /// The stack asked for.
        stack_bytes: usize,
        /// What the system said.
        source: io::Error,
    },
    /// A shard's thread could not be pinned, though its CPU was available when the placement was made.
    #[error("shard {shard} could not be pinned to CPU {cpu}; see which CPUs this process may use with `taskset -pc $$`")]
    Pin {
        /// The shard that was to be pinned.
        shard: usize,
        /// The CPU it was to run on.
        cpu: usize,
    },
    /// A shard's executor could not be made.
    #[error("shard {shard} got no io_uring executor: {message}; choose the thread driver to run without")]
    Executor {
        /// The shard without an executor.
        shard: usize,
        /// What the executor said.
        message: String,
    },
    /// Simulation only: every unfinished shard is parked without a deadline, so nothing can ever happen again.
    #[error("deadlock: shards {parked:?} are parked without a deadline and nobody is left to wake them")]
    Deadlock {
        /// The unfinished shards.
        parked: Vec<usize>,
    },
    /// Simulation only: the allowed number of turns is used up; the shards keep each other busy.
    #[error("shards {unfinished:?} were not done after {turns} turns")]
    TurnsExhausted {
        /// Turns taken by all shards together.
        turns: u64,
        /// The unfinished shards.
        unfinished: Vec<usize>,
    },
    /// Somebody asked for it through [`StopFlag::request`] before every shard was done.
    #[error("the run was stopped from outside")]
    Stopped,
}

/// Ends a run between turns: no shard gets another one. For abandoning a run, not for ending a job, which drains first.
#[derive(Clone, Debug)]
pub struct StopFlag(Arc<Stop>);

#[derive(Debug)]
struct Stop {
    requested: AtomicBool,
    wakers: Vec<Waker>,
}

impl StopFlag {
    fn new(wakers: Vec<Waker>) -> Self {
        Self(Arc::new(Stop { requested: AtomicBool::new(false), wakers }))
    }

    /// Asks for the end and wakes every sleeper. Asking twice is asking once.
    pub fn request(&self) {
        self.0.requested.store(true, Ordering::Release);
        self.0.wakers.iter().for_each(Waker::wake);
    }

    /// True once the end was asked for, by a caller or by the first failing shard.
    pub fn is_requested(&self) -> bool {
        self.0.requested.load(Ordering::Acquire)
    }
}
