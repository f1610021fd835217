//! The memory both ends share: slots, two indices and two flags, each index on cache lines of its own.
//!
//! Indices count values since the start and wrap around `usize`; a slot is `index & mask`. The invariants are on the fields;
//! whoever calls [`Ring::write`] or [`Ring::read`] vouches for them.

use crate::sync::{AtomicBool, AtomicUsize, Ordering, UnsafeCell};
use crossbeam_utils::CachePadded;
use std::mem::MaybeUninit;

pub(super) struct Ring<T> {
    /// Values ever pushed. `tail - head <= slots.len()`. Written by the producer only.
    pub(super) tail: CachePadded<AtomicUsize>,
    /// Values ever popped. `head <= tail`. Written by the consumer only.
    pub(super) head: CachePadded<AtomicUsize>,
    /// The producer is gone: `tail` never grows again.
    pub(super) producer_gone: AtomicBool,
    /// The consumer is gone: `head` never grows again.
    pub(super) consumer_gone: AtomicBool,
    /// `slots.len() - 1`, with `slots.len()` a power of two.
    mask: usize,
    /// A slot holds a value exactly when its index lies in `head..tail`.
    slots: Box<[UnsafeCell<MaybeUninit<T>>]>,
}

// SAFETY: values only pass through from one thread to the other (`T: Send`), and the index protocol gives each slot to one
// end at a time; nothing hands out a `&T` to two threads, so `T: Sync` is not needed.
unsafe impl<T: Send> Sync for Ring<T> {}
// SAFETY: the ring owns its values; sending it sends them.
unsafe impl<T: Send> Send for Ring<T> {}

impl<T> Ring<T> {
    pub(super) fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "a queue needs room for at least one value");
        let slots: Box<[_]> = (0..capacity.next_power_of_two()).map(|_| UnsafeCell::new(MaybeUninit::uninit())).collect();
        Self {
            tail: CachePadded::new(AtomicUsize::new(0)),
            head: CachePadded::new(AtomicUsize::new(0)),
            producer_gone: AtomicBool::new(false),
            consumer_gone: AtomicBool::new(false),
            mask: slots.len() - 1,
            slots,
        }
    }

    pub(super) fn capacity(&self) -> usize {
        self.slots.len()
    }

    /// Values between the two indices as somebody else sees them: exact for neither end, never above the capacity.
    pub(super) fn len(&self) -> usize {
        let head = self.head.load(Ordering::Acquire);
        let tail = self.tail.load(Ordering::Acquire);
        tail.wrapping_sub(head).min(self.capacity())
    }

    /// Puts a value into the slot of `index`.
    ///
    /// # Safety
    ///
    /// The caller is the producer, `index == tail`, and `tail - head < capacity` was seen with an acquiring load of `head`.
    pub(super) unsafe fn write(&self, index: usize, value: T) {
        self.slots[index & self.mask].with_mut(|slot| {
            // SAFETY: the slot lies outside `head..tail`, so it holds no value and the consumer does not touch it; its
            // last read happened before the store of `head` that the caller acquired.
            unsafe { (*slot).write(value) };
        });
    }

    /// Takes the value out of the slot of `index`.
    ///
    /// # Safety
    ///
    /// The caller is the consumer, `index == head`, and `head < tail` was seen with an acquiring load of `tail`. Each index
    /// is read once.
    pub(super) unsafe fn read(&self, index: usize) -> T {
        self.slots[index & self.mask].with_mut(|slot| {
            // SAFETY: the slot lies in `head..tail`, so its value was written before the store of `tail` that the caller
            // acquired, and the producer leaves it alone until `head` moves past it.
            unsafe { (*slot).assume_init_read() }
        })
    }
}

impl<T> Drop for Ring<T> {
    fn drop(&mut self) {
        // Both ends are gone, so plain loads are exact.
        let tail = self.tail.load(Ordering::Acquire);
        let mut head = self.head.load(Ordering::Acquire);
        while head != tail {
            // SAFETY: this thread is alone with the ring and takes each index of `head..tail` once.
            drop(unsafe { self.read(head) });
            head = head.wrapping_add(1);
        }
    }
}
