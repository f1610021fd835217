//! The clauses of a source's contract.

use crate::rows::{Row, rows_of};
use waterwheel::Clock;
use waterwheel::source::{Budget, Read, Reader, Source, Split};
use waterwheel::types::DataType;

/// A batch may be asked for again this often before it counts as stuck.
const EMPTY_READS_MAX: usize = 100_000;

/// A source and what is in it.
#[derive(Debug)]
pub struct SourceCase<'a> {
    /// The source.
    pub source: &'a dyn Source,
    /// The types of its columns, in order.
    pub types: &'a [DataType],
    /// The rows of each split, in order.
    pub rows: &'a [Vec<Row>],
}

/// Checks a bounded source: the same rows in the same order whatever the number of readers and the size of batches; positions that
/// resume exactly behind their batch; stable splits; budgets kept. Panics on the first clause that is broken.
pub fn check_source(case: &SourceCase<'_>) {
    assert!(case.source.is_bounded(), "only bounded sources can be checked by reading them to their end");
    let splits = splits_are_stable(case.source);
    assert_eq!(splits.len(), case.rows.len(), "the number of splits: {splits:?}");
    for readers in [1, 2, 4] {
        for rows_max in [1, 3, 1_000] {
            let read = read_all(case, &splits, readers, rows_max);
            assert_same(&read, case.rows, &format!("{readers} readers, batches of at most {rows_max}"));
        }
    }
    resuming_continues_exactly(case, &splits);
    deadlines_are_kept(case, &splits);
}

fn splits_are_stable(source: &dyn Source) -> Vec<Split> {
    let splits = source.splits().expect("the source has splits");
    assert_eq!(source.splits().expect("the source still has splits"), splits, "splits are the same when asked again");
    for (at, split) in splits.iter().enumerate() {
        assert!(split.chunks >= 1, "split {} has no chunk", split.name);
        assert!(!splits[..at].iter().any(|s| s.name == split.name), "two splits are called {}", split.name);
    }
    splits
}

fn assert_same(read: &[Vec<Row>], expected: &[Vec<Row>], how: &str) {
    for (split, (read, expected)) in read.iter().zip(expected).enumerate() {
        let differs = read.iter().zip(expected).position(|(r, e)| r != e);
        if let Some(row) = differs {
            panic!("{how}: split {split}, row {row}: expected {:?}, read {:?}", expected[row], read[row]);
        }
        assert_eq!(read.len(), expected.len(), "{how}: number of rows of split {split}");
    }
}

/// All chunks in the order in which they are claimed: round robin over the splits.
fn claims(splits: &[Split]) -> Vec<(usize, u64)> {
    let longest = splits.iter().map(|s| s.chunks).max().unwrap_or(0);
    (0..longest).flat_map(|chunk| (0..splits.len()).filter(move |&s| chunk < splits[s].chunks).map(move |s| (s, chunk))).collect()
}

/// Reads everything with several readers that take turns, and puts the chunks of each split in order.
fn read_all(case: &SourceCase<'_>, splits: &[Split], readers: usize, rows_max: usize) -> Vec<Vec<Row>> {
    let mut readers: Vec<_> = (0..readers).map(|_| case.source.reader().expect("the source makes readers")).collect();
    let mut read: Vec<Vec<Row>> = vec![Vec::new(); splits.len()];
    let count = readers.len();
    for (turn, (split, chunk)) in claims(splits).into_iter().enumerate() {
        // Claims go to readers in turn, so each reader jumps between chunks and splits.
        let reader = &mut readers[turn % count];
        reader.open(split, chunk, 0).expect("a chunk opens at its start");
        for batch in read_chunk(reader.as_mut(), case.types, rows_max) {
            read[split].extend(batch.rows);
        }
    }
    read
}

/// A batch and where it ended.
struct Batch {
    rows: Vec<Row>,
    position: u64,
}

fn read_chunk(reader: &mut dyn Reader, types: &[DataType], rows_max: usize) -> Vec<Batch> {
    let clock = Clock::real();
    let mut batches = Vec::new();
    let mut empty = 0;
    loop {
        let budget = Budget { rows_max, deadline_ns: u64::MAX, clock: &clock };
        match reader.read(&budget).expect("the rows can be read") {
            Read::ChunkEnd => return batches,
            Read::NotYet { .. } => empty += 1,
            Read::Rows(rows) => {
                assert!(rows.rows <= rows_max, "a batch of {} rows where {rows_max} were allowed", rows.rows);
                assert!(rows.position > 0, "a position is more than 0");
                empty = if rows.rows == 0 { empty + 1 } else { 0 };
                batches.push(Batch { rows: rows_of(&rows.columns, types, rows.rows), position: rows.position });
            }
        }
        assert!(empty < EMPTY_READS_MAX, "the reader returns nothing for ever");
    }
}

/// From every position of every chunk, a fresh reader and a used one read exactly what comes behind it.
fn resuming_continues_exactly(case: &SourceCase<'_>, splits: &[Split]) {
    let mut used = case.source.reader().expect("the source makes readers");
    for (split, chunk) in claims(splits) {
        used.open(split, chunk, 0).expect("a chunk opens at its start");
        let batches = read_chunk(used.as_mut(), case.types, 2);
        let step = (batches.len() / 50).max(1);
        for at in (0..batches.len()).step_by(step) {
            let rest: Vec<&Row> = batches[at + 1..].iter().flat_map(|b| &b.rows).collect();
            let mut fresh = case.source.reader().expect("the source makes readers");
            for reader in [&mut fresh, &mut used] {
                reader.open(split, chunk, batches[at].position).expect("a chunk opens at a position");
                let again = read_chunk(reader.as_mut(), case.types, 1_000);
                let again: Vec<&Row> = again.iter().flat_map(|b| &b.rows).collect();
                assert!(
                    again == rest,
                    "split {split}, chunk {chunk}, resumed behind batch {at}: expected {} rows, read {}",
                    rest.len(),
                    again.len()
                );
            }
        }
    }
}

/// A deadline that has passed ends a read soon: after at most some thousand rows.
fn deadlines_are_kept(case: &SourceCase<'_>, splits: &[Split]) {
    let clock = Clock::real();
    let mut reader = case.source.reader().expect("the source makes readers");
    for (split, chunk) in claims(splits) {
        reader.open(split, chunk, 0).expect("a chunk opens at its start");
        let budget = Budget { rows_max: usize::MAX, deadline_ns: 0, clock: &clock };
        if let Read::Rows(rows) = reader.read(&budget).expect("the rows can be read") {
            assert!(rows.rows <= 4_096, "{} rows were read behind the deadline", rows.rows);
        }
    }
}
