//! A clock on one shard: rows leave event time here and go on under the time of the wall clock.
//!
//! Each row gets the time at which it comes by in a column of its own; watermarks of the clock take the place of those that come in.
//! They are told in front of rows, so that none is late, and when a tick is due without any row. The time of a shard never goes back,
//! not even when the machine's clock does, or over a restart.

use super::outbox::Outbox;
use super::source::Pace;
use crate::exchange::gate::{Event, Gate};
use crate::graph::Ticks;
use crate::observe::Counters;
use crate::{Batch, Clock, Packet};
use waterwheel_types::column::column_of_millis;

/// A clock between its gate and its outbox.
pub(super) struct ClockInstance {
    pub gate: Gate,
    pub ticks: Ticks,
    /// The watermark last told.
    pub told: i64,
    /// When it is to be told again.
    pub tick_ms: i64,
    pub ended: bool,
}

impl ClockInstance {
    pub fn new(gate: Gate, ticks: Ticks, told: i64) -> Self {
        ClockInstance { gate, ticks, told, tick_ms: i64::MIN, ended: false }
    }

    /// One step: a tick, or what comes in next. The outbox must be empty.
    pub fn step(&mut self, outbox: &mut Outbox, counters: &Counters, clock: &Clock) -> (Pace, Option<u64>) {
        if self.ended {
            return (Pace::Ended, None);
        }
        let now_ms = clock.wall_ms().max(self.told.saturating_add(1));
        if now_ms >= self.tick_ms {
            self.tick_ms = self.ticks.after(now_ms);
            self.tell(now_ms, outbox);
            return (Pace::Worked, None);
        }
        match self.gate.next() {
            None => return (Pace::Waiting { until_ns: Some(clock.when(self.tick_ms)) }, None),
            Some(Event::Batch { batch, .. }) => {
                counters.rows_in.add(batch.rows() as u64);
                counters.rows_out.add(batch.rows() as u64);
                self.tell(now_ms, outbox);
                outbox.send(stamped(batch, now_ms));
            }
            Some(Event::Barrier(epoch)) => {
                outbox.tell(|| Packet::Barrier(epoch));
                return (Pace::Worked, Some(epoch));
            }
            Some(Event::End) => {
                self.ended = true;
                outbox.tell(|| Packet::End);
            }
            Some(Event::Watermark(_) | Event::Idle | Event::Active) => {}
        }
        (Pace::Worked, None)
    }

    /// No row of a time before `now_ms` comes any more.
    fn tell(&mut self, now_ms: i64, outbox: &mut Outbox) {
        let watermark = now_ms - 1;
        if watermark > self.told {
            self.told = watermark;
            outbox.tell(|| Packet::Watermark(watermark));
        }
    }
}

fn stamped(batch: Batch, now_ms: i64) -> Batch {
    let mut columns = batch.columns().to_vec();
    columns.push(column_of_millis(std::iter::repeat_n(now_ms, batch.rows())));
    batch.with_columns(columns).with_watermarks(None)
}
