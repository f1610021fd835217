//! SELECT with GROUP BY, HAVING or aggregate functions.
//!
//! The input is first projected to what groups, arguments and filters need; the aggregation's output is the group
//! columns and one column per distinct call; select list and HAVING are then expressions over that. Of several grouping
//! sets, each copies the rows: with NULL for the columns that it leaves out, and with a number `$e` that is grouped by
//! too and tells GROUPING which these are.

use super::called::{Called, aggregate_called, contains_aggregate, grouping_called};
use super::expr::{ExprBinder, Intercept, reject_bare_null};
use super::group_window::{GroupWindow, WindowCall, window_called, with_window};
use super::grouping::grouping_sets;
use super::json::null_word;
use super::query::{QueryBinder, output_column};
use super::refused;
use super::scope::Scope;
use crate::ast::{self, ArgValue, ExprKind, SelectItem};
use crate::diagnostic::Diagnostic;
use crate::relation::{AggregateCall, Column, Relation, RelationKind};
use crate::span::Span;
use waterwheel_expr::aggregate::{self, AggregateFunction};
use waterwheel_expr::{Expr, Mismatch, Node, Session};
use waterwheel_types::{Kind, Value};

/// Whether a SELECT aggregates.
pub(super) fn has_aggregates(select: &ast::Select) -> bool {
    let item = |item: &SelectItem| matches!(item, SelectItem::Expr { expr, .. } if contains_aggregate(expr));
    select.group_by.is_some() || select.having.is_some() || select.items.iter().any(item)
}

/// The rows of a SELECT that aggregates, and keeps idle groups for `ttl_ms`, as in [`RelationKind::Aggregate`].
pub(super) fn bind_grouped(
    select: &ast::Select,
    input: Relation,
    scope: &Scope,
    queries: &QueryBinder<'_>,
    window_number: usize,
    ttl_ms: Option<i64>,
) -> Result<Relation, Diagnostic> {
    let session = queries.session();
    let binder = ExprBinder { scope, session };
    let sets = select.group_by.as_ref().map(grouping_sets).transpose()?.unwrap_or_default();
    let (input, window) = with_window(&sets, input, &binder, queries, window_number)?;
    let mut grouping = Grouping {
        retracting: input.updates() && !queries.is_batch(),
        ttl_ms,
        queries,
        grouped: select.group_by.is_some(),
        input: &input,
        groups: Vec::new(),
        sets: Vec::new(),
        window,
        calls: Vec::new(),
        arguments: Vec::new(),
        session,
    };
    if let Some(group_by) = &select.group_by {
        grouping.group_by(sets, group_by.quantifier, &binder)?;
    }
    let mut outputs = Vec::new();
    for (number, item) in select.items.iter().enumerate() {
        let SelectItem::Expr { expr, alias } = item else {
            return Err(Diagnostic::at(select.span, "SELECT * and GROUP BY do not go together: name the columns"));
        };
        let bound = binder.bind_with(expr, &mut grouping)?;
        outputs.push((bound, expr, alias, number));
    }
    let having = match &select.having {
        Some(having) => Some(binder.bind_condition(having, "HAVING", &mut grouping)?),
        None => None,
    };
    let mut relation = grouping.into_relation();
    if let Some(having) = having {
        relation = relation.filter(having);
    }
    let columns = outputs
        .into_iter()
        .map(|(bound, expr, alias, number)| (output_column(&bound, &relation, expr, alias.as_ref(), number), bound))
        .collect();
    Ok(relation.project(columns))
}

struct Group {
    expr: Expr,
    column: Column,
}

struct Call {
    function: &'static AggregateFunction,
    resolved: aggregate::ResolvedAggregate,
    /// See [`AggregateCall::of_sums`].
    of_sums: Option<aggregate::ResolvedAggregate>,
    /// Positions in [`Grouping::arguments`].
    arguments: Vec<usize>,
    distinct: bool,
    filter: Option<usize>,
}

/// What has been found of an aggregation while its expressions are bound.
struct Grouping<'a> {
    input: &'a Relation,
    /// Whether rows of the input can be taken back.
    retracting: bool,
    /// What a hint says of the state of idle groups.
    ttl_ms: Option<i64>,
    /// Knows the mode in which the query runs.
    queries: &'a QueryBinder<'a>,
    /// Whether there is a GROUP BY.
    grouped: bool,
    groups: Vec<Group>,
    /// The groups of each grouping set; empty when all groups are one.
    sets: Vec<Vec<usize>>,
    /// The window among the groups.
    window: Option<GroupWindow>,
    calls: Vec<Call>,
    /// Arguments and filters of calls, over the input.
    arguments: Vec<Expr>,
    session: &'a Session,
}

impl Intercept for Grouping<'_> {
    fn intercept(&mut self, expr: &ast::Expr, binder: &ExprBinder<'_>) -> Result<Option<Expr>, Diagnostic> {
        if let Some(called) = aggregate_called(expr) {
            return self.call(called?, expr.span, binder).map(Some);
        }
        if let Some(call) = grouping_called(expr) {
            if !self.grouped {
                return Err(Diagnostic::at(expr.span, format!("{} needs a GROUP BY", call.name)));
            }
            return self.grouping(call, expr.span, binder).map(Some);
        }
        if let Some(written) = window_called(expr) {
            return self.window_bound(written, expr, binder).map(Some);
        }
        if contains_aggregate(expr) {
            return Ok(None);
        }
        let bound = binder.bind(expr)?;
        if let Some(at) = self.groups.iter().position(|g| g.expr.same_form(&bound)) {
            return Ok(Some(Expr::column(at, self.groups[at].column.data_type.clone())));
        }
        match (&expr.kind, bound.references().first()) {
            (_, None) => Ok(Some(bound)),
            (ExprKind::Name(name), Some(_)) => {
                Err(Diagnostic::at(expr.span, format!("the column `{name}` is neither grouped by nor aggregated"))
                    .with_hint(format!("add it to GROUP BY, or aggregate it, such as MAX({name})")))
            }
            _ => Ok(None),
        }
    }
}

impl Grouping<'_> {
    fn group_by(
        &mut self,
        written: Vec<Vec<&ast::Expr>>,
        quantifier: Option<ast::SetQuantifier>,
        binder: &ExprBinder<'_>,
    ) -> Result<(), Diagnostic> {
        let mut sets = Vec::new();
        let places: Vec<&ast::Expr> = written.iter().flatten().copied().collect();
        for exprs in written {
            let mut set = exprs.into_iter().map(|e| self.group(e, binder)).collect::<Result<Vec<_>, _>>()?.concat();
            set.sort_unstable();
            set.dedup();
            sets.push(set);
        }
        if quantifier == Some(ast::SetQuantifier::Distinct) {
            sets = sets.iter().enumerate().filter(|(at, set)| !sets[..*at].contains(set)).map(|(_, set)| set.clone()).collect();
        }
        self.check_keys(&places, sets.len() == 1, binder)?;
        if sets.len() == 1 {
            return Ok(());
        }
        for (at, group) in self.groups.iter_mut().enumerate() {
            if sets.iter().any(|set| !set.contains(&at)) {
                group.column.data_type.nullable = true;
            }
        }
        self.sets = sets;
        Ok(())
    }

    /// Refuses what batch mode does not compare. A window in GROUP BY keeps its groups by their hash there, too; constants are not
    /// compared where there is one set of groups with something else in it.
    fn check_keys(&self, written: &[&ast::Expr], one_set: bool, binder: &ExprBinder<'_>) -> Result<(), Diagnostic> {
        if self.window.is_some() {
            return Ok(());
        }
        let is_constant = |e: &Expr| e.references().is_empty() && e.is_deterministic();
        let skipped = one_set && self.groups.iter().any(|group| !is_constant(&group.expr));
        for expr in written {
            let bound = binder.bind(expr)?;
            if !(skipped && is_constant(&bound)) {
                self.queries.check_key(&bound.data_type.kind, expr.span)?;
            }
        }
        Ok(())
    }

    /// The positions of what an expression groups by, new ones if need be: three columns for a window.
    fn group(&mut self, expr: &ast::Expr, binder: &ExprBinder<'_>) -> Result<Vec<usize>, Diagnostic> {
        if let (Some(window), Some(_)) = (&self.window, window_called(expr)) {
            let first = window.first;
            let input = self.input;
            return Ok((first..first + 3).map(|i| self.position(input.column(i), input.columns[i].clone())).collect());
        }
        reject_bare_null(expr)?;
        let bound = binder.bind(expr)?;
        let column = output_column(&bound, self.input, expr, None, self.groups.len());
        Ok(vec![self.position(bound, column)])
    }

    fn position(&mut self, expr: Expr, column: Column) -> usize {
        self.groups.iter().position(|g| g.expr.same(&expr)).unwrap_or_else(|| {
            self.groups.push(Group { expr, column });
            self.groups.len() - 1
        })
    }

    /// What an auxiliary function of the window that is grouped by gives.
    fn window_bound(&self, written: WindowCall<'_>, expr: &ast::Expr, binder: &ExprBinder<'_>) -> Result<Expr, Diagnostic> {
        let Some(window) = &self.window else {
            return Err(Diagnostic::at(expr.span, "this belongs to a window in GROUP BY")
                .with_hint("such as GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE)"));
        };
        let bound = window.bound(written, expr, self.input, binder)?;
        if window.has_no_such_time(written) {
            return Ok(Expr::null(bound.data_type.kind));
        }
        let at = self.groups.iter().position(|g| g.expr.same(&bound)).expect("the window's columns are groups");
        Ok(Expr::column(at, bound.data_type))
    }

    /// GROUPING: one bit per argument, the last one lowest, set where the row's grouping set leaves the argument out.
    fn grouping(&self, call: &ast::Call, span: Span, binder: &ExprBinder<'_>) -> Result<Expr, Diagnostic> {
        if call.name.last().text.eq_ignore_ascii_case("GROUP_ID") {
            return self.group_id(call, span);
        }
        let mut groups = Vec::new();
        for argument in &call.args {
            let ArgValue::Expr(expr) = &argument.value else {
                return Err(Diagnostic::at(argument.span, format!("{} takes grouped expressions", call.name)));
            };
            let bound = binder.bind(expr)?;
            let at = self
                .groups
                .iter()
                .position(|g| g.expr.same(&bound))
                .ok_or_else(|| Diagnostic::at(expr.span, format!("the argument of {} is not in GROUP BY", call.name)))?;
            groups.push(at);
        }
        let apply = |name: &str, left: Expr, right: Expr| Expr::call(name, vec![left, right], self.session).map_err(|m| refused(m, span));
        let bit = |at: usize| match self.sets.is_empty() {
            true => Ok(bigint(0)),
            false => apply("%", apply("/", self.set_number(), bigint(1 << at))?, bigint(2)),
        };
        let mut bits = groups.into_iter().map(bit);
        let first = bits.next().unwrap_or_else(|| Err(Diagnostic::at(span, format!("{} takes grouped expressions", call.name))))?;
        bits.try_fold(first, |high, low| apply("+", apply("*", high, bigint(2))?, low?))
    }

    /// GROUP_ID: how many equal grouping sets stand before the row's.
    fn group_id(&self, call: &ast::Call, span: Span) -> Result<Expr, Diagnostic> {
        if !call.args.is_empty() {
            return Err(Diagnostic::at(span, "GROUP_ID takes no arguments"));
        }
        if self.sets.is_empty() {
            return Ok(bigint(0));
        }
        Expr::call("/", vec![self.set_number(), bigint(1 << self.groups.len())], self.session).map_err(|m| refused(m, span))
    }

    /// `$e`: bit n is set where the row's grouping set leaves group n out; bits behind those of all groups tell equal sets apart.
    fn set_number(&self) -> Expr {
        Expr::column(self.groups.len(), Kind::BigInt.not_null())
    }

    /// The value of `$e` for each set.
    fn set_numbers(&self) -> Vec<i64> {
        let left_out = |set: &Vec<usize>| (0..self.groups.len()).filter(|g| !set.contains(g)).map(|g| 1i64 << g).sum::<i64>();
        let repeated = |at: usize| self.sets[..at].iter().filter(|set| **set == self.sets[at]).count() as i64;
        self.sets.iter().enumerate().map(|(at, set)| left_out(set) | repeated(at) << self.groups.len()).collect()
    }

    /// How many columns of the aggregation lie before the results.
    fn width(&self) -> usize {
        self.groups.len() + usize::from(!self.sets.is_empty())
    }

    fn call(&mut self, called: Called<'_>, span: Span, binder: &ExprBinder<'_>) -> Result<Expr, Diagnostic> {
        let Called { function, arguments: written, on_null, distinct, ignore_nulls, filter } = called;
        let mut arguments = Vec::new();
        for expr in written {
            if contains_aggregate(expr) {
                return Err(
                    Diagnostic::at(expr.span, "an aggregate inside of an aggregate").with_hint("aggregate in a derived table first")
                );
            }
            // These take a NULL without a type.
            if !matches!(function.name, "PERCENTILE" | "BITMAP_BUILD_AGG" | "BITMAP_BUILD_CARDINALITY_AGG") {
                reject_bare_null(expr)?;
            }
            arguments.push(binder.bind(expr)?);
        }
        arguments.extend(on_null.map(null_word));
        let filter = match ignore_nulls {
            true => Some(Expr::call("IS NOT NULL", arguments[..1].to_vec(), self.session).map_err(|m| refused(m, span))?),
            false => filter.map(|f| self.filter(f, binder)).transpose()?,
        };
        // The least of all values is the least of the distinct ones.
        let distinct = distinct && !matches!(function.name, "MIN" | "MAX");
        self.check_mode(function, distinct, &arguments, span)?;
        if distinct && function.name == "COUNT" && arguments.len() > 1 {
            return Err(
                Diagnostic::at(span, "COUNT(DISTINCT …) takes one column, as in Flink").with_hint("count the rows of SELECT DISTINCT a, b")
            );
        }
        let resolved = self.resolve(function, &arguments, filter.is_some(), false).map_err(|m| refused(m, span))?;
        let wanted = resolved.parameters.clone();
        let coerced = arguments.into_iter().zip(&wanted).map(|(a, t)| a.coerce(t, self.session).map_err(|m| refused(m, span)));
        let coerced = coerced.collect::<Result<Vec<_>, _>>()?;
        let of_sums = (function.name == "AVG").then(|| self.resolve(function, &coerced, filter.is_some(), true));
        let of_sums = of_sums.transpose().map_err(|m| refused(m, span))?;
        let arguments = coerced.into_iter().map(|e| self.argument(e)).collect();
        let filter = filter.map(|f| self.argument(f));
        let found = Call { function, resolved, of_sums, arguments, distinct, filter };
        let at = self.calls.iter().position(|c| c.is_same(&found)).unwrap_or_else(|| {
            self.calls.push(found);
            self.calls.len() - 1
        });
        Ok(Expr::column(self.width() + at, self.calls[at].resolved.aggregate.data_type().clone()))
    }

    fn filter(&self, written: &ast::Expr, binder: &ExprBinder<'_>) -> Result<Expr, Diagnostic> {
        reject_bare_null(written)?;
        binder.bind_condition(written, "FILTER", &mut super::expr::General)
    }

    fn resolve(
        &self,
        function: &'static AggregateFunction,
        arguments: &[Expr],
        filtered: bool,
        beside_sum: bool,
    ) -> Result<aggregate::ResolvedAggregate, Mismatch> {
        (function.resolve)(&aggregate::AggregateCall {
            function,
            arguments,
            retracting: self.retracting,
            grouped: !self.groups.is_empty() && self.sets.iter().all(|set| !set.is_empty()) && !filtered,
            beside_sum,
            session: self.session,
        })
    }

    /// Refuses what Flink computes in the other mode only.
    fn check_mode(&self, function: &AggregateFunction, distinct: bool, arguments: &[Expr], span: Span) -> Result<(), Diagnostic> {
        if self.queries.is_batch() {
            return arguments.iter().filter(|_| distinct).try_for_each(|a| self.queries.check_key(&a.data_type.kind, span));
        }
        if function.name == "APPROX_COUNT_DISTINCT" {
            return Err(Diagnostic::at(span, "APPROX_COUNT_DISTINCT runs in batch mode only")
                .with_hint("COUNT(DISTINCT x) counts exactly; or SET 'execution.runtime-mode' = 'batch'"));
        }
        let unfit = |argument: &&Expr| {
            let kind = &argument.data_type.kind;
            kind.is_binary() || matches!(kind, Kind::Row(_) | Kind::Structured(..) | Kind::Map(..) | Kind::Multiset(_))
        };
        match arguments.iter().find(unfit).filter(|_| distinct) {
            Some(argument) => Err(Diagnostic::at(span, format!("DISTINCT of {} is not supported on a stream", argument.data_type.kind))
                .with_hint("make a text of it: CAST(… AS STRING)")),
            None => Ok(()),
        }
    }

    fn argument(&mut self, expr: Expr) -> usize {
        self.arguments.iter().position(|a| a.same(&expr)).unwrap_or_else(|| {
            self.arguments.push(expr);
            self.arguments.len() - 1
        })
    }

    /// The aggregation over the input, which is first projected to groups and arguments.
    fn into_relation(self) -> Relation {
        let width = self.groups.len();
        let copies = self.copies();
        let left_out: Vec<usize> = (0..width).filter(|at| self.sets.iter().any(|set| !set.contains(at))).collect();
        let Grouping { input, groups, calls, arguments, ttl_ms, .. } = self;
        let group_exprs = groups.into_iter().map(|g| (g.column, g.expr));
        let argument_exprs = arguments.into_iter().enumerate().map(|(i, e)| (argument_column(i, &e, input), e));
        let mut rows = input.clone().project(group_exprs.chain(argument_exprs).collect());
        let mut groups: Vec<usize> = (0..width).collect();
        if !copies.is_empty() {
            groups.push(rows.columns.len());
            let mut columns = rows.columns.clone();
            // A bound that is NULL in some copies names no window.
            left_out.iter().for_each(|&at| columns[at].forget_time());
            columns.push(Column::plain("$e", Kind::BigInt.not_null()));
            rows = Relation { columns, kind: RelationKind::Expand { input: Box::new(rows), copies } };
        }
        let mut columns = rows.group_columns(&groups);
        for call in &calls {
            columns.push(Column::plain(call.function.name, call.resolved.aggregate.data_type().clone()));
        }
        let call = |c: Call| AggregateCall {
            function: c.function,
            resolved: c.resolved,
            of_sums: c.of_sums,
            arguments: c.arguments.iter().map(|a| width + a).collect(),
            distinct: c.distinct,
            filter: c.filter.map(|f| width + f),
        };
        let calls = calls.into_iter().map(call).collect();
        let kind = RelationKind::Aggregate { input: Box::new(rows), groups, calls, ttl_ms };
        Relation { columns, kind }
    }

    /// What each grouping set makes of a row of groups and arguments.
    fn copies(&self) -> Vec<Vec<Expr>> {
        let copy = |(set, number): (&Vec<usize>, i64)| {
            let group = |(at, group): (usize, &Group)| {
                let data_type = group.column.data_type.clone();
                if set.contains(&at) { Expr::column(at, data_type) } else { Expr::null(data_type.kind) }
            };
            let arguments = self.arguments.iter().enumerate().map(|(i, e)| Expr::column(self.groups.len() + i, e.data_type.clone()));
            self.groups.iter().enumerate().map(group).chain(arguments).chain([bigint(number)]).collect()
        };
        self.sets.iter().zip(self.set_numbers()).map(copy).collect()
    }
}

fn bigint(value: i64) -> Expr {
    Expr::literal(Value::BigInt(value), Kind::BigInt.not_null())
}

fn argument_column(number: usize, expr: &Expr, input: &Relation) -> Column {
    match &expr.node {
        Node::Column(index) => input.columns[*index].clone(),
        _ => Column::plain(format!("$arg{number}"), expr.data_type.clone()),
    }
}

impl Call {
    fn is_same(&self, other: &Call) -> bool {
        std::ptr::eq(self.function, other.function)
            && self.arguments == other.arguments
            && self.distinct == other.distinct
            && self.filter == other.filter
    }
}
