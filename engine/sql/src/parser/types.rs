//! Data types.

use super::{Failure, Parse, Parser};
use crate::ast::{DataType, DataTypeKind, RowField, TimeZoneKind};
use crate::diagnostic::nearest;
use crate::lexer::{Symbol, TokenKind};

/// Spellings of other systems, and what Flink calls the same.
const FOREIGN_NAMES: [(&str, &str); 14] = [
    ("BOOL", "BOOLEAN"),
    ("BLOB", "BYTES"),
    ("DATETIME", "TIMESTAMP"),
    ("FLOAT4", "FLOAT"),
    ("FLOAT8", "DOUBLE"),
    ("INT2", "SMALLINT"),
    ("INT4", "INT"),
    ("INT8", "BIGINT"),
    ("INT64", "BIGINT"),
    ("JSON", "STRING"),
    ("LONG", "BIGINT"),
    ("NUMBER", "DECIMAL"),
    ("TEXT", "STRING"),
    ("TIMESTAMPTZ", "TIMESTAMP_LTZ"),
];

/// Type names that are not reserved words, to suggest from.
const NAMES: [&str; 22] = [
    "CHAR",
    "VARCHAR",
    "STRING",
    "BOOLEAN",
    "BINARY",
    "VARBINARY",
    "BYTES",
    "DECIMAL",
    "NUMERIC",
    "TINYINT",
    "SMALLINT",
    "INT",
    "INTEGER",
    "BIGINT",
    "FLOAT",
    "DOUBLE",
    "DATE",
    "TIME",
    "TIMESTAMP",
    "TIMESTAMP_LTZ",
    "VARIANT",
    "BITMAP",
];

impl Parser<'_> {
    /// A type with its nullability: `INT`, `INT NOT NULL`, `INT NOT NULL ARRAY NULL`.
    pub(super) fn data_type(&mut self) -> Parse<DataType> {
        self.nested(|p| {
            if p.at_word("INTERVAL") {
                return Err(p.unexpected("a type").with_hint("an interval is a type of casts only"));
            }
            let bare = p.single_type()?;
            let first = p.with_nullability(bare)?;
            p.collection_suffixes(first, true)
        })
    }

    /// A type whose outermost nullability cannot be given, as RETURNING wants it: a NULL behind it means something else.
    pub(super) fn bare_type(&mut self) -> Parse<DataType> {
        self.nested(|p| {
            let first = p.single_type()?;
            p.collection_suffixes(first, false)
        })
    }

    /// The type of a CAST, which has no nullability of its own.
    pub(super) fn cast_type(&mut self) -> Parse<DataType> {
        let data_type = self.bare_type()?;
        if self.at_words(&["NOT", "NULL"]) || self.at_word("NULL") {
            let message = "the type of a cast says nothing about NULL";
            return Err(Failure::at(self.peek().span, message).with_hint("remove it: a cast is as nullable as its operand"));
        }
        Ok(data_type)
    }

    fn with_nullability(&mut self, mut data_type: DataType) -> Parse<DataType> {
        if self.eat_words(&["NOT", "NULL"]) {
            data_type.nullable = Some(false);
        } else if self.eat_word("NULL") {
            data_type.nullable = Some(true);
        }
        data_type.span = self.span_from(data_type.span.start);
        Ok(data_type)
    }

    /// `... ARRAY`, `... MULTISET`, any number of times.
    fn collection_suffixes(&mut self, mut data_type: DataType, nullability: bool) -> Parse<DataType> {
        let start = data_type.span.start;
        loop {
            let element = match (self.eat_word("ARRAY"), self.at_word("MULTISET")) {
                (true, _) => DataTypeKind::Array(Box::new(data_type)),
                (_, true) => {
                    self.advance();
                    DataTypeKind::Multiset(Box::new(data_type))
                }
                _ => return Ok(data_type),
            };
            self.grow()?;
            data_type = DataType { kind: element, nullable: None, span: self.span_from(start) };
            if nullability {
                data_type = self.with_nullability(data_type)?;
            }
        }
    }

    fn single_type(&mut self) -> Parse<DataType> {
        let start = self.start();
        let kind = self.type_kind()?;
        Ok(DataType { kind, nullable: None, span: self.span_from(start) })
    }

    fn type_kind(&mut self) -> Parse<DataTypeKind> {
        let token = self.peek();
        if token.kind != TokenKind::Word {
            return self.named_type();
        }
        let word = token.span.text(self.script).to_ascii_uppercase();
        if let Some(kind) = plain_type(&word) {
            self.advance();
            return Ok(kind);
        }
        match word.as_str() {
            "CHAR" | "CHARACTER" | "BINARY" | "VARCHAR" | "VARBINARY" | "DOUBLE" => self.sized_type(&word),
            "DECIMAL" | "DEC" | "NUMERIC" => self.decimal_type(),
            "TIME" | "TIMESTAMP" | "TIMESTAMP_LTZ" => self.time_type(&word),
            "INTERVAL" => {
                self.advance();
                Ok(DataTypeKind::Interval(self.interval_qualifier()?))
            }
            "ARRAY" | "MULTISET" | "MAP" | "ROW" | "STRUCTURED" => self.constructed_type(&word),
            "RAW" | "ANY" | "REAL" => Err(self.unsupported(&format!("the type {word}"))),
            _ => self.named_type(),
        }
    }

    fn sized_type(&mut self, word: &str) -> Parse<DataTypeKind> {
        self.advance();
        if word == "DOUBLE" {
            self.eat_word("PRECISION");
            return Ok(DataTypeKind::Double);
        }
        let varying = word.starts_with("VAR") || self.eat_word("VARYING");
        let length = self.paren_number("a length")?;
        Ok(match (word.contains("CHAR"), varying) {
            (true, false) => DataTypeKind::Char(length),
            (true, true) => DataTypeKind::Varchar(length),
            (false, false) => DataTypeKind::Binary(length),
            (false, true) => DataTypeKind::Varbinary(length),
        })
    }

    /// `(n)`, or nothing.
    pub(super) fn paren_number(&mut self, what: &str) -> Parse<Option<u32>> {
        if !self.eat(Symbol::LeftParen) {
            return Ok(None);
        }
        let number = self.unsigned(what)?;
        self.expect(Symbol::RightParen)?;
        Ok(Some(number))
    }

    fn decimal_type(&mut self) -> Parse<DataTypeKind> {
        self.advance();
        if !self.eat(Symbol::LeftParen) {
            return Ok(DataTypeKind::Decimal { precision: None, scale: None });
        }
        let precision = Some(self.unsigned("a precision")?);
        let scale = if self.eat(Symbol::Comma) { Some(self.unsigned("a scale")?) } else { None };
        self.expect(Symbol::RightParen)?;
        Ok(DataTypeKind::Decimal { precision, scale })
    }

    fn time_type(&mut self, word: &str) -> Parse<DataTypeKind> {
        self.advance();
        let precision = self.paren_number("a precision")?;
        let zone = if word == "TIMESTAMP_LTZ" { TimeZoneKind::Local } else { self.time_zone()? };
        if word != "TIME" {
            return Ok(DataTypeKind::Timestamp { precision, zone });
        }
        match zone {
            TimeZoneKind::Without => Ok(DataTypeKind::Time(precision)),
            TimeZoneKind::Local => Err(self.unsupported("TIME WITH LOCAL TIME ZONE")),
        }
    }

    /// `WITHOUT TIME ZONE`, `WITH LOCAL TIME ZONE`, or nothing.
    pub(super) fn time_zone(&mut self) -> Parse<TimeZoneKind> {
        if self.at_words(&["WITH", "TIME"]) {
            let error = self.unsupported("WITH TIME ZONE");
            return Err(error.with_hint("write WITH LOCAL TIME ZONE"));
        }
        if self.eat_words(&["WITH", "LOCAL"]) {
            self.expect_words(&["TIME", "ZONE"])?;
            return Ok(TimeZoneKind::Local);
        }
        if self.eat_word("WITHOUT") {
            self.expect_words(&["TIME", "ZONE"])?;
        }
        Ok(TimeZoneKind::Without)
    }

    fn constructed_type(&mut self, word: &str) -> Parse<DataTypeKind> {
        self.advance();
        if word == "ROW" {
            return self.row_type();
        }
        self.expect(Symbol::Less)?;
        let kind = match word {
            "ARRAY" => DataTypeKind::Array(Box::new(self.data_type()?)),
            "MULTISET" => DataTypeKind::Multiset(Box::new(self.data_type()?)),
            "MAP" => {
                let key = self.data_type()?;
                self.expect(Symbol::Comma)?;
                DataTypeKind::Map(Box::new(key), Box::new(self.data_type()?))
            }
            _ => {
                let class = self.string("a class name in single quotes")?;
                let fields = if self.eat(Symbol::Comma) { self.comma_list(Self::row_field)? } else { Vec::new() };
                DataTypeKind::Structured { class, fields }
            }
        };
        self.close_type(Symbol::Greater)?;
        Ok(kind)
    }

    fn close_type(&mut self, close: Symbol) -> Parse<()> {
        if self.at_any_word(&["COMMENT"]) {
            let error = self.unexpected(&format!("`,` or `{}`", close.text()));
            return Err(error.with_hint("a field's comment is a string without COMMENT"));
        }
        self.close_list(close).map(drop)
    }

    /// `<a T, ...>` or `(a T, ...)`; `<>` and `()` are rows without fields.
    fn row_type(&mut self) -> Parse<DataTypeKind> {
        if self.eat(Symbol::NotEqual) {
            return Ok(DataTypeKind::Row(Vec::new()));
        }
        let close = if self.eat(Symbol::LeftParen) { Symbol::RightParen } else { Symbol::Greater };
        if close == Symbol::Greater {
            self.expect(Symbol::Less)?;
        }
        if self.eat(close) {
            return Ok(DataTypeKind::Row(Vec::new()));
        }
        let fields = self.comma_list(Self::row_field)?;
        self.close_type(close)?;
        Ok(DataTypeKind::Row(fields))
    }

    fn row_field(&mut self) -> Parse<RowField> {
        let name = self.ident("a field name")?;
        let data_type = self.data_type()?;
        let has_comment = matches!(self.peek().kind, TokenKind::String(_));
        let comment = if has_comment { Some(self.string("a comment")?) } else { None };
        Ok(RowField { name, data_type, comment })
    }

    /// A user-defined type; one word that is not quoted is more likely a type of another system or a typing error.
    fn named_type(&mut self) -> Parse<DataTypeKind> {
        let name = self.name("a type").map_err(|error| self.with_type_hint(error))?;
        if name.parts.len() == 1 && !name.parts[0].quoted {
            let text = &name.parts[0].text;
            let error = Failure::at(name.span, format!("unknown type `{text}`"));
            return Err(match type_hint(text) {
                Some(hint) => error.with_hint(hint),
                None => error,
            });
        }
        Ok(DataTypeKind::Named(name))
    }

    fn with_type_hint(&self, error: Failure) -> Failure {
        match type_hint(self.peek().span.text(self.script)) {
            Some(hint) => error.with_hint(hint),
            None => error.without_hint(),
        }
    }
}

fn type_hint(word: &str) -> Option<String> {
    let foreign = FOREIGN_NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    match foreign {
        Some((_, flink)) => Some(format!("Flink SQL calls it {flink}")),
        None => nearest(word, NAMES).map(|name| format!("did you mean {name}?")),
    }
}

/// The types that are one word and nothing else.
fn plain_type(word: &str) -> Option<DataTypeKind> {
    Some(match word {
        "STRING" => DataTypeKind::String,
        "BOOLEAN" => DataTypeKind::Boolean,
        "BYTES" => DataTypeKind::Bytes,
        "TINYINT" => DataTypeKind::TinyInt,
        "SMALLINT" => DataTypeKind::SmallInt,
        "INT" | "INTEGER" => DataTypeKind::Int,
        "BIGINT" => DataTypeKind::BigInt,
        "FLOAT" => DataTypeKind::Float,
        "DATE" => DataTypeKind::Date,
        "VARIANT" => DataTypeKind::Variant,
        "BITMAP" => DataTypeKind::Bitmap,
        _ => return None,
    })
}
