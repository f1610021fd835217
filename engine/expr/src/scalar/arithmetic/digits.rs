//! How many digits the DECIMAL result of an operator has.
//!
//! The rules are SQL Server's ("Precision, scale, and length"), cut to 38 digits as Hive cuts them: the digits before the point
//! are kept, and of those behind it at least six.

use waterwheel_types::{Kind, MAX_DECIMAL_PRECISION};

/// Precision and scale of an operand or result.
pub type Size = (u8, u8);

/// Of a sum or a difference.
pub fn sum((p, s): Size, (q, t): Size) -> Size {
    let scale = s.max(t);
    adjust((p - s).max(q - t) + scale + 1, scale)
}

/// Of a product.
pub fn product((p, s): Size, (q, t): Size) -> Size {
    adjust(p + q + 1, s + t)
}

/// Of a quotient.
pub fn quotient((p, s): Size, (q, t): Size) -> Size {
    let scale = (s + q + 1).max(6);
    adjust(p - s + t + scale, scale)
}

/// Of a remainder.
pub fn remainder((p, s): Size, (q, t): Size) -> Size {
    let scale = s.max(t);
    adjust((p - s).min(q - t) + scale, scale)
}

/// Of a number rounded to `digits` behind the point.
pub fn rounded((p, s): Size, digits: i64) -> Size {
    match digits {
        d if d >= i64::from(s) => (p, s),
        d if d < 0 => ((1 + p - s).min(MAX_DECIMAL_PRECISION), 0),
        d => (1 + p - s + d as u8, d as u8),
    }
}

fn adjust(precision: u8, scale: u8) -> Size {
    if precision <= MAX_DECIMAL_PRECISION {
        return (precision, scale);
    }
    let whole = precision - scale;
    (MAX_DECIMAL_PRECISION, MAX_DECIMAL_PRECISION.saturating_sub(whole).max(scale.min(6)))
}

/// The kind of a size.
pub fn kind((precision, scale): Size) -> Kind {
    Kind::decimal(precision, scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_flinks() {
        assert_eq!(sum((10, 2), (10, 0)), (13, 2));
        assert_eq!(product((10, 2), (10, 2)), (21, 4));
        assert_eq!(product((38, 10), (38, 10)), (38, 6));
        assert_eq!(quotient((10, 2), (10, 0)), (21, 13));
        assert_eq!(quotient((10, 0), (2, 1)), (17, 6));
        assert_eq!(quotient((38, 0), (38, 0)), (38, 6));
        assert_eq!(remainder((10, 2), (2, 1)), (3, 2));
        assert_eq!(rounded((10, 2), 1), (10, 1));
        assert_eq!(rounded((10, 2), 0), (9, 0));
        assert_eq!(rounded((5, 3), -1), (3, 0));
    }
}
