//! Where something stands in a script.
//!
//! Every token and every node of the syntax tree carries a [`Span`], so that any later error (an unknown column, a type
//! that does not fit) can point at the very characters the user wrote.

/// A range of bytes of the script: `start` is the first byte, `end` the one after the last.
///
/// Invariants: `start <= end`, and both lie on character boundaries of the script the span was made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset just behind the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The characters of `script` under this span; empty if the span belongs to another script.
    pub fn text(self, script: &str) -> &str {
        script.get(self.start..self.end).unwrap_or("")
    }
}
