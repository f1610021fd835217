//! Reading a table's options with Flink's words for what is wrong with them.
//!
//! A reader remembers the keys it was asked for, so that [`Options::finish`] can refuse the rest and list what there is.

use std::collections::BTreeSet;
use std::str::FromStr;
use waterwheel::Failure;
use waterwheel::connector::Table;

/// Options that belong to Flink's own machinery; accepted with every table and of no effect here.
const ELSEWHERE: &[&str] = &["connector", "property-version", "scan.parallelism", "sink.parallelism"];

/// The options of one table, as its connector reads them.
pub struct Options<'a> {
    table: &'a Table,
    connector: &'static str,
    known: BTreeSet<String>,
}

impl<'a> Options<'a> {
    /// The options of `table`, which belongs to `connector`.
    pub fn new(table: &'a Table, connector: &'static str) -> Self {
        Options { table, connector, known: BTreeSet::from(["connector".to_owned()]) }
    }

    /// A failure of this table.
    pub fn wrong(&self, message: impl Into<String>) -> Failure {
        Failure::world(message).at(format!("table {}", self.table.name))
    }

    /// The text of an option.
    pub fn text(&mut self, key: &str) -> Option<&'a str> {
        self.known.insert(key.to_owned());
        self.table.options.get(key).map(String::as_str)
    }

    /// An option that is a number.
    pub fn number<T: Number>(&mut self, key: &str) -> Result<Option<T>, Failure> {
        self.parsed(key, T::EXPECTED, |text| text.trim().parse().ok())
    }

    /// An option that is `true` or `false`, in any case; absent means `false`.
    pub fn flag(&mut self, key: &str) -> Result<bool, Failure> {
        let flag = self.parsed(key, "true or false", |text| match text.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })?;
        Ok(flag.unwrap_or(false))
    }

    /// An option that is a length of time, in milliseconds.
    pub fn duration_ms(&mut self, key: &str) -> Result<Option<u64>, Failure> {
        self.parsed(key, "a duration such as '500 ms', '10 s', '5 min', '1 h' or '2 d'", duration_ms)
    }

    /// An option of a form of its own, for which `expected` is the name.
    pub fn parsed<T>(&mut self, key: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Failure> {
        let Some(text) = self.text(key) else { return Ok(None) };
        let value = read(text);
        value.map(Some).ok_or_else(|| self.wrong(format!("Could not parse value '{text}' for key '{key}': expected {expected}.")))
    }

    /// Refuses whatever was not asked for.
    pub fn finish(self) -> Result<(), Failure> {
        let known = |key: &String| self.known.contains(key) || ELSEWHERE.contains(&key.as_str()) || key.starts_with("scan.watermark.");
        let unknown: Vec<&str> = self.table.options.keys().filter(|key| !known(key)).map(String::as_str).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let supported: Vec<&str> = self.known.iter().map(String::as_str).collect();
        Err(self.wrong(format!(
            "Unsupported options found for '{}'.\n\nUnsupported options:\n\n{}\n\nSupported options:\n\n{}",
            self.connector,
            unknown.join("\n"),
            supported.join("\n"),
        )))
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

/// A count and a unit, milliseconds without one, as Flink reads durations (ISO-8601 excepted).
fn duration_ms(text: &str) -> Option<u64> {
    let text = text.trim();
    let (count, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let count: u64 = count.parse().ok()?;
    match unit.trim().to_ascii_lowercase().as_str() {
        "" | "ms" | "milli" | "millis" | "millisecond" | "milliseconds" => Some(count),
        "s" | "sec" | "secs" | "second" | "seconds" => count.checked_mul(1_000),
        "m" | "min" | "minute" | "minutes" => count.checked_mul(60_000),
        "h" | "hour" | "hours" => count.checked_mul(3_600_000),
        "d" | "day" | "days" => count.checked_mul(86_400_000),
        "µs" | "micro" | "micros" | "microsecond" | "microseconds" => Some(count / 1_000),
        "ns" | "nano" | "nanos" | "nanosecond" | "nanoseconds" => Some(count / 1_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units_and_default_to_milliseconds() {
        for (text, ms) in [("10", 10), ("3 d", 259_200_000), ("5min", 300_000), ("7 s", 7_000), ("1500 micros", 1)] {
            assert_eq!(duration_ms(text), Some(ms), "{text}");
        }
        for text in ["", "x", "5 parsecs", "-1", "99999999999999999 d"] {
            assert_eq!(duration_ms(text), None, "{text}");
        }
    }
}
