//! VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP.
//!
//! Words: 0 rows n, 1 mean, 2 M2 (the sum of squared distances from the mean); they travel as BIGINT, DOUBLE, DOUBLE. The
//! recurrence is Welford's ("Note on a method for calculating corrected sums of squares and products", 1962) as Flink
//! uses it, merged after Chan, Golub and LeVeque (1979), and run backwards for a retraction.
//!
//! Where rows can be retracted there is a word and a column more. A stage may retract as many rows as it adds, or more, and
//! then has no mean: while n is not positive, words 1 and 2 are the sums of x - c and of (x - c)², retracted rows negative, and
//! word 3 is c. (Flink forgets such rows.) Everything is computed in DOUBLE and cast to the argument's type at the end, so
//! the deviation of INTs is an INT.

use super::fixed::{Fixed, Primitive, signed};
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::Mismatch;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::{Column, ColumnBuilder, DataType, Kind, MAX_DECIMAL_PRECISION, Value};

/// This family's functions.
pub(super) static FUNCTIONS: &[AggregateFunction] = &[
    AggregateFunction {
        name: "STDDEV_POP",
        syntax: "STDDEV_POP(number)",
        doc: "The population standard deviation, in the argument's type; NULL if there is no value.",
        order_sensitive: false,
        resolve: |call| resolve(call, Measure { sample: false, root: true }),
    },
    AggregateFunction {
        name: "STDDEV_SAMP",
        syntax: "STDDEV_SAMP(number)",
        doc: "The sample standard deviation, in the argument's type; NULL if there are fewer than two values.",
        order_sensitive: false,
        resolve: |call| resolve(call, Measure { sample: true, root: true }),
    },
    AggregateFunction {
        name: "STDDEV",
        syntax: "STDDEV(number)",
        doc: "The same as STDDEV_SAMP.",
        order_sensitive: false,
        resolve: |call| resolve(call, Measure { sample: true, root: true }),
    },
    AggregateFunction {
        name: "VAR_POP",
        syntax: "VAR_POP(number)",
        doc: "The population variance, in the argument's type; NULL if there is no value.",
        order_sensitive: false,
        resolve: |call| resolve(call, Measure { sample: false, root: false }),
    },
    AggregateFunction {
        name: "VAR_SAMP",
        syntax: "VAR_SAMP(number)",
        doc: "The sample variance, in the argument's type; NULL if there are fewer than two values.",
        order_sensitive: false,
        resolve: |call| resolve(call, Measure { sample: true, root: false }),
    },
    AggregateFunction {
        name: "VARIANCE",
        syntax: "VARIANCE(number)",
        doc: "The same as VAR_SAMP.",
        order_sensitive: false,
        resolve: |call| resolve(call, Measure { sample: true, root: false }),
    },
];

/// Which of the four figures is asked for.
#[derive(Clone, Copy, Debug)]
struct Measure {
    /// Divides by n - 1 instead of n.
    sample: bool,
    /// The square root of the variance.
    root: bool,
}

fn resolve(call: &AggregateCall<'_>, measure: Measure) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 1)?;
    let argument = call.data_type(0).clone();
    let kind = match &argument.kind {
        Kind::Decimal { scale, .. } => Kind::decimal(MAX_DECIMAL_PRECISION, (*scale).max(6)),
        kind if kind.is_numeric() => kind.clone(),
        _ => return Err(call.refuse()),
    };
    let data_type = kind.nullable().with_nullable(call.nullable());
    Ok(call.resolved(Arc::new(Variance { measure, argument, data_type, retracting: call.retracting })))
}

#[derive(Debug)]
struct Variance {
    measure: Measure,
    argument: DataType,
    data_type: DataType,
    retracting: bool,
}

/// The words of a group.
#[derive(Clone, Copy)]
struct Moments {
    rows: i64,
    /// The mean; the sum of x - `shift` while `rows` is not positive.
    mean: f64,
    /// M2; the sum of (x - `shift`)² while `rows` is not positive.
    m2: f64,
    shift: f64,
}

/// What is left of a number when equal ones have been added and taken away, in proportion: rounding, not a difference.
const ROUNDING: f64 = 1e-14;

impl Moments {
    fn load(words: &[u64]) -> Self {
        let [mean, m2, shift] = [1, 2, 3].map(|word| f64::from_bits(words.get(word).copied().unwrap_or(0)));
        Moments { rows: words[0] as i64, mean, m2, shift }
    }

    fn store(self, words: &mut [u64]) {
        let all = [self.rows as u64, self.mean.to_bits(), self.m2.to_bits(), self.shift.to_bits()];
        words.copy_from_slice(&all[..words.len()]);
    }

    /// Whether nothing has been added or retracted, or all of it taken back.
    fn is_nothing(&self) -> bool {
        self.rows == 0 && self.mean == 0.0 && self.m2 == 0.0
    }

    /// The sums of x - `shift` and of its square.
    fn sums(&self, shift: f64) -> (f64, f64) {
        let (sum, squares, own) = if self.rows > 0 { (0.0, self.m2, self.mean) } else { (self.mean, self.m2, self.shift) };
        let (rows, moved) = (self.rows as f64, own - shift);
        (sum + rows * moved, squares + 2.0 * moved * sum + rows * moved * moved)
    }

    /// The moments of rows with these sums.
    fn of_sums(rows: i64, sum: f64, squares: f64, shift: f64) -> Self {
        if rows == 0 && sum.abs() <= ROUNDING * shift.abs() {
            return Moments { rows, mean: 0.0, m2: 0.0, shift: 0.0 };
        }
        if rows <= 0 {
            return Moments { rows, mean: sum, m2: squares, shift };
        }
        let correction = sum * sum / rows as f64;
        let m2 = squares - correction;
        let rounding = m2.abs() <= ROUNDING * (squares.abs() + correction);
        Moments { rows, mean: shift + sum / rows as f64, m2: if rounding { 0.0 } else { m2 }, shift: 0.0 }
    }

    /// Where to measure distances from, so that they stay small.
    fn shift(&self, otherwise: f64) -> f64 {
        match self.rows {
            1.. => self.mean,
            _ if self.is_nothing() => otherwise,
            _ => self.shift,
        }
    }

    fn add(&mut self, value: f64) {
        if self.rows > 0 || self.is_nothing() {
            self.rows += 1;
            let before = value - self.mean;
            self.mean += before / self.rows as f64;
            self.m2 += before * (value - self.mean);
        } else {
            self.sum_up(value, 1);
        }
    }

    fn retract(&mut self, value: f64) {
        if self.rows > 1 {
            self.rows -= 1;
            let after = value - self.mean;
            self.mean -= after / self.rows as f64;
            self.m2 -= (value - self.mean) * after;
        } else {
            self.sum_up(value, -1);
        }
    }

    fn sum_up(&mut self, value: f64, sign: i64) {
        let shift = self.shift(value);
        let (sum, squares) = self.sums(shift);
        let (distance, factor) = (value - shift, sign as f64);
        *self = Self::of_sums(self.rows + sign, sum + factor * distance, squares + factor * distance * distance, shift);
    }

    fn merge(&mut self, other: Moments) {
        if self.is_nothing() {
            *self = other;
        } else if self.rows > 0 && other.rows > 0 {
            let rows = (self.rows + other.rows) as f64;
            let distance = other.mean - self.mean;
            self.mean += other.rows as f64 / rows * distance;
            self.m2 += other.m2 + self.rows as f64 * other.rows as f64 / rows * distance * distance;
            self.rows += other.rows;
        } else if !other.is_nothing() {
            let shift = if self.rows > 0 { self.mean } else { other.shift(self.shift) };
            let ((sum, squares), (others, other_squares)) = (self.sums(shift), other.sums(shift));
            *self = Self::of_sums(self.rows + other.rows, sum + others, squares + other_squares, shift);
        }
    }

    fn measure(self, measure: Measure) -> Option<f64> {
        let divisor = self.rows - i64::from(measure.sample);
        if self.rows <= 0 || self.m2 < 0.0 || divisor == 0 {
            return None;
        }
        let variance = self.m2 / divisor as f64;
        Some(if measure.root { variance.sqrt() } else { variance })
    }
}

/// A batch of numbers as DOUBLE; what stands under a NULL is arbitrary.
pub(super) fn doubles(column: &Column, data_type: &DataType) -> Vec<f64> {
    match &data_type.kind {
        Kind::TinyInt => column.as_primitive::<Int8Type>().values().iter().map(|&v| v.into()).collect(),
        Kind::SmallInt => column.as_primitive::<Int16Type>().values().iter().map(|&v| v.into()).collect(),
        Kind::Int => column.as_primitive::<Int32Type>().values().iter().map(|&v| v.into()).collect(),
        Kind::BigInt => column.as_primitive::<Int64Type>().values().iter().map(|&v| v as f64).collect(),
        Kind::Float => column.as_primitive::<Float32Type>().values().iter().map(|&v| v.into()).collect(),
        Kind::Double => column.as_primitive::<Float64Type>().values().to_vec(),
        Kind::Decimal { precision, scale } => {
            column.as_primitive::<Decimal128Type>().values().iter().map(|&v| decimal_to_double(v, *precision, *scale)).collect()
        }
        other => unreachable!("{other} is refused at planning"),
    }
}

/// Up to 18 digits Flink divides, which may be off by a bit; with more it takes the nearest DOUBLE.
fn decimal_to_double(value: i128, precision: u8, scale: u8) -> f64 {
    if precision <= 18 {
        return value as f64 / 10f64.powi(scale.into());
    }
    format!("{value}e-{scale}").parse().expect("digits and an exponent are a number")
}

/// The DECIMAL(precision, scale) nearest to the shortest digits that identify the value, half up; `None` when it does not fit.
fn double_to_decimal(value: f64, precision: u8, scale: u8) -> Option<i128> {
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e')?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let unscaled: i128 = format!("{whole}{fraction}").parse().ok()?;
    let shift = exponent.parse::<i32>().ok()? - fraction.len() as i32 + i32::from(scale);
    let result = if shift >= 0 {
        10i128.checked_pow(shift as u32).and_then(|power| unscaled.checked_mul(power))?
    } else {
        match 10i128.checked_pow(shift.unsigned_abs()) {
            None => 0,
            Some(power) => unscaled / power + if (unscaled % power).abs() >= power / 2 { unscaled.signum() } else { 0 },
        }
    };
    (result.abs() < 10i128.pow(precision.into())).then_some(result)
}

/// The Java casts of a DOUBLE: through INT to the smaller integers, saturating, NaN to 0.
fn cast(value: f64, kind: &Kind) -> Value {
    match kind {
        Kind::TinyInt => Value::TinyInt(value as i32 as i8),
        Kind::SmallInt => Value::SmallInt(value as i32 as i16),
        Kind::Int => Value::Int(value as i32),
        Kind::BigInt => Value::BigInt(value as i64),
        Kind::Float => Value::Float(value as f32),
        Kind::Double => Value::Double(value),
        Kind::Decimal { precision, scale } => double_to_decimal(value, *precision, *scale).map_or(Value::Null, Value::Decimal),
        other => unreachable!("{other} is refused at planning"),
    }
}

impl Variance {
    fn result(&self, moments: Moments) -> Value {
        match moments.measure(self.measure) {
            Some(figure) => cast(figure, &self.data_type.kind),
            // A NOT NULL number without a value (a sample of one row) is -1 in Flink, and here so that sinks receive the same.
            None if !self.data_type.nullable && !matches!(self.data_type.kind, Kind::Decimal { .. }) => cast(-1.0, &self.data_type.kind),
            None => Value::Null,
        }
    }
}

impl Aggregate for Variance {
    fn words(&self) -> usize {
        if self.retracting { 4 } else { 3 }
    }

    fn partial_types(&self) -> Vec<DataType> {
        let mut types = vec![Kind::Double.not_null(); self.words()];
        types[0] = Kind::BigInt.not_null();
        types
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let values = doubles(&arguments[0], &self.argument);
        signed(&arguments[0], slots, additions, |row, slot, added| {
            let words = state.at_mut(slot);
            let mut moments = Moments::load(words);
            if added {
                moments.add(values[row]);
            } else {
                moments.retract(values[row]);
            }
            moments.store(words);
        });
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let rows = partials[0].as_primitive::<Int64Type>().values();
        let doubles: Vec<_> = partials[1..].iter().map(|column| column.as_primitive::<Float64Type>().values()).collect();
        let double = |word: usize, row: usize| doubles.get(word - 1).map_or(0.0, |values| values[row]);
        for (row, &slot) in slots.iter().enumerate() {
            let words = state.at_mut(slot);
            let mut moments = Moments::load(words);
            moments.merge(Moments { rows: rows[row], mean: double(1, row), m2: double(2, row), shift: double(3, row) });
            moments.store(words);
        }
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let types = self.partial_types();
        let word = |word: usize| slots.iter().map(move |&slot| state.at(slot)[word]);
        let rows = Primitive::<Int64Type>::column(&types[0], word(0).map(|w| Some(w as i64)));
        let doubles = (1..self.words()).map(|n| Primitive::<Float64Type>::column(&types[n], word(n).map(|w| Some(f64::from_bits(w)))));
        Ok([rows].into_iter().chain(doubles).collect())
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut builder = ColumnBuilder::new(&self.data_type, slots.len());
        slots.iter().for_each(|&slot| builder.append(&self.result(Moments::load(&state.at(slot)[..self.words()]))));
        Ok(builder.finish())
    }

    fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
}
