//! Group aggregation: one result per key, kept up to date as rows come and go.
//!
//! Of each batch (or of each row, [`Emission::PerRow`]) the changes are netted per key: a new key gives `+I`, a key
//! whose result differs from before gives `-U` and `+U`, a key whose last row is retracted gives `-D`; keys come in the
//! order in which the batch last names them, so that who keeps the order of rows sees them as if they had come one by
//! one. Results from before are not stored: they are computed from the accumulators before these take the batch in. A
//! change has the watermark of the last row that names its key, so that it is late where that row is. A batch job ([`Emission::AtEnd`]) puts out final results only, as `+I`, when its input has ended.
//!
//! Output columns: the key columns, then the results of the calls. State: one accumulator set per key, and the distinct
//! values of each key for calls with DISTINCT, for ever, or until the key's last row is retracted, or until the key (or
//! the value) has not been updated for a given time. With such a time a change is put out for every key that is named,
//! even when its result is what it was, so that whoever keeps state behind this operator does not forget earlier.

mod distinct;
mod idle;
mod in_place;

pub use distinct::Distinct;
pub(super) use idle::is_over;
pub use in_place::InPlace;

use super::net::NetChanges;
use super::{Operator, OperatorSpec, Output, Step};
use crate::batch::Watermarks;
use crate::exchange::KeyColumns;
use crate::state::{Chunks, Keys, Layout, SlotTable, Table};
use crate::{Batch, Failure, WATERMARK_MAX};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use distinct::DistinctRows;
use idle::{Idle, stamped};
use std::collections::HashSet;
use std::sync::Arc;
use waterwheel_types::codec::{Rows, decode_rows};
use waterwheel_types::{Column, DataType};

/// When results leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emission {
    /// After each batch, one net change per key.
    Netted,
    /// After each row.
    PerRow,
    /// When the input has ended.
    AtEnd,
}

/// Aggregation by key.
#[derive(Clone, Debug)]
pub struct GroupAggregate {
    /// The group's key.
    pub key: KeyColumns,
    /// The aggregate calls. They may read, behind the input's columns, one BOOLEAN column per entry of `distinct`.
    pub layout: Arc<Layout>,
    /// Whether the last call counts the group's rows, as BIGINT: needed where rows can be retracted, and not put out.
    pub counted: bool,
    /// What marks the rows that calls with DISTINCT take.
    pub distinct: Vec<Distinct>,
    /// When results leave.
    pub emission: Emission,
    /// Groups and distinct values that have not been updated for so long are forgotten; milliseconds by the wall clock.
    /// Then one more column follows the input's and those of `distinct`, and the last call is [`InPlace::last_update`] of it,
    /// which is not put out.
    pub ttl_ms: Option<i64>,
}

impl OperatorSpec for GroupAggregate {
    fn instantiate(&self) -> Box<dyn Operator> {
        Box::new(Instance {
            table: SlotTable::new("groups", Arc::clone(&self.layout)),
            distinct: DistinctRows::new(&self.distinct, self.ttl_ms),
            idle: self.ttl_ms.map(Idle::new),
            result_types: self.layout.result_types(),
            marks: Chunks::default(),
            mark: 0,
            leaving: None,
            spec: self.clone(),
        })
    }
}

struct Instance {
    spec: GroupAggregate,
    table: SlotTable,
    distinct: DistinctRows,
    idle: Option<Idle>,
    /// The types of all calls' results.
    result_types: Vec<DataType>,
    /// `marks[slot].0 == mark`: the rows that are being taken in have named this slot already, as the group `marks[slot].1`.
    marks: Chunks<(u32, u32)>,
    mark: u32,
    /// At the end of the input: the slot to go on from.
    leaving: Option<u32>,
}

/// The groups that some rows belong to.
struct Touched {
    /// The slot of each row.
    slots: Vec<u32>,
    /// The slots, each once, in the order in which the rows name them.
    groups: Vec<u32>,
    /// For each of `groups`: its position among those that were there before.
    before: Vec<Option<usize>>,
    /// For each of `groups`: the last row that names it.
    last: Vec<usize>,
}

impl Instance {
    /// Takes rows `first..first + rows.rows()` of a batch in and puts out what they change.
    fn take_rows(&mut self, rows: &Batch, keys: &Keys, first: usize, out: &mut Output<'_>) -> Result<(), Failure> {
        let touched = self.touch(keys, first..first + rows.rows());
        let known: Vec<u32> =
            touched.groups.iter().zip(&touched.before).filter(|(_, before)| before.is_some()).map(|(&slot, _)| slot).collect();
        let before = self.table.finish(&known)?;
        self.table.update(&touched.slots, rows)?;
        let after = self.table.finish(&touched.groups)?;
        let live = self.live(&after, touched.groups.len());
        let changes = self.changes(&touched, &before, &after, &live);
        let watermarks = rows.watermarks().map(|all| changes.groups().map(|group| all.at(touched.last[group] - first)).collect());
        self.put_out(&touched, changes, &[before, after], watermarks, out)?;
        let empty = touched.groups.iter().zip(&live).filter(|(_, live)| !**live);
        empty.into_iter().try_for_each(|(&slot, _)| self.table.remove(slot))
    }

    fn touch(&mut self, keys: &Keys, rows: std::ops::Range<usize>) -> Touched {
        self.mark = self.mark.wrapping_add(1);
        let mut touched = Touched { slots: Vec::with_capacity(rows.len()), groups: Vec::new(), before: Vec::new(), last: Vec::new() };
        let mut made = self.table.slots_of(keys, rows.clone(), &mut touched.slots).into_iter().peekable();
        let mut known = 0;
        for (row, &slot) in rows.zip(&touched.slots) {
            while self.marks.len() <= slot as usize {
                self.marks.push((self.mark.wrapping_sub(1), 0));
            }
            let (mark, group) = self.marks[slot as usize];
            if mark == self.mark {
                touched.last[group as usize] = row;
                continue;
            }
            self.marks[slot as usize] = (self.mark, touched.groups.len() as u32);
            touched.last.push(row);
            touched.groups.push(slot);
            let is_new = made.next_if_eq(&slot).is_some();
            touched.before.push((!is_new).then_some(known));
            known += usize::from(!is_new);
        }
        touched
    }

    /// Whether each group has rows left.
    fn live(&self, after: &[Column], groups: usize) -> Vec<bool> {
        match self.spec.counted.then(|| &after[self.shown()]) {
            Some(counts) => counts.as_primitive::<Int64Type>().values().iter().map(|&count| count > 0).collect(),
            None => vec![true; groups],
        }
    }

    /// What the groups' results before and after amount to.
    fn changes(&self, touched: &Touched, before: &[Column], after: &[Column], live: &[bool]) -> NetChanges {
        let shown = self.shown();
        let encode = |columns: &[Column], rows| Rows::encode(&columns[..shown], &self.result_types[..shown], rows);
        let known = touched.before.iter().flatten().count();
        let (old, new) = (encode(before, known), encode(after, touched.groups.len()));
        let mut changes = NetChanges::default();
        let mut order: Vec<usize> = (0..touched.groups.len()).collect();
        order.sort_unstable_by_key(|&group| touched.last[group]);
        for group in order {
            match touched.before[group] {
                None if live[group] => changes.insert(group),
                Some(at) if !live[group] => changes.delete(group, at),
                Some(at) if self.idle.is_some() || old.get(at) != new.get(group) => changes.update(group, at),
                _ => {}
            }
        }
        changes
    }

    /// How many of the calls are put out.
    fn shown(&self) -> usize {
        self.result_types.len() - usize::from(self.spec.counted) - usize::from(self.spec.ttl_ms.is_some())
    }

    fn put_out(
        &self,
        touched: &Touched,
        changes: NetChanges,
        results: &[Vec<Column>; 2],
        watermarks: Option<Watermarks>,
        out: &mut Output<'_>,
    ) -> Result<(), Failure> {
        if !changes.is_empty() {
            let batch = changes.into_batch(&self.key_columns(&touched.groups)?, results, self.shown());
            out.push(batch.with_watermarks(watermarks));
        }
        Ok(())
    }

    fn key_columns(&self, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let keys = slots.iter().map(|&slot| self.table.key(slot));
        decode_rows(keys, &self.spec.key.types).map_err(|e| Failure::bug(e.to_string()))
    }

    /// Forgets what is idle; the rows to be taken in, with the columns that the calls read behind their own.
    fn without_idle(&mut self, batch: Batch, keys: Keys, now_ms: i64) -> Result<(Batch, Keys), Failure> {
        let Some(idle) = &mut self.idle else { return Ok((self.distinct.mark(batch, &keys, now_ms)?, keys)) };
        let (batch, keys) = match idle.forget(&mut self.table, &keys, &batch, now_ms)? {
            None => (batch, keys),
            Some(kept) => {
                let batch = batch.filter(&kept);
                let keys = self.spec.key.keys_of(&batch);
                (batch, keys)
            }
        };
        Ok((stamped(self.distinct.mark(batch, &keys, now_ms)?, now_ms), keys))
    }

    /// Takes a batch in row by row: as many rows at once as name different keys.
    fn take_singly(&mut self, batch: &Batch, keys: &Keys, out: &mut Output<'_>) -> Result<(), Failure> {
        let mut start = 0;
        while start < batch.rows() {
            let mut named = HashSet::new();
            let end = start + keys.hashes[start..].iter().take_while(|hash| named.insert(**hash)).count();
            self.take_rows(&batch.slice(start, end - start), keys, start, out)?;
            start = end;
        }
        Ok(())
    }

    /// Puts the final results out, until done or told to pause.
    fn leave(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        while let Some(from) = self.leaving {
            if out.must_pause() {
                return Ok(Step::More);
            }
            let (slots, rest) = self.table.live_slots(from, out.portion());
            let mut columns = self.key_columns(&slots)?;
            let mut results = self.table.finish(&slots)?;
            results.truncate(self.shown());
            columns.append(&mut results);
            out.push(Batch::new(columns, slots.len()));
            self.leaving = rest;
        }
        Ok(Step::Done)
    }
}

impl Operator for Instance {
    fn keys(&self, _: usize, batch: &Batch) -> Option<Keys> {
        Some(self.spec.key.keys_of(batch))
    }

    fn apply(&mut self, _: usize, batch: Batch, keys: Option<Keys>, out: &mut Output<'_>) -> Result<Step, Failure> {
        let keys = keys.expect("keys were named");
        let (batch, keys) = self.without_idle(batch, keys, out.wall_ms())?;
        match self.spec.emission {
            Emission::Netted => self.take_rows(&batch, &keys, 0, out)?,
            Emission::PerRow => self.take_singly(&batch, &keys, out)?,
            Emission::AtEnd => {
                let mut slots = Vec::new();
                self.table.slots_of(&keys, 0..keys.len(), &mut slots);
                self.table.update(&slots, &batch)?;
            }
        }
        Ok(Step::Done)
    }

    fn advance(&mut self, watermark: i64, out: &mut Output<'_>) -> Result<Step, Failure> {
        if watermark == WATERMARK_MAX && self.spec.emission == Emission::AtEnd {
            self.leaving = Some(0);
        }
        self.leave(out)
    }

    fn resume(&mut self, out: &mut Output<'_>) -> Result<Step, Failure> {
        self.leave(out)
    }

    fn drain(&mut self, _: &mut Output<'_>) -> Result<Step, Failure> {
        Ok(Step::Done)
    }

    fn resume_at(&mut self, _: i64) {}

    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.table, self.distinct.table()]
    }
}
