//! A file in progress, and when it is complete.

use crate::path::failed;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use waterwheel::Failure;
use waterwheel::connector::Options;

/// Encoded rows are handed to the file in pieces of this size.
const BUFFER_BYTES: usize = 256 << 10;

/// When a file is complete.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rolling {
    pub(super) bytes: u64,
    open_ns: u64,
    inactive_ns: u64,
    /// How often files are looked at for their age.
    pub(super) check_ns: u64,
}

impl Rolling {
    pub(super) fn from_options(options: &Options<'_>) -> Result<Self, Failure> {
        let nanos = |key| options.millis(key).map(|ms| ms.expect("it has a default").saturating_mul(1_000_000));
        let above_zero = |key, value: u64| match value {
            0 => Err(options.refused(key, options.get(key).unwrap_or_default(), "more than 0")),
            value => Ok(value),
        };
        let interval = |key| above_zero(key, nanos(key)?);
        let size = "sink.rolling-policy.file-size";
        Ok(Rolling {
            bytes: above_zero(size, options.bytes(size)?.expect("it has a default"))?,
            open_ns: interval("sink.rolling-policy.rollover-interval")?,
            inactive_ns: interval("sink.rolling-policy.inactivity-interval")?,
            check_ns: nanos("sink.rolling-policy.check-interval")?,
        })
    }
}

/// A file in progress.
pub(super) struct Part {
    file: File,
    hidden: PathBuf,
    path: PathBuf,
    /// Rows on their way to the file.
    pub(super) buffer: Vec<u8>,
    pub(super) bytes: u64,
    /// When a flush first and last saw it, and last saw it grown.
    since_ns: Option<u64>,
    grown_ns: u64,
    grown_bytes: u64,
}

/// A file that is complete and still hidden.
#[derive(Debug)]
pub(super) struct Complete {
    hidden: PathBuf,
    path: PathBuf,
}

impl Part {
    /// A new file in a folder, to be called `name` one day.
    pub(super) fn begin(folder: &Path, name: &str) -> Result<Part, Failure> {
        fs::create_dir_all(folder).map_err(|e| failed("create the folder", folder, &e))?;
        let hidden = folder.join(format!(".{name}.inprogress"));
        let file = File::create_new(&hidden).map_err(|e| failed("create", &hidden, &e))?;
        Ok(Part { file, path: folder.join(name), hidden, buffer: Vec::new(), bytes: 0, since_ns: None, grown_ns: 0, grown_bytes: 0 })
    }

    /// Hands the buffer to the file when it is large.
    pub(super) fn spill(&mut self) -> Result<(), Failure> {
        if self.buffer.len() >= BUFFER_BYTES { self.write_out() } else { Ok(()) }
    }

    pub(super) fn write_out(&mut self) -> Result<(), Failure> {
        self.file.write_all(&self.buffer).map_err(|e| failed("write", &self.hidden, &e))?;
        self.buffer.clear();
        Ok(())
    }

    /// Whether it has been open or idle for too long at `now`.
    pub(super) fn is_old(&mut self, now: u64, rolling: &Rolling) -> bool {
        let since = *self.since_ns.get_or_insert(now);
        if self.bytes > self.grown_bytes {
            (self.grown_ns, self.grown_bytes) = (now, self.bytes);
        }
        now - since >= rolling.open_ns || now - self.grown_ns >= rolling.inactive_ns
    }

    /// Removes the file.
    pub(super) fn discard(self) -> Result<(), Failure> {
        remove(&self.hidden)
    }

    /// Closes the file; it stays hidden.
    pub(super) fn close(mut self) -> Result<Complete, Failure> {
        self.write_out()?;
        self.file.sync_all().map_err(|e| failed("write", &self.hidden, &e))?;
        Ok(Complete { hidden: self.hidden, path: self.path })
    }
}

impl Complete {
    /// The folder that it lies in.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("/"))
    }

    pub(super) fn bytes(&self) -> Result<u64, Failure> {
        fs::metadata(&self.hidden).map(|metadata| metadata.len()).map_err(|e| failed("read", &self.hidden, &e))
    }

    /// The same under the name of a compacted file.
    pub(super) fn compacted(self) -> Complete {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        Complete { path: self.folder().join(format!("compacted-{name}")), hidden: self.hidden }
    }

    /// Appends another file, which is no more.
    pub(super) fn absorb(&mut self, other: Complete) -> Result<(), Failure> {
        let mut from = File::open(&other.hidden).map_err(|e| failed("read", &other.hidden, &e))?;
        let to = File::options().append(true).open(&self.hidden);
        let appended = to.and_then(|mut to| io::copy(&mut from, &mut to).and_then(|_| to.sync_all()));
        appended.map_err(|e| failed("write", &self.hidden, &e))?;
        other.discard()
    }

    /// Removes the file.
    pub(super) fn discard(self) -> Result<(), Failure> {
        remove(&self.hidden)
    }

    /// Gives it the name by which readers see it.
    pub(super) fn publish(&self) -> Result<(), Failure> {
        fs::rename(&self.hidden, &self.path).map_err(|e| failed("rename", &self.hidden, &e))
    }
}

fn remove(hidden: &Path) -> Result<(), Failure> {
    fs::remove_file(hidden).map_err(|e| failed("remove", hidden, &e))
}

/// Makes renames in a folder survive a power failure.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Failure> {
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| failed("sync", folder, &e))
}
