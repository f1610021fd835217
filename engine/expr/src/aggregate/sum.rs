//! SUM and AVG.
//!
//! | function | words | columns between stages |
//! |---|---|---|
//! | SUM of integers, FLOAT, DOUBLE | 0 sum, 1 rows seen | sum or NULL; rows as BIGINT only if rows can be retracted |
//! | SUM of DECIMAL | 0–1 sum, 2 rows seen | the same |
//! | AVG of integers, FLOAT, DOUBLE | 0 sum (BIGINT or DOUBLE), 1 rows | sum, rows |
//! | AVG of DECIMAL | 0–1 sum, 2 rows | sum or NULL, rows |
//!
//! Integers wrap around. Floating-point sums are held with the sign bit flipped, so that zero words are -0.0, which added to x gives x. A
//! DECIMAL sum of more than 38 digits becomes NULL ([`LOST`]): SUM starts again with the next value, as does an AVG that Flink takes apart
//! into SUM and COUNT; any other AVG stays NULL, as in Flink. A group whose rows have all been retracted is NULL but keeps its
//! floating-point remainder.

use super::fixed::{Fixed, Primitive, Word, present, signed};
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::Mismatch;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::{Column, DataType, Kind, MAX_DECIMAL_PRECISION};

/// This family's functions.
pub(super) static FUNCTIONS: &[AggregateFunction] = &[
    AggregateFunction {
        name: "SUM",
        syntax: "SUM(number)",
        doc: "The sum in the argument's type (integers wrap around), for DECIMAL(p, s) in DECIMAL(38, s); NULL if there is no value.",
        order_sensitive: false,
        resolve: |call| resolve_sum(call, false),
    },
    AggregateFunction {
        name: "$SUM0",
        syntax: "$SUM0(number)",
        doc: "As SUM, but 0 if there is no value; the planner's own.",
        order_sensitive: false,
        resolve: |call| resolve_sum(call, true),
    },
    AggregateFunction {
        name: "AVG",
        syntax: "AVG(number)",
        doc: "The mean in the argument's type (integers truncate), for DECIMAL(p, s) in DECIMAL(38, max(s, 6)); NULL if there is no value.",
        order_sensitive: false,
        resolve: resolve_average,
    },
];

/// DECIMAL values have at most 38 digits: this is the first number that has more.
const DECIMAL_END: i128 = 10i128.pow(38);
/// Stands for a DECIMAL sum that had more than 38 digits.
const LOST: i128 = i128::MIN;

/// The DECIMAL(38, s) or the number kind in which values of this kind are added.
fn sum_kind(kind: &Kind) -> Kind {
    match kind {
        Kind::Decimal { scale, .. } => Kind::decimal(MAX_DECIMAL_PRECISION, *scale),
        other => other.clone(),
    }
}

fn resolve_sum(call: &AggregateCall<'_>, zero: bool) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 1)?;
    let kind = &call.data_type(0).kind;
    let data_type = sum_kind(kind).nullable().with_nullable(call.nullable() && !zero);
    let retracting = call.retracting;
    let aggregate: Arc<dyn Aggregate> = match kind {
        Kind::TinyInt => Arc::new(Sum::<Primitive<Int8Type>>::new(data_type, retracting, zero)),
        Kind::SmallInt => Arc::new(Sum::<Primitive<Int16Type>>::new(data_type, retracting, zero)),
        Kind::Int => Arc::new(Sum::<Primitive<Int32Type>>::new(data_type, retracting, zero)),
        Kind::BigInt => Arc::new(Sum::<Primitive<Int64Type>>::new(data_type, retracting, zero)),
        Kind::Float => Arc::new(Sum::<Primitive<Float32Type>>::new(data_type, retracting, zero)),
        Kind::Double => Arc::new(Sum::<Primitive<Float64Type>>::new(data_type, retracting, zero)),
        Kind::Decimal { .. } => Arc::new(Sum::<Primitive<Decimal128Type>>::new(data_type, retracting, zero)),
        _ => return Err(call.refuse()),
    };
    Ok(call.resolved(aggregate))
}

fn resolve_average(call: &AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 1)?;
    let kind = &call.data_type(0).kind;
    let (nullable, wraps) = (call.nullable(), call.beside_sum);
    let own = kind.clone().nullable().with_nullable(nullable);
    let aggregate: Arc<dyn Aggregate> = match kind {
        Kind::TinyInt => Arc::new(Average::<Primitive<Int8Type>>::new(own, Kind::BigInt, 0, wraps)),
        Kind::SmallInt => Arc::new(Average::<Primitive<Int16Type>>::new(own, Kind::BigInt, 0, wraps)),
        Kind::Int => Arc::new(Average::<Primitive<Int32Type>>::new(own, Kind::BigInt, 0, wraps)),
        Kind::BigInt => Arc::new(Average::<Primitive<Int64Type>>::new(own, Kind::BigInt, 0, wraps)),
        Kind::Float => Arc::new(Average::<Primitive<Float32Type>>::new(own, Kind::Double, 0, wraps)),
        Kind::Double => Arc::new(Average::<Primitive<Float64Type>>::new(own, Kind::Double, 0, wraps)),
        Kind::Decimal { scale, .. } => {
            let wider = (*scale).max(6);
            let data_type = Kind::decimal(MAX_DECIMAL_PRECISION, wider).nullable().with_nullable(nullable);
            Arc::new(Average::<Primitive<Decimal128Type>>::new(data_type, sum_kind(kind), wider - scale, wraps))
        }
        _ => return Err(call.refuse()),
    };
    Ok(call.resolved(aggregate))
}

/// A number that can be added up in words.
trait Summand: Word {
    /// Adds to or takes from the sum in the first words.
    fn plus(self, words: &mut [u64], added: bool);

    /// The sum in the first words; `None` when it has been lost.
    fn total(words: &[u64]) -> Option<Self>;

    /// Marks the sum in the first words as lost; only DECIMAL sums can be.
    fn lose(_words: &mut [u64]) {
        unreachable!("integers wrap around and floating-point sums have no NULL");
    }
}

macro_rules! wrapping_summands {
    ($($native:ty),*) => {$(
        impl Summand for $native {
            #[inline]
            fn plus(self, words: &mut [u64], added: bool) {
                let value = self as u64;
                words[0] = if added { words[0].wrapping_add(value) } else { words[0].wrapping_sub(value) };
            }

            #[inline]
            fn total(words: &[u64]) -> Option<Self> {
                Some(words[0] as $native)
            }
        }
    )*};
}

// The sum modulo 2^64 cut to the type's width is the sum that wrapped around in the type at each step.
wrapping_summands!(i8, i16, i32, i64);

macro_rules! floating_summands {
    ($($native:ty),*) => {$(
        impl Summand for $native {
            #[inline]
            fn plus(self, words: &mut [u64], added: bool) {
                let sum = -<$native>::load(words);
                (-if added { sum + self } else { sum - self }).store(words);
            }

            #[inline]
            fn total(words: &[u64]) -> Option<Self> {
                Some(-<$native>::load(words))
            }
        }
    )*};
}

floating_summands!(f32, f64);

impl Summand for i128 {
    #[inline]
    fn plus(self, words: &mut [u64], added: bool) {
        let sum = i128::load(words);
        let sum = if sum == LOST { 0 } else { sum };
        let sum = if added { sum.checked_add(self) } else { sum.checked_sub(self) };
        sum.filter(|sum| sum.abs() < DECIMAL_END).unwrap_or(LOST).store(words);
    }

    #[inline]
    fn total(words: &[u64]) -> Option<Self> {
        Some(i128::load(words)).filter(|&sum| sum != LOST)
    }

    fn lose(words: &mut [u64]) {
        LOST.store(words);
    }
}

#[derive(Debug)]
struct Sum<F> {
    data_type: DataType,
    /// Rows are counted exactly; otherwise the count only says whether there was one.
    retracting: bool,
    /// 0 instead of NULL where there is no value.
    zero: bool,
    layout: PhantomData<F>,
}

impl<F: Fixed<Value: Summand>> Sum<F> {
    /// The word that counts rows.
    const ROWS: usize = F::Value::WORDS;

    fn new(data_type: DataType, retracting: bool, zero: bool) -> Self {
        Sum { data_type, retracting, zero, layout: PhantomData }
    }
}

impl<F: Fixed<Value: Summand>> Aggregate for Sum<F> {
    fn words(&self) -> usize {
        Self::ROWS + 1
    }

    fn partial_types(&self) -> Vec<DataType> {
        let mut types = vec![self.data_type.with_nullable(true)];
        types.extend(self.retracting.then(|| Kind::BigInt.not_null()));
        types
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let values = F::array(&arguments[0]);
        signed(values, slots, additions, |row, slot, added| {
            let words = state.at_mut(slot);
            F::value(values, row).plus(words, added);
            words[Self::ROWS] = words[Self::ROWS].wrapping_add(if added { 1 } else { u64::MAX });
        });
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let sums = F::array(&partials[0]);
        present(sums, slots, |row, slot| {
            let words = state.at_mut(slot);
            F::value(sums, row).plus(words, true);
            words[Self::ROWS] += u64::from(!self.retracting);
        });
        if self.retracting {
            add_rows(state, slots, &partials[1], Self::ROWS);
        }
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let sums = slots.iter().map(|&slot| {
            let words = state.at(slot);
            F::Value::total(words).filter(|_| self.retracting || words[Self::ROWS] != 0)
        });
        let mut columns = vec![F::column(&self.data_type, sums)];
        columns.extend(self.retracting.then(|| rows_column(state, slots, Self::ROWS)));
        Ok(columns)
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let zero = self.zero.then(|| F::Value::load(&[0, 0]));
        let sums = slots.iter().map(|&slot| {
            let words = state.at(slot);
            if words[Self::ROWS] == 0 { zero } else { F::Value::total(words) }
        });
        Ok(F::column(&self.data_type, sums))
    }

    fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
}

fn add_rows(state: &mut Accumulators<'_>, slots: &[u32], column: &Column, word: usize) {
    let rows = column.as_primitive::<Int64Type>();
    present(rows, slots, |row, slot| {
        let count = &mut state.at_mut(slot)[word];
        *count = count.wrapping_add(rows.value(row) as u64);
    });
}

fn rows_column(state: &Accumulators<'_>, slots: &[u32], word: usize) -> Column {
    let rows = slots.iter().map(|&slot| Some(state.at(slot)[word] as i64));
    Primitive::<Int64Type>::column(&Kind::BigInt.not_null(), rows)
}

/// A number whose mean can be taken.
trait Averaged: Word {
    /// The layout of the sum.
    type Sum: Fixed<Value: Summand>;

    /// The value as a summand.
    fn widen(self) -> <Self::Sum as Fixed>::Value;

    /// The mean; `power` is 10 to the digits by which a DECIMAL's mean has a larger scale than its sum.
    fn divide(sum: <Self::Sum as Fixed>::Value, rows: i64, power: i128) -> Option<Self>;

    /// The sum as SUM of the same values gives it: an integer wraps around in its own type.
    fn wrapped(sum: <Self::Sum as Fixed>::Value) -> <Self::Sum as Fixed>::Value {
        sum
    }
}

macro_rules! integer_averages {
    ($($native:ty),*) => {$(
        impl Averaged for $native {
            type Sum = Primitive<Int64Type>;

            #[inline]
            fn widen(self) -> i64 {
                self.into()
            }

            fn divide(sum: i64, rows: i64, _: i128) -> Option<Self> {
                Some(sum.wrapping_div(rows) as $native)
            }

            fn wrapped(sum: i64) -> i64 {
                (sum as $native).into()
            }
        }
    )*};
}

integer_averages!(i8, i16, i32, i64);

macro_rules! floating_averages {
    ($($native:ty),*) => {$(
        impl Averaged for $native {
            type Sum = Primitive<Float64Type>;

            #[inline]
            fn widen(self) -> f64 {
                self.into()
            }

            // Adding 0.0 makes a sum of nothing but -0.0 the 0.0 that it is in Flink.
            fn divide(sum: f64, rows: i64, _: i128) -> Option<Self> {
                Some(((sum + 0.0) / rows as f64) as $native)
            }
        }
    )*};
}

floating_averages!(f32, f64);

impl Averaged for i128 {
    type Sum = Primitive<Decimal128Type>;

    #[inline]
    fn widen(self) -> i128 {
        self
    }

    /// Rounds half up, away from zero. Flink rounds to 38 digits first, which differs only where the digits of the mean and
    /// of the number of rows are more than 38 together.
    fn divide(sum: i128, rows: i64, power: i128) -> Option<Self> {
        let rows = i128::from(rows);
        let (whole, rest) = (sum / rows, sum % rows);
        let (digits, rest) = (rest * power / rows, rest * power % rows);
        let up = if rest.abs() * 2 >= rows.abs() { sum.signum() * rows.signum() } else { 0 };
        whole.checked_mul(power)?.checked_add(digits + up).filter(|mean| mean.abs() < DECIMAL_END)
    }
}

type SumOf<F> = <<F as Fixed>::Value as Averaged>::Sum;
type SumValue<F> = <SumOf<F> as Fixed>::Value;

struct Average<F> {
    data_type: DataType,
    sum_type: DataType,
    power: i128,
    /// Whether the sum is that of SUM, which wraps around in the argument's type and starts again once it is lost.
    wraps: bool,
    layout: PhantomData<F>,
}

impl<F> fmt::Debug for Average<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Average({})", self.data_type)
    }
}

impl<F: Fixed<Value: Averaged>> Average<F> {
    /// The word that counts rows.
    const ROWS: usize = SumValue::<F>::WORDS;

    fn new(data_type: DataType, sum: Kind, digits: u8, wraps: bool) -> Self {
        Average { data_type, sum_type: sum.nullable(), power: 10i128.pow(digits.into()), wraps, layout: PhantomData }
    }

    fn mean(&self, words: &[u64]) -> Option<F::Value> {
        let rows = words[Self::ROWS] as i64;
        let sum = SumValue::<F>::total(words).filter(|_| rows != 0)?;
        F::Value::divide(if self.wraps { F::Value::wrapped(sum) } else { sum }, rows, self.power)
    }

    /// Adds a value; a sum that has been lost stays so, but for that of SUM.
    #[inline]
    fn plus(&self, words: &mut [u64], value: SumValue<F>, added: bool) {
        if self.wraps || SumValue::<F>::total(words).is_some() {
            value.plus(words, added);
        }
    }
}

impl<F: Fixed<Value: Averaged>> Aggregate for Average<F> {
    fn words(&self) -> usize {
        Self::ROWS + 1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![self.sum_type.clone(), Kind::BigInt.not_null()]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let values = F::array(&arguments[0]);
        signed(values, slots, additions, |row, slot, added| {
            let words = state.at_mut(slot);
            self.plus(words, F::value(values, row).widen(), added);
            words[Self::ROWS] = words[Self::ROWS].wrapping_add(if added { 1 } else { u64::MAX });
        });
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let sums = SumOf::<F>::array(&partials[0]);
        for (row, &slot) in slots.iter().enumerate() {
            let words = state.at_mut(slot);
            if arrow_array::Array::is_valid(sums, row) {
                self.plus(words, SumOf::<F>::value(sums, row), true);
            } else if !self.wraps {
                SumValue::<F>::lose(words);
            }
        }
        add_rows(state, slots, &partials[1], Self::ROWS);
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let sums = slots.iter().map(|&slot| SumValue::<F>::total(state.at(slot)));
        Ok(vec![SumOf::<F>::column(&self.sum_type, sums), rows_column(state, slots, Self::ROWS)])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        Ok(F::column(&self.data_type, slots.iter().map(|&slot| self.mean(state.at(slot)))))
    }

    fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
}
