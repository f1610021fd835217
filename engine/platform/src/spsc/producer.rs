//! The pushing end of a queue.

use super::ring::Ring;
use crate::sync::{Arc, Ordering};
use std::{cell::Cell, fmt};

/// The end that pushes. One thread at a time; not `Clone`.
pub struct Producer<T> {
    ring: Arc<Ring<T>>,
    /// Equals `ring.tail`, which only this end writes.
    tail: usize,
    /// The newest `ring.head` seen: `head_seen <= ring.head`, so room computed from it is real.
    head_seen: Cell<usize>,
}

impl<T> Producer<T> {
    pub(super) fn new(ring: Arc<Ring<T>>) -> Self {
        Self { ring, tail: 0, head_seen: Cell::new(0) }
    }

    /// Hands `value` over, or gives it back when the queue is full.
    ///
    /// The consumer sees everything this thread wrote before the push. A push succeeds while there is room even when the
    /// consumer is gone (ask [`is_closed`](Self::is_closed)); such a value is dropped with this end.
    pub fn push(&mut self, value: T) -> Result<(), T> {
        if self.is_full() {
            return Err(value);
        }
        // SAFETY: `self.tail == ring.tail`, this is the only producer, and `is_full` saw room through an acquiring load.
        unsafe { self.ring.write(self.tail, value) };
        self.tail = self.tail.wrapping_add(1);
        self.ring.tail.store(self.tail, Ordering::Release);
        Ok(())
    }

    /// True when the next push would be refused. Looks at the consumer's cache line only if the cached index says full.
    pub fn is_full(&self) -> bool {
        if self.room_seen() == 0 {
            self.head_seen.set(self.ring.head.load(Ordering::Acquire));
        }
        self.room_seen() == 0
    }

    /// Values in the queue right now; the consumer may take some meanwhile, so it is an upper bound.
    pub fn len(&self) -> usize {
        self.ring.len()
    }

    /// True when the consumer has taken everything pushed so far.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many values fit: the capacity asked for, rounded up to a power of two.
    pub fn capacity(&self) -> usize {
        self.ring.capacity()
    }

    /// True once the consumer has been dropped: nobody will ever pop again.
    pub fn is_closed(&self) -> bool {
        self.ring.consumer_gone.load(Ordering::Acquire)
    }

    fn room_seen(&self) -> usize {
        self.ring.capacity() - self.tail.wrapping_sub(self.head_seen.get())
    }
}

impl<T> Drop for Producer<T> {
    fn drop(&mut self) {
        self.ring.producer_gone.store(true, Ordering::Release);
    }
}

impl<T> fmt::Debug for Producer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Producer({}/{})", self.len(), self.capacity())
    }
}
