//! Date and time patterns of `java.text.SimpleDateFormat`, which FROM_UNIXTIME, UNIX_TIMESTAMP, TO_DATE and the DATE_FORMAT of
//! text take.
//!
//! Reading is lenient: text behind what the pattern needs is ignored, a number may be wider or smaller than it should,
//! the 32nd of January is in February. Dates before 15 October 1582 are those of the Julian calendar. Two digits of a year
//! are in 1946 to 2045: Java moves that window with the wall clock, an answer here must not depend on the day it is asked.

use super::calendar::{days_from_historic, historic_civil, sunday_week, sunday_week_start};
use super::formatter::{DAYS, MONTHS};
use crate::zone::{SEASONS, Zone};

/// The first of the hundred years that two digits can mean.
const TWO_DIGIT_YEARS_FROM: i64 = 1946;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct SimpleFormat {
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Literal(char),
    Field(char, usize),
}

impl SimpleFormat {
    /// Reads a pattern; what is wrong with it in Java's words.
    pub(crate) fn new(pattern: &str) -> Result<SimpleFormat, String> {
        let chars: Vec<char> = pattern.chars().collect();
        let mut pieces = Vec::new();
        let (mut at, mut quoted) = (0, false);
        while at < chars.len() {
            let c = chars[at];
            let run = chars[at..].iter().take_while(|&&next| next == c).count();
            at += 1;
            match c {
                '\'' if chars.get(at) == Some(&'\'') => {
                    pieces.push(Piece::Literal('\''));
                    at += 1;
                }
                '\'' => quoted = !quoted,
                c if !quoted && c.is_ascii_alphabetic() => {
                    pieces.push(field(c, run)?);
                    at += run - 1;
                }
                c => pieces.push(Piece::Literal(c)),
            }
        }
        if quoted { Err("Unterminated quote".to_owned()) } else { Ok(SimpleFormat { pieces }) }
    }

    /// The pattern where none is given.
    pub(crate) const DEFAULT: &str = "yyyy-MM-dd HH:mm:ss";

    /// The format of [`DEFAULT`](Self::DEFAULT).
    pub(crate) fn default_timestamp() -> SimpleFormat {
        Self::new(Self::DEFAULT).expect("the pattern is right")
    }

    /// Appends an instant (milliseconds since 1970, UTC) as shown in a zone.
    pub(crate) fn format(&self, utc_ms: i64, zone: &Zone, out: &mut String) {
        let local = utc_ms.saturating_add(zone.calendar_offset_at(utc_ms));
        let shown = Shown { days: local.div_euclid(DAY_MS), millis: local.rem_euclid(DAY_MS), utc_ms, zone };
        for piece in &self.pieces {
            match piece {
                Piece::Literal(c) => out.push(*c),
                Piece::Field(letter, count) => shown.field(*letter, *count, out),
            }
        }
    }

    /// The instant (milliseconds since 1970, UTC) that a text says, in a zone unless it names its own.
    pub(crate) fn parse(&self, text: &str, zone: &Zone) -> Option<i64> {
        let mut reader = Reader { text: text.as_bytes(), at: 0, fields: Fields::default(), zone };
        for (i, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Literal(c) => reader.literal(*c)?,
                Piece::Field(letter, count) => {
                    let exact = matches!(self.pieces.get(i + 1), Some(Piece::Field(..)));
                    reader.field(*letter, *count, exact)?;
                }
            }
        }
        let local = reader.fields.local_ms();
        Some(match reader.fields.offset_ms {
            Some(offset) => local.saturating_sub(offset),
            None => zone.calendar_to_utc(local),
        })
    }
}

fn field(letter: char, count: usize) -> Result<Piece, String> {
    match letter {
        'X' if count > 3 => Err(format!("invalid ISO 8601 format: length={count}")),
        _ if "GyYMLwWDdFEuaHkKhmsSzZX".contains(letter) => Ok(Piece::Field(letter, count)),
        _ => Err(format!("Illegal pattern character '{letter}'")),
    }
}

/// An instant to be printed.
struct Shown<'a> {
    days: i64,
    millis: i64,
    utc_ms: i64,
    zone: &'a Zone,
}

impl Shown<'_> {
    fn field(&self, letter: char, count: usize, out: &mut String) {
        let (year, month, _) = historic_civil(self.days);
        let weekday = (self.days + 3).rem_euclid(7);
        match letter {
            'G' => out.push_str(if year > 0 { "AD" } else { "BC" }),
            'M' | 'L' if count >= 3 => out.push_str(name(MONTHS[month as usize - 1], count)),
            'E' => out.push_str(name(DAYS[weekday as usize], count)),
            'a' => out.push_str(if self.millis < DAY_MS / 2 { "AM" } else { "PM" }),
            'z' => out.push_str(&self.zone.abbreviation_at(self.utc_ms)),
            'Z' => self.offset(2, "", out),
            'X' if self.zone.calendar_offset_at(self.utc_ms) == 0 => out.push('Z'),
            'X' => self.offset(count.min(2), if count == 3 { ":" } else { "" }, out),
            'y' | 'Y' if count == 2 => pad(self.number(letter).rem_euclid(100), 2, out),
            _ => pad(self.number(letter), count, out),
        }
    }

    fn number(&self, letter: char) -> i64 {
        let (year, month, day) = historic_civil(self.days);
        let hour = self.millis / 3_600_000;
        let weekday = (self.days + 4).rem_euclid(7);
        match letter {
            'y' if year > 0 => year,
            'y' => 1 - year,
            'Y' => sunday_week(self.days).0,
            'M' | 'L' => month.into(),
            'w' => sunday_week(self.days).1,
            'W' => (i64::from(day) + 5 - weekday) / 7 + 1,
            'D' => self.days - days_from_historic(year, 1, 1) + 1,
            'd' => day.into(),
            'F' => (i64::from(day) - 1) / 7 + 1,
            'u' => (self.days + 3).rem_euclid(7) + 1,
            'H' => hour,
            'k' => (hour + 23) % 24 + 1,
            'K' => hour % 12,
            'h' => (hour + 11) % 12 + 1,
            'm' => self.millis / 60_000 % 60,
            's' => self.millis / 1_000 % 60,
            _ => self.millis % 1_000,
        }
    }

    /// A sign and hours, with minutes where `groups` is 2.
    fn offset(&self, groups: usize, between: &str, out: &mut String) {
        let minutes = self.zone.calendar_offset_at(self.utc_ms) / 60_000;
        out.push(if minutes < 0 { '-' } else { '+' });
        pad(minutes.abs() / 60, 2, out);
        if groups == 2 {
            out.push_str(between);
            pad(minutes.abs() % 60, 2, out);
        }
    }
}

fn name(full: &str, count: usize) -> &str {
    if count >= 4 { full } else { &full[..3] }
}

fn pad(value: i64, width: usize, out: &mut String) {
    use std::fmt::Write;
    write!(out, "{value:0width$}").expect("writing to a String");
}

/// What a text said, in the order of its saying where that matters.
#[derive(Default)]
struct Fields {
    before_christ: bool,
    year: Option<i64>,
    week_year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    week: Option<i64>,
    /// Sunday is 1.
    weekday: Option<i64>,
    hour: Option<i64>,
    hour_of_half: i64,
    afternoon: bool,
    minute: i64,
    second: i64,
    millis: i64,
    offset_ms: Option<i64>,
}

impl Fields {
    fn local_ms(&self) -> i64 {
        let hour = self.hour.unwrap_or(self.hour_of_half + if self.afternoon { 12 } else { 0 });
        let seconds = (hour.saturating_mul(60).saturating_add(self.minute)).saturating_mul(60).saturating_add(self.second);
        self.days().saturating_mul(DAY_MS).saturating_add(seconds.saturating_mul(1_000)).saturating_add(self.millis)
    }

    fn days(&self) -> i64 {
        if let Some(year) = self.week_year {
            return sunday_week_start(year, self.week.unwrap_or(1)) + self.weekday.unwrap_or(1) - 1;
        }
        let year = self.year.unwrap_or(1970);
        let year = if self.before_christ { 1 - year } else { year };
        match (self.day, self.day_of_year, self.week, self.weekday) {
            (None, Some(day), _, _) => days_from_historic(year, 1, day),
            (None, None, Some(week), weekday) => sunday_week_start(year, week) + weekday.unwrap_or(1) - 1,
            _ => days_from_historic(year, self.month.unwrap_or(1), self.day.unwrap_or(1)),
        }
    }
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    fields: Fields,
    zone: &'a Zone,
}

impl Reader<'_> {
    fn literal(&mut self, c: char) -> Option<()> {
        let mut buffer = [0; 4];
        let bytes = c.encode_utf8(&mut buffer).as_bytes();
        self.text[self.at..].starts_with(bytes).then(|| self.at += bytes.len())
    }

    fn field(&mut self, letter: char, count: usize, exact: bool) -> Option<()> {
        let start = self.at;
        while matches!(self.text.get(self.at), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        match letter {
            'G' => self.fields.before_christ = self.name(&["BC", "AD"])? == 0,
            'M' | 'L' if count >= 3 => self.fields.month = Some(self.calendar_name(&MONTHS)? + 1),
            'E' => self.fields.weekday = Some((self.calendar_name(&DAYS)? + 1) % 7 + 1),
            'a' => self.fields.afternoon = self.name(&["AM", "PM"])? == 1,
            'z' | 'Z' => self.zone()?,
            'X' => self.iso_offset(count)?,
            _ => {
                let end = if exact { start + count } else { self.text.len() };
                let digits_from = self.at;
                let value = self.number(end)?;
                let two_digits = count <= 2 && self.at - digits_from == 2 && value >= 0;
                self.set(letter, value, two_digits);
            }
        }
        Some(())
    }

    fn set(&mut self, letter: char, value: i64, two_digits: bool) {
        let f = &mut self.fields;
        match letter {
            'y' | 'Y' => {
                let within = (value - TWO_DIGIT_YEARS_FROM).rem_euclid(100) + TWO_DIGIT_YEARS_FROM;
                let year = Some(if two_digits { within } else { value });
                if letter == 'y' { f.year = year } else { f.week_year = year }
            }
            'M' | 'L' => f.month = Some(value),
            'd' => f.day = Some(value),
            'D' => f.day_of_year = Some(value),
            'w' => f.week = Some(value),
            'u' => f.weekday = Some(value % 7 + 1),
            'H' => f.hour = Some(value),
            'k' => f.hour = Some(if value == 24 { 0 } else { value }),
            'K' => f.hour_of_half = value,
            'h' => f.hour_of_half = if value == 12 { 0 } else { value },
            'm' => f.minute = value,
            's' => f.second = value,
            'S' => f.millis = value,
            // The week of the month and the like decide nothing beside a day.
            _ => {}
        }
    }

    /// A number that ends before `end`.
    fn number(&mut self, end: usize) -> Option<i64> {
        let text = self.text.get(self.at..end)?;
        let sign = usize::from(text.first() == Some(&b'-'));
        let digits = text[sign..].iter().take_while(|b| b.is_ascii_digit()).count();
        let value: i64 = std::str::from_utf8(&text[sign..sign + digits]).expect("digits").parse().ok()?;
        self.at += sign + digits;
        let bounded = value.min(i32::MAX.into());
        Some(if sign == 1 { -bounded } else { bounded })
    }

    /// Which of these stands here, case ignored.
    fn name(&mut self, names: &[&str]) -> Option<i64> {
        let rest = &self.text[self.at..];
        let here = |name: &&str| rest.get(..name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name.as_bytes()));
        let found = names.iter().position(here)?;
        self.at += names[found].len();
        Some(found as i64)
    }

    /// Which of these stands here in full or by its first three letters.
    fn calendar_name(&mut self, names: &[&str]) -> Option<i64> {
        self.name(names).or_else(|| {
            let short: Vec<&str> = names.iter().map(|name| &name[..3]).collect();
            self.name(&short)
        })
    }

    /// An offset (`+0530`; behind `GMT` also `+5:30`) or a zone's abbreviation.
    fn zone(&mut self) -> Option<()> {
        if matches!(self.text.get(self.at), Some(b'+' | b'-')) {
            return self.offset(2, false);
        }
        let length = self.text[self.at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let name = std::str::from_utf8(&self.text[self.at..self.at + length]).expect("letters");
        self.at += length;
        if name == "GMT" && matches!(self.text.get(self.at), Some(b'+' | b'-')) {
            return self.offset(1, true);
        }
        self.fields.offset_ms = Some(own_offset(self.zone, name).or_else(|| abbreviated_offset(name))?);
        Some(())
    }

    /// ISO 8601: `Z`, or a sign and hours, with minutes from two letters on, with a colon for three.
    fn iso_offset(&mut self, count: usize) -> Option<()> {
        if self.text.get(self.at) == Some(&b'Z') {
            self.at += 1;
            self.fields.offset_ms = Some(0);
            return Some(());
        }
        if count > 1 {
            return self.offset(2, count == 3);
        }
        let sign = self.sign()?;
        self.fields.offset_ms = Some(sign * self.digits(2)? * 3_600_000);
        Some(())
    }

    /// A sign, hours of at least so many digits and minutes.
    fn offset(&mut self, least_hour_digits: usize, colon: bool) -> Option<()> {
        let sign = self.sign()?;
        let hours = self.digits(2).or_else(|| if least_hour_digits == 1 { self.digits(1) } else { None })?;
        if colon {
            self.literal(':')?;
        }
        self.fields.offset_ms = Some(sign * (hours * 60 + self.digits(2)?) * 60_000);
        Some(())
    }

    fn sign(&mut self) -> Option<i64> {
        let sign = match self.text.get(self.at)? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        self.at += 1;
        Some(sign)
    }

    /// A number of exactly so many digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let digits = self.text.get(self.at..self.at + count)?;
        let value = digits.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))?;
        self.at += count;
        Some(value)
    }
}

/// How far a zone is ahead of UTC when it goes by this name, in winter or in summer, whatever the season is now.
fn own_offset(zone: &Zone, name: &str) -> Option<i64> {
    let season = SEASONS.into_iter().find(|at| zone.abbreviation_at(*at).eq_ignore_ascii_case(name))?;
    Some(zone.offset_at(season))
}

/// How far the common abbreviations are ahead of UTC, in milliseconds.
fn abbreviated_offset(name: &str) -> Option<i64> {
    Some(
        HOUR_MS
            * match name.to_ascii_uppercase().as_str() {
                "UTC" | "GMT" | "UT" | "Z" | "WET" => 0,
                "CET" | "BST" | "WEST" => 1,
                "CEST" | "EET" | "IST" => 2,
                "EEST" | "MSK" => 3,
                "HKT" | "SGT" => 8,
                "JST" | "KST" => 9,
                "AEST" => 10,
                "HST" => -10,
                "AKST" => -9,
                "PST" | "AKDT" => -8,
                "MST" | "PDT" => -7,
                "CST" | "MDT" => -6,
                "EST" | "CDT" => -5,
                "EDT" => -4,
                _ => return None,
            },
    )
}
