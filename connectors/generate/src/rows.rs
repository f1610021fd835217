//! A computed table as a source: row numbers cut into chunks, handed out no faster than asked for.
//!
//! There is one split; a chunk is [`CHUNK_ROWS`] consecutive rows, made by whichever shard claims it. Rows that are paced
//! become due as in Flink, a second's worth at the start of each second since the first row was asked for; the pace is
//! one for all readers. A position is the number of rows of the chunk that are done.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use waterwheel::Failure;
use waterwheel::source::{Budget, Read, Reader, Rows, Source, Split};
use waterwheel::types::{ColumnBuilder, DataType};

/// Rows of a chunk: some batches, so that claiming one costs nothing, and few enough that shards share small tables.
pub const CHUNK_ROWS: u64 = 16_384;
/// Rows made between two looks at the clock.
const SLICE_ROWS: u64 = 256;
const NANOS_PER_SECOND: u64 = 1_000_000_000;

/// Makes the rows of a table from their numbers.
pub trait Generate: Send + Sync + fmt::Debug {
    /// Appends the rows to builders of the columns that were asked for, in their order. `wall_ms` is the time of day, for
    /// values that tell it.
    fn fill(&self, rows: Range<u64>, wall_ms: i64, columns: &mut [ColumnBuilder]);
}

/// A table of `rows` rows (endless without) made by `generate`.
#[derive(Debug)]
pub struct RowSource<G> {
    /// The name of its split.
    pub name: &'static str,
    /// The rows it has; `None` when it does not end.
    pub rows: Option<u64>,
    /// How many rows become due each second; `None` when all are at once.
    pub rows_per_second: Option<u64>,
    /// The types of the columns that were asked for.
    pub types: Vec<DataType>,
    /// Makes the rows.
    pub generate: G,
}

impl<G: Generate + 'static> RowSource<G> {
    /// The source as the engine holds it.
    pub fn shared(self) -> Arc<dyn Source> {
        let pace = self.rows_per_second.map(|rows| Pace { rows_per_second: rows.max(1), start: Mutex::new(None) });
        Arc::new(Shared { table: Arc::new(self), pace: Arc::new(pace) })
    }
}

#[derive(Debug)]
struct Shared<G> {
    table: Arc<RowSource<G>>,
    pace: Arc<Option<Pace>>,
}

impl<G: Generate + 'static> Source for Shared<G> {
    fn splits(&self) -> Result<Vec<Split>, Failure> {
        let chunks = self.table.rows.unwrap_or(u64::MAX).div_ceil(CHUNK_ROWS).max(1);
        Ok(vec![Split { name: self.table.name.to_owned(), chunks, bytes: None }])
    }

    fn reader(&self) -> Result<Box<dyn Reader>, Failure> {
        let builders = self.table.types.iter().map(|t| ColumnBuilder::new(t, 0)).collect();
        Ok(Box::new(RowReader { table: Arc::clone(&self.table), pace: Arc::clone(&self.pace), builders, first: 0, next: 0, end: 0 }))
    }

    fn is_bounded(&self) -> bool {
        self.table.rows.is_some()
    }
}

struct RowReader<G> {
    table: Arc<RowSource<G>>,
    pace: Arc<Option<Pace>>,
    builders: Vec<ColumnBuilder>,
    /// The open chunk is rows `first..end`; `first <= next <= end`.
    first: u64,
    next: u64,
    end: u64,
}

impl<G: Generate> Reader for RowReader<G> {
    fn open(&mut self, _split: usize, chunk: u64, position: u64) -> Result<(), Failure> {
        let rows = self.table.rows.unwrap_or(u64::MAX);
        self.first = chunk.saturating_mul(CHUNK_ROWS).min(rows);
        self.end = self.first.saturating_add(CHUNK_ROWS).min(rows);
        self.next = (self.first + position).min(self.end);
        Ok(())
    }

    fn read(&mut self, budget: &Budget<'_>) -> Result<Read, Failure> {
        if self.next == self.end {
            return Ok(Read::ChunkEnd);
        }
        let due = match &*self.pace {
            None => u64::MAX,
            Some(pace) => match pace.due(self.next, budget.clock.now()) {
                Due::Rows(end) => end,
                Due::At(until_ns) => return Ok(Read::NotYet { until_ns: Some(until_ns) }),
            },
        };
        let end = self.end.min(due).min(self.next.saturating_add(budget.rows_max as u64));
        Ok(Read::Rows(self.make(end, budget)))
    }
}

impl<G: Generate> RowReader<G> {
    fn make(&mut self, end: u64, budget: &Budget<'_>) -> Rows {
        let start = self.next;
        let wall_ms = budget.clock.wall_ms();
        while self.next < end {
            let stop = end.min(self.next + SLICE_ROWS);
            self.table.generate.fill(self.next..stop, wall_ms, &mut self.builders);
            self.next = stop;
            if budget.is_spent() {
                break;
            }
        }
        let columns = self.builders.iter_mut().map(ColumnBuilder::finish).collect();
        let position = self.next - self.first;
        Rows { columns, rows: (self.next - start) as usize, position, undecodable: 0, bytes: 0 }
    }
}

/// When rows become due.
#[derive(Debug)]
struct Pace {
    /// At least 1.
    rows_per_second: u64,
    /// The lowest row that any reader has asked for, and when the first one asked.
    start: Mutex<Option<(u64, u64)>>,
}

enum Due {
    /// All rows below this one.
    Rows(u64),
    /// None before this time.
    At(u64),
}

impl Pace {
    fn due(&self, row: u64, now_ns: u64) -> Due {
        let (first, started_ns) = self.started(row, now_ns);
        let seconds = now_ns.saturating_sub(started_ns) / NANOS_PER_SECOND;
        let end = (seconds + 1).saturating_mul(self.rows_per_second).saturating_add(first);
        if row < end {
            return Due::Rows(end);
        }
        let second = (row - first) / self.rows_per_second;
        Due::At(started_ns.saturating_add(second.saturating_mul(NANOS_PER_SECOND)))
    }

    // A resumed job starts at whatever row it has reached, and its shards ask in any order: the lowest row counts.
    fn started(&self, row: u64, now_ns: u64) -> (u64, u64) {
        let mut start = self.start.lock().unwrap_or_else(PoisonError::into_inner);
        let (first, started_ns) = start.unwrap_or((row, now_ns));
        *start.insert((first.min(row), started_ns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use waterwheel::Clock;
    use waterwheel::types::{Kind, Value};
    use waterwheel_types::value_at;

    #[derive(Debug)]
    struct Numbers;

    impl Generate for Numbers {
        fn fill(&self, rows: Range<u64>, _wall_ms: i64, columns: &mut [ColumnBuilder]) {
            rows.for_each(|row| columns[0].append(&Value::BigInt(row as i64)));
        }
    }

    fn numbers(rows: Option<u64>, rows_per_second: Option<u64>) -> Arc<dyn Source> {
        let types = vec![Kind::BigInt.not_null()];
        RowSource { name: "numbers", rows, rows_per_second, types, generate: Numbers }.shared()
    }

    fn first_and_count(read: Read) -> (i64, usize, u64) {
        let Read::Rows(rows) = read else { panic!("{read:?}") };
        let first = value_at(&rows.columns[0], &Kind::BigInt.not_null(), 0).as_i64().unwrap();
        (first, rows.rows, rows.position)
    }

    #[test]
    fn rows_become_due_a_second_s_worth_at_a_time() {
        let (clock, time) = Clock::simulated(0);
        time.advance_to(5_000);
        let budget = Budget { rows_max: 1_000, deadline_ns: u64::MAX, clock: &clock };
        let mut reader = numbers(Some(25), Some(10)).reader().unwrap();
        reader.open(0, 0, 0).unwrap();
        assert_eq!(first_and_count(reader.read(&budget).unwrap()), (0, 10, 10));
        assert!(matches!(reader.read(&budget).unwrap(), Read::NotYet { until_ns: Some(1_000_005_000) }));
        time.advance_to(1_000_005_000);
        assert_eq!(first_and_count(reader.read(&budget).unwrap()), (10, 10, 20));
        time.advance_to(2_000_005_000);
        assert_eq!(first_and_count(reader.read(&budget).unwrap()), (20, 5, 25));
        assert!(matches!(reader.read(&budget).unwrap(), Read::ChunkEnd));
    }

    #[test]
    fn a_resumed_table_goes_on_at_its_pace_without_waiting_for_what_is_done() {
        let (clock, _time) = Clock::simulated(0);
        let budget = Budget { rows_max: 1_000, deadline_ns: u64::MAX, clock: &clock };
        let source = numbers(None, Some(10));
        let (mut ahead, mut behind) = (source.reader().unwrap(), source.reader().unwrap());
        ahead.open(0, 1_000, 0).unwrap();
        behind.open(0, 999, 16_380).unwrap();
        let last = 1_000 * CHUNK_ROWS as i64;
        assert_eq!(first_and_count(behind.read(&budget).unwrap()), (last - 4, 4, 16_384));
        assert_eq!(first_and_count(ahead.read(&budget).unwrap()), (last, 6, 6));
    }

    #[test]
    fn a_table_without_rows_has_one_empty_chunk() {
        let source = numbers(Some(0), None);
        assert_eq!(source.splits().unwrap()[0].chunks, 1);
        let mut reader = source.reader().unwrap();
        reader.open(0, 0, 0).unwrap();
        let clock = Clock::real();
        assert!(matches!(reader.read(&Budget { rows_max: 10, deadline_ns: u64::MAX, clock: &clock }).unwrap(), Read::ChunkEnd));
    }

    #[test]
    fn a_spent_budget_ends_the_batch_early() {
        let clock = Clock::real();
        let mut reader = numbers(Some(10_000), None).reader().unwrap();
        reader.open(0, 0, 0).unwrap();
        let read = reader.read(&Budget { rows_max: 8_192, deadline_ns: 0, clock: &clock }).unwrap();
        assert_eq!(first_and_count(read), (0, SLICE_ROWS as usize, SLICE_ROWS));
    }
}
