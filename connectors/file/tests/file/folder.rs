//! A folder for one test, and tables on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use waterwheel::connector::{Scan, Table};
use waterwheel::source::{Budget, Read, Source};
use waterwheel::types::{DataType, Field, Kind, Schema};
use waterwheel::{Clock, Failure};
use waterwheel_conformance::{Row, rows_of};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A folder that is gone when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("waterwheel-file-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// A table of JSON files in this folder, with these columns and further options.
    pub fn table(&self, columns: &[(&str, Kind)], options: &[(&str, &str)]) -> Table {
        let given = [("connector", "filesystem"), ("format", "json"), ("path", self.0.to_str().unwrap())];
        Table {
            name: "t".into(),
            schema: Schema::new(columns.iter().map(|(name, kind)| Field::new(*name, kind.clone().nullable())).collect()),
            options: given.iter().chain(options).map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            partition_keys: Vec::new(),
            primary_key: Vec::new(),
            time_zone: "UTC".into(),
        }
    }

    /// All files below, by their paths relative to the folder, sorted.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        collect(&self.0, &self.0, &mut files);
        files.sort();
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.push((path.strip_prefix(root).unwrap().display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder left behind in the temporary place is not worth a second panic.
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A scan of all physical columns.
pub fn all(table: &Table) -> Scan {
    Scan { columns: (0..table.schema.fields.len()).collect(), metadata: Vec::new() }
}

pub fn source(table: &Table) -> Arc<dyn Source> {
    waterwheel_file::connector().source(table, &all(table)).unwrap()
}

/// Every row, split by split, chunk by chunk.
pub fn read(table: &Table) -> Result<Vec<Row>, Failure> {
    let types = table.schema.types();
    read_source(source(table).as_ref(), &types)
}

pub fn read_source(source: &dyn Source, types: &[DataType]) -> Result<Vec<Row>, Failure> {
    let splits = source.splits()?;
    let mut reader = source.reader()?;
    let clock = Clock::real();
    let mut rows = Vec::new();
    for (split, chunks) in splits.iter().map(|s| s.chunks).enumerate() {
        for chunk in 0..chunks {
            reader.open(split, chunk, 0)?;
            let budget = Budget { rows_max: 1_000, deadline_ns: u64::MAX, clock: &clock };
            while let Read::Rows(batch) = reader.read(&budget)? {
                rows.extend(rows_of(&batch.columns, types, batch.rows));
            }
        }
    }
    Ok(rows)
}
