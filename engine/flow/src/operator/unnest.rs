//! UNNEST: each row once per element of a collection in it, with the element's columns behind the row's own.
//!
//! A ROW element gives one column per field, a MAP two (key and value), a MULTISET each element as often as it holds it; with ordinality a
//! last column counts from 1. A ROW element that is NULL is passed over, as in Flink. Elements for which the
//! condition is not true are none of the row's. A row without elements is left out, or kept once with NULLs (`outer`). No state.

use super::stateless::{Passing, Stateless};
use super::{Operator, OperatorSpec, Output};
use crate::expression::{Expression, Input};
use crate::{Batch, Failure};
use arrow_array::cast::AsArray;
use arrow_array::{Array, UInt32Array};
use std::sync::Arc;
use waterwheel_types::column::column_of;
use waterwheel_types::{Column, DataType, Kind, Value, value_at};

/// Rows of one output batch, unless one collection is longer.
const BATCH_ROWS: usize = 4_096;

/// Takes a collection apart.
#[derive(Clone, Debug)]
pub struct Unnest {
    /// The column of the collection.
    pub collection: usize,
    /// Its type: ARRAY, MAP or MULTISET.
    pub data_type: DataType,
    /// The types of the columns added.
    pub types: Vec<DataType>,
    /// Whether a last column counts the elements.
    pub ordinality: bool,
    /// BOOLEAN over the columns added: which elements count. `None`: all.
    pub condition: Option<Arc<dyn Expression>>,
    /// Whether rows without elements are kept.
    pub outer: bool,
}

impl OperatorSpec for Unnest {
    fn instantiate(&self) -> Box<dyn Operator> {
        Passing::boxed(self.clone())
    }
}

impl Unnest {
    /// The columns of each element of a collection.
    fn elements(&self, collection: Value) -> Vec<Vec<Value>> {
        let fields = |element: Value, element_type: &DataType| match (&element_type.kind, element) {
            (Kind::Row(_) | Kind::Structured(..), Value::Row(fields)) => Some(fields),
            (Kind::Row(_) | Kind::Structured(..), _) => None,
            (_, element) => Some(vec![element]),
        };
        let mut elements = match (&self.data_type.kind, collection) {
            (Kind::Array(of), Value::Array(values)) => values.into_iter().filter_map(|v| fields(v, of)).collect(),
            (Kind::Map(..), Value::Map(entries)) => entries.into_iter().map(|(k, v)| vec![k, v]).collect(),
            (Kind::Multiset(of), Value::Map(entries)) => {
                let times = |count: &Value| count.as_i64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                entries.into_iter().flat_map(|(v, n)| vec![fields(v, of); times(&n)]).flatten().collect()
            }
            _ => Vec::new(),
        };
        if self.ordinality {
            elements.iter_mut().zip(1..).for_each(|(columns, number)| columns.push(Value::Int(number)));
        }
        elements
    }

    /// Each of the first rows of a batch once per element, as many as make a batch.
    fn first_of(&self, batch: &Batch) -> Elements {
        let mut elements = Elements::default();
        while elements.taken < batch.rows() && elements.rows.len() < BATCH_ROWS {
            let of_row = self.elements(value_at(batch.column(self.collection), &self.data_type, elements.taken));
            elements.rows.extend(std::iter::repeat_n(elements.taken as u32, of_row.len()));
            elements.values.extend(of_row);
            elements.taken += 1;
        }
        elements
    }

    fn columns(&self, values: &[Vec<Value>]) -> Vec<Column> {
        let column = |(at, data_type): (usize, &DataType)| column_of(data_type, values.iter().map(|element| &element[at]));
        self.types.iter().enumerate().map(column).collect()
    }
}

/// Elements with the rows that they stand in.
#[derive(Default)]
struct Elements {
    /// How many rows they are of.
    taken: usize,
    /// By element: its row, in ascending order.
    rows: Vec<u32>,
    /// By element: its columns.
    values: Vec<Vec<Value>>,
}

impl Elements {
    /// Keeps those for which `kept` says so.
    fn retain(&mut self, kept: impl Fn(usize) -> bool) {
        let both = std::mem::take(&mut self.rows).into_iter().zip(std::mem::take(&mut self.values));
        (self.rows, self.values) = both.enumerate().filter(|(at, _)| kept(*at)).map(|(_, element)| element).unzip();
    }

    /// Adds an element of NULLs, so many columns wide, for every row that has none.
    fn fill(&mut self, width: usize) {
        let mut both = std::mem::take(&mut self.rows).into_iter().zip(std::mem::take(&mut self.values)).peekable();
        for row in 0..self.taken as u32 {
            let before = self.rows.len();
            while let Some(element) = both.next_if(|(of, _)| *of == row) {
                self.rows.push(row);
                self.values.push(element.1);
            }
            if self.rows.len() == before {
                self.rows.push(row);
                self.values.push(vec![Value::Null; width]);
            }
        }
    }
}

impl Stateless for Unnest {
    fn pass(&self, batch: Batch, watermark: i64, out: &mut Output<'_>) -> Result<Option<Batch>, Failure> {
        let mut elements = self.first_of(&batch);
        if let Some(condition) = &self.condition {
            let columns = self.columns(&elements.values);
            let input = Input { columns: &columns, rows: elements.rows.len(), wall_ms: out.wall_ms(), watermark };
            let holds = condition.evaluate(&input)?;
            let holds = holds.as_boolean();
            elements.retain(|at| holds.is_valid(at) && holds.value(at));
        }
        if self.outer {
            elements.fill(self.types.len());
        }
        let Elements { taken, rows, values } = elements;
        let repeated = batch.take(&UInt32Array::from(rows));
        let columns = repeated.columns().iter().cloned().chain(self.columns(&values)).collect();
        out.push(repeated.with_columns(columns));
        Ok((taken < batch.rows()).then(|| batch.slice(taken, batch.rows() - taken)))
    }
}
