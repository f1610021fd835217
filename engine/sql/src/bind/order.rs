//! ORDER BY, LIMIT and OFFSET behind a query.
//!
//! What is ordered by is an output column (by name or position), an expression over those, or one over the columns below SELECT:
//! that is computed beside the select list and dropped again.

use super::expr::ExprBinder;
use super::query::QueryBinder;
use super::scope::Scope;
use crate::ast::{self, ExprKind, Literal, QueryBody, SelectItem};
use crate::diagnostic::Diagnostic;
use crate::relation::{Column, Relation, RelationKind};
use waterwheel::operator::SortKey;
use waterwheel_expr::{Expr, Node};
use waterwheel_types::Kind;

impl QueryBinder<'_> {
    /// The rows of a query body, ordered and cut as its query asks.
    pub(super) fn bind_ordered(&mut self, query: &ast::Query) -> Result<Relation, Diagnostic> {
        let offset = query.offset.as_ref().map(count).transpose()?.unwrap_or(0);
        let limit = query.limit.as_ref().map(count).transpose()?;
        self.check_bounds(query, limit)?;
        let mut relation = self.bind_body(&query.body)?;
        let width = relation.columns.len();
        if query.order_by.is_empty() && offset == 0 && limit.is_none() {
            return Ok(relation);
        }
        let scope = Scope::of(None, &relation);
        let over_output = |item: &ast::OrderItem| self.ordered_by(&item.expr, &relation, &scope);
        let mut bound: Vec<Option<Expr>> = query.order_by.iter().map(over_output).collect::<Result<_, _>>()?;
        let missing: Vec<&ast::Expr> = query.order_by.iter().zip(&bound).filter(|(_, b)| b.is_none()).map(|(i, _)| &i.expr).collect();
        if !missing.is_empty() {
            relation = self.with_hidden(query, &missing)?;
            let hidden = (width..relation.columns.len()).map(|i| relation.column(i));
            bound.iter_mut().filter(|b| b.is_none()).zip(hidden).for_each(|(b, column)| *b = Some(column));
        }
        let keys: Vec<Expr> = bound.into_iter().flatten().collect();
        if let (Some(item), Some(key), true) = (query.order_by.first(), keys.first(), !self.is_batch() && self.is_outermost()) {
            let by_time = matches!(key.node, Node::Column(at) if relation.columns[at].time.is_some()) && !item.descending;
            by_time.then_some(()).ok_or_else(|| Diagnostic { span: Some(item.span), ..not_by_time() })?;
        }
        sorted(relation, width, &query.order_by, keys, (offset, limit))
    }

    /// What cannot be asked for in the mode, whatever the rows are.
    fn check_bounds(&self, query: &ast::Query, limit: Option<u64>) -> Result<(), Diagnostic> {
        match (query.order_by.first(), limit, &query.offset) {
            (Some(_), None, Some(offset)) if self.is_batch() => Err(Diagnostic::at(offset.span, "behind ORDER BY, OFFSET needs a LIMIT")
                .with_hint("LIMIT 100 OFFSET 5, or OFFSET 5 ROWS FETCH NEXT 100 ROWS ONLY")),
            _ if self.is_batch() => Ok(()),
            (Some(item), Some(_), _) => {
                Err(Diagnostic::at(item.span, "ORDER BY with LIMIT is a Top-N, which is not supported yet in streaming mode"))
            }
            (_, None, Some(offset)) => Err(Diagnostic::at(offset.span, "in streaming mode OFFSET needs a LIMIT")
                .with_hint("LIMIT 100 OFFSET 5, or OFFSET 5 ROWS FETCH NEXT 100 ROWS ONLY")),
            _ => Ok(()),
        }
    }

    /// What an item means over the output columns, if it means anything there.
    fn ordered_by(&self, expr: &ast::Expr, relation: &Relation, scope: &Scope) -> Result<Option<Expr>, Diagnostic> {
        if let ExprKind::Literal(Literal::Number(text)) = &expr.kind {
            let at = text.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|&at| at < relation.columns.len());
            let at =
                at.ok_or_else(|| Diagnostic::at(expr.span, format!("ORDER BY {text}: there are {} columns", relation.columns.len())))?;
            return Ok(Some(relation.column(at)));
        }
        Ok(ExprBinder { scope, session: self.session() }.bind(expr).ok())
    }

    /// The body's rows with these expressions behind the select list.
    fn with_hidden(&mut self, query: &ast::Query, exprs: &[&ast::Expr]) -> Result<Relation, Diagnostic> {
        let mut body = query.body.clone();
        let select = match &mut body {
            QueryBody::Select(select) if select.quantifier != Some(ast::SetQuantifier::Distinct) => select,
            _ => return Err(Diagnostic::at(exprs[0].span, "ORDER BY must use output columns here")),
        };
        select.items.extend(exprs.iter().map(|&expr| SelectItem::Expr { expr: expr.clone(), alias: None }));
        self.bind_body(&body)
    }
}

/// A stream has no end at which it could be ordered by anything but its time.
pub(crate) fn not_by_time() -> Diagnostic {
    let message = "in streaming mode ORDER BY takes a time attribute, ascending, before anything else".to_owned();
    let hint = "a stream has no end at which its rows could be ordered: run it as a batch job, or order by time".to_owned();
    Diagnostic { message, span: None, hint: Some(hint) }
}

/// The relation ordered by these expressions, its first `width` columns.
fn sorted(
    relation: Relation,
    width: usize,
    items: &[ast::OrderItem],
    keys: Vec<Expr>,
    (offset, limit): (u64, Option<u64>),
) -> Result<Relation, Diagnostic> {
    let mut columns: Vec<(Column, Expr)> = relation.columns.iter().enumerate().map(|(i, c)| (c.clone(), relation.column(i))).collect();
    let mut sort_keys = Vec::new();
    for (item, key) in items.iter().zip(keys) {
        if !is_sortable(&key.data_type.kind) {
            return Err(Diagnostic::at(item.span, format!("{} has no order", key.data_type.kind)));
        }
        let column = match key.node {
            Node::Column(index) => index,
            _ => {
                columns.push((Column::plain("$order", key.data_type.clone()), key));
                columns.len() - 1
            }
        };
        let nulls_first = item.nulls_first.unwrap_or(!item.descending);
        sort_keys.push(SortKey { column, descending: item.descending, nulls_first });
    }
    let rows = if columns.len() > relation.columns.len() { relation.project(columns) } else { relation };
    let kind = RelationKind::Sort { keys: sort_keys, offset, limit, input: Box::new(rows.clone()) };
    let ordered = Relation { columns: rows.columns, kind };
    if ordered.columns.len() == width {
        return Ok(ordered);
    }
    let kept = (0..width).map(|i| (ordered.columns[i].clone(), ordered.column(i))).collect();
    Ok(ordered.project(kept))
}

/// Whether rows can be ordered by values of a type; arrays and rows are, though they cannot be compared otherwise.
fn is_sortable(kind: &Kind) -> bool {
    match kind {
        Kind::Array(element) => is_sortable(&element.kind),
        Kind::Row(fields) => fields.iter().all(|field| is_sortable(&field.data_type.kind)),
        kind => kind.has_order(),
    }
}

/// A number of rows.
fn count(expr: &ast::Expr) -> Result<u64, Diagnostic> {
    match &expr.kind {
        ExprKind::Literal(Literal::Number(text)) => text.parse().ok(),
        _ => None,
    }
    .ok_or_else(|| Diagnostic::at(expr.span, "expected a number of rows"))
}
