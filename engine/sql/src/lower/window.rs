//! Aggregations: GROUP BY with both bounds of a window becomes a window aggregation in two stages.
//!
//! Partial results of each shard are exchanged by key, not rows, wherever every call can be computed in parts; calls whose
//! result depends on the order of rows, or that count distinct values, get the rows.

use super::Lowering;
use super::stream::Stream;
use crate::diagnostic::Diagnostic;
use crate::relation::{AggregateCall, Relation, RelationKind, WindowRole};
use std::sync::Arc;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::operator::window::{Assigner, WindowAggregate, WindowInput, WindowPartial};
use waterwheel::state::{AggregateCall as Call, Layout};
use waterwheel_expr::{Expr, Node};
use waterwheel_types::{DataType, Kind};

/// An aggregation's input seen down to its window function: everything between is composed into expressions over the window's
/// input.
struct Windowed {
    input: Relation,
    assigner: Assigner,
    time: usize,
    condition: Option<Expr>,
    /// One per column of the aggregation's input.
    exprs: Vec<Expr>,
}

fn unsupported(message: &str, hint: &str) -> Diagnostic {
    Diagnostic { message: message.into(), span: None, hint: Some(hint.into()) }
}

impl Lowering<'_> {
    pub(super) fn lower_aggregate(
        &mut self,
        input: Relation,
        groups: &[usize],
        calls: &[AggregateCall],
    ) -> Result<Stream, Diagnostic> {
        let role = |wanted| groups.iter().position(|&g| input.columns[g].window.is_some_and(|w| w.role == wanted));
        if role(WindowRole::Start).is_none() || role(WindowRole::End).is_none() {
            return Err(unsupported(
                "aggregates without a window are not supported yet",
                "group by window_start and window_end of TUMBLE, HOP or CUMULATE",
            ));
        }
        if calls.iter().any(|c| c.distinct) {
            return Err(unsupported("DISTINCT in an aggregate is not supported yet", "aggregate all values"));
        }
        let columns = input.columns.clone();
        let windowed = unfold(input)?;
        let is_window = |g: &usize| columns[*g].window.is_some();
        let keys: Vec<usize> = groups.iter().copied().filter(|g| !is_window(g)).collect();
        let layout = self.window_aggregate(windowed, &keys, calls)?;
        Ok(self.in_order(layout, groups, &keys, &columns))
    }

    /// The window aggregation's rows: keys, results, window_start, window_end, window_time.
    fn window_aggregate(
        &mut self,
        windowed: Windowed,
        keys: &[usize],
        calls: &[AggregateCall],
    ) -> Result<(Stream, usize, DataType), Diagnostic> {
        let Windowed { input, assigner, time, condition, exprs } = windowed;
        let time_type = input.columns[time].data_type.clone();
        let time_expr = input.column(time);
        let mut stream = self.lower(input)?;
        if let Some(condition) = condition {
            stream = self.filter(stream, condition);
        }
        let Prepared { exprs, calls: engine_calls } = prepare(&exprs, keys, calls);
        let key_types: Vec<DataType> = exprs[..keys.len()].iter().map(|e| e.data_type.clone()).collect();
        let time_at = exprs.len();
        let stream = self.project(stream, exprs.into_iter().chain([time_expr]).collect());
        let from = self.put_down(stream);
        let key = KeyColumns { columns: (0..keys.len()).collect(), types: key_types.clone() };
        let layout = Arc::new(Layout::new(engine_calls));
        let details = details(assigner, &key, calls);
        let in_parts = calls.iter().all(|c| !c.function.order_sensitive);
        let (from, exchange, window_input) = if in_parts {
            let partial = WindowPartial { assigner, time: time_at, key: key.clone(), layout: Arc::clone(&layout) };
            let out_key = partial.output_key();
            let node = self.operator("window-partial", "WindowPartial", details.clone(), Arc::new(partial), &[(from, Exchange::Forward)]);
            (node, Exchange::Keyed(out_key.clone()), WindowInput::Partials { key: out_key })
        } else {
            (from, Exchange::Keyed(key.clone()), WindowInput::Rows { time: time_at, key })
        };
        let time_kind = if matches!(time_type.kind, Kind::TimestampLtz(_)) { Kind::TimestampLtz(3) } else { Kind::Timestamp(3) };
        let time_type = time_kind.not_null();
        let aggregate =
            WindowAggregate { assigner, input: window_input, layout: Arc::clone(&layout), time_type: time_type.clone() };
        let node = self.operator("window-aggregate", "WindowAggregate", details, Arc::new(aggregate), &[(from, exchange)]);
        let mut types = key_types;
        types.extend(layout.result_types());
        types.extend([time_type.clone(), time_type.clone(), time_type.clone()]);
        Ok((Stream::of(node, types), calls.len(), time_type))
    }

    /// The columns as the aggregation promises them: groups as written, then results.
    fn in_order(
        &mut self,
        (stream, calls, time_type): (Stream, usize, DataType),
        groups: &[usize],
        keys: &[usize],
        columns: &[crate::relation::Column],
    ) -> Stream {
        let width = keys.len();
        let group = |g: &usize| match columns[*g].window {
            Some(window) => Expr::column(width + calls + window.role as usize, time_type.clone()),
            None => {
                let at = keys.iter().position(|k| k == g).expect("what is not a window's bound is a key");
                Expr::column(at, columns[*g].data_type.clone())
            }
        };
        let mut exprs: Vec<Expr> = groups.iter().map(group).collect();
        let results = stream.types()[width..width + calls].to_vec();
        exprs.extend(results.into_iter().enumerate().map(|(i, t)| Expr::column(width + i, t)));
        self.project(stream, exprs)
    }
}

/// Follows filters and projections down to the window function.
fn unfold(relation: Relation) -> Result<Windowed, Diagnostic> {
    let own = |relation: &Relation| (0..relation.columns.len()).map(|i| relation.column(i)).collect::<Vec<_>>();
    let mut exprs = own(&relation);
    let mut condition: Option<Expr> = None;
    let mut relation = relation;
    loop {
        match relation.kind {
            RelationKind::Project { input, exprs: below } => {
                let inline = |e: Expr| e.map_columns(&mut |i, _| below[i].clone());
                exprs = exprs.into_iter().map(inline).collect();
                condition = condition.map(|c| c.map_columns(&mut |i, _| below[i].clone()));
                relation = *input;
            }
            RelationKind::Filter { input, condition: below } => {
                condition = Some(match condition {
                    Some(above) => Expr::and(vec![below, above]),
                    None => below,
                });
                relation = *input;
            }
            RelationKind::Window { input, assigner, time } => {
                let width = input.columns.len();
                let reads_window = |e: &Expr| !matches!(e.node, Node::Column(_)) && e.references().iter().any(|&r| r >= width);
                let condition_reads = condition.as_ref().is_some_and(|c| c.references().iter().any(|&r| r >= width));
                if condition_reads || exprs.iter().any(reads_window) {
                    return Err(unsupported(
                        "expressions over window_start or window_end below the GROUP BY are not supported yet",
                        "compute them above the aggregation",
                    ));
                }
                return Ok(Windowed { input: *input, assigner, time, condition, exprs });
            }
            _ => {
                return Err(unsupported(
                    "grouping by the window columns of an earlier aggregation is not supported yet",
                    "apply the window function to it again: TUMBLE(TABLE earlier, DESCRIPTOR(window_time), …)",
                ));
            }
        }
    }
}

/// What the engine's operator is given: keys, then the columns that calls read.
struct Prepared {
    exprs: Vec<Expr>,
    calls: Vec<Call>,
}

fn prepare(exprs: &[Expr], keys: &[usize], calls: &[AggregateCall]) -> Prepared {
    let mut columns: Vec<usize> = keys.to_vec();
    let mut position = |at: usize| {
        columns[keys.len()..].iter().position(|&c| c == at).map(|p| p + keys.len()).unwrap_or_else(|| {
            columns.push(at);
            columns.len() - 1
        })
    };
    let mut call = |c: &AggregateCall| Call {
        aggregate: Arc::clone(&c.resolved.aggregate),
        arguments: c.arguments.iter().map(|&a| position(a)).collect(),
        filter: c.filter.map(&mut position),
    };
    let calls = calls.iter().map(&mut call).collect();
    Prepared { exprs: columns.iter().map(|&c| exprs[c].clone()).collect(), calls }
}

fn details(assigner: Assigner, key: &KeyColumns, calls: &[AggregateCall]) -> Vec<(String, String)> {
    let window = match assigner {
        Assigner::Tumble { size, offset } => format!("TUMBLE(size {size} ms{})", offset_text(offset)),
        Assigner::Hop { size, slide, offset } => format!("HOP(size {size} ms, slide {slide} ms{})", offset_text(offset)),
        Assigner::Cumulate { size, step, offset } => format!("CUMULATE(size {size} ms, step {step} ms{})", offset_text(offset)),
    };
    let keys = key.columns.iter().map(|c| format!("${c}")).collect::<Vec<_>>().join(", ");
    let call = |c: &AggregateCall| {
        let arguments = c.arguments.iter().map(|a| format!("${a}")).collect::<Vec<_>>().join(", ");
        format!("{}({})", c.function.name, if arguments.is_empty() { "*" } else { &arguments })
    };
    let state = "one accumulator set per key and pane, until the pane's last window fires";
    vec![
        ("window".to_owned(), window),
        ("key".to_owned(), if keys.is_empty() { "none: one shard aggregates".to_owned() } else { keys }),
        ("calls".to_owned(), calls.iter().map(call).collect::<Vec<_>>().join(", ")),
        ("state".to_owned(), state.to_owned()),
    ]
}

fn offset_text(offset: i64) -> String {
    if offset == 0 { String::new() } else { format!(", offset {offset} ms") }
}

