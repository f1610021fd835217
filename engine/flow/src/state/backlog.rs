//! Entries that wait to be written, first in, first out.
//!
//! Kept in pieces, so that neither adding one nor handing all over moves what is there.

use super::Entry;
use std::collections::VecDeque;

/// Entries of one piece.
const PIECE: usize = 512;

/// A queue of entries.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    pieces: VecDeque<VecDeque<Entry>>,
}

impl Backlog {
    pub(super) fn push(&mut self, entry: Entry) {
        if self.pieces.back().is_none_or(|piece| piece.len() == PIECE) {
            self.pieces.push_back(VecDeque::new());
        }
        self.pieces.back_mut().expect("one was made").push_back(entry);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Moves up to `most` entries behind those of `out`; how many.
    pub(super) fn drain(&mut self, most: usize, out: &mut Vec<Entry>) -> usize {
        let before = out.len();
        while let Some(piece) = self.pieces.front_mut() {
            let left = most - (out.len() - before);
            out.extend(piece.drain(..piece.len().min(left)));
            if !piece.is_empty() {
                break;
            }
            self.pieces.pop_front();
        }
        out.len() - before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_leave_in_their_order_as_many_as_asked() {
        let entry = |n: usize| Entry::Remove { key: n.to_le_bytes().to_vec(), sub: Vec::new() };
        let mut backlog = Backlog::default();
        (0..1_500).for_each(|n| backlog.push(entry(n)));
        let mut out = Vec::new();
        assert_eq!(backlog.drain(100, &mut out), 100);
        assert_eq!(backlog.drain(1_000, &mut out), 1_000);
        assert_eq!(backlog.drain(1_000, &mut out), 400);
        assert!(backlog.is_empty() && out.into_iter().eq((0..1_500).map(entry)));
    }
}
