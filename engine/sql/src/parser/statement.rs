//! Scripts and statements, but for CREATE, ALTER, DROP (`ddl`) and SHOW (`show`).

use super::{Failure, Parse, Parser};
use crate::ast::{
    Analyze, ConflictAction, Explain, ExplainDetail, Expr, ExprKind, Ident, Insert, KeyValue, ObjectKind, PartitionSpec, PartitionValue,
    Statement, StatementKind, StringLiteral, UnaryOp,
};
use crate::diagnostic::nearest;
use crate::lexer::{Symbol, TokenKind};

/// The words that begin a statement.
const STATEMENTS: [&str; 20] = [
    "SELECT", "WITH", "VALUES", "TABLE", "INSERT", "CREATE", "DROP", "ALTER", "USE", "EXPLAIN", "DESCRIBE", "DESC", "SHOW", "SET", "RESET",
    "EXECUTE", "BEGIN", "END", "UPDATE", "DELETE",
];

/// The words that begin a statement Flink knows and this project does not.
const UNSUPPORTED: [&str; 19] = [
    "ADD", "CALL", "CLEAR", "COMPILE", "DELETE", "EXIT", "HELP", "LOAD", "MERGE", "QUIT", "REMOVE", "SOURCE", "STOP", "TRUNCATE", "UNLOAD",
    "UPDATE", "UPSERT", "REFRESH", "COMMIT",
];

impl Parser<'_> {
    /// Statements and semicolons up to the end.
    pub(super) fn script(&mut self) -> Parse<Vec<Statement>> {
        let mut statements = Vec::new();
        loop {
            while self.eat(Symbol::Semicolon) {}
            if self.at_end() && self.lex_error.is_none() {
                return Ok(statements);
            }
            statements.push(self.statement()?);
            self.end_of_statement()?;
        }
    }

    /// A semicolon, which is left alone, or the end.
    fn end_of_statement(&self) -> Parse<()> {
        if self.at(Symbol::Semicolon) || (self.at_end() && self.lex_error.is_none()) {
            return Ok(());
        }
        let error = self.unexpected("the end of the statement");
        let begins = self.peek().kind == TokenKind::Word && STATEMENTS.iter().any(|word| self.at_word(word));
        Err(if begins {
            error.or_hint("is a `;` missing before it?")
        } else if self.at_ident() {
            error.or_hint("is a comma or an operator missing before it?")
        } else {
            error
        })
    }

    fn statement(&mut self) -> Parse<Statement> {
        let start = self.start();
        self.height = 0;
        let kind = self.statement_kind()?;
        Ok(Statement { kind, span: self.span_from(start) })
    }

    fn statement_kind(&mut self) -> Parse<StatementKind> {
        if self.at_query() || self.at(Symbol::LeftParen) {
            return self.query().map(StatementKind::Query);
        }
        let word = self.peek().span.text(self.script).to_ascii_uppercase();
        match word.as_str() {
            "INSERT" => self.insert().map(StatementKind::Insert),
            "CREATE" => self.create(),
            "REPLACE" => self.replace_table(),
            "DROP" => self.drop_object().map(StatementKind::Drop),
            "ALTER" => self.alter(),
            "USE" => self.use_object(),
            "EXPLAIN" => self.explain(),
            "ANALYZE" => self.analyze().map(StatementKind::Analyze),
            "DESCRIBE" | "DESC" => self.describe(),
            "SHOW" => self.show().map(StatementKind::Show),
            "SET" => self.set(),
            "RESET" => self.reset(),
            "EXECUTE" => self.execute(),
            "BEGIN" => self.begin(),
            "END" => Err(Failure::at(self.peek().span, "this END ends nothing").with_hint("a set begins with BEGIN STATEMENT SET;")),
            _ if UNSUPPORTED.contains(&word.as_str()) => Err(self.unsupported(&word)),
            _ => Err(self.no_statement(&word)),
        }
    }

    fn no_statement(&self, word: &str) -> Failure {
        let error = self.unexpected("a statement").without_hint();
        match nearest(word, STATEMENTS) {
            Some(known) => error.with_hint(format!("did you mean {known}?")),
            None => error,
        }
    }

    fn insert(&mut self) -> Parse<Insert> {
        let start = self.start();
        self.expect_word("INSERT")?;
        let overwrite = self.eat_word("OVERWRITE");
        if !overwrite && !self.eat_word("INTO") {
            return Err(self.unexpected("INTO or OVERWRITE"));
        }
        if self.at_word("TABLE") {
            let error = self.unexpected("a table name").without_hint();
            return Err(error.with_hint("leave out TABLE"));
        }
        let table = self.name("a table name")?;
        let hints = self.hints()?;
        let partition = if self.eat_word("PARTITION") { self.paren_list(Self::partition_value)? } else { Vec::new() };
        let has_columns = self.at(Symbol::LeftParen) && !self.at_query_or_parenthesised();
        let columns = if has_columns { self.paren_list(|p| p.name("a column name"))? } else { Vec::new() };
        let query = self.query()?;
        let on_conflict = self.on_conflict()?;
        Ok(Insert { overwrite, table, hints, partition, columns, query, on_conflict, span: self.span_from(start) })
    }

    /// `column = literal`.
    fn partition_value(&mut self) -> Parse<PartitionValue> {
        let column = self.ident("a partition column")?;
        self.expect(Symbol::Equal)?;
        let value = self.expr()?;
        if !is_literal(&value) {
            return Err(Failure::at(value.span, "a partition value is a literal"));
        }
        Ok(PartitionValue { column, value })
    }

    /// `PARTITION (k = v, ...)`.
    pub(super) fn partition_spec(&mut self) -> Parse<PartitionSpec> {
        let start = self.start();
        self.expect_word("PARTITION")?;
        let values = self.paren_list(Self::partition_value)?;
        Ok(PartitionSpec { values, span: self.span_from(start) })
    }

    fn on_conflict(&mut self) -> Parse<Option<ConflictAction>> {
        const ACTIONS: [(&str, ConflictAction); 3] =
            [("ERROR", ConflictAction::Error), ("NOTHING", ConflictAction::Nothing), ("DEDUPLICATE", ConflictAction::Deduplicate)];
        if !self.eat_words(&["ON", "CONFLICT"]) {
            return Ok(None);
        }
        self.expect_word("DO")?;
        let action = ACTIONS.iter().find(|(word, _)| self.eat_word(word)).map(|(_, action)| *action);
        action.map(Some).ok_or_else(|| self.unexpected("ERROR, NOTHING or DEDUPLICATE"))
    }

    /// `EXECUTE STATEMENT SET ...`, `EXECUTE INSERT ...`, `EXECUTE query`; the last two mean what follows EXECUTE.
    fn execute(&mut self) -> Parse<StatementKind> {
        self.advance();
        if self.at_word("STATEMENT") {
            return self.statement_set().map(StatementKind::StatementSet);
        }
        if self.at_word("INSERT") {
            return self.insert().map(StatementKind::Insert);
        }
        if self.at_word("PLAN") {
            return Err(self.unsupported("EXECUTE PLAN"));
        }
        if !self.at_query() && !self.at(Symbol::LeftParen) {
            return Err(self.unexpected("STATEMENT SET, INSERT or a query"));
        }
        self.query().map(StatementKind::Query)
    }

    /// `STATEMENT SET BEGIN insert; insert; END`.
    fn statement_set(&mut self) -> Parse<Vec<Insert>> {
        self.expect_words(&["STATEMENT", "SET", "BEGIN"])?;
        self.inserts()
    }

    /// `BEGIN STATEMENT SET; insert; insert; END`.
    fn begin(&mut self) -> Parse<StatementKind> {
        self.expect_words(&["BEGIN", "STATEMENT", "SET"])?;
        self.expect(Symbol::Semicolon)?;
        self.inserts().map(StatementKind::StatementSet)
    }

    /// Inserts, each with its semicolon, and END.
    fn inserts(&mut self) -> Parse<Vec<Insert>> {
        let mut inserts = Vec::new();
        while !self.at_word("END") || inserts.is_empty() {
            if !self.at_word("INSERT") {
                return Err(self.unexpected(if inserts.is_empty() { "INSERT" } else { "INSERT or END" }));
            }
            self.height = 0;
            inserts.push(self.insert()?);
            self.end_of_statement()?;
            self.expect(Symbol::Semicolon)?;
            while self.eat(Symbol::Semicolon) {}
        }
        self.advance();
        Ok(inserts)
    }

    fn analyze(&mut self) -> Parse<Analyze> {
        self.expect_words(&["ANALYZE", "TABLE"])?;
        let table = self.name("a table name")?;
        let partition = if self.eat_word("PARTITION") { self.paren_list(Self::analyzed_partition)? } else { Vec::new() };
        self.expect_words(&["COMPUTE", "STATISTICS"])?;
        let mut columns = Vec::new();
        if self.eat_words(&["FOR", "COLUMNS"]) {
            columns = self.comma_list(|p| p.ident("a column name"))?;
        } else if self.eat_word("FOR") {
            self.expect_words(&["ALL", "COLUMNS"])?;
        }
        Ok(Analyze { table, partition, columns })
    }

    /// `column`, `column = literal`.
    fn analyzed_partition(&mut self) -> Parse<Ident> {
        if self.at_ahead(1, Symbol::Equal) {
            return self.partition_value().map(|value| value.column);
        }
        self.ident("a partition column")
    }

    fn explain(&mut self) -> Parse<StatementKind> {
        self.advance();
        let details = if self.eat_words(&["PLAN", "FOR"]) { Vec::new() } else { self.explain_details()? };
        let start = self.start();
        self.eat_word("EXECUTE");
        let kind = if self.at_word("STATEMENT") {
            StatementKind::StatementSet(self.statement_set()?)
        } else if self.at_word("INSERT") {
            StatementKind::Insert(self.insert()?)
        } else if self.at_query() || self.at(Symbol::LeftParen) {
            StatementKind::Query(self.query()?)
        } else if self.at_any_word(&["CREATE", "REPLACE"]) {
            self.explained_create()?
        } else {
            return Err(self.unexpected("a query, INSERT or STATEMENT SET"));
        };
        let statement = Box::new(Statement { kind, span: self.span_from(start) });
        Ok(StatementKind::Explain(Explain { details, statement }))
    }

    /// `CREATE TABLE ... AS query`.
    fn explained_create(&mut self) -> Parse<StatementKind> {
        let start = self.start();
        let statement = if self.at_word("REPLACE") { self.replace_table()? } else { self.create()? };
        match statement {
            StatementKind::CreateTable(table) if table.query.is_some() => Ok(StatementKind::CreateTable(table)),
            _ => Err(Failure::at(self.span_from(start), "only a CREATE TABLE ... AS query has a plan to explain")),
        }
    }

    fn explain_details(&mut self) -> Parse<Vec<ExplainDetail>> {
        let mut details = Vec::new();
        while let Some(detail) = self.explain_detail() {
            if details.contains(&detail) {
                return Err(Failure::at(self.tokens[self.next - 1].span, "this detail is given twice"));
            }
            details.push(detail);
            if !self.eat(Symbol::Comma) {
                break;
            }
        }
        Ok(details)
    }

    fn explain_detail(&mut self) -> Option<ExplainDetail> {
        const DETAILS: [(&str, ExplainDetail); 4] = [
            ("ESTIMATED_COST", ExplainDetail::EstimatedCost),
            ("CHANGELOG_MODE", ExplainDetail::ChangelogMode),
            ("JSON_EXECUTION_PLAN", ExplainDetail::JsonExecutionPlan),
            ("PLAN_ADVICE", ExplainDetail::PlanAdvice),
        ];
        DETAILS.iter().find(|(word, _)| self.eat_word(word)).map(|(_, detail)| *detail)
    }

    fn use_object(&mut self) -> Parse<StatementKind> {
        self.advance();
        if self.eat_word("CATALOG") {
            return self.ident("a catalog name").map(StatementKind::UseCatalog);
        }
        if self.at_word("DATABASE") && self.is_ident(self.peek_at(1)) {
            return Err(self.unexpected("a database name").with_hint("leave out DATABASE"));
        }
        if self.eat_word("MODULES") {
            return self.comma_list(|p| p.ident("a module")).map(StatementKind::UseModules);
        }
        self.name("a database name").map(StatementKind::UseDatabase)
    }

    fn describe(&mut self) -> Parse<StatementKind> {
        const KINDS: [(&str, ObjectKind); 3] =
            [("DATABASE", ObjectKind::Database), ("CATALOG", ObjectKind::Catalog), ("FUNCTION", ObjectKind::Function)];
        self.advance();
        let named = |p: &Self, word: &str| p.at_word(word) && (p.is_ident(p.peek_at(1)) || p.is_word(p.peek_at(1), "EXTENDED"));
        let found = KINDS.iter().find(|(word, _)| named(self, word)).map(|(_, kind)| *kind);
        if found.is_some() {
            self.advance();
        }
        let extended = self.at_word("EXTENDED") && self.is_ident(self.peek_at(1));
        if extended {
            self.advance();
        }
        let name = self.name("a table name")?;
        Ok(StatementKind::Describe { kind: found.unwrap_or(ObjectKind::Table), name, extended })
    }

    fn set(&mut self) -> Parse<StatementKind> {
        self.advance();
        if self.at_end() || self.at(Symbol::Semicolon) {
            return Ok(StatementKind::Set(None));
        }
        let key = self.setting("an option", Some(Symbol::Equal))?;
        self.expect(Symbol::Equal).map_err(quote_hint)?;
        let value = self.setting("a value", None)?;
        Ok(StatementKind::Set(Some(KeyValue { key, value })))
    }

    fn reset(&mut self) -> Parse<StatementKind> {
        self.advance();
        if self.at_end() || self.at(Symbol::Semicolon) {
            return Ok(StatementKind::Reset(None));
        }
        self.setting("an option", None).map(|key| StatementKind::Reset(Some(key)))
    }

    /// The name or the value of a setting: a string, or, without quotes, all up to a blank, a `;` or the symbol that ends it.
    fn setting(&mut self, what: &str, end: Option<Symbol>) -> Parse<StringLiteral> {
        if matches!(self.peek().kind, TokenKind::String(_)) {
            return self.string(what);
        }
        let start = self.start();
        while !self.at_end()
            && !matches!(self.peek().kind, TokenKind::String(_))
            && ![Some(Symbol::Semicolon), end].into_iter().flatten().any(|symbol| self.at(symbol))
            && (self.start() == start || self.start() == self.last_end())
        {
            self.advance();
        }
        let span = self.span_from(start);
        if span.start == span.end {
            return Err(quote_hint(self.unexpected(what)));
        }
        Ok(StringLiteral { value: span.text(self.script).to_owned(), span })
    }
}

fn quote_hint(error: Failure) -> Failure {
    error.or_hint("SET 'key' = 'value'; what has no blanks needs no quotes")
}

/// A literal, possibly with a sign.
fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(_) => true,
        ExprKind::Unary { op: UnaryOp::Plus | UnaryOp::Minus, operand } => matches!(operand.kind, ExprKind::Literal(_)),
        _ => false,
    }
}
