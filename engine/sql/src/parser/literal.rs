//! Literals that begin with a keyword: dates, times, intervals; and units of time.

use super::{Failure, Parse, Parser};
use crate::ast::{Expr, ExprKind, IntervalQualifier, Literal, TimeUnit, TimeZoneKind};
use crate::diagnostic::nearest;
use crate::lexer::{Symbol, TokenKind};

/// The units of time by their names.
const UNITS: [(&str, TimeUnit); 19] = [
    ("NANOSECOND", TimeUnit::Nanosecond),
    ("MICROSECOND", TimeUnit::Microsecond),
    ("MILLISECOND", TimeUnit::Millisecond),
    ("SECOND", TimeUnit::Second),
    ("MINUTE", TimeUnit::Minute),
    ("HOUR", TimeUnit::Hour),
    ("DAY", TimeUnit::Day),
    ("DOW", TimeUnit::DayOfWeek),
    ("DOY", TimeUnit::DayOfYear),
    ("ISODOW", TimeUnit::IsoDayOfWeek),
    ("WEEK", TimeUnit::Week),
    ("MONTH", TimeUnit::Month),
    ("QUARTER", TimeUnit::Quarter),
    ("YEAR", TimeUnit::Year),
    ("ISOYEAR", TimeUnit::IsoYear),
    ("DECADE", TimeUnit::Decade),
    ("CENTURY", TimeUnit::Century),
    ("MILLENNIUM", TimeUnit::Millennium),
    ("EPOCH", TimeUnit::Epoch),
];

/// The units an interval can have, the longest first; each also in the plural.
const INTERVAL_UNITS: [(&str, TimeUnit); 8] = [
    ("YEAR", TimeUnit::Year),
    ("QUARTER", TimeUnit::Quarter),
    ("MONTH", TimeUnit::Month),
    ("WEEK", TimeUnit::Week),
    ("DAY", TimeUnit::Day),
    ("HOUR", TimeUnit::Hour),
    ("MINUTE", TimeUnit::Minute),
    ("SECOND", TimeUnit::Second),
];

impl Parser<'_> {
    /// `DATE '...'`, `TIME '...'`, `TIMESTAMP [WITH LOCAL TIME ZONE] '...'`; `None`, and nothing taken, for a type name
    /// that no string follows.
    pub(super) fn time_literal(&mut self, word: &str) -> Parse<Option<ExprKind>> {
        let with_zone = word == "TIMESTAMP" && self.is_word(self.peek_at(1), "WITH");
        if !with_zone && !matches!(self.peek_at(1).kind, TokenKind::String(_)) {
            return Ok(None);
        }
        self.advance();
        let zone = if with_zone { self.time_zone()? } else { TimeZoneKind::Without };
        let text = self.string("a string")?.value;
        let literal = match word {
            "DATE" => Literal::Date(text),
            "TIME" => Literal::Time(text),
            _ => Literal::Timestamp { text, zone },
        };
        Ok(Some(ExprKind::Literal(literal)))
    }

    /// `INTERVAL [+ | -] '...' unit`, or a number, a name or an expression in parentheses in place of the string.
    pub(super) fn interval(&mut self) -> Parse<ExprKind> {
        self.advance();
        let negative = self.at(Symbol::Minus);
        if negative || self.at(Symbol::Plus) {
            self.advance();
        }
        match self.peek().kind {
            TokenKind::String(_) => {
                let text = self.string("a string")?.value;
                let qualifier = self.interval_qualifier()?;
                Ok(ExprKind::Literal(Literal::Interval { negative, text, qualifier }))
            }
            TokenKind::Number | TokenKind::Quoted(_) | TokenKind::Word | TokenKind::Symbol(Symbol::LeftParen) => {
                let value = Box::new(self.interval_value()?);
                let qualifier = self.interval_qualifier()?;
                self.refuse_second_unit(&qualifier)?;
                Ok(ExprKind::IntervalOf { negative, value, qualifier })
            }
            _ => Err(self.unexpected("a string, a number, a name or an expression in parentheses")),
        }
    }

    /// A number, a name, or an expression in parentheses.
    fn interval_value(&mut self) -> Parse<Expr> {
        let start = self.start();
        if self.at(Symbol::LeftParen) {
            self.advance();
            let value = self.expr()?;
            self.expect(Symbol::RightParen)?;
            return Ok(Expr { span: self.span_from(start), ..value });
        }
        let kind = if self.peek().kind == TokenKind::Number {
            let text = self.peek().span.text(self.script).to_string();
            self.advance();
            ExprKind::Literal(Literal::Number(text))
        } else {
            ExprKind::Name(self.name("a string, a number, a name or an expression in parentheses")?)
        };
        Ok(Expr { kind, span: self.span_from(start) })
    }

    fn refuse_second_unit(&self, qualifier: &IntervalQualifier) -> Parse<()> {
        match qualifier.to {
            Some(_) => Err(Failure::at(qualifier.span, "only a string can be an interval of two units")),
            None => Ok(()),
        }
    }

    /// Is the next token a unit of an interval?
    pub(super) fn at_interval_unit(&self) -> bool {
        self.interval_unit_ahead().is_some()
    }

    /// The place of the next token's unit in [`INTERVAL_UNITS`].
    fn interval_unit_ahead(&self) -> Option<usize> {
        let token = self.peek();
        let word = token.span.text(self.script).to_ascii_uppercase();
        let singular = word.strip_suffix('S').unwrap_or(&word);
        let found = INTERVAL_UNITS.iter().position(|(name, _)| *name == singular);
        found.filter(|_| token.kind == TokenKind::Word)
    }

    fn interval_unit(&mut self) -> Parse<usize> {
        let Some(place) = self.interval_unit_ahead() else { return Err(self.no_such_unit(INTERVAL_UNITS.map(|(name, _)| name))) };
        self.advance();
        Ok(place)
    }

    /// `unit [(digits)]`, `SECOND (digits, fraction)`, `unit [(digits)] TO unit`, `unit TO SECOND (fraction)`.
    pub(super) fn interval_qualifier(&mut self) -> Parse<IntervalQualifier> {
        let start = self.start();
        let first = self.interval_unit()?;
        let from = INTERVAL_UNITS[first].1;
        let (precision, mut fraction) = self.interval_digits(from == TimeUnit::Second)?;
        let mut to = None;
        if self.at_word("TO") && may_lead(from) {
            self.advance();
            let unit = INTERVAL_UNITS[self.interval_unit()?].1;
            if !may_follow(from, unit) {
                let message = "an interval goes from YEAR to MONTH, or from DAY, HOUR or MINUTE to a smaller unit down to SECOND";
                return Err(Failure::at(self.span_from(start), message));
            }
            to = Some(unit);
            fraction = if unit == TimeUnit::Second { self.paren_number("a precision")? } else { None };
        }
        Ok(IntervalQualifier { from, precision, to, fraction, span: self.span_from(start) })
    }

    fn interval_digits(&mut self, with_fraction: bool) -> Parse<(Option<u32>, Option<u32>)> {
        if !self.eat(Symbol::LeftParen) {
            return Ok((None, None));
        }
        let precision = self.unsigned("a precision")?;
        let fraction = if with_fraction && self.eat(Symbol::Comma) { Some(self.unsigned("a precision")?) } else { None };
        self.expect(Symbol::RightParen)?;
        Ok((Some(precision), fraction))
    }

    /// A unit of time by name.
    pub(super) fn time_unit(&mut self) -> Parse<TimeUnit> {
        let word = self.peek().span.text(self.script);
        let odbc = word.get(..8).filter(|prefix| prefix.eq_ignore_ascii_case("SQL_TSI_"));
        let name = odbc.map_or(word, |_| &word[8..]);
        let found = UNITS.iter().find(|(unit, _)| unit.eq_ignore_ascii_case(name));
        match found {
            Some((_, unit)) if self.peek().kind == TokenKind::Word => {
                self.advance();
                Ok(*unit)
            }
            _ => Err(self.no_such_unit(UNITS.map(|(name, _)| name))),
        }
    }

    fn no_such_unit<const N: usize>(&self, names: [&'static str; N]) -> Failure {
        let error = self.unexpected("a unit of time").without_hint();
        match nearest(self.peek().span.text(self.script), names) {
            Some(name) => error.with_hint(format!("did you mean {name}?")),
            None => error.with_hint(format!("the units are {}", names.join(", "))),
        }
    }
}

/// Can a unit stand before TO?
fn may_lead(unit: TimeUnit) -> bool {
    matches!(unit, TimeUnit::Year | TimeUnit::Day | TimeUnit::Hour | TimeUnit::Minute)
}

fn may_follow(from: TimeUnit, to: TimeUnit) -> bool {
    match from {
        TimeUnit::Year => to == TimeUnit::Month,
        TimeUnit::Day => matches!(to, TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second),
        TimeUnit::Hour => matches!(to, TimeUnit::Minute | TimeUnit::Second),
        _ => to == TimeUnit::Second,
    }
}
