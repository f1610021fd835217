//! The queue against a `VecDeque` (seeded), across two threads, and counted drops. Interleavings are loom's, in
//! `tests/loom.rs`.

use super::channel;
use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// One step of a fixed pseudo-random sequence (splitmix64, Steele et al., OOPSLA 2014).
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[test]
fn behaves_as_a_bounded_deque() {
    for seed in 0..64 {
        let mut random = seed;
        let capacity = 1 << (next(&mut random) % 5);
        let (mut producer, mut consumer) = channel(capacity);
        let mut model = VecDeque::new();
        for step in 0..2_000 {
            if next(&mut random).is_multiple_of(2) {
                let has_room = model.len() < capacity;
                assert_eq!(producer.push(step), has_room.then_some(()).ok_or(step), "seed {seed} step {step}");
                model.extend(has_room.then_some(step));
            } else {
                assert_eq!(consumer.pop(), model.pop_front(), "seed {seed} step {step}");
            }
            assert_eq!((producer.len(), consumer.len()), (model.len(), model.len()));
            assert_eq!((producer.is_empty(), consumer.is_empty()), (model.is_empty(), model.is_empty()));
            assert_eq!((producer.is_full(), consumer.is_full()), (model.len() == capacity, model.len() == capacity));
        }
    }
}

#[test]
fn capacity_is_rounded_up_to_a_power_of_two() {
    for (asked, given) in [(1, 1), (2, 2), (3, 4), (5, 8), (64, 64), (65, 128)] {
        assert_eq!(channel::<u8>(asked).0.capacity(), given);
    }
}

#[test]
#[should_panic(expected = "room for at least one value")]
fn a_queue_without_room_is_refused() {
    channel::<u8>(0);
}

#[test]
fn two_threads_keep_order_and_lose_nothing() {
    const VALUES: usize = 300_000;
    let (mut producer, mut consumer) = channel::<Box<usize>>(64);
    let pushing = std::thread::spawn(move || {
        for value in 0..VALUES {
            let mut refused = producer.push(Box::new(value));
            while let Err(value) = refused {
                std::thread::yield_now();
                refused = producer.push(value);
            }
        }
    });
    let mut expected = 0;
    while !consumer.is_finished() {
        match consumer.pop() {
            Some(value) => {
                assert_eq!(*value, expected);
                expected += 1;
            }
            None => std::thread::yield_now(),
        }
    }
    assert_eq!(expected, VALUES);
    pushing.join().expect("the pushing thread asserts nothing");
}

/// Counts its drops.
struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn dropping_the_consumer_drops_what_is_queued_at_once() {
    let drops = Arc::new(AtomicUsize::new(0));
    let (mut producer, mut consumer) = channel(4);
    for _ in 0..3 {
        assert!(producer.push(Counted(Arc::clone(&drops))).is_ok());
    }
    drop(consumer.pop());
    assert_eq!(drops.load(Ordering::Relaxed), 1);
    assert!(!producer.is_closed());
    drop(consumer);
    assert_eq!(drops.load(Ordering::Relaxed), 3);
    assert!(producer.is_closed());
}

#[test]
fn a_value_pushed_after_the_consumer_went_is_dropped_once_with_the_producer() {
    let drops = Arc::new(AtomicUsize::new(0));
    let (mut producer, consumer) = channel(4);
    drop(consumer);
    assert!(producer.push(Counted(Arc::clone(&drops))).is_ok());
    assert_eq!(drops.load(Ordering::Relaxed), 0);
    drop(producer);
    assert_eq!(drops.load(Ordering::Relaxed), 1);
}

#[test]
fn a_dropped_producer_closes_but_keeps_what_it_pushed() {
    let (mut producer, mut consumer) = channel(2);
    assert_eq!(producer.push(7), Ok(()));
    assert!(!consumer.is_closed());
    drop(producer);
    assert!(consumer.is_closed());
    assert!(!consumer.is_finished());
    assert_eq!(consumer.pop(), Some(7));
    assert!(consumer.is_finished());
}

#[test]
fn the_two_indices_live_on_different_cache_lines() {
    let (producer, _consumer) = channel::<u8>(2);
    let ring = super::ring::Ring::<u8>::new(2);
    let apart = (&raw const *ring.head as usize).abs_diff(&raw const *ring.tail as usize);
    assert!(apart >= 128, "{apart} bytes apart in a queue of {}", producer.capacity());
}
