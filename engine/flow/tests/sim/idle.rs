//! Group aggregations that forget idle keys, against a model that does.

use crate::groups::Total;
use crate::model::Random;
use crate::parts::{Collected, Cuts, Memory, Row, run_with_cuts, source};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel::checkpoint::Snapshot;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::graph::{Graph, Node, NodeKind};
use waterwheel::operator::{Distinct, Emission, GroupAggregate, InPlace};
use waterwheel::state::{AggregateCall, Layout};
use waterwheel_platform::driver::SimSettings;
use waterwheel_types::Kind;

const TTL_MS: i64 = 1_000;
/// Rows come at multiples of this, so that no distance is the TTL itself, whatever microseconds a row spends on its way.
const STEP_MS: i64 = 300;

/// Changes as text, such as `+U[7, 2]`.
fn changes() -> Collected<String> {
    Collected::changes(|batch| {
        let text = |row: usize| {
            let line: Vec<i64> = batch.columns().iter().map(|c| c.as_primitive::<Int64Type>().value(row)).collect();
            format!("{}{line:?}", batch.change(row))
        };
        (0..batch.rows()).map(text).collect()
    })
}

fn total(filter: Option<usize>) -> AggregateCall {
    AggregateCall { aggregate: Arc::new(Total(Kind::BigInt.not_null())), arguments: vec![], filter }
}

fn last_update(column: usize) -> AggregateCall {
    AggregateCall { aggregate: Arc::new(InPlace::last_update()), arguments: vec![column], filter: None }
}

fn numbers() -> KeyColumns {
    KeyColumns { columns: vec![0], types: vec![Kind::BigInt.not_null()] }
}

/// The number of rows of each key.
fn rows_by_key() -> GroupAggregate {
    GroupAggregate {
        key: numbers(),
        layout: Arc::new(Layout::new(vec![total(None), last_update(2)])),
        counted: false,
        distinct: vec![],
        emission: Emission::Netted,
        ttl_ms: Some(TTL_MS),
    }
}

/// The number of distinct keys, and of rows, of all.
fn distinct_keys() -> GroupAggregate {
    GroupAggregate {
        key: KeyColumns::default(),
        layout: Arc::new(Layout::new(vec![total(Some(2)), total(None), last_update(3)])),
        distinct: vec![Distinct { values: numbers(), filter: None }],
        ..rows_by_key()
    }
}

/// Runs over rows that come by at their times: the changes, and every complete snapshot.
fn run(
    rows: &[Row],
    spec: GroupAggregate,
    shards: usize,
    seed: u64,
    cuts: Vec<usize>,
    restore: Option<Snapshot>,
) -> (Vec<String>, Vec<Snapshot>) {
    let cuts = Arc::new(Cuts { at: cuts, ..Cuts::default() });
    let memory = Memory { rows: rows.to_vec(), chunk: rows.len(), batch: 1, cuts: Arc::clone(&cuts), live: true };
    let changes = changes();
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], columns: vec![], kind };
    let mut graph = Graph::default();
    let exchange = Exchange::Keyed(spec.key.clone());
    let from = graph.add(node("source", NodeKind::Source(source(Arc::new(memory)))));
    let group = graph.add(node("group", NodeKind::Operator(Arc::new(spec))));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(changes.clone()))));
    graph.connect(from, group, 0, exchange);
    graph.connect(group, sink, 0, Exchange::Forward);
    let settings = SimSettings { wall_start_ms: 0, ..SimSettings::new(shards, seed) };
    let snapshots = run_with_cuts(graph, settings, &cuts, restore);
    let changes = changes.all();
    (changes, snapshots)
}

/// Rows of a few keys, some steps apart.
fn few_keys(random: &mut Random) -> Vec<Row> {
    let mut time = 0;
    let row = |_| {
        time += STEP_MS * (random.below(4) as i64);
        (random.below(5) as i64, time + STEP_MS)
    };
    (0..150).map(row).collect()
}

/// The changes of one group: a result is put out for each row, as a first one when the group is new.
fn change(out: &mut Vec<String>, was: Option<String>, is: String) {
    match was {
        None => out.push(format!("+I{is}")),
        Some(was) => out.extend([format!("-U{was}"), format!("+U{is}")]),
    }
}

fn model_of_keys(rows: &[Row]) -> BTreeMap<i64, Vec<String>> {
    let (mut groups, mut out) = (BTreeMap::<i64, (i64, i64)>::new(), BTreeMap::<i64, Vec<String>>::new());
    for &(key, time) in rows {
        let known = groups.get(&key).filter(|(_, updated)| updated + TTL_MS > time).map(|(count, _)| *count);
        groups.insert(key, (known.unwrap_or(0) + 1, time));
        let line = |count: i64| format!("[{key}, {count}]");
        change(out.entry(key).or_default(), known.map(line), line(known.unwrap_or(0) + 1));
    }
    out
}

fn model_of_distinct(rows: &[Row]) -> Vec<String> {
    let (mut group, mut values, mut out) = (None::<(i64, i64, i64)>, BTreeMap::<i64, i64>::new(), Vec::new());
    for &(value, time) in rows {
        let known = group.filter(|(.., updated)| updated + TTL_MS > time);
        let (distinct, count, _) = known.unwrap_or_default();
        let is_new = values.insert(value, time).is_none_or(|updated| updated + TTL_MS <= time);
        group = Some((distinct + i64::from(is_new), count + 1, time));
        let line = |(distinct, count): (i64, i64)| format!("[{distinct}, {count}]");
        change(&mut out, known.map(|(distinct, count, _)| line((distinct, count))), line((distinct + i64::from(is_new), count + 1)));
    }
    out
}

/// The changes of each key in their order: the first number of a line.
fn by_key(changes: &[String]) -> BTreeMap<i64, Vec<String>> {
    let mut keys = BTreeMap::<i64, Vec<String>>::new();
    for change in changes {
        let key = change[3..].split(',').next().and_then(|key| key.parse().ok()).unwrap();
        keys.entry(key).or_default().push(change.clone());
    }
    keys
}

#[test]
fn a_group_that_is_not_updated_for_long_begins_anew() {
    for seed in 0..12 {
        let rows = few_keys(&mut Random(seed));
        let expected = model_of_keys(&rows);
        assert!(expected.values().flatten().filter(|change| change.starts_with("+I")).count() > 10, "groups end");
        let (changes, snapshots) = run(&rows, rows_by_key(), 1 + seed as usize % 4, seed, vec![20, 60], None);
        assert_eq!(by_key(&changes), expected, "seed {seed}");
        for (snapshot, shards) in snapshots.into_iter().zip([1, 3]) {
            let (changes, _) = run(&rows, rows_by_key(), shards, seed + 100, vec![], Some(snapshot));
            let rest = by_key(&changes);
            assert!(changes.len() > 50 && rest.iter().all(|(key, changes)| expected[key].ends_with(changes)), "seed {seed}, restored");
        }
    }
}

#[test]
fn a_distinct_value_that_is_not_seen_for_long_counts_again() {
    for seed in 0..12 {
        let rows = few_keys(&mut Random(seed));
        let expected = model_of_distinct(&rows);
        let (changes, snapshots) = run(&rows, distinct_keys(), 1 + seed as usize % 4, seed, vec![20, 60], None);
        assert_eq!(changes, expected, "seed {seed}");
        for snapshot in snapshots {
            let (changes, _) = run(&rows, distinct_keys(), 2, seed + 100, vec![], Some(snapshot));
            assert!(changes.len() > 50 && expected.ends_with(&changes), "seed {seed}, restored");
        }
    }
}

#[test]
fn what_is_forgotten_leaves_the_state() {
    let rows: Vec<Row> = (0..400).map(|n| (n, (n + 1) * STEP_MS)).collect();
    for spec in [rows_by_key(), distinct_keys()] {
        let (_, snapshots) = run(&rows, spec, 1, 1, vec![390], None);
        let entries = snapshots.last().expect("an epoch").len();
        assert!((1..=8).contains(&entries), "{entries} entries, where four rows are younger than the TTL");
    }
}
