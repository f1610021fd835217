//! Print lines: folding changelogs, and comparing rows as a person would.

use std::collections::BTreeMap;

/// One printed line, taken apart: what stands before `> `, the kind of change, the row between its brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The print identifier with its `> `, or nothing.
    pub prefix: &'a str,
    /// `+I`, `-U`, `+U` or `-D`.
    pub change: &'a str,
    /// `[…]`, with entries of maps in order.
    pub row: String,
}

/// Takes a printed line apart; `None` when it is not a row.
pub fn parse(line: &str) -> Option<Line<'_>> {
    let at = ["+I[", "-U[", "+U[", "-D["].iter().filter_map(|kind| line.find(kind)).min()?;
    let (prefix, rest) = line.split_at(at);
    if !(prefix.is_empty() || prefix.ends_with("> ")) || !rest.ends_with(']') {
        return None;
    }
    Some(Line { prefix, change: &rest[..2], row: sort_maps(&rest[2..]) })
}

/// Rows whose text goes over several lines, as SHOW CREATE prints them, as one line each with the line ends inside.
pub fn joined(lines: Vec<String>) -> Vec<String> {
    let mut rows: Vec<String> = Vec::with_capacity(lines.len());
    for line in lines {
        match rows.last_mut() {
            Some(open) if begins_row(open) && !open.ends_with(']') => {
                open.push('\n');
                open.push_str(&line);
            }
            _ => rows.push(line),
        }
    }
    rows
}

fn begins_row(line: &str) -> bool {
    let row = line.split_once("> ").map_or(line, |(_, row)| row);
    ["[", "+I[", "-U[", "+U[", "-D["].iter().any(|open| row.starts_with(open))
}

/// The rows that are left when all changes are added up, sorted; an error when a row is taken away that is not there.
pub fn fold(lines: &[String]) -> Result<Vec<String>, String> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for line in lines {
        let Some(Line { prefix, change, row }) = parse(line) else { continue };
        let step = if change == "+I" || change == "+U" { 1 } else { -1 };
        *counts.entry(format!("{prefix}{row}")).or_default() += step;
    }
    if let Some((row, _)) = counts.iter().find(|(_, count)| **count < 0) {
        return Err(format!("the row {row} is taken away more often than it was added"));
    }
    Ok(counts.into_iter().flat_map(|(row, count)| std::iter::repeat_n(row, count as usize)).collect())
}

/// Maps print in no particular order: their entries are sorted. `{k=v, k=v}` without braces inside is a map.
pub fn sort_maps(row: &str) -> String {
    let mut sorted = String::with_capacity(row.len());
    let mut rest = row;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        let inside = &rest[open + 1..open + length];
        sorted.push_str(&rest[..=open]);
        let mut entries: Vec<&str> = inside.split(", ").collect();
        if !inside.contains(['{', '"']) && entries.iter().all(|e| e.contains('=')) {
            entries.sort_unstable();
        }
        sorted.push_str(&entries.join(", "));
        rest = &rest[open + length..];
    }
    sorted.push_str(rest);
    sorted
}

/// Whether two rows are equal, floating-point fields up to a relative difference.
pub fn same(a: &str, b: &str, tolerance: f64) -> bool {
    if a == b || tolerance <= 0.0 {
        return a == b;
    }
    let fields = |row: &str| row.split(['[', ']', ',', ' ', '{', '}', '=']).map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (fields(a), fields(b));
    a.len() == b.len() && a.iter().zip(&b).all(|(x, y)| x == y || close(x, y, tolerance))
}

fn close(a: &str, b: &str, tolerance: f64) -> bool {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= tolerance * a.abs().max(b.abs()),
        _ => false,
    }
}

/// What two sorted lists of rows do not share, or nothing.
pub fn difference(expected: &[String], actual: &[String], tolerance: f64) -> Option<String> {
    let mut surplus: Vec<&String> = actual.iter().collect();
    let mut missing = Vec::new();
    for row in expected {
        match surplus.iter().position(|other| same(row, other, tolerance)) {
            Some(at) => drop(surplus.swap_remove(at)),
            None => missing.push(row),
        }
    }
    if missing.is_empty() && surplus.is_empty() {
        return None;
    }
    let show = |sign: &str, rows: &[&String]| rows.iter().take(8).map(|r| format!("\n    {sign} {r}")).collect::<String>();
    Some(format!("{} missing, {} surplus{}{}", missing.len(), surplus.len(), show("-", &missing), show("+", &surplus)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_added_up() {
        let lines = ["+I[a, 1]", "-U[a, 1]", "+U[a, 2]", "n> +I[b]", "not a row"].map(str::to_owned);
        assert_eq!(fold(&lines).unwrap(), ["[a, 2]", "n> [b]"]);
        assert!(fold(&["-D[x]".to_owned()]).is_err());
    }

    #[test]
    fn rows_of_several_lines_are_one() {
        let lines = ["+I[a]", "+I[CREATE", "  b", "]", "n> [c", "]", "no row", "neither"].map(str::to_owned).to_vec();
        assert_eq!(joined(lines), ["+I[a]", "+I[CREATE\n  b\n]", "n> [c\n]", "no row", "neither"]);
    }

    #[test]
    fn maps_compare_without_order_and_doubles_with_tolerance() {
        assert_eq!(sort_maps("[{b=1, a=2}, x]"), "[{a=2, b=1}, x]");
        assert!(same("[1.0000000000001, x]", "[1.0, x]", 1e-9));
        assert!(!same("[1.1, x]", "[1.0, x]", 1e-9));
        assert!(!same("[1.0000000000001]", "[1.0]", 0.0));
    }
}
