//! The `print` connector: rows on standard output or standard error, one per line, as Flink prints them.
//!
//! A line is the row's [`text`], after a prefix: nothing, `identifier> `, `shard> ` or `identifier:shard> `; shards are
//! counted from 1 and named when there are several. Rows of one shard keep their order; lines of several shards
//! interleave but never tear: each flush is one write. Rows wait for a flush at most until 64 KiB have gathered.

mod map_order;
pub mod text;

use std::io::{self, Write};
use std::sync::Arc;
use waterwheel::connector::{Connector, Insertion, OptionSpec, OptionType, Scan, Table};
use waterwheel::sink::{Sink, Writer};
use waterwheel::source::Source;
use waterwheel::types::DataType;
use waterwheel::{Batch, Clock, Failure};

use crate::options::Options;

/// The connector named `print`.
pub fn connector() -> Arc<dyn Connector> {
    Arc::new(PrintConnector)
}

#[derive(Debug)]
struct PrintConnector;

const OPTIONS: &[OptionSpec] = &[
    OptionSpec::new("print-identifier", OptionType::Text, "", "text in front of every row"),
    OptionSpec::new("standard-error", OptionType::Flag, "false", "whether to print to standard error instead of standard output"),
    OptionSpec::new("sink.parallelism", OptionType::Count, "", "accepted for Flink's sake: every shard prints"),
];

impl Connector for PrintConnector {
    fn name(&self) -> &'static str {
        "print"
    }

    fn about(&self) -> &'static str {
        "rows on standard output, as Flink prints them"
    }

    fn options(&self) -> &'static [OptionSpec] {
        OPTIONS
    }

    fn source(&self, table: &Table, _scan: &Scan) -> Result<Arc<dyn Source>, Failure> {
        Err(Options::new(table, "print", OPTIONS)
            .wrong("Connector 'print' can only be used as a sink. It cannot be used as a source.")
            .about_value("connector")
            .hint("to read rows, use filesystem, datagen or nexmark"))
    }

    fn sink(&self, table: &Table, _: &Insertion) -> Result<Arc<dyn Sink>, Failure> {
        let mut options = Options::new(table, "print", OPTIONS);
        let identifier = options.text("print-identifier").unwrap_or_default().to_owned();
        let outlet = if options.flag("standard-error")? { Outlet::StandardError } else { Outlet::StandardOutput };
        options.finish()?;
        Ok(Arc::new(Print { types: table.schema.types(), identifier, outlet }))
    }
}

/// Where printed rows go.
#[derive(Clone, Copy, Debug)]
enum Outlet {
    StandardOutput,
    StandardError,
}

impl Outlet {
    // The lock is held for the whole of `text`, so that shards do not tear each other's lines.
    fn write(self, text: &[u8]) -> Result<(), Failure> {
        match self {
            Outlet::StandardOutput => write_to("standard output", io::stdout().lock(), text),
            Outlet::StandardError => write_to("standard error", io::stderr().lock(), text),
        }
    }
}

fn write_to(name: &str, mut out: impl Write, text: &[u8]) -> Result<(), Failure> {
    out.write_all(text).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::unwanted(format!("nobody reads {name} any more: it was closed")),
        _ => Failure::world(format!("Writing to {name} failed: {error}")),
    })
}

#[derive(Debug)]
struct Print {
    types: Vec<DataType>,
    identifier: String,
    outlet: Outlet,
}

impl Sink for Print {
    fn prepare(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn writer(&self, shard: usize, shards: usize) -> Result<Box<dyn Writer>, Failure> {
        let lines = Lines::new(self.types.clone(), &self.identifier, shard, shards);
        Ok(Box::new(Printer { lines, outlet: self.outlet }))
    }

    fn accepts_updates(&self) -> bool {
        true
    }

    fn shows_at_end_only(&self) -> bool {
        false
    }
}

/// Text that has gathered, in bytes, beyond which it is printed without waiting for a flush.
const GATHERED_BYTES_MAX: usize = 64 * 1024;

struct Printer {
    lines: Lines,
    outlet: Outlet,
}

impl Writer for Printer {
    fn write(&mut self, batch: &Batch, _watermark: i64) -> Result<(), Failure> {
        self.lines.push(batch);
        if self.lines.text.len() >= GATHERED_BYTES_MAX { self.print() } else { Ok(()) }
    }

    fn flush(&mut self, _: &Clock, _: i64) -> Result<Option<u64>, Failure> {
        self.stop().map(|()| None)
    }

    fn stop(&mut self) -> Result<(), Failure> {
        self.print()
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.print()
    }
}

impl Printer {
    fn print(&mut self) -> Result<(), Failure> {
        if self.lines.text.is_empty() {
            return Ok(());
        }
        let printed = self.outlet.write(self.lines.text.as_bytes());
        self.lines.text.clear();
        printed
    }
}

/// Rows of one shard as lines.
struct Lines {
    types: Vec<DataType>,
    prefix: String,
    text: String,
}

impl Lines {
    fn new(types: Vec<DataType>, identifier: &str, shard: usize, shards: usize) -> Self {
        let prefix = match (identifier, shards > 1) {
            ("", false) => String::new(),
            ("", true) => format!("{}> ", shard + 1),
            (name, false) => format!("{name}> "),
            (name, true) => format!("{name}:{}> ", shard + 1),
        };
        Lines { types, prefix, text: String::new() }
    }

    fn push(&mut self, batch: &Batch) {
        let rows = text::Rows::new(batch, &self.types);
        for row in 0..batch.rows() {
            self.text.push_str(&self.prefix);
            rows.write(row, &mut self.text);
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use waterwheel::Change;
    use waterwheel_types::column::column_of;
    use waterwheel_types::{Kind, Value};

    fn printed(identifier: &str, shard: usize, shards: usize) -> String {
        let types = vec![Kind::Int.not_null(), Kind::BigInt.nullable()];
        let columns = vec![
            column_of(&types[0], &[Value::Int(1), Value::Int(1), Value::Int(1), Value::Int(2)]),
            column_of(&types[1], &[Value::BigInt(1), Value::BigInt(1), Value::BigInt(2), Value::Null]),
        ];
        let changes = vec![Change::Insert, Change::UpdateBefore, Change::UpdateAfter, Change::Delete];
        let mut lines = Lines::new(types, identifier, shard, shards);
        lines.push(&Batch::new(columns, 4).with_changes(Some(changes)));
        lines.text
    }

    // Prefixes as Flink 2.3.0 prints them at parallelism 1 and 3.
    #[test]
    fn lines_are_prefixed_by_identifier_and_shard() {
        assert_eq!(printed("", 0, 1), "+I[1, 1]\n-U[1, 1]\n+U[1, 2]\n-D[2, null]\n");
        assert_eq!(printed("id", 0, 1).lines().next(), Some("id> +I[1, 1]"));
        assert_eq!(printed("", 2, 3).lines().next(), Some("3> +I[1, 1]"));
        assert_eq!(printed("id", 0, 3).lines().next(), Some("id:1> +I[1, 1]"));
    }

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _text: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_output_ends_the_job_with_a_sentence() {
        let failure = write_to("standard output", Closed, b"+I[1]\n").unwrap_err();
        assert_eq!(failure, Failure::unwanted("nobody reads standard output any more: it was closed"));
    }
}
