//! A table that is watched: files belong to it from when they appear (`source.monitor-interval`).
//!
//! The table is one split without an end. Its chunks are those of its files, in the order in which files were found: at each look the new
//! ones by the time of their last change, then by path. So rows keep one order on any number of shards, and the watermark follows it.
//! A file is known by its path and read once; what is changed or replaced later is not seen, as in Flink. Files must be whole when they
//! appear under a name that is not hidden.

use crate::listing::{FileEntry, Listing};
use crate::source::chunks_of;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use waterwheel::Failure;
use waterwheel_formats::Framing;

/// See the module.
#[derive(Debug)]
pub(crate) struct Watch {
    listing: Listing,
    framing: Framing,
    every_ns: u64,
    known: Mutex<Known>,
}

/// What has been found so far.
#[derive(Debug, Default)]
struct Known {
    paths: HashSet<PathBuf>,
    /// Files with chunks, each with the number of its first one, ascending.
    files: Vec<(u64, Arc<FileEntry>)>,
    /// How many chunks all of them have.
    chunks: u64,
    /// When to look again.
    look_ns: u64,
}

/// What is known of a chunk.
pub(crate) enum Found {
    /// It is this one of a file.
    Chunk(Arc<FileEntry>, u64),
    /// It has not appeared; the next look is at this time.
    NotYet(u64),
}

impl Watch {
    pub(crate) fn new(listing: Listing, framing: Framing, every_ns: u64) -> Self {
        Watch { listing, framing, every_ns, known: Mutex::default() }
    }

    /// The first look; fails when the path names nothing.
    pub(crate) fn start(&self) -> Result<(), Failure> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.add(self.listing.files()?, self.framing);
        Ok(())
    }

    /// The chunk of this number, having looked for new files if it is time.
    pub(crate) fn chunk(&self, number: u64, now_ns: u64) -> Result<Found, Failure> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if number >= known.chunks && now_ns >= known.look_ns {
            known.look_ns = now_ns + self.every_ns;
            let files = self.listing.files()?;
            known.add(files, self.framing);
        }
        Ok(known.chunk(number).unwrap_or(Found::NotYet(known.look_ns)))
    }
}

impl Known {
    fn add(&mut self, files: Vec<Arc<FileEntry>>, framing: Framing) {
        let mut new: Vec<Arc<FileEntry>> = files.into_iter().filter(|file| !self.paths.contains(&file.path)).collect();
        new.sort_by(|a, b| (a.modified_ms, &a.path).cmp(&(b.modified_ms, &b.path)));
        for file in new {
            self.paths.insert(file.path.clone());
            let chunks = chunks_of(&file, framing);
            self.files.push((self.chunks, file));
            self.chunks += chunks;
        }
    }

    fn chunk(&self, number: u64) -> Option<Found> {
        if number >= self.chunks {
            return None;
        }
        let (first, file) = &self.files[self.files.partition_point(|(first, _)| *first <= number) - 1];
        Some(Found::Chunk(Arc::clone(file), number - first))
    }
}
