//! The end of the input: the last writer to finish publishes the files of all.
//!
//! 1. INSERT OVERWRITE: what readers saw of the table, or of the partitions that got rows, is removed. Hidden files stay, as in Flink.
//! 2. Small files are merged, where the table asks for it ([`compaction`](super::compaction)); all files get their names, in the order in which each writer wrote them; folders are synced.
//! 3. Every partition that got files is marked as complete, where the table asks for it.
//!
//! A failure before 1 leaves everything as it was. One within leaves a part of the new files visible, and says which one failed.

use super::compaction::Compaction;
use super::part::{Complete, sync_folder};
use crate::path::failed;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use waterwheel::Failure;

/// What is done when all writers have finished.
#[derive(Debug)]
pub(super) struct Ending {
    root: PathBuf,
    overwrite: bool,
    /// The table has no partitions: it is replaced as a whole, even by nothing.
    is_whole: bool,
    /// The name of the file that marks a complete partition.
    marker: Option<String>,
    compaction: Option<Compaction>,
    left: Mutex<Left>,
}

/// What the writers that have finished leave to the last one.
#[derive(Debug, Default)]
struct Left {
    writers: usize,
    files: Vec<Complete>,
    /// Folders in which files were published earlier.
    folders: BTreeSet<PathBuf>,
}

impl Ending {
    pub(super) fn new(root: PathBuf, overwrite: bool, is_whole: bool, marker: Option<String>, compaction: Option<Compaction>) -> Self {
        Ending { root, overwrite, is_whole, marker, compaction, left: Mutex::default() }
    }

    /// Takes what a writer leaves; the last one of `writers` publishes all of it.
    pub(super) fn finish(&self, files: Vec<Complete>, folders: BTreeSet<PathBuf>, writers: usize) -> Result<(), Failure> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.writers += 1;
        left.files.extend(files);
        left.folders.extend(folders);
        if left.writers < writers {
            return Ok(());
        }
        if let Some(compaction) = &self.compaction {
            left.files = compaction.merged(std::mem::take(&mut left.files))?;
        }
        let mut folders: BTreeSet<PathBuf> = left.files.iter().map(|file| file.folder().to_owned()).collect();
        if self.overwrite {
            let replaced = if self.is_whole { BTreeSet::from([self.root.clone()]) } else { folders.clone() };
            replaced.iter().try_for_each(|folder| empty(folder))?;
        }
        left.files.iter().try_for_each(Complete::publish)?;
        folders.iter().try_for_each(|folder| sync_folder(folder))?;
        folders.append(&mut left.folders);
        let marker = self.marker.as_ref().filter(|_| !folders.is_empty());
        marker.map_or(Ok(()), |name| folders.iter().try_for_each(|folder| mark(folder, name)))
    }
}

/// Marks a folder as complete.
pub(super) fn mark(folder: &Path, name: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    File::create(&path).map(drop).map_err(|e| failed("create", &path, &e))
}

/// Removes everything in a folder that readers see.
fn empty(folder: &Path) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(|e| failed("list", folder, &e))? {
        let entry = entry.map_err(|e| failed("list", folder, &e))?;
        if entry.file_name().to_string_lossy().starts_with(['_', '.']) {
            continue;
        }
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let removed = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(|e| failed("remove", &path, &e))?;
    }
    Ok(())
}
