//! The time a shard sees: a monotonic clock for delays and deadlines, and the wall clock for what users call "now".
//!
//! Both come from one value that drivers hand out, so that the simulator can own time. Real time never goes backwards in
//! [`Clock::now`]; simulated time moves only when its [`SimulatedTime`] is told to. Nothing above this crate reads a clock in
//! any other way.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// A clock. Clones share their origin, so readings of all shards of a run compare.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    Real { origin: Instant },
    Simulated(Arc<Simulated>),
}

#[derive(Debug)]
struct Simulated {
    now_ns: AtomicU64,
    /// What the wall clock shows at `now_ns == 0`.
    wall_start_ms: i64,
}

impl Clock {
    /// The machine's clock, starting at zero now.
    pub fn real() -> Self {
        Self(Source::Real { origin: Instant::now() })
    }

    /// A clock that stands still until its [`SimulatedTime`] advances it. `wall_start_ms` is the wall clock (milliseconds
    /// since 1970, UTC) at its zero.
    ///
    /// ```
    /// let (clock, time) = waterwheel_platform::clock::Clock::simulated(1_000);
    /// time.advance_to(2_500_000);
    /// assert_eq!((clock.now(), clock.wall_ms()), (2_500_000, 1_002));
    /// ```
    pub fn simulated(wall_start_ms: i64) -> (Self, SimulatedTime) {
        let simulated = Arc::new(Simulated { now_ns: AtomicU64::new(0), wall_start_ms });
        (Self(Source::Simulated(Arc::clone(&simulated))), SimulatedTime(simulated))
    }

    /// Nanoseconds since this clock was made. Never goes backwards.
    pub fn now(&self) -> u64 {
        match &self.0 {
            Source::Real { origin } => nanos(origin.elapsed()),
            Source::Simulated(time) => time.now_ns.load(Ordering::Acquire),
        }
    }

    /// The wall clock: milliseconds since 1970 in UTC. May jump either way when the machine's clock is set.
    pub fn wall_ms(&self) -> i64 {
        match &self.0 {
            Source::Real { .. } => real_wall_ms(),
            Source::Simulated(time) => time.wall_start_ms + (time.now_ns.load(Ordering::Acquire) / 1_000_000) as i64,
        }
    }

    /// When the wall clock shows `wall_ms`, by [`Clock::now`]; now where it has shown that before.
    pub fn when(&self, wall_ms: i64) -> u64 {
        let wait_ms = wall_ms.saturating_sub(self.wall_ms()).max(0) as u64;
        self.now().saturating_add(wait_ms.saturating_mul(1_000_000))
    }

    /// How long from now until `at_ns` of this clock; zero when that has passed.
    pub fn until(&self, at_ns: u64) -> Duration {
        Duration::from_nanos(at_ns.saturating_sub(self.now()))
    }
}

/// The hand that turns a simulated clock. One per clock: the simulator keeps it.
#[derive(Debug)]
pub struct SimulatedTime(Arc<Simulated>);

impl SimulatedTime {
    /// Moves the clock to `at_ns`; an instant in its past changes nothing.
    pub fn advance_to(&self, at_ns: u64) {
        self.0.now_ns.fetch_max(at_ns, Ordering::AcqRel);
    }

    /// Moves the clock forward by `by_ns`.
    pub fn advance(&self, by_ns: u64) {
        self.0.now_ns.fetch_add(by_ns, Ordering::AcqRel);
    }
}

/// 584 years fit; a run that long saturates.
fn nanos(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX)
}

fn real_wall_ms() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_millis() as i64,
        Err(before) => -(before.duration().as_millis() as i64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_time_moves_forward_and_clones_agree() {
        let clock = Clock::real();
        let (earlier, twin) = (clock.now(), clock.clone());
        std::thread::sleep(Duration::from_millis(2));
        assert!(twin.now() >= earlier + 2_000_000);
        assert_eq!(clock.until(earlier), Duration::ZERO);
        assert!(clock.until(clock.now() + 1_000_000_000) > Duration::from_millis(900));
    }

    #[test]
    fn the_wall_clock_is_of_this_century() {
        let year_2020_ms = 1_577_836_800_000;
        let year_2100_ms = 4_102_444_800_000;
        assert!((year_2020_ms..year_2100_ms).contains(&Clock::real().wall_ms()));
    }

    #[test]
    fn simulated_time_moves_only_when_told_and_never_back() {
        let (clock, time) = Clock::simulated(-5);
        assert_eq!((clock.now(), clock.wall_ms()), (0, -5));
        time.advance(3_000_000);
        time.advance_to(1);
        assert_eq!((clock.now(), clock.wall_ms()), (3_000_000, -2));
        assert_eq!(clock.until(3_000_007), Duration::from_nanos(7));
    }
}
