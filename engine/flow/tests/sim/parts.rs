//! Small parts to build jobs from: a source in memory, COUNT and SUM, a sink in memory.

use arrow_array::Int64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, OnceLock};
use waterwheel::checkpoint::{Lineage, Snapshot};
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::expression::{Accumulators, Aggregate, Expression, Input};
use waterwheel::graph::{EventTime, Graph, Node, NodeKind, SourceNode, Ticks};
use waterwheel::operator::window::{Assigner, LocalTime, OpenAtEnd, WindowAggregate, WindowInput, WindowPartial};
use waterwheel::runtime::{Handle, Job};
use waterwheel::sink::{Sink, Writer};
use waterwheel::source::{Budget, Read, Reader, Rows, Source, Split};
use waterwheel::state::{AggregateCall, Layout};
use waterwheel::{Batch, Clock, Failure};
use waterwheel_platform::driver::{SimDriver, SimSettings};
use waterwheel_types::column::{column_of_millis, timestamp_millis};
use waterwheel_types::{Column, DataType, Kind};

/// A row: key and time.
pub type Row = (i64, i64);

/// Rows in memory, `chunk` of them per chunk; asks for an epoch after each of `cuts` reads.
#[derive(Debug)]
pub struct Memory {
    pub rows: Vec<Row>,
    pub chunk: usize,
    pub batch: usize,
    pub cuts: Arc<Cuts>,
    /// Whether rows come by when the wall clock shows their times, one at a time.
    pub live: bool,
}

/// When to ask for epochs, in reads of all shards together.
#[derive(Debug, Default)]
pub struct Cuts {
    pub at: Vec<usize>,
    pub reads: Mutex<usize>,
    pub handle: OnceLock<Handle>,
}

impl Cuts {
    fn count(&self) {
        let mut reads = self.reads.lock().unwrap();
        *reads += 1;
        if self.at.contains(&reads) {
            self.handle.get().expect("set before the run").request_epoch();
        }
    }
}

/// [`Memory`] as a source.
#[derive(Debug)]
struct MemorySource(Arc<Memory>);

impl Source for MemorySource {
    fn splits(&self) -> Result<Vec<Split>, Failure> {
        let chunks = self.0.rows.len().div_ceil(self.0.chunk).max(1) as u64;
        Ok(vec![Split { name: "memory".into(), chunks, bytes: None }])
    }

    fn reader(&self) -> Result<Box<dyn Reader>, Failure> {
        Ok(Box::new(MemoryReader { memory: Arc::clone(&self.0), at: 0, end: 0, start: 0 }))
    }

    fn is_bounded(&self) -> bool {
        true
    }
}

struct MemoryReader {
    memory: Arc<Memory>,
    start: usize,
    at: usize,
    end: usize,
}

impl Reader for MemoryReader {
    fn open(&mut self, _: usize, chunk: u64, position: u64) -> Result<(), Failure> {
        self.start = chunk as usize * self.memory.chunk;
        self.at = self.start + position as usize;
        self.end = (self.start + self.memory.chunk).min(self.memory.rows.len());
        Ok(())
    }

    fn read(&mut self, budget: &Budget<'_>) -> Result<Read, Failure> {
        let wait_ms = if self.memory.live && self.at < self.end { self.memory.rows[self.at].1 - budget.clock.wall_ms() } else { 0 };
        if wait_ms > 0 {
            return Ok(Read::NotYet { until_ns: Some(budget.clock.now() + wait_ms as u64 * 1_000_000) });
        }
        self.memory.cuts.count();
        if self.at >= self.end {
            return Ok(Read::ChunkEnd);
        }
        let batch = if self.memory.live { 1 } else { self.memory.batch };
        let end = (self.at + batch).min(self.end);
        let rows = &self.memory.rows[self.at..end];
        self.at = end;
        let keys: Int64Array = rows.iter().map(|r| r.0).collect();
        let times = column_of_millis(rows.iter().map(|r| r.1));
        Ok(Read::Rows(Rows {
            columns: vec![Arc::new(keys), times],
            rows: rows.len(),
            position: (end - self.start) as u64,
            undecodable: 0,
            bytes: 0,
        }))
    }
}

/// A column as it is.
#[derive(Debug)]
pub struct ColumnAt(pub usize, pub DataType);

impl Expression for ColumnAt {
    fn data_type(&self) -> &DataType {
        &self.1
    }

    fn evaluate(&self, input: &Input<'_>) -> Result<Column, Failure> {
        Ok(input.columns[self.0].clone())
    }
}

/// COUNT(*) and, of the argument if there is one, the sum.
#[derive(Debug)]
pub struct CountSum(pub DataType);

impl Aggregate for CountSum {
    fn words(&self) -> usize {
        2
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BigInt.not_null(); 2]
    }

    fn data_type(&self) -> &DataType {
        &self.0
    }

    fn update(&self, s: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], _: Option<&[bool]>) -> Result<(), Failure> {
        let values = arguments[0].as_primitive::<Int64Type>();
        for (row, &slot) in slots.iter().enumerate() {
            s.at_mut(slot)[0] += 1;
            s.at_mut(slot)[1] += values.value(row) as u64;
        }
        Ok(())
    }

    fn merge(&self, s: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        for (word, column) in partials.iter().enumerate() {
            let values = column.as_primitive::<Int64Type>();
            slots.iter().enumerate().for_each(|(row, &slot)| s.at_mut(slot)[word] += values.value(row) as u64);
        }
        Ok(())
    }

    fn partials(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let column = |word: usize| -> Column { Arc::new(slots.iter().map(|&slot| s.at(slot)[word] as i64).collect::<Int64Array>()) };
        Ok(vec![column(0), column(1)])
    }

    /// count · 1 000 000 + sum, so that one column shows both.
    fn finish(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let value = |&slot: &u32| (s.at(slot)[0] * 1_000_000 + s.at(slot)[1]) as i64;
        Ok(Arc::new(slots.iter().map(value).collect::<Int64Array>()))
    }

    fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
}

/// A result row: key, window start, window end, value.
pub type Result4 = (i64, i64, i64, i64);

/// The results in a batch: key, value, window start, window end.
pub fn result_rows(batch: &Batch) -> impl Iterator<Item = Result4> + '_ {
    let number = |column: usize, row: usize| batch.column(column).as_primitive::<Int64Type>().value(row);
    let time = |column: usize, row: usize| timestamp_millis(batch.column(column)).nth(row).expect("a row of the batch");
    (0..batch.rows()).map(move |row| (number(0, row), time(2, row), time(3, row), number(1, row)))
}

/// Whether each row of a batch is added.
pub fn additions(batch: &Batch) -> impl Iterator<Item = bool> + '_ {
    (0..batch.rows()).map(|row| batch.change(row).is_addition())
}

/// What came to a sink, in memory, as it is read out of the batches; shared by all shards and all runs that are given it.
#[derive(Clone, Debug)]
pub struct Collected<T> {
    all: Arc<Mutex<Vec<T>>>,
    read: fn(&Batch) -> Vec<T>,
    accepts_updates: bool,
}

/// Results that never change.
pub type Results = Collected<Result4>;

impl Default for Results {
    fn default() -> Self {
        Collected::rows(|batch| result_rows(batch).collect())
    }
}

impl<T: Clone> Collected<T> {
    /// Of rows that never change.
    pub fn rows(read: fn(&Batch) -> Vec<T>) -> Self {
        Collected { all: Arc::default(), read, accepts_updates: false }
    }

    /// Of rows that may change.
    pub fn changes(read: fn(&Batch) -> Vec<T>) -> Self {
        Collected { accepts_updates: true, ..Collected::rows(read) }
    }

    /// Everything, in the order in which it came.
    pub fn all(&self) -> Vec<T> {
        self.all.lock().unwrap().clone()
    }
}

impl<T: Clone + Debug + Send + 'static> Sink for Collected<T> {
    fn prepare(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn writer(&self, _: usize, _: usize) -> Result<Box<dyn Writer>, Failure> {
        Ok(Box::new(self.clone()))
    }

    fn accepts_updates(&self) -> bool {
        self.accepts_updates
    }

    fn shows_at_end_only(&self) -> bool {
        false
    }
}

impl<T: Clone + Debug + Send + 'static> Writer for Collected<T> {
    fn write(&mut self, batch: &Batch, _: i64) -> Result<(), Failure> {
        self.all.lock().unwrap().extend((self.read)(batch));
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

/// Runs a job to its end, from a snapshot if there is one, asking for epochs on the way: every complete snapshot.
pub fn run_with_cuts(graph: Graph, settings: SimSettings, cuts: &Cuts, restore: Option<Snapshot>) -> Vec<Snapshot> {
    let start = restore.clone().unwrap_or_default();
    let shards = settings.shards;
    let job = Job::new(graph, Box::new(SimDriver::new(settings)), restore.map(Arc::new)).unwrap();
    cuts.handle.set(job.handle()).unwrap();
    let mut snapshots = Vec::new();
    job.run(|deliveries| {
        let mut lineage = Lineage::new(shards, start);
        for delivery in deliveries {
            if lineage.take(delivery) {
                snapshots.push(lineage.snapshot().clone());
            }
        }
    })
    .unwrap();
    snapshots
}

/// A source of the rows: key BIGINT, time TIMESTAMP(3).
pub fn source(memory: Arc<Memory>) -> SourceNode {
    let time_type = Kind::Timestamp(3).not_null();
    let column = |at, data_type: &DataType| Arc::new(ColumnAt(at, data_type.clone())) as Arc<dyn Expression>;
    SourceNode {
        source: Arc::new(MemorySource(memory)),
        columns: vec![column(0, &Kind::BigInt.not_null()), column(1, &time_type)],
        description: None,
        time: Some(EventTime {
            column: 1,
            name: "ts".into(),
            watermark: column(1, &time_type),
            interval_ms: 200,
            idle_timeout_ms: 0,
            stamps_every_row: false,
        }),
    }
}

/// source → [clock →] [partial →] window aggregation by key → sink. Live rows go by the clock.
pub fn graph(memory: Arc<Memory>, assigner: Assigner, two_stages: bool, results: Results) -> Graph {
    let call = AggregateCall { aggregate: Arc::new(CountSum(Kind::BigInt.not_null())), arguments: vec![0], filter: None };
    let layout = Arc::new(Layout::new(vec![call]));
    let key = KeyColumns { columns: vec![0], types: vec![Kind::BigInt.not_null()] };
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], columns: vec![], kind };
    let mut graph = Graph::default();
    let live = memory.live;
    let mut from = graph.add(node("source", NodeKind::Source(source(memory))));
    let (mut time, mut open_at_end) = (1, OpenAtEnd::Fire);
    if live {
        let to = graph.add(node("clock", NodeKind::Clock(Ticks::Panes(assigner, LocalTime::default()))));
        graph.connect(from, to, 0, Exchange::Forward);
        (from, time, open_at_end) = (to, 2, OpenAtEnd::Forget);
    }
    let input = if two_stages {
        let partial = WindowPartial { assigner, time, local: LocalTime::default(), key: key.clone(), layout: Arc::clone(&layout) };
        let to = graph.add(node("partial", NodeKind::Operator(Arc::new(partial))));
        graph.connect(from, to, 0, Exchange::Forward);
        from = to;
        WindowInput::Partials { key: key.clone() }
    } else {
        WindowInput::Rows { time, key: key.clone() }
    };
    let aggregate = WindowAggregate { assigner, input, layout, local: LocalTime::default(), open_at_end, of_group_by: false };
    let to = graph.add(node("window", NodeKind::Operator(Arc::new(aggregate))));
    graph.connect(from, to, 0, Exchange::Keyed(key));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(results))));
    graph.connect(to, sink, 0, Exchange::Forward);
    graph
}
