//! Compressed files, known by their names.

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use lzma_rust2::XzReader;
use ruzstd::decoding::StreamingDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zlib,
    Bzip2,
    Xz,
    Zstd,
}

impl Compression {
    /// By the name's extension, as in Flink; `None` for a file that is not compressed.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "gz" | "gzip" => Some(Compression::Gzip),
            "deflate" => Some(Compression::Zlib),
            "bz2" => Some(Compression::Bzip2),
            "xz" => Some(Compression::Xz),
            "zst" => Some(Compression::Zstd),
            _ => None,
        }
    }

    /// What it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Compression::Gzip => "gzip",
            Compression::Zlib => "deflate",
            Compression::Bzip2 => "bzip2",
            Compression::Xz => "xz",
            Compression::Zstd => "zstd",
        }
    }

    /// Whether a file that begins with these bytes can be of this kind.
    pub(crate) fn may_begin(self, bytes: &[u8]) -> bool {
        let (magic, mask): (&[u8], u8) = match self {
            Compression::Gzip => (&[0x1f, 0x8b], 0xff),
            // The method; the bits above it are the size of the window.
            Compression::Zlib => (&[0x08], 0x0f),
            Compression::Bzip2 => (b"BZh", 0xff),
            Compression::Xz => (b"\xfd7zXZ\0", 0xff),
            Compression::Zstd => (&[0x28, 0xb5, 0x2f, 0xfd], 0xff),
        };
        bytes.iter().zip(magic).all(|(byte, wanted)| byte & mask == *wanted)
    }

    /// The uncompressed bytes; streams that follow each other are one. A file that ends early is an error, not an end.
    pub(crate) fn open(self, file: File) -> Box<dyn Read + Send> {
        let file = BufReader::with_capacity(READ_BYTES, file);
        match self {
            Compression::Gzip => Box::new(MultiGzDecoder::new(file)),
            Compression::Zlib => Box::new(Zlib { file, inflate: Decompress::new(true), ended: false }),
            Compression::Bzip2 => Box::new(MultiBzDecoder::new(file)),
            Compression::Xz => Box::new(XzReader::new(file, true)),
            Compression::Zstd => Box::new(Zstd::Between(file)),
        }
    }
}

/// How much of a compressed file is read at once.
const READ_BYTES: usize = 64 << 10;

/// A zlib stream. flate2's own reader takes the end of a file in the middle of a stream for the stream's end.
struct Zlib {
    file: BufReader<File>,
    inflate: Decompress,
    ended: bool,
}

impl Read for Zlib {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.ended {
            let input = self.file.fill_buf()?;
            let is_last = input.is_empty();
            let before = (self.inflate.total_in(), self.inflate.total_out());
            let status = self.inflate.decompress(input, out, FlushDecompress::None)?;
            self.file.consume((self.inflate.total_in() - before.0) as usize);
            let written = (self.inflate.total_out() - before.1) as usize;
            self.ended = status == Status::StreamEnd;
            if written > 0 || out.is_empty() {
                return Ok(written);
            }
            if is_last && !self.ended {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(0)
    }
}

/// The frames of a zstd file, one after the other.
enum Zstd<R: Read> {
    Between(BufReader<R>),
    Within(Box<StreamingDecoder<BufReader<R>, ruzstd::decoding::FrameDecoder>>),
    /// Left by an error.
    Broken,
}

impl<R: Read> Read for Zstd<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(self, Zstd::Broken) {
                Zstd::Between(mut file) => {
                    if file.fill_buf()?.is_empty() {
                        *self = Zstd::Between(file);
                        return Ok(0);
                    }
                    *self = Zstd::Within(Box::new(StreamingDecoder::new(file).map_err(io::Error::other)?));
                }
                Zstd::Within(mut frame) => {
                    let read = frame.read(out)?;
                    if read > 0 || out.is_empty() {
                        *self = Zstd::Within(frame);
                        return Ok(read);
                    }
                    *self = Zstd::Between(frame.into_inner());
                }
                Zstd::Broken => return Err(io::Error::other("it could not be read on")),
            }
        }
    }
}
