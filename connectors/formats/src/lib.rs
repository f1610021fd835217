//! Formats: bytes of records to columns and back, with Flink's answers.
//!
//! A [`Format`] is found by its name in `'format' = '…'` ([`format`]), is told what a table looks like and what a query reads
//! of it, and gives [`Decoder`]s and [`Encoder`]s. Every option is declared as data; [`check_options`] names what is unknown.
//!
//! Knows no files and no brokers: a connector brings the bytes, says where they come from when they are wrong, and keeps
//! positions.

mod contract;
mod csv;
mod json;
mod options;
mod raw;
mod rows;
mod text;

pub use contract::{Decode, Decoder, Decoding, Encoder, Encoding, Format, Framing, Progress, Request, Undecodable};
pub use options::{check_options, options_of};
pub use rows::DecodedRows;
pub use text::number::write_decimal;

/// All formats, in the order in which they are listed to users.
pub fn formats() -> &'static [&'static dyn Format] {
    &[&json::Json, &csv::Csv, &raw::Raw]
}

/// The format of this name.
pub fn format(name: &str) -> Option<&'static dyn Format> {
    formats().iter().copied().find(|f| f.name() == name)
}
