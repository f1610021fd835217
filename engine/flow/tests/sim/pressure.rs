//! Back-pressure: a full queue pauses the operator that writes to it, and nothing else.

use crate::parts::{Collected, Cuts, Memory, source};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use waterwheel::exchange::{Exchange, KeyColumns, key_group, shard_of};
use waterwheel::graph::{Graph, Node, NodeKind};
use waterwheel::operator::{Operator, OperatorSpec, Output, Step};
use waterwheel::runtime::Job;
use waterwheel::state::{Keys, Table};
use waterwheel::{Batch, Clock, Failure};
use waterwheel_platform::driver::{Build, Driver, DriverError, Next, SimDriver, SimSettings, StopFlag, Turn};
use waterwheel_platform::wake::Waker;

const SHARDS: usize = 2;
const ROWS: usize = 2_000;
const BATCH_ROWS: usize = 4;

/// Passes batches on and counts them.
#[derive(Clone, Debug, Default)]
struct Tap(Arc<AtomicUsize>);

impl OperatorSpec for Tap {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(self.clone())
    }
}

impl Operator for Tap {
    fn keys(&self, _: usize, _: &Batch) -> Option<Keys> {
        None
    }

    fn apply(&mut self, _: usize, batch: Batch, _: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.0.fetch_add(1, Ordering::Relaxed);
        out.push(batch);
        Ok(Step::Done)
    }

    fn advance(&mut self, _: i64, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn drain(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume_at(&mut self, _: i64) {}

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        Vec::new()
    }
}

/// The first column of all rows, in the order in which they come.
fn arrivals() -> Collected<i64> {
    Collected::rows(|batch| batch.column(0).as_primitive::<Int64Type>().values().to_vec())
}

/// Gives one shard no turn until the other one has found nothing more to do; then looks at the world and lets it go.
struct Holding<F> {
    inner: SimDriver,
    held: usize,
    look: F,
}

struct Held {
    turn: Box<dyn Turn>,
    clock: Clock,
    is_held: bool,
    released: Arc<AtomicBool>,
    look: Box<dyn Fn()>,
}

impl Turn for Held {
    fn turn(&mut self) -> Next {
        let released = self.released.load(Ordering::Relaxed);
        if self.is_held && !released {
            return Next::Park { until_ns: Some(self.clock.now() + 1_000_000) };
        }
        let next = self.turn.turn();
        if !self.is_held && !released && next != Next::Again {
            (self.look)();
            self.released.store(true, Ordering::Relaxed);
        }
        next
    }
}

impl<F: Fn() + Clone + Send + 'static> Driver for Holding<F> {
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
        let Holding { inner, held, look } = *self;
        let released = Arc::new(AtomicBool::new(false));
        let holding = |(number, build): (usize, Build)| -> Build {
            let (clock, released, look) = (inner.clock(), Arc::clone(&released), look.clone());
            Box::new(move |context| Box::new(Held { turn: build(context), clock, is_held: number == held, released, look: Box::new(look) }))
        };
        let shards = shards.into_iter().enumerate().map(holding).collect();
        Box::new(inner).run(shards)
    }
}

fn numbers() -> Arc<Memory> {
    let rows = (0..ROWS as i64).map(|n| (n, 1_000 + n)).collect();
    Arc::new(Memory { rows, chunk: ROWS, batch: BATCH_ROWS, cuts: Arc::new(Cuts::default()), live: false })
}

/// source → tap → sink, the rows of the last edge being dealt as told.
fn add_chain(graph: &mut Graph, name: &str, memory: Arc<Memory>, exchange: Exchange) -> (Tap, Collected<i64>) {
    let (tap, arrivals) = (Tap::default(), arrivals());
    let node = |role: &str, kind| Node { identity: format!("{name}/{role}"), name: role.into(), details: vec![], columns: vec![], kind };
    let from = graph.add(node("source", NodeKind::Source(source(memory))));
    let through = graph.add(node("tap", NodeKind::Operator(Arc::new(tap.clone()))));
    let to = graph.add(node("sink", NodeKind::Sink(Arc::new(arrivals.clone()))));
    graph.connect(from, through, 0, Exchange::Forward);
    graph.connect(through, to, 0, exchange);
    (tap, arrivals)
}

/// The shard that gets all rows of an edge without key columns.
fn owner() -> usize {
    let keys = KeyColumns::default().keys_of(&Batch::new(Vec::new(), 1));
    shard_of(key_group(keys.hashes[0]), SHARDS)
}

#[test]
fn a_full_queue_pauses_the_operator_that_feeds_it_and_nothing_else() {
    for seed in 0..8 {
        let mut graph = Graph::default();
        let blocked = numbers();
        let (tap, arrived) = add_chain(&mut graph, "blocked", Arc::clone(&blocked), Exchange::Keyed(KeyColumns::default()));
        let (free_tap, free) = add_chain(&mut graph, "free", numbers(), Exchange::Forward);
        let (seen, tapped, reads) = (free.clone(), tap.clone(), Arc::clone(&blocked.cuts));
        let look = move || {
            assert_eq!(seen.all().len(), ROWS, "seed {seed}: the other operators of the shard have gone on to their end");
            let (batches, read) = (tapped.0.load(Ordering::Relaxed), *reads.reads.lock().unwrap());
            assert!((4..=10).contains(&batches), "seed {seed}: {batches} batches, where a queue holds 8 packets");
            assert!((8..=24).contains(&read), "seed {seed}: {read} batches read, and then two queues were full");
        };
        let driver = Holding { inner: SimDriver::new(SimSettings::new(SHARDS, seed)), held: owner(), look };
        Job::new(graph, Box::new(driver), None).unwrap().run(drop).unwrap();
        let all: Vec<i64> = (0..ROWS as i64).collect();
        assert_eq!(arrived.all(), all, "seed {seed}: everything came, in order");
        assert_eq!(free.all(), all, "seed {seed}");
        let batches = ROWS / BATCH_ROWS;
        assert_eq!([&tap, &free_tap].map(|tap| tap.0.load(Ordering::Relaxed)), [batches; 2], "seed {seed}");
    }
}
