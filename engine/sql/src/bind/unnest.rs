//! UNNEST in FROM: alone, or behind a comma, CROSS JOIN, JOIN or LEFT JOIN … ON a condition, over the columns to its left.
//! A LEFT JOIN's condition reads the elements only, as in Flink.
//!
//! Without a list of names the columns are called `EXPR$0` (an element), `KEY` and `VALUE` (an entry of a map) or as the fields
//! of a ROW, but a sole one is called as the table's alias: `UNNEST(tags) AS tag` has a column `tag`.

use super::expr::{ExprBinder, General};
use super::query::QueryBinder;
use super::scope::Scope;
use super::table_hints::TableHints;
use crate::ast::{self, ExprKind, JoinConstraint, JoinKind, Literal, TableRefKind};
use crate::diagnostic::Diagnostic;
use crate::relation::{Column, Relation, RelationKind};
use waterwheel_expr::Expr;
use waterwheel_types::{DataType, Kind};

impl QueryBinder<'_> {
    /// The rows of the left side, each once per element of a collection in it.
    pub(super) fn bind_unnest_join(&mut self, join: &ast::Join, hints: &TableHints<'_>) -> Result<(Relation, Scope), Diagnostic> {
        let matching = matching(join)?;
        let (input, scope) = self.bind_from(&join.left, hints)?;
        let (rows, scope) = self.bind_unnest(input, scope, &join.right, matching)?;
        let Matching::Inner(Some(condition)) = matching else { return Ok((rows, scope)) };
        let condition = ExprBinder { scope: &scope, session: self.session() }.bind_condition(condition, "ON", &mut General)?;
        Ok((rows.filter(condition), scope))
    }

    /// Rows of this scope, each once per element of the collection that `table` unnests.
    pub(super) fn bind_unnest(
        &mut self,
        input: Relation,
        mut scope: Scope,
        table: &ast::TableRef,
        matching: Matching<'_>,
    ) -> Result<(Relation, Scope), Diagnostic> {
        let TableRefKind::Unnest { collections, ordinality } = &table.kind else { unreachable!("called for UNNEST") };
        let [collection] = &collections[..] else {
            return Err(Diagnostic::at(table.span, "UNNEST takes one collection"));
        };
        let bound = ExprBinder { scope: &scope, session: self.session() }.bind(collection)?;
        let mut added = element_columns(&bound.data_type).ok_or_else(|| {
            Diagnostic::at(collection.span, format!("UNNEST takes an ARRAY, MAP or MULTISET, not {}", bound.data_type.kind))
        })?;
        if let ([only], Some(alias)) = (&mut added[..], &table.alias) {
            only.name.clone_from(&alias.name.text);
        }
        if *ordinality {
            added.push(Column::plain("ORDINALITY", Kind::Int.not_null()));
        }
        if let Some(alias) = &table.alias {
            give_names(&mut added, alias)?;
        }
        let alias = table.alias.as_ref().map(|alias| alias.name.text.as_str());
        let condition = match matching {
            Matching::Left(Some(condition)) => Some(self.bind_element_condition(condition, alias, &added)?),
            _ => None,
        };
        let outer = matches!(matching, Matching::Left(_));
        added.iter_mut().for_each(|column| column.data_type.nullable |= outer);
        let width = input.columns.len();
        let mut below: Vec<(Column, Expr)> = input.columns.iter().enumerate().map(|(i, c)| (c.clone(), input.column(i))).collect();
        below.push((Column::plain("$collection", bound.data_type.clone()), bound));
        let below = input.project(below);
        let columns = below.columns.iter().chain(&added).cloned().collect();
        let kind = RelationKind::Unnest { input: Box::new(below), collection: width, ordinality: *ordinality, condition, outer };
        let unnested = Relation { columns, kind };
        let kept = (0..unnested.columns.len()).filter(|&i| i != width);
        let kept = kept.map(|i| (unnested.columns[i].clone(), unnested.column(i))).collect();
        if let Some(alias) = table.alias.as_ref().filter(|alias| scope.table(&alias.name.text).is_some()) {
            return Err(Diagnostic::at(alias.name.span, format!("two tables of this FROM clause are named `{}`", alias.name.text))
                .with_hint("give one another alias"));
        }
        scope.add(alias, added);
        Ok((unnested.project(kept), scope))
    }

    /// The condition of a LEFT JOIN, over the columns of an element.
    fn bind_element_condition(&self, condition: &ast::Expr, alias: Option<&str>, columns: &[Column]) -> Result<Expr, Diagnostic> {
        let mut scope = Scope::default();
        scope.add(alias, columns.to_vec());
        let bound = ExprBinder { scope: &scope, session: self.session() }.bind_condition(condition, "ON", &mut General);
        bound.map_err(|error| match error.hint {
            Some(hint) => Diagnostic { hint: Some(format!("ON of a LEFT JOIN reads the elements of UNNEST only: {hint}")), ..error },
            None => error,
        })
    }
}

/// Which elements of a row count, and what becomes of a row without any.
#[derive(Clone, Copy)]
pub(super) enum Matching<'a> {
    /// Those for which the condition is true; the row is left out.
    Inner(Option<&'a ast::Expr>),
    /// The same; the row is kept once.
    Left(Option<&'a ast::Expr>),
}

/// The names of an alias's list, if it has one.
fn give_names(columns: &mut [Column], alias: &ast::TableAlias) -> Result<(), Diagnostic> {
    if !alias.columns.is_empty() && alias.columns.len() != columns.len() {
        return Err(Diagnostic::at(alias.span, format!("{} names for {} columns", alias.columns.len(), columns.len())));
    }
    columns.iter_mut().zip(&alias.columns).for_each(|(column, name)| column.name.clone_from(&name.text));
    Ok(())
}

/// How the join is written; ON TRUE is no condition.
fn matching(join: &ast::Join) -> Result<Matching<'_>, Diagnostic> {
    let unless_true = |condition| Some(condition).filter(|e: &&ast::Expr| e.kind != ExprKind::Literal(Literal::Boolean(true)));
    match (join.kind, &join.constraint) {
        (JoinKind::Cross | JoinKind::Comma, JoinConstraint::None) => Ok(Matching::Inner(None)),
        (JoinKind::Inner, JoinConstraint::On(condition)) => Ok(Matching::Inner(unless_true(condition))),
        (JoinKind::Left, JoinConstraint::On(condition)) => Ok(Matching::Left(unless_true(condition))),
        _ => Err(Diagnostic::at(join.op_span, "UNNEST is joined by CROSS JOIN, or by JOIN or LEFT JOIN … ON a condition")),
    }
}

/// The columns of one element.
fn element_columns(collection: &DataType) -> Option<Vec<Column>> {
    match &collection.kind {
        Kind::Array(element) | Kind::Multiset(element) => match &element.kind {
            Kind::Row(fields) | Kind::Structured(_, fields) => {
                let field = |f: &waterwheel_types::Field| {
                    Column::plain(&f.name, DataType { nullable: f.data_type.nullable || element.nullable, ..f.data_type.clone() })
                };
                Some(fields.iter().map(field).collect())
            }
            _ => Some(vec![Column::plain("EXPR$0", (**element).clone())]),
        },
        Kind::Map(key, value) => Some(vec![Column::plain("KEY", (**key).clone()), Column::plain("VALUE", (**value).clone())]),
        _ => None,
    }
}
