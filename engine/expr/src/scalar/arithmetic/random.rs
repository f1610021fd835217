//! Random numbers.
//!
//! With a seed they are those of Java's generator (Knuth's linear congruential one, 48 bits): a constant seed begins one
//! sequence per call in the query, a seed from a column gives each row the first number of its own. Without a seed the
//! sequence begins anywhere.

use crate::Mismatch;
use crate::lift;
use crate::operand::{KernelRef, Operand};
use crate::register::{Call, Resolution};
use arrow_array::builder::StringViewBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, Float64Array, Int32Array};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex};
use waterwheel::Failure;
use waterwheel_types::{Column, DataType, Kind};

/// Java's `Random`.
#[derive(Clone, Debug)]
struct Random(u64);

const MULTIPLIER: u64 = 0x5_DEEC_E66D;
const MASK: u64 = (1 << 48) - 1;

impl Random {
    fn new(seed: i64) -> Random {
        Random((seed as u64 ^ MULTIPLIER) & MASK)
    }

    fn anywhere() -> Random {
        Random(RandomState::new().hash_one(MULTIPLIER) & MASK)
    }

    fn bits(&mut self, count: u32) -> i32 {
        self.0 = (self.0.wrapping_mul(MULTIPLIER) + 0xB) & MASK;
        (self.0 >> (48 - count)) as i32
    }

    fn double(&mut self) -> f64 {
        let high = i64::from(self.bits(26)) << 27;
        (high + i64::from(self.bits(27))) as f64 / (1u64 << 53) as f64
    }

    /// From 0 to `bound`, which is positive, excluded.
    fn below(&mut self, bound: i32) -> i32 {
        if bound & -bound == bound {
            return ((i64::from(bound) * i64::from(self.bits(31))) >> 31) as i32;
        }
        loop {
            let bits = self.bits(31);
            let value = bits % bound;
            // What is left above the last multiple of the bound would favour small values.
            if bits.wrapping_sub(value).wrapping_add(bound - 1) >= 0 {
                return value;
            }
        }
    }
}

/// Where each row's generator comes from.
struct Source {
    /// The sequence of the call, unless the seed is a column.
    sequence: Option<Mutex<Random>>,
}

impl Source {
    fn of(call: &Call<'_>, seeded: bool) -> Source {
        let constant = call.arguments[0..usize::from(seeded)].iter().map(super::operators::constant_integer).next();
        Source {
            sequence: match constant {
                None => Some(Mutex::new(Random::anywhere())),
                Some(Some(seed)) => Some(Mutex::new(Random::new(seed))),
                Some(None) => None,
            },
        }
    }

    /// `draw` once per row; NULL where the seed is.
    fn each<T>(
        &self,
        seed: Option<&Operand>,
        rows: usize,
        mut draw: impl FnMut(&mut Random, usize) -> Result<T, Failure>,
    ) -> Result<Vec<Option<T>>, Failure> {
        if let Some(sequence) = &self.sequence {
            let mut random = sequence.lock().expect("drawing does not panic");
            return (0..rows).map(|row| draw(&mut random, row).map(Some)).collect();
        }
        let seed = seed.expect("a seed that is no constant is a column");
        let seeds = seed.values().as_primitive::<Int32Type>();
        (0..rows)
            .map(|row| {
                let i = seed.index(row);
                if seeds.is_null(i) { Ok(None) } else { draw(&mut Random::new(seeds.value(i).into()), row).map(Some) }
            })
            .collect()
    }
}

/// `RAND([seed])`.
pub fn rand(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(0, 1)?;
    expect_integers(call)?;
    let seeded = call.arguments.len() == 1;
    let source = Source::of(call, seeded);
    let kernel = lift::columns(false, move |operands, rows, _| {
        let drawn = source.each(operands.first(), rows, |random, _| Ok(random.double()))?;
        Ok(Arc::new(Float64Array::from(drawn)) as Column)
    });
    Ok(resolution(call, Kind::Double, kernel))
}

/// `RAND_INTEGER([seed,] bound)`.
pub fn rand_integer(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, 2)?;
    expect_integers(call)?;
    let source = Source::of(call, call.arguments.len() == 2);
    let kernel = lift::columns(true, move |operands, rows, _| {
        let bounds = &operands[operands.len() - 1];
        let bound = |row: usize| bounds.values().as_primitive::<Int32Type>().value(bounds.index(row));
        let mut drawn = source.each(operands.first(), rows, |random, row| match bound(row) {
            _ if bounds.is_null(row) => Ok(0),
            bound if bound > 0 => Ok(random.below(bound)),
            _ => Err(Failure::data("bound must be positive")),
        })?;
        drawn.iter_mut().enumerate().filter(|(row, _)| bounds.is_null(*row)).for_each(|(_, value)| *value = None);
        Ok(Arc::new(Int32Array::from(drawn)) as Column)
    });
    Ok(resolution(call, Kind::Int, kernel))
}

fn expect_integers(call: &Call<'_>) -> Result<(), Mismatch> {
    let integers = call.arguments.iter().all(|a| matches!(a.data_type.kind, Kind::TinyInt | Kind::SmallInt | Kind::Int));
    if integers { Ok(()) } else { Err(call.refuse()) }
}

fn resolution(call: &Call<'_>, kind: Kind, kernel: KernelRef) -> Resolution {
    let parameters: Vec<DataType> = call.arguments.iter().map(|_| Kind::Int.nullable()).collect();
    Resolution::Kernel { parameters, result: kind.nullable().with_nullable(call.any_nullable()), kernel }
}

/// `UUID()`.
pub fn uuid(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(0, 0)?;
    let state = RandomState::new();
    let count = std::sync::atomic::AtomicU64::new(0);
    let kernel = lift::columns(false, move |_, rows, _| {
        let mut out = StringViewBuilder::with_capacity(rows);
        for _ in 0..rows {
            let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            out.append_value(uuid_text(state.hash_one((number, 0)), state.hash_one((number, 1))));
        }
        Ok(Arc::new(out.finish()) as Column)
    });
    Ok(Resolution::Kernel { parameters: Vec::new(), result: Kind::Char(36).not_null(), kernel })
}

/// 122 random bits in the form of RFC 4122, version 4.
fn uuid_text(high: u64, low: u64) -> String {
    let high = (high & !0xF000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFFF, low >> 48, low & 0xFFFF_FFFF_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;
    use waterwheel_types::Value;

    #[test]
    fn seeded_sequences_are_javas() {
        let mut random = Random::new(5);
        assert_eq!((random.double(), random.double()), (0.730519863614471, 0.08825840967622589));
        assert_eq!(Random::new(-7).double(), 0.2691218093260761);
        let mut random = Random::new(5);
        assert_eq!((random.below(10), random.below(10)), (7, 2));
    }

    #[test]
    fn every_row_has_its_own() {
        let session = crate::Session::default();
        let uuid = crate::Expr::call("UUID", vec![], &session).unwrap();
        let (Value::String(a), Value::String(b)) = (evaluate(&uuid, &[]).unwrap(), evaluate(&uuid, &[]).unwrap()) else { panic!("text") };
        assert!(a != b && a.len() == 36 && a.as_bytes()[14] == b'4', "{a}");
        let rand = crate::Expr::call("RAND", vec![], &session).unwrap();
        assert!(matches!(evaluate(&rand, &[]), Ok(Value::Double(v)) if (0.0..1.0).contains(&v)));
        fails("RAND_INTEGER", &[cast(int(0), "INT")], "bound must be positive");
    }
}
