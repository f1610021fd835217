//! Parking and waking a shard without losing a wake-up.
//!
//! The protocol, on one state word (`AWAKE`, `NOTIFIED`, `PARKED`):
//! 1. Whoever has work for a shard makes it visible (pushes), then calls [`Waker::wake`]: the state becomes `NOTIFIED`, and
//!    if it was `PARKED` the sleeper is roused.
//! 2. A shard that found nothing to do announces: `AWAKE → PARKED`. If the state is `NOTIFIED` instead, the announcement is
//!    refused.
//! 3. If it was not refused, the shard sleeps until the state is no longer `PARKED` or its deadline passes.
//! 4. The shard clears the state (`→ AWAKE`) and looks again.
//!
//! A fence in `wake` before it reads the state, and one in the shard after it clears it, order "work visible" against "state
//! read" on both sides: either the waker sees the state cleared and sets it anew, or the shard sees the work. So a shard that
//! is awake is woken by one fence and one load of a shared cache line. How a thread or a task sleeps is the driver's affair:
//! it attaches a [`std::task::Waker`] here. The model checker runs this protocol in `tests/loom.rs`.

use crate::sync::{Arc, AtomicU32, Mutex, Ordering, fence};
use crossbeam_utils::CachePadded;
use std::{fmt, task};

/// The shard runs, or looks for work; nobody has called it since it last looked.
const AWAKE: u32 = 0;
/// Somebody has work for the shard; it has not looked yet.
const NOTIFIED: u32 = 1;
/// The shard has found nothing and sleeps, or is about to.
const PARKED: u32 = 2;

struct Parking {
    state: CachePadded<AtomicU32>,
    /// How to rouse the sleeper. Set before the shard first announces, so `PARKED` implies `Some`, except in the simulator,
    /// where nobody sleeps.
    sleeper: Mutex<Option<task::Waker>>,
}

/// Makes the two ends for one shard: wakers to give away, and the one parker its driver keeps.
pub fn parking() -> (Waker, Parker) {
    let parking = Arc::new(Parking { state: CachePadded::new(AtomicU32::new(AWAKE)), sleeper: Mutex::new(None) });
    (Waker(Arc::clone(&parking)), Parker(parking))
}

/// Calls a shard back to work. Cheap to clone, usable from any thread; it outlives the shard harmlessly.
#[derive(Clone)]
pub struct Waker(Arc<Parking>);

impl Waker {
    /// Makes sure the shard has a turn that starts after this call. Make the work visible first.
    ///
    /// Costs a fence and a load when the shard is already due for a look, one atomic exchange when it is awake, and a system
    /// call only when it sleeps. Any number of calls before the shard looks are one.
    pub fn wake(&self) {
        fence(Ordering::SeqCst);
        if self.0.state.load(Ordering::Relaxed) == NOTIFIED {
            return;
        }
        if self.0.state.swap(NOTIFIED, Ordering::AcqRel) == PARKED {
            self.0.rouse();
        }
    }
}

impl fmt::Debug for Waker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = ["awake", "notified", "parked"][self.0.state.load(Ordering::Relaxed) as usize];
        write!(f, "Waker({state})")
    }
}

/// The sleeping side of one shard; only its driver holds it.
pub struct Parker(Arc<Parking>);

impl Parker {
    /// Says how to rouse the sleeper from now on. Call it on the sleeper's own thread before the first
    /// [`announce`](Self::announce).
    pub fn attach(&self, sleeper: task::Waker) {
        *self.0.lock() = Some(sleeper);
    }

    /// Forgets the sleeper, on its own thread: wakes that come later rouse nobody.
    pub fn detach(&self) {
        let sleeper = self.0.lock().take();
        drop(sleeper);
    }

    /// Announces that the shard found nothing to do. `true`: sleep while [`is_parked`](Self::is_parked). `false`: somebody
    /// called meanwhile. Either way [`retire`](Self::retire), then look again.
    pub fn announce(&self) -> bool {
        self.0.state.compare_exchange(AWAKE, PARKED, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// True while nobody has called since the announcement.
    pub fn is_parked(&self) -> bool {
        self.0.state.load(Ordering::Acquire) == PARKED
    }

    /// True when somebody has called since the shard last looked. Only reads, so it may be asked in a spin.
    pub fn is_notified(&self) -> bool {
        self.0.state.load(Ordering::Relaxed) == NOTIFIED
    }

    /// Clears announcement and calls alike and says whether there was a call. A look for work must follow.
    pub fn retire(&self) -> bool {
        let notified = self.0.state.swap(AWAKE, Ordering::AcqRel) == NOTIFIED;
        fence(Ordering::SeqCst);
        notified
    }
}

impl Parking {
    fn rouse(&self) {
        // Roused under the lock: the sleeper's own thread cannot detach and end while its task is being scheduled.
        if let Some(sleeper) = self.lock().as_ref() {
            sleeper.wake_by_ref();
        }
    }

    #[cfg(not(loom))]
    fn lock(&self) -> impl std::ops::DerefMut<Target = Option<task::Waker>> + '_ {
        // The slot holds one plain value, whole at any time: a panic elsewhere cannot have torn it.
        self.sleeper.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    #[cfg(loom)]
    fn lock(&self) -> impl std::ops::DerefMut<Target = Option<task::Waker>> + '_ {
        self.sleeper.lock().expect("no model panics while it holds the slot")
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl task::Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn counted() -> (Waker, Parker, Arc<Count>) {
        let (waker, parker) = parking();
        let count = Arc::new(Count::default());
        parker.attach(Arc::clone(&count).into());
        (waker, parker, count)
    }

    #[test]
    fn a_wake_before_the_announcement_refuses_it_once() {
        let (waker, parker, count) = counted();
        waker.wake();
        waker.wake();
        assert!(parker.is_notified());
        assert!(!parker.announce());
        assert!(parker.retire());
        assert!(parker.announce());
        assert!(parker.is_parked());
        assert_eq!(count.0.load(Ordering::Relaxed), 0, "nobody slept, so nobody is roused");
    }

    #[test]
    fn a_sleeper_is_roused_once_for_many_wakes() {
        let (waker, parker, count) = counted();
        assert!(parker.announce());
        for waker in [&waker, &waker.clone(), &waker] {
            waker.wake();
        }
        assert_eq!(count.0.load(Ordering::Relaxed), 1);
        assert!(!parker.is_parked());
        assert!(parker.retire());
        assert!(!parker.retire());
    }

    #[test]
    fn a_wake_after_the_shard_is_gone_rouses_nobody() {
        let (waker, parker, count) = counted();
        assert!(parker.announce());
        parker.detach();
        drop(parker);
        waker.wake();
        assert_eq!(count.0.load(Ordering::Relaxed), 0);
        assert_eq!(Arc::strong_count(&count), 1, "the detached sleeper is not kept alive");
    }
}
