//! Sessions against the model: each row with the bounds of its session, and sessions aggregated without keeping their rows.

use crate::model::{Random, rows};
use crate::parts::{ColumnAt, CountSum, Cuts, Memory, Result4, Results, Row, run_with_cuts, source};
use arrow_array::Int64Array;
use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::checkpoint::Snapshot;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::expression::{Expression, Input};
use waterwheel::graph::{Graph, Node, NodeKind};
use waterwheel::operator::Calc;
use waterwheel::operator::window::{LocalTime, OpenAtEnd, SessionAggregate, SessionWindow};
use waterwheel::state::{AggregateCall, Layout};
use waterwheel_platform::driver::SimSettings;
use waterwheel_types::column::timestamp_millis;
use waterwheel_types::{Column, DataType, Kind};

const GAP: i64 = 300;

/// A time as a number.
#[derive(Debug)]
pub struct Millis(pub usize, pub DataType);

impl Expression for Millis {
    fn data_type(&self) -> &DataType {
        &self.1
    }

    fn evaluate(&self, input: &Input<'_>) -> Result<Column, Failure> {
        let times = timestamp_millis(&input.columns[self.0]);
        Ok(Arc::new(times.map(Some).collect::<Int64Array>()))
    }
}

/// source → sessions by key → (key, time, start, end) → sink.
fn graph(memory: Memory, results: Results) -> Graph {
    let (number, time) = (Kind::BigInt.not_null(), Kind::Timestamp(3).not_null());
    let key = KeyColumns { columns: vec![0], types: vec![number.clone()] };
    let types = vec![number.clone(), time.clone()];
    let session = SessionWindow { gap: GAP, time: 1, local: LocalTime::default(), key: key.clone(), types, open_at_end: OpenAtEnd::Fire };
    let columns: Vec<Arc<dyn Expression>> = vec![
        Arc::new(ColumnAt(0, number.clone())),
        Arc::new(Millis(1, number)),
        Arc::new(ColumnAt(2, time.clone())),
        Arc::new(ColumnAt(3, time)),
    ];
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], columns: vec![], kind };
    let mut graph = Graph::default();
    let from = graph.add(node("source", NodeKind::Source(source(Arc::new(memory)))));
    let window = graph.add(node("session", NodeKind::Operator(Arc::new(session))));
    let calc =
        graph.add(node("calc", NodeKind::Operator(Arc::new(Calc { condition: None, columns, reads_watermark: false, description: None }))));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(results))));
    graph.connect(from, window, 0, Exchange::Keyed(key));
    graph.connect(window, calc, 0, Exchange::Forward);
    graph.connect(calc, sink, 0, Exchange::Forward);
    graph
}

/// source → sessions aggregated by key → sink.
fn aggregating_graph(memory: Memory, results: Results) -> Graph {
    let (number, time) = (Kind::BigInt.not_null(), Kind::Timestamp(3).not_null());
    let key = KeyColumns { columns: vec![0], types: vec![number.clone()] };
    let call = AggregateCall { aggregate: Arc::new(CountSum(number.clone())), arguments: vec![0], filter: None };
    let session = SessionAggregate {
        gap: GAP,
        time: 1,
        key: key.clone(),
        layout: Arc::new(Layout::new(vec![call])),
        counted: false,
        types: vec![number, time],
        local: LocalTime::default(),
        open_at_end: OpenAtEnd::Fire,
    };
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], columns: vec![], kind };
    let mut graph = Graph::default();
    let from = graph.add(node("source", NodeKind::Source(source(Arc::new(memory)))));
    let window = graph.add(node("session", NodeKind::Operator(Arc::new(session))));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(results))));
    graph.connect(from, window, 0, Exchange::Keyed(key));
    graph.connect(window, sink, 0, Exchange::Forward);
    graph
}

/// The sessions of rows with their sessions' bounds: how many rows each has, and the sum of their keys.
fn aggregated(rows: &[Result4]) -> Vec<Result4> {
    let mut sessions: BTreeMap<(i64, i64, i64), i64> = BTreeMap::new();
    for &(key, start, end, _) in rows {
        *sessions.entry((key, start, end)).or_default() += 1_000_000 + key;
    }
    sessions.into_iter().map(|((key, start, end), value)| (key, start, end, value)).collect()
}

/// One row at a time: sessions that the watermark has closed are out of reach, a row that would close at once is dropped.
fn expected(rows: &[Row]) -> Vec<Result4> {
    let mut open: BTreeMap<i64, Vec<(i64, i64, Vec<i64>)>> = BTreeMap::new();
    let mut out = Vec::new();
    let (mut max, mut emitted) = (0, 0);
    for &(key, time) in rows {
        let watermark = if emitted == 0 { i64::MIN } else { emitted };
        let sessions = open.entry(key).or_default();
        let (closed, mut rest): (Vec<_>, Vec<_>) = sessions.drain(..).partition(|s| s.1 - 1 <= watermark);
        closed.into_iter().for_each(|s| put(key, s, &mut out));
        let touches = |s: &(i64, i64, Vec<i64>)| s.0 <= time + GAP && s.1 >= time;
        let (joined, others): (Vec<_>, Vec<_>) = rest.drain(..).partition(touches);
        *sessions = others;
        let start = joined.iter().map(|s| s.0).chain([time]).min().unwrap();
        let end = joined.iter().map(|s| s.1).chain([time + GAP]).max().unwrap();
        if end - 1 > watermark {
            sessions.push((start, end, joined.into_iter().flat_map(|s| s.2).chain([time]).collect()));
        }
        max = max.max(time);
        if max - emitted > 200 {
            emitted = max;
        }
    }
    open.into_iter().for_each(|(key, sessions)| sessions.into_iter().for_each(|s| put(key, s, &mut out)));
    out.sort_unstable();
    out
}

fn put(key: i64, (start, end, times): (i64, i64, Vec<i64>), out: &mut Vec<Result4>) {
    out.extend(times.into_iter().map(|time| (key, start, end, time)));
}

/// The graph of a test.
type MakeGraph = fn(Memory, Results) -> Graph;

/// The results of a run from a snapshot, sorted, and every complete snapshot.
fn run(
    graph: MakeGraph,
    rows: &[Row],
    shards: usize,
    seed: u64,
    cuts: Vec<usize>,
    restore: Option<Snapshot>,
) -> (Vec<Result4>, Vec<Snapshot>) {
    let cuts = Arc::new(Cuts { at: cuts, ..Cuts::default() });
    let memory = Memory { rows: rows.to_vec(), chunk: 16, batch: 5, cuts: Arc::clone(&cuts), live: false };
    let results = Results::default();
    let snapshots = run_with_cuts(graph(memory, results.clone()), SimSettings::new(shards, seed), &cuts, restore);
    let mut results = results.all();
    results.sort_unstable();
    (results, snapshots)
}

/// A snapshot that a restored job is to give the rest of.
fn restored_gives_the_rest(graph: MakeGraph) {
    for seed in 0..30 {
        let rows = rows(&mut Random(seed), 300, 4);
        let (whole, snapshots) = run(graph, &rows, 1, seed, vec![7, 30], None);
        assert!(!snapshots.is_empty(), "seed {seed}: no epoch was complete");
        for (number, snapshot) in snapshots.into_iter().enumerate() {
            let fired_until = snapshot.watermark("session").map_or(i64::MIN, |w| w.saturating_add(1));
            let rest: Vec<Result4> = whole.iter().copied().filter(|&(_, _, end, _)| end > fired_until).collect();
            for shards in [1, 2, 4] {
                let (found, _) = run(graph, &rows, shards, seed + 100, vec![9], Some(snapshot.clone()));
                assert_eq!(found, rest, "seed {seed}, snapshot {number}, on {shards} shards");
            }
        }
    }
}

#[test]
fn sessions_hold_what_the_model_says_on_any_number_of_shards() {
    for seed in 0..60 {
        let rows = rows(&mut Random(seed), 400, 4);
        let expected = expected(&rows);
        for shards in [1, 2, 4] {
            let (found, _) = run(graph, &rows, shards, seed, vec![4, 20], None);
            assert_eq!(found, expected, "seed {seed}, {shards} shards");
            let (found, _) = run(aggregating_graph, &rows, shards, seed, vec![4, 20], None);
            assert_eq!(found, aggregated(&expected), "seed {seed}, {shards} shards, aggregated");
        }
    }
}

/// On one shard nothing waits for a watermark when an epoch is cut, so what was out before it is told by the watermark alone.
#[test]
fn restored_sessions_give_exactly_the_rest() {
    restored_gives_the_rest(graph);
}

#[test]
fn restored_aggregates_of_sessions_give_exactly_the_rest() {
    restored_gives_the_rest(aggregating_graph);
}

/// State is counted in entries of a snapshot that is cut when four sessions are open, of which three hundred rows each.
#[test]
fn an_aggregate_keeps_nothing_per_row() {
    let rows: Vec<Row> = (0..1_200).map(|n| (n % 4, 1_000_000 + n)).collect();
    let entries = |graph| {
        let (results, snapshots) = run(graph, &rows, 1, 1, vec![200], None);
        assert_eq!(results.iter().map(|r| (r.0, r.1, r.2)).collect::<std::collections::BTreeSet<_>>().len(), 4);
        snapshots[0].len()
    };
    assert!(entries(graph) > 500, "rows are kept: {}", entries(graph));
    assert_eq!(entries(aggregating_graph), 8, "bounds and accumulators of four sessions");
}
