//! The entries of one key, ordered by sub-key. A key with one entry, as most keys of a join have, takes no tree of its own.

use std::collections::BTreeMap;
use std::ops::Bound;

/// At least one entry, but for the moment in which the last one goes.
#[derive(Debug)]
pub(super) enum Entries {
    One(Vec<u8>, Vec<u8>),
    Many(BTreeMap<Vec<u8>, Vec<u8>>),
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        match self {
            Entries::One(..) => 1,
            Entries::Many(entries) => entries.len(),
        }
    }

    pub(super) fn get(&self, sub: &[u8]) -> Option<&[u8]> {
        match self {
            Entries::One(own, value) => (own == sub).then_some(value),
            Entries::Many(entries) => entries.get(sub).map(Vec::as_slice),
        }
    }

    /// Sets the value of a sub-key; the one that was there.
    pub(super) fn insert(&mut self, sub: &[u8], value: Vec<u8>) -> Option<Vec<u8>> {
        match self {
            Entries::One(own, before) if own == sub => Some(std::mem::replace(before, value)),
            Entries::One(own, first) => {
                let first = (std::mem::take(own), std::mem::take(first));
                *self = Entries::Many(BTreeMap::from([first, (sub.to_vec(), value)]));
                None
            }
            Entries::Many(entries) => entries.insert(sub.to_vec(), value),
        }
    }

    /// Takes the value of a sub-key, and whether it was the last one: the key is then to be dropped.
    pub(super) fn remove(&mut self, sub: &[u8]) -> (Option<Vec<u8>>, bool) {
        match self {
            Entries::One(own, value) if own == sub => (Some(std::mem::take(value)), true),
            Entries::One(..) => (None, false),
            Entries::Many(entries) => {
                let value = entries.remove(sub);
                (value, entries.is_empty())
            }
        }
    }

    /// The entries from a sub-key on.
    pub(super) fn range<'a>(&'a self, from: Bound<&[u8]>) -> impl DoubleEndedIterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        let (one, many) = match self {
            Entries::One(own, value) => {
                let is_behind = match from {
                    Bound::Included(from) => own.as_slice() >= from,
                    Bound::Excluded(from) => own.as_slice() > from,
                    Bound::Unbounded => true,
                };
                (is_behind.then_some((own, value)), None)
            }
            Entries::Many(entries) => (None, Some(entries.range::<[u8], _>((from, Bound::Unbounded)))),
        };
        one.into_iter().chain(many.into_iter().flatten()).map(|(sub, value)| (sub.as_slice(), value.as_slice()))
    }
}
