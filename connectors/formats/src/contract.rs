//! What a format is to a connector: decoders of bytes, encoders of batches.
//!
//! A decoder is fed windows of one stream of bytes, each beginning where a record begins; it takes whole records from the
//! front and says how many bytes it consumed. The caller owns the buffer, the position and the clock, so it asks for few rows
//! at a time and looks at the clock in between.

use crate::DecodedRows;
use std::fmt;
use std::sync::Arc;
use waterwheel::connector::{OptionSpec, Options};
use waterwheel::types::Schema;
use waterwheel::{Batch, Failure};

/// How records of a format stand in a stream of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Each line is a record and every line feed ends one: a stream can be cut anywhere, a line belongs to where it starts.
    Lines,
    /// Only decoding from the start tells where a record ends.
    Sequential,
}

/// What is to be decoded.
#[derive(Clone, Copy, Debug)]
pub struct Decode<'a> {
    /// The columns that stand in the records.
    pub schema: &'a Schema,
    /// The columns wanted, by position in `schema`, in the order of the result.
    pub columns: &'a [usize],
}

/// A format by name.
pub trait Format: Send + Sync + fmt::Debug {
    /// The name in `'format' = '…'` and the prefix of its options.
    fn name(&self) -> &'static str;

    /// What it is, in one line for a list.
    fn about(&self) -> &'static str;

    /// Its options, without the prefix.
    fn options(&self) -> &'static [OptionSpec];

    /// How to decode such records. Fails (cause `World`) when an option's value or a column's type is not supported.
    fn decoding(&self, options: &Options<'_>, decode: &Decode<'_>) -> Result<Decoding, Failure>;

    /// How to encode batches of these columns. Fails as [`decoding`](Self::decoding) does.
    fn encoding(&self, options: &Options<'_>, schema: &Schema) -> Result<Encoding, Failure>;
}

/// A readied way of decoding, shared by shards.
#[derive(Clone)]
pub struct Decoding {
    /// How records are told apart.
    pub framing: Framing,
    make: Arc<dyn Fn() -> Box<dyn Decoder> + Send + Sync>,
}

impl Decoding {
    /// A way of decoding whose decoders `make` makes.
    pub fn new(framing: Framing, make: impl Fn() -> Box<dyn Decoder> + Send + Sync + 'static) -> Self {
        Decoding { framing, make: Arc::new(make) }
    }

    /// A decoder for one shard.
    pub fn decoder(&self) -> Box<dyn Decoder> {
        (self.make)()
    }
}

impl fmt::Debug for Decoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoding").field("framing", &self.framing).finish_non_exhaustive()
    }
}

/// A readied way of encoding, shared by shards.
#[derive(Clone)]
pub struct Encoding(Arc<dyn Fn() -> Box<dyn Encoder> + Send + Sync>);

impl Encoding {
    /// A way of encoding whose encoders `make` makes.
    pub fn new(make: impl Fn() -> Box<dyn Encoder> + Send + Sync + 'static) -> Self {
        Encoding(Arc::new(make))
    }

    /// An encoder for one writer.
    pub fn encoder(&self) -> Box<dyn Encoder> {
        (self.0)()
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Encoding")
    }
}

/// How far a call to [`Decoder::decode`] may go.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Nothing comes behind the input: its last record needs no end mark.
    pub is_last: bool,
    /// How many rows of the first record are to be left out, because an earlier decoder returned them.
    pub rows_taken: u32,
    /// The decoder stops as soon as it holds so many rows (it never holds more).
    pub rows_max: usize,
}

/// How far a call to [`Decoder::decode`] came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of records that are done with.
    pub consumed: usize,
    /// How many rows of the record behind them are among the decoder's rows already: one record can hold many rows.
    pub rows_taken: u32,
    /// Records left out because they could not be decoded and the table says so.
    pub undecodable: u64,
    /// The rows held must be taken before it goes on: there are as many as asked for, or the next record fails.
    pub is_waiting: bool,
}

/// A record that cannot be decoded.
#[derive(Clone, Debug)]
pub struct Undecodable {
    /// Where its first byte stands in the input.
    pub at: usize,
    /// What is wrong: value, column, expected type.
    pub failure: Failure,
}

/// Decodes records of one stream.
pub trait Decoder: Send {
    /// Takes records from the front of `input`, which begins with a whole record or the start of one, and adds their rows to
    /// those it holds. Stops at `rows_max` rows, at the last whole record, or at a record that cannot be decoded: that one is
    /// an error only when the decoder holds no rows, so that rows before it are not lost.
    fn decode(&mut self, input: &[u8], request: &Request) -> Result<Progress, Undecodable>;

    /// How many rows it holds.
    fn rows(&self) -> usize;

    /// The rows it holds; it holds none afterwards.
    fn finish(&mut self) -> DecodedRows;

    /// Forgets all rows: the next input is from elsewhere.
    fn reset(&mut self);
}

/// Encodes batches.
pub trait Encoder: Send {
    /// Appends one row of the batch, with its end mark.
    fn encode(&mut self, batch: &Batch, row: usize, out: &mut Vec<u8>) -> Result<(), Failure>;
}
