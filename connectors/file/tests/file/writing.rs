//! Writing folders.

use crate::folder::{Folder, read};
use std::cell::RefCell;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use waterwheel::connector::Insertion;
use waterwheel::failure::Cause;
use waterwheel::sink::Sink;
use waterwheel::types::column::column_of;
use waterwheel::types::{Kind, Value};
use waterwheel::{Batch, Clock};
use waterwheel_conformance::{Row, SinkCase, check_sink};

const BOUNDED: Insertion =
    Insertion { overwrite: false, is_batch: false, is_bounded: true, has_watermark: true, checkpoint_interval_ms: None };

fn columns() -> [(&'static str, Kind); 2] {
    [("a", Kind::Int), ("b", Kind::STRING)]
}

fn row(a: i32, b: &str) -> Row {
    vec![Value::Int(a), Value::String(b.into())]
}

fn batch(rows: &[Row], kinds: &[Kind]) -> Batch {
    let column = |at: usize| column_of(&kinds[at].clone().nullable(), rows.iter().map(|row| &row[at]));
    Batch::new((0..kinds.len()).map(column).collect(), rows.len())
}

fn ab(rows: &[Row]) -> Batch {
    batch(rows, &[Kind::Int, Kind::STRING])
}

fn sink(folder: &Folder, options: &[(&str, &str)]) -> std::sync::Arc<dyn Sink> {
    waterwheel_file::connector().sink(&folder.table(&columns(), options), &BOUNDED).unwrap()
}

#[test]
fn the_sink_keeps_its_contract() {
    let place: RefCell<Option<Folder>> = RefCell::new(None);
    let rows: Vec<Row> = (0..10).map(|n| row(n, "some text")).collect();
    let types: Vec<_> = columns().iter().map(|(_, kind)| kind.clone().nullable()).collect();
    check_sink(&SinkCase {
        sink: &|| {
            let folder = Folder::new();
            let sink = waterwheel_file::connector().sink(&folder.table(&columns(), &[]), &BOUNDED).unwrap();
            place.replace(Some(folder));
            Box::new(Shared(sink))
        },
        published: &|| read(&place.borrow().as_ref().unwrap().table(&columns(), &[])).unwrap(),
        types: &types,
        rows: &rows,
    });
}

/// A sink behind a shared pointer, as the connector gives it.
#[derive(Debug)]
struct Shared(std::sync::Arc<dyn Sink>);

impl Sink for Shared {
    fn prepare(&self) -> Result<(), waterwheel::Failure> {
        self.0.prepare()
    }

    fn writer(&self, shard: usize, shards: usize) -> Result<Box<dyn waterwheel::sink::Writer>, waterwheel::Failure> {
        self.0.writer(shard, shards)
    }

    fn accepts_updates(&self) -> bool {
        self.0.accepts_updates()
    }

    fn shows_at_end_only(&self) -> bool {
        self.0.shows_at_end_only()
    }
}

#[test]
fn files_are_hidden_until_the_end_and_named_after_shard_and_number() {
    let folder = Folder::new();
    let sink = sink(&folder, &[("sink.rolling-policy.file-size", "20b")]);
    sink.prepare().unwrap();
    let mut others: Vec<_> = (0..3).map(|shard| sink.writer(shard, 4).unwrap()).collect();
    let mut writer = sink.writer(3, 4).unwrap();
    writer.write(&ab(&[row(1, "x"), row(2, "y"), row(3, "z")]), 0).unwrap();
    writer.flush(&Clock::real(), 0).unwrap();
    assert!(folder.files().iter().all(|(name, _)| name.starts_with(".part-") && name.ends_with(".inprogress")), "{:?}", folder.files());
    writer.finish().unwrap();
    assert!(folder.files().iter().all(|(name, _)| name.starts_with('.')), "others have not finished");
    others.iter_mut().for_each(|other| other.finish().unwrap());
    let files = folder.files();
    let contents: Vec<&str> = files.iter().map(|(_, content)| content.as_str()).collect();
    assert_eq!(contents, ["{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n", "{\"a\":3,\"b\":\"z\"}\n"]);
    assert!(files[0].0.starts_with("part-") && files[0].0.ends_with("-3-0") && files[1].0.ends_with("-3-1"), "{files:?}");
}

#[test]
fn a_job_that_is_stopped_before_the_end_of_its_input_leaves_nothing() {
    let folder = Folder::new();
    let sink = sink(&folder, &[("sink.rolling-policy.file-size", "20b")]);
    sink.prepare().unwrap();
    let mut writer = sink.writer(0, 1).unwrap();
    writer.write(&ab(&[row(1, "x"), row(2, "y"), row(3, "z")]), 0).unwrap();
    assert_eq!(folder.files().len(), 2, "one complete, one in progress");
    writer.stop().unwrap();
    assert!(folder.files().is_empty(), "{:?}", folder.files());
}

#[test]
fn small_files_are_merged_up_to_the_target_size() {
    let folder = Folder::new();
    let small = ("sink.rolling-policy.file-size", "1b");
    let sink = sink(&folder, &[small, ("auto-compaction", "true"), ("compaction.file-size", "40b")]);
    sink.prepare().unwrap();
    let mut writers: Vec<_> = (0..5).map(|shard| sink.writer(shard, 5).unwrap()).collect();
    for (shard, writer) in writers.iter_mut().enumerate() {
        writer.write(&ab(&[row(shard as i32, "x")]), 0).unwrap();
        writer.finish().unwrap();
    }
    let files = folder.files();
    assert!(files.iter().all(|(name, _)| name.starts_with("compacted-part-")), "{files:?}");
    // A line has 16 bytes: two of them fit.
    let lines: Vec<usize> = files.iter().map(|(_, content)| content.lines().count()).collect();
    assert_eq!(lines, [2, 2, 1]);
    assert!(files.iter().flat_map(|(_, content)| content.lines()).eq((0..5).map(|n| format!("{{\"a\":{n},\"b\":\"x\"}}"))));
}

#[test]
fn files_are_complete_by_age() {
    let folder = Folder::new();
    let (clock, time) = Clock::simulated(0);
    let sink = sink(&folder, &[("sink.rolling-policy.rollover-interval", "10 s"), ("sink.rolling-policy.check-interval", "1 s")]);
    sink.prepare().unwrap();
    let mut writer = sink.writer(0, 1).unwrap();
    for second in 1..=25 {
        writer.write(&ab(&[row(second, "x")]), 0).unwrap();
        time.advance_to(second as u64 * 1_000_000_000);
        writer.flush(&clock, 0).unwrap();
    }
    writer.finish().unwrap();
    let lines: Vec<usize> = folder.files().iter().map(|(_, content)| content.lines().count()).collect();
    assert_eq!(lines, [11, 11, 3]);
}

#[test]
fn partitions_become_folders_and_are_marked_when_all_writers_are_done() {
    let folder = Folder::new();
    let mut table = folder
        .table(&[("dt", Kind::STRING), ("a", Kind::Int), ("hr", Kind::Int)], &[("sink.partition-commit.policy.kind", "success-file")]);
    table.partition_keys = vec!["dt".into(), "hr".into()];
    let sink = waterwheel_file::connector().sink(&table, &BOUNDED).unwrap();
    sink.prepare().unwrap();
    let mut writers: Vec<_> = (0..2).map(|shard| sink.writer(shard, 2).unwrap()).collect();
    let partitioned = |dt: Value, a: i32, hr: Value| vec![dt, Value::Int(a), hr];
    let rows = [
        partitioned(Value::String("x/y=z".into()), 1, Value::Null),
        partitioned(Value::Null, 2, Value::Int(3)),
        partitioned(Value::String("x/y=z".into()), 4, Value::Null),
    ];
    writers[0].write(&batch(&rows, &[Kind::STRING, Kind::Int, Kind::Int]), 0).unwrap();
    writers[0].finish().unwrap();
    assert!(!folder.files().iter().any(|(name, _)| name.contains("_SUCCESS")));
    writers[1].finish().unwrap();
    let files: Vec<(String, String)> =
        folder.files().into_iter().map(|(name, content)| (name.split("/part-").next().unwrap().to_owned(), content)).collect();
    let expected = [
        ("dt=__DEFAULT_PARTITION__/hr=3/_SUCCESS", ""),
        ("dt=__DEFAULT_PARTITION__/hr=3", "{\"a\":2}\n"),
        ("dt=x%2Fy%3Dz/hr=__DEFAULT_PARTITION__/_SUCCESS", ""),
        ("dt=x%2Fy%3Dz/hr=__DEFAULT_PARTITION__", "{\"a\":1}\n{\"a\":4}\n"),
    ];
    assert_eq!(files, expected.map(|(name, content)| (name.to_owned(), content.to_owned())));
}

#[test]
fn a_place_that_cannot_be_written_is_refused_before_any_row() {
    let folder = Folder::new();
    let file = folder.write("file", "x").display().to_string();
    let failure = sink(&folder, &[("path", &file)]).prepare().unwrap_err();
    assert_eq!(failure.cause, Cause::World);
    assert!(failure.message.contains("it is a file"), "{failure}");
    let below = format!("{file}/below");
    assert_eq!(sink(&folder, &[("path", &below)]).prepare().unwrap_err().cause, Cause::World);
    let closed = folder.0.join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o500)).unwrap();
    // Root writes anywhere.
    if fs::write(closed.join("probe"), "").is_err() {
        let failure = sink(&folder, &[("path", closed.to_str().unwrap())]).prepare().unwrap_err();
        assert!(failure.message.contains("cannot write to"), "{failure}");
    }
}

const ENDLESS: Insertion =
    Insertion { overwrite: false, is_batch: false, is_bounded: false, has_watermark: true, checkpoint_interval_ms: Some(1_000) };

const SECOND: u64 = 1_000_000_000;

/// The names of the files that readers see, without the run's own part.
fn seen(folder: &Folder) -> Vec<String> {
    let name = |path: &str| match path.split_once("part-") {
        Some((before, part)) => format!("{before}part{}", &part[part.find('-').unwrap_or(0)..]),
        None => path.to_owned(),
    };
    folder.files().iter().map(|(path, _)| name(path)).filter(|name| !name.contains(".part")).collect()
}

#[test]
fn without_an_end_a_file_is_seen_as_soon_as_it_is_complete() {
    let folder = Folder::new();
    let (clock, time) = Clock::simulated(0);
    let options = [
        ("sink.rolling-policy.rollover-interval", "10 s"),
        ("sink.rolling-policy.check-interval", "1 s"),
        ("sink.rolling-policy.file-size", "40b"),
    ];
    let sink = waterwheel_file::connector().sink(&folder.table(&columns(), &options), &ENDLESS).unwrap();
    sink.prepare().unwrap();
    let mut writer = sink.writer(0, 1).unwrap();
    writer.write(&ab(&[row(1, "x")]), 0).unwrap();
    time.advance_to(SECOND);
    assert_eq!(writer.flush(&clock, 0).unwrap(), Some(2 * SECOND), "it wants to look at the file again though no row comes");
    assert!(seen(&folder).is_empty());
    time.advance_to(11 * SECOND);
    writer.flush(&clock, 0).unwrap();
    assert_eq!(seen(&folder), ["part-0-0"], "it is ten seconds old");
    writer.write(&ab(&[row(2, "y"), row(3, "a text that makes it too large")]), 0).unwrap();
    assert_eq!(writer.flush(&clock, 0).unwrap(), None, "nothing is open");
    assert_eq!(seen(&folder), ["part-0-0", "part-0-1"]);
    writer.write(&ab(&[row(4, "z")]), 0).unwrap();
    writer.flush(&clock, 0).unwrap();
    drop(writer);
    assert_eq!(seen(&folder).len(), 2, "a job that fails shows no file that is not complete");
    let mut writer = sink.writer(1, 2).unwrap();
    writer.write(&ab(&[row(5, "z")]), 0).unwrap();
    writer.stop().unwrap();
    assert_eq!(seen(&folder).len(), 3, "a job that is stopped shows what it has");
}

fn partitioned(folder: &Folder, options: &[(&str, &str)]) -> std::sync::Arc<dyn Sink> {
    let policy = [("sink.partition-commit.policy.kind", "success-file")];
    let mut table = folder.table(&[("dt", Kind::STRING), ("a", Kind::Int)], &[options, &policy].concat());
    table.partition_keys = vec!["dt".into()];
    let sink = waterwheel_file::connector().sink(&table, &ENDLESS).unwrap();
    sink.prepare().unwrap();
    sink
}

fn of_partition(dt: &str, a: i32) -> Batch {
    batch(&[vec![Value::String(dt.into()), Value::Int(a)]], &[Kind::STRING, Kind::Int])
}

#[test]
fn a_partition_is_marked_when_the_watermarks_of_all_writers_have_passed_its_time() {
    let folder = Folder::new();
    let (clock, time) = Clock::simulated(0);
    let options = [
        ("sink.partition-commit.trigger", "partition-time"),
        ("sink.partition-commit.delay", "1 h"),
        ("sink.partition-commit.watermark-time-zone", "Europe/Berlin"),
        ("partition.time-extractor.timestamp-pattern", "$dt:00:00"),
    ];
    let sink = partitioned(&folder, &options);
    let mut writers: Vec<_> = (0..2).map(|shard| sink.writer(shard, 2).unwrap()).collect();
    writers.iter_mut().for_each(|writer| writer.write(&of_partition("1970-01-02 07", 1), 0).unwrap());
    // 07:00 in Berlin is 06:00 UTC; with the delay the partition is complete behind 07:00 UTC of the second day.
    let due_ms = (24 + 7) * 3_600_000;
    let mut look = |shard: usize, second: u64, watermark: i64| {
        time.advance_to(second * SECOND);
        writers[shard].flush(&clock, watermark).unwrap();
        seen(&folder).into_iter().map(|name| name.replace("dt=1970-01-02 07/", "")).collect::<Vec<_>>()
    };
    assert!(look(0, 1, due_ms + 1).is_empty(), "the other writer may get more rows");
    assert!(look(1, 2, due_ms).is_empty(), "its watermark is not past the time");
    assert_eq!(look(1, 3, due_ms + 1), ["part-1-0"]);
    assert_eq!(look(0, 4, due_ms + 1), ["_SUCCESS", "part-0-0", "part-1-0"]);
}

#[test]
fn a_partition_is_marked_some_time_after_its_first_row_and_again_after_later_ones() {
    let folder = Folder::new();
    let (clock, time) = Clock::simulated(0);
    let options = [("sink.partition-commit.delay", "10 s"), ("sink.partition-commit.success-file.name", "_DONE")];
    let sink = partitioned(&folder, &options);
    let mut writer = sink.writer(0, 1).unwrap();
    let mut look = |row: Option<i32>, second: u64| {
        row.into_iter().for_each(|a| writer.write(&of_partition("x", a), 0).unwrap());
        time.advance_to(second * SECOND);
        let next = writer.flush(&clock, 0).unwrap();
        (next, seen(&folder).len())
    };
    assert_eq!(look(Some(1), 1), (Some(2 * SECOND), 0));
    assert_eq!(look(Some(2), 11), (Some(12 * SECOND), 0), "ten seconds are not past");
    assert_eq!(look(None, 12), (None, 2), "the file and its mark");
    fs::remove_file(folder.0.join("dt=x/_DONE")).unwrap();
    assert_eq!(look(Some(3), 13), (Some(14 * SECOND), 1));
    assert_eq!(look(None, 24), (None, 3), "marked anew");
}

#[test]
fn a_partition_without_a_time_is_an_error_that_says_so() {
    let folder = Folder::new();
    let sink = partitioned(&folder, &[("sink.partition-commit.trigger", "partition-time")]);
    let mut writer = sink.writer(0, 1).unwrap();
    writer.write(&of_partition("yesterday", 1), 0).unwrap();
    let (clock, time) = Clock::simulated(0);
    time.advance_to(SECOND);
    let failure = writer.flush(&clock, 0).unwrap_err().to_string();
    assert!(failure.contains("dt=yesterday") && failure.contains("'yesterday'") && failure.contains("timestamp-pattern"), "{failure}");
}

#[test]
fn policies_and_zones_that_there_are_not_are_refused() {
    let folder = Folder::new();
    let refused = |options: &[(&str, &str)]| {
        waterwheel_file::connector().sink(&folder.table(&columns(), options), &ENDLESS).map(drop).unwrap_err().to_string()
    };
    assert!(refused(&[("sink.partition-commit.policy.kind", "metastore,success-file")]).contains("no Hive metastore"));
    assert!(refused(&[("sink.partition-commit.policy.kind", "custom")]).contains("no JVM"));
    assert!(refused(&[("sink.partition-commit.watermark-time-zone", "Mars/Base")]).contains("expected a time zone"));
    assert!(refused(&[("sink.partition-commit.trigger", "never")]).contains("process-time, partition-time"));
    assert!(refused(&[("partition.time-extractor.kind", "custom")]).contains("expected default"));
}
