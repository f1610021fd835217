//! The naive model: one row at a time, every window of every row, one watermark.

use crate::parts::{Result4, Row};
use std::collections::BTreeMap;
use waterwheel::operator::window::Assigner;

/// A small generator of random numbers (splitmix64), so that a seed is the whole test.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }
}

/// Rows whose times go forward in small steps, some of them far behind.
pub fn rows(random: &mut Random, count: usize, keys: u64) -> Vec<Row> {
    let mut now = 1_000_000;
    (0..count)
        .map(|_| {
            now += random.below(120) as i64;
            let behind = match random.below(20) {
                0 => random.below(5_000),
                1..6 => random.below(400),
                _ => 0,
            };
            (random.below(keys) as i64, now - behind as i64)
        })
        .collect()
}

/// The windows `[start, end)` that contain a time, by definition.
pub fn windows_of(assigner: Assigner, time: i64) -> Vec<(i64, i64)> {
    let floor = |time: i64, size: i64, offset: i64| time - (time - offset).rem_euclid(size);
    match assigner {
        Assigner::Tumble { size, offset } => {
            let start = floor(time, size, offset);
            vec![(start, start + size)]
        }
        Assigner::Hop { size, slide, offset } | Assigner::UnevenHop { size, slide, offset } => {
            let last = floor(time, slide, offset);
            (0..=size / slide).map(|n| last - n * slide).map(|start| (start, start + size)).filter(|&(_, end)| time < end).collect()
        }
        Assigner::Cumulate { size, step, offset } => {
            let start = floor(time, size, offset);
            (1..=size / step).map(|n| (start, start + n * step)).filter(|&(_, end)| time < end).collect()
        }
    }
}

/// What Flink would give: each row counts for those of its windows that the watermark has not passed when it arrives.
pub fn expected(rows: &[Row], assigner: Assigner) -> Vec<Result4> {
    expected_with(rows, assigner, 0)
}

/// The same where the watermark may have passed a window by some lateness.
pub fn expected_with(rows: &[Row], assigner: Assigner, lateness: i64) -> Vec<Result4> {
    let mut windows: BTreeMap<(i64, i64, i64), (i64, i64)> = BTreeMap::new();
    let (mut max, mut emitted) = (0, 0);
    for &(key, time) in rows {
        let watermark = if emitted == 0 { i64::MIN } else { emitted };
        for (start, end) in windows_of(assigner, time) {
            if end - 1 + lateness > watermark {
                let (count, sum) = windows.entry((key, start, end)).or_default();
                *count += 1;
                *sum += key;
            }
        }
        max = max.max(time);
        if max - emitted > 200 {
            emitted = max;
        }
    }
    windows.into_iter().map(|((key, start, end), (count, sum))| (key, start, end, count * 1_000_000 + sum)).collect()
}
