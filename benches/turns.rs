//! How long does a shard's turn take while the state of an epoch is encoded?
//!
//! One window holds a million keys (small: twenty thousand), all dirty; then an epoch is asked for while rows keep coming. The
//! longest turn before the barrier and after it are printed with the number of entries written, which must be that of the
//! keys. Goal: no turn grows with the state. Not measured here: throughput, disks.

use arrow_array::Int64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use waterwheel::checkpoint::{Lineage, Snapshot};
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::expression::{Accumulators, Aggregate, Expression, Input};
use waterwheel::graph::{EventTime, Graph, Node, NodeKind, SourceNode};
use waterwheel::operator::window::{Assigner, LocalTime, OpenAtEnd, WindowAggregate, WindowInput};
use waterwheel::runtime::{Handle, Job};
use waterwheel::sink::{Sink, Writer};
use waterwheel::source::{Budget, Read, Reader, Rows, Source, Split};
use waterwheel::state::{AggregateCall, Layout};
use waterwheel::{Batch, Clock, Failure};
use waterwheel_benches::{Timed, Turns, sized};
use waterwheel_platform::cpu::Placement;
use waterwheel_platform::driver::Settings;
use waterwheel_platform::probe::DriverKind;
use waterwheel_types::column::column_of_millis;
use waterwheel_types::{Column, DataType, Kind};

const BATCH: u64 = 4_096;

/// Keys 0, 1, 2 … over and over, all in one window.
#[derive(Debug)]
struct Numbers {
    keys: u64,
    rows: u64,
    handle: OnceLock<Handle>,
    turns: Turns,
    before: OnceLock<Vec<Duration>>,
    asked: AtomicBool,
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
        let Numbers { keys, rows, handle, turns, before, asked } = &*self.numbers;
        if self.at >= *rows {
            return Ok(Read::ChunkEnd);
        }
        // Every key is dirty: from here on the epoch is under way.
        if self.at >= 2 * keys && !asked.swap(true, Ordering::Relaxed) {
            before.set(turns.take()).expect("once");
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

#[derive(Debug)]
struct Count(DataType);

impl Aggregate for Count {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![self.0.clone()]
    }

    fn data_type(&self) -> &DataType {
        &self.0
    }

    fn update(&self, s: &mut Accumulators<'_>, slots: &[u32], _: &[Column], _: Option<&[bool]>) -> Result<(), Failure> {
        slots.iter().for_each(|&slot| s.at_mut(slot)[0] += 1);
        Ok(())
    }

    fn merge(&self, s: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let counts = partials[0].as_primitive::<Int64Type>();
        slots.iter().enumerate().for_each(|(row, &slot)| s.at_mut(slot)[0] += counts.value(row) as u64);
        Ok(())
    }

    fn partials(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![self.finish(s, slots)?])
    }

    fn finish(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        Ok(Arc::new(slots.iter().map(|&slot| s.at(slot)[0] as i64).collect::<Int64Array>()))
    }

    fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
}

#[derive(Debug)]
struct Nowhere;

impl Sink for Nowhere {
    fn prepare(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn writer(&self, _: usize, _: usize) -> Result<Box<dyn Writer>, Failure> {
        Ok(Box::new(Nowhere))
    }

    fn accepts_updates(&self) -> bool {
        false
    }
}

impl Writer for Nowhere {
    fn write(&mut self, _: &Batch, _: i64) -> Result<(), Failure> {
        Ok(())
    }

    fn flush(&mut self, _: &Clock) -> Result<(), Failure> {
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}

fn graph(numbers: Arc<Numbers>) -> Graph {
    let (big, time) = (Kind::BigInt.not_null(), Kind::Timestamp(3).not_null());
    let column = |at, data_type: &DataType| Arc::new(ColumnAt(at, data_type.clone())) as Arc<dyn Expression>;
    let source = SourceNode {
        source: Arc::new(NumbersSource(numbers)),
        columns: vec![column(0, &big), column(1, &time)],
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
    let call = AggregateCall { aggregate: Arc::new(Count(big)), arguments: vec![], filter: None };
    let window = WindowAggregate {
        assigner: Assigner::Tumble { size: 60_000, offset: 0 },
        input: WindowInput::Rows { time: 1, key: key.clone() },
        layout: Arc::new(Layout::new(vec![call])),
        local: LocalTime::default(),
        open_at_end: OpenAtEnd::Fire,
    };
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], kind };
    let mut graph = Graph::default();
    let source = graph.add(node("source", NodeKind::Source(source)));
    let window = graph.add(node("window", NodeKind::Operator(Arc::new(window))));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(Nowhere))));
    graph.connect(source, window, 0, Exchange::Keyed(key));
    graph.connect(window, sink, 0, Exchange::Forward);
    graph
}

fn show(label: &str, turns: &[Duration]) {
    let at = |share: f64| turns[((turns.len() - 1) as f64 * share) as usize];
    println!("{label}: {} turns, median {:?}, 99 % {:?}, longest {:?}", turns.len(), at(0.5), at(0.99), at(1.0));
}

fn main() {
    let keys = sized(1_000_000, 20_000);
    let turns = Turns::default();
    let numbers = Arc::new(Numbers {
        keys,
        rows: 6 * keys,
        handle: OnceLock::new(),
        turns: turns.clone(),
        before: OnceLock::new(),
        asked: AtomicBool::new(false),
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
    assert_eq!(entries as u64, keys, "the epoch holds every key");
    show("before the barrier", numbers.before.get().expect("the barrier was asked for"));
    show("after it, while encoding and beyond", &turns.take());
    println!("{entries} entries written");
}
