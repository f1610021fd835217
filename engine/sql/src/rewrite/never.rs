//! What never has a row: the aggregates of nothing, told while planning.
//!
//! A global aggregate of a stream has no result before its first row. When the conditions below it exclude each other
//! (`WHERE FALSE`, `v > 3 AND v < 2`), Flink's planner sees that no row will come and answers at once: COUNT is 0, SUM, AVG, MIN
//! and MAX are NULL. The other aggregates it leaves to the running job, which stays silent. Of a query that has no row itself
//! nothing is computed (a value that would fail does not).
//!
//! Conditions are compared with constants of one expression at a time: only the order of the constants matters, so that the values
//! at, between and outside of them, and NULL, stand for all others.

use crate::relation::{AggregateCall, Column, Relation, RelationKind};
use waterwheel_expr::{Expr, Node, Session};
use waterwheel_types::Value;

/// The relation with every global aggregate of nothing as a constant row; without any input if it has no rows.
pub(crate) fn answer_nothing(relation: Relation, session: &Session) -> Relation {
    let relation = with_constant_rows(relation, session);
    match has_no_rows(&relation, session) {
        true => Relation { kind: RelationKind::Values(Vec::new()), ..relation },
        false => relation,
    }
}

fn with_constant_rows(relation: Relation, session: &Session) -> Relation {
    let Relation { columns, kind } = relation.map_inputs(&mut |input| with_constant_rows(input, session));
    let kind = match kind {
        RelationKind::Aggregate { input, groups, calls, ttl_ms } if groups.is_empty() && has_no_rows(&input, session) => {
            match of_nothing(&columns, &calls) {
                Some(row) => RelationKind::Values(vec![row]),
                None => RelationKind::Aggregate { input, groups, calls, ttl_ms },
            }
        }
        kind => kind,
    };
    Relation { columns, kind }
}

/// The results over no rows, if the planner knows all of them.
fn of_nothing(columns: &[Column], calls: &[AggregateCall]) -> Option<Vec<Expr>> {
    let result = |(column, call): (&Column, &AggregateCall)| match call.function.name {
        "COUNT" | "$SUM0" => Some(Expr::literal(Value::BigInt(0), column.data_type.clone())),
        "SUM" | "AVG" | "MIN" | "MAX" => Some(Expr::literal(Value::Null, column.data_type.clone())),
        _ => None,
    };
    columns.iter().zip(calls).map(result).collect()
}

fn has_no_rows(relation: &Relation, session: &Session) -> bool {
    match &relation.kind {
        RelationKind::Scan { .. } => false,
        RelationKind::Values(rows) => rows.is_empty(),
        RelationKind::Sort { limit: Some(0), .. } => true,
        RelationKind::Aggregate { input, groups, .. } => !groups.is_empty() && has_no_rows(input, session),
        RelationKind::Union(inputs) => inputs.iter().all(|input| has_no_rows(input, session)),
        RelationKind::Join { left, right, .. } => has_no_rows(left, session) || has_no_rows(right, session),
        RelationKind::Project { input, .. } | RelationKind::Filter { input, .. } => {
            let (conditions, _) = conditions(relation);
            exclude_each_other(&conditions, session) || has_no_rows(input, session)
        }
        RelationKind::Window { input, .. }
        | RelationKind::Session { input, .. }
        | RelationKind::Expand { input, .. }
        | RelationKind::Unnest { input, .. }
        | RelationKind::Sort { input, .. } => has_no_rows(input, session),
    }
}

/// What all rows of a chain of filters and projections fulfil, and the chain's columns, over the columns of what feeds it.
fn conditions(relation: &Relation) -> (Vec<Expr>, Vec<Expr>) {
    match &relation.kind {
        RelationKind::Filter { input, condition } => {
            let (mut known, columns) = conditions(input);
            match over(&columns, condition).node {
                Node::And(parts) => known.extend(parts),
                _ => known.push(over(&columns, condition)),
            }
            (known, columns)
        }
        RelationKind::Project { input, exprs } => {
            let (known, columns) = conditions(input);
            (known, exprs.iter().map(|expr| over(&columns, expr)).collect())
        }
        _ => (Vec::new(), (0..relation.columns.len()).map(|at| relation.column(at)).collect()),
    }
}

fn over(columns: &[Expr], expr: &Expr) -> Expr {
    expr.clone().map_columns(&mut |index, _| columns[index].clone())
}

/// Whether no row can fulfil all conditions, as far as comparisons with constants tell.
pub(super) fn exclude_each_other(conditions: &[Expr], session: &Session) -> bool {
    conditions.iter().filter_map(subject).any(|subject| {
        let about: Vec<&Expr> = conditions.iter().filter(|condition| is_about(condition, subject)).collect();
        if about.iter().map(|condition| literals(condition)).sum::<usize>() > CONSTANTS_MAX {
            return false;
        }
        let constants = Constants::of(&about, session);
        constants.places().all(|place| about.iter().any(|condition| constants.truth(condition, place) != Some(true)))
    }) || conditions.iter().any(|condition| is_never(true, condition))
}

/// So many constants are looked at: each is compared with each, and lists of thousands are no contradictions.
const CONSTANTS_MAX: usize = 64;

/// How many constants an expression holds.
fn literals(expr: &Expr) -> usize {
    usize::from(expr.as_literal().is_some()) + expr.children().into_iter().map(literals).sum::<usize>()
}

/// Whether a condition never has this truth, by its constants alone.
fn is_never(truth: bool, condition: &Expr) -> bool {
    match &condition.node {
        Node::Literal(value, _) => *value == Value::Null || *value == Value::Boolean(!truth),
        Node::And(parts) if truth => parts.iter().any(|part| is_never(truth, part)),
        Node::Or(parts) if !truth => parts.iter().any(|part| is_never(truth, part)),
        Node::And(parts) | Node::Or(parts) => parts.iter().all(|part| is_never(truth, part)),
        Node::Call(function, _, arguments) if function.name == "NOT" => is_never(!truth, &arguments[0]),
        // `x < x` is NULL or FALSE.
        Node::Case(branches, otherwise) => branches.iter().map(|(_, then)| then).chain([&**otherwise]).all(|value| is_never(truth, value)),
        _ => false,
    }
}

const COMPARISONS: [&str; 6] = ["=", "<>", "<", "<=", ">", ">="];

/// The expression that a condition compares with constants, if it is just one.
fn subject(condition: &Expr) -> Option<&Expr> {
    match &condition.node {
        Node::And(parts) | Node::Or(parts) => parts.iter().find_map(subject),
        Node::Call(function, _, arguments) => match function.name {
            "NOT" => subject(&arguments[0]),
            name if COMPARISONS.contains(&name) || is_test(name) => arguments.iter().find(|a| a.as_literal().is_none()),
            _ => None,
        },
        _ => None,
    }
}

fn is_test(name: &str) -> bool {
    matches!(name, "IN" | "NOT IN" | "IS NULL" | "IS NOT NULL")
}

/// Whether a condition's truth follows from the value of `subject` alone.
fn is_about(condition: &Expr, subject: &Expr) -> bool {
    let known = |e: &Expr| e.as_literal().is_some() || e.same(subject);
    match &condition.node {
        Node::And(parts) | Node::Or(parts) => parts.iter().all(|part| is_about(part, subject)),
        Node::Call(function, _, arguments) => match function.name {
            "NOT" => is_about(&arguments[0], subject),
            name if COMPARISONS.contains(&name) => arguments.iter().all(known),
            name if is_test(name) => arguments[0].same(subject) && arguments.iter().all(known),
            _ => false,
        },
        _ => false,
    }
}

/// The constants that an expression is compared with, ascending and each once.
struct Constants<'a> {
    ordered: Vec<&'a Expr>,
    session: &'a Session,
}

/// Where a value lies: `None` is NULL, an odd number is at a constant (the first is 1), an even one before the next.
type Place = Option<usize>;

impl<'a> Constants<'a> {
    fn of(conditions: &[&'a Expr], session: &'a Session) -> Self {
        let mut constants = Constants { ordered: Vec::new(), session };
        for condition in conditions {
            constants.collect(condition);
        }
        constants
    }

    fn collect(&mut self, condition: &'a Expr) {
        match condition.as_literal() {
            Some(value) if !value.is_null() && self.position(condition).is_none() => {
                let at = self.ordered.iter().take_while(|known| self.holds("<", known, condition)).count();
                self.ordered.insert(at, condition);
            }
            Some(_) => {}
            None => condition.children().into_iter().for_each(|child| self.collect(child)),
        }
    }

    fn holds(&self, comparison: &str, left: &Expr, right: &Expr) -> bool {
        let answer = Expr::call(comparison, vec![left.clone(), right.clone()], self.session);
        answer.is_ok_and(|answer| answer.as_literal() == Some(&Value::Boolean(true)))
    }

    fn position(&self, constant: &Expr) -> Option<usize> {
        self.ordered.iter().position(|known| self.holds("=", known, constant))
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        (0..=2 * self.ordered.len()).map(Some).chain([None])
    }

    /// Where an operand lies when the subject lies at `place`.
    fn place_of(&self, operand: &Expr, place: Place) -> Place {
        match operand.as_literal() {
            Some(_) => self.position(operand).map(|at| 2 * at + 1),
            None => place,
        }
    }

    /// The truth of a condition about the subject when that lies at `place`; `None` is unknown.
    fn truth(&self, condition: &Expr, place: Place) -> Option<bool> {
        match &condition.node {
            Node::And(parts) => all(parts.iter().map(|part| self.truth(part, place))),
            Node::Or(parts) => all(parts.iter().map(|part| self.truth(part, place).map(|t| !t))).map(|none| !none),
            Node::Call(function, _, arguments) => match function.name {
                "NOT" => self.truth(&arguments[0], place).map(|t| !t),
                "IS NULL" => Some(place.is_none()),
                "IS NOT NULL" => Some(place.is_some()),
                "IN" => self.is_one_of(&arguments[1..], place),
                "NOT IN" => self.is_one_of(&arguments[1..], place).map(|t| !t),
                comparison => {
                    let order = self.place_of(&arguments[0], place)?.cmp(&self.place_of(&arguments[1], place)?);
                    Some(match comparison {
                        "=" => order.is_eq(),
                        "<>" => order.is_ne(),
                        "<" => order.is_lt(),
                        "<=" => order.is_le(),
                        ">" => order.is_gt(),
                        _ => order.is_ge(),
                    })
                }
            },
            _ => unreachable!("only conditions about the subject are asked for"),
        }
    }

    fn is_one_of(&self, elements: &[Expr], place: Place) -> Option<bool> {
        let place = place?;
        all(elements.iter().map(|e| self.place_of(e, None).map(|at| at != place))).map(|none| !none)
    }
}

/// Three-valued AND.
fn all(mut parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut unknown = false;
    let refuted = parts.any(|part| {
        unknown |= part.is_none();
        part == Some(false)
    });
    if refuted { Some(false) } else { (!unknown).then_some(true) }
}
