//! A shard: one instance of every node of the graph, run in turns.
//!
//! One turn: every node in turn, sinks first so that queues empty from the front, each one step at a time, until nothing is left
//! to do or the turn's time is up; then a slice of encoding for the ended epoch. Nothing here waits: a node without input
//! or without room is passed over.

use super::control::Control;
use super::node::{Body, NodeInstance};
use super::source::Pace;
use crate::checkpoint::{Delivery, Part};
use crate::state::Entry;
use crate::{Clock, Failure};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use waterwheel_platform::driver::{Next, Turn};

/// How long the nodes of a turn may work.
const TURN_NS: u64 = 150_000;
/// How long a turn may then encode.
const ENCODE_NS: u64 = 80_000;
/// Entries of one table that lie together in a part.
const PIECE_ENTRIES: usize = 1_024;

/// One shard of a running job.
pub(super) struct Shard {
    number: usize,
    /// In the order of the graph: every node behind what feeds it.
    nodes: Vec<NodeInstance>,
    control: Arc<Control>,
    clock: Clock,
    deliveries: Sender<Delivery>,
    /// The epochs that are being put together, ascending: a node may pass the next barrier before another has passed this one.
    parts: VecDeque<(u64, Part)>,
    /// The last epoch delivered.
    delivered: u64,
    /// What the shard leaves behind, while it is being written: all nodes have ended.
    last: Option<Part>,
}

impl Shard {
    pub fn new(number: usize, nodes: Vec<NodeInstance>, control: Arc<Control>, clock: Clock, deliveries: Sender<Delivery>) -> Self {
        let delivered = control.requested_epoch();
        Shard { number, nodes, control, clock, deliveries, parts: VecDeque::new(), delivered, last: None }
    }

    /// Runs the nodes until nothing is left to do or the time is up; when to come back.
    fn run_nodes(&mut self) -> Result<Next, Failure> {
        let deadline_ns = self.clock.now() + TURN_NS;
        loop {
            let mut worked = false;
            let mut until_ns: Option<u64> = None;
            for node in self.nodes.iter_mut().rev() {
                let was_passed = node.epoch;
                let pace = node.step(&self.clock, deadline_ns).map_err(|f| f.at(format!("operator {}", node.identity)))?;
                if node.epoch > was_passed {
                    note_barrier(&mut self.parts, self.number, node);
                }
                match pace {
                    Pace::Worked => worked = true,
                    Pace::Waiting { until_ns: Some(at) } => until_ns = Some(until_ns.map_or(at, |other| other.min(at))),
                    Pace::Waiting { until_ns: None } | Pace::Ended => {}
                }
                if self.clock.now() >= deadline_ns {
                    return Ok(Next::Again);
                }
            }
            if !worked {
                return Ok(Next::Park { until_ns });
            }
        }
    }

    /// Hands the epoch over once every node has passed its barrier (or has ended) and is written.
    fn deliver(&mut self) {
        while let Some(&(epoch, _)) = self.parts.front() {
            let written = |n: &NodeInstance| n.epoch > epoch || (n.epoch == epoch && !n.encoding) || n.is_ended();
            if !self.nodes.iter().all(written) {
                return;
            }
            let (epoch, part) = self.parts.pop_front().expect("it was looked at");
            self.delivered = epoch;
            self.send(Delivery::Epoch(epoch, part));
        }
    }

    /// Begins to write what the shard leaves when all its nodes have ended: the changes since its last epoch.
    fn begin_last(&mut self) -> Part {
        let mut part = Part { shard: self.number, ..Part::default() };
        for node in &mut self.nodes {
            if let Body::Operator(instance) = &mut node.body {
                instance.operator.tables().into_iter().for_each(|table| table.flip());
                node.encoding = true;
            }
            note_positions(&mut part, node);
        }
        part
    }

    /// Writes what the shard leaves, for a slice of time; whether it has been delivered.
    fn deliver_last(&mut self) -> bool {
        if self.delivered == 0 {
            return true;
        }
        let mut part = self.last.take().unwrap_or_else(|| self.begin_last());
        let take = |node: &NodeInstance, table, entries| add_entries(&mut part, &node.identity, table, entries);
        if encode_nodes(&mut self.nodes, &self.clock, take) {
            self.last = Some(part);
            return false;
        }
        self.send(Delivery::Ended(part));
        true
    }

    fn send(&self, delivery: Delivery) {
        // Nobody listens when the job's handle was dropped: then nobody wants epochs.
        drop(self.deliveries.send(delivery));
    }

    fn turn_or_fail(&mut self) -> Result<Next, Failure> {
        if self.control.is_stopping() {
            self.stop_sinks()?;
            return Ok(Next::Done);
        }
        let mut next = self.run_nodes()?;
        if self.last.is_none() {
            let (parts, number) = (&mut self.parts, self.number);
            let take = |node: &NodeInstance, table, entries| {
                add_entries(part_of(parts, number, node.epoch), &node.identity, table, entries);
            };
            if encode_nodes(&mut self.nodes, &self.clock, take) {
                next = Next::Again;
            }
            self.deliver();
        }
        if self.parts.is_empty() && self.nodes.iter().all(NodeInstance::is_ended) {
            next = if self.deliver_last() { Next::Done } else { Next::Again };
        }
        Ok(next)
    }

    /// Shows what sinks have taken, when the job is stopped from outside. A failed job shows no more than it has.
    fn stop_sinks(&mut self) -> Result<(), Failure> {
        if self.control.failure().is_some() {
            return Ok(());
        }
        for node in &mut self.nodes {
            if let Body::Sink(sink) = &mut node.body {
                sink.writer.stop()?;
            }
        }
        Ok(())
    }
}

impl Turn for Shard {
    fn turn(&mut self) -> Next {
        self.turn_or_fail().unwrap_or_else(|failure| {
            self.control.fail(failure);
            Next::Done
        })
    }
}

/// The part of an epoch, a new one if need be.
fn part_of(parts: &mut VecDeque<(u64, Part)>, shard: usize, epoch: u64) -> &mut Part {
    let at = parts.iter().position(|(e, _)| *e == epoch).unwrap_or_else(|| {
        parts.push_back((epoch, Part { shard, ..Part::default() }));
        parts.len() - 1
    });
    &mut parts[at].1
}

/// Notes that a node has passed a barrier.
fn note_barrier(parts: &mut VecDeque<(u64, Part)>, shard: usize, node: &NodeInstance) {
    let part = part_of(parts, shard, node.epoch);
    note_positions(part, node);
    part.watermarks.extend(node.watermark().map(|watermark| (node.identity.clone(), watermark)));
}

fn note_positions(part: &mut Part, node: &NodeInstance) {
    if let Body::Source(source) = &node.body {
        let position = |(split, position): (&str, _)| ((node.identity.clone(), split.to_owned()), position);
        part.positions.extend(source.positions().map(position));
    }
}

/// Encodes for a slice of time and hands over what each node's tables wrote; true when there is more to encode.
fn encode_nodes(nodes: &mut [NodeInstance], clock: &Clock, mut take: impl FnMut(&NodeInstance, &'static str, Vec<Entry>)) -> bool {
    let deadline_ns = clock.now() + ENCODE_NS;
    while let Some(node) = nodes.iter_mut().find(|n| n.encoding) {
        let written = node.encode();
        written.into_iter().for_each(|(table, entries)| take(node, table, entries));
        if clock.now() >= deadline_ns {
            break;
        }
    }
    nodes.iter().any(|n| n.encoding)
}

/// Slices are joined to pieces of a bounded size: what was written before is not copied again.
fn add_entries(part: &mut Part, identity: &str, table: &'static str, mut entries: Vec<Entry>) {
    match part.entries.last_mut() {
        Some(((of, name), piece)) if of == identity && *name == table && piece.len() + entries.len() <= PIECE_ENTRIES => {
            piece.append(&mut entries);
        }
        _ => {
            let mut piece = Vec::with_capacity(PIECE_ENTRIES);
            piece.append(&mut entries);
            part.entries.push(((identity.to_owned(), table), piece));
        }
    }
}
