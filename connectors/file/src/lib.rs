//! The connector `filesystem`: folders of files as tables.
//!
//! Reading is bounded: the files that lie under the path when the job starts. One file is one split; a file of lines is cut into
//! chunks that shards decode in parallel. Writing puts one file at a time per shard and partition under a hidden name and renames
//! it when it is complete, so that whoever lists the folder sees whole files only.
//!
//! Paths are local: `file:` or none. This is the connector that others copy.

mod compression;
mod glob;
mod listing;
mod partition;
mod path;
mod reader;
mod sink;
mod source;
mod window;

use std::path::Path;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::connector::{Connector, OptionSpec, Scan, Table};
use waterwheel::sink::Sink;
use waterwheel::source::Source;
use waterwheel::types::{DataType, Kind};
use waterwheel_formats::{Format, check_options, format, formats};

/// The connector, for a job's register.
pub fn connector() -> Arc<dyn Connector> {
    Arc::new(Filesystem)
}

#[derive(Debug)]
struct Filesystem;

const fn option(key: &'static str, doc: &'static str) -> OptionSpec {
    OptionSpec { key, doc, required: false }
}

const OPTIONS: &[OptionSpec] = &[
    OptionSpec {
        key: "path",
        doc: "the file or folder, when reading also with * ? [a-z] {a,b}; folders are read with all below them, but for hidden names (_x, .x)",
        required: true,
    },
    OptionSpec { key: "format", doc: "the format of the files, such as json or csv", required: true },
    option("source.path.regex-pattern", "read only files whose whole path matches this expression"),
    option("source.monitor-interval", "watch the folder for new files: not supported yet"),
    option("source.report-statistics", "accepted for Flink's sake, without effect"),
    option("source.line-bytes-max", "the longest line that is read, such as 64mb (default); not an option of Flink"),
    option("partition.default-name", "the name of a partition's folder when its value is NULL or empty (default __DEFAULT_PARTITION__)"),
    option("sink.rolling-policy.file-size", "a file is complete at this size (default 128MB)"),
    option("sink.rolling-policy.rollover-interval", "a file is complete after being open so long (default 30 min)"),
    option("sink.rolling-policy.check-interval", "how often the two are looked at (default 1 min)"),
    option("sink.rolling-policy.inactivity-interval", "a file is complete when nothing was written for so long (default 30 min)"),
    option("sink.partition-commit.trigger", "when a partition is complete: process-time (default) or partition-time"),
    option("sink.partition-commit.delay", "how long after its time a partition is complete (default 0 s)"),
    option("sink.partition-commit.policy.kind", "how a complete partition is marked: success-file"),
    option("sink.partition-commit.success-file.name", "the name of that file (default _SUCCESS)"),
    option("sink.partition-commit.watermark-time-zone", "the zone of partition times (default UTC)"),
    option("sink.shuffle-by-partition.enable", "accepted for Flink's sake, without effect"),
    option("sink.parallelism", "accepted for Flink's sake: every shard writes"),
    option("partition.time-extractor.kind", "how a partition's time is found: default"),
    option("partition.time-extractor.timestamp-pattern", "the partition's time from its values, such as $dt $hr:00:00"),
    option("partition.time-extractor.timestamp-formatter", "the form of that time (default yyyy-MM-dd HH:mm:ss)"),
    option("auto-compaction", "merge small files: not supported yet"),
    option("compaction.file-size", "the size of merged files: not supported yet"),
    option("scan.watermark.*", "how watermarks are emitted; the engine's to read"),
];

impl Connector for Filesystem {
    fn name(&self) -> &'static str {
        "filesystem"
    }

    fn options(&self) -> &'static [OptionSpec] {
        OPTIONS
    }

    fn metadata(&self) -> Vec<(&'static str, DataType)> {
        vec![
            ("file.path", Kind::STRING.not_null()),
            ("file.name", Kind::STRING.not_null()),
            ("file.size", Kind::BigInt.not_null()),
            ("file.modification-time", Kind::TimestampLtz(3).not_null()),
        ]
    }

    fn source(&self, table: &Table, scan: &Scan) -> Result<Arc<dyn Source>, Failure> {
        let format = checked(table)?;
        Ok(Arc::new(source::FileSource::new(table, scan, format)?))
    }

    fn sink(&self, table: &Table) -> Result<Arc<dyn Sink>, Failure> {
        let format = checked(table)?;
        Ok(Arc::new(sink::FileSink::new(table, format)?))
    }

    fn warnings(&self, table: &Table) -> Vec<String> {
        let format = table.options.get("format").and_then(|name| format(name));
        check_options(table, OPTIONS, format).unwrap_or_default()
    }

    fn location(&self, table: &Table) -> Option<String> {
        let path = path::local(table.options.get("path")?).ok()?;
        Some(path.display().to_string())
    }

    fn covers(&self, table: &Table, location: &str) -> bool {
        let path = table.options.get("path").and_then(|path| path::local(path).ok());
        path.is_some_and(|path| Path::new(location).starts_with(&path) || glob::covers(&path.to_string_lossy(), Path::new(location)))
    }
}

/// The table's format, its options and partition columns being known ones.
fn checked(table: &Table) -> Result<&'static dyn Format, Failure> {
    let name = table.options.get("format");
    let found = name.and_then(|name| format(name));
    check_options(table, OPTIONS, found)?;
    for key in ["source.monitor-interval", "auto-compaction", "compaction.file-size"] {
        let given = table.options.get(key).filter(|value| value.as_str() != "false");
        if given.is_some() {
            return Err(Failure::world(format!("option '{key}' of table {} is not supported yet", table.name)).hint("leave it out"));
        }
    }
    partition::check_keys(table)?;
    found.ok_or_else(|| unknown_format(name.map_or("", String::as_str)))
}

fn unknown_format(name: &str) -> Failure {
    let known: Vec<&str> = formats().iter().map(|f| f.name()).collect();
    let failure = Failure::world(format!("unknown format '{name}'; known are: {}", known.join(", ")));
    match waterwheel_formats::nearest(name, &known) {
        Some(meant) => failure.hint(format!("did you mean '{meant}'?")),
        None => failure,
    }
}
