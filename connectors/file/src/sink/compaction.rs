//! Merging small files before readers see them: Flink's `auto-compaction`.
//!
//! 1. The files of a folder that are complete at the same time are packed in their order, up to the target size.
//! 2. The first file of a pack takes the bytes of the others in, and is synced; the others are removed.
//! 3. Its name begins with `compacted-`, also where it is alone.
//!
//! All of them are hidden files still.

use super::part::Complete;
use waterwheel::Failure;
use waterwheel::connector::Options;

/// See the module.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compaction {
    target_bytes: u64,
}

impl Compaction {
    /// `None` where files stay as they are: as in Flink, also in batch mode.
    pub(super) fn from_options(options: &Options<'_>, is_batch: bool) -> Result<Option<Self>, Failure> {
        let rolling_bytes = options.bytes("sink.rolling-policy.file-size")?.expect("it has a default");
        let target_bytes = options.bytes("compaction.file-size")?.unwrap_or(rolling_bytes);
        Ok((options.flag("auto-compaction")? && !is_batch).then_some(Compaction { target_bytes }))
    }

    /// The files that are left of these, by folder.
    pub(super) fn merged(&self, mut files: Vec<Complete>) -> Result<Vec<Complete>, Failure> {
        files.sort_by(|a, b| a.folder().cmp(b.folder()));
        let mut merged: Vec<(Complete, u64)> = Vec::new();
        for file in files {
            let bytes = file.bytes()?;
            match merged.last_mut().filter(|(open, size)| open.folder() == file.folder() && size + bytes <= self.target_bytes) {
                Some((open, size)) => {
                    open.absorb(file)?;
                    *size += bytes;
                }
                None => merged.push((file.compacted(), bytes)),
            }
        }
        Ok(merged.into_iter().map(|(file, _)| file).collect())
    }
}
