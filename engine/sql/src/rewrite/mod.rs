//! Rewrites of relations that keep their meaning: each is one file, testable alone, its effect visible in `explain`.

mod averages;
mod expand;
mod joins;
mod never;
mod order;
mod prune;
mod unnest;

pub(crate) use averages::{is_variance, take_averages_apart};
pub(crate) use expand::expand_below_windows;
pub(crate) use joins::place_joins;
pub(crate) use never::answer_nothing;
pub(crate) use order::drop_inner_orders;
pub(crate) use prune::prune;
pub(crate) use unnest::filter_below_unnest;
