//! Conditions that leave out no range of numbers. Flink's planner takes OR of comparisons of one column with constants together as
//! the numbers for which it holds. Where those are all, or all but some, it asks for no range any more: `d < 1 OR d > 1` is
//! `d <> 1`, and `d > 1 OR d <= 1` holds for all that is not NULL. NaN, which is in no range, shows the difference.

use crate::{Expr, Node, Session};
use waterwheel_types::Value;

/// OR of these conditions without ranges, if each compares the same column, field or cast of floating-point numbers with constants, or
/// asks whether it is NULL, and some of them holds in every range between the constants.
pub(crate) fn without_ranges(conditions: &[Expr]) -> Option<Expr> {
    let operand = conditions.iter().find_map(operand)?;
    let (of_null, of_values): (Vec<&Expr>, Vec<&Expr>) = conditions.iter().partition(|c| is_null_test(c, operand));
    let mut points = Vec::new();
    of_values.iter().all(|condition| compares(condition, operand, &mut points)).then_some(())?;
    points.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    points.dedup_by(|(a, _), (b, _)| a == b);
    let pieces = Pieces { operand, points: &points };
    let held = |piece: usize| of_values.iter().any(|condition| pieces.hold(condition, piece));
    (0..=points.len()).all(|range| held(2 * range)).then_some(())?;
    let left_out = (0..points.len()).filter(|at| !held(2 * at + 1)).map(|at| points[at].1.clone());
    let mut said: Vec<Expr> = left_out.map(|point| compared("<>", operand, point)).collect::<Option<_>>()?;
    if said.is_empty() {
        said.push(compared("=", operand, operand.clone())?);
    }
    let said = Expr::and(said);
    let nullable = said.data_type.nullable && of_null.is_empty();
    let node = match of_null.first() {
        Some(test) => Node::Or(vec![said.clone(), (*test).clone()]),
        None => said.node,
    };
    Some(Expr { data_type: said.data_type.with_nullable(nullable), node })
}

fn compared(name: &str, operand: &Expr, other: Expr) -> Option<Expr> {
    Expr::call(name, vec![operand.clone(), other], &Session::default()).ok()
}

/// What a condition compares, if it is a floating-point number that the planner looks for.
fn operand(condition: &Expr) -> Option<&Expr> {
    let is_known = |e: &Expr| match &e.node {
        Node::Column(_) | Node::Field(..) => true,
        Node::Call(function, ..) => function.name == "CAST",
        _ => false,
    };
    let found = condition.children().into_iter().find(|e| e.data_type.kind.is_approximate() && is_known(e));
    found.or_else(|| condition.children().into_iter().filter(|e| e.data_type.kind == waterwheel_types::Kind::Boolean).find_map(operand))
}

fn is_null_test(condition: &Expr, operand: &Expr) -> bool {
    matches!(&condition.node, Node::Call(function, _, arguments) if function.name == "IS NULL" && arguments[0].same(operand))
}

/// Whether a condition only compares the operand with constants, which are added to `points`.
fn compares(condition: &Expr, operand: &Expr, points: &mut Vec<(f64, Expr)>) -> bool {
    match &condition.node {
        Node::And(parts) | Node::Or(parts) => parts.iter().all(|part| compares(part, operand, points)),
        Node::Call(function, _, arguments) if matches!(function.name, "=" | "<>" | "<" | "<=" | ">" | ">=" | "IN") => {
            let constants: Vec<&Expr> = arguments.iter().filter(|a| !a.same(operand)).collect();
            let numbers: Option<Vec<f64>> = constants.iter().map(|constant| number(constant)).collect();
            let numbers = numbers.filter(|numbers| numbers.len() + 1 == arguments.len());
            points.extend(numbers.iter().flatten().copied().zip(constants.into_iter().cloned()));
            numbers.is_some()
        }
        _ => false,
    }
}

fn number(constant: &Expr) -> Option<f64> {
    match constant.as_literal()? {
        // Both zeros are one point.
        Value::Double(value) => Some(value + 0.0),
        Value::Float(value) => Some(f64::from(value + 0.0)),
        _ => None,
    }
    .filter(|value: &f64| !value.is_nan())
}

/// The numbers, cut at the constants: pieces 1, 3, 5 … are the constants, the even ones the ranges around them.
struct Pieces<'a> {
    operand: &'a Expr,
    points: &'a [(f64, Expr)],
}

impl Pieces<'_> {
    /// Whether a condition holds for the numbers of a piece.
    fn hold(&self, condition: &Expr, piece: usize) -> bool {
        let (name, arguments) = match &condition.node {
            Node::And(parts) => return parts.iter().all(|part| self.hold(part, piece)),
            Node::Or(parts) => return parts.iter().any(|part| self.hold(part, piece)),
            Node::Call(function, _, arguments) => (function.name, arguments),
            _ => return false,
        };
        if name == "IN" {
            return arguments[1..].iter().any(|constant| self.at(constant, piece) == piece);
        }
        let (a, b) = (self.at(&arguments[0], piece), self.at(&arguments[1], piece));
        match name {
            "=" => a == b,
            "<>" => a != b,
            "<" => a < b,
            "<=" => a <= b,
            ">" => a > b,
            _ => a >= b,
        }
    }

    /// The piece that a constant is; the operand is in `piece`.
    fn at(&self, side: &Expr, piece: usize) -> usize {
        let place = number(side).filter(|_| !side.same(self.operand)).map(|value| self.points.partition_point(|(point, _)| *point < value));
        place.map_or(piece, |at| 2 * at + 1)
    }
}
