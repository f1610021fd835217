//! The popping end of a queue.

use super::ring::Ring;
use crate::sync::{Arc, Ordering};
use std::{cell::Cell, fmt};

/// The end that pops. One thread at a time; not `Clone`. Dropping it drops what is still queued.
pub struct Consumer<T> {
    ring: Arc<Ring<T>>,
    /// Equals `ring.head`, which only this end writes.
    head: usize,
    /// The newest `ring.tail` seen: `head <= tail_seen <= ring.tail`, so values counted from it are there.
    tail_seen: Cell<usize>,
}

impl<T> Consumer<T> {
    pub(super) fn new(ring: Arc<Ring<T>>) -> Self {
        Self { ring, head: 0, tail_seen: Cell::new(0) }
    }

    /// Takes the oldest value, or `None` when the queue is empty now. After `None`, [`is_finished`](Self::is_finished) tells
    /// "not yet" from "never again".
    pub fn pop(&mut self) -> Option<T> {
        if self.is_empty() {
            return None;
        }
        // SAFETY: `self.head == ring.head`, this is the only consumer, and `is_empty` saw a value through an acquiring load.
        let value = unsafe { self.ring.read(self.head) };
        self.head = self.head.wrapping_add(1);
        self.ring.head.store(self.head, Ordering::Release);
        Some(value)
    }

    /// True when there is nothing to pop now. Looks at the producer's cache line only if the cached index says empty.
    pub fn is_empty(&self) -> bool {
        if self.head == self.tail_seen.get() {
            self.tail_seen.set(self.ring.tail.load(Ordering::Acquire));
        }
        self.head == self.tail_seen.get()
    }

    /// Values in the queue right now; the producer may add some meanwhile, so it is a lower bound.
    pub fn len(&self) -> usize {
        self.ring.len()
    }

    /// True when the producer found no room, or would now.
    pub fn is_full(&self) -> bool {
        self.len() == self.capacity()
    }

    /// How many values fit: the capacity asked for, rounded up to a power of two.
    pub fn capacity(&self) -> usize {
        self.ring.capacity()
    }

    /// True once the producer has been dropped. Values it pushed before may still be queued.
    pub fn is_closed(&self) -> bool {
        self.ring.producer_gone.load(Ordering::Acquire)
    }

    /// True once the producer has been dropped and everything it pushed has been popped: the end of the stream.
    pub fn is_finished(&self) -> bool {
        // The flag first: it is set after the last push, so an empty queue seen afterwards stays empty.
        self.is_closed() && self.is_empty()
    }
}

impl<T> Drop for Consumer<T> {
    fn drop(&mut self) {
        self.ring.consumer_gone.store(true, Ordering::Release);
        // At once rather than with the ring: a value may hold buffers that its producer waits to get back.
        while self.pop().is_some() {}
    }
}

impl<T> fmt::Debug for Consumer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Consumer({}/{})", self.len(), self.capacity())
    }
}
