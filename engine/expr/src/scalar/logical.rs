//! Truth values. AND and OR are nodes of the expression itself.
//!
//! | name | arguments |
//! |---|---|
//! | `NOT`, `IS TRUE`, `IS NOT TRUE`, `IS FALSE`, `IS NOT FALSE`, `IS UNKNOWN`, `IS NOT UNKNOWN` | condition |
//!
//! As Flink's planner does, NOT is no test of its own where it stands before a comparison: it makes the opposite one of it, through
//! AND and OR, so that `NOT (x > 1)` is `x <= 1`, which is not the same for NaN. Of a condition that is never NULL, IS FALSE is NOT.

use crate::lift;
use crate::operand::KernelRef;
use crate::register::{Call, Family, Function, Resolution};
use crate::{Expr, Mismatch, Node, Session};
use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};
use arrow_buffer::BooleanBuffer;
use std::sync::Arc;
use waterwheel_types::Kind;

macro_rules! function {
    ($name:literal, $syntax:literal, $doc:literal, $resolve:expr) => {
        Function { name: $name, family: Family::Logical, syntax: $syntax, doc: $doc, deterministic: true, resolve: $resolve }
    };
}

/// This family's functions.
pub(crate) static FUNCTIONS: &[Function] = &[
    function!("NOT", "NOT condition", "The opposite; NULL of NULL.", not),
    function!("IS TRUE", "condition IS TRUE", "Whether the condition is true.", |call| is(call, Some(true), true)),
    function!("IS NOT TRUE", "condition IS NOT TRUE", "Whether the condition is false or NULL.", |call| is(call, Some(true), false)),
    function!("IS FALSE", "condition IS FALSE", "Whether the condition is false.", |call| is(call, Some(false), true)),
    function!("IS NOT FALSE", "condition IS NOT FALSE", "Whether the condition is true or NULL.", |call| is(call, Some(false), false)),
    function!("IS UNKNOWN", "condition IS UNKNOWN", "Whether the condition is NULL.", |call| is(call, None, true)),
    function!("IS NOT UNKNOWN", "condition IS NOT UNKNOWN", "Whether the condition is true or false.", |call| is(call, None, false)),
];

fn expect_condition(call: &Call<'_>) -> Result<(), Mismatch> {
    call.expect_arguments(1, 1)?;
    if matches!(call.data_type(0).kind, Kind::Boolean | Kind::Null) { Ok(()) } else { Err(call.refuse()) }
}

fn not(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    expect_condition(call)?;
    if let Some(opposite) = opposite(&call.arguments[0], call.session)? {
        return Ok(Resolution::Rewrite(opposite));
    }
    let kernel = lift::columns(false, |operands, rows, _| {
        let column = operands[0].clone().into_column(rows);
        let conditions = column.as_boolean();
        Ok(Arc::new(BooleanArray::new(!conditions.values(), conditions.nulls().cloned())))
    });
    let result = Kind::Boolean.nullable().with_nullable(call.any_nullable());
    Ok(Resolution::Kernel { parameters: vec![Kind::Boolean.nullable()], result, kernel })
}

/// NOT of a condition without a NOT, if it can be said so.
fn opposite(condition: &Expr, session: &Session) -> Result<Option<Expr>, Mismatch> {
    let not = |part: &Expr| Expr::call("NOT", vec![part.clone()], session);
    Ok(match &condition.node {
        Node::And(parts) => Some(Expr::or(parts.iter().map(not).collect::<Result<_, _>>()?)),
        Node::Or(parts) => Some(Expr::and(parts.iter().map(not).collect::<Result<_, _>>()?)),
        Node::Call(function, _, arguments) => match function.name {
            "NOT" => Some(arguments[0].clone()),
            name => opposite_comparison(name).map(|name| Expr::call(name, arguments.clone(), session)).transpose()?,
        },
        _ => None,
    })
}

/// The comparison that is true of two numbers when this one is false.
fn opposite_comparison(name: &str) -> Option<&'static str> {
    Some(match name {
        "=" => "<>",
        "<>" => "=",
        "<" => ">=",
        ">=" => "<",
        ">" => "<=",
        "<=" => ">",
        _ => return None,
    })
}

/// Whether one of these conditions is never NULL, and another one is its opposite.
pub(crate) fn include_opposites(conditions: &[Expr]) -> bool {
    let opposites = |a: &Expr, b: &Expr| match (&a.node, &b.node) {
        (Node::Call(f, _, left), Node::Call(g, _, right)) => {
            opposite_comparison(f.name) == Some(g.name) && left.iter().zip(right).all(|(x, y)| x.same(y))
        }
        _ => false,
    };
    let mut known = conditions.iter().filter(|c| !c.data_type.nullable && !c.can_fail());
    known.any(|a| conditions.iter().any(|b| opposites(a, b)))
}

/// Whether NOT of a condition is said without a NOT.
pub(crate) fn has_opposite(condition: &Expr) -> bool {
    match &condition.node {
        Node::And(_) | Node::Or(_) => true,
        Node::Call(function, ..) => function.name == "NOT" || opposite_comparison(function.name).is_some(),
        _ => false,
    }
}

/// Whether the condition is (`wanted`) or is not `truth`, `None` being NULL.
fn is(call: &Call<'_>, truth: Option<bool>, wanted: bool) -> Result<Resolution, Mismatch> {
    expect_condition(call)?;
    if call.data_type(0).kind == Kind::Null {
        return Ok(Resolution::Rewrite(Expr::boolean(truth.is_none() == wanted)));
    }
    if truth.is_none() && !call.data_type(0).nullable && !call.arguments[0].can_fail() {
        return Ok(Resolution::Rewrite(Expr::boolean(!wanted)));
    }
    if let Some(truth) = truth.filter(|_| !call.data_type(0).nullable) {
        let condition = call.arguments[0].clone();
        let said = if truth == wanted { condition } else { Expr::call("NOT", vec![condition], call.session)? };
        return Ok(Resolution::Rewrite(said));
    }
    let kernel: KernelRef = lift::columns(false, move |operands, rows, _| {
        let column = operands[0].clone().into_column(rows);
        let conditions = column.as_boolean();
        let valid = conditions.nulls().map_or_else(|| BooleanBuffer::new_set(rows), |n| n.inner().clone());
        let found = match truth {
            None => !&valid,
            Some(true) => conditions.values() & &valid,
            Some(false) => &!conditions.values() & &valid,
        };
        Ok(Arc::new(BooleanArray::new(if wanted { found } else { !&found }, None)))
    });
    Ok(Resolution::Kernel { parameters: vec![Kind::Boolean.nullable()], result: Kind::Boolean.not_null(), kernel })
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn three_values() {
        let unknown = null("BOOLEAN");
        check("NOT", &[boolean(true)], "BOOLEAN", "FALSE");
        check("NOT", std::slice::from_ref(&unknown), "BOOLEAN", "NULL");
        for (name, answers) in [
            ("IS TRUE", ["TRUE", "FALSE", "FALSE"]),
            ("IS NOT TRUE", ["FALSE", "TRUE", "TRUE"]),
            ("IS FALSE", ["FALSE", "TRUE", "FALSE"]),
            ("IS NOT FALSE", ["TRUE", "FALSE", "TRUE"]),
            ("IS UNKNOWN", ["FALSE", "FALSE", "TRUE"]),
            ("IS NOT UNKNOWN", ["TRUE", "TRUE", "FALSE"]),
        ] {
            for (condition, wanted) in [boolean(true), boolean(false), unknown.clone()].into_iter().zip(answers) {
                check(name, &[condition], "BOOLEAN", wanted);
            }
        }
        refused("NOT", &[int(1)]);
    }
}
