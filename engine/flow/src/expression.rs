//! How the engine calls compiled SQL: expressions over columns, and aggregate calls over state.
//!
//! Both are made by the planner and shared by all shards, so they hold no state of their own. An [`Expression`] maps
//! columns to one column. An [`Aggregate`] works on accumulators that live in a keyed table's slots: a fixed number of
//! 64-bit words per slot, all zero when the slot is new, and [`Blobs`] for what has no fixed size.

use crate::Failure;
use crate::state::Chunks;
use std::fmt;
use waterwheel_types::{Column, DataType};

/// What an expression may look at.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The input's columns, each `rows` long.
    pub columns: &'a [Column],
    /// The number of rows; there may be no columns.
    pub rows: usize,
    /// The wall clock, milliseconds since 1970 (UTC): what CURRENT_TIMESTAMP and PROCTIME() show.
    pub wall_ms: i64,
    /// The operator's event time, [`WATERMARK_MIN`](crate::WATERMARK_MIN) before the first watermark.
    pub watermark: i64,
}

/// A compiled scalar expression.
pub trait Expression: Send + Sync + fmt::Debug {
    /// The type of the result.
    fn data_type(&self) -> &DataType;

    /// The result for each row: a column of `input.rows` values in the layout of [`data_type`](Expression::data_type).
    ///
    /// Fails with [`Cause::Data`](crate::failure::Cause::Data) when a row has no answer (a bad CAST, an integer divided by zero).
    fn evaluate(&self, input: &Input<'_>) -> Result<Column, Failure>;
}

/// A compiled aggregate call such as `SUM(price)`.
///
/// `slots[i]` is the slot of the group to which row `i` of the columns belongs; slots repeat within a call.
/// Initial state is all words zero, so an implementation keeps "nothing seen yet" as zero.
pub trait Aggregate: Send + Sync + fmt::Debug {
    /// How many words one group takes. The others that a group's words may show behind these are not the call's (it may stand
    /// inside of another).
    fn words(&self) -> usize;

    /// The types of the columns that carry a group's accumulator between stages and into state.
    fn partial_types(&self) -> Vec<DataType>;

    /// The type of the result.
    fn data_type(&self) -> &DataType;

    /// Takes rows in: `arguments` are the evaluated arguments of the call, `additions[i]` whether row `i` is added or, on
    /// an updating input, retracted (`None`: all are added). The caller has left out rows that a FILTER excludes.
    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure>;

    /// Takes in partial results in the layout of [`partial_types`](Aggregate::partial_types).
    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure>;

    /// The accumulators of these groups as columns.
    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure>;

    /// The results of these groups.
    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure>;

    /// Frees what the group keeps outside its words; the words themselves are zeroed by the caller.
    fn release(&self, state: &mut Accumulators<'_>, slot: u32);
}

/// The words of a table's slots: the same number for each, zero at first, in pieces that are never moved.
#[derive(Debug)]
pub struct Words {
    chunks: Vec<Vec<u64>>,
    stride: usize,
    slots: usize,
}

const SHIFT: u32 = 12;
/// Slots whose words lie together.
const CHUNK_SLOTS: usize = 1 << SHIFT;

impl Words {
    /// No slots yet; each will have `stride` words, at least 1.
    pub fn new(stride: usize) -> Self {
        Words { chunks: Vec::new(), stride: stride.max(1), slots: 0 }
    }

    /// Adds a slot. Only the words of the first few thousand slots ever move.
    pub fn push_slot(&mut self) {
        if self.slots.is_multiple_of(CHUNK_SLOTS) {
            let room = if self.chunks.is_empty() { 0 } else { CHUNK_SLOTS * self.stride };
            self.chunks.push(Vec::with_capacity(room));
        }
        let last = self.chunks.last_mut().expect("one was made");
        last.resize(last.len() + self.stride, 0);
        self.slots += 1;
    }

    /// The words at `offset..offset + width` of a slot.
    #[inline]
    pub fn at(&self, slot: u32, offset: usize, width: usize) -> &[u64] {
        let start = (slot as usize % CHUNK_SLOTS) * self.stride + offset;
        &self.chunks[(slot >> SHIFT) as usize][start..start + width]
    }

    /// The words at `offset..offset + width` of a slot, to be changed.
    #[inline]
    pub fn at_mut(&mut self, slot: u32, offset: usize, width: usize) -> &mut [u64] {
        let start = (slot as usize % CHUNK_SLOTS) * self.stride + offset;
        &mut self.chunks[(slot >> SHIFT) as usize][start..start + width]
    }

    /// Zeroes a slot.
    pub fn clear(&mut self, slot: u32) {
        self.at_mut(slot, 0, self.stride).fill(0);
    }

    /// Gives the words of some slots back, for good; false when none are left.
    pub(crate) fn drop_chunk(&mut self) -> bool {
        self.chunks.pop().is_some()
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.chunks.iter().map(Vec::capacity).sum::<usize>() * size_of::<u64>()
    }
}

/// The accumulators of one aggregate call: its words in every slot of a table.
#[derive(Debug)]
pub struct Accumulators<'a> {
    words: &'a mut Words,
    /// Where this call's words begin within a slot.
    offset: usize,
    width: usize,
    /// What the calls of this table keep outside their words.
    pub blobs: &'a mut Blobs,
}

impl<'a> Accumulators<'a> {
    /// The words at `offset..offset + width` of each slot.
    pub fn new(words: &'a mut Words, offset: usize, width: usize, blobs: &'a mut Blobs) -> Self {
        assert!(offset + width <= words.stride, "an accumulator lies within its slot");
        Accumulators { words, offset, width, blobs }
    }

    /// The words at `offset..offset + width` of these, for a call inside of this one.
    pub fn within(&mut self, offset: usize, width: usize) -> Accumulators<'_> {
        Accumulators::new(self.words, self.offset + offset, width, self.blobs)
    }

    /// The words of one group.
    #[inline]
    pub fn at(&self, slot: u32) -> &[u64] {
        self.words.at(slot, self.offset, self.width)
    }

    /// The words of one group, to be changed.
    #[inline]
    pub fn at_mut(&mut self, slot: u32) -> &mut [u64] {
        self.words.at_mut(slot, self.offset, self.width)
    }

    /// The bytes behind the blob number in one word; empty when the word is zero.
    pub fn blob(&self, slot: u32, word: usize) -> &[u8] {
        self.blobs.get(self.words.at(slot, self.offset + word, 1)[0])
    }

    /// The bytes behind the blob number in one word, to be changed; a blob is made when the word is zero.
    pub fn blob_mut(&mut self, slot: u32, word: usize) -> &mut Vec<u8> {
        let number = &mut self.words.at_mut(slot, self.offset + word, 1)[0];
        if *number == 0 {
            *number = self.blobs.create();
        }
        self.blobs.get_mut(*number)
    }

    /// Frees the blob behind one word and zeroes the word.
    pub fn free_blob(&mut self, slot: u32, word: usize) {
        let number = std::mem::take(&mut self.words.at_mut(slot, self.offset + word, 1)[0]);
        self.blobs.free(number);
    }
}

/// Byte strings of any size, by number; number 0 is "none".
#[derive(Debug, Default)]
pub struct Blobs {
    /// `entries[n - 1]` is blob `n`; freed ones are empty.
    entries: Chunks<Vec<u8>>,
    free: Chunks<u64>,
}

impl Blobs {
    /// A new, empty blob.
    pub fn create(&mut self) -> u64 {
        self.free.pop().unwrap_or_else(|| {
            self.entries.push(Vec::new());
            self.entries.len() as u64
        })
    }

    /// The bytes of a blob; none for number 0.
    pub fn get(&self, number: u64) -> &[u8] {
        if number == 0 { &[] } else { &self.entries[number as usize - 1] }
    }

    /// The bytes of a blob, to be changed. The number must come from [`create`](Blobs::create).
    pub fn get_mut(&mut self, number: u64) -> &mut Vec<u8> {
        &mut self.entries[number as usize - 1]
    }

    /// Gives a blob's memory back; number 0 is ignored.
    pub fn free(&mut self, number: u64) {
        if number != 0 {
            self.entries[number as usize - 1] = Vec::new();
            self.free.push(number);
        }
    }

    /// Drops some blobs, for good; false when none are left.
    pub(crate) fn drop_some(&mut self) -> bool {
        self.free.drop_chunk();
        (0..BLOBS_AT_ONCE).all(|_| self.entries.pop().is_some())
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.entries.iter().map(Vec::capacity).sum()
    }
}

/// How many blobs are dropped at once.
const BLOBS_AT_ONCE: usize = 256;
