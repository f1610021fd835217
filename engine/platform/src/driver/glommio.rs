//! The io_uring driver: one glommio executor per shard thread, whose main task is the shard's turn loop.
//!
//! Between turns the loop offers its thread to the executor, so that tasks beside it (socket readiness, background work in a
//! queue with a small share) run too. Sleeping is awaiting: the executor waits in the kernel for its ring, its timers and its
//! eventfd at once. Nothing outside this file names glommio, and glommio does no file I/O here.
//!
//! Two weaknesses of glommio 0.9 shape this file. Its executor takes "preempted before the first task" for "no task" and may
//! then sleep on a runnable one: a thread that lost its CPU for as long as a preemption interval between being started and
//! polling its main task never polled it at all. And waking tasks from other threads, which goes through the ring that
//! signals preemption, hung three shards within 20 000 hops each time it was tried; the last drop of a task's waker on
//! another thread looks like a race, too. So preemption, which nothing here needs, is put off for good; no task's waker leaves its thread:
//! others ring a [`Bell`], a socket that the executor reads like any other; and a heartbeat bounds what a lost wake-up can cost.

use super::{
    Build, Driver, DriverError, Next, Settings, StopFlag,
    crew::{Crew, Seat},
    thread::run_on_threads,
};
use crate::{clock::Clock, wake::Waker};
use futures_lite::AsyncReadExt;
use glommio::{LocalExecutor, LocalExecutorBuilder, Placement, Task, timer::Timer};
use std::{
    future::{Future, poll_fn},
    io::{self, Write},
    mem,
    os::{
        fd::{FromRawFd, IntoRawFd},
        unix::net::UnixStream,
    },
    pin::{Pin, pin},
    sync::Arc,
    task::{self, Poll, Wake},
    time::Duration,
};

/// How long the turn loop keeps the thread from the executor's other tasks; giving way costs some system calls.
const GIVE_WAY_EVERY_NS: u64 = 500_000;

/// How long a task may keep the thread before it is told to yield: longer than any thread is without its CPU, because one that is,
/// at the wrong instruction, meets the first defect above. The turn loop gives way by itself, and no other task is long.
const PREEMPT_EVERY: Duration = Duration::from_secs(3_600);

/// How often the executor comes round whatever happens: the longest a lost wake-up can last.
const HEARTBEAT: Duration = Duration::from_millis(100);

/// Memory the executor registers for file I/O, which nobody does with it: the least it accepts.
const IO_MEMORY_BYTES: usize = 64 << 10;

/// Drives each shard as the main task of a glommio executor. Ask [`probe`](crate::probe) first whether this machine can:
/// making an executor fails without io_uring or with less than 512 KiB of lockable memory.
pub struct GlommioDriver {
    crew: Crew,
    settings: Settings,
}

impl GlommioDriver {
    /// Makes the driver for as many shards as the placement has. Touches no ring yet.
    pub fn new(settings: Settings) -> Self {
        Self { crew: Crew::new(settings.placement.shards(), Clock::real()), settings }
    }
}

impl Driver for GlommioDriver {
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
        run_on_threads(self.crew, &self.settings, shards, move |seat, build| execute(&seat, build, spin_ns))
    }
}

/// A shard's whole life on its thread: an executor around the turn loop.
fn execute(seat: &Seat, build: Build, spin_ns: u64) {
    match executor() {
        Ok(executor) => executor.run(guarded(seat, build, spin_ns)),
        Err(message) => seat.verdict.fail(DriverError::Executor { shard: seat.context.shard, message }),
    }
}

/// The executor of this thread. Unbound, because the thread is pinned already: glommio's own pinning reads the machine's
/// topology from `/sys`, which sandboxes hide, and panics without it.
fn executor() -> Result<LocalExecutor, String> {
    LocalExecutorBuilder::new(Placement::Unbound)
        .io_memory(IO_MEMORY_BYTES)
        .preempt_timer(PREEMPT_EVERY)
        .make()
        .map_err(|error| error.to_string())
}

/// The turn loop with its panics caught before they reach the executor, between the tasks that wake it.
async fn guarded(seat: &Seat, build: Build, spin_ns: u64) {
    let (shard, verdict) = (seat.context.shard, &seat.verdict);
    let (bell, listener) = match listen(own_waker().await) {
        Ok(pair) => pair,
        Err(error) => return verdict.fail(DriverError::Executor { shard, message: error.to_string() }),
    };
    let heartbeat = beat(own_waker().await);
    seat.parker.attach(bell.clone());
    let mut life = pin!(live(seat, build, spin_ns, &bell));
    poll_fn(|cx| verdict.guard(shard, || life.as_mut().poll(cx)).unwrap_or(Poll::Ready(()))).await;
    seat.parker.detach();
    listener.cancel().await;
    heartbeat.cancel().await;
}

async fn live(seat: &Seat, build: Build, spin_ns: u64, bell: &task::Waker) {
    let mut shard = build(seat.context.clone());
    let mut gave_way_ns = seat.context.clock.now();
    while !seat.context.stop.is_requested() {
        match shard.turn() {
            Next::Again => {}
            Next::Park { until_ns } => park(seat, until_ns, spin_ns).await,
            Next::Done => return seat.verdict.done(),
        }
        // After a park as well: wakes may come so fast that it never sleeps.
        let now_ns = seat.context.clock.now();
        if now_ns - gave_way_ns >= GIVE_WAY_EVERY_NS {
            give_way(bell).await;
            gave_way_ns = now_ns;
        }
    }
}

/// Lets the executor look at its rings and run its other tasks. A yield would not: as long as a task is runnable, only
/// preemption makes the executor look. So this task goes to sleep, having rung its own bell.
async fn give_way(bell: &task::Waker) {
    bell.wake_by_ref();
    let mut slept = false;
    poll_fn(|_| if mem::replace(&mut slept, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

async fn park(seat: &Seat, until_ns: Option<u64>, spin_ns: u64) {
    if seat.is_still_idle_after(spin_ns, until_ns) && seat.parker.announce() {
        sleep(seat, until_ns).await;
    }
    seat.parker.retire();
}

/// Sleeps until somebody wakes the shard or the deadline passes.
async fn sleep(seat: &Seat, until_ns: Option<u64>) {
    let mut deadline = until_ns.map(|at| Timer::new(seat.context.clock.until(at)));
    poll_fn(|cx| match (&mut deadline, seat.parker.is_parked()) {
        (_, false) => Poll::Ready(()),
        (Some(deadline), true) => Pin::new(deadline).poll(cx).map(drop),
        (None, true) => Poll::Pending,
    })
    .await;
}

/// The waker of the task that asks; it stays on this thread.
async fn own_waker() -> task::Waker {
    poll_fn(|cx| Poll::Ready(cx.waker().clone())).await
}

/// A bell for other threads, and the task of this one that wakes `sleeper` whenever it rings.
fn listen(sleeper: task::Waker) -> io::Result<(task::Waker, Task<()>)> {
    let (ringing, hearing) = UnixStream::pair()?;
    ringing.set_nonblocking(true)?;
    // SAFETY: `into_raw_fd` gives the descriptor away, so the stream made of it is its only owner.
    let mut hearing = unsafe { glommio::net::UnixStream::from_raw_fd(hearing.into_raw_fd()) };
    let listener = glommio::spawn_local(async move {
        while matches!(hearing.read(&mut [0; 8]).await, Ok(1..)) {
            sleeper.wake_by_ref();
        }
    });
    Ok((Arc::new(Bell(ringing)).into(), listener))
}

/// The task that wakes `sleeper` now and then.
fn beat(sleeper: task::Waker) -> Task<()> {
    glommio::spawn_local(async move {
        loop {
            Timer::new(HEARTBEAT).await;
            sleeper.wake_by_ref();
        }
    })
}

/// Rouses an executor from any thread. Rings about once per sleep, and never after the executor's end: the parker has forgotten it.
struct Bell(UnixStream);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // Refused only when the socket is full of rings already.
        drop((&self.0).write(&[0]));
    }
}

#[cfg(test)]
mod tests {
    //! What only this driver has: tasks beside the turn loop. Where glommio cannot run there is nothing to test.

    use super::*;
    use crate::{
        cpu,
        driver::{ShardContext, Turn},
        probe::{Availability, Probe},
    };
    use std::{cell::Cell, rc::Rc};

    /// Has nothing to do until a task of its thread has set the flag.
    struct Waiting {
        flag: Rc<Cell<bool>>,
        meanwhile: Next,
        context: ShardContext,
    }

    impl Turn for Waiting {
        fn turn(&mut self) -> Next {
            assert!(self.context.clock.now() < 30_000_000_000, "the task beside the shard never ran");
            if self.flag.get() { Next::Done } else { self.meanwhile }
        }
    }

    /// A shard and a task that sets its flag after some trips through the executor, then wakes it.
    fn wait_for_a_task(meanwhile: Next) {
        if Probe::take().glommio() != Availability::Usable {
            return;
        }
        let settings = Settings { spin_ns: 0, ..Settings::new(cpu::Placement::unpinned(1).expect("one shard")) };
        let build: Build = Box::new(move |context| {
            let flag = Rc::new(Cell::new(false));
            let (waker, done) = (context.waker.clone(), Rc::clone(&flag));
            let task = async move {
                for _ in 0..5 {
                    Timer::new(Duration::from_micros(100)).await;
                }
                done.set(true);
                waker.wake();
            };
            glommio::spawn_local(task).detach();
            Box::new(Waiting { flag, meanwhile, context })
        });
        Box::new(GlommioDriver::new(settings)).run(vec![build]).expect("the shard ends");
    }

    #[test]
    fn a_busy_shard_lets_the_other_tasks_of_its_thread_run() {
        wait_for_a_task(Next::Again);
    }

    #[test]
    fn a_task_wakes_the_shard_of_its_own_thread() {
        wait_for_a_task(Next::Park { until_ns: None });
    }
}
