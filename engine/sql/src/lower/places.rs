//! Where a job's tables lie, and what their connectors warn about.
//!
//! A job that writes where it reads would read its own output, or half of it: that is refused before anything runs.

use crate::catalog::Table;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
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
    /// Where the table was declared.
    span: Span,
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
        Some(Place { table: table.name.to_string(), path, span: table.span })
    }

    /// The warnings, once each; an error when a table is written where another one is read.
    pub fn finish(self) -> Result<Vec<String>, Diagnostic> {
        for written in &self.written {
            if let Some(read) = self.read.iter().find(|read| written.path.starts_with(&read.path)) {
                return Err(overlap(read, written));
            }
        }
        Ok(self.warnings)
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
    Diagnostic::at(written.span, message).with_hint("write to another folder, outside of the one that is read")
}
