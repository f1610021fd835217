//! Windows by the wall clock, which the simulated driver turns.

use crate::model::{Random, windows_of};
use crate::parts::{Cuts, Memory, Result4, Results, Row, graph, run_with_cuts};
use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel::checkpoint::Snapshot;
use waterwheel::operator::window::Assigner;
use waterwheel_platform::driver::SimSettings;

const START: i64 = 1_704_067_200_000;
const SHAPES: [Assigner; 4] = [
    Assigner::Tumble { size: 100, offset: 0 },
    Assigner::Tumble { size: 70, offset: -15 },
    Assigner::Hop { size: 200, slide: 50, offset: 0 },
    Assigner::Cumulate { size: 200, step: 50, offset: 10 },
];

/// Keys, and when their rows come by; the last one never when a window ends, which would fire or not by chance.
fn rows(random: &mut Random, count: usize) -> Vec<Row> {
    let mut now = START;
    let mut rows: Vec<Row> = Vec::new();
    for _ in 0..count {
        now += 1 + random.below(40) as i64;
        rows.push((random.below(5) as i64, now));
    }
    rows.push((0, now / 1_000 * 1_000 + 1_003));
    rows
}

/// Every window of every row that has ended when the last one comes by.
fn expected(rows: &[Row], assigner: Assigner) -> Vec<Result4> {
    let last = rows.last().expect("there are rows").1;
    let mut windows: BTreeMap<(i64, i64, i64), (i64, i64)> = BTreeMap::new();
    for &(key, time) in rows {
        for (start, end) in windows_of(assigner, time).into_iter().filter(|&(_, end)| end <= last) {
            let (count, sum) = windows.entry((key, start, end)).or_default();
            (*count, *sum) = (*count + 1, *sum + key);
        }
    }
    windows.into_iter().map(|((key, start, end), (count, sum))| (key, start, end, count * 1_000_000 + sum)).collect()
}

/// A run that begins at `wall_start_ms`: its results, sorted, and every complete snapshot.
fn run(
    rows: &[Row],
    assigner: Assigner,
    shards: usize,
    seed: u64,
    wall_start_ms: i64,
    restore: Option<Snapshot>,
) -> (Vec<Result4>, Vec<Snapshot>) {
    let cuts = Arc::new(Cuts { at: if restore.is_some() { vec![] } else { vec![20, 60] }, ..Cuts::default() });
    let memory = Memory { rows: rows.to_vec(), chunk: 16, batch: 5, cuts: Arc::clone(&cuts), live: true };
    let results = Results::default();
    let graph = graph(Arc::new(memory), assigner, seed.is_multiple_of(2), results.clone());
    let settings = SimSettings { wall_start_ms, ..SimSettings::new(shards, seed) };
    let snapshots = run_with_cuts(graph, settings, &cuts, restore);
    let mut results = results.all();
    results.sort_unstable();
    (results, snapshots)
}

#[test]
fn windows_fire_when_the_clock_shows_their_ends() {
    for seed in 0..40 {
        let rows = rows(&mut Random(seed), 100);
        let assigner = SHAPES[seed as usize % SHAPES.len()];
        for shards in [1, 2, 4] {
            let (found, _) = run(&rows, assigner, shards, seed, START, None);
            assert_eq!(found, expected(&rows, assigner), "seed {seed}, {shards} shards, {assigner:?}");
        }
    }
}

/// Windows that ended while nothing ran fire as soon as something does.
#[test]
fn restored_windows_fire_though_their_ends_were_missed() {
    for seed in 0..20 {
        let rows = rows(&mut Random(seed), 100);
        let assigner = SHAPES[seed as usize % SHAPES.len()];
        let (whole, snapshots) = run(&rows, assigner, 1 + seed as usize % 3, seed, START, None);
        assert!(!snapshots.is_empty(), "seed {seed}: no epoch was complete");
        for (number, snapshot) in snapshots.into_iter().enumerate() {
            let fired_until = snapshot.watermark("window").map_or(i64::MIN, |w| w.saturating_add(1));
            let rest: Vec<Result4> = whole.iter().copied().filter(|&(_, _, end, _)| end > fired_until).collect();
            let until = snapshot.watermark("clock").expect("a clock is in the graph") + 1;
            for shards in [1, 2, 4] {
                let (found, _) = run(&rows, assigner, shards, seed + 100, until, Some(snapshot.clone()));
                assert_eq!(found, rest, "seed {seed}, snapshot {number}, on {shards} shards, {assigner:?}");
            }
            let (found, _) = run(&rows, assigner, 2, seed, until + 100_000, Some(snapshot));
            let kept = |&&(_, start, end, _): &&Result4| start < until && end > fired_until;
            let missed: Vec<(i64, i64, i64)> = rest.iter().filter(kept).map(|r| (r.0, r.1, r.2)).collect();
            let fired = |window: &(i64, i64, i64)| found.iter().any(|r| (r.0, r.1, r.2) == *window);
            let had_rows = |window: &&(i64, i64, i64)| rows.iter().any(|r| r.0 == window.0 && r.1 >= window.1 && r.1 < window.2.min(until));
            assert!(missed.iter().filter(had_rows).all(fired), "seed {seed}, snapshot {number}: {missed:?} of {found:?}");
        }
    }
}
