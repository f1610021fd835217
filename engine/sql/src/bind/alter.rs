//! ALTER TABLE: columns, watermark, keys, distribution and partitions of a table that is declared already.
//!
//! What is added or changed is declared anew on top of what stays, so that it is checked as CREATE TABLE checks it.

use super::ddl::{Base, Like, check_distribution, declare, names, positions, renumbered, source_names};
use super::partitions;
use crate::ast::{self, AlterTableAction, ColumnKind as Written};
use crate::catalog::{ColumnKind, Table, TableColumn, Watermark};
use crate::diagnostic::{Diagnostic, nearest};
use std::sync::Arc;
use waterwheel_expr::Session;

/// The table after a change of its columns, watermark or key. Expressions of columns that stay keep their meaning.
pub(crate) fn alter_table(table: &Table, action: &AlterTableAction, script: &str, session: &Session) -> Result<Table, Diagnostic> {
    let mut altered = table.clone();
    match action {
        AlterTableAction::Add(elements) => return extended(table, elements, script, session),
        AlterTableAction::Modify(elements) => return modified(table, elements, script, session),
        AlterTableAction::DropColumns(names) => {
            for (number, name) in names.iter().enumerate() {
                column_of(table, name)?;
                if names[..number].iter().any(|other| other.text == name.text) {
                    return Err(Diagnostic::at(name.span, format!("`{}` is named twice", name.text)));
                }
                let buckets = table.distribution.iter().flat_map(|d| &d.columns).any(|c| c.text == name.text);
                if buckets || table.primary_key.contains(&name.text) || table.partition_keys.contains(&name.text) {
                    return Err(Diagnostic::at(name.span, format!("`{}` is part of a key of the table", name.text)));
                }
            }
            return without(table, names);
        }
        AlterTableAction::DropKey(_, span) if table.primary_key.is_empty() => {
            return Err(Diagnostic::at(*span, format!("the table {} has no primary key", table.name)));
        }
        AlterTableAction::DropKey(Some(name), _) if name.text != table.key_name() => {
            return Err(Diagnostic::at(name.span, format!("the table {} has no constraint `{}`", table.name, name.text)));
        }
        AlterTableAction::DropKey(..) => (altered.primary_key, altered.primary_key_name) = (Vec::new(), None),
        AlterTableAction::DropWatermark(span) if table.watermark.is_none() => {
            return Err(Diagnostic::at(*span, format!("the table {} has no watermark", table.name)));
        }
        AlterTableAction::DropWatermark(_) => altered.watermark = None,
        AlterTableAction::AddDistribution(new) if table.distribution.is_some() => {
            return Err(Diagnostic::at(new.span, format!("the table {} is distributed already", table.name)).with_hint("MODIFY changes it"));
        }
        AlterTableAction::ModifyDistribution(new) if table.distribution.is_none() => {
            return Err(Diagnostic::at(new.span, format!("the table {} is not distributed", table.name)).with_hint("ADD begins with it"));
        }
        AlterTableAction::AddDistribution(new) | AlterTableAction::ModifyDistribution(new) => {
            check_distribution(new, &table.columns)?;
            altered.distribution = Some(new.clone());
        }
        AlterTableAction::DropDistribution(span) if table.distribution.is_none() => {
            return Err(Diagnostic::at(*span, format!("the table {} is not distributed", table.name)));
        }
        AlterTableAction::DropDistribution(_) => altered.distribution = None,
        AlterTableAction::RenameColumn { from, to } => return renamed(table, from, to),
        AlterTableAction::AddPartitions { if_not_exists, partitions } => return partitions::added(table, partitions, *if_not_exists),
        AlterTableAction::DropPartitions { if_exists, partitions } => return partitions::dropped(table, partitions, *if_exists),
        AlterTableAction::Rename(_) | AlterTableAction::SetOptions(_) | AlterTableAction::ResetOptions(_) => {}
    }
    Ok(altered)
}

fn column_of(table: &Table, name: &ast::Ident) -> Result<usize, Diagnostic> {
    let found = table.columns.iter().position(|c| c.name == name.text);
    found.ok_or_else(|| {
        let error = Diagnostic::at(name.span, format!("the table {} has no column `{}`", table.name, name.text));
        match nearest(&name.text, names(&table.columns)) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None => error,
        }
    })
}

/// ADD: as if the table were declared LIKE itself, with more.
fn extended(table: &Table, elements: &ast::AlterElements, script: &str, session: &Session) -> Result<Table, Diagnostic> {
    let span = elements.declared.name.span;
    let like = Like { table: Arc::new(table.clone()), options: Vec::new(), span };
    let base = Base { first: table.columns.clone(), last: Vec::new(), like: Some(like) };
    let added = declare(&elements.declared, base, table.name.clone(), script, session)?;
    let kept = table.clone();
    let added = Table { comment: kept.comment, partitions: kept.partitions, temporary: table.temporary, span: table.span, ..added };
    reject_later_places(elements)?;
    let mut order: Vec<&str> = names(&added.columns);
    for (column, after) in &elements.places {
        order.retain(|name| *name != column.text);
        let at = match after {
            None => 0,
            Some(after) => order.iter().position(|name| *name == after.text).map_or_else(|| column_of(&added, after), Ok)? + 1,
        };
        order.insert(at.min(order.len()), &column.text);
    }
    Ok(rearranged(&added, &order).unwrap_or_else(|column| unreachable!("{column} stays")))
}

/// A column stands after one that was there before, or was written before it.
fn reject_later_places(elements: &ast::AlterElements) -> Result<(), Diagnostic> {
    let number = |name: &ast::Ident| elements.declared.columns.iter().position(|c| c.name.text == name.text);
    let is_later = |column, after| number(after).is_some_and(|after| Some(after) >= number(column));
    let wrong = elements.places.iter().find_map(|(column, after)| after.as_ref().filter(|after| is_later(column, *after)));
    match wrong {
        Some(after) => Err(Diagnostic::at(after.span, format!("there is no column `{}` yet", after.text)).with_hint("write it first")),
        None => Ok(()),
    }
}

/// MODIFY: the columns, and what is computed from them, are taken out, added anew, and put back where they stood.
fn modified(table: &Table, elements: &ast::AlterElements, script: &str, session: &Session) -> Result<Table, Diagnostic> {
    let declared = &elements.declared;
    for column in &declared.columns {
        column_of(table, &column.name)?;
    }
    if let (Some(new), None) = (&declared.watermark, &table.watermark) {
        return Err(Diagnostic::at(new.span, format!("the table {} has no watermark", table.name)).with_hint("ADD gives it one"));
    }
    if let (Some(new), []) = (declared.constraints.first(), table.primary_key.as_slice()) {
        return Err(Diagnostic::at(new.span, format!("the table {} has no primary key", table.name)).with_hint("ADD gives it one"));
    }
    let again = with_dependents(table, declared);
    let changed: Vec<ast::Ident> = again.columns.iter().map(|c| c.name.clone()).collect();
    let watermark = table.watermark.clone().filter(|_| again.watermark.is_none());
    let mut rest = without(&Table { watermark, ..table.clone() }, &changed)?;
    let keys = (std::mem::take(&mut rest.primary_key), rest.primary_key_name.take());
    let added = extended(&rest, &ast::AlterElements { declared: again, places: Vec::new() }, script, session)?;
    let mut altered = rearranged(&added, &names(&table.columns)).unwrap_or_else(|column| unreachable!("{column} stays"));
    if declared.constraints.is_empty() {
        (altered.primary_key, altered.primary_key_name) = keys;
        let key = altered.primary_key.clone();
        altered.columns.iter_mut().filter(|c| key.contains(&c.name)).for_each(|c| c.data_type.nullable = false);
    }
    let places = ast::AlterElements {
        declared: ast::CreateTable { columns: vec![], watermark: None, constraints: vec![], ..declared.clone() },
        places: elements.places.clone(),
    };
    if places.places.is_empty() { Ok(altered) } else { extended(&altered, &places, script, session) }
}

/// Changed columns, with the comments that they had, and the computed columns and the watermark that read them: their types may change, too.
fn with_dependents(table: &Table, declared: &ast::CreateTable) -> ast::CreateTable {
    let mut again = declared.clone();
    again.columns.iter_mut().filter(|column| column.comment.is_none()).for_each(|column| {
        let old = table.columns.iter().find(|old| old.name == column.name.text);
        column.comment = old.and_then(|old| old.comment.clone()).map(|value| ast::StringLiteral { value, span: column.span });
    });
    let sources = source_names(&table.columns);
    for column in &table.columns {
        if let ColumnKind::Computed { expr, written, .. } = &column.kind
            && !is_declared(declared, &column.name)
            && expr.references().iter().any(|&at| is_declared(declared, sources[at]))
        {
            again.columns.push(computed_again(column, written));
        }
    }
    let Some(watermark) = table.watermark.as_ref().filter(|_| declared.watermark.is_none()) else { return again };
    let mut read = watermark.expr.references().into_iter().chain([watermark.column]);
    if read.any(|at| is_declared(&again, &table.columns[at].name)) {
        let (expr, span) = (watermark.written.clone(), watermark.written.span);
        let column = ast::Name { parts: vec![ast::Ident { text: watermark.name.clone(), quoted: true, span }], span };
        again.watermark = Some(ast::Watermark { column, expr, span });
    }
    again
}

fn is_declared(declared: &ast::CreateTable, name: &str) -> bool {
    declared.columns.iter().any(|column| column.name.text == name)
}

/// The declaration of a computed column as it was.
fn computed_again(column: &TableColumn, written: &ast::Expr) -> ast::Column {
    let span = written.span;
    ast::Column {
        name: ast::Ident { text: column.name.clone(), quoted: true, span },
        kind: Written::Computed(written.clone()),
        comment: column.comment.clone().map(|value| ast::StringLiteral { value, span }),
        span,
    }
}

fn without(table: &Table, dropped: &[ast::Ident]) -> Result<Table, Diagnostic> {
    let kept: Vec<&str> = names(&table.columns).into_iter().filter(|name| !dropped.iter().any(|d| d.text == *name)).collect();
    rearranged(table, &kept).map_err(|what| {
        Diagnostic::at(dropped[0].span, format!("{what} is computed from the column"))
            .with_hint("drop that first, and add it again after the change")
    })
}

/// The table with these of its columns, in this order; what else reads a column that is left out.
fn rearranged(table: &Table, order: &[&str]) -> Result<Table, String> {
    let column = |name: &&str| table.columns.iter().find(|c| c.name == **name).expect("a column of the table").clone();
    let mut columns: Vec<TableColumn> = order.iter().map(column).collect();
    let moved = positions(&source_names(&table.columns), &source_names(&columns));
    for column in &mut columns {
        if let ColumnKind::Computed { expr, .. } = &mut column.kind {
            *expr = renumbered(expr, &moved).ok_or_else(|| format!("the column `{}`", column.name))?;
        }
    }
    let moved = positions(&names(&table.columns), order);
    let watermark = table.watermark.as_ref().map(|w| {
        let found = moved[w.column].zip(renumbered(&w.expr, &moved));
        found.map(|(column, expr)| Watermark { column, expr, ..w.clone() }).ok_or_else(|| "the watermark".to_owned())
    });
    Ok(Table { columns, watermark: watermark.transpose()?, ..table.clone() })
}

/// A column under another name; nothing may be computed from it, because that is kept as it was written.
fn renamed(table: &Table, from: &ast::Ident, to: &ast::Ident) -> Result<Table, Diagnostic> {
    let at = column_of(table, from)?;
    if table.partition_keys.contains(&from.text) {
        return Err(Diagnostic::at(from.span, format!("the table is partitioned by `{}`", from.text))
            .with_hint("declare another table: its folders are named after the column"));
    }
    if table.columns.iter().any(|c| c.name == to.text) {
        return Err(Diagnostic::at(to.span, format!("the table has a column `{}` already", to.text)));
    }
    without(table, std::slice::from_ref(from))?;
    let mut altered = table.clone();
    if !table.primary_key.is_empty() {
        // As in Flink, the key keeps the name that it had after its old columns.
        altered.primary_key_name = Some(table.key_name());
    }
    altered.columns[at].name.clone_from(&to.text);
    altered.primary_key.iter_mut().filter(|key| **key == from.text).for_each(|key| key.clone_from(&to.text));
    Ok(altered)
}
