//! Inner join by equal keys: each row of one side beside each row of the other that has the same key, kept up to date
//! as rows come and go on both sides.
//!
//! A row that comes is put beside the rows that are there on the other side, and so is one that goes; what leaves has
//! its change (`+I` for `+I`, `-U` for `-U`). Keys are compared by their bytes: NULL is equal to NULL and NaN to NaN,
//! 0.0 is not -0.0; who wants NULL to be equal to nothing leaves such rows out before. There is no time here: neither
//! side waits for the other, rows are never late, and watermarks pass.
//!
//! Output columns: those of side 0, then those of side 1. A row with many partners is put beside them in portions.
//! State: the rows of both sides, for ever, or until they are retracted, or until they have not been updated for a
//! given time. Taking back a row that is not there (any more) takes back what it would have made.

use super::counted::CountedRows;
use super::{Operator, OperatorSpec, Output, Step};
use crate::batch::Change;
use crate::exchange::KeyColumns;
use crate::state::{Keys, Table};
use crate::{Batch, Failure};
use arrow_array::UInt32Array;
use waterwheel_types::codec::{CodecError, Rows, decode_row, decode_rows, is_kept_whole};
use waterwheel_types::{Column, ColumnBuilder, DataType};

/// Joins two inputs.
#[derive(Clone, Debug)]
pub struct Join {
    /// The inputs; their keys are of the same kinds.
    pub sides: [JoinSide; 2],
}

/// One input of a join.
#[derive(Clone, Debug)]
pub struct JoinSide {
    /// The types of all columns.
    pub types: Vec<DataType>,
    /// The key, by which rows are exchanged.
    pub key: KeyColumns,
    /// Rows that have not been updated for so long are forgotten; milliseconds by the wall clock.
    pub ttl_ms: Option<i64>,
}

impl OperatorSpec for Join {
    fn instantiate(&self) -> Box<dyn Operator> {
        let [left, right] = self.sides.clone();
        Box::new(Instance { sides: [Side::new("left", left), Side::new("right", right)], taking: None })
    }
}

struct Instance {
    sides: [Side; 2],
    /// The batch that is being taken in.
    taking: Option<Taking>,
}

/// One side's rows: key → the other columns → how often.
struct Side {
    spec: JoinSide,
    /// The columns that are not in the key.
    rest: KeyColumns,
    rows: CountedRows,
}

/// A batch on its way in.
struct Taking {
    side: usize,
    /// As it comes back from state.
    batch: Batch,
    keys: Keys,
    rest: Rows,
    now_ms: i64,
    /// The row to go on with.
    row: usize,
    /// Where that row's partners have not all had their turn: the partner to go on with, and how often it has been put
    /// out.
    partner: Option<(Vec<u8>, i64)>,
}

/// Rows side by side that are to leave.
struct Pairs {
    /// One for each row taken in and each pair.
    steps: usize,
    /// The rows of the batch that is being taken in.
    rows: Vec<u32>,
    /// Their partners' keys and other columns.
    keys: Vec<ColumnBuilder>,
    rest: Vec<ColumnBuilder>,
}

impl Side {
    fn new(name: &'static str, spec: JoinSide) -> Self {
        let rest: Vec<usize> = (0..spec.types.len()).filter(|column| !spec.key.columns.contains(column)).collect();
        let types = rest.iter().map(|&column| spec.types[column].clone()).collect();
        let rows = CountedRows::new(name, spec.ttl_ms);
        Side { rest: KeyColumns { columns: rest, types }, rows, spec }
    }

    /// The batch as it comes back from state, where some types keep less than a column does.
    fn as_kept(&self, batch: Batch) -> Result<Batch, CodecError> {
        if self.spec.types.iter().all(|t| is_kept_whole(&t.kind)) {
            return Ok(batch);
        }
        let rows = Rows::encode(batch.columns(), &self.spec.types, batch.rows());
        Ok(batch.with_columns(decode_rows(rows.iter(), &self.spec.types)?))
    }

    /// The columns of rows of which these are the key and the rest.
    fn columns(&self, keys: &[Column], rest: &[Column]) -> Vec<Column> {
        let place = |columns: &[usize], column| columns.iter().position(|&c| c == column);
        let column = |column: usize| match place(&self.spec.key.columns, column) {
            Some(at) => keys[at].clone(),
            None => rest[place(&self.rest.columns, column).expect("in the key or in the rest")].clone(),
        };
        (0..self.spec.types.len()).map(column).collect()
    }
}

impl Taking {
    fn is_done(&self) -> bool {
        self.row == self.batch.rows()
    }

    /// Takes rows in and puts them beside the other side's, until all are in or `most` steps have been made.
    fn pair(&mut self, own: &mut Side, other: &Side, most: usize) -> Result<Pairs, Failure> {
        let mut pairs = Pairs::new(other);
        while !self.is_done() && pairs.steps < most {
            if self.partner.is_none() {
                let added = self.batch.change(self.row).is_addition();
                own.rows.change(self.keys.rows.get(self.row), self.rest.get(self.row), added, self.now_ms)?;
            }
            self.pair_row(other, &mut pairs, most)?;
        }
        Ok(pairs)
    }

    /// Puts the current row beside its partners until these are all or `most` steps have been made, and goes on to the
    /// next row if they are.
    fn pair_row(&mut self, other: &Side, pairs: &mut Pairs, most: usize) -> Result<(), Failure> {
        let key = self.keys.rows.get(self.row);
        let (first, mut done) = self.partner.take().unwrap_or_default();
        for partner in other.rows.rows_from(key, &first, self.now_ms) {
            let (partner, count) = partner?;
            for time in std::mem::take(&mut done)..count {
                if pairs.steps >= most {
                    self.partner = Some((partner.to_vec(), time));
                    return Ok(());
                }
                pairs.push(self.row, key, partner).map_err(unreadable)?;
            }
        }
        self.row += 1;
        pairs.steps += 1;
        Ok(())
    }

    /// The pairs as rows of both sides.
    fn joined(&self, other: &Side, pairs: Pairs) -> Batch {
        let Pairs { rows, mut keys, mut rest, .. } = pairs;
        let changes: Option<Vec<Change>> = self.batch.changes().map(|changes| rows.iter().map(|&row| changes[row as usize]).collect());
        let own = self.batch.clone().with_watermarks(None).take(&UInt32Array::from(rows));
        let finish = |builders: &mut Vec<ColumnBuilder>| builders.iter_mut().map(ColumnBuilder::finish).collect::<Vec<_>>();
        let partners = other.columns(&finish(&mut keys), &finish(&mut rest));
        let columns = match self.side {
            0 => [own.columns(), &partners].concat(),
            _ => [&partners, own.columns()].concat(),
        };
        Batch::new(columns, own.rows()).with_changes(changes)
    }
}

impl Pairs {
    fn new(partners: &Side) -> Self {
        let builders = |columns: &KeyColumns| columns.types.iter().map(|t| ColumnBuilder::new(t, 0)).collect();
        Pairs { steps: 0, rows: Vec::new(), keys: builders(&partners.spec.key), rest: builders(&partners.rest) }
    }

    fn push(&mut self, row: usize, key: &[u8], rest: &[u8]) -> Result<(), CodecError> {
        self.steps += 1;
        self.rows.push(row as u32);
        decode_row(key, &mut self.keys)?;
        decode_row(rest, &mut self.rest)
    }
}

fn unreadable(error: CodecError) -> Failure {
    Failure::bug(error.to_string())
}

impl Instance {
    fn take(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        while let Some(mut taking) = self.taking.take() {
            let [left, right] = &mut self.sides;
            let (own, other) = if taking.side == 0 { (left, right) } else { (right, left) };
            let pairs = taking.pair(own, other, out.portion())?;
            out.worked(pairs.steps);
            out.push(taking.joined(other, pairs));
            if taking.is_done() {
                break;
            }
            self.taking = Some(taking);
            if out.must_pause() {
                return Ok(Step::More);
            }
        }
        Ok(Step::Done)
    }
}

impl Operator for Instance {
    fn keys(&self, side: usize, batch: &Batch) -> Option<Keys> {
        Some(self.sides[side].spec.key.keys_of(batch))
    }

    fn apply(&mut self, side: usize, batch: Batch, keys: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let (keys, now_ms) = (keys.expect("keys were named"), out.wall_ms());
        self.sides.iter_mut().for_each(|side| side.rows.forget_some(now_ms, batch.rows()));
        let own = &self.sides[side];
        let rest = own.rest.encode(&batch);
        let batch = own.as_kept(batch).map_err(unreadable)?;
        self.taking = Some(Taking { side, batch, keys, rest, now_ms, row: 0, partner: None });
        self.take(out)
    }

    fn advance(&mut self, _: i64, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.take(out)
    }

    fn drain(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume_at(&mut self, _: i64) {}

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        self.sides.iter_mut().map(|side| side.rows.table()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Portion;
    use super::*;
    use crate::Clock;
    use arrow_array::Int64Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::Int64Type;
    use std::collections::VecDeque;
    use std::sync::Arc;
    use waterwheel_types::Kind;

    /// Key and value.
    type Row = (Option<i64>, i64);
    type Joined = (bool, Row, Row);

    /// A sequence of numbers without pattern (splitmix64).
    fn random(state: &mut u64) -> u64 {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z ^ (z >> 27)
    }

    /// The left side's key is its first column, the right side's its second.
    fn join(ttl_ms: Option<i64>) -> Box<dyn Operator> {
        let number = Kind::BigInt.nullable();
        let side = |key: usize| {
            let key = KeyColumns { columns: vec![key], types: vec![number.clone()] };
            JoinSide { types: vec![number.clone(), number.clone()], key, ttl_ms }
        };
        Join { sides: [side(0), side(1)] }.instantiate()
    }

    fn batch(side: usize, rows: &[(bool, Row)]) -> Batch {
        let keys: Column = Arc::new(rows.iter().map(|(_, (key, _))| *key).collect::<Int64Array>());
        let values: Column = Arc::new(rows.iter().map(|(_, (_, value))| *value).collect::<Int64Array>());
        let columns = if side == 0 { vec![keys, values] } else { vec![values, keys] };
        let changes = rows.iter().map(|(added, _)| if *added { Change::Insert } else { Change::Delete }).collect();
        Batch::new(columns, rows.len()).with_changes(Some(changes))
    }

    fn rows_of(batch: &Batch) -> Vec<Joined> {
        let number = |column: usize, row: usize| {
            let column = batch.column(column).as_primitive::<Int64Type>();
            arrow_array::Array::is_valid(column, row).then(|| column.value(row))
        };
        let joined =
            |row| (batch.change(row).is_addition(), (number(0, row), number(1, row).unwrap()), (number(3, row), number(2, row).unwrap()));
        (0..batch.rows()).map(joined).collect()
    }

    /// What a batch makes, in portions of so many steps, sorted; every one of them is put out for itself.
    fn apply(join: &mut dyn Operator, side: usize, rows: &[(bool, Row)], portion: usize, clock: &Clock) -> Vec<Joined> {
        let (mut batches, mut late, mut all) = (VecDeque::new(), 0, Vec::new());
        let batch = batch(side, rows);
        let keys = join.keys(side, &batch);
        let mut step = join.apply(side, batch, keys, &mut Output::new(&mut batches, &mut late, &mut Portion { rows: portion }, 0, clock));
        loop {
            assert!(batches.len() <= 1, "it pauses when its time is up");
            for batch in batches.drain(..) {
                assert!(batch.rows() <= portion, "{} rows at once", batch.rows());
                all.extend(rows_of(&batch));
            }
            if step.unwrap() == Step::Done {
                all.sort_unstable();
                return all;
            }
            step = join.resume(&mut Output::new(&mut batches, &mut late, &mut Portion { rows: portion }, 0, clock));
        }
    }

    /// Every row beside every row of the other side, one after the other.
    fn nested_loop(kept: &mut [Vec<Row>; 2], side: usize, rows: &[(bool, Row)]) -> Vec<Joined> {
        let mut joined = Vec::new();
        for &(added, row) in rows {
            match kept[side].iter().position(|r| *r == row) {
                Some(at) if !added => drop(kept[side].remove(at)),
                _ if added => kept[side].push(row),
                _ => {}
            }
            let partners = kept[1 - side].iter().filter(|partner| partner.0 == row.0);
            joined.extend(partners.map(|&partner| if side == 0 { (added, row, partner) } else { (added, partner, row) }));
        }
        joined.sort_unstable();
        joined
    }

    #[test]
    fn rows_that_come_and_go_make_what_a_nested_loop_makes() {
        for seed in 0..20 {
            let (mut state, clock) = (seed, Clock::simulated(0).0);
            let (mut operator, mut kept) = (join(None), [Vec::new(), Vec::new()]);
            for _ in 0..40 {
                let side = random(&mut state) as usize % 2;
                let mut row = |_| {
                    let key = Some(random(&mut state) as i64 % 3).filter(|key| *key != 0);
                    (!random(&mut state).is_multiple_of(3), (key, random(&mut state) as i64 % 4))
                };
                let rows: Vec<(bool, Row)> = (0..30).map(&mut row).collect();
                let portion = 1 + random(&mut state) as usize % 50;
                let expected = nested_loop(&mut kept, side, &rows);
                assert_eq!(apply(&mut *operator, side, &rows, portion, &clock), expected, "seed {seed}");
            }
        }
    }

    #[test]
    fn rows_are_forgotten_one_by_one() {
        let (clock, time) = Clock::simulated(0);
        let mut operator = join(Some(1_000));
        let (a, b) = ((Some(1), 10), (Some(1), 20));
        let mut put = |side: usize, rows: &[(bool, Row)], after_ms: u64| {
            time.advance(after_ms * 1_000_000);
            apply(&mut *operator, side, rows, 10, &clock)
        };
        assert!(put(0, &[(true, a)], 0).is_empty());
        assert!(put(0, &[(true, b)], 600).is_empty());
        assert_eq!(put(1, &[(true, a)], 600), [(true, b, a)], "the first row is 1,200 ms old");
        assert_eq!(put(1, &[(false, a)], 300), [(false, b, a)]);
        assert_eq!(put(0, &[(true, b)], 50), [], "the other side's row is gone");
        assert_eq!(put(1, &[(true, a)], 200), [(true, b, a), (true, b, a)], "a row that comes again renews its like");
        assert_eq!(put(1, &[(false, a)], 999), [], "all of the other side is forgotten");
    }
}
