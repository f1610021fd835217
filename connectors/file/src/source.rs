//! The source: a table's files as splits.

use crate::OPTIONS;
use crate::listing::{FileEntry, Listing};
use crate::partition::Partitions;
use crate::path::local;
use crate::reader::{FileReader, Files};
use crate::watch::Watch;
use fancy_regex::Regex;
use std::sync::{Arc, OnceLock};
use waterwheel::Failure;
use waterwheel::connector::{Options, Scan, Table};
use waterwheel::source::{Reader, Source, Split};
use waterwheel::types::column::column_of;
use waterwheel::types::{Column, DataType, Timestamp, Value};
use waterwheel_formats::{Decode, Decoding, Format, Framing, options_of};

/// How many bytes of a file of lines make a chunk.
pub(crate) const CHUNK_BYTES: u64 = 1 << 20;

/// See the module.
#[derive(Debug)]
pub(crate) struct FileSource {
    plan: Arc<Plan>,
    extent: Extent,
}

/// Which files the source reads.
#[derive(Debug)]
enum Extent {
    /// Those that there are at the start; set by the first call to `splits`.
    Once(Box<Listing>, OnceLock<Arc<[Arc<FileEntry>]>>),
    /// Those that appear, too.
    Watched(Arc<Watch>),
}

/// What every reader of a source knows.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) decoding: Decoding,
    pub(crate) outputs: Vec<Output>,
    pub(crate) line_bytes_max: u64,
}

/// Where a column of the result comes from.
#[derive(Debug)]
pub(crate) enum Output {
    /// The next column of the decoder.
    Decoded,
    /// The same for all rows of a file: a partition's value by position, or metadata by key.
    Partition(usize, DataType),
    Metadata(String, DataType),
}

impl FileSource {
    pub(crate) fn new(table: &Table, scan: &Scan, format: &dyn Format) -> Result<Self, Failure> {
        let partitions = Partitions::of(table).reading(&table.schema, &scan.columns);
        let options = Options::new(&table.options, "", OPTIONS);
        let pattern = options.get("source.path.regex-pattern").map(|pattern| whole_match(pattern, &options)).transpose()?;
        let plan = Plan {
            decoding: decoding(table, scan, format, &partitions)?,
            outputs: outputs(table, scan, &partitions),
            line_bytes_max: options.bytes("source.line-bytes-max")?.expect("it has a default"),
        };
        let listing = Listing { path: local(options.required("path")?)?, pattern, partitions };
        let extent = match monitor_ns(&options)? {
            Some(every_ns) => Extent::Watched(Arc::new(Watch::new(listing, plan.decoding.framing, every_ns))),
            None => Extent::Once(Box::new(listing), OnceLock::new()),
        };
        Ok(FileSource { plan: Arc::new(plan), extent })
    }
}

fn monitor_ns(options: &Options<'_>) -> Result<Option<u64>, Failure> {
    let key = "source.monitor-interval";
    match options.millis(key)? {
        Some(0) => Err(options.refused(key, "0", "a duration of more than 0")),
        every_ms => Ok(every_ms.map(|ms| ms.saturating_mul(1_000_000))),
    }
}

/// How many chunks a file has: only lines of a file that is as it is written can be told apart anywhere.
pub(crate) fn chunks_of(file: &FileEntry, framing: Framing) -> u64 {
    let divisible = framing == Framing::Lines && file.compression.is_none();
    if divisible { file.bytes.div_ceil(CHUNK_BYTES).max(1) } else { 1 }
}

/// Java's `matches`: the expression must cover the whole path.
fn whole_match(pattern: &str, options: &Options<'_>) -> Result<Regex, Failure> {
    Regex::new(&format!("^(?:{pattern})$"))
        .map_err(|e| options.refused("source.path.regex-pattern", pattern, "a regular expression").at(e.to_string()))
}

fn decoding(table: &Table, scan: &Scan, format: &dyn Format, partitions: &Partitions) -> Result<Decoding, Failure> {
    let schema = partitions.file_schema(&table.schema);
    let wanted = scan.columns.iter().filter_map(|&c| schema.index_of(&table.schema.fields[c].name));
    let columns: Vec<usize> = wanted.collect();
    format.decoding(&options_of(&table.options, format), &Decode { schema: &schema, columns: &columns })
}

fn outputs(table: &Table, scan: &Scan, partitions: &Partitions) -> Vec<Output> {
    let physical = scan.columns.iter().map(|&column| {
        let field = &table.schema.fields[column];
        match partitions.position(&field.name) {
            Some(key) => Output::Partition(key, field.data_type.clone()),
            None => Output::Decoded,
        }
    });
    let metadata = scan.metadata.iter().map(|(key, data_type)| Output::Metadata(key.clone(), data_type.clone()));
    physical.chain(metadata).collect()
}

impl Output {
    /// The one value of all rows of `file`, as a column of one row; `None` for a decoded column.
    pub(crate) fn constant(&self, file: &FileEntry) -> Option<Column> {
        let (value, data_type) = match self {
            Output::Decoded => return None,
            Output::Partition(key, data_type) => (file.partition[*key].clone(), data_type),
            Output::Metadata(key, data_type) => (metadata(key, file), data_type),
        };
        Some(column_of(data_type, [&value]))
    }
}

fn metadata(key: &str, file: &FileEntry) -> Value {
    match key {
        "file.path" => Value::String(file.path.display().to_string()),
        "file.name" => Value::String(file.path.file_name().unwrap_or_default().to_string_lossy().into_owned()),
        "file.size" => Value::BigInt(file.bytes as i64),
        _ => Value::Timestamp(Timestamp::from_millis(file.modified_ms)),
    }
}

impl Source for FileSource {
    fn splits(&self) -> Result<Vec<Split>, Failure> {
        let (listing, known) = match &self.extent {
            Extent::Once(listing, known) => (listing, known),
            Extent::Watched(watch) => {
                watch.start()?;
                return Ok(vec![Split { name: "files".to_owned(), chunks: u64::MAX, bytes: None }]);
            }
        };
        let files: Arc<[Arc<FileEntry>]> = listing.files()?.into();
        let split = |file: &Arc<FileEntry>| {
            let chunks = chunks_of(file, self.plan.decoding.framing);
            Split { name: file.path.display().to_string(), chunks, bytes: Some(file.bytes) }
        };
        Ok(known.get_or_init(|| files).iter().map(split).collect())
    }

    fn reader(&self) -> Result<Box<dyn Reader>, Failure> {
        let files = match &self.extent {
            Extent::Once(_, known) => {
                Files::Listed(Arc::clone(known.get().ok_or_else(|| Failure::bug("a reader was asked for before the splits"))?))
            }
            Extent::Watched(watch) => Files::Watched(Arc::clone(watch)),
        };
        Ok(Box::new(FileReader::new(Arc::clone(&self.plan), files)))
    }

    fn is_bounded(&self) -> bool {
        matches!(self.extent, Extent::Once(..))
    }
}
