//! What all drivers share: the ends they hand out before shards exist, and the one verdict of a run.
//!
//! The verdict keeps the first failure only, and recording it asks everybody to stop.

use super::{Build, DriverError, ShardContext, StopFlag};
use crate::{
    clock::Clock,
    wake::{Parker, Waker, parking},
};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// The shards of a run before it starts.
pub(super) struct Crew {
    pub(super) wakers: Vec<Waker>,
    pub(super) clock: Clock,
    pub(super) stop: StopFlag,
    parkers: Vec<Parker>,
}

/// One shard's place in a run.
pub(super) struct Seat {
    pub(super) context: ShardContext,
    pub(super) parker: Parker,
    pub(super) verdict: Arc<Verdict>,
}

impl Crew {
    pub(super) fn new(shards: usize, clock: Clock) -> Self {
        let (wakers, parkers): (Vec<_>, Vec<_>) = (0..shards).map(|_| parking()).unzip();
        Self { stop: StopFlag::new(wakers.clone()), wakers, clock, parkers }
    }

    /// Gives each shard its seat, together with what builds it.
    pub(super) fn seat(self, builds: Vec<Build>) -> (Vec<(Seat, Build)>, Arc<Verdict>) {
        assert_eq!(builds.len(), self.parkers.len(), "a driver runs as many shards as it was made for");
        let verdict = Arc::new(Verdict::new(builds.len(), self.stop.clone()));
        let places = self.wakers.into_iter().zip(self.parkers).zip(builds).enumerate();
        let seats = places.map(|(shard, ((waker, parker), build))| {
            let context = ShardContext { shard, waker, clock: self.clock.clone(), stop: self.stop.clone() };
            (Seat { context, parker, verdict: Arc::clone(&verdict) }, build)
        });
        (seats.collect(), verdict)
    }
}

impl Seat {
    /// The spin before sleeping: true when there is still nothing to do after `spin_ns`, so sleeping is worth its price.
    pub(super) fn is_still_idle_after(&self, spin_ns: u64, until_ns: Option<u64>) -> bool {
        let clock = &self.context.clock;
        let started = clock.now();
        let deadline = until_ns.unwrap_or(u64::MAX);
        let mut now = started;
        while !self.parker.is_notified() && now < deadline {
            if now - started >= spin_ns {
                return true;
            }
            // Reading the clock costs more than the look itself; some looks per reading.
            (0..16).for_each(|_| std::hint::spin_loop());
            now = clock.now();
        }
        false
    }
}

/// How a run ends.
pub(super) struct Verdict {
    first: Mutex<Option<DriverError>>,
    unfinished: AtomicUsize,
    stop: StopFlag,
}

impl Verdict {
    fn new(shards: usize, stop: StopFlag) -> Self {
        Self { first: Mutex::new(None), unfinished: AtomicUsize::new(shards), stop }
    }

    /// Keeps `failure` if it is the first, and ends the run.
    pub(super) fn fail(&self, failure: DriverError) {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
        self.stop.request();
    }

    /// Runs a piece of a shard; its panic becomes the verdict and `None`.
    pub(super) fn guard<R>(&self, shard: usize, piece: impl FnOnce() -> R) -> Option<R> {
        // Nothing of a panicked shard is looked at again, so nothing torn can be seen.
        catch_unwind(AssertUnwindSafe(piece))
            .map_err(|panic| self.fail(DriverError::ShardPanicked { shard, message: message_of(&*panic) }))
            .ok()
    }

    /// One more shard is done.
    pub(super) fn done(&self) {
        self.unfinished.fetch_sub(1, Ordering::AcqRel);
    }

    /// The result, once no shard runs any more.
    pub(super) fn close(&self) -> Result<(), DriverError> {
        match self.first.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(failure) => Err(failure),
            None if self.unfinished.load(Ordering::Acquire) > 0 => Err(DriverError::Stopped),
            None => Ok(()),
        }
    }
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without a message".to_owned())
}
