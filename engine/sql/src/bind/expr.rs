//! Expressions: names become columns, operators and functions become calls of the one register.

use super::refused;
use super::scope::{self, Scope};
use super::types::{bind_type, check_leading_digits};
use crate::ast::{
    self, ArgValue, BinaryOp, DataTypeKind, ExprKind, IntervalQualifier, IsTest, LikeKind, Literal, TimeUnit, TimeZoneKind, TrimSide,
    UnaryOp,
};
use crate::diagnostic::{Diagnostic, nearest};
use crate::relation::TimeAttribute;
use crate::span::Span;
use waterwheel_expr::scalar::cast::{Mode, cast};
use waterwheel_expr::scalar::{conditional, temporal};
use waterwheel_expr::{Expr, Node, Session, aggregate, register};
use waterwheel_types::{Kind, MAX_DECIMAL_PRECISION, Value};

/// Gives some expressions a meaning of their own before the general rules see them.
pub(crate) trait Intercept {
    /// The meaning of this expression, or `None` to go on with the general rules (and ask again for its parts).
    fn intercept(&mut self, expr: &ast::Expr, binder: &ExprBinder<'_>) -> Result<Option<Expr>, Diagnostic>;
}

/// The general rules only.
pub(crate) struct General;

impl Intercept for General {
    fn intercept(&mut self, _: &ast::Expr, _: &ExprBinder<'_>) -> Result<Option<Expr>, Diagnostic> {
        Ok(None)
    }
}

/// Binds expressions at one place of a query.
#[derive(Clone, Copy)]
pub(crate) struct ExprBinder<'a> {
    pub scope: &'a Scope,
    pub session: &'a Session,
}

type Bound = Result<Expr, Diagnostic>;

impl ExprBinder<'_> {
    /// The meaning of an expression by the general rules.
    pub fn bind(&self, expr: &ast::Expr) -> Bound {
        self.bind_with(expr, &mut General)
    }

    /// The meaning of a condition; an error when it is not BOOLEAN.
    pub fn bind_condition(&self, expr: &ast::Expr, clause: &str, hook: &mut dyn Intercept) -> Bound {
        let bound = self.bind_with(expr, hook)?;
        match bound.data_type.kind {
            Kind::Boolean => Ok(bound),
            Kind::Null => Ok(Expr::null(Kind::Boolean)),
            kind => Err(Diagnostic::at(expr.span, format!("{clause} takes a condition: expected BOOLEAN, got {kind}"))),
        }
    }

    /// The meaning of an expression, `hook` asked first at every level.
    pub fn bind_with(&self, expr: &ast::Expr, hook: &mut dyn Intercept) -> Bound {
        match hook.intercept(expr, self)? {
            Some(bound) => Ok(bound),
            None => self.bind_kind(expr, hook),
        }
    }

    pub(super) fn all(&self, exprs: &[ast::Expr], hook: &mut dyn Intercept) -> Result<Vec<Expr>, Diagnostic> {
        exprs.iter().map(|e| self.bind_with(e, hook)).collect()
    }

    /// A call by the register's name.
    pub(super) fn call(&self, name: &str, arguments: Vec<Expr>, span: Span) -> Bound {
        Expr::call(name, arguments, self.session).map_err(|m| refused(m, span))
    }

    fn bind_kind(&self, expr: &ast::Expr, hook: &mut dyn Intercept) -> Bound {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal(literal, span),
            ExprKind::Name(name) => self.name(name, span),
            ExprKind::Field { base, field } => scope::field(self.bind_with(base, hook)?, field),
            ExprKind::Item { base, index } => {
                reject_bare_null(index)?;
                let arguments = vec![self.bind_with(base, hook)?, self.bind_with(index, hook)?];
                self.call("ITEM", arguments, span)
            }
            ExprKind::Call(call) if super::json::is_json(call) => {
                Err(Diagnostic::at(span, "JSON() may stand only as a value of JSON_OBJECT or JSON_ARRAY")
                    .with_hint("write JSON_OBJECT('key' VALUE JSON(text)) or JSON_ARRAY(JSON(text))"))
            }
            ExprKind::Call(call) => self.function(call, span, hook),
            ExprKind::Niladic(name) => self.call(&name.text, Vec::new(), span),
            ExprKind::Unary { op, operand } => self.unary(*op, operand, span, hook),
            ExprKind::Binary { op, left, right, op_span } => self.binary(*op, left, right, *op_span, span, hook),
            ExprKind::And(operands) => Ok(Expr::and(self.conditions(operands, "AND", hook)?)),
            ExprKind::Or(operands) => Ok(Expr::or(self.conditions(operands, "OR", hook)?)),
            ExprKind::Case { operand, branches, otherwise } => self.case(operand.as_deref(), branches, otherwise.as_deref(), span, hook),
            ExprKind::Cast { operand, data_type, safe } => {
                let bound = self.bind_with(operand, hook)?;
                if let (DataTypeKind::Interval(qualifier), true) = (&data_type.kind, is_number(operand)) {
                    check_leading_digits(qualifier)?;
                    return self.so_many(bound, qualifier, span);
                }
                if let (DataTypeKind::Interval(qualifier), true) = (&data_type.kind, bound.data_type.kind.is_numeric()) {
                    reject_several_units(qualifier)?;
                }
                let mode = if *safe { Mode::TryCast } else { Mode::Cast };
                let wanted = bind_type(data_type)?;
                if wanted.kind == Kind::Bitmap && bound.data_type.kind != Kind::Null {
                    let message = format!("there is no CAST of {} to BITMAP", bound.data_type.kind);
                    return Err(Diagnostic::at(span, message).with_hint("BITMAP_BUILD and BITMAP_FROM_BYTES make bitmaps"));
                }
                cast(bound, &wanted, mode, self.session).map_err(|m| refused(m, span))
            }
            ExprKind::Extract { unit, operand } => self.with_unit("EXTRACT", *unit, &[operand], span, hook),
            ExprKind::RoundTo { up, operand, unit } => {
                let arguments = vec![self.bind_with(operand, hook)?, unit_literal(*unit)];
                self.call(if *up { "CEIL TO" } else { "FLOOR TO" }, arguments, span)
            }
            ExprKind::Trim { side, characters, operand } => self.trim(*side, characters.as_deref(), operand, span, hook),
            ExprKind::TimestampAdd { unit, count, operand } => self.with_unit("TIMESTAMPADD", *unit, &[count, operand], span, hook),
            ExprKind::TimestampDiff { unit, from, to } => self.with_unit("TIMESTAMPDIFF", *unit, &[from, to], span, hook),
            ExprKind::Json(json) => self.json(json, span, hook),
            other => self.bind_test(other, span, hook),
        }
    }

    /// What asks about values and answers with a BOOLEAN.
    fn bind_test(&self, kind: &ExprKind, span: Span, hook: &mut dyn Intercept) -> Bound {
        match kind {
            ExprKind::Is { operand, test, negated } => {
                let (operand, test) = match (&operand.kind, test, negated) {
                    // The planner takes NOT away first, before it makes another comparison of it.
                    (ExprKind::Unary { op: UnaryOp::Not, operand }, IsTest::False, false) => (operand, &IsTest::True),
                    (ExprKind::Unary { op: UnaryOp::Not, operand }, IsTest::True, true) => (operand, &IsTest::False),
                    _ => (operand, test),
                };
                if *test != IsTest::Null {
                    reject_bare_null(operand)?;
                }
                let operand = self.bind_with(operand, hook)?;
                match test_name(*test) {
                    Some(json) => self.negate(self.call(json, vec![operand], span)?, *negated, span),
                    None => self.call(is_name(*test, *negated), vec![operand], span),
                }
            }
            ExprKind::IsDistinctFrom { left, right, negated } => {
                let name = if *negated { "IS NOT DISTINCT FROM" } else { "IS DISTINCT FROM" };
                let arguments = vec![self.bind_with(left, hook)?, self.bind_with(right, hook)?];
                self.call(name, arguments, span)
            }
            ExprKind::Between { operand, low, high, symmetric, negated } => {
                let name = if *symmetric { "BETWEEN SYMMETRIC" } else { "BETWEEN" };
                let arguments = vec![self.bind_with(operand, hook)?, self.bind_with(low, hook)?, self.bind_with(high, hook)?];
                self.negate(self.call(name, arguments, span)?, *negated, span)
            }
            ExprKind::InList { operand, list, negated } => {
                let mut arguments = vec![self.bind_with(operand, hook)?];
                arguments.extend(self.all(list, hook)?);
                self.negate(self.call("IN", arguments, span)?, *negated, span)
            }
            ExprKind::Like { kind, operand, pattern, escape, negated } => {
                let name = if *kind == LikeKind::Like { "LIKE" } else { "SIMILAR TO" };
                reject_bare_null(operand)?;
                reject_bare_null(pattern)?;
                let mut arguments = vec![self.bind_with(operand, hook)?, self.bind_with(pattern, hook)?];
                if let Some(escape) = escape {
                    arguments.push(self.bind_with(escape, hook)?);
                }
                self.negate(self.call(name, arguments, span)?, *negated, span)
            }
            other => self.bind_constructor(other, span, hook),
        }
    }

    /// What puts values together.
    fn bind_constructor(&self, kind: &ExprKind, span: Span, hook: &mut dyn Intercept) -> Bound {
        match kind {
            ExprKind::Row { fields, .. } => {
                fields.iter().try_for_each(reject_bare_null)?;
                self.call("ROW", self.all(fields, hook)?, span)
            }
            ExprKind::Array(elements) => self.call("ARRAY", self.all(elements, hook)?, span),
            ExprKind::Map(entries) => {
                let mut arguments = Vec::with_capacity(entries.len() * 2);
                for (key, value) in entries {
                    arguments.push(self.bind_with(key, hook)?);
                    arguments.push(self.bind_with(value, hook)?);
                }
                self.call("MAP", arguments, span)
            }
            ExprKind::IntervalOf { negative, value, qualifier } => {
                check_leading_digits(qualifier)?;
                let count = self.bind_with(value, hook)?;
                let count = if *negative { self.call("NEGATE", vec![count], span)? } else { count };
                self.call("INTERVAL", vec![count, unit_literal(qualifier.from)], span)
            }
            ExprKind::IntervalBetween { left, right, qualifier } => {
                let (left, right) = (self.bind_with(left, hook)?, self.bind_with(right, hook)?);
                self.interval_between(left, right, qualifier.from, span)
            }
            ExprKind::Multiset(_) | ExprKind::MultisetQuery(_) => {
                Err(Diagnostic::at(span, "MULTISET[…] cannot be computed").with_hint("COLLECT(x) makes a multiset, ARRAY[…] an array"))
            }
            other => Err(Diagnostic::at(span, format!("{} is not supported yet", describe(other)))),
        }
    }

    /// `(left - right) unit`: whole months, or milliseconds whatever the unit.
    fn interval_between(&self, left: Expr, right: Expr, unit: TimeUnit, span: Span) -> Bound {
        let between = |unit: TimeUnit, from: Expr, to: Expr| self.call("TIMESTAMPDIFF", vec![unit_literal(unit), from, to], span);
        let interval = |count: Expr, unit: TimeUnit| self.call("INTERVAL", vec![count, unit_literal(unit)], span);
        if matches!(unit, TimeUnit::Year | TimeUnit::Quarter | TimeUnit::Month) {
            return interval(between(TimeUnit::Month, right, left)?, TimeUnit::Month);
        }
        self.call("TIME BETWEEN", vec![right, left], span)
    }

    /// A column; PI, the one function that may be written like one.
    fn name(&self, name: &ast::Name, span: Span) -> Bound {
        self.scope.resolve(name).or_else(|unknown| match &name.parts[..] {
            [only] if !only.quoted && only.text.eq_ignore_ascii_case("PI") => self.call("PI", vec![], span),
            _ => Err(unknown),
        })
    }

    fn conditions(&self, operands: &[ast::Expr], word: &str, hook: &mut dyn Intercept) -> Result<Vec<Expr>, Diagnostic> {
        operands
            .iter()
            .map(|operand| {
                reject_bare_null(operand)?;
                self.bind_condition(operand, word, hook)
            })
            .collect()
    }

    fn negate(&self, condition: Expr, negated: bool, span: Span) -> Bound {
        if negated { self.call("NOT", vec![condition], span) } else { Ok(condition) }
    }

    fn unary(&self, op: UnaryOp, operand: &ast::Expr, span: Span, hook: &mut dyn Intercept) -> Bound {
        if let (UnaryOp::Minus, ExprKind::Literal(Literal::Number(text))) = (op, &operand.kind) {
            return number(&format!("-{text}"), span);
        }
        reject_bare_null(operand)?;
        let bound = self.bind_with(operand, hook)?;
        match op {
            UnaryOp::Plus if bound.data_type.kind.is_numeric() || bound.data_type.kind.is_interval() => Ok(bound),
            UnaryOp::Plus => Err(Diagnostic::at(span, format!("+ takes a number, not {}", bound.data_type.kind))),
            UnaryOp::Minus => self.call("NEGATE", vec![bound], span),
            UnaryOp::Not if matches!(operand.kind, ExprKind::Case { .. }) => self.not_case(bound, span),
            UnaryOp::Not => self.call("NOT", vec![bound], span),
        }
    }

    /// NOT of a CASE, as Flink's planner takes it: of each value.
    fn not_case(&self, case: Expr, span: Span) -> Bound {
        let not = |value: Expr| self.call("NOT", vec![value], span);
        match case.node {
            Node::Case(branches, otherwise) => {
                let branches = branches.into_iter().map(|(when, then)| Ok((when, not(then)?))).collect::<Result<_, Diagnostic>>()?;
                conditional::case(branches, Some(not(*otherwise)?), self.session).map_err(|m| refused(m, span))
            }
            node => not(Expr { node, ..case }),
        }
    }

    fn binary(&self, op: BinaryOp, left: &ast::Expr, right: &ast::Expr, op_span: Span, span: Span, hook: &mut dyn Intercept) -> Bound {
        if op == BinaryOp::Overlaps {
            return self.overlaps(left, right, span, hook);
        }
        if !op.is_comparison() {
            reject_bare_null(left)?;
            reject_bare_null(right)?;
        }
        let arguments = vec![self.bind_with(left, hook)?, self.bind_with(right, hook)?];
        let at = if op.is_comparison() { span } else { op_span };
        match branches_beside(&arguments, left, right).filter(|_| op.is_comparison()) {
            Some((branches, otherwise)) => self.compared_branches(op, &arguments, branches, otherwise, at),
            None => self.call(op.symbol(), arguments, at),
        }
    }

    /// A CASE compared with one of its own values: Flink's planner compares each value, and that one with itself.
    fn compared_branches(&self, op: BinaryOp, sides: &[Expr], branches: &[(Expr, Expr)], otherwise: &Expr, span: Span) -> Bound {
        let is_left = matches!(&sides[0].node, Node::Case(own, _) if std::ptr::eq(&own[..], branches));
        let compared = |value: &Expr| {
            let arguments = if is_left { vec![value.clone(), sides[1].clone()] } else { vec![sides[0].clone(), value.clone()] };
            self.call(op.symbol(), arguments, span)
        };
        let branches = branches.iter().map(|(when, then)| Ok((when.clone(), compared(then)?))).collect::<Result<_, Diagnostic>>()?;
        conditional::case(branches, Some(compared(otherwise)?), self.session).map_err(|m| refused(m, span))
    }

    /// Two periods, each a start and an end or a length.
    fn overlaps(&self, left: &ast::Expr, right: &ast::Expr, span: Span, hook: &mut dyn Intercept) -> Bound {
        let mut arguments = Vec::with_capacity(4);
        for side in [left, right] {
            match &side.kind {
                ExprKind::Row { fields, .. } if fields.len() == 2 => arguments.extend(self.all(fields, hook)?),
                _ => {
                    return Err(Diagnostic::at(side.span, "OVERLAPS takes periods").with_hint("write (start, end) or (start, interval)"));
                }
            }
        }
        self.call("OVERLAPS", arguments, span)
    }

    fn case(
        &self,
        operand: Option<&ast::Expr>,
        branches: &[ast::CaseBranch],
        otherwise: Option<&ast::Expr>,
        span: Span,
        hook: &mut dyn Intercept,
    ) -> Bound {
        let operand = operand.map(|o| self.bind_with(o, hook)).transpose()?;
        let mut bound = Vec::with_capacity(branches.len());
        for branch in branches {
            let condition = match &operand {
                None => self.bind_condition(&branch.when[0], "WHEN", hook)?,
                Some(operand) => {
                    let equals = branch.when.iter().map(|when| {
                        let value = self.bind_with(when, hook)?;
                        self.call("=", vec![operand.clone(), value], when.span)
                    });
                    Expr::or(equals.collect::<Result<_, _>>()?)
                }
            };
            bound.push((condition, self.bind_with(&branch.then, hook)?));
        }
        let otherwise = otherwise.map(|o| self.bind_with(o, hook)).transpose()?;
        conditional::case(bound, otherwise, self.session).map_err(|m| refused(m, span))
    }

    fn trim(&self, side: TrimSide, characters: Option<&ast::Expr>, operand: &ast::Expr, span: Span, hook: &mut dyn Intercept) -> Bound {
        let side = match side {
            TrimSide::Both => "BOTH",
            TrimSide::Leading => "LEADING",
            TrimSide::Trailing => "TRAILING",
        };
        reject_bare_null(operand)?;
        let characters = match characters {
            Some(characters) => {
                reject_bare_null(characters)?;
                self.bind_with(characters, hook)?
            }
            None => text_literal(" "),
        };
        self.call("TRIM", vec![text_literal(side), characters, self.bind_with(operand, hook)?], span)
    }

    /// A number written as one cast to an interval: so many of its unit. (A column is a number of milliseconds or months.)
    fn so_many(&self, count: Expr, unit: &IntervalQualifier, span: Span) -> Bound {
        reject_several_units(unit)?;
        self.call("INTERVAL", vec![count, unit_literal(unit.from)], span)
    }

    fn with_unit(&self, name: &str, unit: TimeUnit, rest: &[&ast::Expr], span: Span, hook: &mut dyn Intercept) -> Bound {
        let mut arguments = vec![unit_literal(unit)];
        for argument in rest {
            arguments.push(self.bind_with(argument, hook)?);
        }
        self.call(name, arguments, span)
    }

    pub(super) fn function(&self, call: &ast::Call, span: Span, hook: &mut dyn Intercept) -> Bound {
        let name = call.name.to_string();
        if call.over.is_some() {
            return Err(Diagnostic::at(span, "OVER windows are not supported yet"));
        }
        reject_aggregate_clauses(call)?;
        let user = self.session.functions.get(&name).cloned();
        let built_in = register::find(&name).filter(|function| function.is_called_by_name());
        if user.is_none() && built_in.is_none() {
            return Err(self.unknown_function(&name, call.name.span));
        }
        let takes_null = user.is_some() || built_in.is_some_and(register::Function::takes_bare_null);
        let mut arguments = Vec::with_capacity(call.args.len());
        for argument in &call.args {
            match &argument.value {
                ArgValue::Expr(value) => {
                    if !takes_null {
                        reject_bare_null(value)?;
                    }
                    arguments.push(self.bind_with(value, hook)?);
                }
                _ => return Err(Diagnostic::at(argument.span, format!("{name} takes values here"))),
            }
        }
        if name.eq_ignore_ascii_case("CURRENT_WATERMARK") {
            self.check_event_time(call, &arguments, span)?;
        }
        match user {
            Some(function) => function.call(&name, arguments, self.session).map_err(|m| refused(m, span)),
            None => self.call(&name, arguments, span),
        }
    }

    /// The error for a function that is neither scalar nor aggregate.
    pub(super) fn unknown_function(&self, name: &str, span: Span) -> Diagnostic {
        if aggregate::find(name).is_some() {
            return Diagnostic::at(span, format!("the aggregate function {name} is not allowed here"))
                .with_hint("aggregates belong into SELECT and HAVING; to filter on one, use HAVING");
        }
        let built_in = register::all().map(|f| f.name).chain(aggregate::all().map(|f| f.name));
        let error = Diagnostic::at(span, format!("there is no function {name}"));
        match nearest(name, built_in.chain(self.session.functions.names())) {
            Some(near) => error.with_hint(format!("did you mean {near}?")),
            None => error,
        }
    }

    /// Watermarks speak of event time only.
    fn check_event_time(&self, call: &ast::Call, arguments: &[Expr], span: Span) -> Result<(), Diagnostic> {
        // A CAST that changes nothing still makes a plain value.
        let is_name = |a: &ast::Arg| matches!(&a.value, ArgValue::Expr(e) if matches!(e.kind, ExprKind::Name(_)));
        let is_event_time = |e: &Expr| matches!(e.node, Node::Column(i) if self.scope.column(i).time == Some(TimeAttribute::Event));
        if call.args.iter().all(is_name) && arguments.iter().all(is_event_time) {
            return Ok(());
        }
        Err(Diagnostic::at(span, "CURRENT_WATERMARK takes a column of event time").with_hint("the column that WATERMARK FOR names"))
    }

    fn literal(&self, literal: &Literal, span: Span) -> Bound {
        let temporal = |kind: Kind, text: &str| temporal::literal(&kind, text, self.session).map_err(|m| refused(m, span));
        match literal {
            Literal::Null => Ok(Expr::null(Kind::Null)),
            Literal::Unknown => Ok(Expr::null(Kind::Boolean)),
            Literal::Boolean(value) => Ok(Expr::boolean(*value)),
            Literal::Number(text) => number(text, span),
            Literal::String(text) => Ok(text_literal(text)),
            Literal::Binary(bytes) => Ok(Expr::literal(Value::Bytes(bytes.clone()), Kind::Binary(bytes.len().max(1) as u32).not_null())),
            Literal::Date(text) => temporal(Kind::Date, text),
            Literal::Time(text) => temporal(Kind::Time(0), text),
            Literal::Timestamp { text, zone: TimeZoneKind::Without } => temporal(Kind::Timestamp(0), text),
            Literal::Timestamp { text, zone: TimeZoneKind::Local } => temporal(Kind::TimestampLtz(0), text),
            Literal::Interval { negative, text, qualifier } => {
                check_leading_digits(qualifier)?;
                interval_literal(text, *negative, qualifier, span)
            }
        }
    }
}

/// An interval with as many leading digits as its text may have.
pub(super) fn interval_literal(text: &str, negative: bool, qualifier: &IntervalQualifier, span: Span) -> Bound {
    let to = qualifier.to.map(unit_name);
    let precision = qualifier.precision.and_then(|p| u8::try_from(p).ok());
    temporal::interval_literal(text, negative, unit_name(qualifier.from), to, precision).map_err(|m| refused(m, span))
}

/// The branches of a side that is written as a CASE, of which one has the value of the other side. (IF and COALESCE are none to Flink.)
fn branches_beside<'a>(sides: &'a [Expr], left: &ast::Expr, right: &ast::Expr) -> Option<(&'a [(Expr, Expr)], &'a Expr)> {
    let is_case = |written: &ast::Expr| match &written.kind {
        ExprKind::Case { .. } => true,
        ExprKind::Call(call) => call.name.to_string().eq_ignore_ascii_case("NULLIF"),
        _ => false,
    };
    [(right, &sides[1], &sides[0]), (left, &sides[0], &sides[1])].into_iter().find_map(|(written, side, other)| match &side.node {
        Node::Case(branches, otherwise) if is_case(written) => {
            let mut values = branches.iter().map(|(_, then)| then).chain([&**otherwise]);
            values.any(|value| value.same(other)).then_some((&branches[..], &**otherwise))
        }
        _ => None,
    })
}

/// DISTINCT, FILTER and WITHIN GROUP are for aggregates.
fn reject_aggregate_clauses(call: &ast::Call) -> Result<(), Diagnostic> {
    let of_scalar = aggregate::find(&call.name.to_string()).is_none();
    let clause = match call {
        _ if !of_scalar => None,
        ast::Call { quantifier: Some(_), .. } => Some("DISTINCT and ALL"),
        ast::Call { filter: Some(_), .. } => Some("FILTER"),
        ast::Call { within_group, .. } if !within_group.is_empty() => Some("WITHIN GROUP"),
        _ => None,
    };
    match clause {
        Some(clause) => Err(Diagnostic::at(call.name.span, format!("{clause} go with aggregate functions: {} is none", call.name))),
        None => Ok(()),
    }
}

/// NULL has no type of its own, so Flink refuses it where nothing else says one.
pub(super) fn reject_bare_null(operand: &ast::Expr) -> Result<(), Diagnostic> {
    match operand.kind {
        ExprKind::Literal(Literal::Null) => {
            Err(Diagnostic::at(operand.span, "illegal use of NULL: it has no type here").with_hint("give it one: CAST(NULL AS INT)"))
        }
        _ => Ok(()),
    }
}

/// A text constant: CHAR of its length.
pub(crate) fn text_literal(text: &str) -> Expr {
    let length = text.encode_utf16().count() as u32;
    Expr::literal(Value::String(text.to_owned()), Kind::Char(length).not_null())
}

/// Whether a whole number is written here.
fn is_number(expr: &ast::Expr) -> bool {
    matches!(&expr.kind, ExprKind::Literal(Literal::Number(text)) if text.bytes().all(|b| b.is_ascii_digit()))
}

fn unit_literal(unit: TimeUnit) -> Expr {
    text_literal(unit_name(unit))
}

/// A number as written: INT, BIGINT or DECIMAL by what holds it, DOUBLE with an exponent. A point at its end says nothing.
pub(crate) fn number(text: &str, span: Span) -> Bound {
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.contains(['e', 'E']) {
        let value: f64 = text.parse().map_err(|_| Diagnostic::at(span, format!("`{text}` is not a number")))?;
        if value.is_infinite() {
            return Err(Diagnostic::at(span, format!("`{text}` does not fit a DOUBLE")));
        }
        // The planner's numbers have no -0.0.
        return Ok(Expr::literal(Value::Double(value + 0.0), Kind::Double.not_null()));
    }
    if let Ok(value) = text.parse::<i32>() {
        return Ok(Expr::literal(Value::Int(value), Kind::Int.not_null()));
    }
    if let Ok(value) = text.parse::<i64>() {
        return Ok(Expr::literal(Value::BigInt(value), Kind::BigInt.not_null()));
    }
    decimal(text, span)
}

/// A constant with a point: as in Flink, its digits without the point must fit 64 bits, and its precision counts all that are
/// written, zeros in front as well: `0.5` is a DECIMAL(2, 1).
fn decimal(text: &str, span: Span) -> Bound {
    let out_of_range = || {
        Diagnostic::at(span, format!("the number {text} is out of range: its digits must fit 64 bits"))
            .with_hint("write it as text and cast it: CAST('…' AS DECIMAL(38, 10))")
    };
    let (whole, fraction) = text.split_once('.').ok_or_else(out_of_range)?;
    let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
    let unscaled: i64 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| out_of_range())? };
    let largest = usize::from(MAX_DECIMAL_PRECISION);
    if fraction.len() > largest {
        return Err(out_of_range());
    }
    let precision = digits.len().clamp(1, largest);
    let value = i128::from(if whole.starts_with('-') { -unscaled } else { unscaled });
    Ok(Expr::literal(Value::Decimal(value), Kind::decimal(precision as u8, fraction.len() as u8).not_null()))
}

/// The JSON tests have no negation of their own.
fn test_name(test: IsTest) -> Option<&'static str> {
    match test {
        IsTest::JsonValue => Some("IS JSON"),
        IsTest::JsonObject => Some("IS JSON OBJECT"),
        IsTest::JsonArray => Some("IS JSON ARRAY"),
        IsTest::JsonScalar => Some("IS JSON SCALAR"),
        IsTest::Null | IsTest::True | IsTest::False | IsTest::Unknown => None,
    }
}

fn is_name(test: IsTest, negated: bool) -> &'static str {
    match (test, negated) {
        (IsTest::Null, false) => "IS NULL",
        (IsTest::Null, true) => "IS NOT NULL",
        (IsTest::True, false) => "IS TRUE",
        (IsTest::True, true) => "IS NOT TRUE",
        (IsTest::False, false) => "IS FALSE",
        (IsTest::False, true) => "IS NOT FALSE",
        (IsTest::Unknown, false) => "IS UNKNOWN",
        (IsTest::Unknown, true) => "IS NOT UNKNOWN",
        (IsTest::JsonValue | IsTest::JsonObject | IsTest::JsonArray | IsTest::JsonScalar, _) => {
            unreachable!("they are called by their own names")
        }
    }
}

/// Refuses `DAY TO SECOND` as what a number is to count.
fn reject_several_units(unit: &IntervalQualifier) -> Result<(), Diagnostic> {
    match unit.to {
        Some(_) => Err(Diagnostic::at(unit.span, "a number counts one unit of time").with_hint("write INTERVAL '…' DAY TO SECOND")),
        None => Ok(()),
    }
}

/// A unit as the register's functions take it.
pub(crate) fn unit_name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Nanosecond => "NANOSECOND",
        TimeUnit::Microsecond => "MICROSECOND",
        TimeUnit::Millisecond => "MILLISECOND",
        TimeUnit::Second => "SECOND",
        TimeUnit::Minute => "MINUTE",
        TimeUnit::Hour => "HOUR",
        TimeUnit::Day => "DAY",
        TimeUnit::DayOfWeek => "DOW",
        TimeUnit::DayOfYear => "DOY",
        TimeUnit::IsoDayOfWeek => "ISODOW",
        TimeUnit::Week => "WEEK",
        TimeUnit::Month => "MONTH",
        TimeUnit::Quarter => "QUARTER",
        TimeUnit::Year => "YEAR",
        TimeUnit::IsoYear => "ISOYEAR",
        TimeUnit::Decade => "DECADE",
        TimeUnit::Century => "CENTURY",
        TimeUnit::Millennium => "MILLENNIUM",
        TimeUnit::Epoch => "EPOCH",
    }
}

fn describe(kind: &ExprKind) -> &'static str {
    match kind {
        ExprKind::InQuery { .. } => "IN (SELECT …)",
        ExprKind::Exists(_) => "EXISTS",
        ExprKind::Subquery(_) => "a subquery used as a value",
        ExprKind::Quantified { .. } => "a comparison with ANY or ALL",
        ExprKind::ArrayQuery(_) | ExprKind::MapQuery(_) => "a collection made from a query",
        _ => "this expression",
    }
}
