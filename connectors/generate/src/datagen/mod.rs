//! The `datagen` connector: random values and sequences, with Flink's options.
//!
//! The table ends when `number-of-rows` says so or when a sequence does, whichever is first; else it does not end. Rows
//! come at `rows-per-second`, a second's worth at a time, bounded or not. What is ours: the values depend on `seed` (or, without
//! it, on the table's name), the column's name and the row's number only, so every run makes the same table, at any number of
//! shards. DATE, TIME and timestamps tell the time, as Flink's do, and differ from run to run.
//!
//! Where Flink starts and then fails, or wraps silently, the table is refused: bounds out of order or beyond the column's
//! type, lengths that cannot be, NULL as a MAP's key.

mod field;

use crate::options::{IDLE_TIMEOUT, OTHER_WATERMARK_OPTIONS, Options};
use crate::rows::{Generate, RowSource};
use field::Column;
use std::ops::Range;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::connector::{Connector, Insertion, OptionSpec, OptionType, Scan, Table};
use waterwheel::sink::Sink;
use waterwheel::source::Source;
use waterwheel::types::ColumnBuilder;
use waterwheel_types::hash::hash_bytes;

/// The connector named `datagen`.
pub fn connector() -> Arc<dyn Connector> {
    Arc::new(Datagen)
}

#[derive(Debug)]
struct Datagen;

const NAME: &str = "datagen";
const ROWS_PER_SECOND: u64 = 10_000;

const OPTIONS: &[OptionSpec] = &[
    OptionSpec::new("rows-per-second", OptionType::Count, "10000", "rows that become due at the start of each second"),
    OptionSpec::new("number-of-rows", OptionType::Integer, "", "rows of the table, which is else endless unless a column is a sequence"),
    OptionSpec::new("seed", OptionType::Integer, "", "decides all values, else the table's name does; not an option of Flink"),
    OptionSpec::new("scan.parallelism", OptionType::Count, "", "accepted for Flink's sake: every shard generates"),
    OptionSpec::new("fields.#.kind", OptionType::OneOf(&["random", "sequence"]), "random", "what the column's values are"),
    OptionSpec::new("fields.#.min", OptionType::Number, "", "smallest random number: else the type's, 0 for FLOAT, DOUBLE, DECIMAL"),
    OptionSpec::new("fields.#.max", OptionType::Number, "", "largest random number: else the type's"),
    OptionSpec::new("fields.#.start", OptionType::Integer, "", "first value of a sequence"),
    OptionSpec::new("fields.#.end", OptionType::Integer, "", "last value of a sequence; the table ends there"),
    OptionSpec::new("fields.#.length", OptionType::Count, "", "characters, bytes (else the type's, or 100) or elements (else 3)"),
    OptionSpec::new("fields.#.var-len", OptionType::Flag, "false", "whether lengths vary from 1 to one less than the length"),
    OptionSpec::new("fields.#.max-past", OptionType::Duration, "0 ms", "how far timestamps lie behind the clock at most"),
    OptionSpec::new("fields.#.null-rate", OptionType::Share, "0", "share of NULLs"),
    OptionSpec::new("fields.*", OptionType::Text, "", "the same for parts: `.element.`, `.key.`, `.value.` or a field's name in between"),
    IDLE_TIMEOUT,
    OTHER_WATERMARK_OPTIONS,
];

impl Connector for Datagen {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> &'static str {
        "rows made up: random values and sequences"
    }

    fn options(&self) -> &'static [OptionSpec] {
        OPTIONS
    }

    fn source(&self, table: &Table, scan: &Scan) -> Result<Arc<dyn Source>, Failure> {
        let mut options = Options::new(table, NAME, OPTIONS);
        let rows_per_second = options.number::<i64>("rows-per-second")?.unwrap_or(ROWS_PER_SECOND as i64);
        if rows_per_second <= 0 {
            return Err(options.wrong(format!("'rows-per-second' must be more than 0, not {rows_per_second}.")));
        }
        let number_of_rows = options.number::<i64>("number-of-rows")?.map(|rows| rows.max(0) as u64);
        let seed = options.number::<i64>("seed")?.map_or_else(|| hash_bytes(table.name.as_bytes(), 0), |seed| seed as u64);
        let fields = table.schema.fields.iter();
        let columns = fields.map(|f| Column::read(&f.name, &f.data_type, seed, &mut options)).collect::<Result<Vec<_>, _>>()?;
        options.finish()?;
        let rows = columns.iter().filter_map(Column::rows).chain(number_of_rows).min();
        let wanted = |index: &usize| (table.schema.fields[*index].data_type.clone(), columns[*index].clone());
        let (types, columns) = scan.columns.iter().map(wanted).unzip();
        let rows_per_second = Some(rows_per_second as u64);
        Ok(RowSource { name: NAME, rows, rows_per_second, types, generate: Columns(columns) }.shared())
    }

    fn sink(&self, table: &Table, _: &Insertion) -> Result<Arc<dyn Sink>, Failure> {
        Err(Options::new(table, NAME, OPTIONS)
            .wrong("Connector 'datagen' can only be used as a source. It cannot be used as a sink.")
            .about_value("connector")
            .hint("to write rows, use filesystem, print or blackhole"))
    }
}

#[derive(Debug)]
struct Columns(Vec<Column>);

impl Generate for Columns {
    fn fill(&self, rows: Range<u64>, wall_ms: i64, builders: &mut [ColumnBuilder]) {
        for (column, builder) in self.0.iter().zip(builders) {
            column.fill(rows.clone(), wall_ms, builder);
        }
    }
}
