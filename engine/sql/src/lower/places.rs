//! Where a job's tables lie, and what their connectors warn about.
//!
//! A job that writes where it reads could read its own output: that is refused before anything runs.

use crate::catalog::Table;
use crate::diagnostic::Diagnostic;
use std::sync::Arc;
use waterwheel::connector::{self, Connector, Insertion};

/// The tables that a job has met so far.
#[derive(Default)]
pub(super) struct Places {
    read: Vec<(Arc<dyn Connector>, connector::Table)>,
    /// Tables and where they lie.
    written: Vec<(String, String)>,
    warnings: Vec<String>,
}

impl Places {
    /// Notes a table that is read.
    pub fn read(&mut self, connector: Arc<dyn Connector>, table: &Table, time_zone: &str) {
        let table = self.note(&*connector, table, time_zone);
        self.read.push((connector, table));
    }

    /// Notes a table that is written to.
    pub fn written(&mut self, connector: &dyn Connector, table: &Table, insertion: &Insertion, time_zone: &str) {
        let table = self.note(connector, table, time_zone);
        self.warn(&table.name, connector.insertion_warnings(&table, insertion));
        self.written.extend(connector.location(&table).map(|location| (table.name, location)));
    }

    fn note(&mut self, connector: &dyn Connector, table: &Table, time_zone: &str) -> connector::Table {
        let seen = table.for_connector(time_zone);
        self.warn(&seen.name, connector.warnings(&seen));
        seen
    }

    fn warn(&mut self, table: &str, warnings: Vec<String>) {
        for warning in warnings {
            let warning = format!("table {table}: {warning}");
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }

    /// An error when a table is written where another one is read.
    pub fn check(&self) -> Result<(), Diagnostic> {
        let clash = |(written, location): &(String, String)| {
            let read = self.read.iter().find(|(connector, table)| connector.covers(table, location));
            read.map(|(_, read)| overlap(&read.name, written, location))
        };
        self.written.iter().find_map(clash).map_or(Ok(()), Err)
    }

    /// What the connectors warn about, once each.
    pub fn into_warnings(self) -> Vec<String> {
        self.warnings
    }
}

fn overlap(read: &str, written: &str, location: &str) -> Diagnostic {
    let message = if read == written {
        format!("the job reads and writes the same table {written}: it would read its own output")
    } else {
        format!("the table {written} is written to {location}, which the same job reads as the table {read}")
    };
    let hint = "write to another folder, outside of the one that is read";
    Diagnostic { message, span: None, hint: Some(hint.to_owned()) }
}
