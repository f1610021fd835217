//! Window functions, and aggregations that group by both bounds of a window.
//!
//! An aggregation right above its window function assigns rows to panes itself, or to sessions where these are kept
//! apart by what it groups by. Above anything else (other sessions, an earlier window aggregation, conditions on the
//! bounds) it takes the windows that its rows bring along: as windows of 1 ms over `window_time`, the window's start
//! being part of the key, since such a window fires exactly when the one of the row does. Partial results of each shard
//! are exchanged by key, not rows, wherever every call can be computed in parts (sets of values where it is DISTINCT);
//! calls whose result depends on the order of rows get the rows.

use super::Lowering;
use super::group::row_count;
use super::stream::{Stream, named_columns};
use super::unplanned::{WindowForm, check_beside_distinct, check_group_window, check_window_parts};
use crate::config::Refiring;
use crate::diagnostic::Diagnostic;
use crate::relation::{AggregateCall, Column, Relation, RelationKind, WindowClock, WindowRole};
use std::collections::BTreeSet;
use std::sync::Arc;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::expression::Aggregate;
use waterwheel::graph::{Node as GraphNode, NodeId, NodeKind, Ticks};
use waterwheel::operator::InPlace;
use waterwheel::operator::window::{
    Assigner, DistinctValues, Fires, InPaneOrder, LocalTime, OpenAtEnd, RefiringWindow, SessionAggregate, SessionWindow, WindowAggregate,
    WindowInput, WindowPartial, WindowRows,
};
use waterwheel::state::{AggregateCall as Call, Layout};
use waterwheel_expr::zone::Zone;
use waterwheel_expr::{Expr, Mismatch, Node, Session};
use waterwheel_types::{DataType, Kind, Value};

/// What the settings of firing begin with.
const EARLY: &str = "table.exec.emit.early-fire";
const LATE: &str = "table.exec.emit.late-fire";

/// What the bounds that a window function adds are called, in their order.
const BOUNDS: [&str; 3] = ["window_start", "window_end", "window_time"];

/// An aggregation's input seen down to its window function: everything between is composed into expressions over the
/// window's input.
struct Windowed {
    input: Relation,
    assigner: Assigner,
    time: usize,
    clock: WindowClock,
    /// Whether rows bring their windows along, so that `time` is the end of theirs.
    brought: bool,
    of_group_by: bool,
    condition: Option<Expr>,
    /// One per column of the aggregation's input.
    exprs: Vec<Expr>,
}

/// The same down to sessions, which are kept apart by what the aggregation groups by.
struct Sessions {
    input: Relation,
    gap: i64,
    time: usize,
    /// One per column of the aggregation's input; those of bounds refer to no column of `input`.
    exprs: Vec<Expr>,
}

/// The rows of a window aggregation, key columns in front.
struct Rows {
    from: NodeId,
    key: KeyColumns,
    time: usize,
    key_names: Vec<String>,
}

impl Rows {
    /// The rows themselves as the aggregation's input.
    fn whole(self) -> (NodeId, Exchange, WindowInput) {
        let Rows { from, key, time, .. } = self;
        (from, Exchange::Keyed(key.clone()), WindowInput::Rows { time, key })
    }
}

/// A node whose rows carry the time that windows go by in the column `time`.
pub(super) struct Timed {
    pub node: NodeId,
    pub types: Vec<DataType>,
    pub time: usize,
}

impl Lowering<'_> {
    pub(super) fn lower_aggregate(&mut self, input: Relation, groups: &[usize], calls: &[AggregateCall]) -> Result<Stream, Diagnostic> {
        let columns = input.columns.clone();
        if self.config.is_batch() {
            check_beside_distinct(calls, &self.session())?;
        }
        if let Some(sessions) = unfold_sessions(&input, groups, calls) {
            check_window_parts(WindowForm::Merged, calls)?;
            return self.session_aggregate(sessions, groups, calls, &columns);
        }
        let windowed = match unfold(&input, calls).filter(|windowed| !self.in_order_of_rows(windowed, calls)) {
            Some(windowed) => windowed,
            None => self.attached(input, groups)?,
        };
        self.check_calls(&windowed, calls, &columns)?;
        if let (Assigner::UnevenHop { size, slide, .. }, false) = (windowed.assigner, windowed.of_group_by) {
            return Err(uneven_hop(size, slide));
        }
        let fires = match self.fires(&windowed)? {
            None if windowed.of_group_by && self.changes(&windowed.input) => Some(Fires::AT_END),
            fires => fires,
        };
        if fires.is_none() {
            self.check_fires_once(&windowed.input)?;
        }
        let brought = windowed.brought;
        let is_key = |g: &usize| columns[*g].window.is_none_or(|w| brought && w.role == WindowRole::Start);
        let keys: Vec<usize> = groups.iter().copied().filter(is_key).collect();
        let rows = self.window_aggregate(windowed, &keys, calls, fires)?;
        Ok(self.in_order(rows, groups, &keys, &columns))
    }

    /// Whether the calls see the rows of windows that overlap as they come, not pane by pane: in batch mode, without GROUP BY HOP.
    fn in_order_of_rows(&self, windowed: &Windowed, calls: &[AggregateCall]) -> bool {
        self.config.is_batch()
            && !windowed.of_group_by
            && windowed.assigner.shares_panes()
            && calls.iter().any(|c| c.function.order_sensitive)
    }

    /// Refuses calls that Flink does not compute in such windows.
    fn check_calls(&self, windowed: &Windowed, calls: &[AggregateCall], columns: &[Column]) -> Result<(), Diagnostic> {
        if windowed.of_group_by {
            check_group_window(calls, columns, self.config.is_batch())?;
        }
        let form = match windowed.assigner {
            _ if self.config.is_batch() => WindowForm::Apart,
            Assigner::Tumble { .. } => WindowForm::Apart,
            Assigner::Hop { .. } if !windowed.of_group_by => WindowForm::Hop,
            _ => WindowForm::Merged,
        };
        check_window_parts(form, calls)
    }

    /// When the windows fire besides at their end; `None` when they do not. Refuses what Flink refuses.
    fn fires(&self, windowed: &Windowed) -> Result<Option<Fires>, Diagnostic> {
        let Refiring { early, late } = self.config.refiring();
        let Some(enabled) = [(early, EARLY), (late, LATE)].into_iter().find(|(on, _)| *on).map(|(_, key)| key) else { return Ok(None) };
        if !windowed.of_group_by {
            return Err(fires_once(enabled));
        }
        let early_delay = if early { Some(self.delay(EARLY)?) } else { None };
        let is_event_time = windowed.clock != WindowClock::Processing;
        let (lateness, late_delay) = if late { self.lateness(is_event_time)? } else { (0, 0) };
        let late = late && is_event_time;
        Ok((early || late).then_some(Fires { early_delay, lateness, late_delay }))
    }

    /// How long windows wait before they fire early or late; refuses one that is not set.
    fn delay(&self, fire: &str) -> Result<i64, Diagnostic> {
        let key = format!("{fire}.delay");
        self.config
            .duration_ms(&key)
            .ok_or_else(|| refused_firing(format!("'{fire}.enabled' needs '{key}'"), format!("SET '{key}' = '0 ms'")))
    }

    /// How long after their end windows take late rows, and how long they wait before they fire with them, in
    /// milliseconds; none of both by processing time, whose rows are never late.
    fn lateness(&self, is_event_time: bool) -> Result<(i64, i64), Diagnostic> {
        let key = "table.exec.emit.allow-lateness";
        let delay = self.delay(LATE)?;
        let lateness = self.config.duration_ms(key).or_else(|| self.config.duration_ms("table.exec.state.ttl")).unwrap_or_default();
        if is_event_time && lateness == 0 {
            return Err(refused_firing(format!("'{LATE}.enabled' needs '{key}'"), format!("SET '{key}' = '1 min'")));
        }
        if delay > lateness {
            let message = format!("rows are late for {lateness} ms at most, which is less than '{LATE}.delay', {delay} ms");
            return Err(refused_firing(message, format!("SET '{key}' to at least the delay")));
        }
        Ok(if is_event_time { (lateness, delay) } else { (0, 0) })
    }

    /// Whether rows change once they are out.
    fn changes(&self, input: &Relation) -> bool {
        !self.config.is_batch() && input.updates()
    }

    /// Refuses rows that change once they are out, where the order or the windows of time are asked for.
    pub(super) fn check_fires_once(&self, input: &Relation) -> Result<(), Diagnostic> {
        if !self.changes(input) {
            return Ok(());
        }
        let message = "window functions, sessions and the order of time take no rows that change once they are out".to_owned();
        Err(refused_firing(
            message,
            "let the windows below fire once: RESET 'table.exec.emit.early-fire.enabled' and 'table.exec.emit.late-fire.enabled'"
                .to_owned(),
        ))
    }

    /// The windows that rows bring along in their columns.
    fn attached(&self, input: Relation, groups: &[usize]) -> Result<Windowed, Diagnostic> {
        let bound = |&g: &usize| input.columns[g].window.filter(|w| w.role == WindowRole::End).map(|w| (g, w.clock));
        let (end, clock) = groups.iter().find_map(bound).expect("the groups name a window");
        let last = Expr::literal(Value::Millis(1), Kind::IntervalDayTime.not_null());
        let time = Expr::call("-", vec![input.column(end), last], &self.session()).map_err(refused)?;
        let width = input.columns.len();
        let mut columns: Vec<(Column, Expr)> = input.columns.iter().enumerate().map(|(i, c)| (c.clone(), input.column(i))).collect();
        columns.push((Column::plain("$time", time.data_type.clone()), time));
        let exprs = columns.iter().take(width).enumerate().map(|(i, (c, _))| Expr::column(i, c.data_type.clone())).collect();
        let assigner = Assigner::Tumble { size: 1, offset: 0 };
        Ok(Windowed {
            input: input.project(columns),
            assigner,
            time: width,
            clock,
            brought: true,
            of_group_by: false,
            condition: None,
            exprs,
        })
    }

    /// Each row once per window.
    pub(super) fn lower_window(&mut self, input: Relation, assigner: Assigner, time: usize) -> Result<Stream, Diagnostic> {
        self.check_fires_once(&input)?;
        let clock = WindowClock::of(&input.columns[time]);
        let width = input.columns.len();
        let stream = self.lower(input)?;
        let ticks = Ticks::Panes(assigner, self.local_time(clock, &clock.time_type()));
        let Timed { node: from, types, time } = self.timed(stream, time, clock, ticks)?;
        let details = vec![("window".to_owned(), self.window_text(assigner, clock))];
        let spec = WindowRows { assigner, time, local: self.local_time(clock, &types[time]) };
        let node = self.operator("window", "WindowRows", details, Arc::new(spec), &[(from, Exchange::Forward)]);
        self.with_bounds(node, types, width, clock)
    }

    /// Sessions' results, without their rows.
    fn session_aggregate(
        &mut self,
        sessions: Sessions,
        groups: &[usize],
        calls: &[AggregateCall],
        columns: &[Column],
    ) -> Result<Stream, Diagnostic> {
        let Refiring { early, late } = self.config.refiring();
        if let Some(enabled) = [(early, EARLY), (late, LATE)].into_iter().find(|(on, _)| *on).map(|(_, key)| key) {
            return Err(fires_once(enabled));
        }
        let Sessions { input, gap, time, exprs } = sessions;
        let counted = self.changes(&input);
        let keys: Vec<usize> = groups.iter().copied().filter(|&g| columns[g].window.is_none()).collect();
        let clock = WindowClock::of(&input.columns[time]);
        let (time_expr, is_computed) = (input.column(time), is_computed(time, &input));
        let stream = self.window_input(input, None, counted)?;
        let Prepared { exprs, calls: engine_calls } = prepare(&exprs, &keys, calls, counted);
        let key =
            KeyColumns { columns: (0..keys.len()).collect(), types: exprs[..keys.len()].iter().map(|e| e.data_type.clone()).collect() };
        let time_at = exprs.len();
        let stream = self.project(stream, exprs.into_iter().chain([time_expr]).collect());
        let Timed { node: from, types, time } = self.timed(stream, time_at, clock, session_ticks(gap))?;
        if is_computed {
            self.stamp_every_row(from);
        }
        let names = self.graph.nodes[self.graph.edges.iter().find(|e| e.to == from).map_or(from, |e| e.from)].columns.clone();
        let call_texts: Vec<String> = calls.iter().zip(&engine_calls).map(|(c, engine)| call_text(&names, c, engine)).collect();
        let details = vec![
            ("window".to_owned(), format!("SESSION(gap {gap} ms{})", self.zone_text(clock))),
            ("key".to_owned(), key_text(&names, &key)),
            ("calls".to_owned(), call_texts.join(", ")),
            ("state".to_owned(), "one accumulator set per open session".to_owned()),
        ];
        let local = self.local_time(clock, &types[time]);
        let mut results = key.types.clone();
        results.extend(engine_calls.iter().map(|c| c.aggregate.data_type().clone()));
        let layout = Arc::new(Layout::new(engine_calls.into_iter().chain(counted.then(row_count)).collect()));
        let spec = SessionAggregate { gap, time, key: key.clone(), layout, counted, types, local, open_at_end: open_at_end(clock) };
        let node = self.operator("session-aggregate", "SessionAggregate", details, Arc::new(spec), &[(from, Exchange::Keyed(key))]);
        let key_names = names.into_iter().take(keys.len());
        self.call_columns(node, key_names.chain(call_texts).chain(BOUNDS.map(str::to_owned)).collect());
        let width = results.len();
        let rows = self.with_bounds(node, results, width, clock)?;
        Ok(self.in_order(rows, groups, &keys, columns))
    }

    /// Each row with the bounds of its session.
    pub(super) fn lower_session(&mut self, input: Relation, keys: &[usize], gap: i64, time: usize) -> Result<Stream, Diagnostic> {
        self.check_fires_once(&input)?;
        let clock = WindowClock::of(&input.columns[time]);
        let width = input.columns.len();
        let stream = self.lower(input)?;
        let Timed { node: from, types, time } = self.timed(stream, time, clock, session_ticks(gap))?;
        let key = KeyColumns { columns: keys.to_vec(), types: keys.iter().map(|&k| types[k].clone()).collect() };
        let details = vec![
            ("window".to_owned(), format!("SESSION(gap {gap} ms{})", self.zone_text(clock))),
            ("key".to_owned(), key_text(&self.graph.nodes[from].columns, &key)),
            ("state".to_owned(), "every row until its session closes".to_owned()),
        ];
        let local = self.local_time(clock, &types[time]);
        let open_at_end = open_at_end(clock);
        let spec = SessionWindow { gap, time, local, key: key.clone(), types: types.clone(), open_at_end };
        let node = self.operator("session", "SessionWindow", details, Arc::new(spec), &[(from, Exchange::Keyed(key))]);
        self.with_bounds(node, types, width, clock)
    }

    /// The rows with the time that windows go by: one of their columns, or that of a clock behind them.
    pub(super) fn timed(&mut self, stream: Stream, time: usize, clock: WindowClock, ticks: Ticks) -> Result<Timed, Diagnostic> {
        let mut types = stream.types();
        let node = self.put_down(stream);
        if clock != WindowClock::Processing {
            return Ok(Timed { node, types, time });
        }
        if self.config.is_batch() {
            return Err(processing_time_in_batch());
        }
        let details = vec![("time".to_owned(), "the wall clock's, told to each row as it comes by".to_owned())];
        let kind = NodeKind::Clock(ticks);
        let identity = self.identity("clock");
        let stamped = self.graph.add(GraphNode { identity, name: "Clock".into(), details, columns: Vec::new(), kind });
        self.graph.connect(node, stamped, 0, Exchange::Forward);
        types.push(Kind::TimestampLtz(3).not_null());
        Ok(Timed { node: stamped, time: types.len() - 1, types })
    }

    /// A window function's rows: `width` columns of its input, then the three bounds. Processing time is told anew
    /// wherever it is read.
    fn with_bounds(&mut self, node: NodeId, mut types: Vec<DataType>, width: usize, clock: WindowClock) -> Result<Stream, Diagnostic> {
        let bounds = types.len();
        types.extend([Kind::Timestamp(3).not_null(), Kind::Timestamp(3).not_null(), clock.time_type()]);
        let names = self.names_with_bounds(node, bounds);
        self.call_columns(node, names);
        let stream = Stream::of(node, types.clone()).called(self.graph.nodes[node].columns.clone());
        if clock != WindowClock::Processing {
            return Ok(stream);
        }
        let mut exprs: Vec<Expr> = (0..width).chain(bounds..bounds + 2).map(|i| Expr::column(i, types[i].clone())).collect();
        exprs.push(Expr::call("PROCTIME", vec![], &self.session()).map_err(refused)?);
        Ok(self.project(stream, exprs))
    }

    /// What the `width` columns of a window function's input and the bounds behind them are called.
    fn names_with_bounds(&self, node: NodeId, width: usize) -> Vec<String> {
        let below = self.graph.edges.iter().find(|e| e.to == node).map(|e| self.graph.nodes[e.from].columns.as_slice()).unwrap_or_default();
        let name = |at: usize| below.get(at).cloned().unwrap_or_else(|| format!("${at}"));
        (0..width).map(name).chain(BOUNDS.map(str::to_owned)).collect()
    }

    /// The time that windows are cut in; `time` is the type of the rows' times.
    fn local_time(&self, clock: WindowClock, time: &DataType) -> LocalTime {
        let zone = Zone::of_session(&self.session());
        match clock {
            WindowClock::Event => LocalTime::default(),
            _ if zone == Zone::UTC => LocalTime::default(),
            _ if matches!(time.kind, Kind::Timestamp(_)) => LocalTime::of(Arc::new(zone)).of_local_rows(),
            WindowClock::LocalEvent | WindowClock::Processing => LocalTime::of(Arc::new(zone)),
        }
    }

    /// In which zone windows are cut, for people.
    fn zone_text(&self, clock: WindowClock) -> String {
        match clock {
            WindowClock::Event => String::new(),
            WindowClock::LocalEvent | WindowClock::Processing => format!(", zone {}", self.config.get("table.local-time-zone")),
        }
    }

    pub(super) fn session(&self) -> Session {
        Session { time_zone: self.config.get("table.local-time-zone").to_owned(), ..Session::default() }
    }

    /// The window aggregation's rows: keys, results, window_start, window_end, window_time.
    fn window_aggregate(
        &mut self,
        windowed: Windowed,
        keys: &[usize],
        calls: &[AggregateCall],
        fires: Option<Fires>,
    ) -> Result<Stream, Diagnostic> {
        let Windowed { input, assigner, time, clock, brought, of_group_by, condition, exprs } = windowed;
        let time_expr = input.column(time);
        let local = self.local_time(clock, &time_expr.data_type);
        let is_computed = !brought && is_computed(time, &input);
        // Rows that change may be late, each by its own watermark: they are not netted.
        let counted = self.changes(&input);
        let stream = self.window_input(input, condition, counted)?;
        let Prepared { exprs, calls: mut engine_calls } = prepare(&exprs, keys, calls, counted);
        let key_types: Vec<DataType> = exprs[..keys.len()].iter().map(|e| e.data_type.clone()).collect();
        let time_at = exprs.len();
        let goes_by_column = brought || clock != WindowClock::Processing;
        let stream = self.project(stream, exprs.into_iter().chain(goes_by_column.then_some(time_expr)).collect());
        let from = if goes_by_column {
            self.put_down(stream)
        } else {
            self.timed(stream, time_at, clock, Ticks::Panes(assigner, local.clone()))?.node
        };
        if is_computed {
            self.stamp_every_row(from);
        }
        let key = KeyColumns { columns: (0..keys.len()).collect(), types: key_types.clone() };
        let names = self.graph.nodes[from].columns.clone();
        let call_texts: Vec<String> = calls.iter().zip(&engine_calls).map(|(c, engine)| call_text(&names, c, engine)).collect();
        let key_names: Vec<String> = names.iter().take(keys.len()).cloned().collect();
        let details = self.details(assigner, clock, key_text(&names, &key), call_texts.join(", "));
        let result_types: Vec<DataType> = engine_calls.iter().map(|c| c.aggregate.data_type().clone()).collect();
        if fires.is_some() && assigner.shares_panes() {
            let ordered = engine_calls.iter_mut().zip(calls).filter(|(_, c)| c.function.order_sensitive);
            ordered.for_each(|(engine, c)| in_pane_order(engine, c, assigner, &local, time_at));
        }
        let hidden = counted.then(row_count).into_iter().chain(fires.filter(Fires::waits).map(|_| timer(time_at + 1)));
        let layout = Arc::new(Layout::new(engine_calls.into_iter().chain(hidden).collect()));
        let open_at_end = if brought { OpenAtEnd::Fire } else { open_at_end(clock) };
        let node = if let Some(fires) = fires {
            let emission = self.emission();
            let layout = Arc::clone(&layout);
            let spec = RefiringWindow { assigner, time: time_at, key: key.clone(), layout, counted, local, open_at_end, fires, emission };
            self.operator(
                "window-aggregate",
                "RefiringWindow",
                refiring_details(details, fires, counted),
                Arc::new(spec),
                &[(from, Exchange::Keyed(key))],
            )
        } else {
            let rows = Rows { from, key, time: time_at, key_names: key_names.clone() };
            let in_parts = calls.iter().all(|c| !c.function.order_sensitive);
            let (from, exchange, input) =
                if in_parts { self.window_partial(rows, assigner, &local, &layout, &details) } else { rows.whole() };
            let aggregate = WindowAggregate { assigner, input, layout: Arc::clone(&layout), local, open_at_end, of_group_by };
            self.operator("window-aggregate", "WindowAggregate", details, Arc::new(aggregate), &[(from, exchange)])
        };
        self.call_columns(node, key_names.into_iter().chain(call_texts).chain(BOUNDS.map(str::to_owned)).collect());
        let mut types = key_types;
        types.extend(result_types);
        let width = types.len();
        self.with_bounds(node, types, width, clock)
    }

    /// The rows that windows are of; `counted`: each by its own watermark.
    fn window_input(&mut self, input: Relation, condition: Option<Expr>, counted: bool) -> Result<Stream, Diagnostic> {
        let outer = self.feeds_ordered;
        self.feeds_ordered |= counted;
        let stream = self.lower(input)?;
        self.feeds_ordered = outer;
        Ok(match condition {
            Some(condition) => self.filter(stream, condition),
            None => stream,
        })
    }

    /// Aggregates the rows of each shard before they are exchanged.
    fn window_partial(
        &mut self,
        rows: Rows,
        assigner: Assigner,
        local: &LocalTime,
        layout: &Arc<Layout>,
        details: &[(String, String)],
    ) -> (NodeId, Exchange, WindowInput) {
        let Rows { from, key, time, key_names } = rows;
        let partial = WindowPartial { assigner, time, local: local.clone(), key, layout: Arc::clone(layout) };
        let key = partial.output_key();
        let node = self.operator("window-partial", "WindowPartial", details.to_vec(), Arc::new(partial), &[(from, Exchange::Forward)]);
        self.call_columns(node, key_names);
        (node, Exchange::Keyed(key.clone()), WindowInput::Partials { key })
    }

    /// The columns as the aggregation promises them: groups as written, then results.
    fn in_order(&mut self, stream: Stream, groups: &[usize], keys: &[usize], columns: &[Column]) -> Stream {
        let types = stream.types();
        let (width, bounds) = (keys.len(), types.len() - 3);
        let position = |g: &usize| match keys.iter().position(|k| k == g) {
            Some(at) => at,
            None => bounds + columns[*g].window.expect("what is not a window's bound is a key").role as usize,
        };
        let positions = groups.iter().map(position).chain(width..bounds);
        let exprs = positions.map(|at| Expr::column(at, types[at].clone())).collect();
        self.project(stream, exprs)
    }

    fn details(&self, assigner: Assigner, clock: WindowClock, key: String, calls: String) -> Vec<(String, String)> {
        let state = "one accumulator set per key and pane, until the pane's last window fires";
        vec![
            ("window".to_owned(), self.window_text(assigner, clock)),
            ("key".to_owned(), key),
            ("calls".to_owned(), calls),
            ("state".to_owned(), state.to_owned()),
        ]
    }

    fn window_text(&self, assigner: Assigner, clock: WindowClock) -> String {
        let (shape, offset) = match assigner {
            Assigner::Tumble { size, offset } => (format!("TUMBLE(size {size} ms"), offset),
            Assigner::Hop { size, slide, offset } | Assigner::UnevenHop { size, slide, offset } => {
                (format!("HOP(size {size} ms, slide {slide} ms"), offset)
            }
            Assigner::Cumulate { size, step, offset } => (format!("CUMULATE(size {size} ms, step {step} ms"), offset),
        };
        format!("{shape}{}{})", offset_text(offset), self.zone_text(clock))
    }
}

/// Whether a column is computed of others: rows that are ahead of the watermark may be late by it.
fn is_computed(column: usize, rows: &Relation) -> bool {
    match &rows.kind {
        RelationKind::Project { input, exprs } => match exprs[column].node {
            Node::Column(below) => is_computed(below, input),
            _ => true,
        },
        RelationKind::Filter { input, .. } => is_computed(column, input),
        RelationKind::Union(inputs) => inputs.iter().any(|input| is_computed(column, input)),
        RelationKind::Aggregate { input, groups, .. } => groups.get(column).is_none_or(|&group| is_computed(group, input)),
        RelationKind::Expand { input, copies } => copies.iter().any(|copy| match copy[column].node {
            Node::Column(below) => is_computed(below, input),
            _ => true,
        }),
        RelationKind::Window { input, .. } | RelationKind::Session { input, .. } => {
            column < input.columns.len() && is_computed(column, input)
        }
        _ => false,
    }
}

/// How often sessions of processing time are looked at: a session closes that much after its end at most.
fn session_ticks(gap: i64) -> Ticks {
    Ticks::Every((gap / 20).clamp(1, 100))
}

/// The call, made to take its rows pane by pane; the time is behind its input's columns.
fn in_pane_order(engine: &mut Call, call: &AggregateCall, assigner: Assigner, local: &LocalTime, time: usize) {
    let inner = Arc::clone(&engine.aggregate);
    engine.aggregate = Arc::new(InPaneOrder { call: inner, types: call.resolved.parameters.clone(), assigner, local: local.clone() });
    engine.arguments.push(time);
}

/// What keeps a key's next timer, where windows wait before they fire; `column` is behind the input's columns.
fn timer(column: usize) -> Call {
    Call { aggregate: Arc::new(InPlace::last_update()), arguments: vec![column], filter: None }
}

fn fires_once(enabled: &str) -> Diagnostic {
    let message = format!("an aggregation over a window function, or by sessions, does not go together with '{enabled}.enabled'");
    refused_firing(message, format!("RESET '{enabled}.enabled': each window fires once, when its end has passed"))
}

fn refused_firing(message: String, hint: String) -> Diagnostic {
    Diagnostic { message, span: None, hint: Some(hint) }
}

/// The same for windows that fire again.
fn refiring_details(mut details: Vec<(String, String)>, fires: Fires, counted: bool) -> Vec<(String, String)> {
    let late = format!(" and for {} ms after", fires.lateness);
    let after = if fires.lateness > 0 { late.as_str() } else { "" };
    details.retain(|(key, _)| key != "state");
    let rows = |delay: i64, rows: &str| if delay > 0 { format!("{delay} ms after {rows}") } else { format!("with {rows}") };
    let early = fires.early_delay.map(|delay| format!("{}, ", rows(delay, "rows before the end"))).unwrap_or_default();
    let late = if fires.lateness > 0 { format!(", {}", rows(fires.late_delay, "late rows")) } else { String::new() };
    let fires = format!("{early}at the end{late}");
    details.push(("fires".to_owned(), fires));
    details.push(("state".to_owned(), format!("one accumulator set per key and window, until the window's end has passed{after}")));
    details.push(("changelog".to_owned(), if counted { "+I -U +U -D" } else { "+I -U +U" }.to_owned()));
    details
}

/// What Flink refuses, too.
fn uneven_hop(size: i64, slide: i64) -> Diagnostic {
    let message = format!("an aggregation over HOP needs a size that is a multiple of its slide: {size} ms is not one of {slide} ms");
    Diagnostic { message, span: None, hint: Some("GROUP BY HOP(time, slide, size) takes any size".to_owned()) }
}

fn processing_time_in_batch() -> Diagnostic {
    let message = "in batch mode there are no windows over processing time".to_owned();
    let hint = "all rows are processed at once: use a time that is in the data, or streaming mode".to_owned();
    Diagnostic { message, span: None, hint: Some(hint) }
}

/// As in Flink, windows of processing time that are open at the end are lost, unless their rows were put out and
/// brought them along.
pub(super) fn open_at_end(clock: WindowClock) -> OpenAtEnd {
    if clock == WindowClock::Processing { OpenAtEnd::Forget } else { OpenAtEnd::Fire }
}

fn refused(mismatch: Mismatch) -> Diagnostic {
    Diagnostic { message: mismatch.message, span: None, hint: mismatch.hint }
}

/// A relation seen down to what its projections and filters stand on.
struct Seen<'a> {
    below: &'a Relation,
    /// One per column of the relation, over the columns below.
    exprs: Vec<Expr>,
    /// What the filters ask together, likewise.
    condition: Option<Expr>,
}

fn see_through(relation: &Relation) -> Seen<'_> {
    let mut exprs: Vec<Expr> = (0..relation.columns.len()).map(|i| relation.column(i)).collect();
    let mut condition: Option<Expr> = None;
    let mut below = relation;
    loop {
        match &below.kind {
            RelationKind::Project { input, exprs: projected } => {
                let inline = |e: Expr| e.map_columns(&mut |i, _| projected[i].clone());
                exprs = exprs.into_iter().map(inline).collect();
                condition = condition.map(inline);
                below = input;
            }
            RelationKind::Filter { input, condition: own } => {
                condition = Some(match condition {
                    Some(above) => Expr::and(vec![own.clone(), above]),
                    None => own.clone(),
                });
                below = input;
            }
            _ => return Seen { below, exprs, condition },
        }
    }
}

impl Seen<'_> {
    /// Whether the bounds of the window function below, its columns from `width` on, are computed with, asked about or
    /// read by a call.
    fn reads_bounds(&self, width: usize, calls: &[AggregateCall]) -> bool {
        let reads = |e: &Expr| e.references().iter().any(|&r| r >= width);
        let mut read = calls.iter().flat_map(|c| c.arguments.iter().chain(&c.filter));
        self.condition.as_ref().is_some_and(reads)
            || self.exprs.iter().any(|e| !matches!(e.node, Node::Column(_)) && reads(e))
            || read.any(|&at| reads(&self.exprs[at]))
    }
}

/// An aggregation's input down to its window function, if its bounds are only passed on.
fn unfold(relation: &Relation, calls: &[AggregateCall]) -> Option<Windowed> {
    let seen = see_through(relation);
    let RelationKind::Window { input, assigner, time, of_group_by } = &seen.below.kind else { return None };
    if seen.reads_bounds(input.columns.len(), calls) {
        return None;
    }
    Some(Windowed {
        input: (**input).clone(),
        assigner: *assigner,
        time: *time,
        clock: WindowClock::of(&input.columns[*time]),
        brought: false,
        of_group_by: *of_group_by,
        condition: seen.condition,
        exprs: seen.exprs,
    })
}

/// An aggregation's input down to sessions, if their bounds are only passed on, and they are kept apart by just what is
/// grouped by. As in Flink, the rows that a filter above such sessions leaves out do not hold them together either.
fn unfold_sessions(relation: &Relation, groups: &[usize], calls: &[AggregateCall]) -> Option<Sessions> {
    let seen = see_through(relation);
    let RelationKind::Session { input, keys, gap, time } = &seen.below.kind else { return None };
    let width = input.columns.len();
    let of_key = |&g: &usize| match seen.exprs[g].node {
        Node::Column(at) if at < width => Some(at),
        _ => None,
    };
    let by_key = groups.iter().filter(|&&g| relation.columns[g].window.is_none());
    let grouped: BTreeSet<usize> = by_key.map(of_key).collect::<Option<_>>()?;
    let is_whole = grouped == keys.iter().copied().collect() && !seen.reads_bounds(width, calls);
    let input = || (**input).clone().filter_all(seen.condition.into_iter().collect());
    is_whole.then(|| Sessions { input: input(), gap: *gap, time: *time, exprs: seen.exprs })
}

/// What the engine's operator is given: keys, then the columns that calls read.
struct Prepared {
    exprs: Vec<Expr>,
    calls: Vec<Call>,
}

/// `counted`: rows can be taken back.
fn prepare(exprs: &[Expr], keys: &[usize], calls: &[AggregateCall], counted: bool) -> Prepared {
    let mut columns: Vec<usize> = keys.to_vec();
    let mut position = |at: usize| {
        columns[keys.len()..].iter().position(|&c| c == at).map(|p| p + keys.len()).unwrap_or_else(|| {
            columns.push(at);
            columns.len() - 1
        })
    };
    let mut call = |c: &AggregateCall| Call {
        aggregate: engine_aggregate(c, counted),
        arguments: c.arguments.iter().map(|&a| position(a)).collect(),
        filter: c.filter.map(&mut position),
    };
    let calls = calls.iter().map(&mut call).collect();
    // What nobody reads is still here because it may fail.
    let unread: Vec<usize> = (0..exprs.len()).filter(|c| !columns.contains(c) && exprs[*c].can_fail()).collect();
    columns.extend(unread);
    Prepared { exprs: columns.iter().map(|&c| exprs[c].clone()).collect(), calls }
}

fn engine_aggregate(call: &AggregateCall, counted: bool) -> Arc<dyn Aggregate> {
    let aggregate = Arc::clone(&call.resolved.aggregate);
    if !call.distinct {
        return aggregate;
    }
    Arc::new(DistinctValues { call: aggregate, types: call.resolved.parameters.clone(), counted })
}

fn call_text(names: &[String], call: &AggregateCall, engine: &Call) -> String {
    let arguments = named_columns(names, &engine.arguments);
    let filter = engine.filter.map(|f| format!(" FILTER {}", named_columns(names, &[f]))).unwrap_or_default();
    let distinct = if call.distinct { "DISTINCT " } else { "" };
    format!("{}({distinct}{}){filter}", call.function.name, if arguments.is_empty() { "*" } else { &arguments })
}

fn key_text(names: &[String], key: &KeyColumns) -> String {
    let columns = named_columns(names, &key.columns);
    if columns.is_empty() { "none: all rows on one shard".to_owned() } else { columns }
}

fn offset_text(offset: i64) -> String {
    if offset == 0 { String::new() } else { format!(", offset {offset} ms") }
}
