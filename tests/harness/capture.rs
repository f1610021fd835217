//! A `print` connector that keeps what it prints, so that scripts run unchanged inside a test.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use waterwheel::connector::{Connector, Insertion, OptionSpec, Scan, Table};
use waterwheel::sink::{Sink, Writer};
use waterwheel::source::Source;
use waterwheel::{Batch, Clock, Failure};
use waterwheel_generate::print::text::Rows;
use waterwheel_types::DataType;

/// The lines printed by all sinks of a run, in the order in which shards printed them.
#[derive(Clone, Debug, Default)]
pub struct Printed(Arc<Mutex<Vec<String>>>);

impl Printed {
    /// What has been printed; empties the store.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// The connector; prefixes lines with the table's `print-identifier`.
#[derive(Debug)]
pub struct Capture(pub Printed);

impl Connector for Capture {
    fn name(&self) -> &'static str {
        "print"
    }

    fn about(&self) -> &'static str {
        "keeps what would be printed"
    }

    fn options(&self) -> &'static [OptionSpec] {
        &[]
    }

    fn metadata(&self) -> Vec<(&'static str, DataType)> {
        Vec::new()
    }

    fn source(&self, _: &Table, _: &Scan) -> Result<Arc<dyn Source>, Failure> {
        Err(Failure::world("print is a sink"))
    }

    fn sink(&self, table: &Table, insertion: &Insertion) -> Result<Arc<dyn Sink>, Failure> {
        // The real connector checks the options.
        waterwheel_generate::print::connector().sink(table, insertion)?;
        if table.options.get("standard-error").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return waterwheel_generate::blackhole::connector().sink(&Table { options: BTreeMap::new(), ..table.clone() }, insertion);
        }
        let prefix = table.options.get("print-identifier").map_or(String::new(), |id| format!("{id}> "));
        Ok(Arc::new(CaptureSink { printed: self.0.clone(), prefix, types: table.schema.types() }))
    }
}

#[derive(Clone, Debug)]
struct CaptureSink {
    printed: Printed,
    prefix: String,
    types: Vec<DataType>,
}

impl Sink for CaptureSink {
    fn prepare(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn writer(&self, _: usize, _: usize) -> Result<Box<dyn Writer>, Failure> {
        Ok(Box::new(self.clone()))
    }

    fn accepts_updates(&self) -> bool {
        true
    }

    fn shows_at_end_only(&self) -> bool {
        false
    }
}

impl Writer for CaptureSink {
    fn write(&mut self, batch: &Batch, _: i64) -> Result<(), Failure> {
        let rows = Rows::new(batch, &self.types);
        let line = |row| {
            let mut line = self.prefix.clone();
            rows.write(row, &mut line);
            line
        };
        self.printed.0.lock().unwrap().extend((0..batch.rows()).map(line));
        Ok(())
    }

    fn flush(&mut self, _: &Clock, _: i64) -> Result<Option<u64>, Failure> {
        Ok(None)
    }

    fn stop(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}
