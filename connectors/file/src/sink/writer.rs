//! The writer of one shard.

use super::Target;
use super::part::{Complete, Part, sync_folder};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use waterwheel::sink::Writer;
use waterwheel::types::number_text::{write_f32, write_f64};
use waterwheel::types::time::{write_date, write_iso_time};
use waterwheel::types::{DataType, Kind, Value, value_at};
use waterwheel::{Batch, Clock, Failure};
use waterwheel_formats::{Encoder, write_decimal};

/// See the module.
pub(super) struct FileWriter {
    target: Arc<Target>,
    encoder: Box<dyn Encoder>,
    shard: usize,
    shards: usize,
    /// The file in progress of each partition, by the partition's folder.
    parts: BTreeMap<String, Part>,
    /// Complete files that are still hidden, in their order.
    complete: Vec<Complete>,
    /// Folders in which files were published.
    published: BTreeSet<PathBuf>,
    /// How many files were begun.
    numbered: usize,
    /// When files were last looked at for their age.
    aged_ns: u64,
    /// When partitions were last looked at.
    committed_ns: u64,
}

impl FileWriter {
    pub(super) fn new(target: Arc<Target>, shard: usize, shards: usize) -> Self {
        if let Some(commits) = &target.commits {
            commits.note_writers(shards);
        }
        FileWriter {
            encoder: target.encoding.encoder(),
            target,
            shard,
            shards,
            parts: BTreeMap::new(),
            complete: Vec::new(),
            published: BTreeSet::new(),
            numbered: 0,
            aged_ns: 0,
            committed_ns: 0,
        }
    }

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
        part.spill()?;
        if part.bytes >= self.target.rolling.bytes {
            self.complete(folder)?;
        }
        Ok(())
    }

    fn begin(&mut self, folder: &str) -> Result<Part, Failure> {
        let name = format!("part-{}-{}-{}", self.target.run, self.shard, self.numbered);
        self.numbered += 1;
        if let Some(commits) = self.commits() {
            commits.note_begun(folder, self.shard);
        }
        Part::begin(&self.target.root.join(folder), &name)
    }

    /// How partitions are marked while the job runs; `None` when that waits for the end of the input.
    fn commits(&self) -> Option<&super::Commits> {
        self.target.commits.as_ref().filter(|_| !self.target.publishes_at_end)
    }

    /// Closes a partition's file.
    fn complete(&mut self, folder: &str) -> Result<(), Failure> {
        if let Some(part) = self.parts.remove(folder) {
            self.complete.push(part.close()?);
        }
        Ok(())
    }

    fn complete_old(&mut self, now: u64) -> Result<(), Failure> {
        if now - self.aged_ns < self.target.rolling.check_ns {
            return Ok(());
        }
        self.aged_ns = now;
        let rolling = self.target.rolling;
        let old: Vec<String> =
            self.parts.iter_mut().filter_map(|(folder, part)| part.is_old(now, &rolling).then(|| folder.clone())).collect();
        old.iter().try_for_each(|folder| self.complete(folder))
    }

    /// Shows the complete files to readers.
    fn publish(&mut self) -> Result<(), Failure> {
        if let Some(compaction) = &self.target.compaction {
            self.complete = compaction.merged(std::mem::take(&mut self.complete))?;
        }
        self.complete.iter().try_for_each(Complete::publish)?;
        let folders: BTreeSet<PathBuf> = self.complete.drain(..).map(|file| file.folder().to_owned()).collect();
        folders.iter().try_for_each(|folder| sync_folder(folder))?;
        self.published.extend(folders);
        Ok(())
    }

    /// Publishes what is there of partitions that are due.
    fn commit_due(&mut self, now: u64, watermark: i64) -> Result<(), Failure> {
        let Some(commits) = self.commits().filter(|commits| now - self.committed_ns >= commits.check_ns) else { return Ok(()) };
        let due = commits.due(self.shard, now, watermark)?;
        self.committed_ns = now;
        due.iter().try_for_each(|folder| self.complete(folder))?;
        self.publish()?;
        let target = Arc::clone(&self.target);
        let commits = target.commits.iter().flat_map(|commits| due.iter().map(move |folder| (commits, folder)));
        commits.into_iter().try_for_each(|(commits, folder)| commits.note_published(folder, self.shard))
    }

    /// When it has to be flushed again though no row comes.
    fn next_look(&self) -> Option<u64> {
        if self.target.publishes_at_end {
            return None;
        }
        let aging = (!self.parts.is_empty()).then(|| self.aged_ns + self.target.rolling.check_ns);
        let committing = self.commits().filter(|commits| commits.awaits(self.shard)).map(|commits| self.committed_ns + commits.check_ns);
        aging.into_iter().chain(committing).min()
    }

    fn complete_all(&mut self) -> Result<(), Failure> {
        let folders: Vec<String> = self.parts.keys().cloned().collect();
        folders.iter().try_for_each(|folder| self.complete(folder))
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

    fn flush(&mut self, clock: &Clock, watermark: i64) -> Result<Option<u64>, Failure> {
        self.parts.values_mut().try_for_each(Part::write_out)?;
        let now = clock.now();
        self.complete_old(now)?;
        if !self.target.publishes_at_end {
            self.publish()?;
            self.commit_due(now, watermark)?;
        }
        Ok(self.next_look())
    }

    fn stop(&mut self) -> Result<(), Failure> {
        if self.target.publishes_at_end {
            // Nothing goes on from them, and they would never be seen.
            std::mem::take(&mut self.parts).into_values().try_for_each(Part::discard)?;
            return self.complete.drain(..).try_for_each(Complete::discard);
        }
        self.complete_all()?;
        self.publish()
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.complete_all()?;
        self.target.ending.finish(std::mem::take(&mut self.complete), std::mem::take(&mut self.published), self.shards)
    }
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
            let texts: Vec<Option<String>> =
                values.iter().zip(&self.target.keys).map(|(value, (_, data_type))| text_of(value, data_type)).collect();
            self.folder = self.target.partitions.folder(&texts);
            self.values = values;
        }
        &self.folder
    }
}

/// A value in the name of a folder; instants are in UTC.
fn text_of(value: &Value, data_type: &DataType) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Boolean(v) => Some(v.to_string()),
        Value::Float(v) => Some(written(|text| write_f32(*v, text))),
        Value::Double(v) => Some(written(|text| write_f64(*v, text))),
        Value::Decimal(unscaled) => {
            let Kind::Decimal { scale, .. } = data_type.kind else { return None };
            Some(written(|text| write_decimal(*unscaled, scale, text)))
        }
        Value::Date(days) => Some(written(|text| write_date((*days).into(), text))),
        Value::Timestamp(point) => {
            let (days, nanos) = point.day_and_nanos();
            Some(written(|text| {
                write_date(days, text);
                text.push('T');
                write_iso_time(nanos, true, text);
            }))
        }
        other => other.as_i64().map(|v| v.to_string()),
    }
}

fn written(write: impl FnOnce(&mut String)) -> String {
    let mut text = String::new();
    write(&mut text);
    text
}
