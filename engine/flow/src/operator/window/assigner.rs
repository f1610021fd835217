//! Which panes and windows a time belongs to. All times are milliseconds; windows are `[end - length, end)`.

use crate::state::Pane;
use std::cmp::Reverse;

/// The shape of the windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assigner {
    /// One window after the other.
    Tumble {
        /// The length.
        size: i64,
        /// How far boundaries are shifted from multiples of `size`.
        offset: i64,
    },
    /// A window of `size` every `slide`; `size` is a multiple of `slide`.
    Hop {
        /// The length.
        size: i64,
        /// The distance of two windows.
        slide: i64,
        /// How far boundaries are shifted from multiples of `slide`.
        offset: i64,
    },
    /// A window of `size` every `slide`, neither being a multiple of the other, or with time between windows that is in
    /// none.
    UnevenHop {
        /// The length.
        size: i64,
        /// The distance of two windows.
        slide: i64,
        /// How far boundaries are shifted from multiples of `slide`.
        offset: i64,
    },
    /// Windows that begin together and end `step` after one another, up to `size`, a multiple of `step`.
    Cumulate {
        /// The longest length.
        size: i64,
        /// The distance of two ends.
        step: i64,
        /// How far the beginnings are shifted from multiples of `size`.
        offset: i64,
    },
}

/// The ends of the windows that contain a pane: `first`, `first + step` … `last`; none when `last` is before `first`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// The end of the window that fires first.
    pub first: i64,
    /// The end of the one that fires last.
    pub last: i64,
    /// The distance of two ends.
    pub step: i64,
}

/// The start of the interval of `size` that contains `time`, with boundaries at `offset` + n · `size`.
fn floor(time: i64, size: i64, offset: i64) -> i64 {
    let into = (i128::from(time) - i128::from(offset)).rem_euclid(i128::from(size)) as i64;
    time.saturating_sub(into)
}

/// Euclid's algorithm; both are positive.
fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

impl Assigner {
    /// A window of `size` every `slide`.
    pub fn hop(size: i64, slide: i64, offset: i64) -> Self {
        if size % slide == 0 { Assigner::Hop { size, slide, offset } } else { Assigner::UnevenHop { size, slide, offset } }
    }

    /// The length of a pane.
    fn pane_size(self) -> i64 {
        match self {
            Assigner::Tumble { size, .. } => size,
            Assigner::Hop { slide, .. } => slide,
            Assigner::UnevenHop { size, slide, .. } => greatest_common_divisor(size, slide),
            Assigner::Cumulate { step, .. } => step,
        }
    }

    fn offset(self) -> i64 {
        match self {
            Assigner::Tumble { offset, .. }
            | Assigner::Hop { offset, .. }
            | Assigner::UnevenHop { offset, .. }
            | Assigner::Cumulate { offset, .. } => offset,
        }
    }

    /// The end of the pane that contains `time`.
    #[inline]
    pub fn pane_end(self, time: i64) -> i64 {
        let size = self.pane_size();
        floor(time, size, self.offset()).saturating_add(size)
    }

    /// The windows that contain the pane with this end.
    pub fn windows_of(self, pane_end: i64) -> Windows {
        match self {
            Assigner::Tumble { size, .. } => Windows { first: pane_end, last: pane_end, step: size },
            Assigner::Hop { size, slide, .. } => Windows { first: pane_end, last: pane_end.saturating_add(size - slide), step: slide },
            Assigner::UnevenHop { size, slide, offset } => {
                let last = floor(pane_end.saturating_sub(self.pane_size()), slide, offset).saturating_add(size);
                let earlier = last.saturating_sub(pane_end).div_euclid(slide);
                Windows { first: last.saturating_sub(earlier.saturating_mul(slide)), last, step: slide }
            }
            Assigner::Cumulate { size, step, offset } => {
                let start = floor(pane_end.saturating_sub(step), size, offset);
                Windows { first: pane_end, last: start.saturating_add(size), step }
            }
        }
    }

    /// Whether any window contains this time: between the windows of an uneven HOP there may be none.
    pub fn covers(self, time: i64) -> bool {
        let Windows { first, last, .. } = self.windows_of(self.pane_end(time));
        first <= last
    }

    /// Whether windows overlap.
    pub fn shares_panes(self) -> bool {
        !matches!(self, Assigner::Tumble { .. })
    }

    /// Where the window with this end begins.
    pub fn window_start(self, end: i64) -> i64 {
        match self {
            Assigner::Tumble { size, .. } | Assigner::Hop { size, .. } | Assigner::UnevenHop { size, .. } => end.saturating_sub(size),
            Assigner::Cumulate { size, step, offset } => floor(end.saturating_sub(step), size, offset),
        }
    }

    /// Brings a window's panes into the order in which Flink merges them, which LISTAGG and its like show: of HOP the
    /// newest pane first, unless it is a window of GROUP BY, of CUMULATE as the panes' first windows fire.
    pub(super) fn sort_for_merging(self, of_group_by: bool, panes: &mut [Pane]) {
        match self {
            Assigner::Hop { .. } | Assigner::UnevenHop { .. } if of_group_by => panes.sort_by_key(|pane| (pane.end, pane.first_window_end)),
            Assigner::Hop { .. } | Assigner::UnevenHop { .. } => panes.sort_by_key(|pane| (Reverse(pane.end), pane.first_window_end)),
            Assigner::Cumulate { .. } => panes.sort_by_key(|pane| (pane.first_window_end, pane.end)),
            Assigner::Tumble { .. } => {}
        }
    }

    /// The pane for a row of this time that arrived under this watermark; `None` when it is in no window or late for
    /// every one.
    #[inline]
    pub fn pane_for(self, time: i64, watermark: i64) -> Option<Pane> {
        let end = self.pane_end(time);
        let Windows { first, last, step } = self.windows_of(end);
        if first - 1 > watermark && first <= last {
            return Some(Pane { end, first_window_end: first });
        }
        if last - 1 <= watermark || last < first {
            return None;
        }
        // The first end e = first + n·step with e - 1 > watermark.
        let passed = (watermark + 1 - first) / step + 1;
        Some(Pane { end, first_window_end: first + passed * step })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOP: Assigner = Assigner::Hop { size: 10, slide: 2, offset: 0 };
    const CUMULATE: Assigner = Assigner::Cumulate { size: 10, step: 2, offset: 0 };

    #[test]
    fn panes_and_windows_of_each_shape() {
        let tumble = Assigner::Tumble { size: 10, offset: 3 };
        assert_eq!((tumble.pane_end(12), tumble.pane_end(13), tumble.pane_end(-8)), (13, 23, -7));
        assert_eq!(tumble.window_start(13), 3);
        assert_eq!(HOP.windows_of(HOP.pane_end(5)), Windows { first: 6, last: 14, step: 2 });
        assert_eq!(CUMULATE.windows_of(CUMULATE.pane_end(13)), Windows { first: 14, last: 20, step: 2 });
        assert_eq!((CUMULATE.window_start(14), CUMULATE.window_start(20), CUMULATE.window_start(12)), (10, 10, 10));
    }

    /// Every shape, time and watermark against the definition: the windows that contain the time and have not fired.
    #[test]
    fn a_row_counts_for_exactly_the_windows_that_have_not_fired() {
        let uneven = [Assigner::hop(10, 4, 1), Assigner::hop(3, 5, -1), Assigner::hop(7, 3, 0), Assigner::hop(2, 10, 3)];
        for assigner in [Assigner::Tumble { size: 4, offset: 1 }, HOP, CUMULATE].into_iter().chain(uneven) {
            for time in -25..25 {
                for watermark in -30..40 {
                    let counts = |end: i64| assigner.window_start(end) <= time && time < end && end - 1 > watermark;
                    let expected: Vec<i64> = (-60..60).filter(|&end| is_window_end(assigner, end) && counts(end)).collect();
                    let found: Vec<i64> = assigner.pane_for(time, watermark).map_or(vec![], |pane| {
                        let w = assigner.windows_of(pane.end);
                        (pane.first_window_end..=w.last).step_by(w.step as usize).collect()
                    });
                    assert_eq!(found, expected, "{assigner:?} time {time} watermark {watermark}");
                    let covered = (-60..60).any(|end| is_window_end(assigner, end) && assigner.window_start(end) <= time && time < end);
                    assert_eq!(assigner.covers(time), covered, "{assigner:?} time {time}");
                }
            }
        }
    }

    fn is_window_end(assigner: Assigner, end: i64) -> bool {
        match assigner {
            Assigner::Tumble { size, offset } => (end - offset).rem_euclid(size) == 0,
            Assigner::Hop { size, slide, offset } | Assigner::UnevenHop { size, slide, offset } => {
                (end - size - offset).rem_euclid(slide) == 0
            }
            Assigner::Cumulate { step, offset, .. } => (end - offset).rem_euclid(step) == 0,
        }
    }

    #[test]
    fn the_ends_of_time_do_not_overflow() {
        for assigner in [Assigner::Tumble { size: 10, offset: -3 }, HOP, CUMULATE] {
            for time in [i64::MIN, i64::MIN + 1, i64::MAX - 1, i64::MAX] {
                let pane = assigner.pane_end(time);
                assigner.windows_of(pane);
                assigner.window_start(pane);
            }
        }
    }
}
