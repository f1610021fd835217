//! The queue between two operator instances.
//!
//! Within a shard it is a plain queue; between shards a lock-free ring. Both are bounded in packets: a full one makes the
//! operator that feeds it wait, never its shard.

use crate::Packet;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use waterwheel_platform::spsc::{Consumer, Producer};
use waterwheel_platform::wake::Waker;

/// How many packets one queue holds.
pub(crate) const QUEUE_PACKETS: usize = 8;

type Local = Rc<RefCell<VecDeque<Packet>>>;

/// The sending end.
pub(crate) enum Sender {
    Local(Local),
    Remote { queue: Producer<Packet>, waker: Waker },
}

/// The receiving end.
pub(crate) enum Receiver {
    Local(Local),
    Remote { queue: Consumer<Packet>, waker: Waker },
}

/// A queue within one shard.
pub(crate) fn local() -> (Sender, Receiver) {
    let queue = Local::default();
    (Sender::Local(Rc::clone(&queue)), Receiver::Local(queue))
}

impl Sender {
    /// Sends, or gives the packet back when the queue is full.
    pub(crate) fn send(&mut self, packet: Packet) -> Result<(), Packet> {
        match self {
            Sender::Local(queue) => {
                let mut queue = queue.borrow_mut();
                if queue.len() >= QUEUE_PACKETS {
                    return Err(packet);
                }
                queue.push_back(packet);
                Ok(())
            }
            Sender::Remote { queue, waker } => {
                queue.push(packet)?;
                waker.wake();
                Ok(())
            }
        }
    }
}

impl Receiver {
    /// The next packet, if one has arrived.
    pub(crate) fn receive(&mut self) -> Option<Packet> {
        match self {
            Receiver::Local(queue) => queue.borrow_mut().pop_front(),
            Receiver::Remote { queue, waker } => {
                let packet = queue.pop()?;
                // The sender may sleep because the queue was full; waking one that is awake costs next to nothing.
                waker.wake();
                Some(packet)
            }
        }
    }
}
