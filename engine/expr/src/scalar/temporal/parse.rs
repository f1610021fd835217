//! Reading text by a [`Formatter`], as `java.time` does in its "smart" mode.
//!
//! Fields are read first and put together afterwards: an era and a year, a half of the day and an hour, a day of the year.
//! The 31st of a shorter month is its last day, 24:00 is the next midnight, a day of the week that the date is not is an
//! error. What the text does not say is 1970-01-01 00:00:00. Offsets and zones are read and not looked at.

use super::calendar::sunday_week_start;
use super::formatter::{FIELDS, Field, Formatter, LocalDateTime, Number, Part, Sign, Style, text_of};
use waterwheel_types::time::{days_from_civil, days_in_month, is_leap_year};

/// Why a text gives no date and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It does not follow the pattern, or says things that contradict each other.
    Text,
    /// It does, but there is no such date.
    Date,
}

type Parse<T> = Result<T, Unreadable>;

impl Formatter {
    /// The date and time that a text says.
    pub(crate) fn parse(&self, text: &str) -> Parse<LocalDateTime> {
        let mut reader = Reader { text: text.as_bytes(), at: 0, fields: [None; FIELDS] };
        reader.parts(&self.parts).ok_or(Unreadable::Text)?;
        if reader.at != text.len() {
            return Err(Unreadable::Text);
        }
        Resolver { fields: reader.fields }.resolve()
    }
}

#[derive(Clone)]
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    fields: [Option<i64>; FIELDS],
}

impl Reader<'_> {
    fn parts(&mut self, parts: &[Part]) -> Option<()> {
        parts.iter().try_for_each(|part| self.part(part))
    }

    fn part(&mut self, part: &Part) -> Option<()> {
        match part {
            Part::Literal(text) => self.literal(text.as_bytes()),
            Part::Number(number) => self.number(number),
            Part::Fraction { min, max, point } => self.fraction(*min, *max, *point),
            Part::Text(field, style) => self.name(*field, *style),
            Part::Offset => self.offset(),
            Part::Zone => self.zone(),
            Part::Optional(parts) => {
                let before = self.clone();
                if self.parts(parts).is_none() {
                    *self = before;
                }
                Some(())
            }
            Part::Pad(width, part) => self.padded(*width, part),
        }
    }

    fn set(&mut self, field: Field, value: i64) -> Option<()> {
        let slot = &mut self.fields[field as usize];
        match slot {
            Some(before) if *before != value => None,
            _ => {
                *slot = Some(value);
                Some(())
            }
        }
    }

    fn literal(&mut self, text: &[u8]) -> Option<()> {
        self.text[self.at..].starts_with(text).then(|| self.at += text.len())
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// How many digits stand at `at`, at most `most`.
    fn digits(&self, most: usize) -> usize {
        self.text[self.at..].iter().take(most).take_while(|b| b.is_ascii_digit()).count()
    }

    fn number(&mut self, number: &Number) -> Option<()> {
        let sign = self.peek().filter(|b| matches!(b, b'+' | b'-'));
        match sign {
            Some(b'+') if number.sign != Sign::Exceeds => return None,
            Some(_) if number.sign == Sign::Never => return None,
            Some(_) => self.at += 1,
            None => {}
        }
        let mut count = self.digits(number.max + number.reserved);
        if number.reserved > 0 {
            count = count.saturating_sub(number.reserved).max(number.min);
        }
        if count < number.min || count > self.digits(count) {
            return None;
        }
        match sign {
            None if number.sign == Sign::Exceeds && count > number.min => return None,
            Some(b'+') if count <= number.min => return None,
            _ => {}
        }
        let text = std::str::from_utf8(&self.text[self.at..self.at + count]).expect("digits");
        let value: i64 = text.parse().ok()?;
        self.at += count;
        let value = if sign == Some(b'-') { -value } else { value };
        self.set(number.field, if number.reduced { 2_000 + value } else { value })
    }

    fn fraction(&mut self, min: usize, max: usize, point: bool) -> Option<()> {
        if point {
            if self.peek() != Some(b'.') {
                return (min == 0).then_some(());
            }
            self.at += 1;
        }
        let count = self.digits(max);
        if count < min {
            return None;
        }
        let digits = &self.text[self.at..self.at + count];
        let nanos = digits.iter().fold(0, |n, b| n * 10 + i64::from(b - b'0')) * 10i64.pow(9 - count as u32);
        self.at += count;
        self.set(Field::NanoOfSecond, nanos)
    }

    /// The longest name of the field that stands here, case as printed.
    fn name(&mut self, field: Field, style: Style) -> Option<()> {
        let values = match field {
            Field::Era | Field::AmPm => 0..=1,
            Field::Month => 1..=12,
            Field::DayOfWeek => 1..=7,
            _ => 1..=4,
        };
        let rest = &self.text[self.at..];
        let matching = values.map(|v| (text_of(field, style, v), v)).filter(|(name, _)| rest.starts_with(name.as_bytes()));
        let (name, value) = matching.max_by_key(|(name, _)| name.len())?;
        self.at += name.len();
        self.set(field, value)
    }

    /// `Z`, or a sign and one to three groups of two digits with or without colons.
    fn offset(&mut self) -> Option<()> {
        match self.peek()? {
            b'Z' => self.at += 1,
            b'+' | b'-' => {
                self.at += 1;
                self.two_digits()?;
                for _ in 0..2 {
                    let before = self.at;
                    self.at += usize::from(self.peek() == Some(b':'));
                    if self.two_digits().is_none() {
                        self.at = before;
                        break;
                    }
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn two_digits(&mut self) -> Option<()> {
        (self.digits(2) == 2).then(|| self.at += 2)
    }

    fn zone(&mut self) -> Option<()> {
        let name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'+' | b'-' | b':');
        let length = self.text[self.at..].iter().take_while(name).count();
        self.at += length;
        (length > 0).then_some(())
    }

    fn padded(&mut self, width: usize, part: &Part) -> Option<()> {
        let end = self.at.checked_add(width).filter(|&end| end <= self.text.len())?;
        while self.at < end && self.text[self.at] == b' ' {
            self.at += 1;
        }
        let mut inner = Reader { text: &self.text[..end], at: self.at, fields: self.fields };
        inner.part(part)?;
        (self.at, self.fields) = (inner.at, inner.fields);
        (self.at == end).then_some(())
    }
}

/// Puts fields together.
struct Resolver {
    fields: [Option<i64>; FIELDS],
}

const NANOS_PER_DAY: i64 = 86_400_000_000_000;

impl Resolver {
    fn get(&self, field: Field) -> Option<i64> {
        self.fields[field as usize]
    }

    fn take(&mut self, field: Field) -> Option<i64> {
        self.fields[field as usize].take()
    }

    /// A field within its bounds.
    fn checked(&mut self, field: Field, least: i64, most: i64) -> Parse<Option<i64>> {
        match self.take(field) {
            Some(value) if !(least..=most).contains(&value) => Err(Unreadable::Text),
            value => Ok(value),
        }
    }

    fn add(&mut self, field: Field, value: i64) -> Parse<()> {
        let slot = &mut self.fields[field as usize];
        match slot {
            Some(before) if *before != value => Err(Unreadable::Text),
            _ => {
                *slot = Some(value);
                Ok(())
            }
        }
    }

    fn resolve(mut self) -> Parse<LocalDateTime> {
        self.merge_hours()?;
        self.merge_year()?;
        let (nanos, next_day) = self.time()?;
        let days = match self.date()? {
            Some(days) => {
                self.cross_check(days)?;
                days + i64::from(next_day)
            }
            None => self.incomplete_date()?,
        };
        Ok(LocalDateTime { days, nanos })
    }

    fn merge_hours(&mut self) -> Parse<()> {
        if let Some(hour) = self.checked(Field::ClockHour, 0, 24)? {
            self.add(Field::Hour, hour % 24)?;
        }
        if let Some(hour) = self.checked(Field::ClockHourOfHalf, 0, 12)? {
            self.add(Field::HourOfHalf, hour % 12)?;
        }
        if let (Some(half), Some(hour)) = (self.get(Field::AmPm), self.get(Field::HourOfHalf)) {
            if !(0..12).contains(&hour) {
                return Err(Unreadable::Text);
            }
            self.add(Field::Hour, half * 12 + hour)?;
        }
        let nanos = match (self.take(Field::NanoOfDay), self.take(Field::MilliOfDay)) {
            (Some(nanos), _) => nanos,
            (None, Some(millis)) => millis.saturating_mul(1_000_000),
            (None, None) => return Ok(()),
        };
        if !(0..NANOS_PER_DAY).contains(&nanos) {
            return Err(Unreadable::Text);
        }
        let at = LocalDateTime { days: 0, nanos };
        [Field::Hour, Field::Minute, Field::Second, Field::NanoOfSecond].into_iter().try_for_each(|f| self.add(f, at.field(f)))
    }

    fn merge_year(&mut self) -> Parse<()> {
        let era = self.take(Field::Era);
        if let Some(year) = self.checked(Field::YearOfEra, 1, 999_999_999)? {
            let before_christ = era == Some(0) || self.get(Field::Year).is_some_and(|y| y <= 0);
            self.add(Field::Year, if before_christ { 1 - year } else { year })?;
        }
        Ok(())
    }

    /// Nanoseconds of the day, and whether it is the midnight at its end.
    fn time(&mut self) -> Parse<(i64, bool)> {
        let fields = [(Field::Hour, 24), (Field::Minute, 59), (Field::Second, 59), (Field::NanoOfSecond, 999_999_999)];
        let mut values = [0; 4];
        for (value, (field, most)) in values.iter_mut().zip(fields) {
            *value = self.checked(field, 0, most)?.unwrap_or(0);
        }
        match values {
            [24, 0, 0, 0] => Ok((0, true)),
            [24, ..] => Err(Unreadable::Text),
            [hour, minute, second, nano] => Ok((((hour * 60 + minute) * 60 + second) * 1_000_000_000 + nano, false)),
        }
    }

    /// The date, when the fields say a whole one.
    fn date(&mut self) -> Parse<Option<i64>> {
        if let Some(day) = self.take(Field::ModifiedJulianDay) {
            return Ok(Some(day - 40_587));
        }
        let in_week = self.get(Field::DayOfWeek).map(|d| d % 7 + 1).or(self.get(Field::SundayDayOfWeek));
        if let (Some(year), Some(week), Some(day)) = (self.get(Field::WeekYear), self.get(Field::Week), in_week) {
            return Ok(Some(sunday_week_start(year, week) + day - 1));
        }
        let Some(year) = self.get(Field::Year) else { return Ok(None) };
        if let (Some(month), Some(day)) = (self.get(Field::Month), self.get(Field::Day)) {
            if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
                return Err(Unreadable::Text);
            }
            let day = (day as u32).min(days_in_month(year, month as u32));
            self.fields[Field::Day as usize] = Some(day.into());
            return Ok(Some(days_from_civil(year, month as u32, day)));
        }
        let Some(day) = self.get(Field::DayOfYear) else { return Ok(None) };
        let most = if is_leap_year(year) { 366 } else { 365 };
        let exists = (1..=most).contains(&day);
        if exists { Ok(Some(days_from_civil(year, 1, 1) + day - 1)) } else { Err(Unreadable::Text) }
    }

    /// Whatever else was said about the date must be so.
    fn cross_check(&self, days: i64) -> Parse<()> {
        const DATE_FIELDS: [Field; 9] = [
            Field::Year,
            Field::Quarter,
            Field::Month,
            Field::Day,
            Field::DayOfYear,
            Field::DayOfWeek,
            Field::SundayDayOfWeek,
            Field::AlignedDayOfWeek,
            Field::Week,
        ];
        let at = LocalDateTime { days, nanos: 0 };
        let agrees = DATE_FIELDS.into_iter().all(|f| self.get(f).is_none_or(|said| said == at.field(f)));
        if agrees { Ok(()) } else { Err(Unreadable::Text) }
    }

    /// The date of single fields, the rest being 1970-01-01.
    fn incomplete_date(&self) -> Parse<i64> {
        let year = self.get(Field::Year).unwrap_or(1970);
        let (month, day) = (self.get(Field::Month).unwrap_or(1), self.get(Field::Day).unwrap_or(1));
        let exists = (1..=12).contains(&month) && day >= 1 && day <= i64::from(days_in_month(year, month as u32));
        if exists { Ok(days_from_civil(year, month as u32, day as u32)) } else { Err(Unreadable::Date) }
    }
}

/// Reads `yyyy-M-d H:m:s[.f]` or `yyyy-M-d` as `java.sql.Timestamp` and `java.sql.Date` do: parts of the time beyond their
/// bounds carry over, the 30th of February is in March.
pub(crate) fn sql_timestamp(text: &str) -> Option<LocalDateTime> {
    let text = text.trim();
    let (date, time) = match text.split_once(' ') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let midnight = sql_date(date)?;
    let nanos = match time {
        Some(time) => sql_time(time)?,
        None => 0,
    };
    Some(LocalDateTime { days: midnight + nanos.div_euclid(NANOS_PER_DAY), nanos: nanos.rem_euclid(NANOS_PER_DAY) })
}

fn sql_date(text: &str) -> Option<i64> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let (year, month, day) = (natural(year)?, natural(month)?, natural(day)?);
    // The year 0 is the first before Christ there, shown without its era.
    let year = year.max(1);
    let plausible = (1..=12).contains(&month) && (1..=31).contains(&day);
    plausible.then(|| days_from_civil(year, month as u32, 1) + day - 1)
}

fn sql_time(text: &str) -> Option<i64> {
    let (hour, rest) = text.split_once(':')?;
    let (minute, rest) = rest.split_once(':')?;
    let (second, fraction) = match rest.split_once('.') {
        Some((second, fraction)) => (second, Some(fraction)),
        None => (rest, None),
    };
    let nanos = match fraction {
        Some(digits) if (1..=9).contains(&digits.len()) => natural(digits)? * 10i64.pow(9 - digits.len() as u32),
        Some(_) => return None,
        None => 0,
    };
    let seconds = natural(hour)? * 3_600 + natural(minute)? * 60 + natural(second)?;
    seconds.checked_mul(1_000_000_000)?.checked_add(nanos)
}

/// A number of at most nine digits.
fn natural(text: &str) -> Option<i64> {
    let plain = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}
