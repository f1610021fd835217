//! Decoding as Flink does, token by token: the definition of the answers.
//!
//! Flink's decoder walks the tokens with little memory of where it is, and its oddities follow from that: it counts the fields it
//! found and looks no further when it has as many as there are columns (a field given twice counts twice); a value that a
//! column cannot hold is left where it is, so that the scanner goes on inside an object or array that stood there. The same
//! steps are taken here, so the same things happen.

use super::Reading;
use super::scalar::{Misfit, scalar};
use super::tokens::{Malformed, Token, Tokens};
use super::tree::container_text;
use waterwheel::types::{DataType, Field, Kind, Value, map_order};

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not JSON.
    Malformed(Malformed),
    /// A value does not fit its column: the path to it, innermost name first, what was found and what was expected.
    Value { path: Vec<String>, found: String, expected: String },
    /// A column's field is missing.
    Missing,
    /// A value that is no object stands where a row must.
    NotARow(String),
}

impl From<Malformed> for Fault {
    fn from(malformed: Malformed) -> Self {
        Fault::Malformed(malformed)
    }
}

impl Fault {
    fn inside(mut self, name: &str) -> Self {
        if let Fault::Value { path, .. } = &mut self {
            path.push(name.to_owned());
        }
        self
    }
}

/// The rows of one record.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) rows: Vec<Vec<Value>>,
    /// What ended the record early; rows before it count.
    pub(super) fault: Option<Fault>,
}

/// Decodes records of one kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exact<'a> {
    pub(super) fields: &'a [Field],
    pub(super) reading: Reading,
    /// Whether any column is a DECIMAL, which changes how numbers inside text are printed.
    pub(super) decimals: bool,
}

impl Exact<'_> {
    /// All rows of a record that is not empty.
    pub(super) fn record(&self, bytes: &[u8]) -> Record {
        let mut record = Record::default();
        if let Err(fault) = self.rows(&mut Tokens::new(bytes), &mut record.rows) {
            record.fault = Some(fault);
        }
        record
    }

    fn rows(&self, tokens: &mut Tokens<'_>, rows: &mut Vec<Vec<Value>>) -> Result<(), Fault> {
        match tokens.advance()? {
            Some(Token::StartObject) => rows.push(self.row(tokens, self.fields)?),
            Some(Token::StartArray) => {
                while tokens.advance()? != Some(Token::EndArray) {
                    rows.push(self.row(tokens, self.fields)?);
                }
            }
            _ => return Err(Fault::NotARow(found(tokens))),
        }
        Ok(())
    }

    fn row(&self, tokens: &mut Tokens<'_>, fields: &[Field]) -> Result<Vec<Value>, Fault> {
        if tokens.current() != Some(Token::StartObject) {
            return Err(Fault::NotARow(found(tokens)));
        }
        let mut row = vec![Value::Null; fields.len()];
        let mut matched = 0;
        tokens.advance()?;
        while tokens.current() != Some(Token::EndObject) {
            if matched >= fields.len() {
                skip_to_next_field(tokens)?;
                continue;
            }
            let name = tokens.text()?.to_owned();
            tokens.advance()?;
            match fields.iter().position(|f| f.name == name) {
                Some(column) => {
                    row[column] = self.value(tokens, &fields[column].data_type).map_err(|fault| fault.inside(&name))?;
                    tokens.advance()?;
                    matched += 1;
                }
                None => skip_to_next_field(tokens)?,
            }
        }
        if matched < fields.len() && self.reading.fail_on_missing_field { Err(Fault::Missing) } else { Ok(row) }
    }

    /// The value at the scanner's place; NULL for one that does not fit when errors are ignored.
    fn value(&self, tokens: &mut Tokens<'_>, data_type: &DataType) -> Result<Value, Fault> {
        if matches!(tokens.current(), None | Some(Token::Null)) {
            return Ok(Value::Null);
        }
        match self.value_not_null(tokens, data_type) {
            Err(_) if self.reading.ignore_parse_errors => Ok(Value::Null),
            other => other,
        }
    }

    fn value_not_null(&self, tokens: &mut Tokens<'_>, data_type: &DataType) -> Result<Value, Fault> {
        let token = tokens.current();
        match &data_type.kind {
            Kind::Array(element) if token == Some(Token::StartArray) => self.array(tokens, element),
            Kind::Map(key, value) if token == Some(Token::StartObject) => self.map(tokens, key, value),
            Kind::Multiset(element) if token == Some(Token::StartObject) => self.map(tokens, element, &Kind::Int.nullable()),
            Kind::Row(fields) if token == Some(Token::StartObject) => self.row(tokens, fields).map(Value::Row),
            kind if kind.is_text() && matches!(token, Some(Token::StartObject | Token::StartArray)) => {
                Ok(Value::String(container_text(tokens, self.decimals)?))
            }
            Kind::Array(_) | Kind::Map(..) | Kind::Multiset(_) | Kind::Row(_) => Err(misfit(found(tokens), data_type)),
            kind => scalar(tokens, kind, &self.reading).map_err(|m| match m {
                Misfit::Malformed(malformed) => Fault::Malformed(malformed),
                Misfit::Value(found) => misfit(found, data_type),
            }),
        }
    }

    fn array(&self, tokens: &mut Tokens<'_>, element: &DataType) -> Result<Value, Fault> {
        let mut elements = Vec::new();
        while tokens.advance()? != Some(Token::EndArray) {
            elements.push(self.value(tokens, element)?);
            end_of_input(tokens)?;
        }
        Ok(Value::Array(elements))
    }

    fn map(&self, tokens: &mut Tokens<'_>, key: &DataType, value: &DataType) -> Result<Value, Fault> {
        let mut entries: Vec<(Value, Value)> = Vec::new();
        while tokens.advance()? != Some(Token::EndObject) {
            let key = self.value(tokens, key)?;
            tokens.advance()?;
            let name = key.as_str().map(str::to_owned).unwrap_or_default();
            let value = self.value(tokens, value).map_err(|fault| fault.inside(&name))?;
            end_of_input(tokens)?;
            match entries.iter_mut().find(|(k, _)| *k == key) {
                Some(entry) => entry.1 = value,
                None => entries.push((key, value)),
            }
        }
        map_order::sort_by_text(&mut entries, |(key, _)| key.as_str().unwrap_or_default());
        Ok(Value::Map(entries))
    }
}

/// Behind the end of the input an array or map would go on for ever; Flink runs out of memory there.
fn end_of_input(tokens: &Tokens<'_>) -> Result<(), Fault> {
    if tokens.current().is_none() {
        return Err(Fault::Malformed(Malformed { at: tokens.record().len(), expected: "the end of an array or object" }));
    }
    Ok(())
}

fn skip_to_next_field(tokens: &mut Tokens<'_>) -> Result<(), Fault> {
    end_of_input(tokens)?;
    let mut depth = usize::from(matches!(tokens.current(), Some(Token::StartObject | Token::StartArray)));
    while depth > 0 {
        match tokens.advance()? {
            Some(Token::StartObject | Token::StartArray) => depth += 1,
            Some(Token::EndObject | Token::EndArray) => depth -= 1,
            Some(_) => {}
            None => end_of_input(tokens)?,
        }
    }
    tokens.advance()?;
    Ok(())
}

fn misfit(found: String, expected: &DataType) -> Fault {
    Fault::Value { path: Vec::new(), found, expected: expected.with_nullable(true).to_string() }
}

fn found(tokens: &mut Tokens<'_>) -> String {
    match tokens.current() {
        None => "nothing".into(),
        Some(Token::StartObject) => "an object".into(),
        Some(Token::StartArray) => "an array".into(),
        Some(Token::String) => tokens.text().map(|t| format!("{t:?}")).unwrap_or_else(|_| "a string".into()),
        Some(_) => tokens.text().unwrap_or("a value").to_owned(),
    }
}
