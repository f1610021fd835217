//! Where a job's tables lie, and what their connectors warn about.
//!
//! A job that writes where it reads may: what a table with an end holds is settled before the first row, and what is written shows
//! when all of it has been read. Refused before anything runs is what would read its own output, and what would lose its input to
//! another INSERT of the job that replaces it.

use crate::catalog::Table;
use crate::diagnostic::Diagnostic;
use std::sync::Arc;
use waterwheel::connector::{self, Connector, Insertion};

/// The tables that a job has met so far.
#[derive(Default)]
pub(super) struct Places {
    read: Vec<Read>,
    written: Vec<Written>,
    warnings: Vec<String>,
}

/// A table that is read.
struct Read {
    connector: Arc<dyn Connector>,
    table: connector::Table,
    /// Its rows are those that there are at the start.
    is_bounded: bool,
    /// The sink that its rows go to.
    sink: String,
}

/// A table that is written to.
struct Written {
    table: String,
    location: String,
    overwrite: bool,
    /// The sink's name, which [`Read::sink`] refers to.
    sink: String,
}

impl Places {
    /// Notes a table that is read for a sink.
    pub fn read(&mut self, connector: Arc<dyn Connector>, table: &Table, time_zone: &str, is_bounded: bool, sink: &str) {
        let table = self.note(&*connector, table, time_zone);
        self.read.push(Read { connector, table, is_bounded, sink: sink.to_owned() });
    }

    /// Notes a table that is written to.
    pub fn written(&mut self, connector: &dyn Connector, table: &Table, insertion: &Insertion, time_zone: &str, sink: &str) {
        let table = self.note(connector, table, time_zone);
        self.warn(&table.name, connector.insertion_warnings(&table, insertion));
        let Some(location) = connector.location(&table) else { return };
        self.written.push(Written { table: table.name, location, overwrite: insertion.overwrite, sink: sink.to_owned() });
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

    /// An error when what is written gets in the way of what is read.
    pub fn check(&self) -> Result<(), Diagnostic> {
        let clash = |written: &Written| {
            let in_the_way = |read: &&Read| !read.is_bounded || written.overwrite && written.sink != read.sink;
            let read = self.read.iter().filter(in_the_way).find(|read| read.connector.covers(&read.table, &written.location));
            read.map(|read| overlap(read, written))
        };
        self.written.iter().find_map(clash).map_or(Ok(()), Err)
    }

    /// What the connectors warn about, once each.
    pub fn into_warnings(self) -> Vec<String> {
        self.warnings
    }
}

fn overlap(read: &Read, Written { table: written, location, .. }: &Written) -> Diagnostic {
    let read_table = &read.table.name;
    let what = match read_table == written {
        true => format!("the job reads and writes the same table {written}"),
        false => format!("the table {written} is written to {location}, which the same job reads as the table {read_table}"),
    };
    let (why, hint) = match read.is_bounded {
        true => (
            "another INSERT of it replaces what is read",
            "let the INSERT OVERWRITE be a job of its own: leave it out of the statement set",
        ),
        false => ("it would read its own output for ever", "write to another folder, outside of the one that is read"),
    };
    Diagnostic { message: format!("{what}: {why}"), span: None, hint: Some(hint.to_owned()) }
}
