//! Group aggregations against a model: how many keys have how many distinct times, which moves keys from group to group.

use crate::model::Random;
use crate::parts::{Collected, Cuts, Memory, Row, additions, run_with_cuts, source};
use arrow_array::Int64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::checkpoint::Snapshot;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel::graph::{Graph, Node, NodeKind};
use waterwheel::operator::{Distinct, Emission, GroupAggregate};
use waterwheel::state::{AggregateCall, Layout};
use waterwheel_platform::driver::SimSettings;
use waterwheel_types::column::timestamp_millis;
use waterwheel_types::{Column, DataType, Kind};

/// The sum of the argument, or the number of rows without one; retractions are subtracted.
#[derive(Debug)]
pub struct Total(pub DataType);

fn number(column: &Column, row: usize) -> i64 {
    match column.as_primitive_opt::<Int64Type>() {
        Some(numbers) => numbers.value(row),
        None => timestamp_millis(column).nth(row).expect("a row of the column"),
    }
}

impl Aggregate for Total {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![self.0.clone()]
    }

    fn data_type(&self) -> &DataType {
        &self.0
    }

    fn update(&self, s: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        for (row, &slot) in slots.iter().enumerate() {
            let value = arguments.first().map_or(1, |column| number(column, row));
            let added = additions.is_none_or(|additions| additions[row]);
            let word = &mut s.at_mut(slot)[0];
            *word = word.wrapping_add(if added { value } else { -value } as u64);
        }
        Ok(())
    }

    fn merge(&self, s: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        self.update(s, slots, partials, None)
    }

    fn partials(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![self.finish(s, slots)?])
    }

    fn finish(&self, s: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        Ok(Arc::new(slots.iter().map(|&slot| s.at(slot)[0] as i64).collect::<Int64Array>()))
    }

    fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
}

/// Distinct times, number of keys, sum of their times.
type Line = (i64, i64, i64);

/// Changes in memory: whether the line is added, and the line.
type Changes = Collected<(bool, Line)>;

fn changes() -> Changes {
    Collected::changes(|batch| {
        let line = |row| [0, 1, 2].map(|column| number(batch.column(column), row)).into();
        additions(batch).zip((0..batch.rows()).map(line)).collect()
    })
}

/// source → distinct times and sum of times per key → number of keys and sum per number of distinct times → changes.
fn graph(memory: Arc<Memory>, emission: Emission, changes: Changes) -> Graph {
    let total = |arguments: &[usize], filter| AggregateCall {
        aggregate: Arc::new(Total(Kind::BigInt.not_null())),
        arguments: arguments.to_vec(),
        filter,
    };
    let key = |column| KeyColumns { columns: vec![column], types: vec![Kind::BigInt.not_null()] };
    let times = KeyColumns { columns: vec![1], types: vec![Kind::Timestamp(3).not_null()] };
    let by_key = GroupAggregate {
        key: key(0),
        layout: Arc::new(Layout::new(vec![total(&[], Some(2)), total(&[1], None)])),
        counted: false,
        distinct: vec![Distinct { values: times, filter: None }],
        emission,
        ttl_ms: None,
    };
    let by_number = GroupAggregate {
        key: key(1),
        layout: Arc::new(Layout::new(vec![total(&[], None), total(&[2], None), total(&[], None)])),
        counted: true,
        distinct: Vec::new(),
        emission,
        ttl_ms: None,
    };
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], columns: vec![], kind };
    let mut graph = Graph::default();
    let from = graph.add(node("source", NodeKind::Source(source(memory))));
    let first = graph.add(node("by-key", NodeKind::Operator(Arc::new(by_key))));
    let second = graph.add(node("by-number", NodeKind::Operator(Arc::new(by_number))));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(changes))));
    graph.connect(from, first, 0, Exchange::Keyed(key(0)));
    graph.connect(first, second, 0, Exchange::Keyed(key(1)));
    graph.connect(second, sink, 0, Exchange::Forward);
    graph
}

/// What is left in the end.
fn model(rows: &[Row]) -> BTreeMap<i64, Line> {
    let mut keys: BTreeMap<i64, (BTreeSet<i64>, i64)> = BTreeMap::new();
    for &(key, time) in rows {
        let (times, sum) = keys.entry(key).or_default();
        times.insert(time);
        *sum += time;
    }
    let mut lines: BTreeMap<i64, Line> = BTreeMap::new();
    for (times, sum) in keys.into_values() {
        let number = times.len() as i64;
        let line = lines.entry(number).or_insert((number, 0, 0));
        line.1 += 1;
        line.2 += sum;
    }
    lines
}

/// Applies changes; panics where one retracts what is not there or adds a second line of a group.
fn apply(table: &mut BTreeMap<i64, Line>, changes: &[(bool, Line)]) {
    for &(added, line) in changes {
        if added {
            assert_eq!(table.insert(line.0, line), None, "two lines of one group");
        } else {
            assert_eq!(table.remove(&line.0), Some(line), "a retraction of what is not there");
        }
    }
}

/// The table on which these changes lead to `end`; panics when there is none.
fn before(end: &BTreeMap<i64, Line>, changes: &[(bool, Line)]) -> BTreeMap<i64, Line> {
    let undo: Vec<(bool, Line)> = changes.iter().rev().map(|&(added, line)| (!added, line)).collect();
    let mut table = end.clone();
    apply(&mut table, &undo);
    table
}

fn few_times(random: &mut Random, count: usize) -> Vec<Row> {
    (0..count).map(|_| (random.below(12) as i64, 1_000_000 + random.below(9) as i64)).collect()
}

fn run(rows: &[Row], shards: usize, seed: u64, cuts: Vec<usize>, restore: Option<Snapshot>) -> (Vec<(bool, Line)>, Vec<Snapshot>) {
    let emission = if seed.is_multiple_of(3) { Emission::PerRow } else { Emission::Netted };
    let cuts = Arc::new(Cuts { at: cuts, ..Cuts::default() });
    let memory = Memory { rows: rows.to_vec(), chunk: 16, batch: 5, cuts: Arc::clone(&cuts), live: false };
    let changes = changes();
    let graph = graph(Arc::new(memory), emission, changes.clone());
    let snapshots = run_with_cuts(graph, SimSettings::new(shards, seed), &cuts, restore);
    let changes = changes.all();
    (changes, snapshots)
}

#[test]
fn changes_add_up_to_what_the_model_says() {
    for seed in 0..40 {
        let rows = few_times(&mut Random(seed), 200);
        for shards in [1, 2, 4] {
            let (changes, _) = run(&rows, shards, seed, vec![], None);
            let mut table = BTreeMap::new();
            apply(&mut table, &changes);
            assert_eq!(table, model(&rows), "seed {seed}, {shards} shards");
        }
    }
}

/// The changes of a restored job start from what the groups held at the cut: as many keys as had been seen, each in one group.
#[test]
fn a_job_restored_on_another_number_of_shards_goes_on_from_its_groups() {
    let mut restored = 0;
    for seed in 0..48 {
        let mut random = Random(seed);
        let rows = few_times(&mut random, 200);
        let cuts = vec![2 + random.below(8) as usize, 14 + random.below(20) as usize];
        let (_, snapshots) = run(&rows, 1 + seed as usize % 3, seed, cuts, None);
        for snapshot in snapshots {
            restored += 1;
            let starts: Vec<_> = [1, 2, 4]
                .map(|shards| {
                    let (changes, _) = run(&rows, shards, seed + 100, vec![9], Some(snapshot.clone()));
                    before(&model(&rows), &changes)
                })
                .into_iter()
                .collect();
            assert!(starts.iter().all(|start| *start == starts[0]), "seed {seed}: {starts:?}");
            assert!(starts[0].values().map(|line| line.1).sum::<i64>() <= 12, "seed {seed}: {starts:?}");
        }
    }
    assert!(restored > 48, "only {restored} snapshots");
}
