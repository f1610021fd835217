//! Comparing columns of text or bytes.
//!
//! A value's view holds its length and its first bytes, all of it up to twelve: most unequal pairs differ there, and short
//! constants are found by comparing views alone.

use super::Test;
use crate::operand::Operand;
use arrow_array::GenericByteViewArray;
use arrow_array::types::ByteViewType;
use arrow_buffer::BooleanBuffer;
use waterwheel_types::Column;

/// Longest value that its view holds whole.
const INLINE_BYTES: u32 = 12;

/// Whether `test` holds for each row.
pub fn test<T: ByteViewType>(
    operands: &[Operand],
    rows: usize,
    array: impl Fn(&Column) -> &GenericByteViewArray<T>,
    test: Test,
) -> BooleanBuffer {
    let sides = Sides { a: array(operands[0].values()), b: array(operands[1].values()), operands };
    match test {
        Test::Equal => sides.equal(rows),
        Test::Unequal => !&sides.equal(rows),
        ordered => BooleanBuffer::collect_bool(rows, |row| ordered.holds(sides.bytes(row).0.cmp(sides.bytes(row).1))),
    }
}

struct Sides<'a, T: ByteViewType> {
    a: &'a GenericByteViewArray<T>,
    b: &'a GenericByteViewArray<T>,
    operands: &'a [Operand],
}

impl<T: ByteViewType> Sides<'_, T> {
    fn bytes(&self, row: usize) -> (&[u8], &[u8]) {
        let (a, b): (&T::Native, &T::Native) = (self.a.value(self.operands[0].index(row)), self.b.value(self.operands[1].index(row)));
        (a.as_ref(), b.as_ref())
    }

    fn equal(&self, rows: usize) -> BooleanBuffer {
        let (a, b) = (self.a.views(), self.b.views());
        let short = |views: &[u128], constant: bool| constant && views[0] as u32 <= INLINE_BYTES;
        match (self.operands[0].is_constant(), self.operands[1].is_constant()) {
            (false, true) if short(b, true) => BooleanBuffer::collect_bool(rows, |row| a[row] == b[0]),
            (true, false) if short(a, true) => BooleanBuffer::collect_bool(rows, |row| a[0] == b[row]),
            _ => BooleanBuffer::collect_bool(rows, |row| {
                let (x, y) = (a[self.operands[0].index(row)], b[self.operands[1].index(row)]);
                // The low half of a view is the length and the first four bytes.
                x as u64 == y as u64 && (x as u32 <= INLINE_BYTES && x == y || x as u32 > INLINE_BYTES && self.long_equal(row))
            }),
        }
    }

    fn long_equal(&self, row: usize) -> bool {
        let (a, b) = self.bytes(row);
        a == b
    }
}
