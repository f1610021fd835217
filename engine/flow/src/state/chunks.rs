//! An array that grows without moving: elements in chunks of a fixed number.
//!
//! Only the first chunk grows by doubling, so that small arrays stay small; what is moved at once is never more than that chunk
//! and the list of chunks (24 bytes for each 4,096 elements).

use std::ops::{Index, IndexMut};

const SHIFT: u32 = 12;
/// Elements of one chunk.
pub(crate) const CHUNK: usize = 1 << SHIFT;

/// A growing array.
#[derive(Debug)]
pub(crate) struct Chunks<T> {
    /// All full but the last.
    chunks: Vec<Vec<T>>,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Chunks { chunks: Vec::new() }
    }
}

impl<T> Chunks<T> {
    /// The number of elements.
    pub(crate) fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len())
    }

    pub(crate) fn push(&mut self, element: T) {
        if self.chunks.last().is_none_or(|last| last.len() == CHUNK) {
            let room = if self.chunks.is_empty() { 0 } else { CHUNK };
            self.chunks.push(Vec::with_capacity(room));
        }
        self.chunks.last_mut().expect("one was made").push(element);
    }

    /// Takes the last element.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let element = self.chunks.last_mut()?.pop();
        // The first chunk stays: it would grow anew.
        if self.chunks.len() > 1 && self.chunks.last().is_some_and(Vec::is_empty) {
            self.chunks.pop();
        }
        element
    }

    /// Drops the elements of the last chunk; false when there was none.
    pub(crate) fn drop_chunk(&mut self) -> bool {
        self.chunks.pop().is_some()
    }

    /// All elements, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flatten()
    }

    /// Bytes held, without what elements hold elsewhere.
    pub(crate) fn memory(&self) -> usize {
        self.chunks.iter().map(Vec::capacity).sum::<usize>() * size_of::<T>()
    }
}

impl<T> Index<usize> for Chunks<T> {
    type Output = T;

    #[inline]
    fn index(&self, at: usize) -> &T {
        &self.chunks[at >> SHIFT][at & (CHUNK - 1)]
    }
}

impl<T> IndexMut<usize> for Chunks<T> {
    #[inline]
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.chunks[at >> SHIFT][at & (CHUNK - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_stay_where_they_are_when_more_come() {
        let mut chunks = Chunks::default();
        for n in 0..CHUNK * 3 + 5 {
            assert_eq!(chunks.len(), n);
            chunks.push(n);
        }
        let first = &raw const chunks[0];
        (0..CHUNK * 10).for_each(|n| chunks.push(n));
        assert_eq!(&raw const chunks[0], first);
        assert!((0..CHUNK * 3 + 5).all(|n| chunks[n] == n));
        assert_eq!(chunks.iter().count(), CHUNK * 13 + 5);
    }

    #[test]
    fn a_small_array_takes_little() {
        let mut chunks = Chunks::default();
        (0..10u64).for_each(|n| chunks.push(n));
        assert!(chunks.memory() <= 128, "{}", chunks.memory());
    }

    #[test]
    fn the_last_comes_first() {
        let mut chunks = Chunks::default();
        (0..CHUNK * 2 + 3).for_each(|n| chunks.push(n));
        let popped: Vec<_> = std::iter::from_fn(|| chunks.pop()).collect();
        assert_eq!(popped, (0..CHUNK * 2 + 3).rev().collect::<Vec<_>>());
        chunks.push(1);
        assert_eq!((chunks.len(), chunks[0]), (1, 1));
    }

    #[test]
    fn chunks_are_dropped_one_by_one() {
        let mut chunks = Chunks::default();
        (0..CHUNK * 2 + 1).for_each(|n| chunks.push(n));
        let mut lengths = Vec::new();
        while chunks.drop_chunk() {
            lengths.push(chunks.len());
        }
        assert_eq!(lengths, [CHUNK * 2, CHUNK, 0]);
    }
}
