//! One node on one shard: takes one event at a time from its gate through its operator or writer to its outbox.

use super::clock::ClockInstance;
use super::control::Control;
use super::inlet::Inlet;
use super::outbox::Outbox;
use super::source::{Pace, SourceInstance};
use crate::exchange::gate::Event;
use crate::observe::Counters;
use crate::operator::{Operator, Output, Portion, Step};
use crate::sink::Writer;
use crate::state::Entry;
use crate::{Batch, Clock, Failure, Packet, WATERMARK_MAX};
use std::collections::VecDeque;
use std::sync::Arc;

/// Entries encoded between two looks at the clock.
const ENCODE_ENTRIES: usize = 128;

/// A node instance.
pub(super) struct NodeInstance {
    pub node: usize,
    pub identity: String,
    pub counters: Arc<Counters>,
    pub outbox: Outbox,
    pub body: Body,
    /// The epoch whose barrier it has passed and, while `encoding`, is still writing.
    pub epoch: u64,
    pub encoding: bool,
}

/// What runs in it.
pub(super) enum Body {
    Source(SourceInstance),
    Operator(OperatorInstance),
    Clock(ClockInstance),
    Sink(SinkInstance),
}

/// An operator between its gate and its outbox.
pub(super) struct OperatorInstance {
    pub operator: Box<dyn Operator>,
    pub inlet: Inlet,
    /// How many rows it makes of its state at once.
    pub portion: Portion,
    pub activity: Option<Activity>,
    pub output: VecDeque<Batch>,
    pub ended: bool,
}

/// What an operator is in the middle of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activity {
    Applying,
    Advancing(i64),
    DrainingFor(u64),
    /// Drained, but the epoch before is still being written here: the barrier waits, the shard does not.
    AwaitingEncodingFor(u64),
    AdvancingToEnd,
    DrainingForEnd,
}

/// A writer behind its gate.
pub(super) struct SinkInstance {
    pub writer: Box<dyn Writer>,
    pub inlet: Inlet,
    pub control: Arc<Control>,
    /// All input has been seen; waits for the other shards before it publishes.
    pub input_ended: bool,
    pub finished: bool,
    pub unflushed: bool,
    /// When the writer wants to be flushed at the latest.
    pub flush_at_ns: Option<u64>,
}

impl NodeInstance {
    /// One step, if there is anything to do and room for what it gives.
    pub fn step(&mut self, clock: &Clock, deadline_ns: u64) -> Result<Pace, Failure> {
        if !self.outbox.flush() {
            return Ok(Pace::Waiting { until_ns: None });
        }
        let pace = match &mut self.body {
            Body::Source(source) => {
                let (pace, barrier) = source.step(&mut self.outbox, &self.counters, clock, deadline_ns)?;
                self.epoch = barrier.unwrap_or(self.epoch);
                pace
            }
            Body::Operator(_) => self.step_operator(clock, deadline_ns)?,
            Body::Clock(time) => {
                let (pace, barrier) = time.step(&mut self.outbox, &self.counters, clock);
                self.epoch = barrier.unwrap_or(self.epoch);
                pace
            }
            Body::Sink(sink) => {
                let (pace, barrier) = sink.step(self.node, &self.counters, clock)?;
                self.epoch = barrier.unwrap_or(self.epoch);
                pace
            }
        };
        self.outbox.flush();
        Ok(pace)
    }

    /// Whether nothing more will happen here.
    pub fn is_ended(&self) -> bool {
        match &self.body {
            Body::Source(source) => source.is_ended(),
            Body::Operator(operator) => operator.ended,
            Body::Clock(time) => time.ended,
            Body::Sink(sink) => sink.finished,
        }
    }

    fn step_operator(&mut self, clock: &Clock, deadline_ns: u64) -> Result<Pace, Failure> {
        let Body::Operator(instance) = &mut self.body else { unreachable!("called for operators") };
        if instance.ended {
            return Ok(Pace::Ended);
        }
        if let Some(waiting @ Activity::AwaitingEncodingFor(_)) = instance.activity {
            if self.encoding {
                return Ok(Pace::Waiting { until_ns: None });
            }
            self.complete(waiting, clock, deadline_ns)?;
            return Ok(Pace::Worked);
        }
        let mut late = 0;
        let mut out = Output::new(&mut instance.output, &mut late, &mut instance.portion, deadline_ns, clock);
        let mut taken = None;
        let (step, activity) = match instance.activity {
            Some(activity) => (instance.operator.resume(&mut out)?, activity),
            None if instance.operator.wake_at().is_some_and(|at_ms| at_ms <= clock.wall_ms()) => {
                (instance.operator.wake(clock.wall_ms(), &mut out)?, Activity::Applying)
            }
            None => match instance.inlet.next() {
                None => return Ok(Pace::Waiting { until_ns: instance.operator.wake_at().map(|at_ms| clock.when(at_ms)) }),
                Some(Event::Batch { side, batch }) => {
                    self.counters.rows_in.add(batch.rows() as u64);
                    taken = Some((batch.rows(), clock.now()));
                    let keys = instance.operator.keys(side, &batch);
                    (instance.operator.apply(side, batch, keys, &mut out)?, Activity::Applying)
                }
                Some(Event::Watermark(w)) => (instance.operator.advance(w, &mut out)?, Activity::Advancing(w)),
                Some(Event::Barrier(epoch)) => (instance.operator.drain(&mut out)?, Activity::DrainingFor(epoch)),
                Some(Event::End) => (instance.operator.advance(WATERMARK_MAX, &mut out)?, Activity::AdvancingToEnd),
                Some(Event::Idle) => {
                    self.outbox.tell(|| Packet::Idle);
                    return Ok(Pace::Worked);
                }
                Some(Event::Active) => {
                    self.outbox.tell(|| Packet::Active);
                    return Ok(Pace::Worked);
                }
            },
        };
        self.counters.late.add(late);
        for batch in instance.output.drain(..) {
            self.counters.rows_out.add(batch.rows() as u64);
            self.outbox.send(batch);
        }
        if let Some((rows, began_ns)) = taken {
            instance.inlet.note(rows, began_ns, clock);
        }
        instance.activity = Some(activity);
        if step == Step::Done {
            self.complete(activity, clock, deadline_ns)?;
        }
        Ok(Pace::Worked)
    }

    /// What follows once the operator has done all that an activity asked of it.
    fn complete(&mut self, activity: Activity, clock: &Clock, deadline_ns: u64) -> Result<(), Failure> {
        let Body::Operator(instance) = &mut self.body else { unreachable!("called for operators") };
        instance.activity = None;
        match activity {
            Activity::Applying => {}
            Activity::Advancing(watermark) => self.outbox.tell(|| Packet::Watermark(watermark)),
            Activity::DrainingFor(epoch) if self.encoding => {
                instance.activity = Some(Activity::AwaitingEncodingFor(epoch));
            }
            Activity::DrainingFor(epoch) | Activity::AwaitingEncodingFor(epoch) => {
                instance.operator.tables().into_iter().for_each(|table| table.flip());
                self.encoding = true;
                self.epoch = epoch;
                self.outbox.tell(|| Packet::Barrier(epoch));
            }
            Activity::AdvancingToEnd => {
                let mut late = 0;
                let mut out = Output::new(&mut instance.output, &mut late, &mut instance.portion, deadline_ns, clock);
                let step = instance.operator.drain(&mut out)?;
                for batch in instance.output.drain(..) {
                    self.counters.rows_out.add(batch.rows() as u64);
                    self.outbox.send(batch);
                }
                instance.activity = Some(Activity::DrainingForEnd);
                if step == Step::Done {
                    self.complete(Activity::DrainingForEnd, clock, deadline_ns)?;
                }
            }
            Activity::DrainingForEnd => {
                instance.ended = true;
                self.outbox.tell(|| Packet::End);
            }
        }
        Ok(())
    }

    /// Writes some of the ended epoch's entries; returns them by table.
    pub fn encode(&mut self) -> Vec<(&'static str, Vec<Entry>)> {
        let Body::Operator(instance) = &mut self.body else {
            self.encoding = false;
            return Vec::new();
        };
        let mut written = Vec::new();
        for table in instance.operator.tables() {
            let mut entries = Vec::new();
            let done = table.encode(ENCODE_ENTRIES, &mut entries);
            if !entries.is_empty() {
                written.push((table.name(), entries));
            }
            if !done {
                return written;
            }
        }
        self.encoding = false;
        written
    }

    /// The node's event time.
    pub fn watermark(&self) -> Option<i64> {
        match &self.body {
            Body::Operator(instance) => Some(instance.inlet.watermark()),
            Body::Clock(time) => Some(time.told),
            Body::Source(_) | Body::Sink(_) => None,
        }
    }
}

impl SinkInstance {
    fn step(&mut self, node: usize, counters: &Counters, clock: &Clock) -> Result<(Pace, Option<u64>), Failure> {
        if self.finished {
            return Ok((Pace::Ended, None));
        }
        if self.input_ended {
            return Ok((self.finish_with_others(node)?, None));
        }
        match self.inlet.next() {
            None => return Ok((self.flush(clock)?, None)),
            Some(Event::Batch { batch, .. }) => {
                counters.rows_in.add(batch.rows() as u64);
                let began_ns = clock.now();
                self.writer.write(&batch, self.inlet.watermark())?;
                self.inlet.note(batch.rows(), began_ns, clock);
                counters.rows_out.add(batch.rows() as u64);
                self.unflushed = true;
                if self.flush_at_ns.is_some_and(|at| clock.now() >= at) {
                    self.flush(clock)?;
                }
            }
            Some(Event::Barrier(epoch)) => return Ok((Pace::Worked, Some(epoch))),
            Some(Event::End) => {
                self.input_ended = true;
                self.control.note_ended(node);
            }
            Some(Event::Watermark(_)) => self.unflushed = true,
            Some(Event::Idle | Event::Active) => {}
        }
        Ok((Pace::Worked, None))
    }

    /// Publishes once every shard has seen its whole input: a failure anywhere before must publish nothing.
    fn finish_with_others(&mut self, node: usize) -> Result<Pace, Failure> {
        if !self.control.all_ended(node) {
            return Ok(Pace::Waiting { until_ns: None });
        }
        self.writer.finish()?;
        self.finished = true;
        Ok(Pace::Worked)
    }

    /// Shows what was written, now that there is time, or the writer's time has come.
    fn flush(&mut self, clock: &Clock) -> Result<Pace, Failure> {
        let is_due = self.flush_at_ns.is_some_and(|at| clock.now() >= at);
        if std::mem::take(&mut self.unflushed) || is_due {
            self.flush_at_ns = self.writer.flush(clock, self.inlet.watermark())?;
        }
        Ok(Pace::Waiting { until_ns: self.flush_at_ns })
    }
}
