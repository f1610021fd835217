//! The connector `filesystem`: folders of files as tables.
//!
//! Reading is bounded, the files being those under the path when the job starts, unless the table says how often to look for more. One file
//! is one split; a file of lines is cut into chunks that shards decode in parallel. Writing puts one file at a time per shard and partition
//! under a hidden name and renames it when it is complete, so that whoever lists the folder sees whole files only.
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
mod watch;
mod window;

use std::path::Path;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::connector::options::{missing, nearest};
use waterwheel::connector::{Connector, Insertion, OptionSpec, OptionType, Scan, Table};
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

const OPTIONS: &[OptionSpec] = &[
    OptionSpec::required(
        "path",
        OptionType::Text,
        "the file or folder, when reading also with * ? [a-z] {a,b}; folders are read with all below them, but for hidden names (_x, .x)",
    ),
    OptionSpec::required("format", OptionType::Text, "the format of the files: json, csv, raw"),
    OptionSpec::new(
        "source.monitor-interval",
        OptionType::Duration,
        "",
        "look for new files this often: the table has no end then; else it is what there is at the start",
    ),
    OptionSpec::new("source.path.regex-pattern", OptionType::Text, "", "read only files whose whole path matches this expression"),
    OptionSpec::new(
        "source.report-statistics",
        OptionType::OneOfAnyCase(&["NONE", "ALL"]),
        "ALL",
        "accepted for Flink's sake, without effect",
    ),
    OptionSpec::new("source.line-bytes-max", OptionType::Bytes, "64mb", "the longest line that is read; not an option of Flink"),
    OptionSpec::new(
        "partition.default-name",
        OptionType::Text,
        "__DEFAULT_PARTITION__",
        "the folder of a partition whose value is NULL or empty",
    ),
    OptionSpec::new("sink.rolling-policy.file-size", OptionType::Bytes, "128mb", "a file is complete at this size"),
    OptionSpec::new("sink.rolling-policy.rollover-interval", OptionType::Duration, "30 min", "a file is complete after being open so long"),
    OptionSpec::new(
        "sink.rolling-policy.inactivity-interval",
        OptionType::Duration,
        "30 min",
        "a file is complete when nothing was written for so long",
    ),
    OptionSpec::new("sink.rolling-policy.check-interval", OptionType::Duration, "1 min", "how often files are looked at for their age"),
    OptionSpec::new(
        "sink.partition-commit.trigger",
        OptionType::OneOfAnyCase(&["process-time", "partition-time"]),
        "process-time",
        "what makes a partition complete: its age, or the watermark behind its own time",
    ),
    OptionSpec::new(
        "sink.partition-commit.delay",
        OptionType::Duration,
        "0 s",
        "by how much its age, or the watermark, has to be past that",
    ),
    OptionSpec::new("sink.partition-commit.watermark-time-zone", OptionType::Text, "UTC", "the zone of partition times"),
    OptionSpec::new("partition.time-extractor.kind", OptionType::OneOf(&["default"]), "default", "how a partition's time is found"),
    OptionSpec::new(
        "partition.time-extractor.timestamp-pattern",
        OptionType::Text,
        "",
        "the partition's time from its values, such as $dt $hr:00:00; else the first value",
    ),
    OptionSpec::new(
        "partition.time-extractor.timestamp-formatter",
        OptionType::Text,
        "",
        "the form of that time; else yyyy-MM-dd HH:mm:ss or yyyy-MM-dd",
    ),
    OptionSpec::new("sink.partition-commit.policy.kind", OptionType::Text, "", "how a complete partition is marked: success-file"),
    OptionSpec::new("sink.partition-commit.success-file.name", OptionType::Text, "_SUCCESS", "the name of that file"),
    OptionSpec::new("auto-compaction", OptionType::Flag, "false", "small files are merged before they are seen; not in batch mode"),
    OptionSpec::new("compaction.file-size", OptionType::Bytes, "", "merged files grow to this size; else to that of the rolling policy"),
    OptionSpec::new("sink.shuffle-by-partition.enable", OptionType::Flag, "false", "accepted for Flink's sake, without effect"),
    OptionSpec::new("sink.parallelism", OptionType::Count, "", "accepted for Flink's sake: every shard writes"),
    OptionSpec::new(
        "scan.watermark.idle-timeout",
        OptionType::Duration,
        "0 ms",
        "after so long without a row the table holds watermarks back no longer; 0: always",
    ),
    OptionSpec::new("scan.watermark.*", OptionType::Text, "", "accepted for Flink's sake, without effect"),
];

const NEVER_COMMITTED: &str = "no partition is ever complete: 'sink.partition-commit.trigger' = 'partition-time' waits for a watermark, \
                               and its input has none; declare WATERMARK FOR … on a table it reads, or use 'process-time'";

impl Connector for Filesystem {
    fn name(&self) -> &'static str {
        "filesystem"
    }

    fn about(&self) -> &'static str {
        "folders of files as tables"
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

    fn sink(&self, table: &Table, insertion: &Insertion) -> Result<Arc<dyn Sink>, Failure> {
        let format = checked(table)?;
        Ok(Arc::new(sink::FileSink::new(table, insertion, format)?))
    }

    fn overwrites(&self) -> bool {
        true
    }

    fn insertion_warnings(&self, table: &Table, insertion: &Insertion) -> Vec<String> {
        let says_when = |key: &String| key.starts_with("sink.rolling-policy.") || key.starts_with("sink.partition-commit.");
        let by_time = table.options.get("sink.partition-commit.trigger").is_some_and(|t| t.eq_ignore_ascii_case("partition-time"));
        if by_time && !insertion.is_bounded && !insertion.has_watermark {
            return vec![NEVER_COMMITTED.to_owned()];
        }
        if insertion.is_bounded || table.options.keys().any(says_when) {
            return Vec::new();
        }
        let warning = "its input has no end, and nobody sees its files before they are 128 MB large, 30 min old or idle for so long; \
                       'sink.rolling-policy.rollover-interval' = '1 min' with a 'check-interval' shows them sooner";
        vec![warning.to_owned()]
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
    let name = table.options.get("format").ok_or_else(|| missing("format"))?;
    let format = format(name).ok_or_else(|| unknown_format(name))?;
    check_options(table, OPTIONS, Some(format))?;
    partition::check_keys(table)?;
    Ok(format)
}

/// Formats of Flink that there are not yet.
const LATER: &[&str] = &[
    "avro",
    "avro-confluent",
    "canal-json",
    "debezium-avro-confluent",
    "debezium-json",
    "maxwell-json",
    "ogg-json",
    "orc",
    "parquet",
    "protobuf",
];

fn unknown_format(name: &str) -> Failure {
    let known = || formats().iter().map(|f| f.name());
    let all = known().collect::<Vec<_>>().join(", ");
    if LATER.contains(&name) {
        return Failure::world(format!("the format '{name}' is not supported yet")).about_value("format").hint(format!("there are {all}"));
    }
    let failure = Failure::world(format!("there is no format '{name}'")).about_value("format");
    match nearest(name, known()) {
        Some(meant) => failure.hint(format!("did you mean '{meant}'?")),
        None => failure.hint(format!("there are {all}")),
    }
}
