//! The engine under the simulated driver, against naive models.
//!
//! * `windows`: windows of every shape over disordered rows give what a row-by-row model gives, whatever the number of shards,
//!   the order of turns and the size of chunks.
//! * `epochs`: any number of cuts in the middle changes nothing; a job restored from any of them on another number of shards
//!   puts out exactly what was missing.

mod epochs;
mod model;
mod parts;
mod windows;
