//! What a connector is to the engine: a name in `'connector' = '…'`, options, and a source, a sink or both.
//!
//! The job hands a [`Table`] to the [`Connector`] of that name. Which options exist is declared as data, so that unknown
//! ones are found, documented and listed in one place for all connectors.

pub mod options;

pub use options::{OptionSpec, OptionType, Options};

use crate::Failure;
use crate::sink::Sink;
use crate::source::Source;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use waterwheel_types::{DataType, Schema};

/// A table as its connector sees it.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its full name, for messages.
    pub name: String,
    /// The physical columns as declared (without computed and metadata columns).
    pub schema: Schema,
    /// The options of the WITH clause, `connector` included.
    pub options: BTreeMap<String, String>,
    /// The columns of PARTITIONED BY.
    pub partition_keys: Vec<String>,
    /// The columns of the PRIMARY KEY.
    pub primary_key: Vec<String>,
    /// The session's time zone (`table.local-time-zone`), an IANA name or an offset.
    pub time_zone: String,
}

/// What a query reads of a table.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Physical columns by position in the table's schema: what the batches of the source hold, in this order, followed by
    /// `metadata`.
    pub columns: Vec<usize>,
    /// Metadata columns: key and the type in which it is wanted.
    pub metadata: Vec<(String, DataType)>,
}

/// What a query does with the table that it writes to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Insertion {
    /// Rows replace what is there: the whole table, or the partitions that get rows.
    pub overwrite: bool,
    /// Whether the job runs in batch mode.
    pub is_batch: bool,
    /// Whether the input ends by itself: then the sink may publish nothing before that.
    pub is_bounded: bool,
    /// Whether anything in front of it has a watermark; else only the end of the input moves event time.
    pub has_watermark: bool,
    /// How often Flink would publish what is complete (`execution.checkpointing.interval`), in milliseconds.
    pub checkpoint_interval_ms: Option<u64>,
}

/// A kind of table: how to read it, how to write it.
pub trait Connector: Send + Sync + fmt::Debug {
    /// The name in `'connector' = '…'`.
    fn name(&self) -> &'static str;

    /// What it is, in one line for a list.
    fn about(&self) -> &'static str;

    /// The options it understands, those of formats excluded.
    fn options(&self) -> &'static [OptionSpec];

    /// The metadata columns it offers: key and type.
    fn metadata(&self) -> Vec<(&'static str, DataType)> {
        Vec::new()
    }

    /// A source of the table's rows. The failure, of cause `World`, says which option is wrong, what it may be and what it
    /// was; it must not touch the outside (that is for [`Source::splits`]).
    fn source(&self, table: &Table, scan: &Scan) -> Result<Arc<dyn Source>, Failure>;

    /// A sink for rows that a query writes to the table.
    fn sink(&self, table: &Table, insertion: &Insertion) -> Result<Arc<dyn Sink>, Failure>;

    /// Whether its sinks can replace what is there.
    fn overwrites(&self) -> bool {
        false
    }

    /// What a user should know of writing to the table in this way, each in one sentence.
    fn insertion_warnings(&self, _table: &Table, _insertion: &Insertion) -> Vec<String> {
        Vec::new()
    }

    /// What is odd about a table's options but no failure, each in one sentence for the user: an option without effect.
    fn warnings(&self, _table: &Table) -> Vec<String> {
        Vec::new()
    }

    /// Where rows that are written to the table lie, for connectors in which writing there would disturb reading.
    fn location(&self, _table: &Table) -> Option<String> {
        None
    }

    /// Whether a source of the table reads what lies at a location: the job refuses to write there.
    fn covers(&self, _table: &Table, _location: &str) -> bool {
        false
    }
}
