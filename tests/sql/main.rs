//! Scripts against the answers of a real Flink, on every driver and on 1, 2 and 4 shards.
//!
//! `cases/` and `expressions/` hold the questions and Flink's answers (`FORMAT.md`).

use std::sync::atomic::{AtomicUsize, Ordering};
use waterwheel_tests::engine::Way;
use waterwheel_tests::expressions::questions;
use waterwheel_tests::golden::{Case, cases, families};

/// Families that wait for what the engine cannot do yet. Nothing of them may crash.
const AWAITED: &[&str] = &["cdc", "dedup", "join", "match", "over", "time-join", "top-n"];

fn supported() -> Vec<Case> {
    let families = families();
    let names: Vec<&str> = families.iter().map(String::as_str).filter(|f| !AWAITED.contains(f)).collect();
    let word = std::env::var("CASE").unwrap_or_default();
    cases(&names).into_iter().filter(|c| c.name.contains(&word)).collect()
}

/// Runs all cases on two threads; the failures, by case.
fn check_all(cases: &[Case], way: Way, shards: usize) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut failures = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            if case.runs_on(shards) && let Err(why) = case.check(way, shards) {
                failures.push(format!("{} on {shards} shards, {way:?}: {why}", case.name));
            }
        }
        failures
    };
    let mut failures = std::thread::scope(|scope| {
        let threads = [scope.spawn(run), scope.spawn(run)];
        threads.into_iter().flat_map(|t| t.join().unwrap()).collect::<Vec<_>>()
    });
    failures.sort();
    failures
}

fn assert_all(way: Way, shards: &[usize]) {
    let cases = supported();
    let failures: Vec<String> = shards.iter().flat_map(|&n| check_all(&cases, way, n)).collect();
    assert!(failures.is_empty(), "{} of {} cases differ from Flink:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn scripts_answer_as_flink_does_on_the_simulated_driver() {
    assert_all(Way::Simulated(7), &[1, 2, 4]);
}

#[test]
fn scripts_answer_as_flink_does_on_threads() {
    assert_all(Way::Threads, &[2]);
}

#[test]
fn expressions_answer_as_flink_does() {
    let folder = std::env::temp_dir().join(format!("waterwheel-expressions-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let word = std::env::var("CASE").unwrap_or_default();
    let files = ["arithmetic.txt"];
    let questions: Vec<_> = files.iter().flat_map(|f| questions(f)).filter(|q| q.place.contains(&word)).collect();
    let failures: Vec<String> = questions.iter().filter_map(|q| q.check(&folder).err().map(|why| format!("{}: {why}", q.place))).collect();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(failures.is_empty(), "{} of {} expressions differ from Flink:\n{}", failures.len(), questions.len(), failures.join("\n"));
}
