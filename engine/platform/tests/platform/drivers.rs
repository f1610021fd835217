//! The contract of [`Driver`], run on each of them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};
use waterwheel_platform::{
    cpu::{Placement, available},
    driver::{Build, Driver, DriverError, Next, Settings, ShardContext, SimDriver, SimSettings, Turn},
    probe::{DriverKind, Probe, Requested, choose_driver},
    spsc::{Consumer, Producer, channel},
    wake::Waker,
};

/// The drivers that run shards on real threads here.
pub fn real_kinds() -> Vec<DriverKind> {
    let glommio = choose_driver(Requested::Glommio, &Probe::take()).map(|choice| choice.driver);
    [DriverKind::Thread].into_iter().chain(glommio).collect()
}

/// Settings without a spin, so that every idle shard really sleeps.
pub fn sleepy(shards: usize) -> Settings {
    Settings { spin_ns: 0, ..Settings::new(Placement::unpinned(shards).expect("at least one shard")) }
}

/// Every driver, real and simulated, for so many shards.
fn every_driver(shards: usize) -> Vec<(String, Box<dyn Driver>)> {
    let spinning = Settings { spin_ns: 50_000, ..sleepy(shards) };
    let real = real_kinds()
        .into_iter()
        .flat_map(|kind| [(format!("{kind:?}"), kind.make(sleepy(shards))), (format!("{kind:?}, spinning"), kind.make(spinning.clone()))]);
    let sim: Box<dyn Driver> = Box::new(SimDriver::new(SimSettings::new(shards, 7)));
    real.chain([("Sim".to_owned(), sim)]).collect()
}

/// A shard from a closure.
struct Turns<F>(F);

impl<F: FnMut() -> Next> Turn for Turns<F> {
    fn turn(&mut self) -> Next {
        (self.0)()
    }
}

pub fn shard<F: FnMut() -> Next + 'static>(make: impl FnOnce(ShardContext) -> F + Send + 'static) -> Build {
    Box::new(move |context| Box::new(Turns(make(context))))
}

pub const PARK: Next = Next::Park { until_ns: None };

/// Passes tokens on to its neighbour until it has seen the last one.
fn relay(mut inbox: Consumer<u32>, mut outbox: Producer<u32>, neighbour: Waker, last: u32) -> Build {
    shard(move |_| {
        move || {
            let Some(token) = inbox.pop() else { return PARK };
            if token < last + outbox.capacity() as u32 {
                outbox.push(token + 1).expect("one token fits");
                neighbour.wake();
            }
            if token >= last { Next::Done } else { Next::Again }
        }
    })
}

#[test]
fn a_token_goes_round_and_no_wake_is_lost() {
    const SHARDS: usize = 3;
    for (name, driver) in every_driver(SHARDS) {
        let wakers = driver.wakers();
        let (mut outboxes, mut inboxes): (Vec<_>, Vec<_>) = (0..SHARDS).map(|_| channel(SHARDS)).unzip();
        outboxes[0].push(0).expect("an empty queue has room");
        // Shard n reads queue n and writes queue n + 1.
        outboxes.rotate_left(1);
        let ends = inboxes.drain(..).zip(outboxes).enumerate();
        let shards = ends.map(|(n, (inbox, outbox))| relay(inbox, outbox, wakers[(n + 1) % SHARDS].clone(), 20_000)).collect();
        assert!(driver.run(shards).is_ok(), "{name}");
    }
}

#[test]
fn a_deadline_is_kept_and_not_overslept() {
    for (name, driver) in every_driver(1) {
        let clock = driver.clock();
        let (delay_ns, slack_ns) = (20_000_000, 500_000_000);
        let sleeper = shard(move |context| {
            let until_ns = context.clock.now() + delay_ns;
            move || if context.clock.now() >= until_ns { Next::Done } else { Next::Park { until_ns: Some(until_ns) } }
        });
        let before = clock.now();
        assert!(driver.run(vec![sleeper]).is_ok(), "{name}");
        let took = clock.now() - before;
        assert!((delay_ns..delay_ns + slack_ns).contains(&took), "{name} slept {took} ns");
    }
}

#[test]
fn a_wake_comes_before_the_deadline() {
    for kind in real_kinds() {
        let driver = kind.make(sleepy(1));
        let (waker, called) = (driver.wakers().remove(0), Arc::new(AtomicBool::new(false)));
        let seen = Arc::clone(&called);
        let sleeper =
            shard(move |_| move || if seen.load(Ordering::Relaxed) { Next::Done } else { Next::Park { until_ns: Some(u64::MAX / 2) } });
        let caller = thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            called.store(true, Ordering::Relaxed);
            waker.wake();
        });
        let before = Instant::now();
        assert!(driver.run(vec![sleeper]).is_ok(), "{kind:?}");
        assert!(before.elapsed() < Duration::from_secs(60), "{kind:?}");
        caller.join().expect("the caller only sleeps and wakes");
    }
}

#[test]
fn calls_from_outside_are_all_answered() {
    const CALLS: usize = 5_000;
    for kind in real_kinds() {
        let driver = kind.make(sleepy(1));
        let waker = driver.wakers().remove(0);
        let (asked, answered) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (questions, answers) = (Arc::clone(&asked), Arc::clone(&answered));
        let answering = shard(move |_| {
            move || {
                let asked = questions.load(Ordering::Acquire);
                answers.store(asked, Ordering::Release);
                if asked == CALLS { Next::Done } else { PARK }
            }
        });
        let caller = thread::spawn(move || {
            for call in 1..=CALLS {
                asked.store(call, Ordering::Release);
                waker.wake();
                while answered.load(Ordering::Acquire) < call {
                    thread::yield_now();
                }
            }
        });
        assert!(driver.run(vec![answering]).is_ok(), "{kind:?}");
        caller.join().expect("every call was answered");
    }
}

/// Keeps every CPU busy until dropped.
struct Load(Arc<AtomicBool>, Vec<thread::JoinHandle<()>>);

impl Load {
    fn start(threads: usize) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let spin = |over: Arc<AtomicBool>| move || while !over.load(Ordering::Relaxed) {};
        let threads = (0..threads).map(|_| thread::spawn(spin(Arc::clone(&over)))).collect();
        Load(over, threads)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
        self.1.drain(..).for_each(|thread| thread.join().expect("it only spins"));
    }
}

/// Runs three shards that end once all of them have had a turn; false when they have not after half a minute.
fn starts(kind: DriverKind) -> bool {
    let driver = kind.make(sleepy(3));
    let (wakers, turned) = (driver.wakers(), Arc::new(AtomicUsize::new(0)));
    let meeting = |_: usize| {
        let (wakers, turned) = (wakers.clone(), Arc::clone(&turned));
        shard(move |_| {
            turned.fetch_add(1, Ordering::AcqRel);
            wakers.iter().for_each(Waker::wake);
            move || if turned.load(Ordering::Acquire) == wakers.len() { Next::Done } else { PARK }
        })
    };
    let shards = (0..wakers.len()).map(meeting).collect();
    let (told, ended) = mpsc::channel();
    thread::spawn(move || told.send(driver.run(shards).is_ok()));
    ended.recv_timeout(Duration::from_secs(30)) == Ok(true)
}

/// A thread that gets the CPU late must not sleep on the shard that it has not polled yet.
#[test]
fn shards_start_while_the_machine_is_busy() {
    for kind in real_kinds() {
        let load = Load::start(2 * available().len());
        assert!((0..20).all(|_| starts(kind)), "{kind:?} never started");
        drop(load);
    }
}

#[test]
fn a_panicking_turn_ends_the_run_with_its_message() {
    for (name, driver) in every_driver(3) {
        let mut turns = 0;
        let forever = || shard(|_| || PARK);
        let failing = shard(move |context| {
            move || {
                turns += 1;
                assert!(turns < 5, "turn {turns} of shard {}", context.shard);
                Next::Again
            }
        });
        let busy = shard(|_| || Next::Again);
        let result = driver.run(vec![forever(), failing, busy]);
        let Err(DriverError::ShardPanicked { shard: 1, message }) = result else { panic!("{name}: {result:?}") };
        assert_eq!(message, "turn 5 of shard 1", "{name}");
    }
}

#[test]
fn a_shard_that_cannot_be_built_ends_the_run() {
    for (name, driver) in every_driver(2) {
        let unbuilt: Build = Box::new(|_| panic!("no state to load"));
        let error = driver.run(vec![shard(|_| || PARK), unbuilt]).expect_err("shard 1 was never built");
        assert_eq!(error.to_string(), "shard 1 panicked: no state to load", "{name}");
    }
}

#[test]
fn a_stop_from_outside_ends_sleepers_and_workers() {
    for kind in real_kinds() {
        let driver = kind.make(sleepy(2));
        let stop = driver.stop();
        let stopper = thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            stop.request();
        });
        let result = driver.run(vec![shard(|_| || PARK), shard(|_| || Next::Again)]);
        assert!(matches!(result, Err(DriverError::Stopped)), "{kind:?}: {result:?}");
        stopper.join().expect("the stopper only sleeps and stops");
    }
}

#[test]
fn a_stop_after_everybody_is_done_changes_nothing() {
    for (name, driver) in every_driver(1) {
        let stop = driver.stop();
        let last = shard(move |_| {
            move || {
                stop.request();
                Next::Done
            }
        });
        assert!(driver.run(vec![last]).is_ok(), "{name}");
    }
}

/// Tells where it is dropped.
struct Homebody(mpsc::Sender<(&'static str, thread::ThreadId)>);

impl Drop for Homebody {
    fn drop(&mut self) {
        // The receiver outlives the run.
        self.0.send(("dropped", thread::current().id())).expect("the test listens");
    }
}

#[test]
fn a_shard_is_built_driven_and_dropped_on_one_thread_of_its_name() {
    for kind in real_kinds() {
        let (told, listen) = mpsc::channel();
        let homebody = shard(move |_| {
            assert_eq!(thread::current().name(), Some("shard-0"));
            told.send(("built", thread::current().id())).expect("the test listens");
            let inhabitant = Homebody(told);
            move || {
                inhabitant.0.send(("driven", thread::current().id())).expect("the test listens");
                Next::Done
            }
        });
        assert!(kind.make(sleepy(1)).run(vec![homebody]).is_ok());
        let told: Vec<_> = listen.into_iter().collect();
        assert_eq!(told.iter().map(|(what, _)| *what).collect::<Vec<_>>(), ["built", "driven", "dropped"], "{kind:?}");
        assert!(told.iter().all(|(_, id)| *id == told[0].1 && *id != thread::current().id()), "{kind:?}");
    }
}

#[test]
fn a_pinned_shard_runs_on_its_cpu_only() {
    let last = *available().last().expect("there is a CPU");
    for kind in real_kinds() {
        let placement = Placement::pinned(vec![last]).expect("it is available");
        let pinned = shard(move |_| {
            move || {
                assert_eq!(available(), [last], "the mask of the shard's own thread");
                Next::Done
            }
        });
        assert!(kind.make(Settings::new(placement)).run(vec![pinned]).is_ok(), "{kind:?}");
    }
}

/// Uses about a KiB of stack per level.
fn descend(levels: usize) -> usize {
    let frame = std::hint::black_box([levels; 128]);
    if levels == 0 { 0 } else { descend(levels - 1) + usize::from(frame[0] == levels) }
}

#[test]
fn a_shard_has_the_stack_that_was_asked_for() {
    for kind in real_kinds() {
        let settings = Settings { stack_bytes: 64 << 20, ..sleepy(1) };
        let deep = shard(|_| {
            || {
                assert_eq!(descend(20_000), 20_000);
                Next::Done
            }
        });
        assert!(kind.make(settings).run(vec![deep]).is_ok(), "{kind:?}");
    }
}

#[test]
fn a_stack_that_no_system_has_is_an_error_and_not_a_hang() {
    for kind in real_kinds() {
        let settings = Settings { stack_bytes: 1 << 60, ..sleepy(2) };
        let error = kind.make(settings).run(vec![shard(|_| || PARK), shard(|_| || PARK)]).expect_err("nobody has this much");
        assert!(matches!(error, DriverError::Start { shard: 0, stack_bytes: 1_152_921_504_606_846_976, .. }), "{error}");
    }
}

#[test]
fn wakers_outlive_the_run() {
    for (name, driver) in every_driver(1) {
        let wakers = driver.wakers();
        wakers[0].wake();
        assert!(driver.run(vec![shard(|_| || Next::Done)]).is_ok(), "{name}");
        wakers[0].wake();
    }
}

#[test]
#[should_panic(expected = "as many shards as it was made for")]
fn a_driver_takes_exactly_its_shards() {
    drop(DriverKind::Thread.make(sleepy(2)).run(vec![]));
}
