//! Compressed files, known by their names.

use flate2::read::{MultiGzDecoder, ZlibDecoder};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use waterwheel::Failure;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zlib,
}

impl Compression {
    /// By the name's extension; `None` for a file that is not compressed. Fails on one that Flink reads and we do not.
    pub(crate) fn of(path: &Path) -> Result<Option<Self>, Failure> {
        match path.extension().and_then(|e| e.to_str()) {
            Some("gz" | "gzip") => Ok(Some(Compression::Gzip)),
            Some("deflate") => Ok(Some(Compression::Zlib)),
            Some(other @ ("bz2" | "xz" | "zst")) => {
                Err(Failure::world(format!("{}: files compressed as .{other} are not supported", path.display()))
                    .hint("compressed files may end in .gz, .gzip or .deflate"))
            }
            _ => Ok(None),
        }
    }

    /// The uncompressed bytes.
    pub(crate) fn open(self, file: File) -> Box<dyn Read + Send> {
        match self {
            Compression::Gzip => Box::new(MultiGzDecoder::new(file)),
            Compression::Zlib => Box::new(ZlibDecoder::new(file)),
        }
    }
}
