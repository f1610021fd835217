//! Rewrites of relations that keep their meaning: each is one file, testable alone, its effect visible in `explain`.

mod expand;
mod prune;

pub(crate) use expand::expand_below_windows;
pub(crate) use prune::prune;
