//! Names, calls of functions with their clauses, and functions with an argument syntax of their own.

use super::{Failure, Parse, Parser};
use crate::ast::{
    Arg, ArgValue, Call, Expr, ExprKind, FrameBound, FrameUnit, Ident, Name, NullTreatment, OrderItem, Over, SetQuantifier, TableArg,
    TableArgSource, TrimSide, WindowFrame, WindowSpec,
};
use crate::lexer::Symbol;

/// Functions that are called without parentheses; those marked may have them.
const NILADIC: [(&str, bool); 14] = [
    ("CURRENT_CATALOG", false),
    ("CURRENT_DATE", true),
    ("CURRENT_DEFAULT_TRANSFORM_GROUP", false),
    ("CURRENT_PATH", false),
    ("CURRENT_ROLE", false),
    ("CURRENT_SCHEMA", false),
    ("CURRENT_TIME", true),
    ("CURRENT_TIMESTAMP", true),
    ("CURRENT_USER", false),
    ("LOCALTIME", true),
    ("LOCALTIMESTAMP", true),
    ("SESSION_USER", false),
    ("SYSTEM_USER", false),
    ("USER", false),
];

impl Parser<'_> {
    pub(super) fn at_niladic(&self, word: &str) -> bool {
        NILADIC.iter().any(|(name, _)| *name == word)
    }

    /// `CURRENT_TIMESTAMP`; `CURRENT_TIMESTAMP()` is a call like others.
    pub(super) fn niladic(&mut self) -> Parse<ExprKind> {
        let name = self.any_ident()?;
        let takes_parentheses = NILADIC.iter().any(|(word, takes)| *takes && word.eq_ignore_ascii_case(&name.text));
        if !takes_parentheses || !self.at(Symbol::LeftParen) {
            return Ok(ExprKind::Niladic(name));
        }
        let span = name.span;
        self.call_rest(Name { parts: vec![name], span }).map(ExprKind::Call)
    }

    /// `a.b.c`, or `a.b.f(...)`.
    pub(super) fn name_or_call(&mut self) -> Parse<Expr> {
        let first = self.any_ident()?;
        let start = first.span.start;
        let name = self.name_from(first)?;
        let kind = if self.at(Symbol::LeftParen) { ExprKind::Call(self.call_rest(name)?) } else { ExprKind::Name(name) };
        Ok(Expr { kind, span: self.span_from(start) })
    }

    /// What follows the name of a function: arguments and clauses.
    pub(super) fn call_rest(&mut self, name: Name) -> Parse<Box<Call>> {
        let mut call = Box::new(self.arguments(name)?);
        if call.nulls.is_none() {
            call.nulls = self.null_treatment()?;
        }
        if self.at_words(&["WITHIN", "DISTINCT"]) {
            return Err(self.unsupported("WITHIN DISTINCT"));
        }
        call.within_group = self.within_group()?;
        call.filter = self.filter()?;
        call.over = self.over()?;
        Ok(call)
    }

    /// `([DISTINCT | ALL] argument, ... [RESPECT | IGNORE NULLS] [ORDER BY ...])`.
    fn arguments(&mut self, name: Name) -> Parse<Call> {
        self.expect(Symbol::LeftParen)?;
        let quantifier = self.set_quantifier();
        let none = self.at(Symbol::RightParen) && quantifier.is_none();
        let args = if none { Vec::new() } else { self.argument_list(quantifier.is_none())? };
        let nulls = if none { None } else { self.null_treatment()? };
        let order_by = if none { Vec::new() } else { self.order_by()? };
        self.close_list(Symbol::RightParen)?;
        Ok(Call { name, quantifier, args, order_by, nulls, within_group: Vec::new(), filter: None, over: None })
    }

    fn argument_list(&mut self, star: bool) -> Parse<Vec<Arg>> {
        if !star || !self.at(Symbol::Star) {
            return self.comma_list(Self::argument);
        }
        let span = self.advance();
        Ok(vec![Arg { name: None, value: ArgValue::Star, span }])
    }

    /// `DISTINCT`, `ALL`, or nothing.
    pub(super) fn set_quantifier(&mut self) -> Option<SetQuantifier> {
        if self.eat_word("DISTINCT") {
            return Some(SetQuantifier::Distinct);
        }
        self.eat_word("ALL").then_some(SetQuantifier::All)
    }

    fn argument(&mut self) -> Parse<Arg> {
        let start = self.start();
        let mut name = None;
        if self.at_ident() && self.at_ahead(1, Symbol::Arrow) {
            name = Some(self.any_ident()?);
            self.advance();
        }
        let value = self.argument_value()?;
        Ok(Arg { name, value, span: self.span_from(start) })
    }

    fn argument_value(&mut self) -> Parse<ArgValue> {
        if self.eat_word("DEFAULT") {
            return Ok(ArgValue::Default);
        }
        if self.at_word("DESCRIPTOR") && self.at_ahead(1, Symbol::LeftParen) {
            return self.descriptor();
        }
        if self.at_word("MODEL") && self.is_ident(self.peek_at(1)) {
            return Err(self.unsupported("a MODEL argument"));
        }
        if self.at_word("TABLE") {
            self.advance();
            let source = TableArgSource::Name(self.name("a table name")?);
            return self.table_argument(source).map(ArgValue::Table);
        }
        if self.at_query() {
            let start = self.start();
            let kind = ExprKind::Subquery(Box::new(self.query()?));
            return Ok(ArgValue::Expr(Expr { kind, span: self.span_from(start) }));
        }
        match self.expr()? {
            Expr { kind: ExprKind::Subquery(query), .. } if self.at_words(&["PARTITION", "BY"]) || self.at_words(&["ORDER", "BY"]) => {
                self.table_argument(TableArgSource::Query(query)).map(ArgValue::Table)
            }
            Expr { kind: ExprKind::Name(name), .. } if self.at_words(&["PARTITION", "BY"]) => {
                Err(self.unexpected("`,` or `)`").with_hint(format!("a table is passed as TABLE {name}")))
            }
            value => Ok(ArgValue::Expr(value)),
        }
    }

    fn descriptor(&mut self) -> Parse<ArgValue> {
        self.advance();
        if self.at_ahead(1, Symbol::RightParen) {
            self.advance();
            self.advance();
            return Ok(ArgValue::Descriptor(Vec::new()));
        }
        self.paren_list(|p| p.name("a column name")).map(ArgValue::Descriptor)
    }

    /// `[PARTITION BY a | (a, b)] [ORDER BY a | (a, b)]` behind a table.
    fn table_argument(&mut self, source: TableArgSource) -> Parse<TableArg> {
        let mut partition_by = Vec::new();
        if self.eat_words(&["PARTITION", "BY"]) {
            partition_by = if self.at(Symbol::LeftParen) { self.paren_list(Self::expr)? } else { vec![self.expr()?] };
        }
        let mut order_by = Vec::new();
        if self.eat_words(&["ORDER", "BY"]) {
            order_by = if self.at(Symbol::LeftParen) { self.paren_list(Self::order_item)? } else { vec![self.order_item()?] };
        }
        Ok(TableArg { source, partition_by, order_by })
    }

    fn null_treatment(&mut self) -> Parse<Option<NullTreatment>> {
        if self.eat_words(&["RESPECT", "NULLS"]) {
            return Ok(Some(NullTreatment::Respect));
        }
        Ok(self.eat_words(&["IGNORE", "NULLS"]).then_some(NullTreatment::Ignore))
    }

    /// `WITHIN GROUP (ORDER BY ...)`; empty if absent.
    pub(super) fn within_group(&mut self) -> Parse<Vec<OrderItem>> {
        if !self.eat_words(&["WITHIN", "GROUP"]) {
            return Ok(Vec::new());
        }
        self.expect(Symbol::LeftParen)?;
        if !self.at_words(&["ORDER", "BY"]) {
            return Err(self.unexpected("ORDER BY"));
        }
        let items = self.order_by()?;
        self.expect(Symbol::RightParen)?;
        Ok(items)
    }

    fn filter(&mut self) -> Parse<Option<Expr>> {
        if !self.eat_word("FILTER") {
            return Ok(None);
        }
        self.expect(Symbol::LeftParen)?;
        self.expect_word("WHERE")?;
        let condition = self.expr()?;
        self.expect(Symbol::RightParen)?;
        Ok(Some(condition))
    }

    fn over(&mut self) -> Parse<Option<Over>> {
        if !self.eat_word("OVER") {
            return Ok(None);
        }
        if self.at(Symbol::LeftParen) {
            return Ok(Some(Over::Spec(self.window_spec()?)));
        }
        Ok(Some(Over::Name(self.ident("a window name or `(`")?)))
    }

    /// `([name] [PARTITION BY ...] [ORDER BY ...] [ROWS | RANGE ...])`.
    pub(super) fn window_spec(&mut self) -> Parse<WindowSpec> {
        let start = self.expect(Symbol::LeftParen)?.start;
        let base = if self.at_ident() { Some(self.any_ident()?) } else { None };
        let partition_by = if self.eat_words(&["PARTITION", "BY"]) { self.comma_list(Self::expr)? } else { Vec::new() };
        let order_by = self.order_by()?;
        let frame = if self.at_any_word(&["ROWS", "RANGE"]) { Some(self.window_frame()?) } else { None };
        if self.eat_word("DISALLOW") {
            return Err(self.unsupported("DISALLOW PARTIAL"));
        }
        self.eat_words(&["ALLOW", "PARTIAL"]);
        if !self.at(Symbol::RightParen) {
            let expected = if frame.is_some() { "`)`" } else { "PARTITION BY, ORDER BY, ROWS, RANGE or `)`" };
            return Err(self.unexpected(expected));
        }
        self.advance();
        Ok(WindowSpec { base, partition_by, order_by, frame, span: self.span_from(start) })
    }

    fn window_frame(&mut self) -> Parse<WindowFrame> {
        let start = self.start();
        let unit = if self.at_word("ROWS") { FrameUnit::Rows } else { FrameUnit::Range };
        self.advance();
        let between = self.eat_word("BETWEEN");
        let first = self.frame_bound()?;
        let mut end = None;
        if between {
            self.expect_word("AND")?;
            end = Some(self.frame_bound()?);
        }
        Ok(WindowFrame { unit, start: first, end, span: self.span_from(start) })
    }

    fn frame_bound(&mut self) -> Parse<FrameBound> {
        if self.eat_words(&["CURRENT", "ROW"]) {
            return Ok(FrameBound::CurrentRow);
        }
        let distance = if self.eat_word("UNBOUNDED") { None } else { Some(Box::new(self.expr()?)) };
        let preceding = self.eat_word("PRECEDING");
        if !preceding && !self.eat_word("FOLLOWING") {
            return Err(self.unexpected("PRECEDING or FOLLOWING"));
        }
        Ok(match (distance, preceding) {
            (None, true) => FrameBound::UnboundedPreceding,
            (None, false) => FrameBound::UnboundedFollowing,
            (Some(distance), true) => FrameBound::Preceding(distance),
            (Some(distance), false) => FrameBound::Following(distance),
        })
    }

    /// A function with an argument syntax of its own; `None`, and nothing taken, if the word is none here.
    pub(super) fn special_call(&mut self, word: &str) -> Parse<Option<ExprKind>> {
        let bracket = self.at_ahead(1, Symbol::LeftBracket);
        if !bracket && !self.at_ahead(1, Symbol::LeftParen) {
            return Ok(None);
        }
        let kind = match word {
            "ARRAY" | "MAP" | "MULTISET" => self.collection(word, bracket),
            _ if bracket => return Ok(None),
            "CAST" | "TRY_CAST" => self.cast(word == "TRY_CAST"),
            "EXTRACT" => self.extract(),
            "FLOOR" | "CEIL" | "CEILING" => self.round(word != "FLOOR"),
            "POSITION" => self.position(),
            "SUBSTRING" => self.substring(),
            "OVERLAY" => self.overlay(),
            "TRIM" => self.trim(),
            "TIMESTAMPADD" | "TIMESTAMPDIFF" => self.timestamp_arithmetic(word),
            "ROW" | "PERIOD" => {
                self.advance();
                let fields = self.paren_list(Self::expr)?;
                Ok(ExprKind::Row { explicit: true, fields })
            }
            _ => return self.json_call(word),
        };
        kind.map(Some)
    }

    /// `ARRAY[...]`, `ARRAY(query)` and their kin.
    fn collection(&mut self, word: &str, bracket: bool) -> Parse<ExprKind> {
        self.advance();
        self.advance();
        if !bracket {
            if !self.at_query_or_parenthesised() {
                return Err(self.unexpected("a query").with_hint(format!("elements stand in brackets: {word}[...]")));
            }
            let query = Box::new(self.query()?);
            self.expect(Symbol::RightParen)?;
            return Ok(match word {
                "ARRAY" => ExprKind::ArrayQuery(query),
                "MAP" => ExprKind::MapQuery(query),
                _ => ExprKind::MultisetQuery(query),
            });
        }
        let items = if self.at(Symbol::RightBracket) { Vec::new() } else { self.comma_list(Self::expr)? };
        self.close_list(Symbol::RightBracket)?;
        match word {
            "ARRAY" => Ok(ExprKind::Array(items)),
            "MAP" => self.pairs(items).map(ExprKind::Map),
            _ => Ok(ExprKind::Multiset(items)),
        }
    }

    fn pairs(&self, items: Vec<Expr>) -> Parse<Vec<(Expr, Expr)>> {
        let mut pairs = Vec::with_capacity(items.len() / 2);
        let mut items = items.into_iter();
        while let Some(key) = items.next() {
            let missing = || Failure::at(key.span, "this key has no value").with_hint("MAP takes keys and values in turn");
            let value = items.next().ok_or_else(missing)?;
            pairs.push((key, value));
        }
        Ok(pairs)
    }

    fn cast(&mut self, safe: bool) -> Parse<ExprKind> {
        self.advance();
        self.expect(Symbol::LeftParen)?;
        let operand = Box::new(self.expr()?);
        self.expect_word("AS")?;
        let data_type = Box::new(self.cast_type()?);
        self.expect(Symbol::RightParen)?;
        Ok(ExprKind::Cast { operand, data_type, safe })
    }

    fn extract(&mut self) -> Parse<ExprKind> {
        self.advance();
        self.expect(Symbol::LeftParen)?;
        let unit = self.time_unit()?;
        self.expect_word("FROM")?;
        let operand = Box::new(self.expr()?);
        self.expect(Symbol::RightParen)?;
        Ok(ExprKind::Extract { unit, operand })
    }

    /// `FLOOR(x)`, `FLOOR(x TO unit)`.
    fn round(&mut self, up: bool) -> Parse<ExprKind> {
        let name = self.any_ident()?;
        self.expect(Symbol::LeftParen)?;
        let operand = self.expr()?;
        if self.eat_word("TO") {
            let unit = self.time_unit()?;
            self.expect(Symbol::RightParen)?;
            return Ok(ExprKind::RoundTo { up, operand: Box::new(operand), unit });
        }
        if !self.at(Symbol::RightParen) {
            return Err(self.unexpected("TO or `)`"));
        }
        self.advance();
        Ok(plain_call(name, vec![operand]))
    }

    /// `POSITION(a IN b [FROM n])`.
    fn position(&mut self) -> Parse<ExprKind> {
        let name = self.any_ident()?;
        self.expect(Symbol::LeftParen)?;
        let mut args = vec![self.expr_before_in()?];
        self.expect_word("IN")?;
        args.push(self.expr()?);
        if self.eat_word("FROM") {
            args.push(self.expr()?);
        }
        self.expect(Symbol::RightParen)?;
        Ok(plain_call(name, args))
    }

    /// `SUBSTRING(a FROM n [FOR m])`, `SUBSTRING(a, n [, m])`.
    fn substring(&mut self) -> Parse<ExprKind> {
        let name = self.any_ident()?;
        self.expect(Symbol::LeftParen)?;
        let mut args = vec![self.expr()?];
        if !self.eat_word("FROM") && !self.eat(Symbol::Comma) {
            return Err(self.unexpected("FROM or `,`"));
        }
        args.push(self.expr()?);
        if self.eat_word("FOR") || self.eat(Symbol::Comma) {
            args.push(self.expr()?);
        }
        self.expect(Symbol::RightParen)?;
        Ok(plain_call(name, args))
    }

    /// `OVERLAY(a PLACING b FROM n [FOR m])`.
    fn overlay(&mut self) -> Parse<ExprKind> {
        let name = self.any_ident()?;
        self.expect(Symbol::LeftParen)?;
        let mut args = vec![self.expr()?];
        self.expect_word("PLACING")?;
        args.push(self.expr()?);
        self.expect_word("FROM")?;
        args.push(self.expr()?);
        if self.eat_word("FOR") {
            args.push(self.expr()?);
        }
        self.expect(Symbol::RightParen)?;
        Ok(plain_call(name, args))
    }

    /// `TRIM([BOTH | LEADING | TRAILING] [characters] [FROM] x)`.
    fn trim(&mut self) -> Parse<ExprKind> {
        self.advance();
        self.expect(Symbol::LeftParen)?;
        let side = self.trim_side();
        let mut characters = None;
        if side.is_none() || !self.eat_word("FROM") {
            characters = Some(Box::new(self.expr()?));
        }
        let operand = match characters.take() {
            Some(only) if !self.eat_word("FROM") => only,
            first => {
                characters = first;
                Box::new(self.expr()?)
            }
        };
        self.expect(Symbol::RightParen)?;
        Ok(ExprKind::Trim { side: side.unwrap_or(TrimSide::Both), characters, operand })
    }

    fn trim_side(&mut self) -> Option<TrimSide> {
        const SIDES: [(&str, TrimSide); 3] = [("BOTH", TrimSide::Both), ("LEADING", TrimSide::Leading), ("TRAILING", TrimSide::Trailing)];
        SIDES.iter().find(|(word, _)| self.eat_word(word)).map(|(_, side)| *side)
    }

    /// `TIMESTAMPADD(unit, n, x)`, `TIMESTAMPDIFF(unit, a, b)`.
    fn timestamp_arithmetic(&mut self, word: &str) -> Parse<ExprKind> {
        self.advance();
        self.expect(Symbol::LeftParen)?;
        let unit = self.time_unit()?;
        self.expect(Symbol::Comma)?;
        let second = Box::new(self.expr()?);
        self.expect(Symbol::Comma)?;
        let third = Box::new(self.expr()?);
        self.expect(Symbol::RightParen)?;
        Ok(match word {
            "TIMESTAMPADD" => ExprKind::TimestampAdd { unit, count: second, operand: third },
            _ => ExprKind::TimestampDiff { unit, from: second, to: third },
        })
    }
}

/// A call with nothing but arguments.
fn plain_call(name: Ident, args: Vec<Expr>) -> ExprKind {
    let span = name.span;
    let args = args.into_iter().map(|value| Arg { name: None, span: value.span, value: ArgValue::Expr(value) }).collect();
    ExprKind::Call(Box::new(Call {
        name: Name { parts: vec![name], span },
        quantifier: None,
        args,
        order_by: Vec::new(),
        nulls: None,
        within_group: Vec::new(),
        filter: None,
        over: None,
    }))
}
