//! Running a graph: an instance of every node on every shard, queues between them, and the job's handle.
//!
//! [`Job::new`] looks at the outside (splits of sources, sinks) and wires everything; [`Job::run`] gives the shards to a driver and
//! returns when all have ended, when one failed, or when the [`Handle`] stopped the job. There is no coordinator thread:
//! shards meet in the few atomics of `control` and of each source's `splits`.

mod clock;
mod control;
mod inlet;
mod node;
mod outbox;
mod shard;
mod source;
mod splits;

use crate::checkpoint::{Delivery, Snapshot};
use crate::exchange::Exchange;
use crate::exchange::edge::{QUEUE_PACKETS, Receiver, Sender, local};
use crate::exchange::gate::Gate;
use crate::graph::{Graph, NodeKind};
use crate::observe::{Counters, NodeCounts};
use crate::operator::Portion;
use crate::{Clock, Failure, WATERMARK_MIN};
use clock::ClockInstance;
use control::{Control, Presence};
use inlet::Inlet;
use node::{Body, NodeInstance, OperatorInstance, SinkInstance};
use outbox::{Outbox, Outlet};
use shard::Shard;
use source::SourceInstance;
use splits::Splits;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::mpsc;
use waterwheel_platform::driver::{Build, Driver, DriverError, Next, Turn};
use waterwheel_platform::spsc;
use waterwheel_platform::wake::Waker;

/// A wired job, ready to run.
pub struct Job {
    driver: Box<dyn Driver>,
    builds: Vec<Build>,
    handle: Handle,
    deliveries: mpsc::Receiver<Delivery>,
}

/// Looks at a job and stops it, from any thread.
#[derive(Clone, Debug)]
pub struct Handle {
    control: Arc<Control>,
    /// By node, then by shard.
    counters: Arc<Vec<Vec<Arc<Counters>>>>,
    bytes: Option<u64>,
}

/// How a job ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All input was processed and published.
    Finished,
    /// It was stopped: what was in flight is not in the results.
    Stopped,
}

impl Handle {
    /// Ends the job soon, without waiting for the end of its input. Sinks show what they have taken.
    pub fn stop(&self) {
        self.control.stop();
    }

    /// The shards that have not come to rest: after a [`stop`](Handle::stop) those that are still in a turn.
    pub fn busy_shards(&self) -> Vec<usize> {
        self.control.busy_shards()
    }

    /// Asks for a consistent cut and returns its epoch. Only one may be under way.
    pub fn request_epoch(&self) -> u64 {
        self.control.request_epoch()
    }

    /// The counts of each node of the graph, in its order, over all shards.
    pub fn counts(&self) -> Vec<NodeCounts> {
        let sum = |shards: &Vec<Arc<Counters>>| {
            let mut counts = NodeCounts::default();
            shards.iter().for_each(|c| counts.add(c));
            counts
        };
        self.counters.iter().map(sum).collect()
    }

    /// The size of all input in bytes, where every source knows it.
    pub fn bytes_total(&self) -> Option<u64> {
        self.bytes
    }
}

impl Job {
    /// Wires `graph` for the shards of `driver`. With a snapshot, it goes on from there.
    ///
    /// Fails when a source's splits or a sink's target cannot be had.
    pub fn new(graph: Graph, driver: Box<dyn Driver>, restore: Option<Arc<Snapshot>>) -> Result<Job, Failure> {
        let wakers = driver.wakers();
        let shards = wakers.len();
        let (splits, bytes) = open_sources(&graph, restore.as_deref())?;
        prepare_sinks(&graph)?;
        let first_epoch = restore.as_ref().map_or(0, |s| s.epoch);
        let control = Arc::new(Control::new(graph.nodes.len(), first_epoch, wakers.clone()));
        let counters: Vec<Vec<_>> = graph.nodes.iter().map(|_| (0..shards).map(|_| Arc::new(Counters::default())).collect()).collect();
        let handle = Handle { control: Arc::clone(&control), counters: Arc::new(counters), bytes };
        let mut remotes = remote_queues(&graph, &wakers);
        let graph = Arc::new(graph);
        let (sender, deliveries) = mpsc::channel();
        let build = |number: usize| {
            let plan = Plan {
                number,
                shards,
                graph: Arc::clone(&graph),
                splits: splits.clone(),
                queues: std::mem::take(&mut remotes[number]),
                handle: handle.clone(),
                restore: restore.clone(),
            };
            let (deliveries, clock) = (sender.clone(), driver.clock());
            let build: Build = Box::new(move |_| plan.build(clock, deliveries));
            build
        };
        let builds = (0..shards).map(build).collect();
        Ok(Job { driver, builds, handle, deliveries })
    }

    /// The handle of the job.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Runs until the end; blocks. `deliveries` sees the parts of epochs as shards write them, on another thread or, when
    /// everything runs on this one, after the end.
    pub fn run(self, deliveries: impl FnOnce(mpsc::Receiver<Delivery>)) -> Result<Outcome, Failure> {
        let ended = self.driver.run(self.builds);
        deliveries(self.deliveries);
        if let Some(failure) = self.handle.control.failure() {
            return Err(failure);
        }
        match ended {
            Ok(()) if self.handle.control.is_stopping() => Ok(Outcome::Stopped),
            Ok(()) => Ok(Outcome::Finished),
            Err(DriverError::Stopped) => Ok(Outcome::Stopped),
            Err(error @ (DriverError::ShardPanicked { .. } | DriverError::Deadlock { .. } | DriverError::TurnsExhausted { .. })) => {
                Err(Failure::bug(error.to_string()))
            }
            Err(error) => Err(Failure::world(error.to_string())),
        }
    }
}

type SourceSplits = BTreeMap<usize, Arc<Splits>>;

fn open_sources(graph: &Graph, restore: Option<&Snapshot>) -> Result<(SourceSplits, Option<u64>), Failure> {
    let mut opened = BTreeMap::new();
    let mut bytes = Some(0);
    for (number, node) in graph.nodes.iter().enumerate() {
        let NodeKind::Source(source) = &node.kind else { continue };
        let splits = source.source.splits().map_err(|f| f.at(format!("operator {}", node.identity)))?;
        let size: Option<u64> = splits.iter().map(|s| s.bytes).sum();
        bytes = bytes.zip(size).map(|(a, b)| a + b);
        let restored = |split: &str| restore.and_then(|s| s.position(&node.identity, split));
        opened.insert(number, Arc::new(Splits::new(splits, restored)));
    }
    Ok((opened, bytes))
}

fn prepare_sinks(graph: &Graph) -> Result<(), Failure> {
    for node in &graph.nodes {
        if let NodeKind::Sink(sink) = &node.kind {
            sink.prepare().map_err(|f| f.at(format!("operator {}", node.identity)))?;
        }
    }
    Ok(())
}

/// The ends of the queues to and from other shards that one shard holds, by (edge, other shard).
#[derive(Default)]
struct Queues {
    senders: BTreeMap<(usize, usize), Sender>,
    receivers: BTreeMap<(usize, usize), Receiver>,
}

// The local variants are not `Send`; only remote ends are made before the shard's thread is.
#[derive(Default)]
struct RemoteQueues {
    senders: BTreeMap<(usize, usize), (spsc::Producer<crate::Packet>, Waker)>,
    receivers: BTreeMap<(usize, usize), (spsc::Consumer<crate::Packet>, Waker)>,
}

impl RemoteQueues {
    fn into_queues(self) -> Queues {
        let sender = |(at, (queue, waker))| (at, Sender::Remote { queue, waker });
        let receiver = |(at, (queue, waker))| (at, Receiver::Remote { queue, waker });
        Queues { senders: self.senders.into_iter().map(sender).collect(), receivers: self.receivers.into_iter().map(receiver).collect() }
    }
}

fn remote_queues(graph: &Graph, wakers: &[Waker]) -> Vec<RemoteQueues> {
    let shards = wakers.len();
    let mut queues: Vec<RemoteQueues> = (0..shards).map(|_| RemoteQueues::default()).collect();
    for (number, edge) in graph.edges.iter().enumerate() {
        if edge.exchange == Exchange::Forward {
            continue;
        }
        for from in 0..shards {
            for to in (0..shards).filter(|&to| to != from) {
                let (producer, consumer) = spsc::channel(QUEUE_PACKETS);
                queues[from].senders.insert((number, to), (producer, wakers[to].clone()));
                queues[to].receivers.insert((number, from), (consumer, wakers[from].clone()));
            }
        }
    }
    queues
}

/// What a shard's thread needs to build its shard.
struct Plan {
    number: usize,
    shards: usize,
    graph: Arc<Graph>,
    splits: SourceSplits,
    queues: RemoteQueues,
    handle: Handle,
    restore: Option<Arc<Snapshot>>,
}

/// A shard on its thread, noted to be there. One that could not be built ends at once; the failure is in the control.
struct Present {
    shard: Option<Shard>,
    _presence: Presence,
}

impl Turn for Present {
    fn turn(&mut self) -> Next {
        self.shard.as_mut().map_or(Next::Done, Turn::turn)
    }
}

impl Plan {
    fn build(self, clock: Clock, deliveries: mpsc::Sender<Delivery>) -> Box<dyn Turn> {
        let (number, control) = (self.number, Arc::clone(&self.handle.control));
        let presence = Presence::new(number, Arc::clone(&control));
        let shard = match self.nodes() {
            Ok(nodes) => Some(Shard::new(number, nodes, control, clock, deliveries)),
            Err(failure) => {
                control.fail(failure);
                None
            }
        };
        Box::new(Present { shard, _presence: presence })
    }

    fn nodes(mut self) -> Result<Vec<NodeInstance>, Failure> {
        let mut queues = std::mem::take(&mut self.queues).into_queues();
        let graph = Arc::clone(&self.graph);
        let mut outlets: Vec<Vec<Outlet>> = graph.nodes.iter().map(|_| Vec::new()).collect();
        let mut inlets: Vec<Vec<(usize, Receiver)>> = graph.nodes.iter().map(|_| Vec::new()).collect();
        for (number, edge) in graph.edges.iter().enumerate() {
            let reach = if edge.exchange == Exchange::Forward { self.number..self.number + 1 } else { 0..self.shards };
            let mut senders = Vec::new();
            for shard in reach {
                let (sender, receiver) = if shard == self.number {
                    local()
                } else {
                    let missing = "a queue to and from every other shard was made";
                    let at = (number, shard);
                    (queues.senders.remove(&at).expect(missing), queues.receivers.remove(&at).expect(missing))
                };
                senders.push(sender);
                inlets[edge.to].push((edge.side, receiver));
            }
            outlets[edge.from].push(Outlet { exchange: edge.exchange.clone(), senders });
        }
        let ends = outlets.into_iter().zip(inlets);
        ends.enumerate().map(|(node, (outlets, inlets))| self.instance(node, outlets, inlets)).collect()
    }

    fn instance(&self, number: usize, outlets: Vec<Outlet>, inlets: Vec<(usize, Receiver)>) -> Result<NodeInstance, Failure> {
        let node = &self.graph.nodes[number];
        let body = self.body(number, inlets).map_err(|f| f.at(format!("operator {}", node.identity)))?;
        Ok(NodeInstance {
            node: number,
            identity: node.identity.clone(),
            counters: Arc::clone(&self.handle.counters[number][self.number]),
            outbox: Outbox::new(outlets),
            body,
            epoch: self.handle.control.requested_epoch(),
            encoding: false,
        })
    }

    fn body(&self, number: usize, inlets: Vec<(usize, Receiver)>) -> Result<Body, Failure> {
        let control = Arc::clone(&self.handle.control);
        match &self.graph.nodes[number].kind {
            NodeKind::Source(source) => Ok(Body::Source(SourceInstance::new(source.clone(), Arc::clone(&self.splits[&number]), control)?)),
            NodeKind::Operator(spec) => {
                let mut operator = spec.instantiate();
                self.restore(&self.graph.nodes[number].identity, &mut *operator)?;
                Ok(Body::Operator(OperatorInstance {
                    operator,
                    inlet: Inlet::new(Gate::new(inlets)),
                    portion: Portion::default(),
                    activity: None,
                    output: VecDeque::new(),
                    ended: false,
                }))
            }
            NodeKind::Clock(ticks) => {
                let told = self.restore.as_ref().and_then(|s| s.watermark(&self.graph.nodes[number].identity));
                Ok(Body::Clock(ClockInstance::new(Gate::new(inlets), ticks.clone(), told.unwrap_or(WATERMARK_MIN))))
            }
            NodeKind::Sink(sink) => Ok(Body::Sink(SinkInstance {
                writer: sink.writer(self.number, self.shards)?,
                inlet: Inlet::new(Gate::new(inlets)),
                control,
                input_ended: false,
                finished: false,
                unflushed: false,
                flush_at_ns: None,
            })),
        }
    }

    fn restore(&self, identity: &str, operator: &mut dyn crate::operator::Operator) -> Result<(), Failure> {
        let Some(snapshot) = &self.restore else { return Ok(()) };
        for table in operator.tables() {
            let name = table.name();
            snapshot
                .restore(identity, table, self.number, self.shards)
                .map_err(|e| Failure::world(format!("table {name} of the snapshot cannot be read: {e}")))?;
        }
        if let Some(watermark) = snapshot.watermark(identity) {
            operator.resume_at(watermark);
        }
        Ok(())
    }
}
