//! The floor of the engine: everything that touches the machine rather than the data.
//!
//! It promises that a shard's turn is driven the same way by every driver, that no wake-up is lost, that a failing shard
//! ends the run with its own message, and that a machine which cannot do what was asked says what to type. This is the one
//! engine crate with `unsafe`; each use says what makes it true.
//!
//! It knows nothing of batches, time, operators or state: queues carry any `T`, and a shard is whatever implements
//! [`driver::Turn`].
#![allow(unsafe_code, reason = "the one room of the engine that may; every block carries a SAFETY reason")]
#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks, missing_docs)]

pub mod clock;
pub mod cpu;
pub mod driver;
pub mod probe;
pub mod signal;
pub mod spsc;
mod sync;
pub mod usage;
pub mod wake;
