//! What every connector must do, as functions its tests call.
//!
//! A connector lists this crate among its dev-dependencies and calls [`check_source`] with a source and the rows that are in it,
//! and [`check_sink`] with a way to make sinks and a way to read back what they published. Each panics with a sentence that says
//! which clause of the contract was broken.
//!
//! The suite plays the runtime: it claims chunks in order, round robin over the splits, opens them at positions, keeps the
//! budget's rules. It starts no threads, so a failure repeats.

mod rows;
mod sink;
mod source;

pub use rows::{Row, rows_of};
pub use sink::{SinkCase, check_sink};
pub use source::{SourceCase, check_source};
