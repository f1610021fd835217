//! The engine: batches of rows flow through operators on shards, in event time.
//!
//! A job is a [`graph::Graph`] of sources, operators and sinks. [`runtime::Job`] gives every shard (a pinned thread) one instance of
//! each, connects them by bounded queues and runs their turns under a driver of `waterwheel-platform`. What stands
//! between rooms is here: [`batch::Batch`] and [`packet::Packet`], the contracts of [`source`], [`operator`] and [`sink`],
//! and [`expression`], through which compiled SQL is called. Knows no SQL and no connector.

#![warn(clippy::iter_over_hash_type)]

pub mod batch;
pub mod checkpoint;
pub mod connector;
pub mod exchange;
pub mod expression;
pub mod failure;
pub mod graph;
pub mod observe;
pub mod operator;
pub mod packet;
pub mod runtime;
pub mod sink;
pub mod source;
pub mod state;

pub use batch::{Batch, Change};
pub use failure::Failure;
pub use packet::{Packet, WATERMARK_MAX, WATERMARK_MIN};
pub use waterwheel_platform::clock::Clock;
pub use waterwheel_types as types;
