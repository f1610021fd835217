//! A window on a stretch of a file: the records that belong to one chunk.
//!
//! Chunks of a file of lines are cut by bytes, and a line belongs to the chunk in which it starts. So a chunk begins behind the
//! first line feed at or after the byte before it, and goes on to the end of the last line that starts in it. All offsets
//! are bytes of the file, of its uncompressed content where it is compressed.

use crate::compression::Compression;
use crate::listing::FileEntry;
use crate::path::failed;
use memchr::memchr;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use waterwheel::Failure;

/// How much is read at once.
const READ_BYTES: usize = 256 << 10;

/// Where the bytes come from.
enum Input {
    File(File),
    /// Can only be read on.
    Stream(Box<dyn Read + Send>),
}

/// See the module.
pub(crate) struct Window {
    path: PathBuf,
    input: Input,
    /// The bytes read and not given back; they begin at `at`.
    buffer: Vec<u8>,
    /// How many bytes at the front of `buffer` are done with.
    done: usize,
    /// The file's offset of the buffer's first byte.
    at: u64,
    /// Records that start before this offset belong to the chunk; `None`: all do.
    end: Option<u64>,
    /// Where the last record of the chunk ends, once that is known.
    cut: Option<u64>,
    /// The file's size when it was listed, where its bytes are counted as they are.
    bytes_expected: Option<u64>,
    compression: Option<Compression>,
    line_bytes_max: u64,
}

impl Window {
    /// A window on the records of `file` that start in `start..end`, from offset `from` on, at which a record begins unless it is
    /// `start`.
    pub(crate) fn open(file: &FileEntry, start: u64, end: Option<u64>, from: u64, line_bytes_max: u64) -> Result<Self, Failure> {
        let handle = File::open(&file.path).map_err(|e| failed("open", &file.path, &e))?;
        let mut window = Window {
            path: file.path.clone(),
            compression: file.compression,
            bytes_expected: file.compression.is_none().then_some(file.bytes),
            input: match file.compression {
                Some(compression) => Input::Stream(compression.open(handle)),
                None => Input::File(handle),
            },
            buffer: Vec::new(),
            done: 0,
            at: 0,
            end,
            cut: None,
            line_bytes_max,
        };
        match window.input {
            Input::Stream(_) => window.discard(from)?,
            Input::File(_) if end.is_some_and(|end| from >= end) => (window.at, window.cut) = (from, Some(from)),
            Input::File(_) if from == start && start > 0 => window.skip_line(start)?,
            Input::File(_) => window.at = from,
        }
        Ok(window)
    }

    /// The offset of the next record.
    pub(crate) fn offset(&self) -> u64 {
        self.at + self.done as u64
    }

    /// What is read of the chunk's records and not done with, and whether nothing comes behind it.
    pub(crate) fn records(&self) -> (&[u8], bool) {
        let end = match self.cut {
            Some(cut) => (cut.saturating_sub(self.at) as usize).min(self.buffer.len()).max(self.done),
            None => self.buffer.len(),
        };
        (&self.buffer[self.done..end], self.cut.is_some_and(|cut| cut <= self.at + end as u64))
    }

    /// Gives back bytes at the front.
    pub(crate) fn consume(&mut self, bytes: usize) {
        self.done += bytes;
    }

    /// Reads on; call when what is there holds no whole record. Fails when a record is longer than allowed, or when the file is
    /// shorter than it was.
    pub(crate) fn fill(&mut self) -> Result<(), Failure> {
        if self.cut.is_some() {
            return Ok(());
        }
        self.buffer.drain(..self.done);
        self.at += std::mem::take(&mut self.done) as u64;
        if self.buffer.len() as u64 > self.line_bytes_max {
            return Err(self.too_long());
        }
        let searched = self.buffer.len();
        let read = self.read_more(READ_BYTES)?;
        if read == 0 {
            self.cut = Some(self.at + self.buffer.len() as u64);
            return Ok(());
        }
        self.find_cut(searched);
        Ok(())
    }

    /// Looks for the end of the last record in the bytes from `searched` on.
    fn find_cut(&mut self, searched: usize) {
        let Some(end) = self.end else { return };
        let from = searched.max(end.saturating_sub(1).saturating_sub(self.at) as usize);
        if let Some(found) = self.buffer.get(from..).and_then(|rest| memchr(b'\n', rest)) {
            self.cut = Some(self.at + (from + found) as u64 + 1);
        }
    }

    /// Goes to the start of the first line that starts at or after `start`.
    fn skip_line(&mut self, start: u64) -> Result<(), Failure> {
        self.at = start - 1;
        loop {
            let searched = self.buffer.len();
            let ended = self.read_more(READ_BYTES)? == 0;
            let found = memchr(b'\n', &self.buffer[searched..]).map(|found| searched + found + 1);
            let behind = self.at + found.unwrap_or(self.buffer.len()) as u64;
            if ended || self.end.is_some_and(|end| behind >= end) {
                // Every line that starts before the end starts before this chunk.
                self.done = self.buffer.len();
                self.cut = Some(self.offset());
                return Ok(());
            }
            match found {
                Some(found) => {
                    self.done = found;
                    self.find_cut(found);
                    return Ok(());
                }
                None => {
                    self.at += self.buffer.len() as u64;
                    self.buffer.clear();
                }
            }
        }
    }

    fn discard(&mut self, bytes: u64) -> Result<(), Failure> {
        let Input::Stream(stream) = &mut self.input else { return Ok(()) };
        let discarded = io::copy(&mut stream.take(bytes), &mut io::sink()).map_err(|e| unreadable(&self.path, self.compression, &e))?;
        if discarded < bytes {
            return Err(self.shrunk(bytes, discarded));
        }
        self.at = bytes;
        Ok(())
    }

    fn read_more(&mut self, bytes: usize) -> Result<usize, Failure> {
        let length = self.buffer.len();
        let offset = self.at + length as u64;
        self.buffer.resize(length + bytes, 0);
        let read = match &mut self.input {
            Input::File(file) => retry(|| file.read_at(&mut self.buffer[length..], offset)),
            Input::Stream(stream) => retry(|| stream.read(&mut self.buffer[length..])),
        };
        self.buffer.truncate(length + *read.as_ref().unwrap_or(&0));
        let read = read.map_err(|e| unreadable(&self.path, self.compression, &e).at(format!("byte {offset}")))?;
        match self.bytes_expected {
            Some(expected) if read == 0 && offset < expected => Err(self.shrunk(expected, offset)),
            _ => Ok(read),
        }
    }

    fn shrunk(&self, expected: u64, found: u64) -> Failure {
        Failure::world(format!("{} became shorter while the job read it: expected {expected} bytes, found {found}", self.path.display()))
            .hint("files must not change while they are read")
    }

    fn too_long(&self) -> Failure {
        let (path, max) = (self.path.display(), self.line_bytes_max);
        Failure::world(format!("{path}: the line at byte {} is longer than {max} bytes", self.offset()))
            .hint("'source.line-bytes-max' = '256mb' in the WITH clause allows longer lines")
    }
}

fn unreadable(path: &Path, compression: Option<Compression>, error: &io::Error) -> Failure {
    let Some(compression) = compression else { return failed("read", path, error) };
    let mut first = [0; 6];
    let begun = File::open(path).and_then(|file| file.read_at(&mut first, 0));
    if begun.is_ok_and(|read| !compression.may_begin(&first[..read])) {
        return Failure::world(format!("cannot read {}: it is no {} file, as its name says", path.display(), compression.name()))
            .hint("what its name ends with says how a file is compressed: rename it, or compress it");
    }
    let reason = if error.kind() == io::ErrorKind::UnexpectedEof { "it ends too early".to_owned() } else { error.to_string() };
    Failure::world(format!("cannot read {} as {}: {reason}", path.display(), compression.name()))
        .hint("the file must be whole before the job sees it: write it under a hidden name (.x), then rename it")
}

fn retry(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}
