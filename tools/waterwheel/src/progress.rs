//! One line on a terminal while jobs run: rows, rate, and how long it will take where that can be known.

use crate::run::Started;
use crate::summary::{count_text, duration_text};
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};
use waterwheel::graph::NodeKind;

const EVERY: Duration = Duration::from_millis(500);

/// The progress line; silent where standard error is not a terminal.
pub struct Progress {
    enabled: bool,
    shown: bool,
    last: Instant,
    last_rows: u64,
}

impl Progress {
    pub fn new() -> Self {
        Progress { enabled: std::io::stderr().is_terminal(), shown: false, last: Instant::now(), last_rows: 0 }
    }

    /// Draws the line anew when it is time.
    pub fn show(&mut self, jobs: &[Started]) {
        let passed = self.last.elapsed();
        if !self.enabled || passed < EVERY {
            return;
        }
        let (rows, bytes) = jobs.iter().map(read).fold((0, 0), |(r, b), (rows, bytes)| (r + rows, b + bytes));
        let rate = (rows - self.last_rows) as f64 / passed.as_secs_f64();
        let total: Option<u64> = jobs.iter().map(|job| job.running.handle.bytes_total().filter(|&b| b > 0)).sum();
        let since = jobs.iter().map(|job| job.since.elapsed()).max().unwrap_or_default();
        let left = total.filter(|_| bytes > 0).map(|total| {
            let share = bytes as f64 / total as f64;
            let left = since.mul_f64(((1.0 - share) / share).clamp(0.0, 1e6));
            format!(", {:.0} % read, {} left", share * 100.0, duration_text(left))
        });
        let line = format!("{} rows, {} rows/s{}", count_text(rows), count_text(rate as u64), left.unwrap_or_default());
        eprint!("\r\x1b[2K{line}");
        drop(std::io::stderr().flush());
        (self.shown, self.last, self.last_rows) = (true, Instant::now(), rows);
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            eprint!("\r\x1b[2K");
        }
    }
}

/// Rows and bytes that a job's sources have read.
fn read(job: &Started) -> (u64, u64) {
    let counts = job.running.handle.counts();
    let sources = job.graph.nodes.iter().zip(counts).filter(|(node, _)| matches!(node.kind, NodeKind::Source(_)));
    sources.fold((0, 0), |(rows, bytes), (_, c)| (rows + c.rows_in, bytes + c.bytes))
}
