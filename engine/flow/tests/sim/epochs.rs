//! Cuts and restores against the model.

use crate::model::{Random, expected, rows};
use crate::parts::{Cuts, Memory, Result4, Results, Row, graph, run_with_cuts};
use crate::windows::SHAPES;
use std::sync::Arc;
use waterwheel::checkpoint::Snapshot;
use waterwheel::operator::window::Assigner;
use waterwheel_platform::driver::SimSettings;

/// Runs over `rows` from a snapshot, asking for epochs on the way: the results, and every complete snapshot.
fn run(
    rows: &[Row],
    assigner: Assigner,
    shards: usize,
    seed: u64,
    cuts: Vec<usize>,
    restore: Option<Snapshot>,
) -> (Vec<Result4>, Vec<Snapshot>) {
    let cuts = Arc::new(Cuts { at: cuts, ..Cuts::default() });
    let memory = Memory { rows: rows.to_vec(), chunk: 16, batch: 5, cuts: Arc::clone(&cuts), live: false };
    let results = Results::default();
    let graph = graph(Arc::new(memory), assigner, seed.is_multiple_of(2), results.clone());
    let snapshots = run_with_cuts(graph, SimSettings::new(shards, seed), &cuts, restore);
    let results = results.all();
    (results, snapshots)
}

/// The results that were not out when the snapshot was taken.
fn rest(whole: &[Result4], snapshot: &Snapshot) -> Vec<Result4> {
    let fired_until = snapshot.watermark("window").map_or(i64::MIN, |w| w.saturating_add(1));
    whole.iter().copied().filter(|&(_, _, end, _)| end > fired_until).collect()
}

fn sorted(mut rows: Vec<Result4>) -> Vec<Result4> {
    rows.sort_unstable();
    rows
}

#[test]
fn cuts_change_nothing() {
    for seed in 0..24 {
        let rows = rows(&mut Random(seed), 300, 5);
        let assigner = SHAPES[seed as usize % SHAPES.len()];
        let (found, snapshots) = run(&rows, assigner, 1 + seed as usize % 4, seed, vec![3, 11, 30], None);
        assert_eq!(sorted(found), expected(&rows, assigner), "seed {seed}");
        assert!(!snapshots.is_empty(), "seed {seed}: no epoch was complete");
    }
}

/// A restored job puts out results that it had put out after the cut again: together with what came before the cut, which
/// windows closed until then decide, each result is there once.
#[test]
fn a_job_restored_on_another_number_of_shards_gives_exactly_the_rest() {
    for seed in 0..48 {
        let mut random = Random(seed);
        let rows = rows(&mut random, 300, 5);
        let assigner = SHAPES[seed as usize % SHAPES.len()];
        let cuts = vec![2 + random.below(10) as usize, 20 + random.below(20) as usize];
        let (whole, snapshots) = run(&rows, assigner, 1 + seed as usize % 3, seed, cuts, None);
        let whole = sorted(whole);
        assert_eq!(whole, expected(&rows, assigner));
        for (number, snapshot) in snapshots.into_iter().enumerate() {
            for shards in [1, 2, 4] {
                let (found, later) = run(&rows, assigner, shards, seed + 100, vec![9, 25], Some(snapshot.clone()));
                let place = format!("seed {seed}, snapshot {number}, on {shards} shards, {assigner:?}");
                assert_eq!(sorted(found), rest(&whole, &snapshot), "{place}");
                // The epochs of the restored job are as good as those of the first.
                for second in later {
                    let (found, _) = run(&rows, assigner, 3, seed + 200, vec![], Some(second.clone()));
                    assert_eq!(sorted(found), rest(&whole, &second), "{place}, restored again");
                }
            }
        }
    }
}
