//! Which files a table consists of: all at or below its path, or below everything that a path with wildcards stands for.
//!
//! Below a folder all files count, at any depth, except those whose name, or the name of a folder above them, begins with `_` or
//! `.`: files being written, success files. The order is that of the paths, so that split names and numbers are stable.

use crate::compression::Compression;
use crate::glob;
use crate::partition::Partitions;
use crate::path::failed;
use fancy_regex::Regex;
use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
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
    /// Absolute; may hold wildcards.
    pub(crate) path: PathBuf,
    pub(crate) pattern: Option<Regex>,
    pub(crate) partitions: Partitions,
}

impl Listing {
    /// All files of the table. A path that names nothing is a failure; an empty folder is no file.
    pub(crate) fn files(&self) -> Result<Vec<Arc<FileEntry>>, Failure> {
        let roots = self.roots()?;
        let mut files = Vec::new();
        for root in &roots.paths {
            let metadata = std::fs::metadata(root).map_err(|e| failed("read", root, &e))?;
            self.visit(root, &metadata, &roots.base, &mut files)?;
        }
        files.sort_by(|a: &Arc<FileEntry>, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Ok(files)
    }

    /// What the path stands for. A path that exists as it is written has no wildcards.
    fn roots(&self) -> Result<Roots, Failure> {
        let text = self.path.to_string_lossy();
        if self.path.exists() {
            return Ok(Roots { paths: vec![self.path.clone()], base: self.path.clone() });
        }
        let found = glob::find(&text).map_err(|(folder, e)| failed("list", &folder, &e))?;
        if found.paths.is_empty() {
            return Err(nothing_found(&text, found.missed));
        }
        let base = if glob::has_wildcards(&text) { glob::fixed_folder(&text) } else { found.paths[0].clone() };
        Ok(Roots { paths: found.paths, base })
    }

    fn visit(&self, path: &Path, metadata: &Metadata, base: &Path, files: &mut Vec<Arc<FileEntry>>) -> Result<(), Failure> {
        if is_hidden(path) {
            return Ok(());
        }
        if !metadata.is_dir() {
            if self.is_wanted(path)? {
                files.push(Arc::new(self.entry(path, metadata, base)?));
            }
            return Ok(());
        }
        for child in std::fs::read_dir(path).map_err(|e| failed("list", path, &e))? {
            let child = child.map_err(|e| failed("list", path, &e))?.path();
            if is_hidden(&child) {
                continue;
            }
            // Follows links, as Flink does. What has been removed since the folder was read is not there; a link to nowhere is.
            match std::fs::metadata(&child) {
                Ok(metadata) => self.visit(&child, &metadata, base, files)?,
                Err(e) if e.kind() == ErrorKind::NotFound && std::fs::symlink_metadata(&child).is_err() => {}
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

    fn entry(&self, path: &Path, metadata: &Metadata, base: &Path) -> Result<FileEntry, Failure> {
        let modified = metadata.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        Ok(FileEntry {
            path: path.to_owned(),
            bytes: metadata.len(),
            modified_ms: modified.map_or(0, |t| t.as_millis() as i64),
            compression: Compression::of(path),
            partition: self.partitions.values_of(base, path)?,
        })
    }
}

/// Where the files of a table lie.
struct Roots {
    paths: Vec<PathBuf>,
    /// The folder below which the partitions' folders begin.
    base: PathBuf,
}

/// How many names of a folder are told to someone who looks for others.
const NAMES_MAX: usize = 5;

fn nothing_found(path: &str, missed: Option<(PathBuf, String)>) -> Failure {
    let what = if glob::has_wildcards(path) { "nothing fits the path" } else { "cannot read" };
    let (folder, name) = missed.unwrap_or_default();
    let failure = Failure::world(format!("{what} {path}: No such file or directory: {} exists, without `{name}` in it", folder.display()));
    let mut names: Vec<String> =
        std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let more = if names.len() > NAMES_MAX { ", …" } else { "" };
    names.truncate(NAMES_MAX);
    let there = if names.is_empty() { "it is empty".to_owned() } else { format!("there are {}{more}", names.join(", ")) };
    failure.hint(format!("{there}; check the option 'path'; relative paths start at the folder in which the job was started"))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['_', '.']))
}
