//! ORDER BY with OFFSET and LIMIT over an input that ends: its rows in order, once all have been seen.
//!
//! Rows are kept under bytes that compare as the sort keys do, followed by a number of arrival, so that equal rows stay in order;
//! no more of them than can be put out. Runs on one shard. State: the rows.
//!
//! Numbers compare as numbers (NaN last, -0.0 before 0.0), texts by their bytes, arrays and rows from left to right,
//! the shorter array before one that it begins.

use super::{Operator, OperatorSpec, Output, Step};
use crate::exchange::KeyColumns;
use crate::state::{Keys, SortedTable, Table};
use crate::{Batch, Failure, WATERMARK_MAX};
use waterwheel_types::codec::{Rows, decode_rows};
use waterwheel_types::{DataType, Value, value_at};

/// What is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The column, of a type that has an order.
    pub column: usize,
    /// Largest first?
    pub descending: bool,
    /// NULL before everything else?
    pub nulls_first: bool,
}

/// Orders all rows.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The keys, most significant first.
    pub keys: Vec<SortKey>,
    /// The types of all columns.
    pub types: Vec<DataType>,
    /// Rows skipped in front.
    pub offset: u64,
    /// Rows put out at most.
    pub limit: Option<u64>,
}

impl OperatorSpec for Sort {
    fn instantiate(&self) -> Box<dyn Operator> {
        let one = KeyColumns::default().keys_of(&Batch::new(Vec::new(), 1));
        let key = one.rows.get(0).to_vec();
        Box::new(Instance { spec: self.clone(), rows: SortedTable::new("rows"), key, arrived: 0, skipped: 0 })
    }
}

struct Instance {
    spec: Sort,
    /// The one key, (sort keys, number of arrival) → row.
    rows: SortedTable,
    key: Vec<u8>,
    arrived: u64,
    /// Rows of the offset that have been passed over.
    skipped: u64,
}

/// Writes what a row is ordered by so that bytes compare as rows do; no row's bytes begin another's.
pub(super) fn write_sort_key(keys: &[SortKey], types: &[DataType], batch: &Batch, row: usize, out: &mut Vec<u8>) {
    for key in keys {
        let value = value_at(batch.column(key.column), &types[key.column], row);
        out.push(match (value.is_null(), key.nulls_first) {
            (true, true) => 0,
            (false, _) => 1,
            (true, false) => 2,
        });
        let from = out.len();
        write_ordered(&value, out);
        if key.descending {
            out[from..].iter_mut().for_each(|byte| *byte = !*byte);
        }
    }
}

impl Instance {
    /// Forgets the last row when it cannot be put out any more.
    fn trim(&mut self) {
        let Some(most) = self.spec.limit.map(|limit| limit.saturating_add(self.spec.offset)) else { return };
        while self.rows.len_of(&self.key) as u64 > most {
            let last = self.rows.entries(&self.key).next_back().map(|(sub, _)| sub.to_vec()).expect("it is not empty");
            self.rows.remove(&self.key, &last);
        }
    }

    fn put_out(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        loop {
            if out.must_pause() {
                return Ok(Step::More);
            }
            let subs: Vec<Vec<u8>> = self.rows.entries(&self.key).take(out.portion()).map(|(sub, _)| sub.to_vec()).collect();
            if subs.is_empty() {
                return Ok(Step::Done);
            }
            let mut rows = Vec::with_capacity(subs.len());
            for sub in subs {
                let row = self.rows.remove(&self.key, &sub).expect("listed above");
                if self.skipped < self.spec.offset {
                    self.skipped += 1;
                } else {
                    rows.push(row);
                }
            }
            let columns = decode_rows(rows.iter().map(Vec::as_slice), &self.spec.types).map_err(|e| Failure::bug(e.to_string()))?;
            out.push(Batch::new(columns, rows.len()));
        }
    }
}

/// Writes a value so that bytes compare as values do; no value's bytes begin another's.
fn write_ordered(value: &Value, out: &mut Vec<u8>) {
    let text = |bytes: &[u8], out: &mut Vec<u8>| {
        for &byte in bytes {
            out.push(byte);
            if byte == 0 {
                out.push(0xFF);
            }
        }
        out.extend([0, 0]);
    };
    match value {
        Value::Null => {}
        Value::Boolean(value) => out.push(u8::from(*value)),
        Value::Float(value) => write_ordered(&Value::Double(f64::from(*value)), out),
        Value::Double(value) => {
            let bits = if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() };
            let ordered = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
            out.extend(ordered.to_be_bytes());
        }
        Value::Decimal(value) => out.extend((*value as u128 ^ 1 << 127).to_be_bytes()),
        Value::Timestamp(value) => write_ordered(&Value::Decimal(value.packed()), out),
        Value::String(value) => text(value.as_bytes(), out),
        Value::Bytes(value) => text(value, out),
        Value::Array(values) => {
            values.iter().for_each(|value| write_part(value, out));
            out.push(0);
        }
        Value::Row(values) => values.iter().for_each(|value| write_part(value, out)),
        Value::Map(_) => unreachable!("the planner sorts by values that have an order"),
        value => {
            let value = value.as_i64().expect("what is left is held as an integer");
            out.extend((value as u64 ^ 1 << 63).to_be_bytes());
        }
    }
}

/// An element or a field, NULL before everything else, behind a byte above that of an array's end.
fn write_part(value: &Value, out: &mut Vec<u8>) {
    out.push(if value.is_null() { 1 } else { 2 });
    write_ordered(value, out);
}

impl Operator for Instance {
    fn keys(&self, _: usize, _: &Batch) -> Option<Keys> {
        None
    }

    fn apply(&mut self, _: usize, batch: Batch, _: Option<Keys>, _: &mut Output<'_>) -> Result<Step, Failure> {
        let encoded = Rows::encode(batch.columns(), &self.spec.types, batch.rows());
        for row in 0..batch.rows() {
            let mut sub = Vec::new();
            write_sort_key(&self.spec.keys, &self.spec.types, &batch, row, &mut sub);
            sub.extend(self.arrived.to_be_bytes());
            self.arrived += 1;
            self.rows.put(&self.key, &sub, encoded.get(row).to_vec());
            self.trim();
        }
        Ok(Step::Done)
    }

    fn advance(&mut self, watermark: i64, out: &mut Output<'_>) -> Result<Step, Failure> {
        if watermark == WATERMARK_MAX { self.put_out(out) } else { Ok(Step::Done) }
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.put_out(out)
    }

    fn drain(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume_at(&mut self, _: i64) {
        let last = |(sub, _): (&[u8], &[u8])| u64::from_be_bytes(*sub.last_chunk::<8>().expect("written by this operator")) + 1;
        self.arrived = self.rows.entries(&self.key).map(last).max().unwrap_or(0);
    }

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.rows]
    }
}
