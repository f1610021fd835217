//! The time that a partition stands for, read from the names of its folders: Flink's default extractor.
//!
//! A pattern such as `$dt $hr:00:00` is filled with the values (without one, the first value is taken) and read by a formatter such as
//! `yyyy-MM-dd HH:mm:ss`; a plain `yyyy-MM-dd` is its midnight. The time is local to a zone.

use crate::partition::Partitions;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use waterwheel::Failure;
use waterwheel::connector::Options;

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct PartitionTime {
    partitions: Partitions,
    pattern: Option<String>,
    formatter: Option<String>,
    zone: TimeZone,
}

impl PartitionTime {
    pub(crate) fn from_options(options: &Options<'_>, partitions: &Partitions) -> Result<Self, Failure> {
        options.choice("partition.time-extractor.kind")?;
        let key = "sink.partition-commit.watermark-time-zone";
        let name = options.required(key)?;
        let zone = TimeZone::get(name).map_err(|_| options.refused(key, name, "a time zone such as Europe/Berlin"))?;
        let own = |key| options.get(key).map(str::to_owned);
        let formatter = own("partition.time-extractor.timestamp-formatter");
        Ok(PartitionTime { partitions: partitions.clone(), pattern: own("partition.time-extractor.timestamp-pattern"), formatter, zone })
    }

    /// The time of a partition by its folder below the table's, in milliseconds since 1970.
    pub(crate) fn of_folder(&self, folder: &str) -> Result<i64, Failure> {
        let values = self.partitions.texts_of(folder);
        let first = values.first().map(|(_, value)| value.clone()).unwrap_or_default();
        let text = self.pattern.as_ref().map_or(first, |pattern| fill(pattern, values));
        let local = match &self.formatter {
            Some(formatter) => read(&text, formatter),
            None => read(&text, "yyyy-MM-dd HH:mm:ss").or_else(|| read(&text, "yyyy-MM-dd")),
        };
        let instant = local.and_then(|local| self.zone.to_ambiguous_zoned(local).compatible().ok());
        instant.map(|zoned| zoned.timestamp().as_millisecond()).ok_or_else(|| {
            let formatter = self.formatter.as_deref().unwrap_or("yyyy-MM-dd HH:mm:ss");
            Failure::world(format!("the partition {folder} has no time: '{text}' is not of the form {formatter}"))
                .hint("'partition.time-extractor.timestamp-pattern' = '$column …' says how its values make a time")
        })
    }
}

/// The pattern with `$column` replaced; longer names first, so that `$hr` does not take a part of `$hrs`.
fn fill(pattern: &str, mut values: Vec<(String, String)>) -> String {
    values.sort_by_key(|(column, _)| std::cmp::Reverse(column.len()));
    values.iter().fold(pattern.to_owned(), |text, (column, value)| text.replace(&format!("${column}"), value))
}

/// A date and time by a pattern of Java's letters y, M, d, H, m, s, S, and of anything else as itself; `'` quotes.
fn read(text: &str, formatter: &str) -> Option<DateTime> {
    let mut rest = text;
    // Year, month, day, hour, minute, second, nanosecond.
    let mut fields = [1970, 1, 1, 0, 0, 0, 0_i64];
    let mut letters = formatter.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        let field = if quoted { None } else { "yMdHmsS".find(if letter == 'u' { 'y' } else { letter }) };
        let Some(field) = field else {
            match letter {
                '\'' => quoted = !quoted,
                other => rest = rest.strip_prefix(other)?,
            }
            continue;
        };
        let mut width = 1;
        while letters.next_if_eq(&letter).is_some() {
            width += 1;
        }
        let digits = rest.bytes().take(if width == 1 { 9 } else { width }).take_while(u8::is_ascii_digit).count();
        if digits == 0 || (width > 1 && digits != width) {
            return None;
        }
        let number: i64 = rest[..digits].parse().ok()?;
        fields[field] = if letter == 'S' { number * 10_i64.pow(9_u32.checked_sub(digits as u32)?) } else { number };
        rest = &rest[digits..];
    }
    if !rest.is_empty() {
        return None;
    }
    let small = |at: usize| i8::try_from(fields[at]).ok();
    let year = i16::try_from(fields[0]).ok()?;
    DateTime::new(year, small(1)?, small(2)?, small(3)?, small(4)?, small(5)?, i32::try_from(fields[6]).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str, formatter: &str) -> Option<String> {
        read(text, formatter).map(|time| time.to_string())
    }

    #[test]
    fn times_are_read_by_javas_letters() {
        assert_eq!(local("2024-05-01 07:00:00", "yyyy-MM-dd HH:mm:ss").as_deref(), Some("2024-05-01T07:00:00"));
        assert_eq!(local("20240501T7", "yyyyMMdd'T'H").as_deref(), Some("2024-05-01T07:00:00"));
        assert_eq!(local("2024/5/1", "yyyy/M/d").as_deref(), Some("2024-05-01T00:00:00"));
        assert_eq!(local("2024-05-01 07:00:00.5", "yyyy-MM-dd HH:mm:ss.S").as_deref(), Some("2024-05-01T07:00:00.5"));
        for wrong in ["2024-05-01", "2024-13-01 00:00:00", "2024-05-01 7:00:00", "2024-05-01 07:00:00 "] {
            assert_eq!(local(wrong, "yyyy-MM-dd HH:mm:ss"), None, "{wrong}");
        }
    }

    #[test]
    fn values_fill_the_pattern() {
        let values = vec![("h".to_owned(), "7".to_owned()), ("hr".to_owned(), "08".to_owned())];
        assert_eq!(fill("2024-05-0$h $hr:00:00", values), "2024-05-07 08:00:00");
    }
}
