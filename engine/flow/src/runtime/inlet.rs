//! A gate whose batches come in portions: no longer than can be worked on in a piece of a turn.
//!
//! How many rows that is, is learnt from how long the last ones took; cheap operators see whole batches.

use crate::exchange::gate::{Event, Gate};
use crate::operator::Portion;
use crate::{Batch, Clock};

/// The input of an operator or a sink.
pub(super) struct Inlet {
    gate: Gate,
    /// What is left of the batch that is being taken in, and its side.
    rest: Option<(usize, Batch)>,
    portion: Portion,
}

impl Inlet {
    pub fn new(gate: Gate) -> Self {
        Inlet { gate, rest: None, portion: Portion::default() }
    }

    /// The next event, if there is one.
    pub fn next(&mut self) -> Option<Event> {
        let (side, batch) = match self.rest.take() {
            Some(rest) => rest,
            None => match self.gate.next()? {
                Event::Batch { side, batch } => (side, batch),
                other => return Some(other),
            },
        };
        let most = self.portion.rows();
        if batch.rows() <= most {
            return Some(Event::Batch { side, batch });
        }
        self.rest = Some((side, batch.slice(most, batch.rows() - most)));
        Some(Event::Batch { side, batch: batch.slice(0, most) })
    }

    /// Learns that taking in `rows` rows has lasted since `began_ns`.
    pub fn note(&mut self, rows: usize, began_ns: u64, clock: &Clock) {
        self.portion.note(rows, clock.now() - began_ns);
    }

    /// The watermark last told.
    pub fn watermark(&self) -> i64 {
        self.gate.watermark()
    }
}
