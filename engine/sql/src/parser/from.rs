//! What stands in FROM: tables, functions, queries and joins.

use super::{Failure, Parse, Parser};
use crate::ast::{Call, Expr, Join, JoinConstraint, JoinKind, Name, TableAlias, TableRef, TableRefKind};
use crate::lexer::Symbol;
use crate::span::Span;

/// Clauses behind a table that Flink knows and this project does not.
const UNSUPPORTED_CLAUSES: [&str; 4] = ["MATCH_RECOGNIZE", "TABLESAMPLE", "PIVOT", "UNPIVOT"];

impl Parser<'_> {
    /// Tables joined by commas and JOIN, all left-associative.
    pub(super) fn from(&mut self) -> Parse<TableRef> {
        self.joined(true)
    }

    fn joined(&mut self, commas: bool) -> Parse<TableRef> {
        self.nested(|p| {
            let mut left = p.table_ref()?;
            while (commas || !p.at(Symbol::Comma))
                && let Some((kind, natural, op_span)) = p.join_operator()?
            {
                left = p.join_rest(left, kind, natural, op_span)?;
                p.grow()?;
            }
            Ok(left)
        })
    }

    /// Takes a comma or the words up to JOIN.
    fn join_operator(&mut self) -> Parse<Option<(JoinKind, bool, Span)>> {
        let start = self.start();
        if self.at(Symbol::Comma) {
            let comma = self.advance();
            self.refuse_trailing_comma(comma)?;
            return Ok(Some((JoinKind::Comma, false, comma)));
        }
        let natural = self.eat_word("NATURAL");
        let Some(kind) = self.join_kind() else {
            return if natural { Err(self.unexpected("JOIN")) } else { Ok(None) };
        };
        self.eat_word("OUTER");
        if !self.at_word("JOIN") {
            return Err(self.unexpected("JOIN"));
        }
        self.advance();
        Ok(Some((kind, natural, self.span_from(start))))
    }

    /// Takes the word that says which join; JOIN alone stays.
    fn join_kind(&mut self) -> Option<JoinKind> {
        const KINDS: [(&str, JoinKind); 5] = [
            ("INNER", JoinKind::Inner),
            ("LEFT", JoinKind::Left),
            ("RIGHT", JoinKind::Right),
            ("FULL", JoinKind::Full),
            ("CROSS", JoinKind::Cross),
        ];
        let named = KINDS.iter().find(|(word, _)| self.eat_word(word)).map(|(_, kind)| *kind);
        named.or_else(|| self.at_word("JOIN").then_some(JoinKind::Inner))
    }

    fn join_rest(&mut self, left: TableRef, kind: JoinKind, natural: bool, op_span: Span) -> Parse<TableRef> {
        let start = left.span.start;
        let right = self.nested(Self::table_ref)?;
        let constraint = self.join_constraint()?;
        let needs_condition = !natural && !matches!(kind, JoinKind::Cross | JoinKind::Comma);
        match (&constraint, needs_condition) {
            (JoinConstraint::None, true) => {
                let error = Failure::at(op_span, "this join has no condition");
                return Err(error.with_hint("add ON condition or USING (columns), or write CROSS JOIN"));
            }
            (JoinConstraint::On(_) | JoinConstraint::Using(_), false) => {
                return Err(Failure::at(op_span, "this join takes no ON or USING"));
            }
            _ => {}
        }
        let kind = TableRefKind::Join(Box::new(Join { kind, natural, left, right, constraint, op_span }));
        Ok(TableRef { kind, alias: None, span: self.span_from(start) })
    }

    fn join_constraint(&mut self) -> Parse<JoinConstraint> {
        if self.eat_word("ON") {
            return self.expr().map(JoinConstraint::On);
        }
        if self.eat_word("USING") {
            return self.column_names().map(JoinConstraint::Using);
        }
        Ok(JoinConstraint::None)
    }

    /// One source of rows with its alias.
    fn table_ref(&mut self) -> Parse<TableRef> {
        let start = self.start();
        if self.at(Symbol::LeftParen) {
            return self.table_in_parentheses(false);
        }
        let kind = if self.eat_word("LATERAL") {
            if self.at(Symbol::LeftParen) {
                return self.table_in_parentheses(true);
            }
            if !self.at_any_word(&["TABLE", "UNNEST"]) {
                return Err(self.unexpected("TABLE(, UNNEST( or a query in parentheses"));
            }
            self.special_table(true)?
        } else if self.at_any_word(&["TABLE", "UNNEST"]) {
            self.special_table(false)?
        } else if self.at_query() {
            return Err(self.unexpected("a table").with_hint("a query in FROM stands in parentheses"));
        } else {
            self.named_table()?
        };
        self.with_table_alias(start, kind)
    }

    /// `name`, `f(...)`.
    fn named_table(&mut self) -> Parse<TableRefKind> {
        let name = self.name("a table")?;
        if self.at(Symbol::LeftParen) {
            let call = self.call_rest(name)?;
            return Ok(TableRefKind::Function { lateral: false, call });
        }
        self.table_of(name)
    }

    /// A named table with its hints and time.
    fn table_of(&mut self, name: Name) -> Parse<TableRefKind> {
        let hints = self.hints()?;
        let system_time = self.system_time()?;
        Ok(TableRefKind::Table { name, hints, system_time })
    }

    /// `FOR SYSTEM_TIME AS OF expr`, or nothing.
    fn system_time(&mut self) -> Parse<Option<Expr>> {
        if !self.eat_word("FOR") {
            return Ok(None);
        }
        self.expect_words(&["SYSTEM_TIME", "AS", "OF"])?;
        self.expr().map(Some)
    }

    /// `TABLE(f(...))`, `UNNEST(...) [WITH ORDINALITY]`.
    fn special_table(&mut self, lateral: bool) -> Parse<TableRefKind> {
        if self.at_word("UNNEST") {
            self.advance();
            return self.unnest();
        }
        self.advance();
        self.expect(Symbol::LeftParen)?;
        let call = self.table_function()?;
        self.expect(Symbol::RightParen)?;
        Ok(TableRefKind::Function { lateral, call })
    }

    fn table_function(&mut self) -> Parse<Box<Call>> {
        let name = self.name("a table function")?;
        if !self.at(Symbol::LeftParen) {
            let error = self.unexpected("`(`");
            return Err(error.with_hint("TABLE(...) holds a call of a table function; a table stands in FROM by its name"));
        }
        self.call_rest(name)
    }

    fn unnest(&mut self) -> Parse<TableRefKind> {
        let collections = match self.parenthesised()? {
            super::expr::Parenthesised::List(collections) => collections,
            super::expr::Parenthesised::Query(query) => {
                let span = query.span;
                vec![Expr { kind: crate::ast::ExprKind::Subquery(query), span }]
            }
        };
        let ordinality = self.eat_words(&["WITH", "ORDINALITY"]);
        Ok(TableRefKind::Unnest { collections, ordinality })
    }

    /// `(query)`, or a join in parentheses.
    fn table_in_parentheses(&mut self, lateral: bool) -> Parse<TableRef> {
        let open = self.start();
        let (start, kind) = match lateral {
            true => (self.last_end() - "LATERAL".len(), self.query_in_parentheses()?),
            false => (open, self.query_or_join()?),
        };
        match kind {
            TableRefKind::Query { query, .. } => self.with_table_alias(start, TableRefKind::Query { lateral, query }),
            TableRefKind::Join(join) => {
                self.without_alias(TableRef { kind: TableRefKind::Join(join), alias: None, span: self.span_from(start) })
            }
            _ => {
                let error = Failure::at(self.span_from(start), "parentheses in FROM hold a query or a join");
                Err(error.with_hint("remove the parentheses"))
            }
        }
    }

    fn query_in_parentheses(&mut self) -> Parse<TableRefKind> {
        self.expect(Symbol::LeftParen)?;
        let query = Box::new(self.query()?);
        self.expect(Symbol::RightParen)?;
        Ok(TableRefKind::Query { lateral: false, query })
    }

    /// What stands between parentheses; of tables in parentheses within, one that goes on like a query is one.
    fn query_or_join(&mut self) -> Parse<TableRefKind> {
        self.expect(Symbol::LeftParen)?;
        let start = self.start();
        if self.at_query() {
            let query = Box::new(self.query()?);
            self.expect(Symbol::RightParen)?;
            return Ok(TableRefKind::Query { lateral: false, query });
        }
        let inner = self.joined(false)?;
        let kind = match inner {
            TableRef { kind: TableRefKind::Query { lateral: false, query }, alias: None, .. } => {
                let query = self.query_after(*query, self.span_from(start))?;
                TableRefKind::Query { lateral: false, query }
            }
            TableRef { kind: TableRefKind::Query { .. }, span, .. } => {
                let error = Failure::at(span, "parentheses in FROM hold a query or a join");
                return Err(error.with_hint("write the alias behind the outer parentheses"));
            }
            other => other.kind,
        };
        if !self.at(Symbol::RightParen) {
            return Err(self.unexpected("a join or `)`"));
        }
        self.advance();
        Ok(kind)
    }

    fn without_alias(&self, join: TableRef) -> Parse<TableRef> {
        if self.at_word("AS") || self.at_ident() {
            let error = Failure::at(self.peek().span, "a join in parentheses cannot have an alias");
            return Err(error.with_hint("name the tables inside, or write (SELECT * FROM ...) AS name"));
        }
        Ok(join)
    }

    /// `[AS] name [(columns)]` behind a source.
    fn with_table_alias(&mut self, start: usize, kind: TableRefKind) -> Parse<TableRef> {
        self.refuse_table_clause()?;
        let named = self.eat_word("AS");
        let alias = if named || self.at_ident() { Some(self.table_alias()?) } else { None };
        self.refuse_table_clause()?;
        if alias.is_some() && self.at_words(&["FOR", "SYSTEM_TIME"]) {
            return Err(self.unexpected("the end of the table").with_hint("FOR SYSTEM_TIME AS OF stands before the alias"));
        }
        if self.at(Symbol::HintStart) {
            return Err(self.unexpected("the end of the table").with_hint("a hint stands directly behind the table's name"));
        }
        Ok(TableRef { kind, alias, span: self.span_from(start) })
    }

    fn refuse_table_clause(&self) -> Parse<()> {
        match UNSUPPORTED_CLAUSES.iter().find(|word| self.at_word(word)) {
            Some(word) => Err(self.unsupported(word)),
            None => Ok(()),
        }
    }

    fn table_alias(&mut self) -> Parse<TableAlias> {
        let name = self.alias()?;
        let start = name.span.start;
        let columns = if self.at(Symbol::LeftParen) { self.column_names()? } else { Vec::new() };
        Ok(TableAlias { name, columns, span: self.span_from(start) })
    }
}
