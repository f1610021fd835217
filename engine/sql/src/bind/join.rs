//! Joins in FROM: both sides, side by side, and the condition of ON, USING or NATURAL above them.
//!
//! Which parts of the condition are keys is found later, together with those of WHERE
//! ([`place_joins`](crate::rewrite::place_joins)).

use super::expr::{ExprBinder, General};
use super::query::QueryBinder;
use super::refused;
use super::scope::{Scope, Shared};
use super::table_hints::TableHints;
use crate::ast::{self, JoinConstraint, JoinKind, TableRefKind};
use crate::diagnostic::Diagnostic;
use crate::relation::{Joining, Relation};
use crate::rewrite::place_joins;
use waterwheel_expr::Expr;

impl QueryBinder<'_> {
    /// The rows of a statement's query, its joins by keys.
    pub fn bind_statement(&mut self, query: &ast::Query) -> Result<Relation, Diagnostic> {
        let relation = self.bind_query(query)?;
        place_joins(relation, self.is_batch(), self.session())
    }

    /// The rows of two tables that fulfil the condition.
    pub(super) fn bind_join(&mut self, join: &ast::Join, hints: &TableHints<'_>) -> Result<(Relation, Scope), Diagnostic> {
        refuse_other(join)?;
        let (left, left_scope) = self.bind_from(&join.left, hints)?;
        let (right, right_scope) = self.bind_from(&join.right, hints)?;
        if let Some(name) = left_scope.name_also_in(&right_scope) {
            return Err(Diagnostic::at(join.right.span, format!("two tables of this FROM clause are named `{name}`"))
                .with_hint("give one another alias"));
        }
        let shared = match &join.constraint {
            JoinConstraint::Using(names) => left_scope.shared_with(&right_scope, names)?,
            _ if join.natural => left_scope.shared_names(&right_scope, join.op_span)?,
            _ => Vec::new(),
        };
        let joined = left.join(
            right,
            Joining { keys: Vec::new(), ttl_ms: [&left_scope, &right_scope].map(|side| hints.of_rows(side)), at: join.op_span },
        );
        let mut conditions = Vec::new();
        for Shared { left: l, right: r, span } in &shared {
            let sides = [l, r].map(|&at| joined.column(at)).to_vec();
            conditions.push(Expr::call("=", sides, self.session()).map_err(|m| refused(m, *span))?);
        }
        let scope = left_scope.beside(right_scope, &shared, join.natural);
        if let JoinConstraint::On(condition) = &join.constraint {
            conditions.push(ExprBinder { scope: &scope, session: self.session() }.bind_condition(condition, "ON", &mut General)?);
        }
        Ok((joined.filter_all(conditions), scope))
    }
}

fn refuse_other(join: &ast::Join) -> Result<(), Diagnostic> {
    let outer = match join.kind {
        JoinKind::Left => "LEFT",
        JoinKind::Right => "RIGHT",
        JoinKind::Full => "FULL",
        JoinKind::Inner | JoinKind::Cross | JoinKind::Comma => return refuse_lateral(&join.right),
    };
    Err(Diagnostic::at(join.op_span, format!("{outer} joins are not supported yet: only inner joins are")))
}

/// What is computed anew for each row of the left side.
fn refuse_lateral(table: &ast::TableRef) -> Result<(), Diagnostic> {
    match table.kind {
        TableRefKind::Query { lateral: true, .. } | TableRefKind::Function { lateral: true, .. } => {
            Err(Diagnostic::at(table.span, "joins with LATERAL are not supported yet"))
        }
        _ => Ok(()),
    }
}
