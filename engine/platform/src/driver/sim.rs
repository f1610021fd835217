//! The simulated driver: every shard on the calling thread, in an order that a seed decides, under a clock that nobody waits
//! for.
//!
//! 1. Of the shards that may run (not parked, woken, or past their deadline) the seed picks one for the next turn.
//! 2. Each turn takes a fixed piece of simulated time.
//! 3. When all are parked, the clock jumps to the nearest deadline.
//! 4. When there is none, it is a deadlock: the run ends and names the shards.
//!
//! The same seed and the same shards give the same schedule, turn for turn and nanosecond for nanosecond. Shards must get
//! their time and randomness from the run, and nobody outside it may wake them.

use super::{
    Build, Driver, DriverError, Next, StopFlag, Turn,
    crew::{Crew, Seat, Verdict},
};
use crate::{
    clock::{Clock, SimulatedTime},
    wake::Waker,
};

/// What a simulated run depends on.
#[derive(Clone, Debug)]
pub struct SimSettings {
    /// How many shards.
    pub shards: usize,
    /// Decides the order of turns.
    pub seed: u64,
    /// Simulated time that each turn takes, in nanoseconds.
    pub turn_ns: u64,
    /// Turns of all shards together before the run is given up as [`DriverError::TurnsExhausted`].
    pub turns_max: u64,
    /// The simulated wall clock at the start: milliseconds since 1970, UTC.
    pub wall_start_ms: i64,
}

impl SimSettings {
    /// Turns of a microsecond, a hundred million of them at most, starting on 2024-01-01.
    pub fn new(shards: usize, seed: u64) -> Self {
        Self { shards, seed, turn_ns: 1_000, turns_max: 100_000_000, wall_start_ms: 1_704_067_200_000 }
    }
}

/// Drives shards one turn at a time, deterministically.
pub struct SimDriver {
    crew: Crew,
    settings: SimSettings,
    time: SimulatedTime,
}

impl SimDriver {
    /// Makes the driver; simulated time stands at zero.
    pub fn new(settings: SimSettings) -> Self {
        let (clock, time) = Clock::simulated(settings.wall_start_ms);
        Self { crew: Crew::new(settings.shards, clock), settings, time }
    }
}

impl Driver for SimDriver {
    fn wakers(&self) -> Vec<Waker> {
        self.crew.wakers.clone()
    }

    fn clock(&self) -> Clock {
        self.crew.clock.clone()
    }

    fn stop(&self) -> StopFlag {
        self.crew.stop.clone()
    }

    fn run(self: Box<Self>, shards: Vec<Build>) -> Result<(), DriverError> {
        let SimDriver { crew, settings, time } = *self;
        let (clock, stop) = (crew.clock.clone(), crew.stop.clone());
        let (seats, verdict) = crew.seat(shards);
        let mut world = World { actors: Vec::with_capacity(seats.len()), clock, time, random: settings.seed };
        for (seat, build) in seats {
            world.enter(seat, build, &verdict);
        }
        for turn in 0.. {
            if stop.is_requested() || !world.step(&settings, turn, &verdict) {
                break;
            }
        }
        world.leave(&verdict);
        verdict.close()
    }
}

struct World {
    actors: Vec<Actor>,
    clock: Clock,
    time: SimulatedTime,
    random: u64,
}

struct Actor {
    seat: Seat,
    /// `None` once the shard is done.
    shard: Option<Box<dyn Turn>>,
    /// What the last turn said; never [`Next::Done`] while there is a shard.
    next: Next,
}

impl Actor {
    fn may_run(&self, now_ns: u64) -> bool {
        match self.next {
            Next::Again => true,
            Next::Park { until_ns } => self.seat.parker.is_notified() || until_ns.is_some_and(|at| at <= now_ns),
            Next::Done => false,
        }
    }

    fn deadline(&self) -> Option<u64> {
        match self.next {
            Next::Park { until_ns } => until_ns,
            Next::Again | Next::Done => None,
        }
    }
}

impl World {
    fn enter(&mut self, seat: Seat, build: Build, verdict: &Verdict) {
        let shard = verdict.guard(seat.context.shard, || build(seat.context.clone()));
        self.actors.push(Actor { seat, shard, next: Next::Again });
    }

    /// One turn of one shard, one jump of the clock, or a failed verdict. False when every shard is done.
    fn step(&mut self, settings: &SimSettings, turns: u64, verdict: &Verdict) -> bool {
        if self.actors.iter().all(|actor| actor.shard.is_none()) {
            return false;
        }
        match self.pick() {
            _ if turns >= settings.turns_max => verdict.fail(DriverError::TurnsExhausted { turns, unfinished: self.unfinished() }),
            Some(shard) => self.turn(shard, settings.turn_ns, verdict),
            None => self.jump(verdict),
        }
        true
    }

    fn unfinished(&self) -> Vec<usize> {
        self.actors.iter().filter(|actor| actor.shard.is_some()).map(|actor| actor.seat.context.shard).collect()
    }

    /// The shard that the seed gives the next turn, of those that may have it.
    fn pick(&mut self) -> Option<usize> {
        let now_ns = self.clock.now();
        let may_run: Vec<usize> = (0..self.actors.len()).filter(|shard| self.actors[*shard].may_run(now_ns)).collect();
        let pick = self.draw().checked_rem(may_run.len() as u64)?;
        Some(may_run[pick as usize])
    }

    fn turn(&mut self, shard: usize, turn_ns: u64, verdict: &Verdict) {
        self.time.advance(turn_ns);
        let actor = &mut self.actors[shard];
        if actor.next != Next::Again {
            actor.seat.parker.retire();
        }
        let turn = actor.shard.as_mut().expect("a shard that may run is not done");
        actor.next = verdict.guard(shard, || turn.turn()).unwrap_or(Next::Done);
        if actor.next == Next::Done {
            verdict.guard(shard, || actor.shard = None);
            verdict.done();
        }
    }

    /// Everybody sleeps: on to the nearest deadline.
    fn jump(&self, verdict: &Verdict) {
        match self.actors.iter().filter_map(Actor::deadline).min() {
            Some(deadline) => self.time.advance_to(deadline),
            None => verdict.fail(DriverError::Deadlock { parked: self.unfinished() }),
        }
    }

    /// Drops whoever is left after a failure; a panic on the way out is a shard's own.
    fn leave(self, verdict: &Verdict) {
        for actor in self.actors {
            verdict.guard(actor.seat.context.shard, || drop(actor.shard));
        }
    }

    /// splitmix64 (Steele et al., OOPSLA 2014): small, and the same on every machine.
    fn draw(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
