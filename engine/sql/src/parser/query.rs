//! Queries: WITH, set operations, ORDER BY and LIMIT, SELECT, VALUES, GROUP BY.

use super::expr::Parenthesised;
use super::{Failure, Parse, Parser};
use crate::ast::{
    Cte, Expr, ExprKind, GroupBy, GroupingElement, GroupingSet, Literal, NamedWindow, OrderItem, Query, QueryBody, Select, SelectItem,
    SetOperation, SetOperator, Values,
};
use crate::lexer::{Symbol, TokenKind};
use crate::span::Span;

impl Parser<'_> {
    /// Does a query begin here, other than one in parentheses?
    pub(super) fn at_query(&self) -> bool {
        self.at_any_word(&["SELECT", "VALUES", "WITH", "TABLE"])
    }

    /// Does a query begin here, possibly in parentheses?
    pub(super) fn at_query_or_parenthesised(&self) -> bool {
        let depth = (0..).take_while(|&ahead| self.at_ahead(ahead, Symbol::LeftParen)).count();
        ["SELECT", "VALUES", "WITH", "TABLE"].iter().any(|word| self.is_word(self.peek_at(depth), word))
    }

    /// Does something follow that goes on with a query in parentheses?
    pub(super) fn at_query_continuation(&self) -> bool {
        self.at_any_word(&["UNION", "INTERSECT", "EXCEPT", "MINUS", "ORDER", "LIMIT", "OFFSET", "FETCH"])
    }

    /// A query with everything that belongs to it.
    pub(super) fn query(&mut self) -> Parse<Query> {
        self.nested(|p| {
            let start = p.start();
            let ctes = if p.eat_word("WITH") { p.ctes()? } else { Vec::new() };
            let body = p.set_operation(false)?;
            p.query_tail(start, ctes, body)
        })
    }

    /// What follows a first query in parentheses, which stands under `span`.
    pub(super) fn query_rest(&mut self, first: Query, span: Span) -> Parse<Query> {
        let left = QueryBody::Query(Box::new(first));
        let left = self.set_operation_rest(left, span.start, true)?;
        let body = self.set_operation_rest(left, span.start, false)?;
        self.query_tail(span.start, Vec::new(), body)
    }

    fn query_tail(&mut self, start: usize, ctes: Vec<Cte>, body: QueryBody) -> Parse<Query> {
        let order_by = self.order_by()?;
        let (offset, limit) = self.limit()?;
        Ok(Query { ctes, body, order_by, offset, limit, span: self.span_from(start) })
    }

    fn ctes(&mut self) -> Parse<Vec<Cte>> {
        // Flink takes the word and refuses, later, a query that refers to itself.
        self.eat_word("RECURSIVE");
        self.comma_list(|p| {
            let name = p.ident("a name for the query")?;
            let start = name.span.start;
            let columns = if p.at(Symbol::LeftParen) { p.column_names()? } else { Vec::new() };
            p.expect_word("AS")?;
            p.expect(Symbol::LeftParen)?;
            let query = p.query()?;
            p.expect(Symbol::RightParen)?;
            Ok(Cte { name, columns, query, span: p.span_from(start) })
        })
    }

    /// Operands joined by set operators; with `tight` only by INTERSECT, which binds tighter.
    fn set_operation(&mut self, tight: bool) -> Parse<QueryBody> {
        let start = self.start();
        let left = if tight { self.query_operand()? } else { self.set_operation(true)? };
        self.set_operation_rest(left, start, tight)
    }

    fn set_operation_rest(&mut self, mut left: QueryBody, start: usize, tight: bool) -> Parse<QueryBody> {
        while let Some(op) = self.set_operator(tight)? {
            let op_start = self.advance().start;
            let all = self.eat_word("ALL");
            if !all {
                self.eat_word("DISTINCT");
            }
            let op_span = self.span_from(op_start);
            let right = self.nested(|p| if tight { p.query_operand() } else { p.set_operation(true) })?;
            self.grow()?;
            left = QueryBody::SetOperation(Box::new(SetOperation { op, all, op_span, left, right, span: self.span_from(start) }));
        }
        Ok(left)
    }

    fn set_operator(&self, tight: bool) -> Parse<Option<SetOperator>> {
        if self.at_word("MINUS") {
            return Err(Failure::at(self.peek().span, "Flink SQL has no MINUS").with_hint("write EXCEPT"));
        }
        Ok(match tight {
            true if self.at_word("INTERSECT") => Some(SetOperator::Intersect),
            false if self.at_word("UNION") => Some(SetOperator::Union),
            false if self.at_word("EXCEPT") => Some(SetOperator::Except),
            _ => None,
        })
    }

    fn query_operand(&mut self) -> Parse<QueryBody> {
        if self.at_word("SELECT") {
            return self.select().map(|select| QueryBody::Select(Box::new(select)));
        }
        if self.at_word("VALUES") {
            return self.values().map(QueryBody::Values);
        }
        if self.eat_word("TABLE") {
            return self.name("a table name").map(QueryBody::Table);
        }
        if !self.at(Symbol::LeftParen) {
            return Err(self.unexpected("SELECT, VALUES, TABLE or a query in parentheses"));
        }
        self.advance();
        let query = Box::new(self.query()?);
        self.expect(Symbol::RightParen)?;
        Ok(QueryBody::Query(query))
    }

    fn values(&mut self) -> Parse<Values> {
        let start = self.advance().start;
        let rows = self.comma_list(Self::values_row)?;
        Ok(Values { rows, span: self.span_from(start) })
    }

    /// `(a, b)`, `ROW(a, b)`, `(ROW(a, b))`, or `a`; `((a, b))` is one field that is a row.
    fn values_row(&mut self) -> Parse<Vec<Expr>> {
        let start = self.start();
        let explicit = self.at_word("ROW") && self.at_ahead(1, Symbol::LeftParen);
        if explicit {
            self.advance();
        }
        if !self.at(Symbol::LeftParen) {
            return Ok(vec![self.expr()?]);
        }
        let fields = match self.parenthesised()? {
            Parenthesised::List(fields) => fields,
            Parenthesised::Query(query) => vec![Expr { kind: ExprKind::Subquery(query), span: self.span_from(start) }],
        };
        match <[Expr; 1]>::try_from(fields) {
            Ok([Expr { kind: ExprKind::Row { explicit: true, fields }, .. }]) if !explicit => Ok(fields),
            Ok(field) => Ok(field.into()),
            Err(fields) => Ok(fields),
        }
    }

    fn select(&mut self) -> Parse<Select> {
        let start = self.advance().start;
        let hints = self.hints()?;
        let quantifier = self.set_quantifier();
        let items = self.comma_list(Self::select_item)?;
        let mut select = Select {
            hints,
            quantifier,
            items,
            from: None,
            selection: None,
            group_by: None,
            having: None,
            windows: Vec::new(),
            qualify: None,
            span: Span::default(),
        };
        if self.eat_word("FROM") {
            select.from = Some(self.from()?);
            self.select_clauses(&mut select)?;
        } else if self.at_any_word(&["WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY"]) {
            return Err(self.unexpected("FROM"));
        }
        select.span = self.span_from(start);
        Ok(select)
    }

    /// The clauses that may follow FROM, in their order.
    fn select_clauses(&mut self, select: &mut Select) -> Parse<()> {
        if self.eat_word("WHERE") {
            select.selection = Some(self.expr()?);
        }
        if self.at_word("GROUP") {
            select.group_by = Some(self.group_by()?);
        }
        if self.eat_word("HAVING") {
            select.having = Some(self.expr()?);
        }
        if self.eat_word("WINDOW") {
            select.windows = self.comma_list(|p| {
                let name = p.ident("a window name")?;
                p.expect_word("AS")?;
                Ok(NamedWindow { name, spec: p.window_spec()? })
            })?;
        }
        if self.eat_word("QUALIFY") {
            select.qualify = Some(self.expr()?);
        }
        Ok(())
    }

    fn select_item(&mut self) -> Parse<SelectItem> {
        if self.at(Symbol::Star) {
            return Ok(SelectItem::Wildcard(self.advance()));
        }
        if self.at_any_word(&["FROM"]) {
            return Err(self.unexpected("an expression").with_hint("what to select is missing; `*` is all columns"));
        }
        let expr = self.expr()?;
        if self.at(Symbol::Dot) && self.at_ahead(1, Symbol::Star) {
            return self.qualified_wildcard(expr);
        }
        Ok(SelectItem::Expr { expr, alias: self.item_alias()? })
    }

    fn qualified_wildcard(&mut self, before: Expr) -> Parse<SelectItem> {
        let ExprKind::Name(name) = before.kind else { return Err(self.unexpected("a field name")) };
        self.advance();
        self.advance();
        Ok(SelectItem::QualifiedWildcard { span: self.span_from(name.span.start), name })
    }

    /// `[AS] alias`, or nothing.
    fn item_alias(&mut self) -> Parse<Option<crate::ast::Ident>> {
        if self.eat_word("AS") {
            return self.alias().map(Some);
        }
        if self.at_ident() { self.any_ident().map(Some) } else { Ok(None) }
    }

    /// The name behind AS.
    pub(super) fn alias(&mut self) -> Parse<crate::ast::Ident> {
        let error = self.unexpected("a name");
        match self.peek().kind {
            TokenKind::String(_) => Err(error.with_hint("names stand between back-ticks, not quotes")),
            _ => self.ident("a name"),
        }
    }

    /// `ORDER BY item, ...`; empty if absent.
    pub(super) fn order_by(&mut self) -> Parse<Vec<OrderItem>> {
        if !self.eat_word("ORDER") {
            return Ok(Vec::new());
        }
        self.expect_word("BY")?;
        self.comma_list(Self::order_item)
    }

    pub(super) fn order_item(&mut self) -> Parse<OrderItem> {
        let start = self.start();
        let expr = self.expr()?;
        let descending = self.eat_word("DESC");
        if !descending {
            self.eat_word("ASC");
        }
        let first = self.eat_words(&["NULLS", "FIRST"]);
        let nulls_first = if first { Some(true) } else { self.eat_words(&["NULLS", "LAST"]).then_some(false) };
        Ok(OrderItem { expr, descending, nulls_first, span: self.span_from(start) })
    }

    /// `LIMIT n [OFFSET m]`, or `[OFFSET m] [FETCH FIRST n ROWS ONLY]`: what is skipped and what is kept.
    fn limit(&mut self) -> Parse<(Option<Expr>, Option<Expr>)> {
        if self.eat_word("LIMIT") {
            let limit = if self.eat_word("ALL") { None } else { Some(self.row_count()?) };
            if self.at(Symbol::Comma) {
                return Err(self.unexpected("OFFSET").with_hint("write LIMIT count OFFSET start"));
            }
            return Ok((self.offset()?, limit));
        }
        let offset = self.offset()?;
        if offset.is_some() && self.at_word("LIMIT") {
            return Err(self.unexpected("FETCH").with_hint("write LIMIT before OFFSET"));
        }
        if !self.eat_word("FETCH") {
            return Ok((offset, None));
        }
        if !self.eat_word("FIRST") && !self.eat_word("NEXT") {
            return Err(self.unexpected("FIRST or NEXT"));
        }
        let limit = self.row_count()?;
        self.row_word()?;
        self.expect_word("ONLY")?;
        Ok((offset, Some(limit)))
    }

    fn offset(&mut self) -> Parse<Option<Expr>> {
        if !self.eat_word("OFFSET") {
            return Ok(None);
        }
        let count = self.row_count()?;
        if self.at_any_word(&["ROW", "ROWS"]) {
            self.advance();
        }
        Ok(Some(count))
    }

    fn row_word(&mut self) -> Parse<()> {
        if !self.eat_word("ROW") && !self.eat_word("ROWS") {
            return Err(self.unexpected("ROWS"));
        }
        Ok(())
    }

    /// An unsigned number.
    fn row_count(&mut self) -> Parse<Expr> {
        if self.peek().kind != TokenKind::Number {
            return Err(self.unexpected("a number of rows"));
        }
        let span = self.advance();
        let text = span.text(self.script).to_string();
        Ok(Expr { kind: ExprKind::Literal(Literal::Number(text)), span })
    }

    fn group_by(&mut self) -> Parse<GroupBy> {
        let start = self.start();
        self.expect_words(&["GROUP", "BY"])?;
        let quantifier = self.set_quantifier();
        let elements = self.comma_list(Self::grouping_element)?;
        Ok(GroupBy { quantifier, elements, span: self.span_from(start) })
    }

    fn grouping_element(&mut self) -> Parse<GroupingElement> {
        let start = self.start();
        if self.eat_words(&["GROUPING", "SETS"]) {
            let elements = self.nested(|p| p.paren_list(Self::grouping_element))?;
            return Ok(GroupingElement::Sets(elements, self.span_from(start)));
        }
        if self.at_word("ROLLUP") && self.at_ahead(1, Symbol::LeftParen) {
            self.advance();
            let sets = self.paren_list(Self::grouping_set)?;
            return Ok(GroupingElement::Rollup(sets, self.span_from(start)));
        }
        if self.at_word("CUBE") && self.at_ahead(1, Symbol::LeftParen) {
            self.advance();
            let sets = self.paren_list(Self::grouping_set)?;
            return Ok(GroupingElement::Cube(sets, self.span_from(start)));
        }
        if self.at(Symbol::LeftParen) && self.at_ahead(1, Symbol::RightParen) {
            self.advance();
            self.advance();
            return Ok(GroupingElement::Set(GroupingSet { exprs: Vec::new(), span: self.span_from(start) }));
        }
        self.grouping_set().map(GroupingElement::Set)
    }

    /// `a`, or `(a, b)`, or `ROW(a, b)`; `(a, b) + 1` is one expression.
    fn grouping_set(&mut self) -> Parse<GroupingSet> {
        let expr = self.expr()?;
        let span = expr.span;
        let exprs = match expr.kind {
            ExprKind::Row { fields, .. } => fields,
            kind => vec![Expr { kind, span }],
        };
        Ok(GroupingSet { exprs, span })
    }
}
