//! Windows that fire early and late after a delay, against a model that has a timer per key and window: the changes of each, in order,
//! whatever the number of shards, restores included.

use crate::model::{Random, windows_of};
use crate::parts::{CountSum, Cuts, Memory, Row, run_with_cuts, source};
use crate::refiring::{Changes, changes};
use crate::windows::SHAPES;
use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel::checkpoint::Snapshot;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::expression::{Expression, Input};
use waterwheel::graph::{Graph, Node, NodeKind};
use waterwheel::operator::window::{Assigner, Fires, LocalTime, OpenAtEnd, RefiringWindow};
use waterwheel::operator::{Emission, InPlace};
use waterwheel::state::{AggregateCall, Layout};
use waterwheel::{Failure, WATERMARK_MAX, WATERMARK_MIN};
use waterwheel_platform::driver::SimSettings;
use waterwheel_types::column::{column_of_millis, timestamp_millis};
use waterwheel_types::{Column, DataType, Kind};

const START: i64 = 1_704_067_200_000;

/// Keys, and when their rows come by.
fn rows(random: &mut Random, count: usize) -> Vec<Row> {
    let mut now = START;
    let row = |_| {
        now += 1 + random.below(100) as i64;
        (random.below(3) as i64, now)
    };
    (0..count).map(row).collect()
}

/// The time of a row that comes by at `arrival`: some rows are late.
fn event_time(arrival: i64) -> i64 {
    arrival - [0, 0, 40, 0, 300, 0, 1_200][arrival as usize % 7]
}

/// The times of rows.
#[derive(Debug)]
struct EventTimes(DataType);

impl Expression for EventTimes {
    fn data_type(&self) -> &DataType {
        &self.0
    }

    fn evaluate(&self, input: &Input<'_>) -> Result<Column, Failure> {
        Ok(column_of_millis(timestamp_millis(&input.columns[1]).map(event_time)))
    }
}

/// What the model keeps per key and window.
#[derive(Default)]
struct Group {
    value: Option<i64>,
    shown: Option<i64>,
    timer: Option<i64>,
    /// A row came before the window's end, so that it fires there.
    is_timely: bool,
    has_fired: bool,
}

type Groups = BTreeMap<(i64, i64, i64), Group>;
/// The results of a key and window as they are put out, one change after the other.
type Changelog = BTreeMap<(i64, i64, i64), Vec<(bool, i64)>>;

fn fire(window: (i64, i64, i64), group: &mut Group, out: &mut Changelog) {
    if group.shown != group.value {
        let changes = out.entry(window).or_default();
        changes.extend(group.shown.map(|value| (false, value)));
        changes.extend(group.value.map(|value| (true, value)));
        group.shown = group.value;
    }
}

/// Lets the timers run that run out by `now`.
fn run_timers(groups: &mut Groups, fires: Fires, now: i64, out: &mut Changelog) {
    for (window, group) in groups {
        let delay = if group.has_fired { fires.late_delay } else { fires.early_delay.unwrap_or_default() };
        while let Some(timer) = group.timer.filter(|&timer| timer <= now) {
            fire(*window, group, out);
            group.timer = Some(timer + delay);
        }
    }
}

/// Fires and forgets what the watermark has passed.
fn pass(groups: &mut Groups, fires: Fires, watermark: i64, out: &mut Changelog) {
    for (window, group) in &mut *groups {
        if window.2 - 1 <= watermark && group.is_timely && !group.has_fired {
            group.has_fired = true;
            fire(*window, group, out);
            group.timer = group.timer.filter(|_| fires.early_delay == Some(fires.late_delay));
        }
    }
    groups.retain(|window, _| window.2 - 1 + fires.lateness > watermark);
}

/// What Flink's triggers do, one row and one timer at a time.
fn expected(rows: &[Row], assigner: Assigner, fires: Fires) -> Changelog {
    let (mut groups, mut out) = (Groups::new(), Changelog::new());
    let (mut max, mut watermark) = (0, WATERMARK_MIN);
    for &(key, now) in rows {
        run_timers(&mut groups, fires, now, &mut out);
        let time = event_time(now);
        for (start, end) in windows_of(assigner, time).into_iter().filter(|w| (w.1 - 1).saturating_add(fires.lateness) > watermark) {
            let window = (key, start, end);
            let group = groups.entry(window).or_default();
            group.value = Some(group.value.unwrap_or_default() + 1_000_000 + key);
            let is_late = end - 1 <= watermark;
            group.is_timely |= !is_late;
            match if is_late { Some(fires.late_delay) } else { fires.early_delay } {
                // A key whose first row is late never waits.
                _ if is_late && !group.has_fired => fire(window, group, &mut out),
                Some(0) => fire(window, group, &mut out),
                Some(delay) => group.timer = group.timer.or(Some(now + delay)),
                None => {}
            }
        }
        max = max.max(time);
        if max - watermark.max(0) > 200 {
            watermark = max;
            pass(&mut groups, fires, watermark, &mut out);
        }
    }
    pass(&mut groups, fires, WATERMARK_MAX - fires.lateness, &mut out);
    out
}

/// source → windows that fire after a while → changes.
fn graph(memory: Arc<Memory>, assigner: Assigner, fires: Fires, changes: Changes) -> Graph {
    let call = AggregateCall { aggregate: Arc::new(CountSum(Kind::BigInt.not_null())), arguments: vec![0], filter: None };
    let timer = AggregateCall { aggregate: Arc::new(InPlace::last_update()), arguments: vec![2], filter: None };
    let key = KeyColumns { columns: vec![0], types: vec![Kind::BigInt.not_null()] };
    let window = RefiringWindow {
        assigner,
        time: 1,
        key: key.clone(),
        layout: Arc::new(Layout::new(vec![call, timer])),
        counted: false,
        local: LocalTime::default(),
        open_at_end: OpenAtEnd::Fire,
        fires,
        emission: Emission::Netted,
    };
    let node = |identity: &str, kind| Node { identity: identity.into(), name: identity.into(), details: vec![], columns: vec![], kind };
    let mut rows = source(memory);
    rows.columns[1] = Arc::new(EventTimes(Kind::Timestamp(3).not_null()));
    let mut graph = Graph::default();
    let from = graph.add(node("source", NodeKind::Source(rows)));
    let window = graph.add(node("window", NodeKind::Operator(Arc::new(window))));
    let sink = graph.add(node("sink", NodeKind::Sink(Arc::new(changes))));
    graph.connect(from, window, 0, Exchange::Keyed(key));
    graph.connect(window, sink, 0, Exchange::Forward);
    graph
}

/// `live`: whether rows come by when the wall clock shows their times; else they do at once, some in a batch.
fn run(
    rows: &[Row],
    (assigner, fires): (Assigner, Fires),
    shards: usize,
    seed: u64,
    live: bool,
    restore: Option<Snapshot>,
) -> (Changelog, Vec<Snapshot>) {
    let cuts = Arc::new(Cuts { at: if restore.is_some() { vec![100] } else { vec![25, 70] }, ..Cuts::default() });
    let memory = Memory { rows: rows.to_vec(), chunk: 16, batch: 5, cuts: Arc::clone(&cuts), live };
    let changes = changes();
    let graph = graph(Arc::new(memory), assigner, fires, changes.clone());
    let settings = SimSettings { wall_start_ms: START, ..SimSettings::new(shards, seed) };
    let snapshots = run_with_cuts(graph, settings, &cuts, restore);
    let mut changelog = Changelog::new();
    for &(added, (key, start, end, value)) in &changes.all() {
        changelog.entry((key, start, end)).or_default().push((added, value));
    }
    (changelog, snapshots)
}

/// Every way of waiting: early, late, both alike and unlike, and beside a firing that does not wait.
fn way(seed: u64) -> (Assigner, Fires) {
    let (early_delay, lateness, late_delay) =
        [(Some(150), 0, 0), (None, 2_000, 90), (Some(60), 2_000, 60), (Some(170), 3_000, 40), (Some(0), 2_000, 110), (Some(50), 2_000, 0)]
            [seed as usize % 6];
    (SHAPES[seed as usize / 6 % SHAPES.len()], Fires { early_delay, lateness, late_delay })
}

#[test]
fn results_leave_when_their_timers_run_out() {
    let (mut updates, mut timely) = (0, 0);
    for seed in 0..48 {
        let (rows, way) = (rows(&mut Random(seed), 120), way(seed));
        let expected = expected(&rows, way.0, way.1);
        updates += expected.values().flatten().filter(|(added, _)| !added).count();
        timely += expected.values().filter(|changes| changes.len() == 1).count();
        for shards in [1, 2, 4] {
            let (found, _) = run(&rows, way, shards, seed, true, None);
            assert_eq!(found, expected, "seed {seed}, {shards} shards, {way:?}");
        }
    }
    assert!(updates > 1_000 && timely > 100, "{updates} updates, {timely} windows that fired once");
}

/// Whatever the clock shows, a window fires at its end without the rows that are late, though they come in one batch with those that are
/// not.
#[test]
fn rows_that_are_late_wait_though_they_come_with_others() {
    let mut updates = 0;
    for seed in 0..48 {
        let (assigner, Fires { early_delay, lateness, .. }) = way(seed);
        let fires = Fires { early_delay: early_delay.map(|delay| delay * 1_000_000_000), lateness, late_delay: 1_000_000_000_000 };
        let rows = rows(&mut Random(seed), 120);
        let expected = expected(&rows, assigner, fires);
        updates += expected.values().flatten().filter(|(added, _)| !added).count();
        for shards in [1, 2, 4] {
            let (found, _) = run(&rows, (assigner, fires), shards, seed, false, None);
            let net = |log: &Changelog| log.iter().map(|(window, changes)| (*window, *changes.last().unwrap())).collect::<Vec<_>>();
            assert_eq!(net(&found), net(&expected), "seed {seed}, {shards} shards, {assigner:?}, {fires:?}");
        }
    }
    assert!(updates > 300, "only {updates} updates");
}

/// A restored job goes on with the timers that were running: what it puts out is what was missing.
#[test]
fn timers_go_on_over_a_restart() {
    let (mut restored, mut rests) = (0, 0);
    for seed in 0..48 {
        let (rows, way) = (rows(&mut Random(seed), 120), way(seed));
        let (whole, snapshots) = run(&rows, way, 2, seed, true, None);
        for snapshot in snapshots {
            restored += 1;
            let starts = [1, 2, 4].map(|shards| run(&rows, way, shards, seed + 100, true, Some(snapshot.clone())).0);
            assert!(starts.iter().all(|start| *start == starts[0]), "seed {seed}, {way:?}: {starts:?}");
            for (window, changes) in &starts[0] {
                assert!(whole[window].ends_with(changes), "seed {seed}, {way:?}, {window:?}: {changes:?} of {:?}", whole[window]);
                rests += usize::from(whole[window].len() > changes.len());
            }
        }
    }
    assert!(restored > 60 && rests > 50, "only {restored} snapshots, {rests} windows that went on");
}
