//! SELECT with GROUP BY, HAVING or aggregate functions.
//!
//! The input is first projected to what groups, arguments and filters need; the aggregation's output is the group columns and
//! one column per distinct call; select list and HAVING are then expressions over that.

use super::expr::{ExprBinder, Intercept};
use super::query::output_column;
use super::refused;
use super::scope::Scope;
use crate::ast::{self, ArgValue, ExprKind, GroupingElement, SelectItem};
use crate::diagnostic::Diagnostic;
use crate::relation::{AggregateCall, Column, Relation, RelationKind};
use crate::span::Span;
use waterwheel_expr::aggregate::{self, AggregateFunction};
use waterwheel_expr::{Expr, Node, Session};

/// Whether a SELECT aggregates.
pub(super) fn has_aggregates(select: &ast::Select) -> bool {
    let item = |item: &SelectItem| matches!(item, SelectItem::Expr { expr, .. } if contains_aggregate(expr));
    select.group_by.is_some() || select.having.is_some() || select.items.iter().any(item)
}

/// The aggregate function that an expression calls, when it is such a call.
fn aggregate_called(expr: &ast::Expr) -> Option<(&'static AggregateFunction, &ast::Call)> {
    match &expr.kind {
        ExprKind::Call(call) if call.over.is_none() => aggregate::find(&call.name.to_string()).map(|f| (f, &**call)),
        _ => None,
    }
}

fn contains_aggregate(expr: &ast::Expr) -> bool {
    aggregate_called(expr).is_some() || children(expr).into_iter().any(contains_aggregate)
}

/// The expressions directly inside of one, subqueries excluded.
fn children(expr: &ast::Expr) -> Vec<&ast::Expr> {
    match &expr.kind {
        ExprKind::Field { base, .. } => vec![base],
        ExprKind::Item { base, index } => vec![base, index],
        ExprKind::Call(call) => call.args.iter().filter_map(|a| if let ArgValue::Expr(e) = &a.value { Some(e) } else { None }).collect(),
        ExprKind::Unary { operand, .. }
        | ExprKind::Is { operand, .. }
        | ExprKind::Cast { operand, .. }
        | ExprKind::Extract { operand, .. }
        | ExprKind::RoundTo { operand, .. } => vec![operand],
        ExprKind::Binary { left, right, .. } | ExprKind::IsDistinctFrom { left, right, .. } => vec![left, right],
        ExprKind::And(operands) | ExprKind::Or(operands) | ExprKind::Array(operands) => operands.iter().collect(),
        ExprKind::Between { operand, low, high, .. } => vec![operand, low, high],
        ExprKind::InList { operand, list, .. } => std::iter::once(&**operand).chain(list).collect(),
        ExprKind::Like { operand, pattern, escape, .. } => [Some(operand), Some(pattern), escape.as_ref()].into_iter().flatten().map(|e| &**e).collect(),
        ExprKind::Case { operand, branches, otherwise } => {
            let branches = branches.iter().flat_map(|b| b.when.iter().chain([&b.then]));
            operand.as_deref().into_iter().chain(branches).chain(otherwise.as_deref()).collect()
        }
        ExprKind::Trim { characters, operand, .. } => characters.as_deref().into_iter().chain([&**operand]).collect(),
        ExprKind::TimestampAdd { count, operand, .. } => vec![count, operand],
        ExprKind::TimestampDiff { from, to, .. } => vec![from, to],
        ExprKind::Row { fields, .. } => fields.iter().collect(),
        ExprKind::Map(entries) => entries.iter().flat_map(|(k, v)| [k, v]).collect(),
        _ => Vec::new(),
    }
}

/// The rows of a SELECT that aggregates.
pub(super) fn bind_grouped(
    select: &ast::Select,
    input: Relation,
    scope: &Scope,
    session: &Session,
) -> Result<Relation, Diagnostic> {
    let binder = ExprBinder { scope, session };
    let mut grouping = Grouping { input: &input, groups: Vec::new(), calls: Vec::new(), arguments: Vec::new(), session };
    if let Some(group_by) = &select.group_by {
        for expr in group_expressions(group_by)? {
            let bound = binder.bind(expr)?;
            if !grouping.groups.iter().any(|g| g.expr.same(&bound)) {
                let column = output_column(&bound, &input, expr, None, grouping.groups.len());
                grouping.groups.push(Group { expr: bound, column });
            }
        }
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

/// The expressions of a plain GROUP BY.
fn group_expressions(group_by: &ast::GroupBy) -> Result<Vec<&ast::Expr>, Diagnostic> {
    let mut exprs = Vec::new();
    for element in &group_by.elements {
        match element {
            GroupingElement::Set(set) => exprs.extend(&set.exprs),
            GroupingElement::Sets(_, span) | GroupingElement::Rollup(_, span) | GroupingElement::Cube(_, span) => {
                return Err(Diagnostic::at(*span, "GROUPING SETS, ROLLUP and CUBE are not supported yet"));
            }
        }
    }
    Ok(exprs)
}

struct Group {
    expr: Expr,
    column: Column,
}

struct Call {
    function: &'static AggregateFunction,
    resolved: aggregate::ResolvedAggregate,
    /// Positions in [`Grouping::arguments`].
    arguments: Vec<usize>,
    distinct: bool,
    filter: Option<usize>,
}

/// What has been found of an aggregation while its expressions are bound.
struct Grouping<'a> {
    input: &'a Relation,
    groups: Vec<Group>,
    calls: Vec<Call>,
    /// Arguments and filters of calls, over the input.
    arguments: Vec<Expr>,
    session: &'a Session,
}

impl Intercept for Grouping<'_> {
    fn intercept(&mut self, expr: &ast::Expr, binder: &ExprBinder<'_>) -> Result<Option<Expr>, Diagnostic> {
        if let Some((function, call)) = aggregate_called(expr) {
            return self.call(function, call, expr.span, binder).map(Some);
        }
        if contains_aggregate(expr) {
            return Ok(None);
        }
        let bound = binder.bind(expr)?;
        if let Some(at) = self.groups.iter().position(|g| g.expr.same(&bound)) {
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
    fn call(
        &mut self,
        function: &'static AggregateFunction,
        call: &ast::Call,
        span: Span,
        binder: &ExprBinder<'_>,
    ) -> Result<Expr, Diagnostic> {
        let mut arguments = Vec::new();
        for argument in &call.args {
            match &argument.value {
                ArgValue::Star => {}
                ArgValue::Expr(e) if contains_aggregate(e) => {
                    return Err(Diagnostic::at(e.span, "an aggregate inside of an aggregate")
                        .with_hint("aggregate in a derived table first"));
                }
                ArgValue::Expr(e) => arguments.push(binder.bind(e)?),
                _ => return Err(Diagnostic::at(argument.span, format!("{} takes values here", function.name))),
            }
        }
        let filter = call.filter.as_ref().map(|f| binder.bind_condition(f, "FILTER", &mut super::expr::General)).transpose()?;
        let distinct = call.quantifier == Some(ast::SetQuantifier::Distinct);
        let resolving = aggregate::AggregateCall {
            function,
            arguments: &arguments,
            retracting: false,
            grouped: !self.groups.is_empty(),
            session: self.session,
        };
        let resolved = (function.resolve)(&resolving).map_err(|m| refused(m, span))?;
        let wanted = resolved.parameters.clone();
        let coerced = arguments.into_iter().zip(&wanted).map(|(a, t)| a.coerce(t, self.session).map_err(|m| refused(m, span)));
        let coerced = coerced.collect::<Result<Vec<_>, _>>()?;
        let arguments = coerced.into_iter().map(|e| self.argument(e)).collect();
        let filter = filter.map(|f| self.argument(f));
        let found = Call { function, resolved, arguments, distinct, filter };
        let at = self.calls.iter().position(|c| c.is_same(&found)).unwrap_or_else(|| {
            self.calls.push(found);
            self.calls.len() - 1
        });
        Ok(Expr::column(self.groups.len() + at, self.calls[at].resolved.aggregate.data_type().clone()))
    }

    fn argument(&mut self, expr: Expr) -> usize {
        self.arguments.iter().position(|a| a.same(&expr)).unwrap_or_else(|| {
            self.arguments.push(expr);
            self.arguments.len() - 1
        })
    }

    /// The aggregation over the input, which is first projected to groups and arguments.
    fn into_relation(self) -> Relation {
        let Grouping { input, groups, calls, arguments, .. } = self;
        let width = groups.len();
        let mut columns: Vec<Column> = groups.iter().map(|g| g.column.clone()).collect();
        for call in &calls {
            columns.push(Column::plain(call.function.name, call.resolved.aggregate.data_type().clone()));
        }
        let group_exprs = groups.into_iter().map(|g| (g.column, g.expr));
        let argument_exprs = arguments.into_iter().enumerate().map(|(i, e)| (argument_column(i, &e, input), e));
        let projected = input.clone().project(group_exprs.chain(argument_exprs).collect());
        let call = |c: Call| AggregateCall {
            function: c.function,
            resolved: c.resolved,
            arguments: c.arguments.iter().map(|a| width + a).collect(),
            distinct: c.distinct,
            filter: c.filter.map(|f| width + f),
        };
        let calls = calls.into_iter().map(call).collect();
        let kind = RelationKind::Aggregate { input: Box::new(projected), groups: (0..width).collect(), calls };
        Relation { columns, kind }
    }
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

