//! Rewrites of relations that keep their meaning: each is one file, testable alone, its effect visible in `explain`.

mod prune;

pub(crate) use prune::prune;
