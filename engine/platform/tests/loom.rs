//! The lock-free parts under the model checker: every interleaving (and every reordering that the memory orders allow) with up
//! to three preemptions.
//!
//! Checked: values arrive in order, once, and whole; `is_finished` never hides a value; each value is dropped once whichever
//! end goes first; a wake-up that follows its work is never lost, whether the shard is awake, about to park, or parked, and
//! whether one thread wakes it or two (loom reports a lost one as a deadlock).
//!
//! Run it with:
//! `RUSTFLAGS="--cfg loom" cargo test -p waterwheel-platform --no-default-features --release --test loom`
#![cfg(loom)]

use loom::{
    model::Builder,
    sync::{Condvar, Mutex},
    thread,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Wake,
};
use waterwheel_platform::{
    spsc::{Consumer, Producer, channel},
    wake::{Parker, Waker, parking},
};

fn check(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(model);
}

fn push<T>(producer: &mut Producer<T>, value: T) {
    let mut refused = producer.push(value);
    while let Err(value) = refused {
        thread::yield_now();
        refused = producer.push(value);
    }
}

#[test]
fn values_arrive_in_order_through_a_full_and_an_empty_ring() {
    check(|| {
        let (mut producer, mut consumer) = channel(2);
        let pushing = thread::spawn(move || (1..=3).for_each(|value| push(&mut producer, Box::new(value))));
        for expected in 1..=3 {
            let mut popped = consumer.pop();
            while popped.is_none() {
                thread::yield_now();
                popped = consumer.pop();
            }
            assert_eq!(popped, Some(Box::new(expected)));
        }
        assert_eq!(consumer.pop(), None);
        pushing.join().unwrap();
        assert!(consumer.is_finished());
    });
}

#[test]
fn the_end_never_overtakes_a_value() {
    check(|| {
        let (mut producer, mut consumer) = channel(2);
        let pushing = thread::spawn(move || push(&mut producer, 7));
        let mut popped = Vec::new();
        while !consumer.is_finished() {
            popped.extend(consumer.pop());
            thread::yield_now();
        }
        assert_eq!(popped, [7]);
        pushing.join().unwrap();
    });
}

struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn each_value_is_dropped_once_whichever_end_goes_first() {
    check(|| {
        let drops = Arc::new(AtomicUsize::new(0));
        let counted = || Counted(Arc::clone(&drops));
        let (mut producer, mut consumer) = channel(2);
        let values = [counted(), counted(), counted()];
        let pushing = thread::spawn(move || values.into_iter().for_each(|value| drop(producer.push(value))));
        drop(consumer.pop());
        drop(consumer);
        pushing.join().unwrap();
        assert_eq!(drops.load(Ordering::Relaxed), 3);
    });
}

/// A thread's park token. Spelled out, because loom's own `unpark` also wakes a thread that waits for a lock or a join.
struct Sleeper {
    token: Mutex<bool>,
    given: Condvar,
}

impl Sleeper {
    fn park(&self) {
        let mut token = self.token.lock().unwrap();
        while !*token {
            token = self.given.wait(token).unwrap();
        }
        *token = false;
    }
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        *self.token.lock().unwrap() = true;
        self.given.notify_one();
    }
}

/// A shard's loop as the thread driver runs it, until it has seen `expected` values of all its queues.
fn live(parker: &Parker, inboxes: &mut [Consumer<u8>], expected: usize) {
    let sleeper = Arc::new(Sleeper { token: Mutex::new(false), given: Condvar::new() });
    parker.attach(Arc::clone(&sleeper).into());
    let mut seen = 0;
    loop {
        // A look takes everything there is: wakes before it are one.
        seen += inboxes.iter_mut().map(|inbox| std::iter::from_fn(|| inbox.pop()).count()).sum::<usize>();
        if seen == expected {
            return parker.detach();
        }
        if parker.announce() {
            while parker.is_parked() {
                sleeper.park();
            }
        }
        parker.retire();
    }
}

/// Somebody who pushes and then wakes, `times` times.
fn call(mut producer: Producer<u8>, waker: Waker, times: u8) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        for value in 0..times {
            push(&mut producer, value);
            waker.wake();
        }
    })
}

#[test]
fn no_wake_of_one_caller_is_lost() {
    check(|| {
        let (waker, parker) = parking();
        let (producer, consumer) = channel(2);
        let caller = call(producer, waker, 2);
        live(&parker, &mut [consumer], 2);
        caller.join().unwrap();
    });
}

#[test]
fn no_wake_of_two_callers_is_lost() {
    check(|| {
        let (waker, parker) = parking();
        let ((to_a, from_a), (to_b, from_b)) = (channel(1), channel(1));
        let callers = [call(to_a, waker.clone(), 1), call(to_b, waker, 1)];
        live(&parker, &mut [from_a, from_b], 2);
        callers.into_iter().for_each(|caller| caller.join().unwrap());
    });
}
