//! Operators and the operands between them.
//!
//! Precedence climbing with Calcite's levels; all are left-associative but LIKE and SIMILAR TO, whose pattern may be
//! another LIKE, and which take the last operand of a BETWEEN for themselves. `||` binds like `*`, and `a = b IS NULL` is
//! `(a = b) IS NULL`.

use super::{Failure, Parse, Parser, reserved};
use crate::ast::{BinaryOp, CaseBranch, Expr, ExprKind, IsTest, LikeKind, Literal, QuantifiedSet, Quantifier, Query, UnaryOp};
use crate::lexer::{Symbol, TokenKind};
use crate::span::Span;

/// How tightly an operator binds.
type Level = u8;

const LOWEST: Level = 0;
const OR: Level = 22;
const AND: Level = 24;
const NOT: Level = 26;
const IS: Level = 28;
const COMPARISON: Level = 30;
const MATCHING: Level = 32;
const LIKE: Level = 33;
const ADDITIVE: Level = 40;
const MULTIPLICATIVE: Level = 60;
const SIGN: Level = 80;

/// What stands between parentheses: a query, or expressions.
pub(super) enum Parenthesised {
    Query(Box<Query>),
    List(Vec<Expr>),
}

/// An operator that can follow an operand.
#[derive(Clone, Copy)]
enum Infix {
    Or,
    And,
    Binary(BinaryOp, Level),
    Quantified(BinaryOp),
    Is,
    IsDistinctFrom,
    Between,
    In,
    Like(LikeKind),
}

impl Infix {
    fn level(self) -> Level {
        match self {
            Infix::Or => OR,
            Infix::And => AND,
            Infix::Binary(_, level) => level,
            Infix::Is => IS,
            Infix::IsDistinctFrom => COMPARISON,
            Infix::Between | Infix::In | Infix::Quantified(_) => MATCHING,
            Infix::Like(_) => LIKE,
        }
    }
}

impl Parser<'_> {
    /// An expression.
    pub(super) fn expr(&mut self) -> Parse<Expr> {
        self.expr_at(LOWEST, false)
    }

    /// An expression that ends before an IN, as the first argument of POSITION does.
    pub(super) fn expr_before_in(&mut self) -> Parse<Expr> {
        self.expr_at(ADDITIVE, false)
    }

    /// An expression of operators that bind at least as tightly as `floor`; with `and_ends` it ends before an AND that is
    /// not in parentheses, because the AND belongs to a BETWEEN.
    fn expr_at(&mut self, floor: Level, and_ends: bool) -> Parse<Expr> {
        self.nested(|p| {
            let mut left = p.operand(and_ends)?;
            while let Some(infix) = p.infix().filter(|infix| infix.level() >= floor) {
                if matches!(infix, Infix::And) && and_ends {
                    break;
                }
                left = p.infix_rest(left, infix, and_ends)?;
                p.grow()?;
            }
            Ok(left)
        })
    }

    fn new_expr(&self, start: usize, kind: ExprKind) -> Expr {
        Expr { kind, span: self.span_from(start) }
    }

    /// The operator at the next token, without taking it.
    fn infix(&self) -> Option<Infix> {
        match &self.peek().kind {
            TokenKind::Symbol(symbol) => {
                let (op, level) = binary_symbol(*symbol)?;
                let quantified = op.is_comparison() && ["ANY", "SOME", "ALL"].iter().any(|word| self.is_word(self.peek_at(1), word));
                Some(if quantified { Infix::Quantified(op) } else { Infix::Binary(op, level) })
            }
            TokenKind::Word => self.infix_word(),
            _ => None,
        }
    }

    fn infix_word(&self) -> Option<Infix> {
        if self.at_word("IS") {
            let test = if self.is_word(self.peek_at(1), "NOT") { 2 } else { 1 };
            let distinct = self.is_word(self.peek_at(test), "DISTINCT");
            return Some(if distinct { Infix::IsDistinctFrom } else { Infix::Is });
        }
        let word = self.peek_at(usize::from(self.at_word("NOT")));
        let is = |text: &str| self.is_word(word, text);
        if is("BETWEEN") {
            Some(Infix::Between)
        } else if is("IN") {
            Some(Infix::In)
        } else if is("LIKE") {
            Some(Infix::Like(LikeKind::Like))
        } else if is("SIMILAR") {
            Some(Infix::Like(LikeKind::SimilarTo))
        } else if self.at_word("AND") {
            Some(Infix::And)
        } else if self.at_word("OR") {
            Some(Infix::Or)
        } else if self.at_word("OVERLAPS") {
            Some(Infix::Binary(BinaryOp::Overlaps, COMPARISON))
        } else {
            None
        }
    }

    fn infix_rest(&mut self, left: Expr, infix: Infix, and_ends: bool) -> Parse<Expr> {
        match infix {
            Infix::Or => self.logical_rest(left, "OR", and_ends),
            Infix::And => self.logical_rest(left, "AND", and_ends),
            Infix::Binary(op, level) => self.binary_rest(left, op, level, and_ends),
            Infix::Quantified(op) => self.quantified_rest(left, op),
            Infix::Is => self.is_rest(left),
            Infix::IsDistinctFrom => self.is_distinct_rest(left, and_ends),
            Infix::Between => self.between_rest(left, and_ends),
            Infix::In => self.in_rest(left),
            Infix::Like(kind) => self.like_rest(left, kind, and_ends),
        }
    }

    fn logical_rest(&mut self, left: Expr, word: &str, and_ends: bool) -> Parse<Expr> {
        let start = left.span.start;
        let level = if word == "AND" { AND } else { OR };
        let mut operands = vec![left];
        while self.eat_word(word) {
            operands.push(self.expr_at(level + 1, and_ends)?);
        }
        let kind = if word == "AND" { ExprKind::And(operands) } else { ExprKind::Or(operands) };
        Ok(self.new_expr(start, kind))
    }

    fn binary_rest(&mut self, left: Expr, op: BinaryOp, level: Level, and_ends: bool) -> Parse<Expr> {
        let start = left.span.start;
        let op_span = self.advance();
        let right = Box::new(self.expr_at(level + 1, and_ends)?);
        Ok(self.new_expr(start, ExprKind::Binary { op, op_span, left: Box::new(left), right }))
    }

    fn quantified_rest(&mut self, left: Expr, op: BinaryOp) -> Parse<Expr> {
        let start = left.span.start;
        self.advance();
        let quantifier = if self.at_word("ALL") { Quantifier::All } else { Quantifier::Any };
        self.advance();
        let right = match self.parenthesised()? {
            Parenthesised::Query(query) => QuantifiedSet::Query(query),
            Parenthesised::List(list) => QuantifiedSet::List(list),
        };
        Ok(self.new_expr(start, ExprKind::Quantified { left: Box::new(left), op, quantifier, right }))
    }

    fn is_rest(&mut self, left: Expr) -> Parse<Expr> {
        let start = left.span.start;
        self.advance();
        let negated = self.eat_word("NOT");
        let test = self.is_test()?;
        Ok(self.new_expr(start, ExprKind::Is { operand: Box::new(left), test, negated }))
    }

    fn is_test(&mut self) -> Parse<IsTest> {
        const TESTS: [(&str, IsTest); 5] = [
            ("NULL", IsTest::Null),
            ("TRUE", IsTest::True),
            ("FALSE", IsTest::False),
            ("UNKNOWN", IsTest::Unknown),
            ("JSON", IsTest::JsonValue),
        ];
        let found = TESTS.iter().find(|(word, _)| self.at_word(word));
        let Some((word, test)) = found else { return Err(self.unexpected("NULL, TRUE, FALSE, UNKNOWN, JSON or DISTINCT FROM")) };
        self.advance();
        Ok(if *word == "JSON" { self.json_kind() } else { *test })
    }

    fn json_kind(&mut self) -> IsTest {
        if self.eat_word("OBJECT") {
            IsTest::JsonObject
        } else if self.eat_word("ARRAY") {
            IsTest::JsonArray
        } else if self.eat_word("SCALAR") {
            IsTest::JsonScalar
        } else {
            self.eat_word("VALUE");
            IsTest::JsonValue
        }
    }

    fn is_distinct_rest(&mut self, left: Expr, and_ends: bool) -> Parse<Expr> {
        let start = left.span.start;
        self.advance();
        let negated = self.eat_word("NOT");
        self.expect_words(&["DISTINCT", "FROM"])?;
        let right = Box::new(self.expr_at(COMPARISON + 1, and_ends)?);
        Ok(self.new_expr(start, ExprKind::IsDistinctFrom { left: Box::new(left), right, negated }))
    }

    fn between_rest(&mut self, left: Expr, and_ends: bool) -> Parse<Expr> {
        let start = left.span.start;
        let negated = self.eat_word("NOT");
        self.expect_word("BETWEEN")?;
        let symmetric = self.eat_word("SYMMETRIC");
        if !symmetric {
            self.eat_word("ASYMMETRIC");
        }
        let low = Box::new(self.expr_at(LOWEST, true)?);
        self.expect_word("AND")?;
        let high = Box::new(self.expr_at(MATCHING + 1, and_ends)?);
        Ok(self.new_expr(start, ExprKind::Between { operand: Box::new(left), low, high, symmetric, negated }))
    }

    fn in_rest(&mut self, left: Expr) -> Parse<Expr> {
        let start = left.span.start;
        let negated = self.eat_word("NOT");
        self.expect_word("IN")?;
        let operand = Box::new(left);
        let kind = match self.parenthesised()? {
            Parenthesised::Query(query) => ExprKind::InQuery { operand, query, negated },
            Parenthesised::List(list) => ExprKind::InList { operand, list, negated },
        };
        Ok(self.new_expr(start, kind))
    }

    fn like_rest(&mut self, left: Expr, kind: LikeKind, and_ends: bool) -> Parse<Expr> {
        let start = left.span.start;
        let negated = self.eat_word("NOT");
        self.advance();
        if kind == LikeKind::SimilarTo {
            self.expect_word("TO")?;
        }
        let pattern = Box::new(self.expr_at(MATCHING, and_ends)?);
        let escape = if self.eat_word("ESCAPE") { Some(Box::new(self.expr_at(MATCHING, and_ends)?)) } else { None };
        Ok(self.new_expr(start, ExprKind::Like { kind, operand: Box::new(left), pattern, escape, negated }))
    }

    /// An operand with its prefix operators and what is hung behind it: `-a[1].b`.
    fn operand(&mut self, and_ends: bool) -> Parse<Expr> {
        let start = self.start();
        let prefix = match &self.peek().kind {
            TokenKind::Symbol(Symbol::Plus) => Some((UnaryOp::Plus, SIGN)),
            TokenKind::Symbol(Symbol::Minus) => Some((UnaryOp::Minus, SIGN)),
            TokenKind::Word if self.at_word("NOT") => Some((UnaryOp::Not, NOT)),
            _ => None,
        };
        let Some((op, level)) = prefix else {
            let primary = self.primary()?;
            return self.suffixes(primary);
        };
        self.advance();
        let operand = Box::new(self.expr_at(level, and_ends)?);
        Ok(self.new_expr(start, ExprKind::Unary { op, operand }))
    }

    /// `[index]` and `.field`, any number of times.
    fn suffixes(&mut self, mut base: Expr) -> Parse<Expr> {
        let start = base.span.start;
        loop {
            let kind = if self.eat(Symbol::LeftBracket) {
                let index = Box::new(self.expr()?);
                self.expect(Symbol::RightBracket)?;
                ExprKind::Item { base: Box::new(base), index }
            } else if self.at(Symbol::Dot) && !self.at_ahead(1, Symbol::Star) {
                self.advance();
                ExprKind::Field { base: Box::new(base), field: self.ident("a field name")? }
            } else {
                return Ok(base);
            };
            self.grow()?;
            base = self.new_expr(start, kind);
        }
    }

    fn primary(&mut self) -> Parse<Expr> {
        let start = self.start();
        let kind = match &self.peek().kind {
            TokenKind::Number => {
                let text = self.peek().span.text(self.script).to_string();
                self.advance();
                ExprKind::Literal(Literal::Number(text))
            }
            TokenKind::String(_) => ExprKind::Literal(Literal::String(self.string("a string")?.value)),
            TokenKind::Binary(bytes) => {
                let literal = Literal::Binary(bytes.clone());
                self.advance();
                ExprKind::Literal(literal)
            }
            TokenKind::Symbol(Symbol::LeftParen) => return self.in_parentheses(),
            TokenKind::Symbol(Symbol::LeftBrace) => return self.braces(),
            TokenKind::Symbol(Symbol::Question) => return Err(self.unsupported("a parameter marker")),
            TokenKind::Quoted(_) => return self.name_or_call(),
            TokenKind::Word => return self.word_operand(),
            _ => return Err(self.unexpected("an expression")),
        };
        Ok(self.new_expr(start, kind))
    }

    fn word_operand(&mut self) -> Parse<Expr> {
        let start = self.start();
        let word = self.peek().span.text(self.script).to_ascii_uppercase();
        if let Some(kind) = self.special_operand(&word)? {
            return Ok(self.new_expr(start, kind));
        }
        let calls = self.at_ahead(1, Symbol::LeftParen) && reserved::is_function(&word);
        if self.at_ident() || calls {
            return self.name_or_call();
        }
        Err(self.unexpected("an expression"))
    }

    /// An operand that a keyword begins; `None`, and nothing taken, if the word is no such keyword here.
    fn special_operand(&mut self, word: &str) -> Parse<Option<ExprKind>> {
        let literal = match word {
            "NULL" => Some(Literal::Null),
            "TRUE" => Some(Literal::Boolean(true)),
            "FALSE" => Some(Literal::Boolean(false)),
            "UNKNOWN" => Some(Literal::Unknown),
            _ => None,
        };
        if let Some(literal) = literal {
            self.advance();
            return Ok(Some(ExprKind::Literal(literal)));
        }
        match word {
            "CASE" => self.case().map(Some),
            "EXISTS" => self.exists().map(Some),
            "INTERVAL" => self.interval().map(Some),
            "DATE" | "TIME" | "TIMESTAMP" => self.time_literal(word),
            _ if self.at_niladic(word) => self.niladic().map(Some),
            _ => self.special_call(word),
        }
    }

    fn case(&mut self) -> Parse<ExprKind> {
        self.advance();
        let operand = if self.at_word("WHEN") { None } else { Some(Box::new(self.expr()?)) };
        let mut branches = vec![self.case_branch(operand.is_some())?];
        while self.at_word("WHEN") {
            branches.push(self.case_branch(operand.is_some())?);
        }
        let otherwise = if self.eat_word("ELSE") { Some(Box::new(self.expr()?)) } else { None };
        if !self.at_word("END") {
            let expected = if otherwise.is_some() { "END" } else { "WHEN, ELSE or END" };
            return Err(self.unexpected(expected));
        }
        self.advance();
        Ok(ExprKind::Case { operand, branches, otherwise })
    }

    fn case_branch(&mut self, simple: bool) -> Parse<CaseBranch> {
        self.expect_word("WHEN")?;
        let when = if simple { self.comma_list(Self::expr)? } else { vec![self.expr()?] };
        self.expect_word("THEN")?;
        Ok(CaseBranch { when, then: self.expr()? })
    }

    fn exists(&mut self) -> Parse<ExprKind> {
        self.advance();
        self.expect(Symbol::LeftParen)?;
        let query = Box::new(self.query()?);
        self.expect(Symbol::RightParen)?;
        Ok(ExprKind::Exists(query))
    }

    /// `(expr)`, `(a, b)`, `(query)`, `(a - b) DAY`.
    fn in_parentheses(&mut self) -> Parse<Expr> {
        let start = self.start();
        let content = self.parenthesised()?;
        let span = self.span_from(start);
        match content {
            Parenthesised::Query(query) => Ok(Expr { kind: ExprKind::Subquery(query), span }),
            Parenthesised::List(mut list) if list.len() == 1 => {
                let inner = list.remove(0);
                self.interval_between(Expr { span, ..inner })
            }
            Parenthesised::List(fields) => Ok(Expr { kind: ExprKind::Row { explicit: false, fields }, span }),
        }
    }

    /// Turns a difference in parentheses into an interval if a unit follows.
    fn interval_between(&mut self, inner: Expr) -> Parse<Expr> {
        let Expr { kind: ExprKind::Binary { op: BinaryOp::Subtract, left, right, op_span }, span } = inner else { return Ok(inner) };
        if !self.at_interval_unit() {
            return Ok(Expr { kind: ExprKind::Binary { op: BinaryOp::Subtract, left, right, op_span }, span });
        }
        let qualifier = self.interval_qualifier()?;
        Ok(self.new_expr(span.start, ExprKind::IntervalBetween { left, right, qualifier }))
    }

    /// `(query)` or `(expr, ...)`, parentheses taken; a query in parentheses of its own is that query.
    pub(super) fn parenthesised(&mut self) -> Parse<Parenthesised> {
        self.expect(Symbol::LeftParen)?;
        let content = if self.at_query() { Parenthesised::Query(Box::new(self.query()?)) } else { self.expr_or_query()? };
        self.close_list(Symbol::RightParen)?;
        Ok(content)
    }

    /// Expressions; or, if the first is a subquery that goes on like one (`(SELECT ...) UNION ...`), that query.
    fn expr_or_query(&mut self) -> Parse<Parenthesised> {
        if self.at(Symbol::RightParen) {
            return Err(self.unexpected("an expression or a query"));
        }
        let items = self.comma_list(Self::expr)?;
        if items.len() > 1 || !matches!(items[0].kind, ExprKind::Subquery(_)) {
            return Ok(Parenthesised::List(items));
        }
        let first = items.into_iter().next();
        match first.map(|item| (item.kind, item.span)) {
            Some((ExprKind::Subquery(query), span)) => self.query_after(*query, span).map(Parenthesised::Query),
            _ => unreachable!("the only item was just seen to be a subquery"),
        }
    }

    /// A query that begins with one in parentheses, which is already taken.
    pub(super) fn query_after(&mut self, first: Query, span: Span) -> Parse<Box<Query>> {
        if self.at_query_continuation() { self.query_rest(first, span).map(Box::new) } else { Ok(Box::new(first)) }
    }

    /// The escape syntax of JDBC: `{fn f(...)}`, `{d '...'}`, `{t '...'}`, `{ts '...'}`.
    fn braces(&mut self) -> Parse<Expr> {
        let start = self.advance().start;
        let word = self.peek().span.text(self.script).to_ascii_lowercase();
        let mut inner = match word.as_str() {
            "fn" => {
                self.advance();
                self.word_operand()?
            }
            "d" | "t" | "ts" => {
                self.advance();
                let text = self.string("a string")?.value;
                let literal = match word.as_str() {
                    "d" => Literal::Date(text),
                    "t" => Literal::Time(text),
                    _ => Literal::Timestamp { text, zone: crate::ast::TimeZoneKind::Without },
                };
                self.new_expr(start, ExprKind::Literal(literal))
            }
            _ => return Err(self.unexpected("fn, d, t or ts")),
        };
        self.expect(Symbol::RightBrace)?;
        inner.span = self.span_from(start);
        Ok(inner)
    }

    /// The error for an operator of other systems, if one is next.
    pub(super) fn refuse_foreign_operator(&self) -> Option<Failure> {
        let span = self.peek().span;
        match self.peek().kind {
            TokenKind::Symbol(Symbol::BangEqual) => Some(Failure::at(span, "Flink SQL has no operator `!=`").with_hint("write `<>`")),
            TokenKind::Symbol(Symbol::Colon) if self.at_ahead(1, Symbol::Colon) => {
                Some(Failure::at(span, "Flink SQL has no operator `::`").with_hint("write CAST(x AS type)"))
            }
            TokenKind::Symbol(Symbol::Minus) if self.at_ahead(1, Symbol::Greater) => {
                Some(Failure::at(span, "Flink SQL has no operator `->`"))
            }
            TokenKind::Word if self.at_word("ILIKE") => {
                Some(Failure::at(span, "Flink SQL has no ILIKE").with_hint("write UPPER(x) LIKE pattern"))
            }
            TokenKind::Word if self.at_word("RLIKE") => {
                Some(Failure::at(span, "Flink SQL has no RLIKE").with_hint("write REGEXP(x, pattern)"))
            }
            _ => None,
        }
    }
}

fn binary_symbol(symbol: Symbol) -> Option<(BinaryOp, Level)> {
    Some(match symbol {
        Symbol::Equal => (BinaryOp::Equal, COMPARISON),
        Symbol::NotEqual => (BinaryOp::NotEqual, COMPARISON),
        Symbol::Less => (BinaryOp::Less, COMPARISON),
        Symbol::LessOrEqual => (BinaryOp::LessOrEqual, COMPARISON),
        Symbol::Greater => (BinaryOp::Greater, COMPARISON),
        Symbol::GreaterOrEqual => (BinaryOp::GreaterOrEqual, COMPARISON),
        Symbol::Plus => (BinaryOp::Add, ADDITIVE),
        Symbol::Minus => (BinaryOp::Subtract, ADDITIVE),
        Symbol::Star => (BinaryOp::Multiply, MULTIPLICATIVE),
        Symbol::Slash => (BinaryOp::Divide, MULTIPLICATIVE),
        Symbol::Percent => (BinaryOp::Modulo, MULTIPLICATIVE),
        Symbol::Concat => (BinaryOp::Concat, MULTIPLICATIVE),
        _ => return None,
    })
}
