//! The guards before a sink: what the types of its columns promise holds of the rows that it is given.
//!
//! [`NotNull`] looks for NULLs, [`Lengths`] for texts and bytes of other lengths. Both look at whole columns, and, as far as
//! [`Depth`] says, at what is inside of them. A source may hold what its declaration rules out, so every column is looked at.

mod length;
mod not_null;

pub use length::{LengthPolicy, Lengths};
pub use not_null::{NotNull, NullPolicy};

use crate::expression::{Expression, Input};
use crate::types::{DataType, Kind};
use crate::{Batch, Failure, WATERMARK_MIN};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use std::fmt;
use std::sync::Arc;

/// How far into its columns a sink's types are enforced (`table.exec.sink.nested-constraint-enforcer`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Not at all: columns only.
    Columns,
    /// Into ROWs, and ROWs in them.
    Rows,
    /// Into ROWs, ARRAYs and MAPs.
    RowsAndCollections,
}

/// A column of the rows that go to a sink.
#[derive(Clone, Debug)]
pub struct SinkColumn {
    /// Its position.
    pub at: usize,
    /// Its name, for messages.
    pub name: String,
    /// The sink's type.
    pub data_type: DataType,
}

/// A value: one row of a column, or of what is inside of it.
#[derive(Clone, Copy)]
struct Place<'a> {
    column: &'a dyn Array,
    data_type: &'a DataType,
    row: usize,
}

/// The way from a value to a part of it, as messages write it.
enum Step<'a> {
    Field(&'a str),
    Element(usize),
    Key,
    Value,
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Field(name) => write!(f, ".{name}"),
            Step::Element(at) => write!(f, "[{at}]"),
            Step::Key => f.write_str("[key]"),
            Step::Value => f.write_str("[value]"),
        }
    }
}

impl Depth {
    /// Whether a type, or one inside of it, is such.
    pub fn any(self, data_type: &DataType, such: fn(&DataType) -> bool) -> bool {
        such(data_type) || self.inside(data_type, such)
    }

    /// Whether a type inside of this one is such.
    fn inside(self, data_type: &DataType, such: fn(&DataType) -> bool) -> bool {
        let any = |part: &DataType| self.any(part, such);
        match &data_type.kind {
            Kind::Row(fields) | Kind::Structured(_, fields) if self >= Depth::Rows => fields.iter().any(|field| any(&field.data_type)),
            Kind::Array(element) if self == Depth::RowsAndCollections => any(element),
            Kind::Map(key, value) if self == Depth::RowsAndCollections => any(key) || any(value),
            _ => false,
        }
    }

    /// The first value of a row's column that is wrong, or of what is inside of it, with the way there.
    fn find<'a>(self, place: Place<'a>, wrong: fn(Place<'_>) -> bool) -> Option<(String, Place<'a>)> {
        if wrong(place) {
            return Some((String::new(), place));
        }
        let found = |(step, part): (Step<'_>, Place<'a>)| self.find(part, wrong).map(|(path, found)| (format!("{step}{path}"), found));
        self.parts(place).into_iter().find_map(found)
    }

    fn parts(self, place: Place<'_>) -> Vec<(Step<'_>, Place<'_>)> {
        let Place { column, data_type, row } = place;
        if column.is_null(row) {
            return Vec::new();
        }
        match &data_type.kind {
            Kind::Row(fields) | Kind::Structured(_, fields) if self >= Depth::Rows => {
                let parts = fields.iter().zip(column.as_struct().columns());
                parts.map(|(f, column)| (Step::Field(&f.name), Place { column, data_type: &f.data_type, row })).collect()
            }
            Kind::Array(data_type) if self == Depth::RowsAndCollections => {
                let (elements, first, rows) = elements(place);
                rows.map(|row| (Step::Element(row - first), Place { column: elements, data_type, row })).collect()
            }
            Kind::Map(key, value) if self == Depth::RowsAndCollections => {
                let (entries, _, rows) = elements(place);
                let [keys, values] = [0, 1].map(|at| entries.as_struct().column(at));
                let entry = |row| {
                    [
                        (Step::Key, Place { column: keys, data_type: key, row }),
                        (Step::Value, Place { column: values, data_type: value, row }),
                    ]
                };
                rows.flat_map(entry).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A failure with the row that is to blame, told by an expression of type STRING over its columns.
fn at_row(failure: Failure, description: Option<&Arc<dyn Expression>>, batch: &Batch, row: usize) -> Failure {
    let row = batch.slice(row, 1);
    let input = Input { columns: row.columns(), rows: 1, wall_ms: 0, watermark: WATERMARK_MIN };
    match description.map(|description| description.evaluate(&input)) {
        Some(Ok(text)) => failure.at(format!("the row {}", text.as_string_view().value(0))),
        _ => failure,
    }
}

/// All elements of a list column, and the first one and all rows of those that are the place's.
fn elements(place: Place<'_>) -> (&dyn Array, usize, std::ops::Range<usize>) {
    let list = place.column.as_list::<i32>();
    let [from, to] = [place.row, place.row + 1].map(|at| list.value_offsets()[at] as usize);
    (list.values(), from, from..to)
}
