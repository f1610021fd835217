//! The inputs of one operator instance as one ordered sequence of events.
//!
//! A gate has sides (1 for most operators, 2 for joins, n for unions) and per side one queue from every shard that
//! feeds it. It merges watermarks to the minimum of the queues that count (not idle, not ended), aligns barriers (only
//! here is an input refused: a queue behind a barrier waits for the others) and ends when all queues have.

use super::edge::Receiver;
use crate::{Batch, Packet, WATERMARK_MAX, WATERMARK_MIN};

/// What an operator is told.
#[derive(Debug)]
pub(crate) enum Event {
    Batch { side: usize, batch: Batch },
    Watermark(i64),
    Idle,
    Active,
    Barrier(u64),
    End,
}

struct Channel {
    receiver: Receiver,
    side: usize,
    watermark: i64,
    idle: bool,
    ended: bool,
    /// The barrier that it waits behind.
    barrier: Option<u64>,
}

impl Channel {
    /// The time up to which this queue holds nothing back, or `None` when it does not count.
    fn holds_at(&self) -> Option<i64> {
        (!self.idle && !self.ended).then_some(self.watermark)
    }
}

/// The inputs of one operator instance.
pub(crate) struct Gate {
    channels: Vec<Channel>,
    /// The channel to look at first, so that none starves.
    next: usize,
    /// Whether it has given a batch since its turn came.
    has_given: bool,
    sides: usize,
    watermark: i64,
    idle: bool,
    ended: bool,
    /// Whether the queues' times may amount to news that has not been told yet.
    unsettled: bool,
}

impl Gate {
    pub(crate) fn new(receivers: Vec<(usize, Receiver)>) -> Self {
        let sides = receivers.iter().map(|(side, _)| side + 1).max().unwrap_or(0);
        let channel = |(side, receiver)| Channel { receiver, side, watermark: WATERMARK_MIN, idle: false, ended: false, barrier: None };
        let channels = receivers.into_iter().map(channel).collect();
        Gate { channels, next: 0, has_given: false, sides, watermark: WATERMARK_MIN, idle: false, ended: false, unsettled: false }
    }

    /// The watermark last told.
    pub(crate) fn watermark(&self) -> i64 {
        self.watermark
    }

    /// The next event, or `None` when nothing has arrived that may be told now.
    pub(crate) fn next(&mut self) -> Option<Event> {
        if self.ended {
            return None;
        }
        if let Some(event) = std::mem::take(&mut self.unsettled).then(|| self.time_event()).flatten() {
            return Some(event);
        }
        let first = self.next;
        for _ in 0..self.channels.len() {
            let at = self.next;
            self.next = (self.next + 1) % self.channels.len();
            while self.channels[at].barrier.is_none() {
                let Some(packet) = self.channels[at].receiver.receive() else { break };
                if let Some(event) = self.take(at, packet) {
                    // The same queue goes on first, so that a batch and its watermark are told together; with a second one its turn is
                    // over.
                    let had_given = self.has_given && at == first;
                    self.has_given = had_given || matches!(event, Event::Batch { .. });
                    let is_over = had_given && matches!(event, Event::Batch { .. });
                    self.next = if is_over { self.next } else { at };
                    self.has_given &= !is_over;
                    return Some(event);
                }
            }
        }
        None
    }

    fn take(&mut self, at: usize, packet: Packet) -> Option<Event> {
        let channel = &mut self.channels[at];
        match packet {
            Packet::Batch(batch) => {
                let side = channel.side;
                return Some(Event::Batch { side, batch: self.cap_watermarks(side, batch) });
            }
            Packet::Watermark(watermark) => channel.watermark = channel.watermark.max(watermark),
            Packet::Idle => channel.idle = true,
            Packet::Active => channel.idle = false,
            Packet::Barrier(epoch) => {
                channel.barrier = Some(epoch);
                return self.align(epoch);
            }
            Packet::End => {
                channel.ended = true;
                if let Some(epoch) = self.channels.iter().find_map(|c| c.barrier)
                    && let Some(barrier) = self.align(epoch)
                {
                    self.unsettled = true;
                    return Some(barrier);
                }
            }
        }
        self.time_event()
    }

    /// A row is late only when all inputs have passed it: the watermark of its own input is capped by the others'.
    fn cap_watermarks(&self, side: usize, batch: Batch) -> Batch {
        if self.sides == 1 || batch.watermarks().is_none() {
            return batch;
        }
        let others = self.channels.iter().filter(|c| c.side != side).filter_map(Channel::holds_at).min();
        let capped = batch.watermarks().map(|w| w.capped(others.unwrap_or(WATERMARK_MAX)));
        batch.with_watermarks(capped)
    }

    /// The barrier, once every queue that still speaks has come to it.
    fn align(&mut self, epoch: u64) -> Option<Event> {
        if !self.channels.iter().all(|c| c.ended || c.barrier.is_some()) {
            return None;
        }
        debug_assert!(self.channels.iter().all(|c| c.barrier.is_none_or(|b| b == epoch)), "barriers of one epoch at a time");
        self.channels.iter_mut().for_each(|c| c.barrier = None);
        Some(Event::Barrier(epoch))
    }

    /// What the queues' times now amount to, when that is news.
    fn time_event(&mut self) -> Option<Event> {
        let news = self.time_news();
        self.unsettled = news.is_some();
        news
    }

    fn time_news(&mut self) -> Option<Event> {
        if self.channels.iter().all(|c| c.ended) {
            self.ended = true;
            return Some(Event::End);
        }
        match self.channels.iter().filter_map(Channel::holds_at).min() {
            None => (!std::mem::replace(&mut self.idle, true)).then_some(Event::Idle),
            Some(_) if self.idle => {
                self.idle = false;
                Some(Event::Active)
            }
            Some(watermark) if watermark > self.watermark => {
                self.watermark = watermark;
                Some(Event::Watermark(watermark))
            }
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::edge::{Sender, local};
    use super::*;
    use crate::batch::Watermarks;

    fn gate(sides: &[usize]) -> (Vec<Sender>, Gate) {
        let (senders, receivers): (Vec<_>, Vec<_>) = sides.iter().map(|&side| (side, local())).map(|(side, (s, r))| (s, (side, r))).unzip();
        (senders, Gate::new(receivers))
    }

    fn told(gate: &mut Gate) -> Vec<String> {
        std::iter::from_fn(|| gate.next())
            .map(|event| match event {
                Event::Batch { side, batch } => format!("batch {side}: {}", batch.rows()),
                other => format!("{other:?}"),
            })
            .collect()
    }

    fn send(sender: &mut Sender, packets: Vec<Packet>) {
        packets.into_iter().for_each(|p| sender.send(p).unwrap());
    }

    #[test]
    fn the_watermark_is_the_least_of_the_queues_that_count() {
        let (mut s, mut gate) = gate(&[0, 0]);
        send(&mut s[0], vec![Packet::Watermark(10)]);
        assert!(told(&mut gate).is_empty(), "the other queue has said nothing");
        send(&mut s[1], vec![Packet::Watermark(5), Packet::Watermark(20)]);
        assert_eq!(told(&mut gate), ["Watermark(5)", "Watermark(10)"]);
        send(&mut s[0], vec![Packet::Idle]);
        assert_eq!(told(&mut gate), ["Watermark(20)"]);
        send(&mut s[0], vec![Packet::Active, Packet::Watermark(30)]);
        send(&mut s[1], vec![Packet::End]);
        assert_eq!(told(&mut gate), ["Watermark(30)"]);
        send(&mut s[0], vec![Packet::End]);
        assert_eq!(told(&mut gate), ["End"]);
    }

    #[test]
    fn a_queue_behind_a_barrier_waits_for_the_others() {
        let (mut s, mut gate) = gate(&[0, 0, 0]);
        let batch = || Packet::Batch(Batch::new(vec![], 1));
        send(&mut s[0], vec![Packet::Barrier(1), batch()]);
        send(&mut s[1], vec![batch(), batch()]);
        assert_eq!(told(&mut gate), ["batch 0: 1", "batch 0: 1"], "two from queue 1, none from behind the barrier");
        send(&mut s[1], vec![Packet::Barrier(1)]);
        assert!(told(&mut gate).is_empty());
        send(&mut s[2], vec![Packet::End]);
        assert_eq!(told(&mut gate), ["Barrier(1)", "batch 0: 1"], "an ended queue counts as aligned");
        send(&mut s[0], vec![Packet::Barrier(2), Packet::End]);
        send(&mut s[1], vec![Packet::End]);
        assert_eq!(told(&mut gate), ["Barrier(2)", "End"], "an end that aligns a barrier is told after it");
    }

    #[test]
    fn no_queue_starves_behind_another_that_is_never_empty() {
        let (mut s, mut gate) = gate(&[0, 1]);
        let batch = || Packet::Batch(Batch::new(vec![], 1));
        send(&mut s[0], (1..=3).flat_map(|n| [batch(), Packet::Watermark(n)]).collect());
        send(&mut s[1], (1..=3).flat_map(|_| [batch()]).collect());
        let sides = ["batch 0: 1", "batch 0: 1", "batch 1: 1", "batch 1: 1", "batch 0: 1", "batch 1: 1"];
        assert_eq!(told(&mut gate), sides, "two of a queue at most");
    }

    #[test]
    fn a_row_is_late_only_when_every_side_has_passed_it() {
        let (mut s, mut gate) = gate(&[0, 1]);
        send(&mut s[1], vec![Packet::Watermark(7)]);
        told(&mut gate);
        let batch = Batch::new(vec![], 2).with_watermarks(Some(Watermarks::constant(2, 100)));
        send(&mut s[0], vec![Packet::Batch(batch)]);
        let Some(Event::Batch { batch, .. }) = gate.next() else { panic!("a batch was sent") };
        assert_eq!(batch.watermarks().unwrap().iter().collect::<Vec<_>>(), [7, 7]);
    }
}
