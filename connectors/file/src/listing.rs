//! Which files a table consists of.
//!
//! Below a folder all files count, at any depth, except those whose name, or the name of a folder above them, begins with `_` or
//! `.`: files being written, success files. The order is that of the paths, so that split names and numbers are stable.

use crate::compression::Compression;
use crate::partition::Partitions;
use crate::path::failed;
use fancy_regex::Regex;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use waterwheel::Failure;
use waterwheel::types::Value;

/// One file of a table, as it was when it was listed.
#[derive(Clone, Debug)]
pub(crate) struct FileEntry {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    /// Milliseconds since 1970, UTC.
    pub(crate) modified_ms: i64,
    pub(crate) compression: Option<Compression>,
    /// The values of the partition columns, in the order of PARTITIONED BY.
    pub(crate) partition: Vec<Value>,
}

/// What to list.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) root: PathBuf,
    pub(crate) pattern: Option<Regex>,
    pub(crate) partitions: Partitions,
}

impl Listing {
    /// All files of the table. A missing path is a failure; an empty folder is no file.
    pub(crate) fn files(&self) -> Result<Vec<FileEntry>, Failure> {
        let metadata = std::fs::metadata(&self.root).map_err(|e| failed("read", &self.root, &e))?;
        let mut files = Vec::new();
        self.visit(&self.root, &metadata, &mut files)?;
        files.sort_by(|a: &FileEntry, b| a.path.cmp(&b.path));
        Ok(files)
    }

    fn visit(&self, path: &Path, metadata: &Metadata, files: &mut Vec<FileEntry>) -> Result<(), Failure> {
        if is_hidden(path) {
            return Ok(());
        }
        if !metadata.is_dir() {
            if self.is_wanted(path)? {
                files.push(self.entry(path, metadata)?);
            }
            return Ok(());
        }
        for child in std::fs::read_dir(path).map_err(|e| failed("list", path, &e))? {
            let child = child.map_err(|e| failed("list", path, &e))?.path();
            // Follows links, as Flink does.
            match std::fs::metadata(&child) {
                Ok(metadata) => self.visit(&child, &metadata, files)?,
                Err(e) => return Err(failed("read", &child, &e)),
            }
        }
        Ok(())
    }

    fn is_wanted(&self, path: &Path) -> Result<bool, Failure> {
        let Some(pattern) = &self.pattern else { return Ok(true) };
        let text = path.to_string_lossy();
        pattern.is_match(&*text).map_err(|e| Failure::world(format!("option 'source.path.regex-pattern' on {text}: {e}")))
    }

    fn entry(&self, path: &Path, metadata: &Metadata) -> Result<FileEntry, Failure> {
        let modified = metadata.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        Ok(FileEntry {
            path: path.to_owned(),
            bytes: metadata.len(),
            modified_ms: modified.map_or(0, |t| t.as_millis() as i64),
            compression: Compression::of(path)?,
            partition: self.partitions.values_of(&self.root, path)?,
        })
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['_', '.']))
}
