//! The thread driver: one plain thread per shard, sleeping with the standard library's park. Needs nothing of the kernel.
//!
//! Also lends its threads to the other real driver: start, pin, join and first failure are the same there.

use super::{
    Build, Driver, DriverError, Next, Settings, StopFlag,
    crew::{Crew, Seat, Verdict},
};
use crate::{clock::Clock, wake::Waker};
use std::{
    sync::Arc,
    task::Wake,
    thread::{self, JoinHandle, Thread},
};

/// Drives each shard on a thread of its own; runs anywhere.
pub struct ThreadDriver {
    crew: Crew,
    settings: Settings,
}

impl ThreadDriver {
    /// Makes the driver for as many shards as the placement has.
    pub fn new(settings: Settings) -> Self {
        Self { crew: Crew::new(settings.placement.shards(), Clock::real()), settings }
    }
}

impl Driver for ThreadDriver {
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
        let spin_ns = self.settings.spin_ns;
        run_on_threads(self.crew, &self.settings, shards, move |seat, build| live(&seat, build, spin_ns))
    }
}

/// Gives each shard a thread, pinned if so placed, calls `life` there, and waits for all of them.
pub(super) fn run_on_threads(
    crew: Crew,
    settings: &Settings,
    builds: Vec<Build>,
    life: impl Fn(Seat, Build) + Clone + Send + 'static,
) -> Result<(), DriverError> {
    let (seats, verdict) = crew.seat(builds);
    let threads: Vec<_> = seats.into_iter().map_while(|seat| start(seat, settings, life.clone(), &verdict)).collect();
    for thread in threads {
        thread.join().expect("a shard's thread guards everything it runs");
    }
    verdict.close()
}

/// Starts one shard's thread; `None` (and a failed verdict) when the system refuses.
fn start(
    (seat, build): (Seat, Build),
    settings: &Settings,
    life: impl Fn(Seat, Build) + Send + 'static,
    verdict: &Verdict,
) -> Option<JoinHandle<()>> {
    let shard = seat.context.shard;
    let cpu = settings.placement.cpu_of(shard);
    let guarded = move || {
        let verdict = Arc::clone(&seat.verdict);
        match cpu.filter(|cpu| !core_affinity::set_for_current(core_affinity::CoreId { id: *cpu })) {
            Some(cpu) => verdict.fail(DriverError::Pin { shard, cpu }),
            None => drop(verdict.guard(shard, || life(seat, build))),
        }
    };
    thread::Builder::new()
        .name(format!("shard-{shard}"))
        .stack_size(settings.stack_bytes)
        .spawn(guarded)
        .map_err(|source| verdict.fail(DriverError::Start { shard, stack_bytes: settings.stack_bytes, source }))
        .ok()
}

/// A shard's whole life on its thread.
fn live(seat: &Seat, build: Build, spin_ns: u64) {
    seat.parker.attach(Arc::new(Sleeper(thread::current())).into());
    let mut shard = build(seat.context.clone());
    while !seat.context.stop.is_requested() {
        match shard.turn() {
            Next::Again => {}
            Next::Park { until_ns } => park(seat, until_ns, spin_ns),
            Next::Done => return seat.verdict.done(),
        }
    }
}

fn park(seat: &Seat, until_ns: Option<u64>, spin_ns: u64) {
    if seat.is_still_idle_after(spin_ns, until_ns) && seat.parker.announce() {
        while seat.parker.is_parked() && sleep(&seat.context.clock, until_ns) {}
    }
    seat.parker.retire();
}

/// Sleeps once; it may end early. False when the deadline has passed.
fn sleep(clock: &Clock, until_ns: Option<u64>) -> bool {
    let left = until_ns.map(|at| clock.until(at));
    match left {
        None => thread::park(),
        Some(left) => thread::park_timeout(left),
    }
    left.is_none_or(|left| !left.is_zero())
}

/// Rouses a parked thread.
struct Sleeper(Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}
