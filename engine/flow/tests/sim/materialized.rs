//! A table by primary key of updates that are kept apart by another one, against a model: which keys have been counted
//! how often.
//!
//! Which of several keys with one count came last is left to chance between shards; that it is one of them is not.

use crate::groups::Total;
use crate::model::Random;
use crate::parts::{Collected, Cuts, Memory, Row, additions, run_with_cuts, source};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use waterwheel::checkpoint::Snapshot;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::graph::{Graph, Node, NodeKind};
use waterwheel::operator::{Emission, GroupAggregate, Materialize};
use waterwheel::state::{AggregateCall, Layout};
use waterwheel_platform::driver::SimSettings;
use waterwheel_types::Kind;

/// Whether a row shows or goes, its key and how often that was counted.
type Shown = (bool, i64, i64);

fn column(at: usize) -> KeyColumns {
    KeyColumns { columns: vec![at], types: vec![Kind::BigInt.not_null()] }
}

/// Rows → number per key → by that number → changes.
fn run(rows: &[Row], shards: usize, seed: u64, cuts: Vec<usize>, restore: Option<Snapshot>) -> (Vec<Shown>, Vec<Snapshot>) {
    let cuts = Arc::new(Cuts { at: cuts, ..Cuts::default() });
    let memory = Memory { rows: rows.to_vec(), chunk: 16, batch: 5, cuts: Arc::clone(&cuts), live: false };
    let changes = Collected::changes(|batch| {
        let numbers = |at: usize| batch.column(at).as_primitive::<Int64Type>().values().iter().copied();
        additions(batch).zip(numbers(0).zip(numbers(1))).map(|(shows, (key, count))| (shows, key, count)).collect()
    });
    let count = AggregateCall { aggregate: Arc::new(Total(Kind::BigInt.not_null())), arguments: vec![], filter: None };
    let layout = Arc::new(Layout::new(vec![count]));
    let emission = Emission::PerRow;
    let group = GroupAggregate { key: column(0), layout, counted: false, distinct: vec![], emission, ttl_ms: None };
    let by_count = Materialize { key: column(1), types: vec![Kind::BigInt.not_null(); 2] };
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], columns: vec![], kind };
    let mut graph = Graph::default();
    let from = graph.add(node("source", NodeKind::Source(source(Arc::new(memory)))));
    let group = graph.add(node("group", NodeKind::Operator(Arc::new(group))));
    let by_count = graph.add(node("by-count", NodeKind::Operator(Arc::new(by_count))));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(changes.clone()))));
    graph.connect(from, group, 0, Exchange::Keyed(column(0)));
    graph.connect(group, by_count, 0, Exchange::Keyed(column(1)));
    graph.connect(by_count, sink, 0, Exchange::Forward);
    let snapshots = run_with_cuts(graph, SimSettings::new(shards, seed), &cuts, restore);
    (changes.all(), snapshots)
}

/// The keys of each count in the end.
fn model(rows: &[Row]) -> BTreeMap<i64, BTreeSet<i64>> {
    let mut counts = BTreeMap::<i64, i64>::new();
    rows.iter().for_each(|(key, _)| *counts.entry(*key).or_default() += 1);
    let mut keys = BTreeMap::<i64, BTreeSet<i64>>::new();
    for (key, count) in counts {
        keys.entry(count).or_default().insert(key);
    }
    keys
}

/// What a table that takes each change by its count has in the end: its key, or nothing, of every count that was
/// changed.
fn table(changes: &[Shown]) -> BTreeMap<i64, Option<i64>> {
    changes.iter().map(|&(shows, key, count)| (count, shows.then_some(key))).collect()
}

#[test]
fn what_is_shown_is_there_also_after_a_restore_on_other_shards() {
    let (mut restored, mut several) = (0, 0);
    for seed in 0..48 {
        let mut random = Random(seed);
        let rows: Vec<Row> = (0..150).map(|n| (random.below(12) as i64, 1_000_000 + n)).collect();
        let model = model(&rows);
        several += model.values().filter(|keys| keys.len() > 1).count();
        let check = |changes: &[Shown], what: &str| {
            for (count, shown) in table(changes) {
                let keys = model.get(&count);
                let is_right = match shown {
                    Some(key) => keys.is_some_and(|keys| keys.contains(&key)),
                    None => keys.is_none(),
                };
                assert!(is_right, "seed {seed}, {what}: count {count} shows {shown:?} of {keys:?}");
            }
        };
        let (changes, snapshots) = run(&rows, 1 + seed as usize % 4, seed, vec![6 + random.below(20) as usize], None);
        check(&changes, "from the start");
        assert_eq!(table(&changes).values().flatten().count(), model.len(), "seed {seed}: every count with a key shows one");
        for (snapshot, shards) in snapshots.into_iter().flat_map(|snapshot| [1, 3].map(|shards| (snapshot.clone(), shards))) {
            restored += 1;
            check(&run(&rows, shards, seed + 100, vec![], Some(snapshot)).0, "restored");
        }
    }
    assert!(restored > 48 && several > 48, "only {restored} restores and {several} counts of several keys");
}
