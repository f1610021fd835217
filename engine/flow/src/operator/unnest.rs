//! UNNEST: each row once per element of a collection in it, with the element's columns behind the row's own.
//!
//! A ROW element gives one column per field, a MAP two (key and value), a MULTISET each element as often as it holds it; with ordinality a
//! last column counts from 1. A ROW element that is NULL is passed over, as in Flink. A row without elements is left out, or kept once with
//! NULLs (`outer`). No state.

use super::stateless::{Passing, Stateless};
use super::{Operator, OperatorSpec, Output};
use crate::{Batch, Failure};
use arrow_array::UInt32Array;
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
        if elements.is_empty() && self.outer {
            elements.push(vec![Value::Null; self.types.len()]);
        }
        elements
    }
}

impl Stateless for Unnest {
    fn pass(&self, batch: Batch, _: i64, out: &mut Output<'_>) -> Result<Option<Batch>, Failure> {
        let (mut rows, mut values): (Vec<u32>, Vec<Vec<Value>>) = (Vec::new(), Vec::new());
        let mut taken = 0;
        while taken < batch.rows() && rows.len() < BATCH_ROWS {
            let collection = value_at(batch.column(self.collection), &self.data_type, taken);
            let elements = self.elements(collection);
            rows.extend(std::iter::repeat_n(taken as u32, elements.len()));
            values.extend(elements);
            taken += 1;
        }
        let repeated = batch.take(&UInt32Array::from(rows));
        let added = |(at, data_type): (usize, &DataType)| column_of(data_type, values.iter().map(|element| &element[at]));
        let added: Vec<Column> = self.types.iter().enumerate().map(added).collect();
        let columns = repeated.columns().iter().cloned().chain(added).collect();
        out.push(repeated.with_columns(columns));
        Ok((taken < batch.rows()).then(|| batch.slice(taken, batch.rows() - taken)))
    }
}
