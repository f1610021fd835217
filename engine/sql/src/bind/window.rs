//! Window table functions: TUMBLE, HOP, CUMULATE and SESSION in FROM.

use super::carried_time::with_times_only;
use super::expr::{ExprBinder, Intercept, interval_literal};
use super::query::{QueryBinder, RunMode};
use super::refused;
use super::scope::Scope;
use crate::ast::{self, ArgValue, ExprKind, Literal, TableArgSource};
use crate::diagnostic::Diagnostic;
use crate::relation::{Column, Relation, RelationKind, TimeAttribute, WindowClock, WindowColumn, WindowRole};
use crate::span::Span;
use waterwheel::operator::window::Assigner;
use waterwheel_expr::{Expr, Node, Session};
use waterwheel_types::{Kind, Value};

/// The parameters of a window function in the order in which they are written, with their names.
struct Parameters {
    name: &'static str,
    intervals: &'static [&'static str],
    syntax: &'static str,
}

static FUNCTIONS: &[Parameters] = &[
    Parameters { name: "TUMBLE", intervals: &["SIZE", "OFFSET"], syntax: "TUMBLE(TABLE t, DESCRIPTOR(time), size [, offset])" },
    Parameters { name: "HOP", intervals: &["SLIDE", "SIZE", "OFFSET"], syntax: "HOP(TABLE t, DESCRIPTOR(time), slide, size [, offset])" },
    Parameters {
        name: "CUMULATE",
        intervals: &["STEP", "SIZE", "OFFSET"],
        syntax: "CUMULATE(TABLE t, DESCRIPTOR(time), step, size [, offset])",
    },
    Parameters { name: "SESSION", intervals: &["GAP"], syntax: "SESSION(TABLE t [PARTITION BY key, …], DESCRIPTOR(time), gap)" },
];

/// The written arguments, sorted by what they are.
#[derive(Default)]
struct Arguments<'a> {
    data: Option<&'a ast::TableArg>,
    /// The query that stands in place of the table.
    query: Option<&'a ast::Query>,
    time: Option<&'a ast::Name>,
    /// By position in [`Parameters::intervals`]; milliseconds.
    intervals: [Option<(i64, Span)>; 3],
}

/// Whether a function of this name is a window function.
pub(super) fn is_window_function(name: &str) -> bool {
    find(name).is_some()
}

fn find(name: &str) -> Option<&'static Parameters> {
    FUNCTIONS.iter().find(|f| f.name.eq_ignore_ascii_case(name))
}

/// The rows of a window function call.
pub(super) fn bind_window(call: &ast::Call, span: Span, queries: &mut QueryBinder<'_>) -> Result<Relation, Diagnostic> {
    let function = find(&call.name.to_string()).expect("asked before");
    let arguments = sort(function, call, queries)?;
    let input = match (arguments.data.map(|data| &data.source), arguments.query) {
        (Some(TableArgSource::Name(name)), _) => queries.bind_table(name, &[])?.1,
        (Some(TableArgSource::Query(query)), _) => queries.bind_query(query)?,
        (None, Some(query)) => queries.bind_query(query)?,
        (None, None) => return Err(missing(function, "a table", span)),
    };
    let partition_by = arguments.data.map_or(&[][..], |data| &data.partition_by);
    let name = arguments.time.ok_or_else(|| missing(function, "DESCRIPTOR(time column)", span))?;
    let time = time_column(name, &input, queries)?;
    let input =
        if queries.is_batch() { with_times_only(input, time, queries.session()).map_err(|m| refused(m, name.span))? } else { input };
    if function.name == "SESSION" && queries.mode() == RunMode::Batch {
        return Err(super::group_window::session_in_batch(span));
    }
    if function.name == "SESSION" {
        let gap = positive(function, &arguments, "GAP", span)?.0;
        let keys = partition(partition_by, &input, queries)?;
        let columns = windowed_columns(&input, time, queries.next_window(), false, queries.is_batch());
        return Ok(Relation { columns, kind: RelationKind::Session { input: Box::new(input), keys, gap, time } });
    }
    if let Some(first) = partition_by.first() {
        return Err(Diagnostic::at(first.span, format!("{} does not take PARTITION BY", function.name))
            .with_hint("group by the column above the window function instead"));
    }
    let assigner = assigner(function, &arguments, span)?;
    let columns = windowed_columns(&input, time, queries.next_window(), false, queries.is_batch());
    Ok(Relation { columns, kind: RelationKind::Window { input: Box::new(input), assigner, time, of_group_by: false } })
}

/// The columns of PARTITION BY.
fn partition(exprs: &[ast::Expr], input: &Relation, queries: &QueryBinder<'_>) -> Result<Vec<usize>, Diagnostic> {
    let scope = Scope::of(None, input);
    let binder = ExprBinder { scope: &scope, session: queries.session() };
    let key = |expr: &ast::Expr| match binder.bind(expr)?.node {
        Node::Column(index) => Ok(index),
        _ => Err(Diagnostic::at(expr.span, "PARTITION BY of SESSION takes columns").with_hint("compute the value in a view first")),
    };
    exprs.iter().map(key).collect()
}

/// The value of an interval that must be there and longer than nothing, and where it stands.
fn positive(function: &Parameters, arguments: &Arguments<'_>, name: &str, span: Span) -> Result<(i64, Span), Diagnostic> {
    let at = function.intervals.iter().position(|p| *p == name).expect("a parameter of the function");
    let (millis, at) = arguments.intervals[at].ok_or_else(|| missing(function, name, span))?;
    if millis > 0 {
        return Ok((millis, at));
    }
    Err(Diagnostic::at(at, format!("the {} of {} must be longer than 0 ms", name.to_lowercase(), function.name)))
}

fn missing(function: &Parameters, what: &str, span: Span) -> Diagnostic {
    Diagnostic::at(span, format!("{} needs {what}", function.name)).with_hint(format!("it is written {}", function.syntax))
}

fn sort<'a>(function: &Parameters, call: &'a ast::Call, queries: &QueryBinder<'_>) -> Result<Arguments<'a>, Diagnostic> {
    let mut sorted = Arguments::default();
    for (position, argument) in call.args.iter().enumerate() {
        let misplaced = || {
            Diagnostic::at(argument.span, format!("{} does not take this here", function.name))
                .with_hint(format!("it is written {}", function.syntax))
        };
        match (&argument.value, &argument.name) {
            (ArgValue::Table(table), _) => sorted.data = Some(table),
            // As in Flink, further columns are not looked at.
            (ArgValue::Descriptor(names), _) if !names.is_empty() => sorted.time = Some(&names[0]),
            (ArgValue::Expr(ast::Expr { kind: ExprKind::Subquery(query), .. }), _) if position == 0 => sorted.query = Some(query),
            (ArgValue::Expr(expr), Some(name)) => {
                let at = function.intervals.iter().position(|p| p.eq_ignore_ascii_case(&name.text)).ok_or_else(misplaced)?;
                sorted.intervals[at] = Some((interval(expr, queries.session())?, argument.span));
            }
            (ArgValue::Expr(expr), None) => {
                let at = position.checked_sub(2).filter(|&at| at < function.intervals.len()).ok_or_else(misplaced)?;
                sorted.intervals[at] = Some((interval(expr, queries.session())?, argument.span));
            }
            _ => return Err(misplaced()),
        }
    }
    Ok(sorted)
}

/// An interval that is no value of a row may have any number of leading digits.
struct LengthOfWindow;

impl Intercept for LengthOfWindow {
    fn intercept(&mut self, expr: &ast::Expr, _: &ExprBinder<'_>) -> Result<Option<Expr>, Diagnostic> {
        match &expr.kind {
            ExprKind::Literal(Literal::Interval { negative, text, qualifier }) => {
                interval_literal(text, *negative, qualifier, expr.span).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// A constant interval in milliseconds.
pub(super) fn interval(expr: &ast::Expr, session: &Session) -> Result<i64, Diagnostic> {
    let scope = Scope::default();
    let bound = ExprBinder { scope: &scope, session }.bind_with(expr, &mut LengthOfWindow)?;
    match (bound.as_literal(), &bound.data_type.kind) {
        (Some(Value::Millis(millis)), _) => Ok(*millis),
        (Some(Value::Months(_)), _) => Err(Diagnostic::at(expr.span, "a window cannot be measured in months or years")
            .with_hint("their lengths differ: use days, such as INTERVAL '30' DAY")),
        (_, kind) => Err(Diagnostic::at(expr.span, format!("expected a constant INTERVAL, got {kind}"))),
    }
}

/// Whether windows can be over a column of this type, which need be no time attribute in batch mode. They are cut in
/// milliseconds, whatever its precision.
pub(super) fn is_point_in_time(kind: &Kind) -> bool {
    matches!(kind, Kind::Timestamp(_) | Kind::TimestampLtz(_))
}

/// The time attribute that DESCRIPTOR names.
fn time_column(name: &ast::Name, input: &Relation, queries: &QueryBinder<'_>) -> Result<usize, Diagnostic> {
    let column = name.last();
    let at = input.columns.iter().position(|c| c.name == column.text).ok_or_else(|| {
        Diagnostic::at(name.span, format!("the table has no column `{name}`")).with_hint("DESCRIPTOR names the time attribute")
    })?;
    let Column { data_type, time, .. } = &input.columns[at];
    match time {
        Some(_) => Ok(at),
        None if queries.is_batch() && is_point_in_time(&data_type.kind) => Ok(at),
        None => Err(Diagnostic::at(name.span, format!("the window function needs a time attribute, but `{name}` is a plain {data_type}"))
            .with_hint(format!("declare it in CREATE TABLE: WATERMARK FOR {name} AS {name} - INTERVAL '5' SECOND"))),
    }
}

fn assigner(function: &Parameters, arguments: &Arguments<'_>, span: Span) -> Result<Assigner, Diagnostic> {
    let positive = |name: &str| positive(function, arguments, name, span);
    let (size, size_span) = positive("SIZE")?;
    let given = |name: &str| {
        let at = function.intervals.iter().position(|p| *p == name).expect("a parameter of the function");
        arguments.intervals[at]
    };
    let offset = given("OFFSET").map_or(0, |(millis, _)| millis);
    match function.name {
        // Flink asks this of TUMBLE alone.
        "TUMBLE" if offset.unsigned_abs() >= size.unsigned_abs() => {
            let at = given("OFFSET").map_or(size_span, |(_, at)| at);
            Err(Diagnostic::at(at, format!("the offset of TUMBLE must be shorter than its size: {offset} ms and {size} ms")))
        }
        "TUMBLE" => Ok(Assigner::Tumble { size, offset }),
        "HOP" => {
            let (slide, _) = positive("SLIDE")?;
            Ok(Assigner::hop(size, slide, offset))
        }
        _ => {
            let (step, _) = positive("STEP")?;
            if size % step != 0 {
                let message = format!("CUMULATE needs a size that is a multiple of its step: {size} ms is not one of {step} ms");
                return Err(Diagnostic::at(size_span, message));
            }
            Ok(Assigner::Cumulate { size, step, offset })
        }
    }
}

/// The columns and the three of the window, of which `window_time` is a time attribute too, in batch mode of the time's
/// own type. Bounds of windows below are
/// plain columns from here on: to group by them is to group by values.
pub(super) fn windowed_columns(input: &Relation, time: usize, window: usize, refires: bool, is_batch: bool) -> Vec<Column> {
    let clock = WindowClock::of(&input.columns[time]);
    let time_type = if is_batch { input.columns[time].data_type.kind.clone().not_null() } else { clock.time_type() };
    let mut columns = input.columns.clone();
    columns.iter_mut().for_each(|column| column.window = None);
    if clock == WindowClock::Processing {
        // Behind a clock, watermarks speak of no column any more.
        columns.iter_mut().filter(|c| c.time == Some(TimeAttribute::Event)).for_each(|c| c.time = None);
    }
    columns[time].time = Some(clock.attribute());
    let bound = |name: &str, role, data_type, time| Column {
        time,
        window: Some(WindowColumn { window, role, clock, refires }),
        ..Column::plain(name, data_type)
    };
    columns.push(bound("window_start", WindowRole::Start, Kind::Timestamp(3).not_null(), None));
    columns.push(bound("window_end", WindowRole::End, Kind::Timestamp(3).not_null(), None));
    columns.push(bound("window_time", WindowRole::Time, time_type, Some(clock.attribute())));
    columns
}
