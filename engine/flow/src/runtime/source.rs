//! A source on one shard: claims chunks, decodes ahead, and puts rows out in the order of their split.

use super::control::Control;
use super::outbox::Outbox;
use super::splits::{Claim, Splits};
use crate::batch::Watermarks;
use crate::checkpoint::Position;
use crate::expression::Input;
use crate::graph::{EventTime, SourceNode};
use crate::observe::Counters;
use crate::operator::{Calc, Portion};
use crate::source::{Budget, Read, Reader, Rows};
use crate::{Batch, Clock, Failure, Packet, WATERMARK_MAX, WATERMARK_MIN};
use arrow_array::Array;
use std::collections::VecDeque;
use std::sync::Arc;
use waterwheel_types::column::timestamp_millis;

/// How many decoded batches wait for their turn before a shard stops decoding ahead.
const AHEAD_MAX: usize = 4;

/// What a chunk gave, in order.
enum Decoded {
    Rows(Rows),
    End,
}

/// Whether a step did anything, and when to come back if not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    Worked,
    Waiting { until_ns: Option<u64> },
    Ended,
}

/// One shard's instance of a source.
pub(super) struct SourceInstance {
    /// What leaves of what the reader gives.
    columns: Calc,
    time: Option<EventTime>,
    splits: Arc<Splits>,
    reader: Box<dyn Reader>,
    control: Arc<Control>,
    open: Option<Claim>,
    /// Nothing is left to claim.
    exhausted: bool,
    ahead: VecDeque<(Claim, Decoded)>,
    /// The most rows of one batch.
    portion: Portion,
    told: i64,
    /// Whether the queues have been told that the source is idle.
    idle: bool,
    /// The last barrier put out.
    epoch: u64,
    /// How far this shard knows each split to have been put out: by itself, so a part of the truth.
    reached: Vec<(usize, Position)>,
    ended: bool,
}

impl SourceInstance {
    pub fn new(node: SourceNode, splits: Arc<Splits>, control: Arc<Control>) -> Result<Self, Failure> {
        let reader = node.source.reader()?;
        let epoch = control.requested_epoch();
        let SourceNode { columns, description, time, .. } = node;
        Ok(SourceInstance {
            columns: Calc { condition: None, columns, reads_watermark: false, description },
            time,
            splits,
            reader,
            control,
            open: None,
            exhausted: false,
            ahead: VecDeque::new(),
            portion: Portion::default(),
            told: WATERMARK_MIN,
            idle: false,
            epoch,
            reached: Vec::new(),
            ended: false,
        })
    }

    /// One step: a barrier, or one batch put out, or some decoding. The outbox must be empty.
    pub fn step(
        &mut self,
        outbox: &mut Outbox,
        counters: &Counters,
        clock: &Clock,
        deadline_ns: u64,
    ) -> Result<(Pace, Option<u64>), Failure> {
        if self.ended {
            return Ok((Pace::Ended, None));
        }
        let requested = self.control.requested_epoch();
        if requested > self.epoch {
            self.epoch += 1;
            let epoch = self.epoch;
            outbox.tell(|| Packet::Barrier(epoch));
            return Ok((Pace::Worked, Some(epoch)));
        }
        let put_out = self.put_out(outbox, counters, clock)?;
        self.tell_watermark(outbox);
        if put_out {
            return Ok((Pace::Worked, None));
        }
        if self.exhausted && self.ahead.is_empty() {
            self.ended = true;
            outbox.tell(|| Packet::End);
            return Ok((Pace::Worked, None));
        }
        let pace = self.decode(clock, deadline_ns)?;
        Ok((self.watch_idleness(pace, outbox, clock), None))
    }

    /// Tells the queues when the source falls idle and when it speaks again, whichever shard's rows it is about; a shard that
    /// waits also wakes to find that out.
    fn watch_idleness(&mut self, pace: Pace, outbox: &mut Outbox, clock: &Clock) -> Pace {
        let timeout_ms = self.time.as_ref().map_or(0, |t| t.idle_timeout_ms);
        if timeout_ms <= 0 {
            return pace;
        }
        let idle_at_ns = self.splits.last_activity_ns() + timeout_ms as u64 * 1_000_000;
        let idle = clock.now() >= idle_at_ns;
        if idle != std::mem::replace(&mut self.idle, idle) {
            outbox.tell(|| if idle { Packet::Idle } else { Packet::Active });
            return Pace::Worked;
        }
        match pace {
            Pace::Waiting { until_ns } if !idle => Pace::Waiting { until_ns: Some(until_ns.map_or(idle_at_ns, |at| at.min(idle_at_ns))) },
            pace => pace,
        }
    }

    /// Whether everything has been put out.
    pub fn is_ended(&self) -> bool {
        self.ended
    }

    /// The splits' positions as far as this shard has put them out.
    pub fn positions(&self) -> impl Iterator<Item = (&str, Position)> {
        self.reached.iter().map(|&(split, position)| (self.splits.name(split), position))
    }

    fn decode(&mut self, clock: &Clock, deadline_ns: u64) -> Result<Pace, Failure> {
        if self.exhausted || self.ahead.len() >= AHEAD_MAX {
            return Ok(Pace::Waiting { until_ns: None });
        }
        let Some(claim) = self.open.or_else(|| self.splits.claim()) else {
            self.exhausted = true;
            return Ok(Pace::Worked);
        };
        if self.open.is_none() {
            self.reader.open(claim.split, claim.chunk, claim.within)?;
            self.open = Some(claim);
        }
        match self.reader.read(&Budget { rows_max: self.portion.rows(), deadline_ns, clock })? {
            Read::Rows(rows) => self.ahead.push_back((claim, Decoded::Rows(rows))),
            Read::NotYet { until_ns } => return Ok(Pace::Waiting { until_ns }),
            Read::ChunkEnd => {
                self.open = None;
                self.ahead.push_back((claim, Decoded::End));
            }
        }
        Ok(Pace::Worked)
    }

    /// Puts out the first thing decoded if it is its chunk's turn.
    fn put_out(&mut self, outbox: &mut Outbox, counters: &Counters, clock: &Clock) -> Result<bool, Failure> {
        let Some(&(claim, _)) = self.ahead.front() else { return Ok(false) };
        if !self.splits.is_turn_of(claim, self.epoch) {
            return Ok(false);
        }
        match self.ahead.pop_front() {
            Some((_, Decoded::Rows(rows))) => {
                counters.undecodable.add(rows.undecodable);
                counters.bytes.add(rows.bytes);
                counters.rows_in.add(rows.rows as u64);
                let position = rows.position;
                let began_ns = clock.now();
                let batch = self.stamp(claim.split, rows, clock)?;
                counters.rows_out.add(batch.rows() as u64);
                self.note_reached(claim.split, claim.chunk, position);
                if batch.rows() > 0 {
                    self.splits.note_activity(clock.now());
                    if std::mem::take(&mut self.idle) {
                        outbox.tell(|| Packet::Active);
                    }
                    let rows = batch.rows();
                    outbox.send(batch);
                    self.portion.note(rows, clock.now() - began_ns);
                }
            }
            Some((_, Decoded::End)) => {
                self.note_reached(claim.split, claim.chunk + 1, 0);
                self.splits.pass(claim, self.epoch);
                self.control.wake_all();
            }
            None => unreachable!("the front was looked at"),
        }
        Ok(true)
    }

    fn note_reached(&mut self, split: usize, chunk: u64, within: u64) {
        let rule = self.splits.rule(split);
        let position = Position { chunk, within, watermark_max: rule.max, watermark_emitted: rule.emitted };
        match self.reached.iter_mut().find(|(s, _)| *s == split) {
            Some((_, known)) => *known = position,
            None => self.reached.push((split, position)),
        }
    }

    /// Computes the columns that leave the node and decides the rows' watermarks.
    fn stamp(&mut self, split: usize, rows: Rows, clock: &Clock) -> Result<Batch, Failure> {
        let batch = self.columns.of_batch(&Batch::new(rows.columns, rows.rows), clock.wall_ms(), self.told)?;
        match &self.time {
            Some(time) if batch.rows() > 0 => {
                let watermarks = assign_watermarks(time, &self.splits, split, &batch, clock)?;
                Ok(batch.with_watermarks(watermarks))
            }
            _ => Ok(batch),
        }
    }

    /// Tells the source's watermark when it has moved, whichever shard moved it.
    fn tell_watermark(&mut self, outbox: &mut Outbox) {
        let watermark = self.splits.watermark();
        if self.time.is_some() && watermark > self.told && watermark < WATERMARK_MAX {
            self.told = watermark;
            outbox.tell(|| Packet::Watermark(watermark));
            self.control.wake_all();
        }
    }
}

/// Runs the watermark rule over a batch; the watermark column, when some row is not ahead of what was emitted before it.
fn assign_watermarks(time: &EventTime, splits: &Splits, split: usize, batch: &Batch, clock: &Clock) -> Result<Option<Watermarks>, Failure> {
    let column = batch.column(time.column);
    if column.null_count() > 0 {
        let row = (0..batch.rows()).find(|&row| column.is_null(row)).expect("there is a NULL");
        return Err(null_time(&time.name).at(format!("row {} of a batch of split {}", row + 1, splits.name(split))));
    }
    let input = Input { columns: batch.columns(), rows: batch.rows(), wall_ms: clock.wall_ms(), watermark: WATERMARK_MIN };
    let implied = time.watermark.evaluate(&input)?;
    let (times, values, nulls) = (timestamp_millis(column), timestamp_millis(&implied), implied.nulls());
    let others = splits.watermark_without(split);
    let mut rule = splits.rule(split);
    let mut watermarks = Watermarks::default();
    let mut all_ahead = true;
    for (row, (time_ms, value)) in times.zip(values).enumerate() {
        let in_force = rule.watermark().min(others);
        all_ahead &= time_ms > in_force;
        watermarks.extend(1, in_force);
        if nulls.is_none_or(|n| n.is_valid(row)) {
            rule.observe(value, time.interval_ms);
        }
    }
    splits.set_rule(split, rule);
    Ok((time.stamps_every_row || !all_ahead).then_some(watermarks))
}

fn null_time(name: &str) -> Failure {
    Failure::data(format!("the time attribute `{name}` is NULL: expected a timestamp in every row, as its WATERMARK demands"))
        .hint(format!("give rows without a time one (a computed column with COALESCE), or filter them out before they get here; `{name}` must not be NULL"))
}
