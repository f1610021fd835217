//! Scripts against the answers of a real Flink, on every driver and on 1, 2 and 4 shards.
//!
//! `cases/`, `expressions/` and `refusals/` hold the questions and Flink's answers (`FORMAT.md`), `differences.txt` what differs and why.
//! The environment variable CASE narrows a run to names that contain it.

use std::sync::atomic::{AtomicUsize, Ordering};
use waterwheel_expr::{aggregate, register};
use waterwheel_platform::probe::{Availability, Probe};
use waterwheel_tests::differences::Differences;
use waterwheel_tests::engine::Way;
use waterwheel_tests::expressions::{files, questions};
use waterwheel_tests::golden::{Case, cases, families};
use waterwheel_tests::refusals::scripts;

type Checked = Vec<(String, Result<(), String>)>;

fn word() -> String {
    std::env::var("CASE").unwrap_or_default()
}

fn all_cases() -> Vec<Case> {
    let families = families();
    let names: Vec<&str> = families.iter().map(String::as_str).collect();
    cases(&names).into_iter().filter(|c| c.name.contains(&word())).collect()
}

/// Does `check` to every item on two threads.
fn in_parallel<T: Sync>(items: &[T], check: impl Fn(&T) -> Option<(String, Result<(), String>)> + Sync) -> Checked {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut checked = Vec::new();
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            checked.extend(check(item));
        }
        checked
    };
    let mut checked = std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        threads.into_iter().flat_map(|t| t.join().unwrap()).collect::<Vec<_>>()
    });
    checked.sort();
    checked
}

fn assert_explained(checked: Checked) {
    let unexplained = Differences::read().unexplained(&checked);
    assert!(unexplained.is_empty(), "{} of {} differ from Flink:\n{}", unexplained.len(), checked.len(), unexplained.join("\n"));
}

fn assert_cases(cases: &[Case], way: Way, shards: usize) {
    assert_explained(in_parallel(cases, |case| {
        let ran = case.runs_on(shards).then(|| case.check(way, shards).map_err(|why| format!("on {shards} shards: {why}")));
        ran.map(|outcome| (format!("case {}", case.name), outcome))
    }));
}

#[test]
fn scripts_answer_as_flink_does_on_one_simulated_shard() {
    assert_cases(&all_cases(), Way::Simulated(7), 1);
}

#[test]
fn scripts_answer_as_flink_does_on_two_simulated_shards() {
    assert_cases(&all_cases(), Way::Simulated(11), 2);
}

#[test]
fn the_order_of_arrival_does_not_matter_where_it_must_not() {
    let check = |case: &Case| Some((format!("case {}", case.name), case.check_shuffled(Way::Simulated(17), 2, 17)?));
    assert_explained(in_parallel(&all_cases(), check));
}

#[test]
fn scripts_answer_as_flink_does_on_four_simulated_shards() {
    assert_cases(&all_cases(), Way::Simulated(13), 4);
}

#[test]
fn scripts_answer_as_flink_does_on_threads() {
    assert_cases(&all_cases(), Way::Threads, 2);
}

/// Each glommio run makes rings and pins memory: a part of the cases is enough.
#[test]
fn scripts_answer_as_flink_does_on_glommio() {
    if let Availability::Missing { why, remedy } = Probe::take().glommio() {
        eprintln!("SKIPPED: glommio cannot run here: {why}; {remedy}");
        return;
    }
    let part: Vec<Case> = all_cases().into_iter().filter(|c| c.name.starts_with("tumble/") || c.name.starts_with("hop/")).collect();
    assert_cases(&part, Way::Glommio, 2);
}

#[test]
fn expressions_answer_as_flink_does() {
    let folder = std::env::temp_dir().join(format!("waterwheel-expressions-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let questions: Vec<_> =
        files().iter().flat_map(|f| questions(f)).filter(|q| q.place.contains(&word()) || q.name().contains(&word())).collect();
    let checked = in_parallel(&questions, |question| Some((question.name(), question.check(&folder))));
    std::fs::remove_dir_all(&folder).unwrap();
    assert_explained(checked);
}

#[test]
fn what_flink_refuses_is_refused_at_its_place_and_nothing_else() {
    let scripts: Vec<_> = scripts().into_iter().filter(|s| s.name.contains(&word())).collect();
    assert_explained(in_parallel(&scripts, |script| Some((script.name.clone(), script.check()))));
}

/// Functions that no table of expressions can show, and where they are shown.
const SHOWN_ELSEWHERE: &[(&str, &str)] = &[
    ("AS STORED", "the planner's own, around the rows of a bare query"),
    ("CURRENT_WATERMARK", "cases/watermark: it needs a time attribute"),
    ("ITEM", "written a[i] and m['k']: expressions/collections.txt"),
    ("NEGATE", "written -x: expressions/arithmetic.txt"),
    ("PROCTIME", "cases/ddl and nexmark's q12: its value is the clock's"),
    ("SOURCE_WATERMARK", "expressions/misc_functions.txt: it has no value"),
    ("TIME BETWEEN", "written (a - b) SECOND: expressions/intervals.txt"),
];

#[test]
fn every_function_has_an_expression_with_flinks_answer() {
    let questions: Vec<_> = files().iter().flat_map(|f| questions(f)).filter(|q| q.has_value()).collect();
    let asked: Vec<String> = questions.iter().map(|q| q.expression().to_uppercase()).collect();
    let names = register::all().map(|f| f.name).chain(aggregate::all().map(|f| f.name));
    let excused = |name: &str| name.starts_with('$') || SHOWN_ELSEWHERE.iter().any(|(other, _)| *other == name);
    let lacking: Vec<&str> = names.filter(|name| !excused(name) && !asked.iter().any(|expression| calls(expression, name))).collect();
    assert!(lacking.is_empty(), "without an expression in sql/expressions that Flink answers: {lacking:?}");
}

/// Whether the words of a function's name stand in an expression in their order.
fn calls(expression: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if !name.starts_with(is_word) {
        return expression.contains(name);
    }
    let mut words = expression.split(|c: char| !is_word(c));
    name.split(' ').all(|wanted| words.any(|word| word == wanted))
}
