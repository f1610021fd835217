//! Options: reading their values, and naming those that nobody understands.
//!
//! A wrong option never passes silently: what a connector does not know is refused with the list of what it knows, as in Flink;
//! what a format does not know Flink swallows, so it is a warning, returned to the caller, who shows it.

use crate::Format;
use std::collections::BTreeMap;
use waterwheel::Failure;
use waterwheel::connector::{OptionSpec, Table};

/// The options of a table whose keys begin with a prefix, seen without it.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    prefix: String,
    all: &'a BTreeMap<String, String>,
}

impl<'a> Options<'a> {
    /// The options of `table` under `prefix` (empty: all), which ends in a point.
    pub fn new(all: &'a BTreeMap<String, String>, prefix: impl Into<String>) -> Self {
        Options { prefix: prefix.into(), all }
    }

    /// The options of a format.
    pub fn of_format(all: &'a BTreeMap<String, String>, format: &dyn Format) -> Self {
        Self::new(all, format!("{}.", format.name()))
    }

    /// The full key, for messages.
    pub fn full_key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// The value of an option as written.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.all.get(&self.full_key(key)).map(String::as_str)
    }

    /// The value of an option that must be given.
    pub fn required(&self, key: &str) -> Result<&'a str, Failure> {
        self.get(key).ok_or_else(|| {
            Failure::world(format!("option '{}' is missing", self.full_key(key)))
                .hint(format!("add '{}' = '…' to the WITH clause", self.full_key(key)))
        })
    }

    /// `true` or `false` in any case, else `default`.
    pub fn flag(&self, key: &str, default: bool) -> Result<bool, Failure> {
        match self.get(key) {
            None => Ok(default),
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(false),
            Some(text) => Err(self.unsupported(key, text, "true or false")),
        }
    }

    /// The position of the value among `choices`, compared without case; `None` when the option is not given.
    pub fn choice(&self, key: &str, choices: &[&str]) -> Result<Option<usize>, Failure> {
        let Some(text) = self.get(key) else { return Ok(None) };
        let found = choices.iter().position(|c| c.eq_ignore_ascii_case(text));
        found.map(Some).ok_or_else(|| self.unsupported(key, text, &choices.join(", ")))
    }

    /// A count of bytes such as `128MB`, `1 gb` or `4096`: units are powers of 1024, as in Flink.
    pub fn bytes(&self, key: &str, default: u64) -> Result<u64, Failure> {
        let Some(text) = self.get(key) else { return Ok(default) };
        parse_bytes(text).ok_or_else(|| self.unsupported(key, text, "a size such as 128MB"))
    }

    /// A span of time such as `30 min`, `1 h` or `500ms`, in milliseconds.
    pub fn millis(&self, key: &str, default: u64) -> Result<u64, Failure> {
        let Some(text) = self.get(key) else { return Ok(default) };
        parse_millis(text).ok_or_else(|| self.unsupported(key, text, "a time such as 30 min"))
    }

    /// The failure that an option's value is not what it may be.
    pub fn unsupported(&self, key: &str, got: &str, expected: &str) -> Failure {
        Failure::world(format!("option '{}' = '{got}': expected {expected}", self.full_key(key)))
    }
}

fn number_and_unit(text: &str) -> Option<(u64, String)> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..digits].parse().ok()?, text[digits..].trim().to_ascii_lowercase()))
}

fn parse_bytes(text: &str) -> Option<u64> {
    let (number, unit) = number_and_unit(text)?;
    let shift = match unit.as_str() {
        "" | "b" | "bytes" => 0,
        "k" | "kb" | "kibibytes" => 10,
        "m" | "mb" | "mebibytes" => 20,
        "g" | "gb" | "gibibytes" => 30,
        "t" | "tb" | "tebibytes" => 40,
        _ => return None,
    };
    number.checked_mul(1 << shift)
}

fn parse_millis(text: &str) -> Option<u64> {
    let (number, unit) = number_and_unit(text)?;
    let millis = match unit.as_str() {
        "" | "ms" | "milli" | "millis" | "millisecond" | "milliseconds" => 1,
        "s" | "sec" | "secs" | "second" | "seconds" => 1_000,
        "m" | "min" | "mins" | "minute" | "minutes" => 60_000,
        "h" | "hour" | "hours" => 3_600_000,
        "d" | "day" | "days" => 86_400_000,
        _ => return None,
    };
    number.checked_mul(millis)
}

/// Checks the keys of a table's options against those of its connector and of its format. Fails (cause `World`) on an unknown or
/// missing connector option; returns one warning for each unknown option of the format. `connector` and `format` are always known.
pub fn check_options(table: &Table, connector: &[OptionSpec], format: Option<&dyn Format>) -> Result<Vec<String>, Failure> {
    let mut warnings = Vec::new();
    for key in table.options.keys().map(String::as_str) {
        if matches!(key, "connector" | "format") || is_known(key, connector) {
            continue;
        }
        match format.and_then(|f| key.strip_prefix(f.name())?.strip_prefix('.').map(|rest| (f, rest))) {
            Some((f, rest)) if is_known(rest, f.options()) => {}
            Some((f, rest)) => warnings.push(unknown_format_option(f, rest)),
            None => return Err(unknown_option(table, key, connector)),
        }
    }
    match connector.iter().find(|o| o.required && !table.options.contains_key(o.key)) {
        Some(missing) => Err(Options::new(&table.options, "").required(missing.key).expect_err("it is missing")),
        None => Ok(warnings),
    }
}

fn unknown_format_option(format: &dyn Format, key: &str) -> String {
    let name = format.name();
    let known: Vec<&str> = format.options().iter().map(|o| o.key).collect();
    let meant = nearest(key, &known).map_or(String::new(), |n| format!("; did you mean '{name}.{n}'?"));
    format!("option '{name}.{key}' is not one of the format '{name}' and has no effect{meant}")
}

fn unknown_option(table: &Table, key: &str, connector: &[OptionSpec]) -> Failure {
    let known: Vec<&str> = connector.iter().map(|o| o.key).collect();
    let failure = Failure::world(format!("unknown option '{key}' of table {}; supported are: {}", table.name, known.join(", ")));
    match nearest(key, &known) {
        Some(meant) => failure.hint(format!("did you mean '{meant}'?")),
        None => failure,
    }
}

fn is_known(key: &str, specs: &[OptionSpec]) -> bool {
    specs.iter().any(|spec| matches_pattern(key, spec.key))
}

fn matches_pattern(key: &str, pattern: &str) -> bool {
    if let Some(start) = pattern.strip_suffix('*') {
        return key.starts_with(start);
    }
    match pattern.split_once('#') {
        Some((start, end)) => key.len() > start.len() + end.len() && key.starts_with(start) && key.ends_with(end),
        None => key == pattern,
    }
}

/// The candidate most like `word`: the smallest edit distance, at most a third of the word's length plus one.
pub fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let allowed = word.len() / 3 + 1;
    candidates.iter().map(|c| (distance(word, c), *c)).filter(|(d, _)| *d <= allowed).min().map(|(_, c)| c)
}

/// Levenshtein's distance in bytes.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_option_is_the_misspelt_one() {
        let known = ["ignore-parse-errors", "fail-on-missing-field", "timestamp-format.standard"];
        assert_eq!(nearest("ignore-parse-error", &known), Some("ignore-parse-errors"));
        assert_eq!(nearest("timestamp-format", &known), None);
        assert_eq!(nearest("zzz", &known), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn sizes_and_times_have_flinks_units() {
        assert_eq!(parse_bytes("128MB"), Some(128 << 20));
        assert_eq!(parse_bytes("1 gb"), Some(1 << 30));
        assert_eq!(parse_bytes("4096"), Some(4096));
        assert_eq!(parse_bytes("4 miles"), None);
        assert_eq!(parse_bytes("MB"), None);
        assert_eq!(parse_millis("30 min"), Some(1_800_000));
        assert_eq!(parse_millis("500ms"), Some(500));
    }

    #[test]
    fn patterns_match_names_and_rests() {
        assert!(matches_pattern("fields.a.kind", "fields.#.kind"));
        assert!(!matches_pattern("fields..kind", "fields.#.kind"));
        assert!(matches_pattern("properties.x.y", "properties.*"));
        assert!(!matches_pattern("path2", "path"));
    }
}
