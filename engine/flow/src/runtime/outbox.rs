//! The output side of a node instance: rows are dealt to shards here, and wait here for room in the queues.

use crate::exchange::Exchange;
use crate::exchange::edge::Sender;
use crate::{Batch, Packet};
use std::collections::VecDeque;

/// One edge that leaves the node, with the queue to each shard it may reach.
pub(super) struct Outlet {
    pub exchange: Exchange,
    /// One sender for [`Exchange::Forward`], one per shard otherwise.
    pub senders: Vec<Sender>,
}

struct Lane {
    sender: Sender,
    waiting: VecDeque<Packet>,
}

struct Route {
    exchange: Exchange,
    lanes: Vec<Lane>,
}

/// All edges that leave a node instance.
pub(super) struct Outbox {
    routes: Vec<Route>,
}

impl Outbox {
    pub fn new(outlets: Vec<Outlet>) -> Self {
        let lane = |sender| Lane { sender, waiting: VecDeque::new() };
        let route = |outlet: Outlet| Route { exchange: outlet.exchange, lanes: outlet.senders.into_iter().map(lane).collect() };
        Outbox { routes: outlets.into_iter().map(route).collect() }
    }

    /// Sends what waits, as far as there is room; true when nothing waits any more.
    pub fn flush(&mut self) -> bool {
        let mut empty = true;
        for lane in self.routes.iter_mut().flat_map(|r| &mut r.lanes) {
            while let Some(packet) = lane.waiting.pop_front() {
                if let Err(packet) = lane.sender.send(packet) {
                    lane.waiting.push_front(packet);
                    empty = false;
                    break;
                }
            }
        }
        empty
    }

    /// Puts a batch on its way along every edge.
    pub fn send(&mut self, batch: Batch) {
        let Some((last, others)) = self.routes.split_last_mut() else { return };
        others.iter_mut().for_each(|route| route.send(batch.clone()));
        last.send(batch);
    }

    /// Tells every queue of every edge.
    pub fn tell(&mut self, packet: impl Fn() -> Packet) {
        for lane in self.routes.iter_mut().flat_map(|r| &mut r.lanes) {
            lane.waiting.push_back(packet());
        }
    }
}

impl Route {
    fn send(&mut self, batch: Batch) {
        match &self.exchange {
            Exchange::Forward => self.lanes[0].waiting.push_back(Packet::Batch(batch)),
            Exchange::Keyed(key) => {
                for (shard, part) in key.split(batch, self.lanes.len()) {
                    self.lanes[shard].waiting.push_back(Packet::Batch(part));
                }
            }
        }
    }
}
