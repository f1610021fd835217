//! What benches share: their size, and a driver that times turns.
//!
//! Every bench prints a hash or count of its result beside its figures and fails when that is wrong. `cargo bench` runs them in
//! full, `cargo test` in a small size, so that none rots.

use arrow_array::Int64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel::{Clock, Failure};
use waterwheel_platform::driver::{Build, Driver, DriverError, Next, StopFlag, Turn};
use waterwheel_platform::usage::thread_cpu_time;
use waterwheel_platform::wake::Waker;
use waterwheel_types::{Column, DataType, Kind};

/// `full` under `cargo bench`, `small` under `cargo test`.
pub fn sized<T>(full: T, small: T) -> T {
    if std::env::args().any(|a| a == "--bench") { full } else { small }
}

/// How long a turn took: a machine that gives the thread no CPU for a while shows in the first figure only.
#[derive(Clone, Copy, Debug)]
pub struct Length {
    /// By the wall clock.
    pub wall: Duration,
    /// CPU time of the thread.
    pub cpu: Duration,
}

/// The lengths of turns, all shards together.
#[derive(Clone, Debug, Default)]
pub struct Turns(Arc<Mutex<Vec<Length>>>);

impl Turns {
    /// The turns since the last call, by CPU time, shortest first.
    pub fn take(&self) -> Vec<Length> {
        let mut turns = std::mem::take(&mut *self.0.lock().expect("nobody panics with the lock"));
        turns.sort_unstable_by_key(|turn| turn.cpu);
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
        let (wall, cpu) = (Instant::now(), thread_cpu_time());
        let next = self.turn.turn();
        let length = Length { wall: wall.elapsed(), cpu: thread_cpu_time() - cpu };
        self.turns.0.lock().expect("nobody panics with the lock").push(length);
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

/// COUNT(*).
#[derive(Debug)]
pub struct Count(DataType);

impl Default for Count {
    fn default() -> Self {
        Count(Kind::BigInt.not_null())
    }
}

impl Aggregate for Count {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![self.0.clone()]
    }

    fn data_type(&self) -> &DataType {
        &self.0
    }

    fn update(&self, s: &mut Accumulators<'_>, slots: &[u32], _: &[Column], _: Option<&[bool]>) -> Result<(), Failure> {
        slots.iter().for_each(|&slot| s.at_mut(slot)[0] += 1);
        Ok(())
    }

    fn merge(&self, s: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let counts = partials[0].as_primitive::<Int64Type>();
        slots.iter().enumerate().for_each(|(row, &slot)| s.at_mut(slot)[0] += counts.value(row) as u64);
        Ok(())
    }

    fn partials(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![self.finish(s, slots)?])
    }

    fn finish(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        Ok(Arc::new(slots.iter().map(|&slot| s.at(slot)[0] as i64).collect::<Int64Array>()))
    }

    fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
}
