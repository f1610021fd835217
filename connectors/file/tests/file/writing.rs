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

const BOUNDED: Insertion = Insertion { overwrite: false, is_batch: false, is_bounded: true, checkpoint_interval_ms: None };

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
