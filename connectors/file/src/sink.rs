//! The sink: rows as lines of files that appear whole.
//!
//! Each writer has one file in progress per partition, under a name that begins with a point. A file that is large or old enough is
//! closed and stays hidden; [`Writer::finish`] renames all of a writer's files, in the order in which they were written, to
//! `part-<run>-<shard>-<number>`. The last writer to finish marks the partitions as complete where the table asks for it.

use crate::glob;
use crate::partition::Partitions;
use crate::path::{failed, local};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use waterwheel::connector::Table;
use waterwheel::sink::{Sink, Writer};
use waterwheel::types::time::{write_date, write_iso_time};
use waterwheel::types::{DataType, Kind, Schema, Value, value_at};
use waterwheel::{Batch, Clock, Failure};
use waterwheel_formats::{Encoder, Encoding, Format, Options};

/// Encoded rows are handed to the file in pieces of this size.
const BUFFER_BYTES: usize = 256 << 10;

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
    /// The name of the file that marks a complete partition.
    success_file: Option<String>,
    /// Tells the files of this run from those of others.
    run: String,
    finished: Mutex<Finished>,
}

/// What the writers that have finished leave to the last one.
#[derive(Debug, Default)]
struct Finished {
    writers: usize,
    folders: BTreeSet<PathBuf>,
}

/// When a file is complete.
#[derive(Clone, Copy, Debug)]
struct Rolling {
    bytes: u64,
    open_ns: u64,
    inactive_ns: u64,
    check_ns: u64,
}

impl Rolling {
    fn from_options(options: &Options<'_>) -> Result<Self, Failure> {
        let interval = |key: &str, default: u64| options.millis(key, default).map(|ms| ms.saturating_mul(1_000_000));
        Ok(Rolling {
            bytes: options.bytes("sink.rolling-policy.file-size", 128 << 20)?,
            open_ns: interval("sink.rolling-policy.rollover-interval", 30 * 60_000)?,
            inactive_ns: interval("sink.rolling-policy.inactivity-interval", 30 * 60_000)?,
            check_ns: interval("sink.rolling-policy.check-interval", 60_000)?,
        })
    }
}

impl FileSink {
    pub(crate) fn new(table: &Table, format: &dyn Format) -> Result<Self, Failure> {
        let partitions = Partitions::of(table);
        let options = Options::new(&table.options, "");
        let schema = partitions.file_schema(&table.schema);
        let position = |name: &str| table.schema.index_of(name).expect("a column of the same schema");
        Ok(FileSink(Arc::new(Target {
            root: folder(options.required("path")?)?,
            encoding: format.encoding(&Options::of_format(&table.options, format), &schema)?,
            columns: schema.fields.iter().map(|f| position(&f.name)).collect(),
            keys: keys(&partitions, &table.schema)?,
            partitions,
            rolling: Rolling::from_options(&options)?,
            success_file: success_file(&options)?,
            run: run_name(),
            finished: Mutex::default(),
        })))
    }
}

/// The folder to write to, which is one: wildcards are for reading.
fn folder(path: &str) -> Result<PathBuf, Failure> {
    let folder = local(path)?;
    let text = folder.to_string_lossy();
    if glob::has_wildcards(&text) {
        return Err(Failure::world(format!("option 'path' = '{path}': a table that is written to has no wildcards in its path"))
            .hint("name one folder; `\\` before * ? [ { makes it a part of the name"));
    }
    Ok(PathBuf::from(glob::literal(&text)))
}

fn keys(partitions: &Partitions, schema: &Schema) -> Result<Vec<(usize, DataType)>, Failure> {
    let key = |field: &waterwheel::types::Field| {
        let kind = &field.data_type.kind;
        let named = kind.is_text() || kind.is_integer() || matches!(kind, Kind::Boolean | Kind::Date);
        let position = schema.index_of(&field.name).expect("keys were checked");
        if named {
            return Ok((position, field.data_type.clone()));
        }
        Err(Failure::world(format!("PARTITIONED BY `{}`: a folder cannot be named after a {} when writing", field.name, field.data_type))
            .hint("cast it to STRING in the query and declare the column so"))
    };
    partitions.fields.iter().map(key).collect()
}

/// The name of the success file, when partitions are to be marked. Only the end of the input completes a partition so far.
fn success_file(options: &Options<'_>) -> Result<Option<String>, Failure> {
    let key = "sink.partition-commit.policy.kind";
    let Some(kind) = options.get(key) else { return Ok(None) };
    if kind != "success-file" {
        return Err(options.unsupported(key, kind, "success-file"));
    }
    Ok(Some(options.get("sink.partition-commit.success-file.name").unwrap_or("_SUCCESS").to_owned()))
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
        Ok(Box::new(FileWriter {
            encoder: self.0.encoding.encoder(),
            target: Arc::clone(&self.0),
            shard,
            shards,
            parts: BTreeMap::new(),
            complete: Vec::new(),
            numbered: 0,
            checked_ns: 0,
        }))
    }

    fn accepts_updates(&self) -> bool {
        false
    }
}

/// The writer of one shard.
struct FileWriter {
    target: Arc<Target>,
    encoder: Box<dyn Encoder>,
    shard: usize,
    shards: usize,
    /// The file in progress of each partition, by the partition's folder.
    parts: BTreeMap<String, Part>,
    /// Complete files, still hidden: from, to.
    complete: Vec<(PathBuf, PathBuf)>,
    /// How many files were begun.
    numbered: usize,
    /// When files were last looked at for their age.
    checked_ns: u64,
}

/// A file in progress.
struct Part {
    file: File,
    hidden: PathBuf,
    path: PathBuf,
    buffer: Vec<u8>,
    bytes: u64,
    /// When a flush first and last saw it, and last saw it grown.
    since_ns: Option<u64>,
    grown_ns: u64,
    grown_bytes: u64,
}

impl Part {
    fn write_out(&mut self) -> Result<(), Failure> {
        self.file.write_all(&self.buffer).map_err(|e| failed("write", &self.hidden, &e))?;
        self.buffer.clear();
        Ok(())
    }

    /// Whether it has been open or idle for too long at `now`.
    fn is_old(&mut self, now: u64, rolling: &Rolling) -> bool {
        let since = *self.since_ns.get_or_insert(now);
        if self.bytes > self.grown_bytes {
            (self.grown_ns, self.grown_bytes) = (now, self.bytes);
        }
        now - since >= rolling.open_ns || now - self.grown_ns >= rolling.inactive_ns
    }
}

impl FileWriter {
    /// Appends one row of `rows`, which holds the columns of the files, to the file of a partition.
    fn append(&mut self, folder: &str, rows: &Batch, row: usize) -> Result<(), Failure> {
        if !self.parts.contains_key(folder) {
            let part = self.begin(folder)?;
            self.parts.insert(folder.to_owned(), part);
        }
        let part = self.parts.get_mut(folder).expect("begun above");
        let before = part.buffer.len();
        self.encoder.encode(rows, row, &mut part.buffer)?;
        part.bytes += (part.buffer.len() - before) as u64;
        if part.buffer.len() >= BUFFER_BYTES {
            part.write_out()?;
        }
        if part.bytes >= self.target.rolling.bytes {
            self.complete(folder)?;
        }
        Ok(())
    }

    fn begin(&mut self, folder: &str) -> Result<Part, Failure> {
        let folder = self.target.root.join(folder);
        fs::create_dir_all(&folder).map_err(|e| failed("create the folder", &folder, &e))?;
        let name = format!("part-{}-{}-{}", self.target.run, self.shard, self.numbered);
        self.numbered += 1;
        let hidden = folder.join(format!(".{name}.inprogress"));
        let file = File::create_new(&hidden).map_err(|e| failed("create", &hidden, &e))?;
        Ok(Part { file, path: folder.join(name), hidden, buffer: Vec::new(), bytes: 0, since_ns: None, grown_ns: 0, grown_bytes: 0 })
    }

    /// Closes a partition's file; it stays hidden.
    fn complete(&mut self, folder: &str) -> Result<(), Failure> {
        if let Some(mut part) = self.parts.remove(folder) {
            part.write_out()?;
            part.file.sync_all().map_err(|e| failed("write", &part.hidden, &e))?;
            self.complete.push((part.hidden, part.path));
        }
        Ok(())
    }

    fn complete_old(&mut self, now: u64) -> Result<(), Failure> {
        if now - self.checked_ns < self.target.rolling.check_ns {
            return Ok(());
        }
        self.checked_ns = now;
        let rolling = self.target.rolling;
        let old: Vec<String> =
            self.parts.iter_mut().filter_map(|(folder, part)| part.is_old(now, &rolling).then(|| folder.clone())).collect();
        old.iter().try_for_each(|folder| self.complete(folder))
    }

    fn publish(&mut self) -> Result<BTreeSet<PathBuf>, Failure> {
        let mut folders = BTreeSet::new();
        for (hidden, path) in self.complete.drain(..) {
            fs::rename(&hidden, &path).map_err(|e| failed("rename", &hidden, &e))?;
            folders.extend(path.parent().map(Path::to_owned));
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))?;
        Ok(folders)
    }

    /// Marks all partitions as complete when this is the last writer.
    fn commit_partitions(&self, folders: BTreeSet<PathBuf>) -> Result<(), Failure> {
        let mut finished = self.target.finished.lock().unwrap_or_else(PoisonError::into_inner);
        finished.writers += 1;
        finished.folders.extend(folders);
        let Some(name) = self.target.success_file.as_ref().filter(|_| finished.writers == self.shards) else { return Ok(()) };
        for folder in &finished.folders {
            let path = folder.join(name);
            File::create(&path).map_err(|e| failed("create", &path, &e))?;
        }
        Ok(())
    }
}

/// Makes renames in a folder survive a power failure.
fn sync_folder(folder: &Path) -> Result<(), Failure> {
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| failed("sync", folder, &e))
}

/// Names the folder of each row's partition, keeping the last one: neighbours tend to be of the same partition.
struct Folders<'a> {
    target: &'a Target,
    batch: &'a Batch,
    values: Vec<Value>,
    folder: String,
}

impl<'a> Folders<'a> {
    fn new(target: &'a Target, batch: &'a Batch) -> Self {
        Folders { target, batch, values: Vec::new(), folder: String::new() }
    }

    fn of(&mut self, row: usize) -> &str {
        if self.target.keys.is_empty() {
            return "";
        }
        let values: Vec<Value> =
            self.target.keys.iter().map(|(column, data_type)| value_at(self.batch.column(*column), data_type, row)).collect();
        if values != self.values {
            let texts: Vec<Option<String>> = values.iter().map(text_of).collect();
            self.folder = self.target.partitions.folder(&texts);
            self.values = values;
        }
        &self.folder
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Boolean(v) => Some(v.to_string()),
        Value::Date(days) => {
            let mut text = String::new();
            write_date((*days).into(), &mut text);
            Some(text)
        }
        Value::Timestamp(point) => {
            let (days, nanos) = point.day_and_nanos();
            let mut text = String::new();
            write_date(days, &mut text);
            text.push('T');
            write_iso_time(nanos, true, &mut text);
            Some(text)
        }
        other => other.as_i64().map(|v| v.to_string()),
    }
}

impl Writer for FileWriter {
    fn write(&mut self, batch: &Batch, _watermark: i64) -> Result<(), Failure> {
        assert!(batch.changes().is_none_or(|changes| changes.iter().all(|c| c.is_addition())), "a sink of insertions was given a deletion");
        let target = Arc::clone(&self.target);
        let rows = Batch::new(target.columns.iter().map(|&c| Arc::clone(batch.column(c))).collect(), batch.rows());
        let mut folders = Folders::new(&target, batch);
        (0..batch.rows()).try_for_each(|row| self.append(folders.of(row), &rows, row))
    }

    fn flush(&mut self, clock: &Clock) -> Result<(), Failure> {
        self.parts.values_mut().try_for_each(Part::write_out)?;
        self.complete_old(clock.now())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        let folders: Vec<String> = self.parts.keys().cloned().collect();
        folders.iter().try_for_each(|folder| self.complete(folder))?;
        let published = self.publish()?;
        self.commit_partitions(published)
    }
}
