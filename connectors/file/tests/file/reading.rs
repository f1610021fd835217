//! Reading folders.

use crate::folder::{Folder, all, read, read_source, source};
use std::fs;
use std::io::Write;
use waterwheel::connector::Scan;
use waterwheel::failure::Cause;
use waterwheel::source::{Budget, Read};
use waterwheel::types::{DataType, Kind, Value};
use waterwheel::{Clock, Failure};
use waterwheel_conformance::{Row, SourceCase, check_source};

fn numbers(rows: &[Row]) -> Vec<Option<i64>> {
    rows.iter().map(|row| row[0].as_i64()).collect()
}

fn line(n: i64) -> String {
    format!("{{\"a\":{n}}}\n")
}

fn read_numbers(folder: &Folder, options: &[(&str, &str)]) -> Result<Vec<Option<i64>>, Failure> {
    read(&folder.table(&[("a", Kind::Int)], options)).map(|rows| numbers(&rows))
}

#[test]
fn the_source_keeps_its_contract() {
    let folder = Folder::new();
    folder.write("a.json", (0..40).map(line).collect::<String>());
    folder.write("b.json", "[{\"a\":1},{\"a\":2},{\"a\":3},{\"a\":4}]\n\n{\"a\":5}");
    folder.write("c.json", "");
    let rows = |range: std::ops::Range<i32>| range.map(|n| vec![Value::Int(n)]).collect::<Vec<_>>();
    let table = folder.table(&[("a", Kind::Int)], &[]);
    let expected = [rows(0..40), rows(1..6), vec![]];
    check_source(&SourceCase { source: source(&table).as_ref(), types: &table.schema.types(), rows: &expected });
}

/// Lines of very different lengths, some longer than a chunk, some ending exactly at its border.
#[test]
fn chunks_of_a_large_file_hold_each_line_once() {
    let folder = Folder::new();
    let chunk = 1 << 20;
    let (mut content, mut rows) = (String::new(), Vec::new());
    let mut add = |content: &mut String, padding: usize| {
        let n = rows.len() as i32;
        content.push_str(&format!("{{\"a\":{n},\"pad\":\"{}\"}}\n", "x".repeat(padding)));
        rows.push(vec![Value::Int(n)]);
    };
    for padding in [0, 300_000, 5, 2_500_000, 1, 900_000] {
        add(&mut content, padding);
    }
    let overhead = "{\"a\":6,\"pad\":\"\"}\n".len();
    let to_border = content.len().next_multiple_of(chunk) - content.len();
    add(&mut content, to_border - overhead);
    assert_eq!(content.len() % chunk, 0, "a line ends exactly at a border");
    for padding in [10, 1_200_000, 20] {
        add(&mut content, padding);
    }
    folder.write("a.json", content.trim_end());
    let table = folder.table(&[("a", Kind::Int)], &[]);
    check_source(&SourceCase { source: source(&table).as_ref(), types: &table.schema.types(), rows: &[rows] });
}

#[test]
fn folders_are_read_with_all_below_but_what_is_hidden() {
    let folder = Folder::new();
    for (name, n) in
        [("x.json", 1), ("sub/y.json", 2), ("_h.json", 3), (".h.json", 4), ("_sub/z.json", 5), (".sub/z.json", 6), ("sub/_z.json", 7)]
    {
        folder.write(name, line(n));
    }
    assert_eq!(read_numbers(&folder, &[]).unwrap(), [Some(2), Some(1)]);
    let one = folder.0.join("x.json").display().to_string();
    assert_eq!(read_numbers(&folder, &[("path", &one)]).unwrap(), [Some(1)]);
    let hidden = folder.0.join("_h.json").display().to_string();
    assert_eq!(read_numbers(&folder, &[("path", &hidden)]).unwrap(), []);
}

#[test]
fn a_pattern_must_match_the_whole_path() {
    let folder = Folder::new();
    for (name, n) in [("a1.json", 1), ("a2.json", 2), ("b1.json", 3)] {
        folder.write(name, line(n));
    }
    let pattern = |p: &str| read_numbers(&folder, &[("source.path.regex-pattern", p)]);
    assert_eq!(pattern(".*/a[0-9]\\.json").unwrap(), [Some(1), Some(2)]);
    assert_eq!(pattern("a1.json").unwrap(), []);
    let table = folder.table(&[("a", Kind::Int)], &[("source.path.regex-pattern", "(")]);
    assert_eq!(waterwheel_file::connector().source(&table, &all(&table)).unwrap_err().cause, Cause::World);
}

#[test]
fn a_missing_path_is_named_and_an_empty_folder_is_no_rows() {
    let folder = Folder::new();
    assert_eq!(read_numbers(&folder, &[]).unwrap(), []);
    let missing = folder.0.join("missing").display().to_string();
    let failure = read_numbers(&folder, &[("path", &missing)]).unwrap_err();
    assert_eq!(failure.cause, Cause::World);
    assert!(failure.message.contains(&missing) && failure.hint.is_some(), "{failure}");
}

#[test]
fn a_bad_record_names_file_and_line_and_rows_before_it_are_read() {
    let folder = Folder::new();
    let path = folder.write("a.json", "{\"a\":1}\n\n{\"a\":\"x\"}\n");
    let table = folder.table(&[("a", Kind::Int)], &[]);
    let source = source(&table);
    source.splits().unwrap();
    let mut reader = source.reader().unwrap();
    reader.open(0, 0, 0).unwrap();
    let clock = Clock::real();
    let budget = Budget { rows_max: 10, deadline_ns: u64::MAX, clock: &clock };
    assert!(matches!(reader.read(&budget).unwrap(), Read::Rows(rows) if rows.rows == 1));
    let failure = reader.read(&budget).unwrap_err();
    assert_eq!(failure.cause, Cause::Data);
    assert!(failure.message.contains("expected INT, found \"x\""), "{failure}");
    assert!(failure.places.iter().any(|p| p == &format!("{}, line 3 (byte 9)", path.display())), "{failure}");
}

#[test]
fn undecodable_records_are_counted_when_they_are_skipped() {
    let folder = Folder::new();
    folder.write("a.json", "{\"a\":1}\n{\"a\n\nnull\n{\"a\":2}\n");
    let table = folder.table(&[("a", Kind::Int)], &[("json.ignore-parse-errors", "true")]);
    let source = source(&table);
    source.splits().unwrap();
    let mut reader = source.reader().unwrap();
    reader.open(0, 0, 0).unwrap();
    let clock = Clock::real();
    let Read::Rows(rows) = reader.read(&Budget { rows_max: 10, deadline_ns: u64::MAX, clock: &clock }).unwrap() else { panic!("rows") };
    assert_eq!((rows.rows, rows.undecodable, rows.bytes), (2, 2, 26));
}

#[test]
fn a_line_that_is_too_long_says_what_to_do() {
    let folder = Folder::new();
    folder.write("a.json", format!("{{\"a\":1}}\n{{\"a\":2,\"b\":\"{}\"}}\n", "x".repeat(3 << 20)));
    assert_eq!(read_numbers(&folder, &[]).unwrap(), [Some(1), Some(2)]);
    let failure = read_numbers(&folder, &[("source.line-bytes-max", "1mb")]).unwrap_err();
    assert_eq!(failure.cause, Cause::World);
    assert!(failure.message.contains("a.json: the line at byte 8 is longer than 1048576 bytes"), "{failure}");
    assert!(failure.hint.unwrap().contains("source.line-bytes-max"));
}

#[test]
fn a_file_that_shrinks_fails_and_one_that_grows_is_read_as_it_was() {
    let folder = Folder::new();
    let path = folder.write("a.json", (0..9).map(line).collect::<String>());
    let table = folder.table(&[("a", Kind::Int)], &[]);
    let source = source(&table);
    source.splits().unwrap();
    fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(line(99).as_bytes()).unwrap();
    let types = table.schema.types();
    assert_eq!(read_source(source.as_ref(), &types).unwrap().len(), 9);
    fs::write(&path, line(1)).unwrap();
    let failure = read_source(source.as_ref(), &types).unwrap_err();
    assert!(failure.message.contains("became shorter"), "{failure}");
}

#[test]
fn compressed_files_are_read_by_their_names() {
    let folder = Folder::new();
    let lines = (0..30).map(line).collect::<String>();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(lines.as_bytes()).unwrap();
    folder.write("a.json.gz", gzip.finish().unwrap());
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    zlib.write_all(lines.as_bytes()).unwrap();
    folder.write("b.deflate", zlib.finish().unwrap());
    for (name, content) in [("c.bz2", BZIP2), ("d.xz", XZ), ("e.zst", ZSTD)] {
        folder.write(name, content);
    }
    let rows = |last: i32| (0..last).map(|n| vec![Value::Int(n)]).collect::<Vec<Row>>();
    let table = folder.table(&[("a", Kind::Int)], &[]);
    let expected = [rows(30), rows(30), rows(3), rows(3), rows(3)];
    check_source(&SourceCase { source: source(&table).as_ref(), types: &table.schema.types(), rows: &expected });
}

/// Files of two streams, with the lines 0 and 1 in the first and 2 in the second, made by bzip2, xz and zstd.
const BZIP2: &[u8] = b"\x42\x5a\x68\x39\x31\x41\x59\x26\x53\x59\xd9\x58\x90\x8e\x00\x00\x06\x59\x80\x00\x10\x10\x00\x60\x10\x20\x00\x00\x0a\x20\x00\x31\x0c\x08\x12\x80\x7a\x89\xc2\x26\x86\x8b\xe2\xee\x48\xa7\x0a\x12\x1b\x2b\x12\x11\xc0\x42\x5a\x68\x39\x31\x41\x59\x26\x53\x59\xb8\xaf\xb8\x52\x00\x00\x03\x59\x80\x00\x10\x10\x00\x10\x10\x20\x00\x00\x0a\x20\x00\x22\x03\x65\x08\x60\x11\x4a\x1f\x17\x72\x45\x38\x50\x90\xb8\xaf\xb8\x52";
const XZ: &[u8] = b"\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x16\x00\x00\x00\x74\x2f\xe5\xa3\x01\x00\x0f\x7b\x22\x61\x22\x3a\x30\x7d\x0a\x7b\x22\x61\x22\x3a\x31\x7d\x0a\x00\x9e\x39\x0d\x4d\xbc\x25\xba\x84\x00\x01\x28\x10\xe5\x0b\x6c\x60\x1f\xb6\xf3\x7d\x01\x00\x00\x00\x00\x04\x59\x5a\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x16\x00\x00\x00\x74\x2f\xe5\xa3\x01\x00\x07\x7b\x22\x61\x22\x3a\x32\x7d\x0a\x00\xe3\xff\x2f\xf0\x8a\x27\xf3\xc4\x00\x01\x20\x08\xbb\x19\xd9\xbb\x1f\xb6\xf3\x7d\x01\x00\x00\x00\x00\x04\x59\x5a";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd\x04\x58\x81\x00\x00\x7b\x22\x61\x22\x3a\x30\x7d\x0a\x7b\x22\x61\x22\x3a\x31\x7d\x0a\x23\x5d\x68\x15\x28\xb5\x2f\xfd\x04\x58\x41\x00\x00\x7b\x22\x61\x22\x3a\x32\x7d\x0a\x86\xa8\x3a\x3d";

#[test]
fn a_compressed_file_that_ends_too_early_or_is_something_else_fails() {
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    zlib.write_all((0..30).map(line).collect::<String>().as_bytes()).unwrap();
    let zlib = zlib.finish().unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(line(1).as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    for (name, content, word) in [
        ("a.gz", &gzip[..], "gzip"),
        ("a.deflate", &zlib, "deflate"),
        ("a.bz2", BZIP2, "bzip2"),
        ("a.xz", XZ, "xz"),
        ("a.zst", ZSTD, "zstd"),
    ] {
        for wrong in [&content[..content.len() - 3], &content[..content.len() / 2], line(1).as_bytes()] {
            let folder = Folder::new();
            folder.write(name, wrong);
            let failure = read(&folder.table(&[("a", Kind::Int)], &[])).unwrap_err();
            assert_eq!(failure.cause, Cause::World, "{name}: {failure}");
            assert!(failure.message.contains(name) && failure.message.contains(word), "{failure}");
        }
    }
}

#[test]
fn partitions_and_metadata_are_columns() {
    let folder = Folder::new();
    folder.write("dt=2024-01-01/hr=13/a.json", "{\"id\":3,\"dt\":\"in the record\"}\n{\"id\":4}\n");
    folder.write("dt=__NONE__/hr=0/b.json", "{\"id\":1}\n");
    let mut table = folder.table(&[("dt", Kind::STRING), ("id", Kind::Int), ("hr", Kind::Int)], &[("partition.default-name", "__NONE__")]);
    table.partition_keys = vec!["dt".into(), "hr".into()];
    let metadata: [(&str, DataType); 2] = [("file.name", Kind::STRING.not_null()), ("file.size", Kind::BigInt.not_null())];
    let scan = Scan { columns: vec![2, 1, 0], metadata: metadata.iter().map(|(k, t)| ((*k).to_owned(), t.clone())).collect() };
    let source = waterwheel_file::connector().source(&table, &scan).unwrap();
    let types = [Kind::Int.nullable(), Kind::Int.nullable(), Kind::STRING.nullable(), Kind::STRING.not_null(), Kind::BigInt.not_null()];
    let text = |t: &str| Value::String(t.into());
    let row = |hr, id, dt, name, size| vec![Value::Int(hr), Value::Int(id), dt, text(name), Value::BigInt(size)];
    let (first, second) = (text("2024-01-01"), Value::Null);
    assert_eq!(
        read_source(source.as_ref(), &types).unwrap(),
        [row(13, 3, first.clone(), "a.json", 39), row(13, 4, first, "a.json", 39), row(0, 1, second, "b.json", 9)]
    );
    folder.write("stray.json", line(1));
    assert!(source.splits().unwrap_err().message.contains("expected a folder `dt=…`"));
}

#[test]
fn wrong_options_are_refused_or_warned_about() {
    let folder = Folder::new();
    let connector = waterwheel_file::connector();
    let refused = |options: &[(&str, &str)]| {
        let table = folder.table(&[("a", Kind::Int)], options);
        connector.source(&table, &all(&table)).unwrap_err().to_string()
    };
    assert!(refused(&[("source.path.regexpattern", "x")]).contains("did you mean 'source.path.regex-pattern'"));
    assert!(refused(&[("format", "jsn")]).contains("did you mean 'json'"));
    assert!(refused(&[("auto-compaction", "yes")]).contains("option 'auto-compaction' = 'yes': expected true or false"));
    let table = folder.table(&[("a", Kind::Int)], &[("json.ignore-parse-error", "true")]);
    let warnings = connector.warnings(&table);
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("did you mean 'json.ignore-parse-errors'"), "{warnings:?}");
    assert!(connector.source(&table, &all(&table)).is_ok());
    assert_eq!(connector.location(&table), Some(folder.0.display().to_string()));
}
