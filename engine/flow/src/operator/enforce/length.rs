//! CHAR(n), VARCHAR(n), BINARY(n) and VARBINARY(n) of a sink's columns.

use super::super::stateless::{Passing, Stateless};
use super::super::{Operator, OperatorSpec, Output};
use super::{Depth, Place, SinkColumn, at_row};
use crate::expression::Expression;
use crate::types::{Column, DataType, Kind, MAX_LENGTH};
use crate::{Batch, Failure};
use arrow_array::cast::AsArray;
use arrow_array::{Array, BinaryViewArray, StringViewArray, StructArray};
use std::borrow::Cow;
use std::sync::Arc;

/// What a text or bytes of another length than the column's do (`table.exec.sink.type-length-enforcer`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthPolicy {
    /// The job fails.
    Fail,
    /// They are cut, or filled up with blanks or zero bytes. Elements of collections are not.
    TrimOrPad,
}

/// Checks or makes the lengths in the rows that go to one table.
#[derive(Clone, Debug)]
pub struct Lengths {
    /// The columns to look at.
    pub columns: Vec<SinkColumn>,
    /// How far into them.
    pub depth: Depth,
    /// The table's name, for messages.
    pub table: String,
    /// STRING: what a row that fails is told by.
    pub description: Option<Arc<dyn Expression>>,
    /// What to do.
    pub policy: LengthPolicy,
}

impl Lengths {
    /// Whether a type holds values of some lengths only.
    pub fn limits(data_type: &DataType) -> bool {
        bounds(&data_type.kind).is_some()
    }

    fn check(&self, batch: &Batch) -> Result<(), Failure> {
        for row in 0..batch.rows() {
            for column in &self.columns {
                let place = Place { column: batch.column(column.at), data_type: &column.data_type, row };
                if let Some((path, found)) = self.depth.find(place, |place| !fits(place)) {
                    let failure = self.failure(&format!("{}{path}", column.name), found);
                    return Err(at_row(failure, self.description.as_ref(), batch, row));
                }
            }
        }
        Ok(())
    }

    fn failure(&self, name: &str, found: Place<'_>) -> Failure {
        let declared = found.data_type.kind.clone().nullable();
        let (value, length) = shown(found);
        Failure::data(format!("the column `{name}` of {} is {declared}, but {value} is being written into it, {length} long", self.table))
            .hint("CAST it to the column's type, or SET 'table.exec.sink.type-length-enforcer' = 'TRIM_PAD'")
    }

    fn fit(&self, batch: Batch) -> Batch {
        let mut columns = batch.columns().to_vec();
        for column in &self.columns {
            columns[column.at] = fitted(&columns[column.at], &column.data_type, self.depth);
        }
        batch.with_columns(columns)
    }
}

impl OperatorSpec for Lengths {
    fn instantiate(&self) -> Box<dyn Operator> {
        Passing::boxed(self.clone())
    }
}

impl Stateless for Lengths {
    fn pass(&self, batch: Batch, _: i64, out: &mut Output<'_>) -> Result<Option<Batch>, Failure> {
        match self.policy {
            LengthPolicy::Fail => self.check(&batch).map(|()| out.push(batch))?,
            LengthPolicy::TrimOrPad => out.push(self.fit(batch)),
        }
        Ok(None)
    }
}

/// The smallest and largest length, in characters or bytes, of a type that has one.
fn bounds(kind: &Kind) -> Option<(usize, usize)> {
    match *kind {
        Kind::Char(n) | Kind::Binary(n) => Some((n as usize, n as usize)),
        Kind::VarChar(n) | Kind::VarBinary(n) if n < MAX_LENGTH => Some((0, n as usize)),
        _ => None,
    }
}

fn fits(place: Place<'_>) -> bool {
    let Some((least, most)) = bounds(&place.data_type.kind).filter(|_| place.column.is_valid(place.row)) else { return true };
    (least..=most).contains(&length(place))
}

fn length(place: Place<'_>) -> usize {
    match place.column.as_string_view_opt() {
        Some(texts) => texts.value(place.row).chars().count(),
        None => place.column.as_binary_view().value(place.row).len(),
    }
}

/// The beginning of a value, and its length with the unit.
fn shown(place: Place<'_>) -> (String, String) {
    const SHOWN: usize = 40;
    let length = length(place);
    let (text, unit) = match place.column.as_string_view_opt() {
        Some(texts) => (texts.value(place.row).chars().take(SHOWN).collect::<String>(), "characters"),
        None => (place.column.as_binary_view().value(place.row).iter().take(SHOWN / 2).map(|b| format!("{b:02x}")).collect(), "bytes"),
    };
    let cut = if length > SHOWN { "…" } else { "" };
    (format!("'{text}{cut}'"), format!("{length} {unit}"))
}

/// A column whose values have the lengths of its type.
fn fitted(column: &Column, data_type: &DataType, depth: Depth) -> Column {
    match (&data_type.kind, bounds(&data_type.kind)) {
        (Kind::Char(_) | Kind::VarChar(_), Some((least, most))) => {
            let texts = column.as_string_view().iter();
            Arc::new(texts.map(|text| text.map(|t| fitted_text(t, least, most))).collect::<StringViewArray>())
        }
        (_, Some((least, most))) => {
            let all = column.as_binary_view().iter();
            Arc::new(all.map(|bytes| bytes.map(|b| fitted_bytes(b, least, most))).collect::<BinaryViewArray>())
        }
        (Kind::Row(fields) | Kind::Structured(_, fields), None) if depth >= Depth::Rows => {
            let row = column.as_struct();
            let columns = fields.iter().zip(row.columns()).map(|(field, column)| fitted(column, &field.data_type, depth)).collect();
            Arc::new(StructArray::new(row.fields().clone(), columns, row.nulls().cloned()))
        }
        _ => Arc::clone(column),
    }
}

fn fitted_text(text: &str, least: usize, most: usize) -> Cow<'_, str> {
    let cut = text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end]);
    match least.saturating_sub(cut.chars().count()) {
        0 => Cow::Borrowed(cut),
        missing => Cow::Owned(format!("{cut}{}", " ".repeat(missing))),
    }
}

fn fitted_bytes(bytes: &[u8], least: usize, most: usize) -> Cow<'_, [u8]> {
    let cut = &bytes[..bytes.len().min(most)];
    if cut.len() >= least {
        return Cow::Borrowed(cut);
    }
    let mut padded = cut.to_vec();
    padded.resize(least, 0);
    Cow::Owned(padded)
}
