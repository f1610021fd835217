//! Which calls in an expression are aggregate functions, as written.

use super::group_window::window_called;
use crate::ast::{self, ArgValue, ExprKind, JsonExpr, JsonOnNull};
use crate::diagnostic::Diagnostic;
use waterwheel_expr::aggregate::{self, AggregateFunction};

/// An aggregate function as it is called.
pub(super) struct Called<'a> {
    pub function: &'static AggregateFunction,
    pub arguments: Vec<&'a ast::Expr>,
    /// The last argument of JSON aggregates: the ON NULL clause.
    pub on_null: Option<JsonOnNull>,
    pub distinct: bool,
    /// NULLs of the first argument do not count.
    pub ignore_nulls: bool,
    pub filter: Option<&'a ast::Expr>,
}

/// The aggregate function that an expression calls, when it is such a call.
pub(super) fn aggregate_called(expr: &ast::Expr) -> Option<Result<Called<'_>, Diagnostic>> {
    match &expr.kind {
        ExprKind::Call(call) if call.over.is_none() => aggregate::find(&call.name.to_string()).map(|function| called(function, call)),
        ExprKind::Json(json) => json_called(json).map(Ok),
        _ => None,
    }
}

fn called<'a>(function: &'static AggregateFunction, call: &'a ast::Call) -> Result<Called<'a>, Diagnostic> {
    let mut arguments = Vec::new();
    for argument in &call.args {
        match &argument.value {
            ArgValue::Star => {}
            ArgValue::Expr(expr) => arguments.push(expr),
            _ => return Err(Diagnostic::at(argument.span, format!("{} takes values here", function.name))),
        }
    }
    if !call.within_group.is_empty() {
        return Err(Diagnostic::at(call.name.span, format!("{} takes no WITHIN GROUP", function.name)));
    }
    if function.name == "COUNT" && call.args.is_empty() {
        return Err(Diagnostic::at(call.name.span, "COUNT takes an argument").with_hint("COUNT(*) counts rows"));
    }
    let distinct = call.quantifier == Some(ast::SetQuantifier::Distinct);
    let ignore_nulls = ignores_nulls(function, call)?;
    Ok(Called { function, arguments, on_null: None, distinct, ignore_nulls, filter: call.filter.as_ref() })
}

/// What IGNORE NULLS or RESPECT NULLS behind a call says, where they may stand.
fn ignores_nulls(function: &AggregateFunction, call: &ast::Call) -> Result<bool, Diagnostic> {
    let Some(treatment) = call.nulls else { return Ok(false) };
    if function.name != "ARRAY_AGG" {
        let message = format!("{} takes neither IGNORE NULLS nor RESPECT NULLS", function.name);
        return Err(Diagnostic::at(call.name.span, message).with_hint("FILTER (WHERE x IS NOT NULL) leaves NULLs out"));
    }
    match &call.filter {
        Some(filter) => Err(Diagnostic::at(filter.span, "FILTER cannot stand behind IGNORE NULLS or RESPECT NULLS")
            .with_hint("add `AND x IS NOT NULL` to the filter")),
        None => Ok(treatment == ast::NullTreatment::Ignore),
    }
}

fn json_called(json: &JsonExpr) -> Option<Called<'_>> {
    let (name, arguments, on_null) = match json {
        JsonExpr::ObjectAgg { key, value, on_null } => ("JSON_OBJECTAGG", vec![key, value], on_null),
        JsonExpr::ArrayAgg { element, order_by, on_null } if order_by.is_empty() => ("JSON_ARRAYAGG", vec![element], on_null),
        _ => return None,
    };
    let function = aggregate::find(name).expect("a function of the register");
    Some(Called { function, arguments, on_null: *on_null, distinct: false, ignore_nulls: false, filter: None })
}

/// The call of GROUPING, GROUPING_ID or GROUP_ID.
pub(super) fn grouping_called(expr: &ast::Expr) -> Option<&ast::Call> {
    match &expr.kind {
        ExprKind::Call(call) => {
            let name = call.name.to_string();
            let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
            (is("GROUPING") || is("GROUPING_ID") || is("GROUP_ID")).then_some(&**call)
        }
        _ => None,
    }
}

/// Whether an expression needs a grouped query: it calls an aggregate function, GROUPING or a window's auxiliary function.
pub(super) fn contains_aggregate(expr: &ast::Expr) -> bool {
    let is_one = aggregate_called(expr).is_some() || grouping_called(expr).is_some() || window_called(expr).is_some();
    is_one || children(expr).into_iter().any(contains_aggregate)
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
        ExprKind::Like { operand, pattern, escape, .. } => {
            [Some(operand), Some(pattern), escape.as_ref()].into_iter().flatten().map(|e| &**e).collect()
        }
        ExprKind::Case { operand, branches, otherwise } => {
            let branches = branches.iter().flat_map(|b| b.when.iter().chain([&b.then]));
            operand.as_deref().into_iter().chain(branches).chain(otherwise.as_deref()).collect()
        }
        ExprKind::Trim { characters, operand, .. } => characters.as_deref().into_iter().chain([&**operand]).collect(),
        ExprKind::TimestampAdd { count, operand, .. } => vec![count, operand],
        ExprKind::TimestampDiff { from, to, .. } => vec![from, to],
        ExprKind::Row { fields, .. } => fields.iter().collect(),
        ExprKind::Json(json) => json_children(json),
        ExprKind::Map(entries) => entries.iter().flat_map(|(k, v)| [k, v]).collect(),
        _ => Vec::new(),
    }
}

fn json_children(json: &JsonExpr) -> Vec<&ast::Expr> {
    match json {
        JsonExpr::Exists { input, path, .. } | JsonExpr::Value { input, path, .. } | JsonExpr::Query { input, path, .. } => {
            vec![input, path]
        }
        JsonExpr::Object { entries, .. } => entries.iter().flat_map(|(k, v)| [k, v]).collect(),
        JsonExpr::Array { elements, .. } => elements.iter().collect(),
        JsonExpr::ObjectAgg { key, value, .. } => vec![key, value],
        JsonExpr::ArrayAgg { element, .. } => vec![element],
    }
}
