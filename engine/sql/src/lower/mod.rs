//! Relations become a dataflow: sources, operators, exchanges, sinks.
//!
//! Filters and projections above a node are gathered into one `Calc` and put down only when something needs their rows. An
//! operator's identity is the sink it feeds and its role (`totals/window-aggregate`); explain prints it, savepoints will use it.

mod changelog;
mod enforce;
mod group;
mod join;
mod places;
mod scan;
mod stream;
mod unplanned;
mod window;

use crate::bind::{Insert, Meeting, order};
use crate::catalog::{ColumnKind, Table};
use crate::config::{Config, parse_duration_ms};
use crate::diagnostic::Diagnostic;
use crate::relation::{Relation, RelationKind, WindowClock};
use crate::script::Connectors;
use places::Places;
use std::collections::BTreeSet;
use std::sync::Arc;
use stream::Stream;
pub(crate) use stream::named_columns;
use waterwheel::connector::{Connector, Insertion};
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::expression::Expression;
use waterwheel::graph::{Graph, Node, NodeId, NodeKind, Ticks};
use waterwheel::operator::{Limit, LimitChanges, Materialize, Sort, SortKey, TemporalSort, Union, Unnest};
use waterwheel::{Failure, operator::OperatorSpec};
use waterwheel_expr::{Expr, Program};
use window::{Timed, open_at_end};

/// Makes the graph of one job.
pub(crate) struct Lowering<'a> {
    connectors: &'a Connectors,
    config: &'a Config,
    graph: Graph,
    places: Places,
    /// The name of the sink that is being planned: the first part of identities.
    sink: String,
    /// Whether what is being planned feeds a call that tells the order of changes: then none are netted.
    feeds_ordered: bool,
}

impl<'a> Lowering<'a> {
    pub fn new(connectors: &'a Connectors, config: &'a Config) -> Self {
        Lowering { connectors, config, graph: Graph::default(), places: Places::default(), sink: String::new(), feeds_ordered: false }
    }

    /// Adds one INSERT to the job.
    pub fn insert(&mut self, insert: Insert) -> Result<(), Diagnostic> {
        let Insert { table, relation, overwrite, meeting } = insert;
        let meeting = if self.config.is_batch() { Meeting::Never } else { meeting? };
        self.check_enforcers()?;
        let connector = self.connector(&table)?;
        self.check_overwrite(overwrite, &*connector)?;
        check_written(&table, &*connector)?;
        self.config.check_mini_batch(false).map_err(group::wrong_setting)?;
        self.sink = table.name.name.clone();
        let all: BTreeSet<usize> = (0..relation.columns.len()).collect();
        let updates = relation.updates() && !self.config.is_batch();
        let relation = if self.config.is_batch() { relation } else { crate::rewrite::drop_inner_orders(relation) };
        let relation = crate::rewrite::expand_below_windows(crate::rewrite::filter_below_unnest(relation));
        let relation = crate::rewrite::answer_nothing(relation, &self.session());
        // Which row came last decides what is shown, so no changes are netted below.
        self.feeds_ordered = meeting == Meeting::LastShows;
        let relation = crate::rewrite::take_averages_apart(crate::rewrite::prune(relation, &all));
        let stream = self.lower(relation)?;
        let from = self.put_down(stream);
        let from = self.guarded(from, &table);
        let from = if meeting == Meeting::LastShows { self.by_primary_key(from, &table) } else { from };
        let time_zone = self.config.get("table.local-time-zone");
        let insertion = self.insertion(overwrite, from);
        let sink = connector.sink(&table.for_connector(time_zone), &insertion).map_err(|failure| at_table(failure, &table))?;
        if updates && !sink.accepts_updates() {
            return Err(refused_updates(&table));
        }
        self.places.written(&*connector, &table, &insertion, time_zone, &self.sink);
        self.places.check()?;
        let details = vec![
            ("table".to_owned(), table.name.to_string()),
            ("connector".to_owned(), table.option("connector").unwrap_or_default().to_owned()),
        ];
        let identity = self.identity("sink");
        let to = self.graph.add(Node { identity, name: "Sink".into(), details, columns: Vec::new(), kind: NodeKind::Sink(sink) });
        self.graph.connect(from, to, 0, Exchange::Forward);
        Ok(())
    }

    /// The rows by the table's primary key, of which the last one that is there is shown.
    fn by_primary_key(&mut self, from: NodeId, table: &Table) -> NodeId {
        let columns: Vec<_> = table.sink_columns().into_iter().map(|at| &table.columns[at]).collect();
        let types: Vec<_> = columns.iter().map(|c| c.data_type.clone()).collect();
        let key: Vec<usize> = (0..columns.len()).filter(|&at| table.primary_key.contains(&columns[at].name)).collect();
        let key = KeyColumns { types: key.iter().map(|&at| types[at].clone()).collect(), columns: key };
        let details = vec![
            ("key".to_owned(), table.primary_key.join(", ")),
            ("state".to_owned(), "all rows that are there, for ever".to_owned()),
            ("changelog".to_owned(), "+I +U -D".to_owned()),
        ];
        let spec = Materialize { key: key.clone(), types };
        self.operator("materialize", "Materialize", details, Arc::new(spec), &[(from, Exchange::Keyed(key))])
    }

    /// The finished graph, and what its author should know.
    pub fn finish(self) -> (Graph, Vec<String>) {
        let mut graph = self.graph;
        changelog::annotate(&mut graph);
        (graph, self.places.into_warnings())
    }

    fn check_overwrite(&self, overwrite: bool, connector: &dyn Connector) -> Result<(), Diagnostic> {
        let (message, hint) = match (overwrite, self.config.is_batch()) {
            (true, true) if !connector.overwrites() => {
                (format!("INSERT OVERWRITE: the connector '{}' cannot replace what is there", connector.name()), "use INSERT INTO")
            }
            (true, false) => (
                "INSERT OVERWRITE replaces what is there: a stream has no end at which that could happen".to_owned(),
                "use INSERT INTO, or SET 'execution.runtime-mode' = 'batch'",
            ),
            _ => return Ok(()),
        };
        Err(Diagnostic { message, span: None, hint: Some(hint.to_owned()) })
    }

    /// What the rows that a node sends do with the table that they are written to.
    fn insertion(&self, overwrite: bool, from: NodeId) -> Insertion {
        let interval = parse_duration_ms(self.config.get("execution.checkpointing.interval"));
        Insertion {
            overwrite,
            is_batch: self.config.is_batch(),
            is_bounded: self.is_bounded(from),
            has_watermark: self.has_watermark(from),
            checkpoint_interval_ms: interval.and_then(|ms| u64::try_from(ms).ok()).filter(|&ms| ms > 0),
        }
    }

    /// Whether everything that feeds a node ends by itself.
    fn is_bounded(&self, node: NodeId) -> bool {
        match &self.graph.nodes[node].kind {
            NodeKind::Source(source) => source.source.is_bounded(),
            _ => self.graph.edges.iter().filter(|e| e.to == node).all(|e| self.is_bounded(e.from)),
        }
    }

    /// Whether anything that feeds a node has a watermark.
    fn has_watermark(&self, node: NodeId) -> bool {
        match &self.graph.nodes[node].kind {
            NodeKind::Source(source) => source.time.is_some(),
            _ => self.graph.edges.iter().filter(|e| e.to == node).any(|e| self.has_watermark(e.from)),
        }
    }

    fn lower(&mut self, relation: Relation) -> Result<Stream, Diagnostic> {
        let names = relation.columns.iter().map(|c| c.name.clone()).collect();
        let stream = self.lower_unnamed(relation)?.called(names);
        Ok(self.named(stream))
    }

    fn lower_unnamed(&mut self, relation: Relation) -> Result<Stream, Diagnostic> {
        match relation.kind {
            RelationKind::Scan { table, columns } => self.lower_scan(&table, &columns),
            RelationKind::Values(rows) => Ok(self.lower_values(&relation.columns, &rows)),
            RelationKind::Project { input, exprs } => {
                let stream = self.lower(*input)?;
                Ok(self.project(stream, exprs))
            }
            RelationKind::Filter { input, condition } => {
                let stream = self.lower(*input)?;
                Ok(self.filter(stream, condition))
            }
            RelationKind::Window { input, assigner, time, .. } => self.lower_window(*input, assigner, time),
            RelationKind::Unnest { input, collection, ordinality, condition, outer } => {
                let width = input.columns.len();
                let data_type = input.columns[collection].data_type.clone();
                let types: Vec<_> = relation.columns[width..].iter().map(|c| c.data_type.clone()).collect();
                let stream = self.lower(*input)?;
                let all = stream.types().into_iter().chain(types.clone()).collect();
                let from = [(self.put_down(stream), Exchange::Forward)];
                let mut details = vec![("collection".to_owned(), self.column_names(from[0].0, &[collection]))];
                let names: Vec<String> = relation.columns[width..].iter().map(|c| c.name.clone()).collect();
                details.extend(condition.as_ref().map(|c| ("condition".to_owned(), c.named(&names).to_string())));
                let condition = condition.map(|c| Arc::new(Program::new(&c)) as Arc<dyn Expression>);
                let spec = Unnest { collection, data_type, types, ordinality, condition, outer };
                Ok(Stream::of(self.operator("unnest", "Unnest", details, Arc::new(spec), &from), all))
            }
            RelationKind::Sort { input, keys, .. } if !self.config.is_batch() && !keys.is_empty() => self.lower_temporal_sort(*input, keys),
            RelationKind::Sort { input, keys, offset, limit } => self.lower_sort(*input, keys, offset, limit),
            RelationKind::Session { input, keys, gap, time } => self.lower_session(*input, &keys, gap, time),
            RelationKind::Aggregate { input, groups, calls, ttl_ms } if !input.names_window(&groups) => {
                self.lower_group(*input, &groups, &calls, ttl_ms)
            }
            RelationKind::Aggregate { input, groups, calls, .. } => self.lower_aggregate(*input, &groups, &calls),
            RelationKind::Expand { input, copies } => {
                let types = relation.columns.into_iter().map(|c| c.data_type).collect();
                self.lower_expand(*input, &copies, types)
            }
            RelationKind::Union(inputs) => self.lower_union(inputs),
            RelationKind::Join { left, right, how } => self.lower_join(*left, *right, &how),
        }
    }

    /// Runs on one shard, as does what follows it up to the next exchange.
    fn lower_sort(&mut self, input: Relation, keys: Vec<SortKey>, offset: u64, limit: Option<u64>) -> Result<Stream, Diagnostic> {
        let updates = input.updates() && !self.config.is_batch();
        let stream = self.lower(input)?;
        let types = stream.types();
        let from = [(self.put_down(stream), Exchange::Keyed(KeyColumns::default()))];
        let mut details = Vec::new();
        if !keys.is_empty() {
            details.push(("order".to_owned(), self.order_text(from[0].0, &keys)));
        }
        details.extend((offset > 0).then(|| ("offset".to_owned(), offset.to_string())));
        details.extend(limit.map(|limit| ("limit".to_owned(), limit.to_string())));
        let node = if let (true, Some(limit)) = (updates, limit) {
            let spec = LimitChanges { offset: offset as usize, limit: limit as usize, types: types.clone() };
            self.operator("limit", "LimitChanges", details, Arc::new(spec), &from)
        } else if keys.is_empty() {
            self.operator("limit", "Limit", details, Arc::new(Limit { offset, limit }), &from)
        } else {
            self.operator("sort", "Sort", details, Arc::new(Sort { keys, types: types.clone(), offset, limit }), &from)
        };
        Ok(Stream::of(node, types))
    }

    /// A stream in the order of its time.
    fn lower_temporal_sort(&mut self, input: Relation, keys: Vec<SortKey>) -> Result<Stream, Diagnostic> {
        let first = &input.columns[keys[0].column];
        let clock = WindowClock::of(first);
        if first.time.is_none() || keys[0].descending {
            return Err(order::not_by_time());
        }
        self.check_fires_once(&input)?;
        let stream = self.lower(input)?;
        if clock == WindowClock::Processing && keys.len() == 1 {
            return Ok(stream);
        }
        let width = stream.types().len();
        let Timed { node, types, time } = self.timed(stream, keys[0].column, clock, Ticks::Every(1))?;
        let open_at_end = open_at_end(clock);
        let details =
            vec![("order".to_owned(), self.order_text(node, &keys)), ("state".to_owned(), "rows that no watermark has passed".to_owned())];
        let spec = TemporalSort { time, keys: keys[1..].to_vec(), types: types.clone(), open_at_end };
        let node = self.operator("sort", "TemporalSort", details, Arc::new(spec), &[(node, Exchange::Keyed(KeyColumns::default()))]);
        let kept = types.iter().take(width).enumerate().map(|(i, t)| Expr::column(i, t.clone())).collect();
        Ok(self.project(Stream::of(node, types), kept))
    }

    fn order_text(&self, from: NodeId, keys: &[SortKey]) -> String {
        let direction = |key: &SortKey| format!("{}{}", self.column_names(from, &[key.column]), if key.descending { " DESC" } else { "" });
        keys.iter().map(direction).collect::<Vec<_>>().join(", ")
    }

    fn lower_union(&mut self, inputs: Vec<Relation>) -> Result<Stream, Diagnostic> {
        let types = inputs[0].columns.iter().map(|c| c.data_type.clone()).collect();
        let mut nodes = Vec::new();
        for input in inputs {
            let stream = self.lower(input)?;
            nodes.push((self.put_down(stream), Exchange::Forward));
        }
        let node = self.operator("union", "Union", vec![], Arc::new(Union), &nodes);
        Ok(Stream::of(node, types))
    }

    /// Adds an operator fed by these nodes, one side each.
    fn operator(
        &mut self,
        role: &str,
        name: &str,
        details: Vec<(String, String)>,
        spec: Arc<dyn OperatorSpec>,
        inputs: &[(NodeId, Exchange)],
    ) -> NodeId {
        let identity = self.identity(role);
        let node = self.graph.add(Node { identity, name: name.to_owned(), details, columns: Vec::new(), kind: NodeKind::Operator(spec) });
        for (side, (from, exchange)) in inputs.iter().enumerate() {
            self.graph.connect(*from, node, side, exchange.clone());
        }
        node
    }

    /// `sink/role`, with a number from the second one on.
    fn identity(&self, role: &str) -> String {
        let base = format!("{}/{role}", self.sink);
        let taken = |name: &str| self.graph.nodes.iter().any(|n| n.identity == name);
        if !taken(&base) {
            return base;
        }
        (2..).map(|n| format!("{base}-{n}")).find(|name| !taken(name)).expect("numbers do not end")
    }

    fn connector(&self, table: &Table) -> Result<Arc<dyn Connector>, Diagnostic> {
        self.connectors.of(table)
    }
}

/// Refuses what a declaration asks of a sink and no connector does.
fn check_written(table: &Table, connector: &dyn Connector) -> Result<(), Diagnostic> {
    let refused = |what: String, hint: &str| {
        let message = format!("table {}: {what} the connector '{}' does not write", table.name, connector.name());
        Err(Diagnostic::at(table.span, message).with_hint(hint))
    };
    let persisted = table.columns.iter().find(|c| matches!(c.kind, ColumnKind::Metadata { is_virtual: false, .. }));
    match (persisted, &table.distribution) {
        (Some(column), _) => refused(format!("`{}` is metadata, which", column.name), "METADATA VIRTUAL is left out when writing"),
        (_, Some(_)) => refused("it is DISTRIBUTED into buckets, which".to_owned(), "leave out DISTRIBUTED"),
        _ => Ok(()),
    }
}

fn refused_updates(table: &Table) -> Diagnostic {
    let sink = &table.name;
    let message = format!(
        "table sink {sink} doesn't support consuming update changes, which aggregations produce unless they are over windows that fire once"
    );
    let hint = "group by a window (window_start, window_end), run it as a batch job, or write to a sink that takes updates".to_owned();
    Diagnostic { message, span: None, hint: Some(hint) }
}

/// What a connector says about a table, at the option that it is about, else where the table is declared.
pub(crate) fn at_table(failure: Failure, table: &Table) -> Diagnostic {
    let spans = |key: &str| table.options.get(key).map(|given| given.spans);
    let span = failure.option.as_ref().and_then(|wrong| spans(&wrong.key).map(|(key, value)| if wrong.value { value } else { key }));
    let places: String = failure.places.iter().map(|place| format!(", {place}")).collect();
    let message = format!("table {}: {}{places}", table.name, failure.message);
    Diagnostic { message, span: Some(span.unwrap_or(table.span)), hint: failure.hint }
}
