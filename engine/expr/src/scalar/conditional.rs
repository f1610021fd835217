//! Choosing among values.
//!
//! | name | arguments |
//! |---|---|
//! | `COALESCE` | value… |
//! | `IFNULL` | value, otherwise |
//! | `NULLIF` | value, unwanted |
//! | `IF` | condition, then, otherwise |
//! | `GREATEST`, `LEAST` | value… |
//!
//! CASE is a node of the expression; [`case`] makes one of branches of different types.

use super::comparison::order;
use crate::coercion::{common_type, least_restrictive};
use crate::expr::Node;
use crate::lift;
use crate::operand::{KernelRef, Operand};
use crate::register::{Call, Family, Function, Resolution};
use crate::{Expr, Mismatch, Session};
use arrow_array::Array;
use arrow_select::interleave::interleave;
use std::cmp::Ordering;
use waterwheel_types::{Column, DataType, Kind, Value};

macro_rules! function {
    ($name:literal, $syntax:literal, $doc:literal, $resolve:expr) => {
        Function { name: $name, family: Family::Conditional, syntax: $syntax, doc: $doc, deterministic: true, resolve: $resolve }
    };
}

/// This family's functions.
pub(crate) static FUNCTIONS: &[Function] = &[
    function!("COALESCE", "COALESCE(value, ...)", "The first value that is not NULL.", |call| {
        call.expect_arguments(1, usize::MAX)?;
        coalesce(call)
    }),
    function!("IFNULL", "IFNULL(value, otherwise)", "The value, or the other where it is NULL.", |call| {
        call.expect_arguments(2, 2)?;
        coalesce(call)
    }),
    function!("NULLIF", "NULLIF(value, unwanted)", "The value, or NULL where it equals the other.", null_if),
    function!("IF", "IF(condition, then, otherwise)", "One value where the condition is true, else the other.", if_else),
    function!("GREATEST", "GREATEST(value, ...)", "The greatest value; NULL if any is.", |call| extreme(call, Ordering::Greater)),
    function!("LEAST", "LEAST(value, ...)", "The smallest value; NULL if any is.", |call| extreme(call, Ordering::Less)),
];

/// `CASE WHEN … THEN … ELSE … END`: all values are cast to their common type. Branches whose condition is a constant are
/// decided now.
pub fn case(branches: Vec<(Expr, Expr)>, otherwise: Option<Expr>, session: &Session) -> Result<Expr, Mismatch> {
    let otherwise = otherwise.unwrap_or_else(|| Expr::null(Kind::Null));
    let mut branches = merged(branches);
    branches.pop_if(|(when, then)| then.same(&otherwise) && !when.can_fail());
    let case = choose(branches, otherwise, Together { common: least_restrictive, cast: Expr::cast_openly, decides: true }, session)?;
    as_condition(case, session)
}

/// How values of different types become one: their common type, and the cast to it.
struct Together {
    common: fn(&[&DataType]) -> Option<DataType>,
    cast: fn(Expr, &DataType, &Session) -> Result<Expr, Mismatch>,
    /// Whether a condition that is a constant decides now: what is never chosen is forgotten.
    decides: bool,
}

/// A CASE over one condition that is never NULL, as AND or OR of it and the value beside a constant one.
fn as_condition(case: Expr, session: &Session) -> Result<Expr, Mismatch> {
    let Node::Case(branches, otherwise) = &case.node else { return Ok(case) };
    let [(when, then)] = &branches[..] else { return Ok(case) };
    if when.data_type.nullable || case.data_type.kind != Kind::Boolean || then.can_fail() || otherwise.can_fail() {
        return Ok(case);
    }
    let not = || Expr::call("NOT", vec![when.clone()], session);
    let truth = |value: &Expr| value.as_literal().and_then(|v| if let Value::Boolean(truth) = v { Some(*truth) } else { None });
    let said = match (truth(then), truth(otherwise)) {
        (Some(true), Some(false)) => when.clone(),
        (Some(false), Some(true)) => not()?,
        (Some(true), _) => Expr::or(vec![when.clone(), (**otherwise).clone()]),
        (Some(false), _) => Expr::and(vec![not()?, (**otherwise).clone()]),
        (_, Some(true)) => Expr::or(vec![not()?, then.clone()]),
        (_, Some(false)) => Expr::and(vec![when.clone(), then.clone()]),
        _ => return Ok(case),
    };
    Ok(Expr { data_type: case.data_type, ..said })
}

/// The branches, one behind the other with the same value made one.
fn merged(branches: Vec<(Expr, Expr)>) -> Vec<(Expr, Expr)> {
    let mut kept: Vec<(Expr, Expr)> = Vec::with_capacity(branches.len());
    for (when, then) in branches {
        match kept.pop() {
            Some((before, value)) if value.same(&then) && !when.can_fail() => kept.push((Expr::or(vec![before, when]), then)),
            last => kept.extend(last.into_iter().chain([(when, then)])),
        }
    }
    kept
}

fn choose(branches: Vec<(Expr, Expr)>, otherwise: Expr, together: Together, session: &Session) -> Result<Expr, Mismatch> {
    let types: Vec<&DataType> = branches.iter().map(|(_, then)| &then.data_type).chain([&otherwise.data_type]).collect();
    let Some(common) = (together.common)(&types) else {
        let kinds: Vec<String> = types.iter().map(|t| t.kind.to_string()).collect();
        return Err(Mismatch::new(format!("the branches of CASE have no common type: {}", kinds.join(", "))));
    };
    let mut kept = Vec::with_capacity(branches.len());
    for (when, then) in branches {
        let then = (together.cast)(then, &common, session)?;
        match when.as_literal().filter(|_| together.decides) {
            Some(Value::Boolean(true)) => return Ok(chosen(kept, then, common)),
            Some(_) => {}
            None => kept.push((when, then)),
        }
    }
    let otherwise = (together.cast)(otherwise, &common, session)?;
    Ok(chosen(kept, otherwise, common))
}

fn chosen(branches: Vec<(Expr, Expr)>, otherwise: Expr, data_type: DataType) -> Expr {
    if branches.is_empty() {
        return Expr { data_type: data_type.with_nullable(data_type.nullable && otherwise.data_type.nullable), ..otherwise };
    }
    Expr { data_type, node: Node::Case(branches, Box::new(otherwise)) }
}

/// The arguments' common type; it excludes NULL as soon as one of them does.
fn coalesce(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let types: Vec<&DataType> = call.arguments.iter().map(|a| &a.data_type).collect();
    let common = coalesced_type(&types).ok_or_else(|| call.refuse())?;
    let common = common.with_nullable(types.iter().all(|t| t.nullable));
    if let Some(needed) = needed(call) {
        let coerced = needed.into_iter().map(|a| a.coerce(&common, call.session)).collect::<Result<Vec<_>, _>>()?;
        return Ok(Resolution::Rewrite(match <[Expr; 1]>::try_from(coerced) {
            Ok([only]) => only,
            Err(several) => Expr { data_type: common, ..Expr::apply(call.function, several, call.session)? },
        }));
    }
    let bare = types.iter().any(|t| t.kind == Kind::Null);
    if bare || call.arguments.len() == 1 {
        return of_known(call, common).map(Resolution::Rewrite);
    }
    let parameters = vec![common.clone(); call.arguments.len()];
    Ok(Resolution::Kernel { parameters, result: common, kernel: lift::columns(false, |operands, rows, _| Ok(first_known(operands, rows))) })
}

/// The arguments up to one that is never NULL, if there are others: Flink's planner drops what stands behind it, so that it cannot
/// fail and a time attribute remains one. Of IFNULL it only computes constants.
fn needed(call: &Call<'_>) -> Option<Vec<Expr>> {
    if call.function.name != "COALESCE" && !call.arguments.iter().all(|a| a.as_literal().is_some()) {
        return None;
    }
    let known = call.arguments.iter().position(|a| !a.data_type.nullable)?;
    (known + 1 < call.arguments.len()).then(|| call.arguments[..=known].to_vec())
}

/// The common type, or DATE or TIME beside TIMESTAMPs, which are cast to them without a word.
fn coalesced_type(types: &[&DataType]) -> Option<DataType> {
    let parts: Vec<&DataType> = types.iter().copied().filter(|t| !matches!(t.kind, Kind::Timestamp(_))).collect();
    common_type(types).or_else(|| common_type(&parts).filter(|part| matches!(part.kind, Kind::Date | Kind::Time(_))))
}

/// As a CASE over the arguments that are no bare NULL.
fn of_known(call: &Call<'_>, common: DataType) -> Result<Expr, Mismatch> {
    let known: Vec<Expr> = call.arguments.iter().filter(|a| a.data_type.kind != Kind::Null).cloned().collect();
    let mut values = known.into_iter().map(|a| a.coerce(&common, call.session)).collect::<Result<Vec<_>, _>>()?;
    let last = values.pop().expect("a common type is that of some argument");
    let mut branches = Vec::with_capacity(values.len());
    for value in values {
        branches.push((Expr::call("IS NOT NULL", vec![value.clone()], call.session)?, value));
    }
    Ok(Expr { data_type: common, ..case(branches, Some(last), call.session)? })
}

fn first_known(operands: &[Operand], rows: usize) -> Column {
    let first = &operands[0];
    if !first.is_constant() && first.values().null_count() == 0 {
        return first.values().clone();
    }
    let arrays: Vec<&dyn Array> = operands.iter().map(|o| o.values().as_ref()).collect();
    let choose = |row: usize| {
        let number = operands.iter().position(|o| !o.is_null(row)).unwrap_or(0);
        (number, operands[number].index(row))
    };
    let chosen: Vec<(usize, usize)> = (0..rows).map(choose).collect();
    interleave(&arrays, &chosen).expect("all arguments have one type")
}

fn null_if(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(2, 2)?;
    let value = call.arguments[0].clone();
    let equal = Expr::call("=", call.arguments.to_vec(), call.session)?;
    let null = Expr::null(value.data_type.kind.clone());
    case(vec![(equal, null)], Some(value), call.session).map(Resolution::Rewrite)
}

fn if_else(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(3, 3)?;
    let [condition, then, otherwise] = call.arguments else { unreachable!("three arguments were counted") };
    if condition.data_type.kind != Kind::Boolean {
        return Err(call.refuse());
    }
    if [then, otherwise].into_iter().any(|value| !value.data_type.kind.has_order() || value.data_type.kind.is_interval()) {
        return Err(call.refuse());
    }
    let branch = |value: &Expr| if condition.as_literal().is_some() { value.clone() } else { value.clone().planned() };
    // Where a part is no constant, all of it is left to the running job.
    let together = Together { common: if_type, cast: Expr::coerce, decides: call.arguments.iter().all(|a| a.as_literal().is_some()) };
    let chosen = choose(vec![(condition.clone(), branch(then))], branch(otherwise), together, call.session)?;
    let data_type = chosen.data_type.with_nullable(call.any_nullable());
    Ok(Resolution::Rewrite(Expr { data_type, ..chosen }))
}

/// Of timestamps the first one's type, of anything else the common type.
fn if_type(types: &[&DataType]) -> Option<DataType> {
    let nullable = types.iter().any(|t| t.nullable);
    match (&types[0].kind, &types[1].kind) {
        (a, b) if a.is_timestamp() && b.is_timestamp() => Some(types[0].with_nullable(nullable)),
        _ => common_type(types),
    }
}

fn extreme(call: &Call<'_>, wanted: Ordering) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, usize::MAX)?;
    let types: Vec<&DataType> = call.arguments.iter().map(|a| &a.data_type).collect();
    let common =
        common_type(&types).filter(|_| types.iter().all(|t| t.kind != Kind::Null && t.kind.has_order())).ok_or_else(|| call.refuse())?;
    let kernel = by_value(&common, call.arguments.len(), wanted);
    Ok(Resolution::Kernel { parameters: vec![common.clone(); call.arguments.len()], result: common, kernel })
}

fn by_value(common: &DataType, arguments: usize, wanted: Ordering) -> KernelRef {
    lift::values(&vec![common.clone(); arguments], common, move |values: &[Value]| {
        if values.iter().any(Value::is_null) {
            return None;
        }
        values.iter().cloned().reduce(|best, next| if total(&next, &best) == wanted { next } else { best })
    })
}

/// The order of two values, NaN being the greatest number.
fn total(a: &Value, b: &Value) -> Ordering {
    let is_nan = |v: &Value| matches!(v, Value::Double(v) if v.is_nan()) || matches!(v, Value::Float(v) if v.is_nan());
    order(a, b).unwrap_or_else(|| is_nan(a).cmp(&is_nan(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    #[test]
    fn the_first_known_value() {
        check("COALESCE", &[null("BIGINT"), dec("1.5")], "DECIMAL(20, 1)", "1.5");
        check("COALESCE", &[big(1), dec("1.5")], "DECIMAL(20, 1)", "1.0");
        check("COALESCE", &[flt(0.125), dbl(1.0)], "DOUBLE", "0.125");
        check("COALESCE", &[flt(0.125), big(1)], "FLOAT", "0.125");
        check("COALESCE", &[null("VARCHAR(5)"), text("abcdefgh")], "VARCHAR(8)", "'abcdefgh'");
        check("IFNULL", &[null("BIGINT"), int(5)], "BIGINT", "5");
        refused("COALESCE", &[big(1), text("x")]);
    }

    #[test]
    fn what_is_not_needed_does_not_fail() {
        let bad = cast_call("CAST", text("x"), "INT");
        for (name, arguments) in [("COALESCE", vec![int(1), bad.clone()]), ("IF", vec![boolean(true), int(1), bad.clone()])] {
            let chosen = Expr::call(name, arguments, &Session::default()).unwrap();
            assert_eq!(evaluate(&chosen, &[]), Ok(Value::Int(1)));
        }
        assert!(evaluate(&bad, &[]).is_err());
    }

    #[test]
    fn conditions() {
        check("IF", &[boolean(false), int(1), dec("2.5")], "DECIMAL(11, 1)", "2.5");
        check("IF", &[null("BOOLEAN"), text("a"), text("bcd")], "VARCHAR(3)", "'bcd'");
        check("NULLIF", &[big(1), int(1)], "BIGINT", "NULL");
        check("NULLIF", &[text("a"), text("b")], "CHAR(1)", "'a'");
        let session = Session::default();
        assert!(case(vec![(boolean(true), int(1))], Some(text("x")), &session).is_err());
        let mixed = case(vec![(boolean(false), int(1))], Some(dec("2.5")), &session).unwrap();
        assert_eq!(mixed.data_type, Kind::decimal(11, 1).not_null());
    }

    #[test]
    fn extremes() {
        check("GREATEST", &[int(1), dec("2.5"), dbl(1.0)], "DOUBLE", "2.5");
        check("LEAST", &[text("a"), text("bc")], "VARCHAR(2)", "'a'");
        check("GREATEST", &[int(1), null("INT")], "INT", "NULL");
        check("LEAST", &[dbl(f64::NAN), dbl(1.0)], "DOUBLE", "1.0");
    }
}
