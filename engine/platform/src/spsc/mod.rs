//! A bounded queue with one producer and one consumer: how a batch changes owner between two shards.
//!
//! It promises first-in first-out order, that a push or pop never blocks, never allocates and never calls the kernel, and
//! that every value is dropped exactly once. Each end keeps a cached copy of the other's index, so that a flowing queue
//! touches the other core's cache line once per lap rather than once per value.
//!
//! It does not wake anybody: pair it with a [`Waker`](crate::wake::Waker) (push first, then wake). It has no blocking calls
//! and no way to add a second producer: sharing a queue between edges deadlocks on barriers.

mod consumer;
mod producer;
mod ring;

pub use consumer::Consumer;
pub use producer::Producer;

use crate::sync::Arc;
use ring::Ring;

/// Makes a queue for at least `capacity` values, rounded up to a power of two.
///
/// The ring is allocated here, once. Both ends are `Send` when `T` is and belong to one thread at a time each.
///
/// # Panics
///
/// When `capacity` is zero or its power of two does not fit in memory's address range.
///
/// ```
/// let (mut producer, mut consumer) = waterwheel_platform::spsc::channel(2);
/// assert_eq!(producer.push("a"), Ok(()));
/// assert_eq!(producer.push("b"), Ok(()));
/// assert_eq!(producer.push("c"), Err("c")); // full: the value comes back
/// assert_eq!(consumer.pop(), Some("a"));
/// drop(producer);
/// assert!(consumer.is_closed() && !consumer.is_finished());
/// assert_eq!(consumer.pop(), Some("b"));
/// assert!(consumer.is_finished());
/// ```
pub fn channel<T>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    let ring = Arc::new(Ring::new(capacity));
    (Producer::new(Arc::clone(&ring)), Consumer::new(ring))
}

#[cfg(all(test, not(loom)))]
mod tests;
