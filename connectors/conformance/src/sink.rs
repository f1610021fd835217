//! The clauses of a sink's contract.

use crate::rows::Row;
use std::fmt::Debug;
use waterwheel::sink::{Sink, Writer};
use waterwheel::types::DataType;
use waterwheel::types::column::column_of;
use waterwheel::{Batch, Clock};

/// Sinks and what they published.
pub struct SinkCase<'a> {
    /// A new sink on an empty place of its own; called once per clause.
    pub sink: &'a dyn Fn() -> Box<dyn Sink>,
    /// What readers of the place of the last sink see, in any order.
    pub published: &'a dyn Fn() -> Vec<Row>,
    /// The types of its columns.
    pub types: &'a [DataType],
    /// Rows to write, at least two.
    pub rows: &'a [Row],
}

impl Debug for SinkCase<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SinkCase").field("types", &self.types).finish_non_exhaustive()
    }
}

impl SinkCase<'_> {
    fn batch(&self, rows: &[Row]) -> Batch {
        let column = |at: usize| column_of(&self.types[at], rows.iter().map(|row| &row[at]));
        Batch::new((0..self.types.len()).map(column).collect(), rows.len())
    }

    fn prepared(&self) -> Box<dyn Sink> {
        let sink = (self.sink)();
        sink.prepare().expect("the sink can be readied");
        sink
    }

    fn write(&self, writer: &mut dyn Writer, rows: &[Row]) {
        writer.write(&self.batch(rows), i64::MIN).expect("rows can be written");
    }

    fn assert_published(&self, expected: &[Row], when: &str) {
        let sorted = |rows: Vec<Row>| {
            let mut shown: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
            shown.sort();
            shown
        };
        assert_eq!(sorted((self.published)()), sorted(expected.to_vec()), "{when}");
    }
}

/// Checks a sink: what is finished is published, once; what is dropped is not; flushing changes nothing of that; shards do not
/// disturb each other; a writer without rows publishes nothing. Panics on the first clause that is broken.
pub fn check_sink(case: &SinkCase<'_>) {
    finishing_publishes(case);
    dropping_publishes_nothing(case);
    shards_write_side_by_side(case);
    writing_nothing_publishes_nothing(case);
}

fn finishing_publishes(case: &SinkCase<'_>) {
    let sink = case.prepared();
    let mut writer = sink.writer(0, 1).expect("the sink makes writers");
    let (first, second) = case.rows.split_at(case.rows.len() / 2);
    case.write(writer.as_mut(), first);
    writer.flush(&Clock::real(), i64::MIN).expect("a writer can be flushed");
    case.write(writer.as_mut(), second);
    writer.flush(&Clock::real(), i64::MIN).expect("a writer can be flushed twice");
    writer.finish().expect("a writer can be finished");
    drop(writer);
    case.assert_published(case.rows, "after finish, every row is published once, in spite of flushes in between");
}

fn dropping_publishes_nothing(case: &SinkCase<'_>) {
    let sink = case.prepared();
    let mut writer = sink.writer(0, 1).expect("the sink makes writers");
    case.write(writer.as_mut(), case.rows);
    writer.flush(&Clock::real(), i64::MIN).expect("a writer can be flushed");
    drop(writer);
    case.assert_published(&[], "a writer dropped without finish leaves nothing that looks finished");
}

fn shards_write_side_by_side(case: &SinkCase<'_>) {
    let sink = case.prepared();
    let mut writers: Vec<_> = (0..4).map(|shard| sink.writer(shard, 4).expect("the sink makes writers")).collect();
    for (at, row) in case.rows.iter().enumerate() {
        case.write(writers[at % 4].as_mut(), std::slice::from_ref(row));
    }
    for writer in &mut writers {
        writer.finish().expect("a writer can be finished");
    }
    case.assert_published(case.rows, "four writers publish all their rows");
}

fn writing_nothing_publishes_nothing(case: &SinkCase<'_>) {
    let sink = case.prepared();
    let mut writer = sink.writer(0, 1).expect("the sink makes writers");
    case.write(writer.as_mut(), &[]);
    writer.flush(&Clock::real(), i64::MIN).expect("a writer can be flushed");
    writer.finish().expect("a writer without rows can be finished");
    case.assert_published(&[], "a writer without rows publishes none");
}
