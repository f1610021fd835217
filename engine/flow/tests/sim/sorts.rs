//! Rows in the order of their times against the model.

use crate::model::{Random, rows};
use crate::parts::{ColumnAt, Cuts, Memory, Result4, Results, Row, run_with_cuts, source};
use crate::sessions::Millis;
use std::sync::Arc;
use waterwheel::checkpoint::Snapshot;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::expression::Expression;
use waterwheel::graph::{Graph, Node, NodeKind};
use waterwheel::operator::window::OpenAtEnd;
use waterwheel::operator::{Calc, SortKey, TemporalSort};
use waterwheel_platform::driver::SimSettings;
use waterwheel_types::Kind;

/// source → order by time, key descending → (key, time, time, time) → sink.
fn graph(memory: Memory, results: Results) -> Graph {
    let (number, time) = (Kind::BigInt.not_null(), Kind::Timestamp(3).not_null());
    let keys = vec![SortKey { column: 0, descending: true, nulls_first: false }];
    let sort = TemporalSort { time: 1, keys, types: vec![number.clone(), time.clone()], open_at_end: OpenAtEnd::Fire };
    let columns: Vec<Arc<dyn Expression>> = vec![
        Arc::new(ColumnAt(0, number.clone())),
        Arc::new(Millis(1, number)),
        Arc::new(ColumnAt(1, time.clone())),
        Arc::new(ColumnAt(1, time)),
    ];
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], columns: vec![], kind };
    let mut graph = Graph::default();
    let from = graph.add(node("source", NodeKind::Source(source(Arc::new(memory)))));
    let sort = graph.add(node("sort", NodeKind::Operator(Arc::new(sort))));
    let calc =
        graph.add(node("calc", NodeKind::Operator(Arc::new(Calc { condition: None, columns, reads_watermark: false, description: None }))));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(results))));
    graph.connect(from, sort, 0, Exchange::Keyed(KeyColumns::default()));
    graph.connect(sort, calc, 0, Exchange::Forward);
    graph.connect(calc, sink, 0, Exchange::Forward);
    graph
}

/// One row at a time: a watermark puts out what it passes, and a row no later than the last one put out is dropped.
fn expected(rows: &[Row]) -> Vec<Result4> {
    let (mut held, mut out): (Vec<Row>, Vec<Row>) = (vec![], vec![]);
    let (mut max, mut emitted) = (0, 0);
    for &(key, time) in rows {
        if out.last().is_none_or(|last| time > last.1) {
            held.push((key, time));
        }
        max = max.max(time);
        if max - emitted > 200 {
            emitted = max;
            release(&mut held, &mut out, emitted);
        }
    }
    release(&mut held, &mut out, i64::MAX);
    out.into_iter().map(|(key, time)| (key, time, time, time)).collect()
}

fn release(held: &mut Vec<Row>, out: &mut Vec<Row>, watermark: i64) {
    let (mut due, rest): (Vec<Row>, Vec<Row>) = held.drain(..).partition(|row| row.1 <= watermark);
    due.sort_by_key(|&(key, time)| (time, -key));
    out.extend(due);
    *held = rest;
}

/// The results of a run from a snapshot as they came, and every complete snapshot.
fn run(rows: &[Row], shards: usize, seed: u64, cuts: Vec<usize>, restore: Option<Snapshot>) -> (Vec<Result4>, Vec<Snapshot>) {
    let cuts = Arc::new(Cuts { at: cuts, ..Cuts::default() });
    let memory = Memory { rows: rows.to_vec(), chunk: 16, batch: 5, cuts: Arc::clone(&cuts), live: false };
    let results = Results::default();
    let snapshots = run_with_cuts(graph(memory, results.clone()), SimSettings::new(shards, seed), &cuts, restore);
    let results = results.all();
    (results, snapshots)
}

#[test]
fn rows_come_in_the_order_that_the_model_gives_on_any_number_of_shards() {
    for seed in 0..60 {
        let rows = rows(&mut Random(seed), 400, 4);
        for shards in [1, 2, 4] {
            let (found, _) = run(&rows, shards, seed, vec![4, 20], None);
            assert_eq!(found, expected(&rows), "seed {seed}, {shards} shards");
        }
    }
}

#[test]
fn a_restored_sort_goes_on_where_it_was() {
    for seed in 0..30 {
        let rows = rows(&mut Random(seed), 300, 4);
        let (whole, snapshots) = run(&rows, 1, seed, vec![7, 30], None);
        assert!(!snapshots.is_empty(), "seed {seed}: no epoch was complete");
        for (number, snapshot) in snapshots.into_iter().enumerate() {
            let passed = snapshot.watermark("sort").unwrap_or(i64::MIN);
            for shards in [1, 2, 4] {
                let (found, _) = run(&rows, shards, seed + 100, vec![], Some(snapshot.clone()));
                let place = format!("seed {seed}, snapshot {number}, on {shards} shards");
                assert!(whole.ends_with(&found), "{place}: {found:?} of {whole:?}");
                let ahead = whole.iter().filter(|row| row.1 > passed).count();
                assert!(found.len() >= ahead, "{place}: {} of {ahead} rows ahead of the cut", found.len());
            }
        }
    }
}
