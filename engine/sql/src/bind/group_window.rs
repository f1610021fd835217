//! Windows of GROUP BY: `GROUP BY TUMBLE(ts, size)`, HOP and SESSION, with `TUMBLE_START(ts, size)` and its like above.
//!
//! They become the window function below the aggregation and the three columns that it adds; late rows and the moment
//! of firing are therefore those of the window functions, as in Flink.

use super::carried_time::{carried, with_time};
use super::expr::ExprBinder;
use super::query::{QueryBinder, RunMode};
use super::refused;
use super::window::{interval, is_point_in_time, windowed_columns};
use crate::ast::{self, ArgValue, ExprKind};
use crate::diagnostic::Diagnostic;
use crate::relation::{Column, Relation, RelationKind, TimeAttribute, WindowClock, WindowRole};
use crate::span::Span;
use waterwheel::operator::window::Assigner;
use waterwheel_expr::{Expr, Node};

/// A group window or one of its auxiliary functions, as written.
#[derive(Clone, Copy)]
pub(super) struct WindowCall<'a> {
    kind: &'static str,
    /// Which bound an auxiliary function gives; `None` for the window itself.
    pub role: Option<WindowRole>,
    asks_for_processing_time: bool,
    call: &'a ast::Call,
}

/// A group window in the input of its aggregation.
pub(super) struct GroupWindow {
    /// Where the window's three columns begin.
    pub first: usize,
    kind: &'static str,
    /// Over the rows of FROM.
    time: Expr,
    clock: WindowClock,
    intervals: Vec<i64>,
}

/// The arguments of a group window or of one of its auxiliary functions.
struct Arguments<'a> {
    written: &'a ast::Expr,
    time: Expr,
    /// In milliseconds.
    intervals: Vec<i64>,
}

/// What an expression is, when it is such a call.
pub(super) fn window_called(expr: &ast::Expr) -> Option<WindowCall<'_>> {
    let ExprKind::Call(call) = &expr.kind else { return None };
    let name = call.name.to_string().to_ascii_uppercase();
    let kind = ["TUMBLE", "HOP", "SESSION"].into_iter().find(|kind| name.starts_with(kind))?;
    let suffix = &name[kind.len()..];
    let role = match suffix {
        "" => None,
        "_START" => Some(WindowRole::Start),
        "_END" => Some(WindowRole::End),
        "_ROWTIME" | "_PROCTIME" => Some(WindowRole::Time),
        _ => return None,
    };
    Some(WindowCall { kind, role, asks_for_processing_time: suffix == "_PROCTIME", call })
}

/// The input with the window that these grouping sets, or the one GROUP BY, share, if they have any.
pub(super) fn with_window(
    sets: &[Vec<&ast::Expr>],
    input: Relation,
    binder: &ExprBinder<'_>,
    queries: &QueryBinder<'_>,
    number: usize,
) -> Result<(Relation, Option<GroupWindow>), Diagnostic> {
    let groups = sets.concat();
    let mut windows = groups.iter().filter(|e| window_called(e).is_some());
    let Some(expr) = windows.next() else { return Ok((input, None)) };
    let second = windows.next().or((sets.len() > 1).then_some(expr));
    if let Some(second) = second {
        return Err(Diagnostic::at(second.span, "GROUP BY takes one window, and no grouping sets beside it")
            .with_hint("the window functions in FROM (TABLE(TUMBLE(…))) take grouping sets"));
    }
    let Some(written) = window_called(expr).filter(|w| w.role.is_none()) else {
        return Err(Diagnostic::at(expr.span, "GROUP BY takes the window, not one of its bounds")
            .with_hint("such as TUMBLE(ts, INTERVAL '1' MINUTE)"));
    };
    if queries.mode() == RunMode::Batch && written.kind == "SESSION" {
        return Err(session_in_batch(expr.span));
    }
    let arguments = written.arguments(expr, binder)?;
    let attribute = arguments.time_attribute(&input, queries.is_batch())?;
    let Arguments { time: asked, intervals, written: time } = arguments;
    let may_be_null = asked.data_type.nullable;
    let (input, time) =
        with_time(input, asked.clone(), attribute, queries.is_batch(), queries.session()).map_err(|m| refused(m, time.span))?;
    let keys = groups.iter().filter(|e| window_called(e).is_none()).map(|e| binder.bind(e)).collect::<Result<Vec<_>, _>>()?;
    let (input, kind) = match (written.kind, &intervals[..]) {
        ("TUMBLE", &[size]) => aligned(input, Assigner::Tumble { size, offset: 0 }, time),
        ("HOP", &[slide, size]) => aligned(input, Assigner::hop(size, slide, 0), time),
        (_, intervals) => sessions(input, keys, intervals[0], time),
    };
    let first = input.columns.len();
    let clock = WindowClock::of(&input.columns[time]);
    let refires = written.kind != "SESSION" && queries.refires(clock);
    let mut columns = windowed_columns(&input, time, number, refires, queries.is_batch());
    // What *_ROWTIME gives is never NULL, but of the type of the time, as in Flink.
    columns[first + WindowRole::Time as usize].data_type.nullable = may_be_null;
    let kind = kind(Box::new(input));
    Ok((Relation { columns, kind }, Some(GroupWindow { first, kind: written.kind, time: asked, clock, intervals })))
}

/// Flink has no sessions in batch mode.
pub(super) fn session_in_batch(span: Span) -> Diagnostic {
    Diagnostic::at(span, "SESSION windows run in streaming mode only").with_hint("SET 'execution.runtime-mode' = 'streaming'")
}

type MakeKind = Box<dyn FnOnce(Box<Relation>) -> RelationKind>;

fn aligned(input: Relation, assigner: Assigner, time: usize) -> (Relation, MakeKind) {
    (input, Box::new(move |input| RelationKind::Window { input, assigner, time, of_group_by: true }))
}

/// Sessions are kept apart by what else is grouped by: computed keys become columns first.
fn sessions(input: Relation, keys: Vec<Expr>, gap: i64, time: usize) -> (Relation, MakeKind) {
    let mut columns: Vec<(Column, Expr)> = input.columns.iter().enumerate().map(|(i, c)| (c.clone(), input.column(i))).collect();
    let mut position = |key: Expr| match key.node {
        Node::Column(index) => index,
        _ => {
            columns.push((Column::plain(format!("$key{}", columns.len()), key.data_type.clone()), key));
            columns.len() - 1
        }
    };
    let keys = keys.into_iter().map(&mut position).collect();
    (input.project(columns), Box::new(move |input| RelationKind::Session { input, keys, gap, time }))
}

impl<'a> WindowCall<'a> {
    fn arguments(&self, expr: &ast::Expr, binder: &ExprBinder<'_>) -> Result<Arguments<'a>, Diagnostic> {
        let syntax = match self.kind {
            "HOP" => "HOP(time, slide, size)",
            "TUMBLE" => "TUMBLE(time, size)",
            _ => "SESSION(time, gap)",
        };
        let written = || Diagnostic::at(expr.span, format!("the window is written {syntax}"));
        let mut values = Vec::new();
        for argument in &self.call.args {
            let ArgValue::Expr(value) = &argument.value else { return Err(written()) };
            values.push(value);
        }
        let [time, intervals @ ..] = &values[..] else { return Err(written()) };
        if intervals.len() != if self.kind == "HOP" { 2 } else { 1 } {
            return Err(written());
        }
        let millis = |value: &&ast::Expr| match interval(value, binder.session)? {
            millis if millis > 0 => Ok(millis),
            _ => Err(Diagnostic::at(value.span, "a window must be longer than 0 ms")),
        };
        Ok(Arguments { written: time, time: binder.bind(time)?, intervals: intervals.iter().map(millis).collect::<Result<_, _>>()? })
    }
}

impl Arguments<'_> {
    /// The time that the window goes by, which batch mode can do without.
    fn time_attribute(&self, input: &Relation, is_batch: bool) -> Result<Option<TimeAttribute>, Diagnostic> {
        let is_cast = matches!(self.written.kind, ExprKind::Cast { .. });
        let attribute = if is_cast { None } else { carried(&self.time, input) };
        if attribute.is_some() || (is_batch && is_point_in_time(&self.time.data_type.kind)) {
            return Ok(attribute);
        }
        let what = match self.time.node {
            Node::Column(at) if !is_cast => format!("`{}`", input.columns[at].name),
            _ => "this".to_owned(),
        };
        let message = format!("the window needs a time attribute, but {what} is a plain {}", self.time.data_type);
        Err(Diagnostic::at(self.written.span, message)
            .with_hint("declare it in CREATE TABLE: WATERMARK FOR ts AS ts - INTERVAL '5' SECOND"))
    }
}

impl GroupWindow {
    /// Whether an auxiliary function asks for the processing time of this window, which goes by event time: NULL.
    pub fn has_no_such_time(&self, written: WindowCall<'_>) -> bool {
        written.asks_for_processing_time && self.clock != WindowClock::Processing
    }

    /// The bound that an auxiliary function gives; an error when it speaks of another window.
    pub fn bound(&self, written: WindowCall<'_>, expr: &ast::Expr, input: &Relation, binder: &ExprBinder<'_>) -> Result<Expr, Diagnostic> {
        let Arguments { time, intervals, .. } = written.arguments(expr, binder)?;
        match written.role {
            Some(role) if (written.kind, &intervals) == (self.kind, &self.intervals) && time.same_form(&self.time) => {
                Ok(input.column(self.first + role as usize))
            }
            _ => {
                Err(Diagnostic::at(expr.span, "this is not the window that the query groups by").with_hint("repeat its arguments exactly"))
            }
        }
    }
}
