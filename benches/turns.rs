//! How long does a shard's turn take while its state grows, is written, and leaves?
//!
//! One window gets a million keys (small: twenty thousand): *inserting*; all of them dirty, an epoch is asked for while rows keep
//! coming: *encoding*; the input ends and the window fires: *firing*. Of each phase the longest turns are printed, by CPU time
//! of the thread and by the wall clock; the epoch's entries and the fired rows must be as many as the keys. Goal: no turn above
//! 500 µs of CPU time, whatever the number of keys. Not measured here: throughput, disks.

use arrow_array::Int64Array;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use waterwheel::checkpoint::{Lineage, Snapshot};
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::expression::{Expression, Input};
use waterwheel::graph::{EventTime, Graph, Node, NodeKind, SourceNode};
use waterwheel::operator::window::{Assigner, LocalTime, OpenAtEnd, WindowAggregate, WindowInput};
use waterwheel::runtime::{Handle, Job};
use waterwheel::sink::{Sink, Writer};
use waterwheel::source::{Budget, Read, Reader, Rows, Source, Split};
use waterwheel::state::{AggregateCall, Layout};
use waterwheel::{Batch, Clock, Failure};
use waterwheel_benches::{Count, Length, Timed, Turns, sized};
use waterwheel_platform::cpu::Placement;
use waterwheel_platform::driver::Settings;
use waterwheel_platform::probe::DriverKind;
use waterwheel_types::column::column_of_millis;
use waterwheel_types::{Column, DataType, Kind};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const BATCH: u64 = 4_096;

/// Keys 0, 1, 2 … over and over, all in one window.
#[derive(Debug)]
struct Numbers {
    keys: u64,
    rows: u64,
    handle: OnceLock<Handle>,
    turns: Turns,
    /// The turns of the phases that are over.
    phases: Mutex<Vec<Vec<Length>>>,
    fired: Arc<AtomicU64>,
}

impl Numbers {
    /// Ends a phase, once.
    fn end_phase(&self, phase: usize) -> bool {
        let mut phases = self.phases.lock().expect("nobody panics with the lock");
        let ends = phases.len() == phase;
        if ends {
            phases.push(self.turns.take());
        }
        ends
    }
}

#[derive(Debug)]
struct NumbersSource(Arc<Numbers>);

impl Source for NumbersSource {
    fn splits(&self) -> Result<Vec<Split>, Failure> {
        Ok(vec![Split { name: "numbers".into(), chunks: 1, bytes: None }])
    }

    fn reader(&self) -> Result<Box<dyn Reader>, Failure> {
        Ok(Box::new(NumbersReader { numbers: Arc::clone(&self.0), at: 0 }))
    }

    fn is_bounded(&self) -> bool {
        true
    }
}

struct NumbersReader {
    numbers: Arc<Numbers>,
    at: u64,
}

impl Reader for NumbersReader {
    fn open(&mut self, _: usize, _: u64, position: u64) -> Result<(), Failure> {
        self.at = position;
        Ok(())
    }

    fn read(&mut self, _: &Budget<'_>) -> Result<Read, Failure> {
        let Numbers { keys, rows, handle, .. } = &*self.numbers;
        if self.at >= *rows {
            self.numbers.end_phase(1);
            return Ok(Read::ChunkEnd);
        }
        // Every key is there and dirty: from here on the epoch is under way.
        if self.at >= *keys && self.numbers.end_phase(0) {
            handle.get().expect("set before the run").request_epoch();
        }
        let range = self.at..(self.at + BATCH).min(*rows);
        self.at = range.end;
        let values: Int64Array = range.clone().map(|n| (n % keys) as i64).collect();
        let times = column_of_millis(range.clone().map(|_| 1_000));
        let rows = values.len();
        let columns: Vec<Column> = vec![Arc::new(values), times];
        Ok(Read::Rows(Rows { columns, rows, position: range.end, undecodable: 0, bytes: 0 }))
    }
}

#[derive(Debug)]
struct ColumnAt(usize, DataType);

impl Expression for ColumnAt {
    fn data_type(&self) -> &DataType {
        &self.1
    }

    fn evaluate(&self, input: &Input<'_>) -> Result<Column, Failure> {
        Ok(input.columns[self.0].clone())
    }
}

/// Counts rows.
#[derive(Debug)]
struct Nowhere(Arc<AtomicU64>);

impl Sink for Nowhere {
    fn prepare(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn writer(&self, _: usize, _: usize) -> Result<Box<dyn Writer>, Failure> {
        Ok(Box::new(Nowhere(Arc::clone(&self.0))))
    }

    fn accepts_updates(&self) -> bool {
        false
    }

    fn shows_at_end_only(&self) -> bool {
        false
    }
}

impl Writer for Nowhere {
    fn write(&mut self, batch: &Batch, _: i64) -> Result<(), Failure> {
        self.0.fetch_add(batch.rows() as u64, Ordering::Relaxed);
        Ok(())
    }

    fn flush(&mut self, _: &Clock, _: i64) -> Result<Option<u64>, Failure> {
        Ok(None)
    }

    fn stop(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}

fn graph(numbers: Arc<Numbers>) -> Graph {
    let (big, time) = (Kind::BigInt.not_null(), Kind::Timestamp(3).not_null());
    let column = |at, data_type: &DataType| Arc::new(ColumnAt(at, data_type.clone())) as Arc<dyn Expression>;
    let fired = Arc::clone(&numbers.fired);
    let source = SourceNode {
        source: Arc::new(NumbersSource(numbers)),
        columns: vec![column(0, &big), column(1, &time)],
        description: None,
        time: Some(EventTime {
            column: 1,
            name: "ts".into(),
            watermark: column(1, &time),
            interval_ms: 200,
            idle_timeout_ms: 0,
            stamps_every_row: false,
        }),
    };
    let key = KeyColumns { columns: vec![0], types: vec![big.clone()] };
    let call = AggregateCall { aggregate: Arc::new(Count::default()), arguments: vec![], filter: None };
    let window = WindowAggregate {
        assigner: Assigner::Tumble { size: 60_000, offset: 0 },
        input: WindowInput::Rows { time: 1, key: key.clone() },
        layout: Arc::new(Layout::new(vec![call])),
        local: LocalTime::default(),
        open_at_end: OpenAtEnd::Fire,
        of_group_by: false,
    };
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], columns: vec![], kind };
    let mut graph = Graph::default();
    let source = graph.add(node("source", NodeKind::Source(source)));
    let window = graph.add(node("window", NodeKind::Operator(Arc::new(window))));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(Nowhere(fired)))));
    graph.connect(source, window, 0, Exchange::Keyed(key));
    graph.connect(window, sink, 0, Exchange::Forward);
    graph
}

fn show(label: &str, turns: &[Length]) {
    let at = |share: f64| turns[((turns.len() - 1) as f64 * share) as usize].cpu;
    let wall = turns.iter().map(|turn| turn.wall).max().expect("there are turns");
    let (median, most, longest) = (at(0.5), at(0.99), at(1.0));
    println!("{label}: {} turns, CPU time median {median:?}, 99 % {most:?}, longest {longest:?}; wall clock longest {wall:?}", turns.len());
}

fn main() {
    let keys = sized(1_000_000, 20_000);
    let turns = Turns::default();
    let numbers = Arc::new(Numbers {
        keys,
        rows: 6 * keys,
        handle: OnceLock::new(),
        turns: turns.clone(),
        phases: Mutex::default(),
        fired: Arc::default(),
    });
    let settings = Settings::new(Placement::unpinned(1).expect("one shard"));
    let driver = Box::new(Timed::new(DriverKind::Thread.make(settings), turns.clone()));
    let job = Job::new(graph(Arc::clone(&numbers)), driver, None).expect("the job is wired");
    numbers.handle.set(job.handle()).expect("once");
    let mut entries = 0;
    job.run(|deliveries| {
        let mut lineage = Lineage::new(1, Snapshot::default());
        for delivery in deliveries {
            if lineage.take(delivery) {
                entries = lineage.snapshot().len();
            }
        }
    })
    .expect("the job ends");
    let fired = numbers.fired.load(Ordering::Relaxed);
    assert_eq!((entries as u64, fired), (keys, keys), "the epoch and the window hold every key");
    let mut phases = std::mem::take(&mut *numbers.phases.lock().expect("the run is over"));
    phases.push(turns.take());
    ["inserting", "encoding", "firing"].into_iter().zip(&phases).for_each(|(label, turns)| show(label, turns));
    println!("{entries} entries written, {fired} rows fired");
}
