//! The closing summary of a job, on standard error: counts per operator, rate, wall time, peak memory.

use std::time::Duration;
use waterwheel::graph::{Graph, NodeKind};
use waterwheel::observe::NodeCounts;
use waterwheel_platform::usage::peak_rss_bytes;

/// Prints the summary.
pub fn print_summary(name: &str, graph: &Graph, counts: &[NodeCounts], shards: usize, wall: Duration, stopped: bool) {
    let width = graph.nodes.iter().map(|n| n.identity.len()).max().unwrap_or(0).max(8);
    eprintln!("{:width$} {:>14} {:>14} {:>10} {:>12}", "operator", "rows in", "rows out", "late", "undecodable");
    for (node, c) in graph.nodes.iter().zip(counts) {
        eprintln!(
            "{:width$} {:>14} {:>14} {:>10} {:>12}",
            node.identity,
            count_text(c.rows_in),
            count_text(c.rows_out),
            count_text(c.late),
            count_text(c.undecodable)
        );
    }
    let sources = graph.nodes.iter().zip(counts).filter(|(node, _)| matches!(node.kind, NodeKind::Source(_)));
    let rows: u64 = sources.map(|(_, c)| c.rows_in).sum();
    let rate = rows as f64 / wall.as_secs_f64().max(1e-9);
    let end = if stopped { "stopped" } else { "finished" };
    eprintln!(
        "job {name} {end}: {} rows in {} ({} rows/s) on {shards} shard{}, peak memory {} MiB",
        count_text(rows),
        duration_text(wall),
        count_text(rate as u64),
        if shards == 1 { "" } else { "s" },
        peak_rss_bytes() >> 20
    );
}

/// Says which sinks of a job that was stopped leave nothing of what they have taken.
pub fn print_unshown(graph: &Graph, counts: &[NodeCounts]) {
    for (node, c) in graph.nodes.iter().zip(counts) {
        if let NodeKind::Sink(sink) = &node.kind
            && sink.shows_at_end_only()
            && c.rows_in > 0
        {
            let rows = count_text(c.rows_in);
            eprintln!("{}: nothing is left of its {rows} rows, for it shows them once all of the input has been read", node.identity);
        }
    }
}

/// A count with its thousands apart: `1 234 567`.
pub fn count_text(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// A duration in the unit that people would choose.
pub fn duration_text(duration: Duration) -> String {
    match duration.as_secs_f64() {
        s if s < 1.0 => format!("{:.0} ms", s * 1_000.0),
        s if s < 120.0 => format!("{s:.2} s"),
        s => format!("{:.0} min {:.0} s", (s / 60.0).floor(), s % 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_durations_read_well() {
        assert_eq!(count_text(0), "0");
        assert_eq!(count_text(1_234_567), "1 234 567");
        assert_eq!(duration_text(Duration::from_millis(250)), "250 ms");
        assert_eq!(duration_text(Duration::from_secs(125)), "2 min 5 s");
    }
}
