//! Known differences from Flink: `sql/differences.txt`, one per line, each with its reason.
//!
//! `case NAME => reason`, `expression FILE | EXPRESSION => reason` and `refusal FILE | SCRIPT => reason`. A listed difference must be one
//! (else it is to be taken off the list), and whatever is listed must still not crash.

use std::collections::BTreeMap;
use std::path::Path;

/// How a failure text of a crash begins; no list excuses it.
pub const CRASH: &str = "CRASH";

/// The list.
#[derive(Debug)]
pub struct Differences(BTreeMap<String, String>);

impl Differences {
    /// Reads the list.
    pub fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/differences.txt");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
        let entry = |line: &str| {
            let (what, reason) = line.rsplit_once(" => ").unwrap_or_else(|| panic!("no reason: {line}"));
            assert!(!reason.contains("???"), "a reason is a sentence: {line}");
            (what.trim().to_owned(), reason.trim().to_owned())
        };
        Differences(lines.map(entry).collect())
    }

    /// Of what was checked: failures that are not listed, and listed ones that are no failures. `checked` pairs the name in
    /// the list with what was wrong, if anything.
    pub fn unexplained(&self, checked: &[(String, Result<(), String>)]) -> Vec<String> {
        // A name may occur several times (an expression over several tables): one difference explains its entry.
        let differs = |name: &str| checked.iter().any(|(other, outcome)| other == name && outcome.is_err());
        let judge = |(name, outcome): &(String, Result<(), String>)| match (outcome, self.0.contains_key(name)) {
            (Err(why), true) if !why.contains(CRASH) => None,
            (Err(why), _) => Some(format!("{name}: {why}")),
            (Ok(()), true) if !differs(name) => Some(format!("{name}: equals Flink's answer now: take it off sql/differences.txt")),
            (Ok(()), _) => None,
        };
        checked.iter().filter_map(judge).collect()
    }
}
