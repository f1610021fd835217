//! Reading one chunk after the other.
//!
//! A position is the number of bytes of the chunk that are done with, plus one, in the low 40 bits, and in the high 24 bits how
//! many rows of the next record are done with (a JSON array holds many).

use crate::listing::FileEntry;
use crate::source::{CHUNK_BYTES, Plan};
use crate::watch::{Found, Watch};
use crate::window::Window;
use arrow_array::UInt32Array;
use arrow_select::take::take;
use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::source::{Budget, Read, Reader, Rows};
use waterwheel::types::Column;
use waterwheel_formats::{DecodedRows, Decoder, Framing, Request, Undecodable};

/// The clock is looked at after so many rows or bytes.
const STEP_ROWS: usize = 256;
const STEP_BYTES: usize = 128 << 10;

const OFFSET_BITS: u32 = 40;
const ROWS_BITS: u32 = 24;

/// The files of a source.
pub(crate) enum Files {
    /// One split each.
    Listed(Arc<[Arc<FileEntry>]>),
    /// All of one split.
    Watched(Arc<Watch>),
}

/// See the module.
pub(crate) struct FileReader {
    plan: Arc<Plan>,
    files: Files,
    decoder: Box<dyn Decoder>,
    chunk: Option<Chunk>,
    /// The chunk, and where to start in it, whose file may not have appeared yet.
    awaited: Option<(u64, u64)>,
}

/// The chunk being read.
struct Chunk {
    file: Arc<FileEntry>,
    /// The file's offset at which it starts.
    start: u64,
    window: Window,
    /// Rows of the next record that are done with.
    rows_taken: u32,
    /// Columns of one row for what is the same in the whole file, by output.
    constants: Vec<Option<Column>>,
}

impl FileReader {
    pub(crate) fn new(plan: Arc<Plan>, files: Files) -> Self {
        FileReader { decoder: plan.decoding.decoder(), plan, files, chunk: None, awaited: None }
    }

    fn open_file(&mut self, file: Arc<FileEntry>, chunk: u64, position: u64) -> Result<(), Failure> {
        let divided = self.plan.decoding.framing == Framing::Lines && file.compression.is_none();
        let start = if divided { chunk * CHUNK_BYTES } else { 0 };
        let end = divided.then(|| (start + CHUNK_BYTES).min(file.bytes));
        let bytes_done = (position & ((1 << OFFSET_BITS) - 1)).saturating_sub(1);
        self.decoder.reset();
        self.chunk = Some(Chunk {
            start,
            window: Window::open(&file, start, end, start + bytes_done, self.plan.line_bytes_max)?,
            rows_taken: (position >> OFFSET_BITS) as u32,
            constants: self.plan.outputs.iter().map(|output| output.constant(&file)).collect(),
            file,
        });
        Ok(())
    }

    /// Opens the chunk that is awaited, if its file is there; else when to ask again.
    fn open_awaited(&mut self, now_ns: u64) -> Result<Option<u64>, Failure> {
        let (Some((chunk, position)), Files::Watched(watch)) = (self.awaited, &self.files) else { return Ok(None) };
        match watch.chunk(chunk, now_ns)? {
            Found::NotYet(look_ns) => Ok(Some(look_ns)),
            Found::Chunk(file, piece) => {
                self.awaited = None;
                self.open_file(file, piece, position).map(|()| None)
            }
        }
    }

    /// Decodes until there are `rows_max` rows, the budget is spent, or the chunk ends; counts what could not be decoded.
    fn decode(&mut self, chunk: &mut Chunk, budget: &Budget<'_>) -> Result<u64, Failure> {
        let mut undecodable = 0;
        while self.decoder.rows() < budget.rows_max {
            let rows_max = budget.rows_max.min(self.decoder.rows() + STEP_ROWS);
            match self.step(chunk, rows_max)? {
                Some(skipped) => undecodable += skipped,
                None => break,
            }
            if budget.is_spent() {
                break;
            }
        }
        Ok(undecodable)
    }

    /// Decodes a little; the number of records left out, or `None` at the end of the chunk.
    fn step(&mut self, chunk: &mut Chunk, rows_max: usize) -> Result<Option<u64>, Failure> {
        let mut whole = false;
        loop {
            let (records, ends) = chunk.window.records();
            if records.is_empty() && ends {
                return Ok(None);
            }
            let shown = if whole { records.len() } else { records.len().min(STEP_BYTES) };
            let request = Request { is_last: ends && shown == records.len(), rows_taken: chunk.rows_taken, rows_max };
            let rows = self.decoder.rows();
            let progress = self.decoder.decode(&records[..shown], &request).map_err(|u| located(&chunk.file, chunk.window.offset(), u))?;
            if progress.consumed > 0 || self.decoder.rows() > rows || progress.rows_taken != chunk.rows_taken {
                chunk.window.consume(progress.consumed);
                chunk.rows_taken = progress.rows_taken;
                return Ok(Some(progress.undecodable));
            }
            if progress.is_waiting {
                return Ok(None);
            }
            if shown < records.len() {
                whole = true;
            } else {
                chunk.window.fill()?;
            }
        }
    }

    fn columns(&self, chunk: &Chunk, decoded: DecodedRows) -> Vec<Column> {
        let first = UInt32Array::from_value(0, decoded.rows);
        let mut columns = decoded.columns.into_iter();
        let column = |constant: &Option<Column>| match constant {
            Some(value) => take(value, &first, None).expect("row 0 exists"),
            None => columns.next().expect("one column per decoded output"),
        };
        chunk.constants.iter().map(column).collect()
    }
}

impl Chunk {
    fn position(&self) -> Result<u64, Failure> {
        let bytes = self.window.offset() - self.start + 1;
        if bytes >> OFFSET_BITS > 0 || self.rows_taken >> ROWS_BITS > 0 {
            return Err(Failure::world("expected at most 1 TiB in one chunk and 16,777,215 rows in one record")
                .hint("cut the file into smaller ones"));
        }
        Ok(u64::from(self.rows_taken) << OFFSET_BITS | bytes)
    }
}

/// The failure with the file and the line of the record.
fn located(file: &FileEntry, offset: u64, undecodable: Undecodable) -> Failure {
    let byte = offset + undecodable.at as u64;
    let path = file.path.display();
    undecodable.failure.at(match line_number(file, byte) {
        Some(line) => format!("{path}, line {line} (byte {byte})"),
        None => format!("{path}, byte {byte}"),
    })
}

/// The number of the line that starts at `byte`, counted from 1, where counting is possible.
fn line_number(file: &FileEntry, byte: u64) -> Option<u64> {
    if file.compression.is_some() {
        return None;
    }
    let mut before = File::open(&file.path).ok()?.take(byte);
    let (mut block, mut line) = (vec![0; 1 << 16], 1);
    loop {
        match before.read(&mut block).ok()? {
            0 => return Some(line),
            read => line += memchr::memchr_iter(b'\n', &block[..read]).count() as u64,
        }
    }
}

impl Reader for FileReader {
    fn open(&mut self, split: usize, chunk: u64, position: u64) -> Result<(), Failure> {
        match &self.files {
            Files::Listed(files) => self.open_file(Arc::clone(&files[split]), chunk, position),
            Files::Watched(_) => {
                self.awaited = Some((chunk, position));
                Ok(())
            }
        }
    }

    fn read(&mut self, budget: &Budget<'_>) -> Result<Read, Failure> {
        if let Some(look_ns) = self.open_awaited(budget.clock.now())? {
            return Ok(Read::NotYet { until_ns: Some(look_ns) });
        }
        let Some(mut chunk) = self.chunk.take() else { return Ok(Read::ChunkEnd) };
        let before = chunk.window.offset();
        let undecodable = self.decode(&mut chunk, budget)?;
        let decoded = self.decoder.finish();
        let (rows, bytes, position) = (decoded.rows, chunk.window.offset() - before, chunk.position()?);
        if rows == 0 && undecodable == 0 && bytes == 0 {
            return Ok(Read::ChunkEnd);
        }
        let columns = self.columns(&chunk, decoded);
        self.chunk = Some(chunk);
        Ok(Read::Rows(Rows { columns, rows, position, undecodable, bytes }))
    }
}
