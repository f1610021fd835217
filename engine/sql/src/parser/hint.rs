//! Hints: `/*+ OPTIONS('k' = 'v'), BROADCAST(a) */`.

use super::{Failure, Parse, Parser};
use crate::ast::{Hint, HintArg, KeyValue, Name, StringLiteral};
use crate::lexer::{Symbol, TokenKind};

impl Parser<'_> {
    /// The hints of one comment; empty if there is none.
    pub(super) fn hints(&mut self) -> Parse<Vec<Hint>> {
        if !self.eat(Symbol::HintStart) {
            return Ok(Vec::new());
        }
        let hints = self.comma_list(Self::hint)?;
        if !self.at(Symbol::HintEnd) {
            return Err(self.unexpected("`,` or `*/`"));
        }
        self.advance();
        Ok(hints)
    }

    fn hint(&mut self) -> Parse<Hint> {
        let name = self.ident("a hint")?;
        let start = name.span.start;
        let empty = self.at(Symbol::LeftParen) && self.at_ahead(1, Symbol::RightParen);
        let mut args = Vec::new();
        if empty {
            self.advance();
            self.advance();
        } else if self.at(Symbol::LeftParen) {
            args = self.paren_list(Self::hint_arg)?;
        }
        Ok(Hint { name, args, span: self.span_from(start) })
    }

    fn hint_arg(&mut self) -> Parse<HintArg> {
        match self.peek().kind {
            TokenKind::Number | TokenKind::Symbol(Symbol::Minus | Symbol::Plus) => self.hint_number(),
            TokenKind::String(_) => {
                let key = self.string("a string")?;
                if self.at(Symbol::Equal) { self.hint_value(key) } else { Ok(HintArg::String(key)) }
            }
            _ => {
                let name = self.name("a name, a string or a number")?;
                if self.at(Symbol::Equal) && name.parts.len() == 1 { self.hint_value(key_of(&name)) } else { Ok(HintArg::Name(name)) }
            }
        }
    }

    fn hint_number(&mut self) -> Parse<HintArg> {
        let start = self.start();
        if !self.eat(Symbol::Minus) {
            self.eat(Symbol::Plus);
        }
        if self.peek().kind != TokenKind::Number {
            return Err(self.unexpected("a number"));
        }
        self.advance();
        let span = self.span_from(start);
        Ok(HintArg::Number(span.text(self.script).to_string(), span))
    }

    fn hint_value(&mut self, key: StringLiteral) -> Parse<HintArg> {
        self.expect(Symbol::Equal)?;
        let mut value = self.string("a value in single quotes")?;
        value.value = (self.fill)(&value.value).map_err(|message| Failure::at(value.span, message))?;
        Ok(HintArg::KeyValue(KeyValue { key, value }))
    }
}

fn key_of(name: &Name) -> StringLiteral {
    StringLiteral { value: name.last().text.clone(), span: name.span }
}
