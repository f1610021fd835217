//! Options as data: one table per connector and format says which there are, and that table checks, reads and lists them.
//!
//! A reader cannot ask for an option that its table does not have, and a value that is read has been checked by the type that users
//! are shown. What is wrong with an option names it ([`Failure::option`]), so that the script can be shown at that place.

use crate::Failure;
use std::collections::BTreeMap;

/// An option that a connector or a format understands.
#[derive(Clone, Copy, Debug)]
pub struct OptionSpec {
    /// The key; a `#` stands for any column name (`fields.#.kind`), a final `*` for any rest.
    pub key: &'static str,
    /// What its value may be.
    pub takes: OptionType,
    /// The value that holds when it is not given; empty: none.
    pub default: &'static str,
    /// Whether a table without it is refused.
    pub required: bool,
    /// What it does, in one line.
    pub doc: &'static str,
}

impl OptionSpec {
    /// An option that may be left out.
    pub const fn new(key: &'static str, takes: OptionType, default: &'static str, doc: &'static str) -> Self {
        OptionSpec { key, takes, default, required: false, doc }
    }

    /// An option that must be given.
    pub const fn required(key: &'static str, takes: OptionType, doc: &'static str) -> Self {
        OptionSpec { key, takes, default: "", required: true, doc }
    }

    /// Whether `key` is this option.
    pub fn is(&self, key: &str) -> bool {
        if let Some(start) = self.key.strip_suffix('*') {
            return key.starts_with(start);
        }
        match self.key.split_once('#') {
            Some((start, end)) => key.len() > start.len() + end.len() && key.starts_with(start) && key.ends_with(end),
            None => key == self.key,
        }
    }
}

/// What an option's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionType {
    /// Any text.
    Text,
    /// `true` or `false`, in any case.
    Flag,
    /// A whole number.
    Integer,
    /// A whole number above 0.
    Count,
    /// A number.
    Number,
    /// A number from 0 to 1.
    Share,
    /// A number of bytes, such as `128MB`: units are powers of 1024.
    Bytes,
    /// A span of time, such as `30 min`.
    Duration,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One of these words, in any case.
    OneOfAnyCase(&'static [&'static str]),
}

impl OptionType {
    /// What to write, for messages.
    pub fn expected(self) -> String {
        match self {
            OptionType::Text => "a text".into(),
            OptionType::Flag => "true or false".into(),
            OptionType::Integer => "a whole number".into(),
            OptionType::Count => "a whole number above 0".into(),
            OptionType::Number => "a number".into(),
            OptionType::Share => "a number from 0 to 1".into(),
            OptionType::Bytes => "a size such as 128MB".into(),
            OptionType::Duration => "a duration such as 500 ms, 10 s, 5 min, 1 h or 2 d".into(),
            OptionType::OneOf(words) | OptionType::OneOfAnyCase(words) => words.join(", "),
        }
    }

    /// The position of a value among the words that it may be; `None` when it is none, or when any text will do.
    fn choice(self, text: &str) -> Option<usize> {
        match self {
            OptionType::OneOf(words) => words.iter().position(|word| *word == text),
            OptionType::OneOfAnyCase(words) => words.iter().position(|word| word.eq_ignore_ascii_case(text)),
            _ => None,
        }
    }

    /// Whether a value is one of these.
    pub fn takes(self, text: &str) -> bool {
        match self {
            OptionType::Text => true,
            OptionType::Flag => parse_flag(text).is_some(),
            OptionType::Integer => text.trim().parse::<i64>().is_ok(),
            OptionType::Count => text.trim().parse::<u64>().is_ok_and(|n| n > 0),
            OptionType::Number => text.trim().parse::<f64>().is_ok(),
            OptionType::Share => text.trim().parse::<f64>().is_ok_and(|share| (0.0..=1.0).contains(&share)),
            OptionType::Bytes => parse_bytes(text).is_some(),
            OptionType::Duration => parse_millis(text).is_some(),
            OptionType::OneOf(_) | OptionType::OneOfAnyCase(_) => self.choice(text).is_some(),
        }
    }
}

/// The options of one table, under a prefix, with the defaults of their register.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    prefix: String,
    given: &'a BTreeMap<String, String>,
    specs: &'static [OptionSpec],
}

impl<'a> Options<'a> {
    /// The options in `given` whose keys begin with `prefix` (which ends in a point, or is empty), as `specs` declares them.
    pub fn new(given: &'a BTreeMap<String, String>, prefix: impl Into<String>, specs: &'static [OptionSpec]) -> Self {
        Options { prefix: prefix.into(), given, specs }
    }

    /// The full key, for messages.
    pub fn full_key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    fn spec(&self, key: &str) -> &'static OptionSpec {
        self.specs.iter().find(|spec| spec.is(key)).unwrap_or_else(|| panic!("the option '{key}' is in no register"))
    }

    /// The value of an option as written, else its default if it has one.
    ///
    /// # Panics
    ///
    /// When the register has no such option: a bug of the caller. So do all readers.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        let default = self.spec(key).default;
        self.given.get(&self.full_key(key)).map(String::as_str).or((!default.is_empty()).then_some(default))
    }

    /// Whether the option is given.
    pub fn is_given(&self, key: &str) -> bool {
        self.given.contains_key(&self.full_key(key))
    }

    /// The value of an option that must be given.
    pub fn required(&self, key: &str) -> Result<&'a str, Failure> {
        self.get(key).ok_or_else(|| missing(&self.full_key(key)))
    }

    /// A flag; `false` without a default.
    pub fn flag(&self, key: &str) -> Result<bool, Failure> {
        Ok(self.parsed(key, parse_flag)?.unwrap_or(false))
    }

    /// A number of bytes.
    pub fn bytes(&self, key: &str) -> Result<Option<u64>, Failure> {
        self.parsed(key, parse_bytes)
    }

    /// A span of time, in milliseconds.
    pub fn millis(&self, key: &str) -> Result<Option<u64>, Failure> {
        self.parsed(key, parse_millis)
    }

    /// The position of the value among the words that it may be.
    pub fn choice(&self, key: &str) -> Result<Option<usize>, Failure> {
        self.parsed(key, |text| self.spec(key).takes.choice(text))
    }

    fn parsed<T>(&self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Failure> {
        let Some(text) = self.get(key) else { return Ok(None) };
        parse(text).map(Some).ok_or_else(|| self.refused(key, text, &self.spec(key).takes.expected()))
    }

    /// The failure that an option's value is not what it may be.
    pub fn refused(&self, key: &str, got: &str, expected: &str) -> Failure {
        let key = self.full_key(key);
        Failure::world(format!("option '{key}' = '{got}': expected {expected}")).about_value(key)
    }

    /// Fails on the first given option whose value is none of its type.
    pub fn check_values(&self) -> Result<(), Failure> {
        let given = self.given.iter().filter_map(|(key, value)| Some((key.strip_prefix(&self.prefix)?, value)));
        for (key, value) in given {
            let spec = self.specs.iter().find(|spec| spec.is(key));
            if let Some(spec) = spec.filter(|spec| !spec.takes.takes(value)) {
                return Err(self.refused(key, value, &spec.takes.expected()));
            }
        }
        Ok(())
    }
}

/// The failure that an option is not given.
pub fn missing(key: &str) -> Failure {
    Failure::world(format!("option '{key}' is missing")).hint(format!("add '{key}' = '…' to the WITH clause"))
}

/// The failure that there is no option `key`, with what may be meant.
pub fn unknown<'k>(connector: &str, key: &str, known: impl IntoIterator<Item = &'k str>) -> Failure {
    let failure = Failure::world(format!("the connector '{connector}' has no option '{key}'")).about_key(key);
    match nearest(key, known) {
        Some(meant) => failure.hint(format!("did you mean '{meant}'?")),
        None => failure.hint(format!("`waterwheel connectors {connector}` lists its options")),
    }
}

/// `true` or `false` in any case.
pub fn parse_flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn number_and_unit(text: &str) -> Option<(u64, String)> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..digits].parse().ok()?, text[digits..].trim().to_ascii_lowercase()))
}

/// A count of bytes such as `128MB`, `1 gb` or `4096`: units are powers of 1024, as in Flink.
pub fn parse_bytes(text: &str) -> Option<u64> {
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

/// A span of time as Flink writes them (`200 ms`, `5s`, `1 min`, `100` for milliseconds; no ISO-8601), in milliseconds.
pub fn parse_millis(text: &str) -> Option<u64> {
    if text.trim_start().starts_with(['P', 'p']) {
        return parse_iso_millis(&text.trim().to_ascii_uppercase());
    }
    let (number, unit) = number_and_unit(text)?;
    let millis = match unit.as_str() {
        "" | "ms" | "milli" | "millis" | "millisecond" | "milliseconds" => 1,
        "s" | "sec" | "secs" | "second" | "seconds" => 1_000,
        "m" | "min" | "mins" | "minute" | "minutes" => 60_000,
        "h" | "hour" | "hours" => 3_600_000,
        "d" | "day" | "days" => 86_400_000,
        "us" | "µs" | "micro" | "micros" | "microsecond" | "microseconds" => return Some(number / 1_000),
        "ns" | "nano" | "nanos" | "nanosecond" | "nanoseconds" => return Some(number / 1_000_000),
        _ => return None,
    };
    number.checked_mul(millis)
}

/// ISO 8601 as Java reads it: `P1DT2H3M4.5S`, days and what follows T each optional, but not all.
fn parse_iso_millis(text: &str) -> Option<u64> {
    let (days, time) = text.strip_prefix('P')?.split_once('T').unwrap_or((&text[1..], ""));
    let is_empty = time.is_empty() && (days.is_empty() || text.contains('T'));
    let (day_millis, rest) = iso_field(days, 'D', 86_400_000)?;
    let (hours, time) = iso_field(time, 'H', 3_600_000)?;
    let (minutes, seconds) = iso_field(time, 'M', 60_000)?;
    let (whole, fraction) = seconds.split_once('.').map_or((seconds.to_owned(), ""), |(w, f)| (format!("{w}S"), f.trim_end_matches('S')));
    let (seconds, after) = iso_field(&whole, 'S', 1_000)?;
    let millis = format!("{:0<3}", fraction.get(..fraction.len().min(3))?).parse::<u64>().ok()?;
    let known = !is_empty && rest.is_empty() && after.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    [hours, minutes, seconds, millis].into_iter().try_fold(day_millis, u64::checked_add).filter(|_| known)
}

/// The number in front of a unit, times its size, and what follows; 0 where the unit does not occur.
fn iso_field(text: &str, unit: char, size: u64) -> Option<(u64, &str)> {
    let Some((number, rest)) = text.split_once(unit) else { return Some((0, text)) };
    number.parse::<u64>().ok()?.checked_mul(size).map(|millis| (millis, rest))
}

/// The candidate most like `word`: the smallest edit distance, at most a third of the word's length plus one.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = word.len() / 3 + 1;
    candidates.into_iter().map(|c| (distance(word, c), c)).filter(|(d, _)| *d <= allowed).min().map(|(_, c)| c)
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
        assert_eq!(nearest("ignore-parse-error", known), Some("ignore-parse-errors"));
        assert_eq!(nearest("timestamp-format", known), None);
        assert_eq!(nearest("zzz", known), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn sizes_and_times_have_flinks_units() {
        assert_eq!(parse_bytes("128MB"), Some(128 << 20));
        assert_eq!(parse_bytes("1 gb"), Some(1 << 30));
        assert_eq!(parse_bytes("4096"), Some(4096));
        assert_eq!(parse_bytes("4 miles"), None);
        assert_eq!(parse_bytes("MB"), None);
        for (text, ms) in [("10", 10), ("3 d", 259_200_000), ("5min", 300_000), ("7 s", 7_000), ("1500 micros", 1)] {
            assert_eq!(parse_millis(text), Some(ms), "{text}");
        }
        for text in ["", "x", "5 parsecs", "-1", "99999999999999999 d"] {
            assert_eq!(parse_millis(text), None, "{text}");
        }
    }

    #[test]
    fn keys_may_hold_names_and_rests() {
        let spec = |key| OptionSpec::new(key, OptionType::Text, "", "");
        assert!(spec("fields.#.kind").is("fields.a.kind"));
        assert!(!spec("fields.#.kind").is("fields..kind"));
        assert!(spec("properties.*").is("properties.x.y"));
        assert!(!spec("path").is("path2"));
    }

    #[test]
    fn values_are_given_or_default_and_a_wrong_one_is_named() {
        const SPECS: &[OptionSpec] = &[
            OptionSpec::new("size", OptionType::Bytes, "1kb", ""),
            OptionSpec::new("mode", OptionType::OneOfAnyCase(&["FAIL", "DROP"]), "", ""),
        ];
        let given = BTreeMap::from([("x.mode".to_owned(), "drop".to_owned())]);
        let options = Options::new(&given, "x.", SPECS);
        assert_eq!(options.bytes("size"), Ok(Some(1024)));
        assert_eq!(options.choice("mode"), Ok(Some(1)));
        let given = BTreeMap::from([("x.mode".to_owned(), "skip".to_owned())]);
        let wrong = Options::new(&given, "x.", SPECS).check_values().unwrap_err();
        assert_eq!(wrong.message, "option 'x.mode' = 'skip': expected FAIL, DROP");
        assert_eq!(wrong.option.map(|option| option.key), Some("x.mode".to_owned()));
    }
}
