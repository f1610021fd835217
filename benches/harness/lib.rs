//! What benches share: their size, and a driver that times turns.
//!
//! Every bench prints a hash or count of its result beside its figures and fails when that is wrong. `cargo bench` runs them in
//! full, `cargo test` in a small size, so that none rots.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use waterwheel::Clock;
use waterwheel_platform::driver::{Build, Driver, DriverError, Next, StopFlag, Turn};
use waterwheel_platform::wake::Waker;

/// `full` under `cargo bench`, `small` under `cargo test`.
pub fn sized<T>(full: T, small: T) -> T {
    if std::env::args().any(|a| a == "--bench") { full } else { small }
}

/// The lengths of turns, all shards together.
#[derive(Clone, Debug, Default)]
pub struct Turns(Arc<Mutex<Vec<Duration>>>);

impl Turns {
    /// The turns since the last call, shortest first.
    pub fn take(&self) -> Vec<Duration> {
        let mut turns = std::mem::take(&mut *self.0.lock().expect("nobody panics with the lock"));
        turns.sort_unstable();
        turns
    }
}

/// A driver that runs another one's shards and notes how long each turn takes.
pub struct Timed {
    inner: Box<dyn Driver>,
    turns: Turns,
}

impl Timed {
    /// Times the turns that `inner` gives.
    pub fn new(inner: Box<dyn Driver>, turns: Turns) -> Self {
        Timed { inner, turns }
    }
}

struct TimedTurn {
    turn: Box<dyn Turn>,
    turns: Turns,
}

impl Turn for TimedTurn {
    fn turn(&mut self) -> Next {
        let start = Instant::now();
        let next = self.turn.turn();
        self.turns.0.lock().expect("nobody panics with the lock").push(start.elapsed());
        next
    }
}

impl Driver for Timed {
    fn wakers(&self) -> Vec<Waker> {
        self.inner.wakers()
    }

    fn clock(&self) -> Clock {
        self.inner.clock()
    }

    fn stop(&self) -> StopFlag {
        self.inner.stop()
    }

    fn run(self: Box<Self>, shards: Vec<Build>) -> Result<(), DriverError> {
        let Timed { inner, turns } = *self;
        let timed = |build: Build| -> Build {
            let turns = turns.clone();
            Box::new(move |context| Box::new(TimedTurn { turn: build(context), turns }))
        };
        inner.run(shards.into_iter().map(timed).collect())
    }
}
