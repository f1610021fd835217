//! The sink: rows as lines of files that appear whole.
//!
//! Each writer has one file in progress per partition, under a name that begins with a point. A file is closed when it is large or
//! old enough ([`Rolling`]) or its partition is due ([`commit`]); then it gets its own name, `part-<run>-<shard>-<number>`, by
//! which readers see it: at once when the input has no end; when the whole input has ended without a failure otherwise, in one
//! go by the last writer ([`ending`]).

mod commit;
mod compaction;
mod ending;
mod part;
mod partition_time;
mod writer;

use crate::OPTIONS;
use crate::glob;
use crate::partition::Partitions;
use crate::path::{failed, local};
use commit::{Commits, Trigger};
use compaction::Compaction;
use ending::Ending;
use part::Rolling;
use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use waterwheel::Failure;
use waterwheel::connector::{Insertion, Options, Table};
use waterwheel::sink::{Sink, Writer};
use waterwheel::types::{DataType, Field, Kind, Schema};
use waterwheel_formats::{Encoding, Format, options_of};
use writer::FileWriter;

/// See the module.
#[derive(Debug)]
pub(crate) struct FileSink(Arc<Target>);

/// What all writers of a sink share.
#[derive(Debug)]
struct Target {
    root: PathBuf,
    encoding: Encoding,
    partitions: Partitions,
    /// The table's columns that stand in the files, by position.
    columns: Vec<usize>,
    /// The columns of the partitions, by position.
    keys: Vec<(usize, DataType)>,
    rolling: Rolling,
    /// How small files are merged, where they are.
    compaction: Option<Compaction>,
    /// Whether files are seen only when the whole input has ended.
    publishes_at_end: bool,
    /// How partitions are marked as complete, where they are.
    commits: Option<Commits>,
    /// Tells the files of this run from those of others.
    run: String,
    ending: Ending,
}

impl FileSink {
    pub(crate) fn new(table: &Table, insertion: &Insertion, format: &dyn Format) -> Result<Self, Failure> {
        let partitions = Partitions::of(table);
        let options = Options::new(&table.options, "", OPTIONS);
        let schema = partitions.file_schema(&table.schema);
        let position = |name: &str| table.schema.index_of(name).expect("a column of the same schema");
        let root = folder(options.required("path")?)?;
        let trigger = Trigger::from_options(&options, &partitions)?;
        let marker = success_file(&options)?;
        let compaction = Compaction::from_options(&options, insertion.is_batch)?;
        let rolling = Rolling::from_options(&options)?;
        let is_whole = partitions.fields.is_empty();
        let check_ns = insertion.checkpoint_interval_ms.map_or(rolling.check_ns, |ms| ms.saturating_mul(1_000_000));
        Ok(FileSink(Arc::new(Target {
            encoding: format.encoding(&options_of(&table.options, format), &schema)?,
            columns: schema.fields.iter().map(|f| position(&f.name)).collect(),
            keys: keys(&partitions, &table.schema)?,
            rolling,
            compaction,
            publishes_at_end: insertion.is_bounded,
            // As in Flink, a table without partitions is marked as a whole in batch mode only.
            ending: Ending::new(
                root.clone(),
                insertion.overwrite,
                is_whole,
                marker.clone().filter(|_| !is_whole || insertion.is_batch),
                compaction,
            ),
            commits: marker.filter(|_| !is_whole).map(|marker| Commits::new(trigger, root.clone(), marker, check_ns)),
            root,
            partitions,
            run: run_name(),
        })))
    }
}

/// The folder to write to, which is one: wildcards are for reading.
fn folder(path: &str) -> Result<PathBuf, Failure> {
    let folder = local(path)?;
    let text = folder.to_string_lossy();
    if glob::has_wildcards(&text) {
        return Err(Failure::world(format!("option 'path' = '{path}': a table that is written to has no wildcards in its path"))
            .about_value("path")
            .hint("name one folder; `\\` before * ? [ { makes it a part of the name"));
    }
    Ok(PathBuf::from(glob::literal(&text)))
}

fn keys(partitions: &Partitions, schema: &Schema) -> Result<Vec<(usize, DataType)>, Failure> {
    let key = |field: &Field| {
        let kind = &field.data_type.kind;
        let is_number = kind.is_integer() || matches!(kind, Kind::Decimal { .. } | Kind::Float | Kind::Double);
        let named = kind.is_text() || is_number || matches!(kind, Kind::Boolean | Kind::Date | Kind::Timestamp(_) | Kind::TimestampLtz(_));
        let position = schema.index_of(&field.name).expect("keys were checked");
        if named {
            return Ok((position, field.data_type.clone()));
        }
        Err(Failure::world(format!("PARTITIONED BY `{}`: a folder cannot be named after a {} when writing", field.name, field.data_type))
            .hint("cast it to STRING in the query and declare the column so"))
    };
    partitions.fields.iter().map(key).collect()
}

/// The name of the file that marks a complete partition, when partitions are to be marked.
fn success_file(options: &Options<'_>) -> Result<Option<String>, Failure> {
    let key = "sink.partition-commit.policy.kind";
    let Some(kinds) = options.get(key) else { return Ok(None) };
    if let Some(other) = kinds.split(',').find(|kind| !kind.eq_ignore_ascii_case("success-file")) {
        return Err(options.refused(key, kinds, "success-file").hint(match other {
            "metastore" => "there is no Hive metastore here to tell",
            "custom" => "there is no JVM here to run a class",
            _ => "the file's name is the option 'sink.partition-commit.success-file.name'",
        }));
    }
    Ok(Some(options.required("sink.partition-commit.success-file.name")?.to_owned()))
}

/// A name that no other run has: nanoseconds since 1970 and the process.
fn run_name() -> String {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |t| t.as_nanos() as u64);
    format!("{nanos:016x}{:08x}", std::process::id())
}

impl Sink for FileSink {
    fn prepare(&self) -> Result<(), Failure> {
        let root = &self.0.root;
        if root.exists() && !root.is_dir() {
            return Err(Failure::world(format!("cannot write to {}: it is a file", root.display())).hint("'path' of a sink names a folder"));
        }
        fs::create_dir_all(root).map_err(|e| failed("create the folder", root, &e))?;
        let probe = root.join(format!(".probe-{}", self.0.run));
        File::create(&probe).and_then(|_| fs::remove_file(&probe)).map_err(|e| failed("write to", root, &e))
    }

    fn writer(&self, shard: usize, shards: usize) -> Result<Box<dyn Writer>, Failure> {
        Ok(Box::new(FileWriter::new(Arc::clone(&self.0), shard, shards)))
    }

    fn accepts_updates(&self) -> bool {
        false
    }

    fn shows_at_end_only(&self) -> bool {
        self.0.publishes_at_end
    }
}
