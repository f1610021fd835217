//! Joins against models.
//!
//! Of two aggregations' updates: keys with as many rows on the one side as on the other. Counts go up row by row, so
//! that each side retracts rows and adds them under another key of the join. And of rows that are forgotten, on each
//! side after another time.

use crate::groups::Total;
use crate::model::Random;
use crate::parts::{Collected, Cuts, Memory, Row, additions, run_with_cuts, source};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel::checkpoint::Snapshot;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::graph::{Graph, Node, NodeKind};
use waterwheel::operator::{Emission, GroupAggregate, Join, JoinSide};
use waterwheel::state::{AggregateCall, Layout};
use waterwheel_platform::driver::SimSettings;
use waterwheel_types::Kind;
use waterwheel_types::column::timestamp_millis;

/// Key and number of rows on the left, the same on the right.
type Line = [i64; 4];

/// Changes in memory: whether the line is added, and the line.
type Changes = Collected<(bool, Line)>;

fn changes() -> Changes {
    Collected::changes(|batch| {
        let line = |row| [0, 1, 2, 3].map(|column| batch.column(column).as_primitive::<Int64Type>().value(row));
        additions(batch).zip((0..batch.rows()).map(line)).collect()
    })
}

fn key(column: usize) -> KeyColumns {
    KeyColumns { columns: vec![column], types: vec![Kind::BigInt.not_null()] }
}

/// Two sources → number of rows per key → join by the number → changes.
fn graph(memories: [Arc<Memory>; 2], emission: Emission, changes: Changes) -> Graph {
    let count = AggregateCall { aggregate: Arc::new(Total(Kind::BigInt.not_null())), arguments: vec![], filter: None };
    let layout = Arc::new(Layout::new(vec![count]));
    let node = |identity: String, kind| Node { name: identity.clone(), identity, details: vec![], columns: vec![], kind };
    let side = JoinSide { types: vec![Kind::BigInt.not_null(); 2], key: key(1), ttl_ms: None };
    let mut graph = Graph::default();
    let mut counts = Vec::new();
    for (number, memory) in memories.into_iter().enumerate() {
        let group = GroupAggregate { key: key(0), layout: Arc::clone(&layout), counted: false, distinct: vec![], emission, ttl_ms: None };
        let from = graph.add(node(format!("source-{number}"), NodeKind::Source(source(memory))));
        let to = graph.add(node(format!("count-{number}"), NodeKind::Operator(Arc::new(group))));
        graph.connect(from, to, 0, Exchange::Keyed(key(0)));
        counts.push(to);
    }
    let join = graph.add(node("join".into(), NodeKind::Operator(Arc::new(Join { sides: [side.clone(), side] }))));
    let sink = graph.add(node("sink".into(), NodeKind::Sink(Arc::new(changes))));
    counts.into_iter().enumerate().for_each(|(side, from)| graph.connect(from, join, side, Exchange::Keyed(key(1))));
    graph.connect(join, sink, 0, Exchange::Forward);
    graph
}

/// Lines and how often each is there.
type Lines = BTreeMap<Line, i64>;

/// What is left in the end.
fn model(sides: &[Vec<Row>; 2]) -> Lines {
    let counts = |rows: &[Row]| {
        let mut counts = BTreeMap::<i64, i64>::new();
        rows.iter().for_each(|(key, _)| *counts.entry(*key).or_default() += 1);
        counts
    };
    let (left, right) = (counts(&sides[0]), counts(&sides[1]));
    let mut lines = Lines::new();
    for (l, n) in &left {
        lines.extend(right.iter().filter(|(_, m)| n == *m).map(|(r, m)| ([*l, *n, *r, *m], 1)));
    }
    lines
}

/// Applies changes; panics where one retracts what is not there.
fn apply<'a>(lines: &mut Lines, changes: impl Iterator<Item = &'a (bool, Line)>) {
    for &(added, line) in changes {
        let count = lines.entry(line).or_default();
        *count += if added { 1 } else { -1 };
        assert!(*count >= 0, "a retraction of what is not there: {line:?}");
        if *count == 0 {
            lines.remove(&line);
        }
    }
}

/// The lines on which these changes lead to `end`; panics when there are none.
fn before(end: &Lines, changes: &[(bool, Line)]) -> Lines {
    let undo: Vec<(bool, Line)> = changes.iter().rev().map(|&(added, line)| (!added, line)).collect();
    let mut lines = end.clone();
    apply(&mut lines, undo.iter());
    lines
}

fn few_keys(random: &mut Random) -> [Vec<Row>; 2] {
    let mut side = || (0..150).map(|n| (random.below(12) as i64, 1_000_000 + n)).collect();
    [side(), side()]
}

fn run(sides: &[Vec<Row>; 2], shards: usize, seed: u64, cuts: Vec<usize>, restore: Option<Snapshot>) -> (Vec<(bool, Line)>, Vec<Snapshot>) {
    let emission = if seed.is_multiple_of(3) { Emission::PerRow } else { Emission::Netted };
    let cuts = Arc::new(Cuts { at: cuts, ..Cuts::default() });
    let memory = |rows: &Vec<Row>| Arc::new(Memory { rows: rows.clone(), chunk: 16, batch: 5, cuts: Arc::clone(&cuts), live: false });
    let changes = changes();
    let graph = graph([memory(&sides[0]), memory(&sides[1])], emission, changes.clone());
    let snapshots = run_with_cuts(graph, SimSettings::new(shards, seed), &cuts, restore);
    let changes = changes.all();
    (changes, snapshots)
}

#[test]
fn changes_add_up_to_what_the_model_says() {
    let mut retracted = 0;
    for seed in 0..40 {
        let sides = few_keys(&mut Random(seed));
        for shards in [1, 2, 4] {
            let (changes, _) = run(&sides, shards, seed, vec![], None);
            retracted += changes.iter().filter(|(added, _)| !added).count();
            let mut lines = Lines::new();
            apply(&mut lines, changes.iter());
            assert_eq!(lines, model(&sides), "seed {seed}, {shards} shards");
        }
    }
    assert!(retracted > 1_000, "only {retracted} retractions");
}

/// The changes of a restored job start from one and the same join, whatever the number of shards, and lead to the end.
#[test]
fn a_job_restored_on_another_number_of_shards_goes_on_from_its_rows() {
    let (mut restored, mut joined) = (0, 0);
    for seed in 0..48 {
        let mut random = Random(seed);
        let sides = few_keys(&mut random);
        let cuts = vec![4 + random.below(12) as usize, 30 + random.below(30) as usize];
        let (all, snapshots) = run(&sides, 1 + seed as usize % 3, seed, cuts, None);
        let mut end = Lines::new();
        apply(&mut end, all.iter());
        for snapshot in snapshots {
            restored += 1;
            let start = |shards| before(&end, &run(&sides, shards, seed + 100, vec![9], Some(snapshot.clone())).0);
            let starts = [1, 2, 4].map(start);
            assert!(starts.iter().all(|start| *start == starts[0]), "seed {seed}: {starts:?}");
            joined += starts[0].len();
        }
    }
    assert!(restored > 48 && joined > 48, "only {restored} snapshots with {joined} lines");
}

/// How long each side's rows are kept.
type Lifetimes = [Option<i64>; 2];

/// Rows come at multiples of this, those of the right side a third of it later, so that no distance is a lifetime
/// itself, whatever microseconds a row spends on its way.
const STEP_MS: i64 = 300;

/// Joined rows with key and time of each side.
fn timed_changes() -> Changes {
    Collected::changes(|batch| {
        let keys = |column: usize| batch.column(column).as_primitive::<Int64Type>().values().iter().copied();
        let times = |column: usize| timestamp_millis(batch.column(column));
        let lines = keys(0).zip(times(1)).zip(keys(2).zip(times(3)));
        additions(batch).zip(lines.map(|((l, left), (r, right))| [l, left, r, right])).collect()
    })
}

/// Runs over rows that come by at their times, joined by their keys.
fn run_live(sides: &[Vec<Row>; 2], ttl_ms: Lifetimes, shards: usize, seed: u64) -> Vec<(bool, Line)> {
    let node = |identity: String, kind| Node { name: identity.clone(), identity, details: vec![], columns: vec![], kind };
    let side = |ttl_ms| JoinSide { types: vec![Kind::BigInt.not_null(), Kind::Timestamp(3).not_null()], key: key(0), ttl_ms };
    let (cuts, changes, mut graph) = (Arc::new(Cuts::default()), timed_changes(), Graph::default());
    let sources: Vec<_> = sides
        .iter()
        .enumerate()
        .map(|(number, rows)| {
            let memory = Memory { rows: rows.clone(), chunk: rows.len(), batch: 1, cuts: Arc::clone(&cuts), live: true };
            graph.add(node(format!("source-{number}"), NodeKind::Source(source(Arc::new(memory)))))
        })
        .collect();
    let join = graph.add(node("join".into(), NodeKind::Operator(Arc::new(Join { sides: ttl_ms.map(side) }))));
    sources.into_iter().enumerate().for_each(|(side, from)| graph.connect(from, join, side, Exchange::Keyed(key(0))));
    let sink = graph.add(node("sink".into(), NodeKind::Sink(Arc::new(changes.clone()))));
    graph.connect(join, sink, 0, Exchange::Forward);
    run_with_cuts(graph, SimSettings { wall_start_ms: 0, ..SimSettings::new(shards, seed) }, &cuts, None);
    changes.all()
}

/// Each row beside those of the other side that have come before it and are kept.
fn model_of_kept(sides: &[Vec<Row>; 2], ttl_ms: Lifetimes) -> Vec<Line> {
    let is_kept = |side: usize, came: i64, now: i64| came < now && ttl_ms[side].is_none_or(|ttl_ms| came + ttl_ms > now);
    let mut lines = Vec::new();
    for (key, left) in &sides[0] {
        let right = sides[1].iter().filter(|(other, _)| other == key).map(|(_, right)| *right);
        let meets = |right: &i64| is_kept(0, *left, *right) || is_kept(1, *right, *left);
        lines.extend(right.filter(meets).map(|right| [*key, *left, *key, right]));
    }
    lines.sort_unstable();
    lines
}

#[test]
fn each_side_forgets_its_rows_after_its_own_time() {
    let mut joined = Vec::new();
    for ttl_ms in [[None, None], [Some(1_000), None], [None, Some(1_000)], [Some(1_000), Some(5_500)]] {
        let mut lines = 0;
        for seed in 0..12 {
            let mut random = Random(seed);
            let mut side = |later: i64| -> Vec<Row> {
                let mut time = later;
                let row = |_| {
                    time += STEP_MS * (1 + random.below(3) as i64);
                    (random.below(5) as i64, time)
                };
                (0..60).map(row).collect()
            };
            let sides = [side(0), side(STEP_MS / 3)];
            let changes = run_live(&sides, ttl_ms, 1 + seed as usize % 4, seed);
            let mut got: Vec<Line> = changes.iter().map(|(_, line)| *line).collect();
            got.sort_unstable();
            assert_eq!(got, model_of_kept(&sides, ttl_ms), "seed {seed}, {ttl_ms:?}");
            lines += got.len();
        }
        joined.push(lines);
    }
    assert!(joined[3] < joined[1] && joined[1] < joined[0] && joined[2] < joined[0], "rows are forgotten: {joined:?}");
}
