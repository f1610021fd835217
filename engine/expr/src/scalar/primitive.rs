//! Loops over columns of plain numbers: a function of two values becomes one pass over two slices that the compiler can
//! vectorise, constants and NULLs apart.

use crate::operand::Operand;
use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray};
use arrow_buffer::{ArrowNativeType, BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::DataType as Arrow;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel_types::Column;

/// The numbers of a column whose values are as wide as `N`, whatever they mean; what stands under a NULL is arbitrary.
pub fn natives<N: ArrowNativeType>(column: &Column) -> ScalarBuffer<N> {
    let data = column.to_data();
    ScalarBuffer::new(data.buffers()[0].clone(), data.offset(), data.len())
}

/// Where any operand is NULL, for `rows` rows; `None` when none is.
pub fn union_nulls(operands: &[Operand], rows: usize) -> Option<NullBuffer> {
    if operands.iter().any(|o| o.is_constant() && o.values().is_null(0)) {
        return Some(NullBuffer::new_null(rows));
    }
    operands.iter().filter(|o| !o.is_constant()).fold(None, |nulls, o| NullBuffer::union(nulls.as_ref(), o.values().nulls()))
}

/// `f` of the values of each row.
pub fn map2<A: ArrowNativeType, B: ArrowNativeType, R: ArrowNativeType>(
    operands: &[Operand],
    rows: usize,
    f: impl Fn(A, B) -> R,
) -> ScalarBuffer<R> {
    let (a, b) = (natives::<A>(operands[0].values()), natives::<B>(operands[1].values()));
    let values: Vec<R> = match (operands[0].is_constant(), operands[1].is_constant()) {
        (false, false) => a.iter().zip(b.iter()).map(|(&x, &y)| f(x, y)).collect(),
        (false, true) => {
            let y = b[0];
            a.iter().map(|&x| f(x, y)).collect()
        }
        (true, false) => {
            let x = a[0];
            b.iter().map(|&y| f(x, y)).collect()
        }
        (true, true) => vec![f(a[0], b[0]); rows],
    };
    values.into()
}

/// Whether `f` holds for the values of each row.
pub fn test2<N: ArrowNativeType>(operands: &[Operand], rows: usize, f: impl Fn(N, N) -> bool) -> BooleanBuffer {
    let (a, b) = (natives::<N>(operands[0].values()), natives::<N>(operands[1].values()));
    match (operands[0].is_constant(), operands[1].is_constant()) {
        (false, false) => {
            let (a, b) = (&a[..rows], &b[..rows]);
            BooleanBuffer::collect_bool(rows, |i| f(a[i], b[i]))
        }
        (false, true) => {
            let (a, y) = (&a[..rows], b[0]);
            BooleanBuffer::collect_bool(rows, |i| f(a[i], y))
        }
        (true, false) => {
            let (x, b) = (a[0], &b[..rows]);
            BooleanBuffer::collect_bool(rows, |i| f(x, b[i]))
        }
        (true, true) => {
            let answer = f(a[0], b[0]);
            BooleanBuffer::collect_bool(rows, |_| answer)
        }
    }
}

/// A column of these numbers.
pub fn column<T: ArrowPrimitiveType>(values: ScalarBuffer<T::Native>, nulls: Option<NullBuffer>, arrow: &Arrow) -> Column {
    Arc::new(PrimitiveArray::<T>::new(values, nulls).with_data_type(arrow.clone()))
}

/// `f` of the values of each row that has both; a row is NULL where `f` says `None`.
pub fn try_map2<A: ArrowNativeType, B: ArrowNativeType, T: ArrowPrimitiveType>(
    operands: &[Operand],
    rows: usize,
    arrow: &Arrow,
    f: impl Fn(A, B) -> Result<Option<T::Native>, Failure>,
) -> Result<Column, Failure> {
    let (a, b) = (natives::<A>(operands[0].values()), natives::<B>(operands[1].values()));
    let nulls = union_nulls(operands, rows);
    let mut values = vec![T::default_value(); rows];
    let mut valid = vec![true; rows];
    for row in 0..rows {
        let present = nulls.as_ref().is_none_or(|n| n.is_valid(row));
        let value = if present { f(a[operands[0].index(row)], b[operands[1].index(row)])? } else { None };
        valid[row] = value.is_some();
        values[row] = value.unwrap_or_default();
    }
    let nulls = NullBuffer::from(valid);
    Ok(column::<T>(values.into(), Some(nulls).filter(|n| n.null_count() > 0), arrow))
}
