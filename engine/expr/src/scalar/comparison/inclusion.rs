//! `IN (…)`: constants are sorted once and searched; anything else is a chain of comparisons.

use super::super::cast::{Mode, cast};
use super::super::primitive::natives;
use super::{comparable_type, order, refuse};
use crate::coercion::{common_type, decimal_size};
use crate::lift;
use crate::operand::{KernelRef, Operand};
use crate::register::{Call, Resolution};
use crate::{Expr, Mismatch};
use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};
use arrow_buffer::{ArrowNativeType, BooleanBuffer, NullBuffer};
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel_types::{Column, DataType, Kind, Value};

/// `value IN (element, …)`: NULL when it equals none and there is a NULL among them.
pub fn resolve(call: &Call<'_>, negated: bool) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, usize::MAX)?;
    let constant = call.arguments.iter().all(|a| a.as_literal().is_some());
    let written: Vec<Expr> = call.arguments.iter().map(|a| a.clone().cut()).collect();
    let call = &Call { arguments: if constant { call.arguments } else { &written }, ..*call };
    let types: Vec<&DataType> = call.arguments.iter().map(|a| &a.data_type).collect();
    if types[0].kind == Kind::Null {
        return Ok(Resolution::Rewrite(Expr::null(Kind::Boolean)));
    }
    let elements: Vec<&DataType> = types[1..].iter().copied().filter(|t| t.kind != Kind::Null).collect();
    if !elements.is_empty() && common_type(&elements).is_none() {
        return Err(Mismatch::new("the elements of this list have no common type").hint("CAST some of them to the type of the others"));
    }
    if let Some(arguments) = like_the_value(call)? {
        return Expr::apply(call.function, arguments, call.session).map(Resolution::Rewrite);
    }
    let binary = types.iter().filter(|t| t.kind != Kind::Null).map(|t| t.kind.is_binary());
    let common = comparable_type(&types).filter(|_| binary.clone().all(|b| b) || !binary.clone().any(|b| b)).ok_or_else(|| refuse(call))?;
    if let Some(kernel) = constants(call, &common, negated)? {
        return Ok(Resolution::Kernel {
            parameters: call.arguments.iter().enumerate().map(|(i, a)| if i == 0 { common.clone() } else { a.data_type.clone() }).collect(),
            result: Kind::Boolean.nullable().with_nullable(call.any_nullable()),
            kernel,
        });
    }
    // Of several constants Flink's planner makes `=` again, of anything else code that compares exactly.
    let several = call.arguments.len() > 2 && call.arguments[1..].iter().all(|e| e.as_literal().is_some());
    let equals = call.arguments[1..].iter().map(|e| match several {
        true => super::binary("=", &call.arguments[0], e, call.session),
        false => super::exactly_equal(&call.arguments[0], e, call.session),
    });
    let any = Expr::or(equals.collect::<Result<_, _>>()?);
    let answer = if negated { Expr::call("NOT", vec![any], call.session)? } else { any };
    Ok(Resolution::Rewrite(answer))
}

/// Elements cast to the value's type where they are text and it is not, or the other way round, or where it is an integer or a
/// FLOAT, or a CHAR beside VARCHARs: they lose what does not fit. `None` where there are none.
fn like_the_value(call: &Call<'_>) -> Result<Option<Vec<Expr>>, Mismatch> {
    let wanted = &call.arguments[0].data_type.kind;
    let elements = &call.arguments[1..];
    let simple = |kind: &Kind| kind.is_numeric() || kind.is_datetime() || *kind == Kind::Boolean;
    let strange = |e: &Expr| {
        let kind = &e.data_type.kind;
        (simple(kind) && wanted.is_text()) || (kind.is_text() && simple(wanted))
    };
    let narrow = wanted.is_integer() || *wanted == Kind::Float;
    let other_number = |e: &Expr| narrow && e.data_type.kind.is_numeric() && e.data_type.kind != *wanted;
    let longer = |e: &Expr| matches!((wanted, &e.data_type.kind), (Kind::Char(_), Kind::VarChar(_)));
    if !elements.iter().any(|e| strange(e) || other_number(e) || longer(e)) {
        return Ok(None);
    }
    if elements.iter().any(strange) && elements.iter().any(|e| e.data_type.kind == Kind::Null) {
        return Err(Mismatch::new("NULL has no type in a list whose elements are to be converted").hint("write CAST(NULL AS type)"));
    }
    let adapt = |e: &Expr| match strange(e) || other_number(e) || longer(e) {
        true => cast(e.clone(), &wanted.clone().nullable(), Mode::Cast, call.session),
        false => Ok(e.clone()),
    };
    let adapted = elements.iter().map(adapt).collect::<Result<Vec<_>, _>>()?;
    Ok(Some([call.arguments[..1].to_vec(), adapted].concat()))
}

/// The kernel for elements that are all constants of an ordered kind; it does not look at the elements' operands.
fn constants(call: &Call<'_>, common: &DataType, negated: bool) -> Result<Option<KernelRef>, Mismatch> {
    let exact = decimal_size(&common.kind).is_none_or(|(p, _)| p < waterwheel_types::MAX_DECIMAL_PRECISION);
    if !exact || call.arguments[1..].iter().any(|e| e.as_literal().is_none()) {
        return Ok(None);
    }
    let mut elements = Vec::with_capacity(call.arguments.len() - 1);
    for element in &call.arguments[1..] {
        match element.clone().coerce(common, call.session)?.as_literal() {
            Some(value) => elements.push(value.clone()),
            None => return Ok(None),
        }
    }
    let null = elements.iter().any(Value::is_null);
    elements.retain(|v| !v.is_null());
    let set = Set::new(&common.kind, elements);
    Ok(set.map(|set| lift::columns(false, move |operands, rows, _| search(&set, &operands[0], rows, null, negated))))
}

fn search(set: &Set, operand: &Operand, rows: usize, null: bool, negated: bool) -> Result<Column, Failure> {
    let found = set.contains(operand.values());
    let known = operand.values().nulls().map(|n| n.inner().clone());
    let known = match (known, null) {
        (known, false) => known,
        (None, true) => Some(found.clone()),
        (Some(known), true) => Some(&known & &found),
    };
    let answer: Column = Arc::new(BooleanArray::new(if negated { !&found } else { found }, known.map(NullBuffer::new)));
    Ok(if operand.is_constant() { Operand::constant(answer).into_column(rows) } else { answer })
}

/// Sorted constants.
enum Set {
    Narrow(Vec<i32>),
    Long(Vec<i64>),
    Wide(Vec<i128>),
    Text(Vec<String>),
}

impl Set {
    fn new(kind: &Kind, mut elements: Vec<Value>) -> Option<Set> {
        elements.sort_by(|a, b| order(a, b).unwrap_or(std::cmp::Ordering::Equal));
        match kind {
            Kind::Int | Kind::Date | Kind::Time(_) => {
                Some(Set::Narrow(elements.iter().map(|v| v.as_i64().map(|n| n as i32)).collect::<Option<_>>()?))
            }
            Kind::Float | Kind::Double => Set::of_fractions(&elements),
            Kind::BigInt => Some(Set::Long(elements.iter().map(Value::as_i64).collect::<Option<_>>()?)),
            Kind::Decimal { .. } | Kind::Timestamp(_) | Kind::TimestampLtz(_) => {
                Some(Set::Wide(elements.iter().map(wide).collect::<Option<_>>()?))
            }
            Kind::Char(_) | Kind::VarChar(_) => {
                Some(Set::Text(elements.iter().map(|v| v.as_str().map(str::to_owned)).collect::<Option<_>>()?))
            }
            _ => None,
        }
    }

    /// Several fractions are a set of bits, as in Flink: -0.0 is not among them when 0.0 is. A single one is compared.
    fn of_fractions(elements: &[Value]) -> Option<Set> {
        let single = |v: &Value| matches!(v, Value::Float(_));
        let bits = |v: &Value| match v {
            Value::Float(v) => Some(i64::from(v.to_bits() as i32)),
            Value::Double(v) => Some(v.to_bits() as i64),
            _ => None,
        };
        let mut sorted: Vec<i64> = elements.iter().map(bits).collect::<Option<_>>()?;
        sorted.sort_unstable();
        match elements {
            [] | [_] => None,
            [first, ..] if single(first) => Some(Set::Narrow(sorted.into_iter().map(|bits| bits as i32).collect())),
            _ => Some(Set::Long(sorted)),
        }
    }

    /// Whether each value is among the constants; arbitrary for NULLs.
    fn contains(&self, column: &Column) -> BooleanBuffer {
        match self {
            Set::Narrow(sorted) => contains_number(sorted, column),
            Set::Long(sorted) => contains_number(sorted, column),
            Set::Wide(sorted) => contains_number(sorted, column),
            Set::Text(sorted) => {
                let texts = column.as_string_view();
                let found = |row| !texts.is_null(row) && sorted.binary_search_by(|s| s.as_str().cmp(texts.value(row))).is_ok();
                BooleanBuffer::collect_bool(column.len(), found)
            }
        }
    }
}

/// The 128 bits in which columns hold the value.
fn wide(value: &Value) -> Option<i128> {
    match value {
        Value::Decimal(number) => Some(*number),
        Value::Timestamp(point) => Some(point.packed()),
        _ => None,
    }
}

fn contains_number<N: ArrowNativeType + Ord>(sorted: &[N], column: &Column) -> BooleanBuffer {
    let values = natives::<N>(column);
    let values = &values[..column.len()];
    match sorted {
        // Few are found faster without branches.
        few if few.len() <= 8 => {
            BooleanBuffer::collect_bool(values.len(), |row| few.iter().fold(false, |hit, c| hit | (*c == values[row])))
        }
        many => BooleanBuffer::collect_bool(values.len(), |row| many.binary_search(&values[row]).is_ok()),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn constants_and_nulls() {
        check("IN", &[big(1), int(1), dec("2.5")], "BOOLEAN", "TRUE");
        check("IN", &[text("ab"), text("ab"), text("x"), null("STRING")], "BOOLEAN", "TRUE");
        check("IN", &[text("abc"), text("ab"), text("x"), null("STRING")], "BOOLEAN", "NULL");
        check("NOT IN", &[big(1), int(5), null("INT")], "BOOLEAN", "NULL");
        check("NOT IN", &[big(0), int(1), int(2)], "BOOLEAN", "TRUE");
        check("NOT IN", &[null("BIGINT"), int(1), int(2)], "BOOLEAN", "NULL");
        check("IN", &[dbl(1.5), dbl(2.5), dbl(1.5)], "BOOLEAN", "TRUE");
        let many: Vec<_> = std::iter::once(int(40)).chain((0..50).map(|n| int(n * 2))).collect();
        check("IN", &many, "BOOLEAN", "TRUE");
        check("IN", &[int(12), text("12"), text("13")], "BOOLEAN", "TRUE");
        refused("IN", &[int(1), boolean(true)]);
    }
}
