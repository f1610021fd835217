//! GROUPING SETS, ROLLUP and CUBE: the sets of expressions by which one query groups.

use crate::ast::{self, ExprKind, GroupingElement, GroupingSet};
use crate::diagnostic::Diagnostic;

/// How many grouping sets one GROUP BY may have.
const SETS_MAX: usize = 1_024;

/// The sets of a GROUP BY, in the order in which they are written; one for a plain GROUP BY. Elements side by side
/// multiply.
pub(super) fn grouping_sets(group_by: &ast::GroupBy) -> Result<Vec<Vec<&ast::Expr>>, Diagnostic> {
    let mut sets: Vec<Vec<&ast::Expr>> = vec![Vec::new()];
    for element in &group_by.elements {
        let own = sets_of(element, group_by)?;
        let joined = |left: &Vec<_>| own.iter().map(|right| [&left[..], &right[..]].concat()).collect::<Vec<_>>();
        check_number(sets.len().saturating_mul(own.len()), group_by)?;
        sets = sets.iter().flat_map(joined).collect();
    }
    Ok(sets)
}

fn sets_of<'a>(element: &'a GroupingElement, group_by: &ast::GroupBy) -> Result<Vec<Vec<&'a ast::Expr>>, Diagnostic> {
    match element {
        GroupingElement::Set(set) => Ok(vec![set.exprs.iter().collect()]),
        GroupingElement::Sets(elements, _) => {
            let sets = elements.iter().map(|e| sets_of(e, group_by)).collect::<Result<Vec<_>, _>>()?;
            Ok(sets.concat())
        }
        GroupingElement::Rollup(parts, _) => Ok(distinct((0..=parts.len()).rev().map(|n| together(&parts[..n])))),
        GroupingElement::Cube(parts, _) => {
            check_number(1usize.checked_shl(parts.len() as u32).unwrap_or(usize::MAX), group_by)?;
            Ok(distinct((0..1 << parts.len()).map(|left_out| subset(parts, left_out))))
        }
    }
}

/// Without the sets of the same columns as an earlier one: a column that ROLLUP or CUBE names twice counts once.
fn distinct<'a>(sets: impl Iterator<Item = Vec<&'a ast::Expr>>) -> Vec<Vec<&'a ast::Expr>> {
    let mut kept: Vec<Vec<&ast::Expr>> = Vec::new();
    for set in sets {
        if !kept.iter().any(|earlier| all_in(&set, earlier) && all_in(earlier, &set)) {
            kept.push(set);
        }
    }
    kept
}

fn all_in(some: &[&ast::Expr], others: &[&ast::Expr]) -> bool {
    some.iter().all(|expr| others.iter().any(|other| is_same_name(expr, other)))
}

fn is_same_name(a: &ast::Expr, b: &ast::Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Name(a), ExprKind::Name(b)) => a.to_string() == b.to_string(),
        _ => a == b,
    }
}

fn together(parts: &[GroupingSet]) -> Vec<&ast::Expr> {
    parts.iter().flat_map(|p| &p.exprs).collect()
}

/// The parts whose bit is not set in `left_out`; the last part has the lowest bit.
fn subset(parts: &[GroupingSet], left_out: usize) -> Vec<&ast::Expr> {
    let kept = parts.iter().rev().enumerate().filter(|(bit, _)| left_out >> bit & 1 == 0).map(|(_, part)| part);
    let mut kept: Vec<&GroupingSet> = kept.collect();
    kept.reverse();
    kept.into_iter().flat_map(|p| &p.exprs).collect()
}

fn check_number(sets: usize, group_by: &ast::GroupBy) -> Result<(), Diagnostic> {
    if sets <= SETS_MAX {
        return Ok(());
    }
    Err(Diagnostic::at(group_by.span, format!("this GROUP BY has more than {SETS_MAX} grouping sets")))
}
