//! The JSON functions, whose arguments are clauses.

use super::{Failure, Parse, Parser};
use crate::ast::{Expr, ExprKind, JsonExistsOnError, JsonExpr, JsonOnNull, JsonQueryBehavior, JsonValueBehavior, JsonWrapper};
use crate::lexer::Symbol;

impl Parser<'_> {
    /// A JSON function; `None`, and nothing taken, if the word is none.
    pub(super) fn json_call(&mut self, word: &str) -> Parse<Option<ExprKind>> {
        let rule = match word {
            "JSON_EXISTS" => Self::json_exists,
            "JSON_VALUE" => Self::json_value,
            "JSON_QUERY" => Self::json_query,
            "JSON_OBJECT" => Self::json_object,
            "JSON_ARRAY" => Self::json_array,
            "JSON_OBJECTAGG" => Self::json_object_agg,
            "JSON_ARRAYAGG" => Self::json_array_agg,
            _ => return Ok(None),
        };
        self.advance();
        self.expect(Symbol::LeftParen)?;
        let json = rule(self)?;
        Ok(Some(ExprKind::Json(Box::new(json))))
    }

    fn json_input_and_path(&mut self) -> Parse<(Expr, Expr)> {
        let input = self.expr()?;
        self.expect(Symbol::Comma)?;
        Ok((input, self.expr()?))
    }

    fn json_exists(&mut self) -> Parse<JsonExpr> {
        const ANSWERS: [(&str, JsonExistsOnError); 4] = [
            ("TRUE", JsonExistsOnError::True),
            ("FALSE", JsonExistsOnError::False),
            ("UNKNOWN", JsonExistsOnError::Unknown),
            ("ERROR", JsonExistsOnError::Error),
        ];
        let (input, path) = self.json_input_and_path()?;
        let on_error = ANSWERS.iter().find(|(word, _)| self.eat_word(word)).map(|(_, answer)| *answer);
        if on_error.is_some() {
            self.expect_words(&["ON", "ERROR"])?;
        }
        self.json_close("TRUE, FALSE, UNKNOWN or ERROR ON ERROR")?;
        Ok(JsonExpr::Exists { input, path, on_error })
    }

    fn json_close(&mut self, clauses: &str) -> Parse<()> {
        if !self.at(Symbol::RightParen) {
            return Err(self.unexpected(&format!("{clauses} or `)`")));
        }
        self.advance();
        Ok(())
    }

    fn json_value(&mut self) -> Parse<JsonExpr> {
        let (input, path) = self.json_input_and_path()?;
        let returning = if self.eat_word("RETURNING") { Some(self.bare_type()?) } else { None };
        let (mut on_empty, mut on_error) = (None, None);
        while let Some(behavior) = self.json_value_behavior()? {
            let slot = if self.json_on_empty()? { &mut on_empty } else { &mut on_error };
            if slot.replace(behavior).is_some() {
                return Err(self.twice());
            }
        }
        self.json_close("RETURNING, or NULL, ERROR or DEFAULT ON EMPTY or ON ERROR,")?;
        Ok(JsonExpr::Value { input, path, returning, on_empty, on_error })
    }

    fn json_value_behavior(&mut self) -> Parse<Option<JsonValueBehavior>> {
        if self.eat_word("NULL") {
            return Ok(Some(JsonValueBehavior::Null));
        }
        if self.eat_word("DEFAULT") {
            return Ok(Some(JsonValueBehavior::Default(self.expr()?)));
        }
        Ok(self.eat_word("ERROR").then_some(JsonValueBehavior::Error))
    }

    /// `ON EMPTY` (true) or `ON ERROR` (false).
    fn json_on_empty(&mut self) -> Parse<bool> {
        self.expect_word("ON")?;
        let empty = self.eat_word("EMPTY");
        if !empty && !self.eat_word("ERROR") {
            return Err(self.unexpected("EMPTY or ERROR"));
        }
        Ok(empty)
    }

    fn twice(&self) -> Failure {
        Failure::at(self.tokens[self.next - 1].span, "this clause is given twice")
    }

    fn json_query(&mut self) -> Parse<JsonExpr> {
        let (input, path) = self.json_input_and_path()?;
        let returning = if self.eat_word("RETURNING") { Some(self.bare_type()?) } else { None };
        let wrapper = self.json_wrapper()?;
        let (mut on_empty, mut on_error) = (None, None);
        while let Some(behavior) = self.json_query_behavior()? {
            let slot = if self.json_on_empty()? { &mut on_empty } else { &mut on_error };
            if slot.replace(behavior).is_some() {
                return Err(self.twice());
            }
        }
        self.json_close("RETURNING, a WRAPPER, or NULL, ERROR or EMPTY ON EMPTY or ON ERROR,")?;
        Ok(JsonExpr::Query { input, path, returning, wrapper, on_empty, on_error })
    }

    /// `WITHOUT [ARRAY] WRAPPER`, `WITH [CONDITIONAL | UNCONDITIONAL] [ARRAY] WRAPPER`.
    fn json_wrapper(&mut self) -> Parse<Option<JsonWrapper>> {
        let wrapper = if self.eat_word("WITHOUT") {
            JsonWrapper::Without
        } else if !self.eat_word("WITH") {
            return Ok(None);
        } else if self.eat_word("CONDITIONAL") {
            JsonWrapper::Conditional
        } else {
            self.eat_word("UNCONDITIONAL");
            JsonWrapper::Unconditional
        };
        self.eat_word("ARRAY");
        self.expect_word("WRAPPER")?;
        Ok(Some(wrapper))
    }

    fn json_query_behavior(&mut self) -> Parse<Option<JsonQueryBehavior>> {
        if self.eat_word("NULL") {
            return Ok(Some(JsonQueryBehavior::Null));
        }
        if self.eat_word("ERROR") {
            return Ok(Some(JsonQueryBehavior::Error));
        }
        if !self.eat_word("EMPTY") {
            return Ok(None);
        }
        let array = self.eat_word("ARRAY");
        if !array && !self.eat_word("OBJECT") {
            return Err(self.unexpected("ARRAY or OBJECT"));
        }
        Ok(Some(if array { JsonQueryBehavior::EmptyArray } else { JsonQueryBehavior::EmptyObject }))
    }

    /// `NULL ON NULL`, `ABSENT ON NULL`, or nothing.
    fn json_on_null(&mut self) -> Option<JsonOnNull> {
        if self.eat_words(&["NULL", "ON", "NULL"]) {
            return Some(JsonOnNull::Null);
        }
        self.eat_words(&["ABSENT", "ON", "NULL"]).then_some(JsonOnNull::Absent)
    }

    fn at_json_on_null(&self) -> bool {
        self.at_words(&["NULL", "ON", "NULL"]) || self.at_words(&["ABSENT", "ON", "NULL"])
    }

    fn json_object(&mut self) -> Parse<JsonExpr> {
        let none = self.at(Symbol::RightParen) || self.at_json_on_null();
        let entries = if none { Vec::new() } else { self.comma_list(Self::json_entry)? };
        let on_null = self.json_on_null();
        self.json_close("`,`, NULL ON NULL, ABSENT ON NULL")?;
        Ok(JsonExpr::Object { entries, on_null })
    }

    /// `[KEY] k VALUE v`, `k : v`.
    fn json_entry(&mut self) -> Parse<(Expr, Expr)> {
        // A column may be called `key`: the word is a keyword only where an expression follows it.
        if self.at_word("KEY") && !self.at_ahead(1, Symbol::Colon) && !self.is_word(self.peek_at(1), "VALUE") {
            self.advance();
        }
        let key = self.expr()?;
        if !self.eat_word("VALUE") && !self.eat(Symbol::Colon) {
            return Err(self.unexpected("VALUE or `:`").with_hint("an entry is written KEY 'name' VALUE x"));
        }
        let value = self.expr()?;
        if self.at_words(&["FORMAT", "JSON"]) {
            return Err(self.unsupported("FORMAT JSON").with_hint("nest the value with JSON(...)"));
        }
        Ok((key, value))
    }

    fn json_array(&mut self) -> Parse<JsonExpr> {
        let none = self.at(Symbol::RightParen) || self.at_json_on_null();
        let elements = if none { Vec::new() } else { self.comma_list(Self::expr)? };
        let on_null = self.json_on_null();
        self.json_close("`,`, NULL ON NULL, ABSENT ON NULL")?;
        Ok(JsonExpr::Array { elements, on_null })
    }

    fn json_object_agg(&mut self) -> Parse<JsonExpr> {
        let (key, value) = self.json_entry()?;
        let on_null = self.json_on_null();
        self.json_close("NULL ON NULL, ABSENT ON NULL")?;
        Ok(JsonExpr::ObjectAgg { key, value, on_null })
    }

    fn json_array_agg(&mut self) -> Parse<JsonExpr> {
        let element = self.expr()?;
        let inner = self.order_by()?;
        let on_null = self.json_on_null();
        self.json_close("ORDER BY, NULL ON NULL, ABSENT ON NULL")?;
        let order_by = if inner.is_empty() { self.within_group()? } else { inner };
        Ok(JsonExpr::ArrayAgg { element, order_by, on_null })
    }
}
