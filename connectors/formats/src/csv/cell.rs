//! One cell as a value of a column: Flink's coercions.

use crate::text::number::{AsDecimal, parse_decimal, parse_double, parse_float, parse_integer, trim};
use crate::text::time::{Standard, parse_lenient_date, parse_local_time, parse_timestamp};
use waterwheel::types::column::{ListColumn, RowColumn};
use waterwheel::types::{ColumnBuilder, DataType, Kind};

/// How cells are read.
pub(super) struct CellReader<'a> {
    pub(super) element_delimiter: &'a str,
    pub(super) null_literal: Option<&'a str>,
    /// What cannot be read is NULL.
    pub(super) ignore_parse_errors: bool,
}

impl CellReader<'_> {
    /// Appends a cell; `None`, with nothing appended to a scalar column, when it is no value of the type.
    pub(super) fn append(&self, text: &str, data_type: &DataType, builder: &mut ColumnBuilder) -> Option<()> {
        match (&data_type.kind, builder) {
            (Kind::Array(element), ColumnBuilder::List(list)) => self.append_array(text, element, list),
            (Kind::Row(fields), ColumnBuilder::Row(row)) => {
                let types: Vec<&DataType> = fields.iter().map(|f| &f.data_type).collect();
                self.append_row(text, &types, row)
            }
            (kind, builder) => self.append_scalar(text, kind, builder),
        }
    }

    fn append_scalar(&self, text: &str, kind: &Kind, builder: &mut ColumnBuilder) -> Option<()> {
        if self.null_literal == Some(text) {
            builder.append_null();
            return Some(());
        }
        let appended = append_scalar(text, kind, builder);
        if appended.is_none() && self.ignore_parse_errors {
            builder.append_null();
            return Some(());
        }
        appended
    }

    fn elements<'t>(&self, text: &'t str) -> Vec<&'t str> {
        if trim(text).is_empty() { Vec::new() } else { text.split(self.element_delimiter).collect() }
    }

    fn append_array(&self, text: &str, element: &DataType, list: &mut ListColumn) -> Option<()> {
        for part in self.elements(text) {
            self.append(part, element, &mut list.elements)?;
        }
        list.close(true);
        Some(())
    }

    fn append_row(&self, text: &str, types: &[&DataType], row: &mut RowColumn) -> Option<()> {
        let parts = self.elements(text);
        if parts.is_empty() {
            row.columns.iter_mut().for_each(ColumnBuilder::append_null);
            row.close(false);
            return Some(());
        }
        if parts.len() != types.len() && !self.ignore_parse_errors {
            return None;
        }
        for (at, (data_type, column)) in types.iter().zip(&mut row.columns).enumerate() {
            match parts.get(at) {
                Some(part) => self.append(part, data_type, column)?,
                None => column.append_null(),
            }
        }
        row.close(true);
        Some(())
    }
}

fn append_scalar(text: &str, kind: &Kind, builder: &mut ColumnBuilder) -> Option<()> {
    match builder {
        ColumnBuilder::String(b) => b.append_value(text),
        ColumnBuilder::Boolean(b) => b.append_value(trim(text).eq_ignore_ascii_case("true")),
        ColumnBuilder::Int8(b) => b.append_value(parse_integer(trim(text))?.try_into().ok()?),
        ColumnBuilder::Int16(b) => b.append_value(parse_integer(trim(text))?.try_into().ok()?),
        ColumnBuilder::Int32(b) => b.append_value(parse_integer(trim(text))?.try_into().ok()?),
        ColumnBuilder::Int64(b) => b.append_value(parse_integer(trim(text))?),
        ColumnBuilder::Months(b) => b.append_value(parse_integer(trim(text))?.try_into().ok()?),
        ColumnBuilder::Duration(b) => b.append_value(parse_integer(trim(text))?),
        ColumnBuilder::Float32(b) => b.append_value(parse_float(text)?),
        ColumnBuilder::Float64(b) => b.append_value(parse_double(text)?),
        ColumnBuilder::Date(b) => b.append_value(parse_lenient_date(text)?),
        ColumnBuilder::Bytes(b) => b.append_value(crate::text::base64::decode(trim(text))?),
        _ => return append_typed(text, kind, builder),
    }
    Some(())
}

/// The scalars whose reading depends on their type's parameters.
fn append_typed(text: &str, kind: &Kind, builder: &mut ColumnBuilder) -> Option<()> {
    match (builder, kind) {
        (ColumnBuilder::Decimal(b), Kind::Decimal { precision, scale }) => match parse_decimal(text, *precision, *scale) {
            AsDecimal::Value(v) => b.append_value(v),
            AsDecimal::TooLarge => b.append_null(),
            AsDecimal::NotANumber => return None,
        },
        (ColumnBuilder::Time(b), Kind::Time(precision)) => b.append_value(parse_local_time(text, *precision)?),
        (ColumnBuilder::Timestamp(b), kind) => {
            b.append_value(parse_timestamp(trim(text), Standard::Sql, matches!(kind, Kind::TimestampLtz(_)))?)
        }
        (builder, _) => builder.append_null(),
    }
    Some(())
}
