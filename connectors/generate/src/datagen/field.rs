//! What one column of a datagen table holds: read from the options, made row by row.
//!
//! A [`Column`] has a stream of random numbers of its own; the parts of a nested value draw from their row's sequence one
//! after the other. Frequent kinds are appended without a detour over single values.

use crate::options::Options;
use crate::random::{Sequence, Stream, below, unit};
use std::ops::{Range, RangeInclusive};
use waterwheel::Failure;
use waterwheel::types::{ColumnBuilder, DataType, Kind, MAX_LENGTH, Timestamp, Value};

/// Length of STRING and BYTES unless told otherwise.
const LENGTH_DEFAULT: i32 = 100;
/// Elements of a collection unless told otherwise.
const ELEMENTS_DEFAULT: i32 = 3;

/// One column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    stream: Stream,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Sequence { values: RangeInclusive<i64>, kind: Kind },
    Random(Part),
}

/// A random value, the column's own or a part of it.
#[derive(Clone, Debug)]
struct Part {
    make: Make,
    /// The share of NULLs; 0 or less for none.
    null_rate: f32,
}

#[derive(Clone, Debug)]
enum Make {
    Boolean,
    Integer {
        values: RangeInclusive<i64>,
        kind: Kind,
    },
    Float {
        min: f64,
        max: f64,
    },
    Double {
        min: f64,
        max: f64,
    },
    /// Unscaled bounds, both included.
    Decimal {
        min: i128,
        max: i128,
    },
    Text(Range<u32>),
    Bytes(Range<u32>),
    Today,
    TimeOfDay,
    Past {
        max_ms: u64,
    },
    Array {
        length: u32,
        element: Box<Part>,
    },
    Map {
        length: u32,
        key: Box<Part>,
        value: Box<Part>,
    },
    Multiset {
        length: u32,
        element: Box<Part>,
    },
    Row(Vec<Part>),
}

impl Column {
    /// The column `name` as its options have it.
    pub(super) fn read(name: &str, data_type: &DataType, seed: u64, options: &mut Options<'_>) -> Result<Self, Failure> {
        let path = format!("fields.{name}");
        let source = match options.text(&format!("{path}.kind")).unwrap_or("random") {
            "random" => Source::Random(Part::read(&path, data_type, options)?),
            "sequence" => read_sequence(&path, data_type, options)?,
            other => {
                let message = format!("Unsupported generator kind: {other}. It is 'random' or 'sequence'.");
                return Err(options.wrong(message).about_value(format!("{path}.kind")));
            }
        };
        Ok(Column { stream: Stream::new(seed, name), source })
    }

    /// How many rows the column lasts; `None` when it does not end.
    pub(super) fn rows(&self) -> Option<u64> {
        match &self.source {
            Source::Sequence { values, .. } if values.is_empty() => Some(0),
            Source::Sequence { values, .. } => Some((values.end().wrapping_sub(*values.start()) as u64).saturating_add(1)),
            Source::Random(_) => None,
        }
    }

    /// Appends these rows.
    pub(super) fn fill(&self, rows: Range<u64>, wall_ms: i64, builder: &mut ColumnBuilder) {
        match &self.source {
            Source::Sequence { values, kind } => {
                rows.for_each(|row| builder.append(&sequence_value(values.start().wrapping_add(row as i64), kind)));
            }
            Source::Random(part) if part.null_rate > 0.0 => self.fill_by_value(part, rows, wall_ms, builder),
            Source::Random(part) => self.fill_fast(part, rows, wall_ms, builder),
        }
    }

    fn fill_fast(&self, part: &Part, rows: Range<u64>, wall_ms: i64, builder: &mut ColumnBuilder) {
        let numbers = rows.clone().map(|row| self.stream.at(row));
        match (&part.make, builder) {
            (Make::Integer { values, .. }, ColumnBuilder::Int32(b)) => numbers.for_each(|n| b.append_value(pick(n, values) as i32)),
            (Make::Integer { values, .. }, ColumnBuilder::Int64(b)) => numbers.for_each(|n| b.append_value(pick(n, values))),
            (Make::Double { min, max }, ColumnBuilder::Float64(b)) => numbers.for_each(|n| b.append_value(between(n, *min, *max))),
            (Make::Text(lengths), ColumnBuilder::String(b)) => {
                let mut text = Vec::new();
                rows.for_each(|row| b.append_value(hex(&mut self.stream.sequence(row), lengths, &mut text)));
            }
            (_, builder) => self.fill_by_value(part, rows, wall_ms, builder),
        }
    }

    fn fill_by_value(&self, part: &Part, rows: Range<u64>, wall_ms: i64, builder: &mut ColumnBuilder) {
        rows.for_each(|row| builder.append(&part.value(&mut self.stream.sequence(row), wall_ms)));
    }
}

fn read_sequence(path: &str, data_type: &DataType, options: &mut Options<'_>) -> Result<Source, Failure> {
    let mut bound = |name: &str| -> Result<i64, Failure> {
        let key = format!("{path}.{name}");
        let missing = options
            .wrong(format!("Could not find required property '{key}' for sequence generator."))
            .about_value(format!("{path}.kind"))
            .hint("a sequence has a start and an end: 'fields.name.start' = '1', 'fields.name.end' = '100'");
        options.number(&key)?.ok_or(missing)
    };
    let (start, end) = (bound("start")?, bound("end")?);
    let fits = |value: i64| match &data_type.kind {
        Kind::Decimal { precision, scale } => u128::from(value.unsigned_abs()) < 10u128.pow(u32::from(precision - scale)),
        _ => true,
    };
    let numeric = data_type.kind.is_numeric() || data_type.kind.is_text() || data_type.kind.is_binary();
    match numeric && fits(start) && fits(end) {
        true => Ok(Source::Sequence { values: start..=end, kind: data_type.kind.clone() }),
        false => Err(options.wrong(format!("Unsupported type for the sequence {start} to {end} of '{path}': {}", data_type.kind))),
    }
}

// Whole numbers beyond the type wrap, as in Flink.
fn sequence_value(value: i64, kind: &Kind) -> Value {
    match kind {
        Kind::TinyInt => Value::TinyInt(value as i8),
        Kind::SmallInt => Value::SmallInt(value as i16),
        Kind::Int => Value::Int(value as i32),
        Kind::BigInt => Value::BigInt(value),
        Kind::Float => Value::Float(value as f32),
        Kind::Double => Value::Double(value as f64),
        Kind::Decimal { scale, .. } => Value::Decimal(i128::from(value) * 10i128.pow(u32::from(*scale))),
        Kind::Binary(_) | Kind::VarBinary(_) => Value::Bytes(value.to_be_bytes().to_vec()),
        _ => Value::String(value.to_string()),
    }
}

impl Part {
    fn read(path: &str, data_type: &DataType, options: &mut Options<'_>) -> Result<Self, Failure> {
        let make = Make::read(path, &data_type.kind, options)?;
        let has_nulls = !matches!(make, Make::Bytes(_) | Make::Today | Make::TimeOfDay);
        let null_rate = if has_nulls { options.number(&format!("{path}.null-rate"))?.unwrap_or(0.0) } else { 0.0 };
        Ok(Part { make, null_rate })
    }

    fn boxed(path: &str, part: &str, data_type: &DataType, options: &mut Options<'_>) -> Result<Box<Self>, Failure> {
        Ok(Box::new(Self::read(&format!("{path}.{part}"), data_type, options)?))
    }

    /// A part whose NULL would be a key.
    fn key(path: &str, part: &str, data_type: &DataType, options: &mut Options<'_>) -> Result<Box<Self>, Failure> {
        let key = Self::boxed(path, part, data_type, options)?;
        match key.null_rate > 0.0 {
            true => {
                Err(options
                    .wrong(format!("'{path}.{part}.null-rate' must be 0: a key of a MAP or an element of a MULTISET is not NULL here.")))
            }
            false => Ok(key),
        }
    }

    fn value(&self, random: &mut Sequence, wall_ms: i64) -> Value {
        let is_null = self.null_rate > 0.0 && random.unit() < f64::from(self.null_rate);
        if is_null { Value::Null } else { self.make.value(random, wall_ms) }
    }
}

impl Make {
    fn read(path: &str, kind: &Kind, options: &mut Options<'_>) -> Result<Self, Failure> {
        match kind {
            Kind::Boolean => Ok(Make::Boolean),
            Kind::TinyInt => Self::read_integer(path, kind, i8::MIN.into()..=i8::MAX.into(), options),
            Kind::SmallInt => Self::read_integer(path, kind, i16::MIN.into()..=i16::MAX.into(), options),
            Kind::Int => Self::read_integer(path, kind, i32::MIN.into()..=i32::MAX.into(), options),
            Kind::BigInt => Self::read_integer(path, kind, i64::MIN..=i64::MAX, options),
            Kind::Float => {
                let (min, max) = read_bounds(path, f64::from(f32::from_bits(1)), f64::from(f32::MAX), options)?;
                Ok(Make::Float { min, max })
            }
            Kind::Double => {
                let (min, max) = read_bounds(path, f64::from_bits(1), f64::MAX, options)?;
                Ok(Make::Double { min, max })
            }
            Kind::Decimal { precision, scale } => Self::read_decimal(path, *precision, *scale, options),
            Kind::Char(length) => Ok(Make::Text(fixed(*length))),
            Kind::Binary(length) => Ok(Make::Bytes(fixed(*length))),
            Kind::VarChar(length) => Ok(Make::Text(read_lengths(path, *length, 1, options)?)),
            Kind::VarBinary(length) => Ok(Make::Bytes(read_lengths(path, *length, 0, options)?)),
            Kind::Date => Ok(Make::Today),
            Kind::Time(_) => Ok(Make::TimeOfDay),
            Kind::Timestamp(_) | Kind::TimestampLtz(_) => {
                let max_ms = options.duration_ms(&format!("{path}.max-past"))?.unwrap_or(0);
                Ok(Make::Past { max_ms })
            }
            Kind::Array(element) => {
                Ok(Make::Array { length: read_elements(path, options)?, element: Part::boxed(path, "element", element, options)? })
            }
            Kind::Map(key, value) => Ok(Make::Map {
                length: read_elements(path, options)?,
                key: Part::key(path, "key", key, options)?,
                value: Part::boxed(path, "value", value, options)?,
            }),
            Kind::Multiset(element) => {
                Ok(Make::Multiset { length: read_elements(path, options)?, element: Part::key(path, "element", element, options)? })
            }
            Kind::Row(fields) => {
                let parts = fields.iter().map(|f| Part::read(&format!("{path}.{}", f.name), &f.data_type, options));
                Ok(Make::Row(parts.collect::<Result<_, _>>()?))
            }
            Kind::Null | Kind::IntervalYearMonth | Kind::IntervalDayTime | Kind::Structured(..) | Kind::Bitmap | Kind::Variant => {
                Err(options.wrong(format!("Unsupported type of '{path}': {kind}")))
            }
        }
    }

    fn read_integer(path: &str, kind: &Kind, all: RangeInclusive<i64>, options: &mut Options<'_>) -> Result<Self, Failure> {
        let expected = format!("a whole number from {} to {}", all.start(), all.end());
        let read = |text: &str| text.trim().parse().ok().filter(|value| all.contains(value));
        let min = options.parsed(&format!("{path}.min"), &expected, read)?.unwrap_or(*all.start());
        let max = options.parsed(&format!("{path}.max"), &expected, read)?.unwrap_or(*all.end());
        match min <= max {
            true => Ok(Make::Integer { values: min..=max, kind: kind.clone() }),
            false => Err(out_of_order(path, min, max, options)),
        }
    }

    // Bounds are doubles, as in Flink: what is finer than that is cut.
    fn read_decimal(path: &str, precision: u8, scale: u8, options: &mut Options<'_>) -> Result<Self, Failure> {
        let limit = 10f64.powi((precision - scale).into());
        let min = options.number::<f64>(&format!("{path}.min"))?.unwrap_or(0.0).max(-limit);
        let max = options.number::<f64>(&format!("{path}.max"))?.unwrap_or(limit).min(limit);
        if min >= max {
            return Err(out_of_order(path, min, max, options));
        }
        let (largest, one) = (10i128.pow(precision.into()) - 1, 10f64.powi(scale.into()));
        Ok(Make::Decimal { min: ((min * one).ceil() as i128).max(-largest), max: ((max * one).floor() as i128).min(largest) })
    }

    fn value(&self, random: &mut Sequence, wall_ms: i64) -> Value {
        match self {
            Make::Boolean => Value::Boolean(random.below(2) == 1),
            Make::Integer { values, kind } => sequence_value(pick(random.draw(), values), kind),
            Make::Float { min, max } => Value::Float(between(random.draw(), *min, *max) as f32),
            Make::Double { min, max } => Value::Double(between(random.draw(), *min, *max)),
            Make::Decimal { min, max } => Value::Decimal(min + (random.next_wide() % (max - min + 1) as u128) as i128),
            Make::Text(lengths) => Value::String(hex(random, lengths, &mut Vec::new()).to_owned()),
            Make::Bytes(lengths) => {
                let mut bytes = Vec::new();
                let length = pick_length(random, lengths);
                random.bytes(length, &mut bytes);
                Value::Bytes(bytes)
            }
            Make::Today => Value::Date(wall_ms.div_euclid(86_400_000) as i32),
            Make::TimeOfDay => Value::Time(wall_ms.rem_euclid(86_400_000) as i32),
            Make::Past { max_ms } => Value::Timestamp(Timestamp::from_millis(wall_ms - random.below(*max_ms) as i64)),
            Make::Array { length, element } => Value::Array((0..*length).map(|_| element.value(random, wall_ms)).collect()),
            Make::Map { length, key, value } => {
                entries(*length, |random| (key.value(random, wall_ms), value.value(random, wall_ms)), random)
            }
            Make::Multiset { length, element } => {
                entries(*length, |random| (element.value(random, wall_ms), Value::Int(random.below(10) as i32)), random)
            }
            Make::Row(parts) => Value::Row(parts.iter().map(|part| part.value(random, wall_ms)).collect()),
        }
    }
}

/// So many entries, of which one with the key of an earlier one replaces it.
fn entries(length: u32, mut entry: impl FnMut(&mut Sequence) -> (Value, Value), random: &mut Sequence) -> Value {
    let mut entries: Vec<(Value, Value)> = Vec::with_capacity(length as usize);
    for _ in 0..length {
        let (key, value) = entry(random);
        match entries.iter_mut().find(|(known, _)| *known == key) {
            Some(known) => known.1 = value,
            None => entries.push((key, value)),
        }
    }
    Value::Map(entries)
}

fn pick(number: u64, values: &RangeInclusive<i64>) -> i64 {
    match (values.end().wrapping_sub(*values.start()) as u64).checked_add(1) {
        Some(count) => values.start().wrapping_add(below(number, count) as i64),
        None => number as i64,
    }
}

fn between(number: u64, min: f64, max: f64) -> f64 {
    let share = unit(number);
    share * max + (1.0 - share) * min
}

fn pick_length(random: &mut Sequence, lengths: &Range<u32>) -> usize {
    match lengths.len() {
        1 => lengths.start as usize,
        count => lengths.start as usize + random.below(count as u64) as usize,
    }
}

fn hex<'a>(random: &mut Sequence, lengths: &Range<u32>, text: &'a mut Vec<u8>) -> &'a str {
    text.clear();
    let length = pick_length(random, lengths);
    random.hex(length, text);
    std::str::from_utf8(text).expect("hexadecimal digits are ASCII")
}

fn fixed(length: u32) -> Range<u32> {
    length..length.saturating_add(1)
}

fn read_bounds(path: &str, min: f64, max: f64, options: &mut Options<'_>) -> Result<(f64, f64), Failure> {
    let min = options.number(&format!("{path}.min"))?.unwrap_or(min);
    let max = options.number(&format!("{path}.max"))?.unwrap_or(max);
    if min < max { Ok((min, max)) } else { Err(out_of_order(path, min, max, options)) }
}

fn out_of_order(path: &str, min: impl ToString, max: impl ToString, options: &Options<'_>) -> Failure {
    options
        .wrong(format!(
            "'{path}.min' must be less than '{path}.max': lower bound ({}) must be strictly less than upper bound ({}).",
            min.to_string(),
            max.to_string()
        ))
        .about_value(format!("{path}.min"))
}

fn read_lengths(path: &str, declared: u32, least: i32, options: &mut Options<'_>) -> Result<Range<u32>, Failure> {
    let default = if declared == MAX_LENGTH { LENGTH_DEFAULT } else { declared as i32 };
    let key = format!("{path}.length");
    let length: i32 = options.number(&key)?.unwrap_or(default);
    let varies = options.flag(&format!("{path}.var-len"))?;
    let least = if varies { 2 } else { least };
    if length < least {
        return Err(
            options.wrong(format!("'{key}' must be at least {least}{}, not {length}.", if varies { " when lengths vary" } else { "" }))
        );
    }
    if length as u32 > declared {
        return Err(options.wrong(format!("'{key}' is {length}: it must not be more than the {declared} of the column's type.")));
    }
    // Flink's upper end is excluded.
    Ok(if varies { 1..length as u32 } else { fixed(length as u32) })
}

fn read_elements(path: &str, options: &mut Options<'_>) -> Result<u32, Failure> {
    let key = format!("{path}.length");
    let length: i32 = options.number(&key)?.unwrap_or(ELEMENTS_DEFAULT);
    u32::try_from(length).map_err(|_| options.wrong(format!("'{key}' must not be negative: {length}.")))
}
