//! Date and time patterns of `java.time.format.DateTimeFormatter`, which DATE_FORMAT of a timestamp and TO_TIMESTAMP take.
//!
//! A pattern becomes a list of parts; [`format`](Formatter::format) prints a local date and time by them and `parse` (in
//! `parse.rs`) reads one. Names are the English ones, weeks those of the US. Localised zone names and the periods of the day
//! (`B`) are not known.

use super::calendar::{self, iso_day_of_week, sunday_week};
use super::unit::Unit;
use waterwheel_types::time::civil_from_days;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Formatter {
    pub(super) parts: Vec<Part>,
}

/// A local date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LocalDateTime {
    /// Days since 1970-01-01.
    pub(crate) days: i64,
    /// Nanoseconds since midnight.
    pub(crate) nanos: i64,
}

impl LocalDateTime {
    /// Cut to so many digits of a second.
    pub(crate) fn cut(self, digits: u8) -> Self {
        LocalDateTime { nanos: self.nanos - self.nanos.rem_euclid(10i64.pow(9 - u32::from(digits))), ..self }
    }
}

/// A piece of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Literal(String),
    Number(Number),
    /// Digits behind the point of the second; with a point of its own where `point`.
    Fraction {
        min: usize,
        max: usize,
        point: bool,
    },
    Text(Field, Style),
    /// An offset from UTC: a local time has none to print, a parsed one is not looked at.
    Offset,
    /// A zone, likewise.
    Zone,
    Optional(Vec<Part>),
    Pad(usize, Box<Part>),
}

/// A number and how wide it is.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) field: Field,
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) sign: Sign,
    /// Two digits of the years 2000 to 2099.
    pub(super) reduced: bool,
    /// Digits that the fixed-width numbers directly behind this one need.
    pub(super) reserved: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A minus where it is negative.
    Normal,
    /// None at all.
    Never,
    /// Like `Normal`, and a plus where it is wider than its least width.
    Exceeds,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Short,
    Full,
    Narrow,
}

/// What a pattern letter stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Era,
    YearOfEra,
    Year,
    WeekYear,
    Quarter,
    Month,
    Week,
    WeekOfMonth,
    Day,
    DayOfYear,
    /// Monday is 1.
    DayOfWeek,
    /// Sunday is 1.
    SundayDayOfWeek,
    AlignedDayOfWeek,
    ModifiedJulianDay,
    AmPm,
    /// 1 to 12.
    ClockHourOfHalf,
    /// 0 to 11.
    HourOfHalf,
    /// 0 to 23.
    Hour,
    /// 1 to 24.
    ClockHour,
    Minute,
    Second,
    NanoOfSecond,
    MilliOfDay,
    NanoOfDay,
}

/// How many fields there are.
pub(super) const FIELDS: usize = Field::NanoOfDay as usize + 1;

pub(super) const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
pub(super) const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Formatter {
    /// Reads a pattern; what is wrong with it in Java's words.
    pub(crate) fn new(pattern: &str) -> Result<Formatter, String> {
        let mut compiler = Compiler { pattern, chars: pattern.chars().collect(), at: 0, open: vec![Vec::new()] };
        compiler.run()?;
        let mut parts = compiler.open.pop().expect("the outermost list is never closed");
        while let Some(mut outer) = compiler.open.pop() {
            outer.push(Part::Optional(parts));
            parts = outer;
        }
        Ok(Formatter { parts: reserve(parts) })
    }

    /// What CAST and TO_TIMESTAMP read without a pattern: `yyyy-M-d`, optionally a space and `H:m:s` with a fraction.
    pub(crate) fn sql_timestamp() -> Formatter {
        let mut parts = Self::new("yyyy-[MM][M]-[dd][d]").expect("the pattern is right").parts;
        let mut time = Self::new(" [HH][H]:[mm][m]:[ss][s]").expect("the pattern is right").parts;
        time.push(Part::Fraction { min: 0, max: 9, point: true });
        parts.push(Part::Optional(time));
        Formatter { parts }
    }

    /// Appends a date and time; `Err` says which part has nothing to show.
    pub(crate) fn format(&self, at: LocalDateTime, out: &mut String) -> Result<(), String> {
        format_parts(&self.parts, at, out)
    }
}

fn format_parts(parts: &[Part], at: LocalDateTime, out: &mut String) -> Result<(), String> {
    parts.iter().try_for_each(|part| format_part(part, at, out))
}

fn format_part(part: &Part, at: LocalDateTime, out: &mut String) -> Result<(), String> {
    match part {
        Part::Literal(text) => out.push_str(text),
        Part::Number(number) => return format_number(number, at.field(number.field), out),
        Part::Fraction { max, .. } => {
            let kept = at.field(Field::NanoOfSecond) / 10i64.pow(9 - *max as u32);
            let digits = Number { field: Field::NanoOfSecond, min: *max, max: *max, sign: Sign::Never, reduced: false, reserved: 0 };
            return format_number(&digits, kept, out);
        }
        Part::Text(field, style) => out.push_str(&text_of(*field, *style, at.field(*field))),
        Part::Offset => return Err("a local time has no offset from UTC".to_owned()),
        Part::Zone => return Err("a local time has no time zone".to_owned()),
        Part::Optional(parts) => {
            let before = out.len();
            if format_parts(parts, at, out).is_err() {
                out.truncate(before);
            }
        }
        Part::Pad(width, part) => {
            let mut text = String::new();
            format_part(part, at, &mut text)?;
            let missing = width.checked_sub(text.chars().count()).ok_or_else(|| format!("{text} is wider than {width} characters"))?;
            out.extend(std::iter::repeat_n(' ', missing));
            out.push_str(&text);
        }
    }
    Ok(())
}

fn format_number(number: &Number, value: i64, out: &mut String) -> Result<(), String> {
    let value = if number.reduced { value.rem_euclid(100) } else { value };
    let mut buffer = [b'0'; 20];
    let digits = write_digits(value.unsigned_abs(), &mut buffer);
    if digits > number.max {
        return Err(format!("{value} does not fit into {} digits", number.max));
    }
    match number.sign {
        Sign::Never if value < 0 => return Err(format!("{value} is negative")),
        _ if value < 0 => out.push('-'),
        Sign::Exceeds if digits > number.min => out.push('+'),
        _ => {}
    }
    let from = buffer.len() - digits.max(number.min);
    out.push_str(std::str::from_utf8(&buffer[from..]).expect("digits"));
    Ok(())
}

/// Puts the digits of a number at the end of a buffer of zeros; how many there are.
fn write_digits(mut value: u64, buffer: &mut [u8; 20]) -> usize {
    for (written, place) in buffer.iter_mut().rev().enumerate() {
        *place = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            return written + 1;
        }
    }
    unreachable!("64 bits have at most 20 digits")
}

/// The name of a field's value.
pub(super) fn text_of(field: Field, style: Style, value: i64) -> String {
    let name = match field {
        Field::Era => era_names(style)[value as usize],
        Field::AmPm => ["AM", "PM"][value as usize],
        Field::Month => MONTHS[value as usize - 1],
        Field::DayOfWeek => DAYS[value as usize - 1],
        _ => return quarter(style, value),
    };
    match (field, style) {
        (Field::Month | Field::DayOfWeek, Style::Short) => name[..3].to_owned(),
        (Field::Month | Field::DayOfWeek, Style::Narrow) => name[..1].to_owned(),
        _ => name.to_owned(),
    }
}

fn quarter(style: Style, value: i64) -> String {
    match style {
        Style::Short => format!("Q{value}"),
        Style::Full => format!("{} quarter", ["1st", "2nd", "3rd", "4th"][value as usize - 1]),
        Style::Narrow => value.to_string(),
    }
}

impl LocalDateTime {
    /// The value of a field.
    pub(super) fn field(self, field: Field) -> i64 {
        let hour = self.nanos / 3_600_000_000_000;
        match field {
            Field::WeekYear => sunday_week(self.days).0,
            Field::Week => sunday_week(self.days).1,
            Field::DayOfYear => calendar::field(self.days, Unit::DayOfYear).expect("a field of a date"),
            Field::DayOfWeek => iso_day_of_week(self.days),
            Field::SundayDayOfWeek => (self.days + 4).rem_euclid(7) + 1,
            Field::ModifiedJulianDay => self.days + 40_587,
            Field::AmPm => hour / 12,
            Field::ClockHourOfHalf => (hour + 11) % 12 + 1,
            Field::HourOfHalf => hour % 12,
            Field::Hour => hour,
            Field::ClockHour => (hour + 23) % 24 + 1,
            Field::Minute => self.nanos / 60_000_000_000 % 60,
            Field::Second => self.nanos / 1_000_000_000 % 60,
            Field::NanoOfSecond => self.nanos % 1_000_000_000,
            Field::MilliOfDay => self.nanos / 1_000_000,
            Field::NanoOfDay => self.nanos,
            _ => self.civil_field(field),
        }
    }

    /// A field that the year, the month and the day give.
    fn civil_field(self, field: Field) -> i64 {
        let (year, month, day) = civil_from_days(self.days);
        let day = i64::from(day);
        match field {
            Field::Era => i64::from(year > 0),
            Field::YearOfEra if year <= 0 => 1 - year,
            Field::Quarter => (i64::from(month) + 2) / 3,
            Field::Month => month.into(),
            Field::WeekOfMonth => (day + 5 - (self.days + 4).rem_euclid(7)) / 7 + 1,
            Field::Day => day,
            Field::AlignedDayOfWeek => (day - 1) % 7 + 1,
            _ => year,
        }
    }
}

/// Reads a pattern from left to right.
struct Compiler<'a> {
    pattern: &'a str,
    chars: Vec<char>,
    at: usize,
    /// The parts of the pattern, and of each `[` that is not closed yet.
    open: Vec<Vec<Part>>,
}

impl Compiler<'_> {
    fn run(&mut self) -> Result<(), String> {
        while let Some(&c) = self.chars.get(self.at) {
            match c {
                c if c.is_ascii_alphabetic() => self.letters()?,
                '\'' => self.quoted()?,
                '[' => self.open.push(Vec::new()),
                ']' if self.open.len() == 1 => return Err("Pattern invalid as it contains ] without previous [".to_owned()),
                ']' => {
                    let parts = self.open.pop().expect("one is open");
                    self.push(Part::Optional(reserve(parts)));
                }
                '{' | '}' | '#' => return Err(format!("Pattern includes reserved character: '{c}'")),
                c => self.push(Part::Literal(c.to_string())),
            }
            self.at += 1;
        }
        Ok(())
    }

    fn push(&mut self, part: Part) {
        self.open.last_mut().expect("the outermost list is never closed").push(part);
    }

    /// The run of equal letters at `at`, which is left at its last one.
    fn run_length(&mut self) -> (char, usize) {
        let letter = self.chars[self.at];
        let count = self.chars[self.at..].iter().take_while(|&&c| c == letter).count();
        self.at += count - 1;
        (letter, count)
    }

    fn letters(&mut self) -> Result<(), String> {
        let (letter, count) = self.run_length();
        if letter != 'p' {
            let part = part_of(letter, count)?;
            self.push(part);
            return Ok(());
        }
        self.at += 1;
        match self.chars.get(self.at) {
            Some(c) if c.is_ascii_alphabetic() => {
                let (letter, letters) = self.run_length();
                let padded = part_of(letter, letters)?;
                self.push(Part::Pad(count, Box::new(padded)));
                Ok(())
            }
            _ => Err(format!("Pad letter 'p' must be followed by valid pad pattern: {}", self.pattern)),
        }
    }

    /// Text in quotes; two quotes are one.
    fn quoted(&mut self) -> Result<(), String> {
        let mut text = String::new();
        loop {
            self.at += 1;
            match self.chars.get(self.at) {
                None => return Err(format!("Pattern ends with an incomplete string literal: {}", self.pattern)),
                Some('\'') if self.chars.get(self.at + 1) == Some(&'\'') => {
                    self.at += 1;
                    text.push('\'');
                }
                Some('\'') => break,
                Some(&c) => text.push(c),
            }
        }
        self.push(Part::Literal(if text.is_empty() { "'".to_owned() } else { text }));
        Ok(())
    }
}

fn part_of(letter: char, count: usize) -> Result<Part, String> {
    let too_many = || Err(format!("Too many pattern letters: {letter}"));
    Ok(match (letter, count) {
        (_, 20..) => return too_many(),
        ('y', _) => year(Field::YearOfEra, count),
        ('u', _) => year(Field::Year, count),
        ('Y', _) => year(Field::WeekYear, count),
        ('M' | 'L', _) => return number_or_text(letter, Field::Month, Field::Month, count),
        ('Q' | 'q', _) => return number_or_text(letter, Field::Quarter, Field::Quarter, count),
        ('c', 2) => return Err("Invalid pattern \"cc\"".to_owned()),
        ('e' | 'c', _) => return number_or_text(letter, Field::SundayDayOfWeek, Field::DayOfWeek, count),
        ('E', 1..=5) => Part::Text(Field::DayOfWeek, style(count)),
        ('G', 1..=5) => Part::Text(Field::Era, style(count)),
        ('a', 1) => Part::Text(Field::AmPm, Style::Short),
        ('D', 2) => number(Field::DayOfYear, 2, 3, Sign::Never),
        ('D', 3) => number(Field::DayOfYear, 3, 3, Sign::Never),
        ('S', 1..=9) => Part::Fraction { min: count, max: count, point: false },
        ('A', _) => number(Field::MilliOfDay, count, 19, Sign::Never),
        ('n', _) => number(Field::NanoOfSecond, count, 19, Sign::Never),
        ('N', _) => number(Field::NanoOfDay, count, 19, Sign::Never),
        ('X' | 'x' | 'Z', 1..=5) | ('O', 1 | 4) => Part::Offset,
        ('z', 1..=4) | ('V', 2) | ('v', 1 | 4) => Part::Zone,
        ('V', _) => return Err(format!("Pattern letter count must be 2: {letter}")),
        _ => match (plain_field(letter), count) {
            (None, _) => return Err(format!("Unknown pattern letter: {letter}")),
            (Some((field, _)), 1) => number(field, 1, 19, Sign::Normal),
            (Some((field, true)), 2) => number(field, 2, 2, Sign::Never),
            _ => return too_many(),
        },
    })
}

/// The field of a letter that is a number of one digit or more, and whether two letters make it two digits.
fn plain_field(letter: char) -> Option<(Field, bool)> {
    Some(match letter {
        'd' => (Field::Day, true),
        'D' => (Field::DayOfYear, false),
        'H' => (Field::Hour, true),
        'h' => (Field::ClockHourOfHalf, true),
        'k' => (Field::ClockHour, true),
        'K' => (Field::HourOfHalf, true),
        'm' => (Field::Minute, true),
        's' => (Field::Second, true),
        'w' => (Field::Week, true),
        'W' => (Field::WeekOfMonth, false),
        'F' => (Field::AlignedDayOfWeek, false),
        'g' => (Field::ModifiedJulianDay, false),
        // Known letters that only some numbers of repetitions make a part of.
        'E' | 'G' | 'a' | 'S' | 'X' | 'x' | 'Z' | 'O' | 'z' | 'v' => (Field::Day, false),
        _ => return None,
    })
}

fn year(field: Field, count: usize) -> Part {
    match count {
        2 => Part::Number(Number { field, min: 2, max: 2, sign: Sign::Never, reduced: true, reserved: 0 }),
        1 | 3 => number(field, count, 19, Sign::Normal),
        _ => number(field, count, 19, Sign::Exceeds),
    }
}

fn number(field: Field, min: usize, max: usize, sign: Sign) -> Part {
    Part::Number(Number { field, min, max, sign, reduced: false, reserved: 0 })
}

fn number_or_text(letter: char, numeric: Field, named: Field, count: usize) -> Result<Part, String> {
    match count {
        1 => Ok(number(numeric, 1, 19, Sign::Normal)),
        2 => Ok(number(numeric, 2, 2, Sign::Never)),
        3..=5 => Ok(Part::Text(named, style(count))),
        _ => Err(format!("Too many pattern letters: {letter}")),
    }
}

fn style(count: usize) -> Style {
    match count {
        4 => Style::Full,
        5 => Style::Narrow,
        _ => Style::Short,
    }
}

/// Tells each number how many digits the fixed-width numbers that follow it directly need.
fn reserve(mut parts: Vec<Part>) -> Vec<Part> {
    let mut leader: Option<usize> = None;
    for i in 0..parts.len() {
        let fixed = match &parts[i] {
            Part::Number(n) => Some((n.min == n.max && n.sign == Sign::Never).then_some(n.max)),
            Part::Fraction { max, point: false, .. } => Some(Some(*max)),
            _ => None,
        };
        leader = match (leader, fixed) {
            (_, None) => None,
            (None, Some(_)) => Some(i),
            (Some(first), Some(Some(width))) => {
                if let Part::Number(n) = &mut parts[first] {
                    n.reserved += width;
                }
                Some(first)
            }
            (Some(_), Some(None)) => Some(i),
        };
    }
    parts
}

fn era_names(style: Style) -> [&'static str; 2] {
    match style {
        Style::Short => ["BC", "AD"],
        Style::Full => ["Before Christ", "Anno Domini"],
        Style::Narrow => ["B", "A"],
    }
}
