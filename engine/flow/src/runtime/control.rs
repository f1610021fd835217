//! What a job's shards share besides queues: the wish to stop, the first failure, the epoch asked for, who has ended.

use crate::Failure;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use waterwheel_platform::wake::Waker;

/// Shared by all shards of a job and its handle.
#[derive(Debug)]
pub(super) struct Control {
    stop: AtomicBool,
    failure: Mutex<Option<Failure>>,
    /// The last epoch whose barrier sources are to put out; 0 before the first.
    epoch: AtomicU64,
    /// Per node: how many shards' instances have seen the end of their input.
    ended: Vec<AtomicUsize>,
    /// Per shard: whether it has come to rest.
    at_rest: Vec<AtomicBool>,
    wakers: Vec<Waker>,
}

impl Control {
    pub fn new(nodes: usize, first_epoch: u64, wakers: Vec<Waker>) -> Self {
        Control {
            stop: AtomicBool::new(false),
            failure: Mutex::new(None),
            epoch: AtomicU64::new(first_epoch),
            ended: (0..nodes).map(|_| AtomicUsize::new(0)).collect(),
            at_rest: wakers.iter().map(|_| AtomicBool::new(false)).collect(),
            wakers,
        }
    }

    pub fn wake_all(&self) {
        self.wakers.iter().for_each(Waker::wake);
    }

    /// Asks every shard to end at its next turn.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        self.wake_all();
    }

    pub fn is_stopping(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    /// Ends the job; the first failure is kept.
    pub fn fail(&self, failure: Failure) {
        self.failure.lock().expect("nobody panics with the lock").get_or_insert(failure);
        self.stop();
    }

    pub fn failure(&self) -> Option<Failure> {
        self.failure.lock().expect("nobody panics with the lock").clone()
    }

    /// Asks for the next epoch and returns its number.
    pub fn request_epoch(&self) -> u64 {
        let epoch = self.epoch.fetch_add(1, Ordering::AcqRel) + 1;
        self.wake_all();
        epoch
    }

    pub fn requested_epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Notes that one shard's instance of a node has seen all of its input.
    pub fn note_ended(&self, node: usize) {
        self.ended[node].fetch_add(1, Ordering::AcqRel);
        self.wake_all();
    }

    /// Whether every shard's instance of a node has seen all of its input.
    pub fn all_ended(&self, node: usize) -> bool {
        self.ended[node].load(Ordering::Acquire) == self.wakers.len()
    }

    /// The shards that have not come to rest.
    pub fn busy_shards(&self) -> Vec<usize> {
        (0..self.at_rest.len()).filter(|&shard| !self.at_rest[shard].load(Ordering::Acquire)).collect()
    }
}

/// Held by a shard as long as it lives.
pub(super) struct Presence {
    shard: usize,
    control: Arc<Control>,
}

impl Presence {
    pub fn new(shard: usize, control: Arc<Control>) -> Self {
        Presence { shard, control }
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.control.at_rest[self.shard].store(true, Ordering::Release);
    }
}
