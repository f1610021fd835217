//! Windows that fire early and late against the model: changes that add up, whatever the number of shards, restores included.

use crate::model::{Random, expected_with, rows};
use crate::parts::{Collected, CountSum, Cuts, Memory, Result4, Row, additions, result_rows, run_with_cuts, source};
use crate::windows::SHAPES;
use std::collections::BTreeSet;
use std::sync::Arc;
use waterwheel::checkpoint::Snapshot;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::graph::{Graph, Node, NodeKind};
use waterwheel::operator::Emission;
use waterwheel::operator::window::{Assigner, Fires, LocalTime, OpenAtEnd, RefiringWindow};
use waterwheel::state::{AggregateCall, Layout};
use waterwheel_platform::driver::SimSettings;
use waterwheel_types::Kind;

/// Changes in memory: whether the result is added, and the result.
pub type Changes = Collected<(bool, Result4)>;

pub fn changes() -> Changes {
    Collected::changes(|batch| additions(batch).zip(result_rows(batch)).collect())
}

/// One way of firing.
#[derive(Clone, Copy, Debug)]
struct Way {
    assigner: Assigner,
    fires: Fires,
    emission: Emission,
}

impl Way {
    fn of(seed: u64) -> Self {
        let (early_delay, lateness) = [(Some(0), 0), (None, 700), (Some(0), 700), (None, 3_000)][seed as usize % 4];
        let emission = if seed.is_multiple_of(3) { Emission::PerRow } else { Emission::Netted };
        Way { assigner: SHAPES[seed as usize % SHAPES.len()], fires: Fires { early_delay, lateness, late_delay: 0 }, emission }
    }
}

/// source → windows that fire more than once → changes.
fn graph(memory: Arc<Memory>, way: Way, changes: Changes) -> Graph {
    let call = AggregateCall { aggregate: Arc::new(CountSum(Kind::BigInt.not_null())), arguments: vec![0], filter: None };
    let key = KeyColumns { columns: vec![0], types: vec![Kind::BigInt.not_null()] };
    let Way { assigner, fires, emission } = way;
    let window = RefiringWindow {
        assigner,
        time: 1,
        key: key.clone(),
        layout: Arc::new(Layout::new(vec![call])),
        counted: false,
        local: LocalTime::default(),
        open_at_end: OpenAtEnd::Fire,
        fires,
        emission,
    };
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], columns: vec![], kind };
    let mut graph = Graph::default();
    let from = graph.add(node("source", NodeKind::Source(source(memory))));
    let window = graph.add(node("window", NodeKind::Operator(Arc::new(window))));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(changes))));
    graph.connect(from, window, 0, Exchange::Keyed(key));
    graph.connect(window, sink, 0, Exchange::Forward);
    graph
}

/// Applies changes; panics where one takes back what is not there or adds a second result of a key and window.
fn apply(table: &mut BTreeSet<Result4>, changes: impl Iterator<Item = (bool, Result4)>) {
    for (added, result) in changes {
        if added {
            assert!(table.iter().all(|&(k, s, e, _)| (k, s, e) != (result.0, result.1, result.2)), "a second result: {result:?}");
            table.insert(result);
        } else {
            assert!(table.remove(&result), "{result:?} is taken back, but is not there");
        }
    }
}

fn run(
    rows: &[Row],
    way: Way,
    shards: usize,
    seed: u64,
    cuts: Vec<usize>,
    restore: Option<Snapshot>,
) -> (Vec<(bool, Result4)>, Vec<Snapshot>) {
    let cuts = Arc::new(Cuts { at: cuts, ..Cuts::default() });
    let memory = Memory { rows: rows.to_vec(), chunk: 16, batch: 5, cuts: Arc::clone(&cuts), live: false };
    let changes = changes();
    let graph = graph(Arc::new(memory), way, changes.clone());
    let snapshots = run_with_cuts(graph, SimSettings::new(shards, seed), &cuts, restore);
    let changes = changes.all();
    (changes, snapshots)
}

fn end(rows: &[Row], way: Way) -> BTreeSet<Result4> {
    expected_with(rows, way.assigner, way.fires.lateness).into_iter().collect()
}

/// What is out after each change.
fn tables(changes: &[(bool, Result4)]) -> BTreeSet<BTreeSet<Result4>> {
    let mut table = BTreeSet::new();
    let after = |&change: &(bool, Result4)| {
        apply(&mut table, [change].into_iter());
        table.clone()
    };
    changes.iter().map(after).chain([BTreeSet::new()]).collect()
}

#[test]
fn changes_of_windows_add_up_to_what_the_model_says() {
    let mut updates = 0;
    for seed in 0..48 {
        let (rows, way) = (rows(&mut Random(seed), 200, 4), Way::of(seed));
        for shards in [1, 2, 4] {
            let (changes, _) = run(&rows, way, shards, seed, vec![], None);
            updates += changes.iter().filter(|(added, _)| !added).count();
            let mut table = BTreeSet::new();
            apply(&mut table, changes.into_iter());
            assert_eq!(table, end(&rows, way), "seed {seed}, {shards} shards, {way:?}");
        }
    }
    assert!(updates > 1_000, "only {updates} updates");
}

/// What had been put out at the cut follows from what a restored job adds to it: on any number of shards, what some of the first
/// changes of the run on one shard add up to.
#[test]
fn windows_restored_on_another_number_of_shards_go_on_from_what_is_out() {
    let mut restored = 0;
    for seed in 0..48 {
        let mut random = Random(seed);
        let (rows, way) = (rows(&mut random, 200, 4), Way::of(seed));
        let cuts = vec![2 + random.below(8) as usize, 14 + random.below(20) as usize];
        let (whole, snapshots) = run(&rows, way, 1, seed, cuts, None);
        let tables = tables(&whole);
        for snapshot in snapshots {
            restored += 1;
            let starts = [1, 2, 4].map(|shards| {
                let (changes, _) = run(&rows, way, shards, seed + 100, vec![9], Some(snapshot.clone()));
                let mut table = end(&rows, way);
                apply(&mut table, changes.into_iter().rev().map(|(added, result)| (!added, result)));
                table
            });
            assert!(starts.iter().all(|start| *start == starts[0]), "seed {seed}, {way:?}: {starts:?}");
            assert!(tables.contains(&starts[0]), "seed {seed}, {way:?}: {:?}", starts[0]);
        }
    }
    assert!(restored > 48, "only {restored} snapshots");
}
