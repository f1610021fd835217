//! The aggregates over bitmaps: BITMAP_BUILD_AGG of INTs, BITMAP_AND_AGG, _OR_AGG and _XOR_AGG of bitmaps, and how many numbers
//! each of these has (_CARDINALITY_AGG). NULLs are passed over; of nothing the result is NULL.
//!
//! | rows | words | columns between stages |
//! |---|---|---|
//! | only come | 0 a blob: the bitmap so far, in its canonical bytes | BITMAP, NULL if there was none |
//! | come and go | 0 a blob: each number that was in a row, ascending, as u32 and how many rows more had it than took it back as i64 (little endian), never 0; 1 how many rows there are | BYTES, BIGINT |
//!
//! A group's blob is read and written once per batch, not once per row.

use super::fixed::{present, signed};
use super::list::{blob_column, each_blob};
use super::{AggregateCall, AggregateFunction, ResolvedAggregate};
use crate::Mismatch;
use crate::coercion::can_cast_implicitly;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::{Column, ColumnBuilder, DataType, Kind, Value, bitmap};

const fn function(
    name: &'static str,
    syntax: &'static str,
    doc: &'static str,
    resolve: fn(&AggregateCall<'_>) -> Result<ResolvedAggregate, Mismatch>,
) -> AggregateFunction {
    AggregateFunction { name, syntax, doc, order_sensitive: false, resolve }
}

/// This family's functions.
#[rustfmt::skip]
pub(super) static FUNCTIONS: &[AggregateFunction] = &[
    function("BITMAP_BUILD_AGG", "BITMAP_BUILD_AGG(integer)", "The bitmap of the INTs.", |call| of_numbers(call, Kind::Bitmap)),
    function("BITMAP_BUILD_CARDINALITY_AGG", "BITMAP_BUILD_CARDINALITY_AGG(integer)", "How many different INTs there are, as BIGINT.", |call| of_numbers(call, Kind::BigInt)),
    function("BITMAP_AND_AGG", "BITMAP_AND_AGG(bitmap)", "The numbers that are in all bitmaps.", |call| of_bitmaps(call, Rule::And, Kind::Bitmap)),
    function("BITMAP_AND_CARDINALITY_AGG", "BITMAP_AND_CARDINALITY_AGG(bitmap)", "How many numbers are in all bitmaps, as BIGINT.", |call| of_bitmaps(call, Rule::And, Kind::BigInt)),
    function("BITMAP_OR_AGG", "BITMAP_OR_AGG(bitmap)", "The numbers that are in any bitmap.", |call| of_bitmaps(call, Rule::Or, Kind::Bitmap)),
    function("BITMAP_OR_CARDINALITY_AGG", "BITMAP_OR_CARDINALITY_AGG(bitmap)", "How many numbers are in any bitmap, as BIGINT.", |call| of_bitmaps(call, Rule::Or, Kind::BigInt)),
    function("BITMAP_XOR_AGG", "BITMAP_XOR_AGG(bitmap)", "The numbers that are in an odd number of bitmaps.", |call| of_bitmaps(call, Rule::Xor, Kind::Bitmap)),
    function("BITMAP_XOR_CARDINALITY_AGG", "BITMAP_XOR_CARDINALITY_AGG(bitmap)", "How many numbers are in an odd number of bitmaps, as BIGINT.", |call| of_bitmaps(call, Rule::Xor, Kind::BigInt)),
];

fn of_numbers(call: &AggregateCall<'_>, result: Kind) -> Result<ResolvedAggregate, Mismatch> {
    let wanted = Kind::Int.nullable();
    call.expect_arguments(1, 1)?;
    if !can_cast_implicitly(call.data_type(0), &wanted) {
        return Err(call.refuse());
    }
    Ok(resolved(call, wanted, Rule::Or, result))
}

fn of_bitmaps(call: &AggregateCall<'_>, rule: Rule, result: Kind) -> Result<ResolvedAggregate, Mismatch> {
    call.expect_arguments(1, 1)?;
    if call.data_type(0).kind != Kind::Bitmap {
        return Err(call.refuse());
    }
    Ok(resolved(call, Kind::Bitmap.nullable(), rule, result))
}

fn resolved(call: &AggregateCall<'_>, parameter: DataType, rule: Rule, result: Kind) -> ResolvedAggregate {
    let (argument, data_type) = (parameter.kind.clone(), result.nullable());
    let aggregate: Arc<dyn Aggregate> = match call.retracting {
        false => Arc::new(Combined { argument, rule, data_type }),
        true => Arc::new(Counted { argument, rule, data_type }),
    };
    ResolvedAggregate { parameters: vec![parameter], aggregate }
}

/// Which numbers the result has.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// Those of all rows.
    And,
    /// Those of any row.
    Or,
    /// Those of an odd number of rows.
    Xor,
}

impl Rule {
    fn combine(self, into: &mut RoaringBitmap, other: RoaringBitmap) {
        match self {
            Rule::And => *into &= other,
            Rule::Or => *into |= other,
            Rule::Xor => *into ^= other,
        }
    }

    /// Whether a number belongs to the result that `count` of `rows` rows have.
    fn holds(self, count: i64, rows: i64) -> bool {
        match self {
            Rule::And => count == rows,
            Rule::Or => count > 0,
            Rule::Xor => count % 2 != 0,
        }
    }
}

/// The numbers in one row of an INT or BITMAP column.
fn numbers(column: &Column, argument: &Kind, row: usize) -> RoaringBitmap {
    match argument {
        Kind::Int => std::iter::once(column.as_primitive::<Int32Type>().value(row).cast_unsigned()).collect(),
        _ => bitmap::held(column.as_binary_view().value(row)),
    }
}

/// A result, as bitmap or as its number of elements.
fn show(result: Option<RoaringBitmap>, data_type: &DataType) -> Value {
    match result {
        None => Value::Null,
        Some(set) if data_type.kind == Kind::Bitmap => Value::Bytes(bitmap::write(set)),
        Some(set) => Value::BigInt(set.len() as i64),
    }
}

/// The aggregate of rows that only come.
#[derive(Debug)]
struct Combined {
    argument: Kind,
    rule: Rule,
    data_type: DataType,
}

impl Combined {
    fn result(state: &Accumulators<'_>, slot: u32) -> Option<RoaringBitmap> {
        match state.blob(slot, 0) {
            [] => None,
            bytes => Some(bitmap::held(bytes)),
        }
    }

    fn take_in(&self, state: &mut Accumulators<'_>, slots: &[u32], column: &Column, kind: &Kind) {
        let mut gathered: HashMap<u32, RoaringBitmap> = HashMap::new();
        present(column, slots, |row, slot| {
            let new = numbers(column, kind, row);
            match gathered.get_mut(&slot) {
                Some(before) => self.rule.combine(before, new),
                None => drop(gathered.insert(slot, new)),
            }
        });
        for (slot, new) in gathered {
            let mut all = new;
            if let Some(before) = Self::result(state, slot) {
                self.rule.combine(&mut all, before);
            }
            *state.blob_mut(slot, 0) = bitmap::write(all);
        }
    }
}

impl Aggregate for Combined {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::Bitmap.nullable()]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], _: Option<&[bool]>) -> Result<(), Failure> {
        self.take_in(state, slots, &arguments[0], &self.argument);
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        self.take_in(state, slots, &partials[0], &Kind::Bitmap);
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let mut bitmaps = ColumnBuilder::new(&Kind::Bitmap.nullable(), slots.len());
        slots.iter().for_each(|&slot| match state.blob(slot, 0) {
            [] => bitmaps.append_null(),
            bytes => bitmaps.append(&Value::Bytes(bytes.to_vec())),
        });
        Ok(vec![bitmaps.finish()])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut results = ColumnBuilder::new(&self.data_type, slots.len());
        slots.iter().for_each(|&slot| results.append(&show(Self::result(state, slot), &self.data_type)));
        Ok(results.finish())
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        state.free_blob(slot, 0);
    }
}

/// The aggregate of rows that come and go.
#[derive(Debug)]
struct Counted {
    argument: Kind,
    rule: Rule,
    data_type: DataType,
}

/// The bytes of one number and its count.
const ENTRY: usize = 12;

fn counts(blob: &[u8]) -> impl Iterator<Item = (u32, i64)> {
    blob.as_chunks::<ENTRY>().0.iter().map(|[a, b, c, d, count @ ..]| (u32::from_le_bytes([*a, *b, *c, *d]), i64::from_le_bytes(*count)))
}

/// Adds changes to the counts in a blob.
fn add_counts(blob: &mut Vec<u8>, mut changes: BTreeMap<u32, i64>) {
    counts(blob).for_each(|(number, count)| *changes.entry(number).or_default() += count);
    blob.clear();
    for (number, count) in changes.into_iter().filter(|(_, count)| *count != 0) {
        blob.extend(number.to_le_bytes());
        blob.extend(count.to_le_bytes());
    }
}

impl Counted {
    fn result(&self, state: &Accumulators<'_>, slot: u32) -> Option<RoaringBitmap> {
        let rows = state.at(slot)[1].cast_signed();
        let held = counts(state.blob(slot, 0)).filter(|(_, count)| self.rule.holds(*count, rows));
        (rows > 0).then(|| held.map(|(number, _)| number).collect())
    }
}

impl Aggregate for Counted {
    fn words(&self) -> usize {
        2
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![Kind::BYTES.not_null(), Kind::BigInt.not_null()]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let mut gathered: HashMap<u32, BTreeMap<u32, i64>> = HashMap::new();
        signed(&arguments[0], slots, additions, |row, slot, added| {
            let change = if added { 1 } else { -1 };
            let rows = &mut state.at_mut(slot)[1];
            *rows = rows.wrapping_add_signed(change);
            let changes = gathered.entry(slot).or_default();
            numbers(&arguments[0], &self.argument, row).iter().for_each(|number| *changes.entry(number).or_default() += change);
        });
        gathered.into_iter().for_each(|(slot, changes)| add_counts(state.blob_mut(slot, 0), changes));
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        each_blob(state, slots, &partials[0], |state, slot, blob| add_counts(state.blob_mut(slot, 0), counts(blob).collect()));
        let rows = partials[1].as_primitive::<Int64Type>();
        for (row, &slot) in slots.iter().enumerate() {
            let own = &mut state.at_mut(slot)[1];
            *own = own.wrapping_add_signed(rows.value(row));
        }
        Ok(())
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        let mut rows = ColumnBuilder::new(&Kind::BigInt.not_null(), slots.len());
        slots.iter().for_each(|&slot| rows.append(&Value::BigInt(state.at(slot)[1].cast_signed())));
        Ok(vec![blob_column(state, slots, 0), rows.finish()])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut results = ColumnBuilder::new(&self.data_type, slots.len());
        slots.iter().for_each(|&slot| results.append(&show(self.result(state, slot), &self.data_type)));
        Ok(results.finish())
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        state.free_blob(slot, 0);
    }
}
