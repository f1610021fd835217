//! The engine under the simulated driver, against naive models.
//!
//! * `windows`: windows of every shape over disordered rows give what a row-by-row model gives, whatever the number of shards,
//!   the order of turns and the size of chunks.
//! * `groups`: an aggregation of an aggregation's updates, with distinct values, against the final result of a model; restored from a
//!   cut on another number of shards, the changes that follow are exactly those that were missing.
//! * `refiring`: windows that fire early, late or both: changes add up to what a row-by-row model gives, restores included.
//! * `delays`: windows that fire early and late some time after their rows, by the wall clock, change by change as a model says.
//! * `clocks`: windows by the wall clock fire when it shows their ends, over cuts and restores; those open at the end never do.
//! * `sessions`: sessions against a model of their own, restores included.
//! * `sorts`: rows in the order of their times, as a model gives them, restores included.
//! * `idle`: groups and distinct values are forgotten when they have not been updated for long, by the wall clock, restores included.
//! * `joins`: a join of two aggregations' updates, which change keys on both sides, against a nested loop over the final rows; restored
//!   from a cut, the changes that follow start from the same rows on any number of shards. And rows that each side forgets in its own time.
//! * `materialized`: a table by another key than its updates are kept apart by shows a row that is there, restores included.
//! * `pressure`: a full queue pauses the operator that feeds it, not its shard; nothing is lost, order is kept.
//! * `epochs`: any number of cuts in the middle changes nothing; a job restored from any of them on another number of shards
//!   puts out exactly what was missing.

mod clocks;
mod delays;
mod epochs;
mod groups;
mod idle;
mod joins;
mod materialized;
mod model;
mod parts;
mod pressure;
mod refiring;
mod sessions;
mod sorts;
mod windows;
