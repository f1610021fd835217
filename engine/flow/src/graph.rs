//! The dataflow of a job, as the planner hands it to the runtime.
//!
//! Nodes are sources, operators and sinks; edges say which output goes to which input and how rows are dealt to shards.
//! Every shard gets one instance of every node. A node's *identity* is stable: it names what the node is for in the user's
//! query, not where it stands in the plan, so that state finds its operator again.

use crate::exchange::Exchange;
use crate::expression::Expression;
use crate::operator::OperatorSpec;
use crate::operator::window::{Assigner, LocalTime};
use crate::sink::Sink;
use crate::source::Source;
use std::sync::Arc;

/// The position of a node in [`Graph::nodes`].
pub type NodeId = usize;

/// A job's dataflow: acyclic, edges lead from lower to higher node numbers.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The nodes, each behind everything that feeds it.
    pub nodes: Vec<Node>,
    /// The edges. The order of the edges into one node does not matter; their `side` does.
    pub edges: Vec<Edge>,
}

/// A source, an operator or a sink.
#[derive(Clone, Debug)]
pub struct Node {
    /// Stable and unique within the job, such as `totals/window-aggregate`.
    pub identity: String,
    /// What it is, for people: `WindowAggregate`.
    pub name: String,
    /// What it does, for people and tools: pairs such as (`key`, `auction`).
    pub details: Vec<(String, String)>,
    /// The names of the columns that it sends, for people; empty where they have none.
    pub columns: Vec<String>,
    /// What runs.
    pub kind: NodeKind,
}

/// What a node runs.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// Rows from outside.
    Source(SourceNode),
    /// Rows to rows.
    Operator(Arc<dyn OperatorSpec>),
    /// Rows to the same rows, each with the time of the wall clock in one more column, a TIMESTAMP_LTZ(3); from here on watermarks are
    /// the clock's.
    Clock(Ticks),
    /// Rows to outside.
    Sink(Arc<dyn Sink>),
}

/// A source and what is computed on its rows before they leave it.
#[derive(Clone, Debug)]
pub struct SourceNode {
    /// Where rows come from.
    pub source: Arc<dyn Source>,
    /// The columns that leave the node, over the source's (computed columns among them).
    pub columns: Vec<Arc<dyn Expression>>,
    /// STRING, over the source's columns: what a row is told by of which a column cannot be computed.
    pub description: Option<Arc<dyn Expression>>,
    /// Event time, when the table has a watermark.
    pub time: Option<EventTime>,
}

/// When a clock tells its time though no row comes by.
#[derive(Clone, Debug)]
pub enum Ticks {
    /// Where a pane of these windows ends.
    Panes(Assigner, LocalTime),
    /// After so many milliseconds, at least 1.
    Every(i64),
}

/// The longest time between two ticks: clocks that are changed never hold a window back for longer.
const TICK_MS_MAX: i64 = 1_000;

impl Ticks {
    /// The first tick after an instant; milliseconds since 1970, UTC.
    pub fn after(&self, now_ms: i64) -> i64 {
        match self {
            Ticks::Panes(assigner, local) => {
                let end = assigner.pane_end(now_ms.saturating_add(local.offset_at(now_ms)));
                local.to_utc(end).clamp(now_ms + 1, now_ms + TICK_MS_MAX)
            }
            Ticks::Every(millis) => now_ms + millis,
        }
    }
}

/// How a source's rows carry event time.
#[derive(Clone, Debug)]
pub struct EventTime {
    /// The time attribute among the columns that leave the node: a timestamp of precision at most 3.
    pub column: usize,
    /// Its name, for messages.
    pub name: String,
    /// The watermark that each row implies, over the columns that leave the node: a timestamp of precision at most 3.
    pub watermark: Arc<dyn Expression>,
    /// A watermark is emitted when it is ahead of the last one by more than this (`pipeline.auto-watermark-interval`).
    pub interval_ms: i64,
    /// After so long without a row the source no longer holds watermarks back (`table.exec.source.idle-timeout`); 0: never.
    pub idle_timeout_ms: i64,
    /// Every batch carries the watermark column, because something behind asks for each row's watermark.
    pub stamps_every_row: bool,
}

/// Rows from one node to another.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The node that puts rows out.
    pub from: NodeId,
    /// The node that takes them in.
    pub to: NodeId,
    /// Which of its inputs they are.
    pub side: usize,
    /// Which shard gets which row.
    pub exchange: Exchange,
}

impl Graph {
    /// Adds a node and returns its number.
    pub fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Adds an edge.
    pub fn connect(&mut self, from: NodeId, to: NodeId, side: usize, exchange: Exchange) {
        assert!(from < to && to < self.nodes.len(), "edges lead forward");
        self.edges.push(Edge { from, to, side, exchange });
    }

    /// Whether every source ends by itself.
    pub fn is_bounded(&self) -> bool {
        self.nodes.iter().all(|n| !matches!(&n.kind, NodeKind::Source(s) if !s.source.is_bounded()))
    }
}
