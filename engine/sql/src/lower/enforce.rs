//! What guards a sink: the operators that hold rows to its types, as the script's enforcers say.

use super::Lowering;
use super::stream::row_text;
use crate::catalog::Table;
use crate::diagnostic::Diagnostic;
use std::sync::Arc;
use waterwheel::exchange::Exchange;
use waterwheel::expression::Expression;
use waterwheel::graph::NodeId;
use waterwheel::operator::{Depth, LengthPolicy, Lengths, NotNull, NullPolicy, SinkColumn};
use waterwheel_expr::Program;
use waterwheel_types::DataType;

const NULLS: &str = "table.exec.sink.not-null-enforcer";
const LENGTHS: &str = "table.exec.sink.type-length-enforcer";
const NESTED: &str = "table.exec.sink.nested-constraint-enforcer";

impl Lowering<'_> {
    /// Refuses enforcers that do not go together, whatever the sink's types, as Flink does.
    pub(super) fn check_enforcers(&self) -> Result<(), Diagnostic> {
        if self.depth() != Depth::RowsAndCollections || self.length_policy() != Some(LengthPolicy::TrimOrPad) {
            return Ok(());
        }
        let message =
            format!("'{LENGTHS}' = 'TRIM_PAD' does not reach into collections, which '{NESTED}' = 'ROWS_AND_COLLECTIONS' asks for");
        let hint = format!("SET '{NESTED}' = 'ROWS', or '{LENGTHS}' = 'ERROR'");
        Err(Diagnostic { message, span: None, hint: Some(hint) })
    }

    /// Rows on their way to a table, held to its types. NULLs come first: a row that is dropped fails nothing else.
    pub(super) fn guarded(&mut self, from: NodeId, table: &Table) -> NodeId {
        let from = self.without_nulls(from, table);
        self.with_lengths(from, table)
    }

    fn without_nulls(&mut self, from: NodeId, table: &Table) -> NodeId {
        let policy = match self.config.get(NULLS) {
            value if value.eq_ignore_ascii_case("DROP") => NullPolicy::Drop,
            _ => NullPolicy::Fail,
        };
        let depth = self.depth();
        let columns = sink_columns(table, depth, |data_type| !data_type.nullable);
        let Some(details) = details(&columns) else { return from };
        let spec = NotNull { columns, depth, table: table.name.to_string(), description: self.row_description(table), policy };
        self.operator("not-null", "NotNull", details, Arc::new(spec), &[(from, Exchange::Forward)])
    }

    fn with_lengths(&mut self, from: NodeId, table: &Table) -> NodeId {
        let (depth, Some(policy)) = (self.depth(), self.length_policy()) else { return from };
        let columns = sink_columns(table, depth, Lengths::limits);
        let Some(details) = details(&columns) else { return from };
        let spec = Lengths { columns, depth, table: table.name.to_string(), description: self.row_description(table), policy };
        self.operator("lengths", "Lengths", details, Arc::new(spec), &[(from, Exchange::Forward)])
    }

    /// What tells a row of the table.
    fn row_description(&self, table: &Table) -> Option<Arc<dyn Expression>> {
        let columns = table.sink_columns().into_iter().map(|at| &table.columns[at]);
        let names: Vec<String> = columns.clone().map(|c| c.name.clone()).collect();
        let nullable = columns.map(|c| c.data_type.kind.clone().nullable());
        let text = row_text(nullable.enumerate().collect(), &names, &self.session())?;
        Some(Arc::new(Program::new(&text)))
    }

    fn depth(&self) -> Depth {
        match self.config.get(NESTED).to_ascii_uppercase().as_str() {
            "ROWS" => Depth::Rows,
            "ROWS_AND_COLLECTIONS" => Depth::RowsAndCollections,
            _ => Depth::Columns,
        }
    }

    /// What is done about lengths, if anything.
    fn length_policy(&self) -> Option<LengthPolicy> {
        match self.config.get(LENGTHS).to_ascii_uppercase().as_str() {
            "TRIM_PAD" => Some(LengthPolicy::TrimOrPad),
            "ERROR" => Some(LengthPolicy::Fail),
            _ => None,
        }
    }
}

/// The written columns of a table whose type, or one inside of it, is such.
fn sink_columns(table: &Table, depth: Depth, such: fn(&DataType) -> bool) -> Vec<SinkColumn> {
    let written = table.sink_columns().into_iter().enumerate();
    let columns = written.map(|(at, column)| (at, &table.columns[column])).filter(|(_, c)| depth.any(&c.data_type, such));
    columns.map(|(at, c)| SinkColumn { at, name: c.name.clone(), data_type: c.data_type.clone() }).collect()
}

/// What explain says of a guard; `None` where there is nothing to guard.
fn details(columns: &[SinkColumn]) -> Option<Vec<(String, String)>> {
    let names = columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ");
    (!columns.is_empty()).then(|| vec![("columns".to_owned(), names)])
}
