//! How long a hop between two shards takes: `cargo run --release -p waterwheel-platform --example hop`.
//!
//! Two shards send one value back and forth through two queues; each line is the distribution of the round trip, which is two
//! hops. *busy*: neither ever parks. *spinning*: both park when they have nothing, and the spin catches the answer. *sleeping*:
//! no spin, so every hop wakes a sleeper. Goals: the price of the queue, of each driver's turn loop, and of each driver's
//! sleep. Not a goal: throughput.
//!
//! Every line checks that all values came back, in order.

use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use waterwheel_platform::{
    cpu::{Placement, available},
    driver::{Build, Next, Settings, Turn},
    probe::{DriverKind, Probe, Requested, choose_driver},
    spsc::{Consumer, Producer, channel},
    usage,
    wake::Waker,
};

const PARK: Next = Next::Park { until_ns: None };

fn main() {
    let placement = two_shards();
    println!("CPUs available {:?}; {}", available(), Probe::take());
    ping_pong_without_a_driver(1_000_000);
    let probe = Probe::take();
    let glommio = choose_driver(Requested::Glommio, &probe).map(|choice| choice.driver);
    for kind in [DriverKind::Thread].into_iter().chain(glommio) {
        let settings = |spin_ns| Settings { spin_ns, ..Settings::new(placement.clone()) };
        round_trips(kind, "busy", settings(0), Next::Again, 300_000);
        round_trips(kind, "spinning", settings(Settings::SPIN_NS), PARK, 300_000);
        round_trips(kind, "sleeping", settings(0), PARK, 100_000);
        price_of_a_turn(kind, 20_000_000);
        price_of_idling(kind, Duration::from_secs(2));
    }
    price_of_a_wake(50_000_000);
}

/// Two CPUs if there are two.
fn two_shards() -> Placement {
    Placement::spread(2).expect("two shards can always be placed")
}

/// The bare queue: two pinned threads that only look.
fn ping_pong_without_a_driver(rounds: u32) {
    let (mut there, mut from_here) = channel(1);
    let (mut back, mut from_there) = channel(1);
    let cpus = available();
    let (here, other) = (cpus[0], cpus[cpus.len() - 1]);
    let pong = thread::spawn(move || {
        core_affinity::set_for_current(core_affinity::CoreId { id: other });
        for _ in 0..rounds {
            back.push(spin_pop(&mut from_here)).expect("one value is under way");
        }
    });
    let ping = thread::spawn(move || {
        core_affinity::set_for_current(core_affinity::CoreId { id: here });
        let mut trips = Vec::with_capacity(rounds as usize);
        for round in 0..rounds {
            let sent = Instant::now();
            there.push(round).expect("one value is under way");
            assert_eq!(spin_pop(&mut from_there), round);
            trips.push(sent.elapsed().as_nanos() as u64);
        }
        trips
    });
    let trips = ping.join().expect("every value came back");
    pong.join().expect("every value came");
    report("queue alone", trips);
}

fn spin_pop<T>(consumer: &mut Consumer<T>) -> T {
    loop {
        if let Some(value) = consumer.pop() {
            return value;
        }
        std::hint::spin_loop();
    }
}

/// Sends, waits for the answer, notes how long it took.
struct Ping {
    there: Producer<u32>,
    back: Consumer<u32>,
    pong: Waker,
    idle: Next,
    rounds: u32,
    sent: Instant,
    trips: Vec<u64>,
    result: mpsc::Sender<Vec<u64>>,
}

impl Turn for Ping {
    fn turn(&mut self) -> Next {
        let Some(answer) = self.back.pop() else { return self.idle };
        self.trips.push(self.sent.elapsed().as_nanos() as u64);
        assert_eq!(answer as usize, self.trips.len() - 1);
        if answer + 1 == self.rounds {
            self.result.send(std::mem::take(&mut self.trips)).expect("main waits for it");
            return Next::Done;
        }
        self.sent = Instant::now();
        self.there.push(answer + 1).expect("one value is under way");
        self.pong.wake();
        Next::Again
    }
}

/// Answers.
struct Pong {
    here: Consumer<u32>,
    back: Producer<u32>,
    ping: Waker,
    idle: Next,
    rounds: u32,
}

impl Turn for Pong {
    fn turn(&mut self) -> Next {
        let Some(value) = self.here.pop() else { return self.idle };
        self.back.push(value).expect("one value is under way");
        self.ping.wake();
        if value + 1 == self.rounds { Next::Done } else { Next::Again }
    }
}

fn round_trips(kind: DriverKind, how: &str, settings: Settings, idle: Next, rounds: u32) {
    let driver = kind.make(settings);
    let [to_ping, to_pong] = [0, 1].map(|shard| driver.wakers()[shard].clone());
    let (mut there, here) = channel(1);
    let (pong_back, back) = channel(1);
    let (result, trips) = mpsc::channel();
    there.push(0).expect("the queue is empty");
    let ping: Build = Box::new(move |_| {
        let trips = Vec::with_capacity(rounds as usize);
        Box::new(Ping { there, back, pong: to_pong, idle, rounds, sent: Instant::now(), trips, result })
    });
    let pong: Build = Box::new(move |_| Box::new(Pong { here, back: pong_back, ping: to_ping, idle, rounds }));
    driver.run(vec![ping, pong]).expect("both shards end");
    let mut trips = trips.recv().expect("ping sent them before it was done");
    // The first trip began before the shards did.
    trips.remove(0);
    report(&format!("{kind:?}, {how}"), trips);
}

/// A shard that always has more to do, and does nothing.
fn price_of_a_turn(kind: DriverKind, turns: u32) {
    struct Busy(u32);
    impl Turn for Busy {
        fn turn(&mut self) -> Next {
            self.0 -= 1;
            if self.0 == 0 { Next::Done } else { Next::Again }
        }
    }
    let driver = kind.make(Settings::new(Placement::spread(1).expect("one shard can always be placed")));
    let started = Instant::now();
    driver.run(vec![Box::new(move |_| Box::new(Busy(turns)))]).expect("it ends");
    println!("{:<20} an empty turn: {:.1} ns", format!("{kind:?}"), started.elapsed().as_nanos() as f64 / f64::from(turns));
}

/// Two shards that sleep.
fn price_of_idling(kind: DriverKind, idle: Duration) {
    struct Idle(Option<u64>, waterwheel_platform::clock::Clock, Duration);
    impl Turn for Idle {
        fn turn(&mut self) -> Next {
            let until = *self.0.get_or_insert_with(|| self.1.now() + self.2.as_nanos() as u64);
            if self.1.now() >= until { Next::Done } else { Next::Park { until_ns: Some(until) } }
        }
    }
    let before = usage::process_cpu_time();
    let sleeper = || -> Build { Box::new(move |context| Box::new(Idle(None, context.clock, idle))) };
    kind.make(Settings::new(two_shards())).run(vec![sleeper(), sleeper()]).expect("both wake up");
    let used = usage::process_cpu_time() - before;
    println!("{:<20} two idle shards: {:.2} ms of CPU per second", format!("{kind:?}"), used.as_secs_f64() * 1e3 / idle.as_secs_f64());
}

/// Waking a shard that is awake and already due for a look.
fn price_of_a_wake(wakes: u32) {
    let (waker, _parker) = waterwheel_platform::wake::parking();
    let started = Instant::now();
    (0..wakes).for_each(|_| std::hint::black_box(&waker).wake());
    println!("{:<20} waking who is awake: {:.1} ns", "Waker", started.elapsed().as_nanos() as f64 / f64::from(wakes));
}

fn report(what: &str, mut trips: Vec<u64>) {
    trips.sort_unstable();
    let at = |share: f64| trips[((trips.len() - 1) as f64 * share) as usize];
    println!(
        "{what:<20} round trip ns: p50 {:>7}  p99 {:>7}  p99.9 {:>8}  max {:>9}  ({} trips)",
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0),
        trips.len()
    );
}
