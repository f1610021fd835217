//! Connectors without an outside: tables that are computed, and sinks that print or count.
//!
//! | connector | what it is |
//! |---|---|
//! | [`datagen`] | Flink's generator of random values and sequences |
//! | [`nexmark`] | the auction events of the Nexmark benchmark, the same in every run |
//! | [`print`] | rows on standard output, as Flink prints them |
//! | [`blackhole`] | takes rows and forgets them |
//!
//! What is generated depends on a seed and the row's number alone, so any shard can make any part of a table and a
//! restarted job sees the same rows again. The one exception is datagen's DATE, TIME and timestamps, which tell the time.

pub mod blackhole;
pub mod datagen;
pub mod nexmark;
mod options;
pub mod print;
mod random;
mod rows;
