//! Where a job's tables lie, and what their connectors warn about.
//!
//! A job that writes where it reads could read its own output: that is refused before anything runs.

use crate::catalog::Table;
use crate::diagnostic::Diagnostic;
use std::path::{Path, PathBuf};
use waterwheel::connector::Connector;

/// The tables that a job has met so far.
#[derive(Default)]
pub(super) struct Places {
    read: Vec<Place>,
    written: Vec<Place>,
    warnings: Vec<String>,
}

struct Place {
    table: String,
    path: PathBuf,
}

impl Places {
    /// Notes a table that is read.
    pub fn read(&mut self, connector: &dyn Connector, table: &Table, time_zone: &str) {
        let place = self.place(connector, table, time_zone);
        self.read.extend(place);
    }

    /// Notes a table that is written to.
    pub fn written(&mut self, connector: &dyn Connector, table: &Table, time_zone: &str) {
        let place = self.place(connector, table, time_zone);
        self.written.extend(place);
    }

    fn place(&mut self, connector: &dyn Connector, table: &Table, time_zone: &str) -> Option<Place> {
        let seen = table.for_connector(time_zone);
        for warning in connector.warnings(&seen) {
            let warning = format!("table {}: {warning}", table.name);
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
        let location = connector.location(&seen)?;
        let path = std::path::absolute(&location).unwrap_or_else(|_| PathBuf::from(&location));
        Some(Place { table: table.name.to_string(), path })
    }

    /// An error when a table is written where another one is read.
    pub fn check(&self) -> Result<(), Diagnostic> {
        let clash = |written: &Place| self.read.iter().find(|read| written.path.starts_with(&read.path)).map(|read| overlap(read, written));
        self.written.iter().find_map(clash).map_or(Ok(()), Err)
    }

    /// What the connectors warn about, once each.
    pub fn into_warnings(self) -> Vec<String> {
        self.warnings
    }
}

fn overlap(read: &Place, written: &Place) -> Diagnostic {
    let place = |path: &Path| path.display().to_string();
    let message = if read.table == written.table {
        format!("the job reads and writes the same table {}: it would read its own output", written.table)
    } else {
        format!(
            "the table {} is written to {}, which the same job reads as the table {} ({})",
            written.table,
            place(&written.path),
            read.table,
            place(&read.path)
        )
    };
    let hint = "write to another folder, outside of the one that is read";
    Diagnostic { message, span: None, hint: Some(hint.to_owned()) }
}
