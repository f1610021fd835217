//! Reading a table's options with Flink's words for what is wrong with them.
//!
//! A reader remembers the keys it was asked for, so that [`Options::finish`] can refuse the rest: which keys there are depends on
//! the table's columns. It can be asked only for what the connector's register lists.

use std::collections::BTreeSet;
use std::str::FromStr;
use waterwheel::Failure;
use waterwheel::connector::options::{parse_flag, parse_millis, unknown};
use waterwheel::connector::{OptionSpec, OptionType, Table};

/// Options that belong to Flink's own machinery; accepted with every table and of no effect here.
const ELSEWHERE: &[&str] = &["connector", "property-version", "scan.parallelism", "sink.parallelism"];

/// How long a source may be idle; read by the planner.
pub const IDLE_TIMEOUT: OptionSpec = OptionSpec::new(
    "scan.watermark.idle-timeout",
    OptionType::Duration,
    "0 ms",
    "after so long without a row the table holds watermarks back no longer; 0: always",
);
/// What else Flink lets tables say about watermarks.
pub const OTHER_WATERMARK_OPTIONS: OptionSpec =
    OptionSpec::new("scan.watermark.*", OptionType::Text, "", "accepted for Flink's sake, without effect");

/// The options of one table, as its connector reads them.
pub struct Options<'a> {
    table: &'a Table,
    connector: &'static str,
    specs: &'static [OptionSpec],
    known: BTreeSet<String>,
}

impl<'a> Options<'a> {
    /// The options of `table`, which belongs to `connector` and may be those of `specs`.
    pub fn new(table: &'a Table, connector: &'static str, specs: &'static [OptionSpec]) -> Self {
        Options { table, connector, specs, known: BTreeSet::new() }
    }

    /// A failure of this table.
    pub fn wrong(&self, message: impl Into<String>) -> Failure {
        Failure::world(message)
    }

    /// The text of an option.
    ///
    /// # Panics
    ///
    /// When the connector's register has no such option: a bug of ours.
    pub fn text(&mut self, key: &str) -> Option<&'a str> {
        assert!(self.specs.iter().any(|spec| spec.is(key)), "the option '{key}' is in no register");
        self.known.insert(key.to_owned());
        self.table.options.get(key).map(String::as_str)
    }

    /// An option that is a number.
    pub fn number<T: Number>(&mut self, key: &str) -> Result<Option<T>, Failure> {
        self.parsed(key, T::EXPECTED, |text| text.trim().parse().ok())
    }

    /// An option that is `true` or `false`, in any case; absent means `false`.
    pub fn flag(&mut self, key: &str) -> Result<bool, Failure> {
        let flag = self.parsed(key, "true or false", parse_flag)?;
        Ok(flag.unwrap_or(false))
    }

    /// An option that is a length of time, in milliseconds.
    pub fn duration_ms(&mut self, key: &str) -> Result<Option<u64>, Failure> {
        self.parsed(key, "a duration such as '500 ms', '10 s', '5 min', '1 h' or '2 d'", parse_millis)
    }

    /// An option of a form of its own, for which `expected` is the name.
    pub fn parsed<T>(&mut self, key: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Failure> {
        let Some(text) = self.text(key) else { return Ok(None) };
        let value = read(text);
        let wrong = || self.wrong(format!("Could not parse value '{text}' for key '{key}': expected {expected}.")).about_value(key);
        value.map(Some).ok_or_else(wrong)
    }

    /// Refuses whatever was not asked for.
    pub fn finish(self) -> Result<(), Failure> {
        let known = |key: &String| self.known.contains(key) || ELSEWHERE.contains(&key.as_str()) || key.starts_with("scan.watermark.");
        let Some(wrong) = self.table.options.keys().find(|key| !known(key)) else { return Ok(()) };
        Err(unknown(self.connector, wrong, self.known.iter().map(String::as_str)))
    }
}

/// A type of number, with its name for users.
pub trait Number: FromStr {
    /// What to write.
    const EXPECTED: &'static str;
}

impl Number for i32 {
    const EXPECTED: &'static str = "a whole number from -2147483648 to 2147483647";
}

impl Number for i64 {
    const EXPECTED: &'static str = "a whole number";
}

impl Number for u64 {
    const EXPECTED: &'static str = "a whole number that is not negative";
}

impl Number for f32 {
    const EXPECTED: &'static str = "a number";
}

impl Number for f64 {
    const EXPECTED: &'static str = "a number";
}
