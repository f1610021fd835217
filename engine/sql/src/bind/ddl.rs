//! CREATE TABLE: columns, computed columns, watermark, keys.

use super::expr::ExprBinder;
use super::query::QueryBinder;
use super::scope::Scope;
use super::types::bind_type;
use crate::ast::{self, ColumnKind as Written};
use crate::catalog::{Catalog, ColumnKind, ObjectName, Table, TableColumn, Watermark};
use crate::diagnostic::Diagnostic;
use crate::relation::{Column, Relation, RelationKind};
use crate::span::Span;
use std::collections::BTreeMap;
use waterwheel_expr::{Expr, Node, Session};
use waterwheel_types::{DataType, Kind};

/// The table that a CREATE TABLE declares.
pub(crate) fn create_table(
    create: &ast::CreateTable,
    name: ObjectName,
    script: &str,
    session: &Session,
) -> Result<Table, Diagnostic> {
    if let Some(like) = &create.like {
        return Err(Diagnostic::at(like.span, "CREATE TABLE … LIKE is not supported yet"));
    }
    if let Some(query) = &create.query {
        return Err(Diagnostic::at(query.span, "CREATE TABLE … AS is not supported yet"));
    }
    let mut columns = declared_columns(create)?;
    let primary_key = primary_key(create, &mut columns)?;
    bind_computed(create, &mut columns, script, session)?;
    let watermark = create.watermark.as_ref().map(|w| bind_watermark(w, &columns, script, session)).transpose()?;
    check_partitions(create, &columns)?;
    Ok(Table {
        name,
        columns,
        watermark,
        primary_key,
        partition_keys: create.partitioned_by.iter().map(|p| p.text.clone()).collect(),
        options: options(&create.options)?,
        comment: create.comment.as_ref().map(|c| c.value.clone()),
        temporary: create.temporary,
        span: create.name.span,
    })
}

fn options(written: &[ast::KeyValue]) -> Result<BTreeMap<String, String>, Diagnostic> {
    let mut options = BTreeMap::new();
    for option in written {
        if options.insert(option.key.value.clone(), option.value.value.clone()).is_some() {
            return Err(Diagnostic::at(option.key.span, format!("the option '{}' is given twice", option.key.value)));
        }
    }
    Ok(options)
}

/// Columns with the types that are written; computed ones get theirs later.
fn declared_columns(create: &ast::CreateTable) -> Result<Vec<TableColumn>, Diagnostic> {
    let mut columns: Vec<TableColumn> = Vec::with_capacity(create.columns.len());
    for column in &create.columns {
        if columns.iter().any(|c| c.name == column.name.text) {
            return Err(Diagnostic::at(column.name.span, format!("the column `{}` is declared twice", column.name.text)));
        }
        let (data_type, kind) = match &column.kind {
            Written::Physical(written) => (bind_type(written)?, ColumnKind::Physical),
            Written::Metadata { data_type, key, is_virtual } => {
                let key = key.as_ref().map_or(&column.name.text, |k| &k.value).clone();
                (bind_type(data_type)?, ColumnKind::Metadata { key, is_virtual: *is_virtual })
            }
            Written::Computed(_) => {
                let pending = ColumnKind::Computed { expr: Expr::null(Kind::Null), text: String::new(), proctime: false };
                (Kind::Null.nullable(), pending)
            }
        };
        let comment = column.comment.as_ref().map(|c| c.value.clone());
        columns.push(TableColumn { name: column.name.text.clone(), data_type, kind, comment });
    }
    Ok(columns)
}

/// The names in sight of a declaration, as a scope over these columns.
fn scope_over<'a>(columns: impl Iterator<Item = &'a TableColumn>) -> Scope {
    let columns = columns.map(|c| Column::plain(&c.name, c.data_type.clone())).collect();
    Scope::of(None, &Relation { columns, kind: RelationKind::Values(vec![]) })
}

/// Computed columns see physical and metadata columns only, in the order of [`Table::source_columns`].
fn bind_computed(
    create: &ast::CreateTable,
    columns: &mut [TableColumn],
    script: &str,
    session: &Session,
) -> Result<(), Diagnostic> {
    let physical = columns.iter().filter(|c| matches!(c.kind, ColumnKind::Physical));
    let metadata = columns.iter().filter(|c| matches!(c.kind, ColumnKind::Metadata { .. }));
    let scope = scope_over(physical.chain(metadata));
    let binder = ExprBinder { scope: &scope, session };
    for (column, written) in columns.iter_mut().zip(&create.columns) {
        let Written::Computed(ast_expr) = &written.kind else { continue };
        let expr = binder.bind(ast_expr)?;
        if expr.data_type.kind == Kind::Null {
            return Err(Diagnostic::at(ast_expr.span, "a computed column needs a type").with_hint("CAST(NULL AS …) gives it one"));
        }
        let proctime = matches!(&expr.node, Node::Call(function, _, _) if function.name == "PROCTIME");
        column.data_type = expr.data_type.clone();
        column.kind = ColumnKind::Computed { expr, text: ast_expr.span.text(script).to_owned(), proctime };
    }
    Ok(())
}

fn bind_watermark(
    written: &ast::Watermark,
    columns: &[TableColumn],
    script: &str,
    session: &Session,
) -> Result<Watermark, Diagnostic> {
    let scope = scope_over(columns.iter());
    let time = scope.resolve(&written.column)?;
    let expr = ExprBinder { scope: &scope, session }.bind(&written.expr)?;
    let (column, path) = path_of(&time);
    check_time_type(&time.data_type, &written.column, written.column.span)?;
    match expr.data_type.kind {
        Kind::Timestamp(p) | Kind::TimestampLtz(p) if p <= 3 => {}
        _ => {
            return Err(Diagnostic::at(written.expr.span, format!("a watermark is a TIMESTAMP(3) or TIMESTAMP_LTZ(3), not {}", expr.data_type.kind)));
        }
    }
    Ok(Watermark { column, path, name: written.column.to_string(), expr, text: written.expr.span.text(script).to_owned() })
}

fn check_time_type(data_type: &DataType, name: &ast::Name, span: Span) -> Result<(), Diagnostic> {
    match data_type.kind {
        Kind::Timestamp(p) | Kind::TimestampLtz(p) if p <= 3 => Ok(()),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => Err(Diagnostic::at(span, format!("the time attribute `{name}` has a precision of more than 3: {data_type}"))
            .with_hint("declare it TIMESTAMP(3) or TIMESTAMP_LTZ(3)")),
        _ => Err(Diagnostic::at(span, format!("the time attribute `{name}` is {data_type}: expected TIMESTAMP(3) or TIMESTAMP_LTZ(3)"))
            .with_hint("compute it: ts AS TO_TIMESTAMP(…)")),
    }
}

/// The column that a path starts at and the fields it follows.
fn path_of(expr: &Expr) -> (usize, Vec<usize>) {
    match &expr.node {
        Node::Field(of, index) => {
            let (column, mut path) = path_of(of);
            path.push(*index);
            (column, path)
        }
        Node::Column(index) => (*index, Vec::new()),
        _ => unreachable!("a resolved name is a column or a field"),
    }
}

/// The key's columns, which thereby are NOT NULL.
fn primary_key(create: &ast::CreateTable, columns: &mut [TableColumn]) -> Result<Vec<String>, Diagnostic> {
    let mut key = Vec::new();
    for constraint in &create.constraints {
        if !constraint.primary {
            return Err(Diagnostic::at(constraint.span, "UNIQUE is not supported").with_hint("declare PRIMARY KEY (…) NOT ENFORCED"));
        }
        if constraint.enforced != Some(false) {
            return Err(Diagnostic::at(constraint.span, "a PRIMARY KEY cannot be enforced: the engine does not own the data")
                .with_hint("write PRIMARY KEY (…) NOT ENFORCED"));
        }
        if !key.is_empty() {
            return Err(Diagnostic::at(constraint.span, "a table has one PRIMARY KEY"));
        }
        for name in &constraint.columns {
            let column = columns.iter_mut().find(|c| c.name == name.text);
            let column = column.ok_or_else(|| Diagnostic::at(name.span, format!("there is no column `{}`", name.text)))?;
            if !matches!(column.kind, ColumnKind::Physical) {
                return Err(Diagnostic::at(name.span, format!("`{}` is not a physical column: it cannot be part of the key", name.text)));
            }
            if key.contains(&name.text) {
                return Err(Diagnostic::at(name.span, format!("`{}` is in the key twice", name.text)));
            }
            column.data_type.nullable = false;
            key.push(name.text.clone());
        }
    }
    Ok(key)
}

fn check_partitions(create: &ast::CreateTable, columns: &[TableColumn]) -> Result<(), Diagnostic> {
    for name in &create.partitioned_by {
        if !columns.iter().any(|c| c.name == name.text && matches!(c.kind, ColumnKind::Physical)) {
            return Err(Diagnostic::at(name.span, format!("there is no physical column `{}` to partition by", name.text)));
        }
    }
    Ok(())
}

/// A view's query is bound once when it is created, so that its errors show there.
pub(crate) fn check_view(query: &ast::Query, catalog: &Catalog, session: &Session) -> Result<Relation, Diagnostic> {
    QueryBinder::new(catalog, session).bind_query(query)
}
