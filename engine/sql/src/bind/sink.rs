//! INSERT: the query's columns meet the table's.

use super::query::QueryBinder;
use super::refused;
use super::upsert::Meeting;
use crate::ast;
use crate::catalog::{Catalog, ColumnKind, DatabaseName, Object, ObjectName, Table, TableColumn};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::relation::{Column, Relation, RelationKind, TimeAttribute};
use crate::span::Span;
use std::sync::Arc;
use waterwheel_expr::scalar::cast::{Mode, cast};
use waterwheel_expr::{Expr, Session, coercion};
use waterwheel_types::{DataType, Kind};

/// An INSERT whose query has exactly the columns that the table is written.
#[derive(Clone, Debug)]
pub(crate) struct Insert {
    pub table: Arc<Table>,
    pub relation: Relation,
    /// Replace what is there?
    pub overwrite: bool,
    /// What becomes of changes that meet on the table's primary key in a stream; why it cannot run as one, when it cannot.
    pub meeting: Result<Meeting, Diagnostic>,
}

/// Binds an INSERT: target, query, and the implicit casts between them.
pub(crate) fn bind_insert(insert: &ast::Insert, catalog: &Catalog, session: &Session, config: &Config) -> Result<Insert, Diagnostic> {
    let table = match catalog.find(&insert.table)? {
        Object::Table(table) => Arc::clone(table),
        Object::View(_) => {
            return Err(Diagnostic::at(insert.table.span, format!("`{}` is a view: only tables are written to", insert.table)));
        }
    };
    let table = with_options(table, &insert.hints)?;
    check_partition(insert, &table)?;
    let query = QueryBinder::new(catalog, session, config).under(config).bind_statement(&insert.query)?;
    let targets = target_columns(insert, &table)?;
    reject_several_event_times(&query, &table, &targets, insert.query.span)?;
    let constants = constants(insert, session)?;
    let meeting = super::upsert::meeting(insert, &query, &table, &targets, config);
    let relation = fit(query, &table, &targets, &constants, insert, session)?;
    Ok(Insert { table, relation, overwrite: insert.overwrite, meeting })
}

fn with_options(mut table: Arc<Table>, hints: &[ast::Hint]) -> Result<Arc<Table>, Diagnostic> {
    for argument in hints.iter().flat_map(|h| &h.args) {
        if let ast::HintArg::KeyValue(option) = argument {
            Arc::make_mut(&mut table).set_option(option, option.value.value.clone());
        }
    }
    Ok(table)
}

/// Where one column is cast to the sink's type, all are: then none is an event-time attribute any more.
fn reject_several_event_times(query: &Relation, table: &Table, targets: &[usize], span: Span) -> Result<(), Diagnostic> {
    let needs_cast = |(column, &target): (&Column, &usize)| !is_longer_text(&column.data_type.kind, &table.columns[target].data_type.kind);
    let is_time = |column: &&Column| column.time == Some(TimeAttribute::Event);
    let times: Vec<&str> = query.columns.iter().filter(is_time).map(|c| c.name.as_str()).collect();
    if times.len() <= 1 || query.columns.iter().zip(targets).any(needs_cast) {
        return Ok(());
    }
    let list = times.iter().map(|t| format!("`{t}`")).collect::<Vec<_>>().join(", ");
    Err(Diagnostic::at(span, format!("the query has more than one event-time attribute: {list}; a sink takes one"))
        .with_hint(format!("CAST the others to plain timestamps: CAST({} AS TIMESTAMP(3))", times[1])))
}

/// Whether values of one type are taken for the other's without a cast: the same, or a text with at least as much room.
fn is_longer_text(from: &Kind, to: &Kind) -> bool {
    match (from, to) {
        (Kind::Char(m) | Kind::VarChar(m), Kind::VarChar(n)) | (Kind::Binary(m) | Kind::VarBinary(m), Kind::VarBinary(n)) => m <= n,
        _ => from == to,
    }
}

/// The written columns in the order in which the query gives them; positions among the table's columns.
fn target_columns(insert: &ast::Insert, table: &Table) -> Result<Vec<usize>, Diagnostic> {
    let fixed = |at: &usize| !insert.partition.iter().any(|p| p.column.text == table.columns[*at].name);
    if insert.columns.is_empty() {
        return Ok(table.sink_columns().into_iter().filter(fixed).collect());
    }
    let writable = table.sink_columns();
    let mut targets = Vec::new();
    for name in &insert.columns {
        let column = &name.last().text;
        let at = table.columns.iter().position(|c| c.name == *column).filter(|at| writable.contains(at));
        let at =
            at.ok_or_else(|| Diagnostic::at(name.span, format!("the table {} has no column `{name}` that can be written", table.name)))?;
        if targets.contains(&at) {
            return Err(Diagnostic::at(name.span, format!("the column `{name}` is given twice")));
        }
        targets.push(at);
    }
    Ok(targets)
}

fn check_partition(insert: &ast::Insert, table: &Table) -> Result<(), Diagnostic> {
    for (number, given) in insert.partition.iter().enumerate() {
        let column = &given.column.text;
        if !table.partition_keys.contains(column) {
            return Err(not_partitioned_by(&given.column, table));
        }
        let listed = insert.columns.iter().find(|name| name.last().text == *column).map(|name| name.span);
        let twice = insert.partition[..number].iter().any(|p| p.column.text == *column).then_some(given.column.span);
        if let Some(again) = listed.or(twice) {
            return Err(Diagnostic::at(again, format!("the column `{column}` is given twice"))
                .with_hint("a value in PARTITION (…) is for all rows: leave the column out elsewhere"));
        }
        if matches!(given.value.kind, ast::ExprKind::Literal(ast::Literal::Null)) {
            return Err(Diagnostic::at(given.value.span, "a partition value is a literal that is not NULL")
                .with_hint("give the column's value in the query: CAST(NULL AS …)"));
        }
    }
    Ok(())
}

fn not_partitioned_by(column: &ast::Ident, table: &Table) -> Diagnostic {
    let error = Diagnostic::at(column.span, format!("the table {} is not PARTITIONED BY `{}`", table.name, column.text));
    match table.partition_keys.as_slice() {
        [] => error.with_hint("it has no partitions: give the value in the query"),
        keys => error.with_hint(format!("its partition columns are {}", keys.join(", "))),
    }
}

/// The values of INSERT … PARTITION (k = v) by column name.
fn constants(insert: &ast::Insert, session: &Session) -> Result<Vec<(String, Expr, Span)>, Diagnostic> {
    let scope = super::scope::Scope::default();
    let binder = super::expr::ExprBinder { scope: &scope, session };
    let constant = |p: &ast::PartitionValue| Ok((p.column.text.clone(), binder.bind(&p.value)?, p.value.span));
    insert.partition.iter().map(constant).collect()
}

/// The query projected to the table's written columns, cast where that is implicit; unnamed columns become NULL.
fn fit(
    query: Relation,
    table: &Table,
    targets: &[usize],
    constants: &[(String, Expr, Span)],
    insert: &ast::Insert,
    session: &Session,
) -> Result<Relation, Diagnostic> {
    if query.columns.len() != targets.len() {
        return Err(mismatch(&query, table, targets, insert, "different numbers of columns"));
    }
    let mut columns = Vec::new();
    for at in table.sink_columns() {
        let wanted = &table.columns[at];
        let value = if let Some(from) = targets.iter().position(|&t| t == at) {
            let given = &query.columns[from].data_type;
            if !coercion::can_cast_implicitly(given, &wanted.data_type) {
                let reason = format!("column `{}` takes {}, the query gives {}", wanted.name, wanted.data_type, given);
                return Err(mismatch(&query, table, targets, insert, &reason));
            }
            to_type(given_at(&query, from), &wanted.data_type, insert.query.span, session)?
        } else if let Some((_, value, span)) = constants.iter().find(|(name, ..)| *name == wanted.name) {
            to_type(value.clone(), &wanted.data_type, *span, session)?
        } else if wanted.data_type.nullable {
            Expr::null(wanted.data_type.kind.clone())
        } else {
            return Err(Diagnostic::at(insert.span, format!("the column `{}` is NOT NULL but is not given a value", wanted.name)));
        };
        let data_type = wanted.data_type.with_nullable(value.data_type.nullable);
        columns.push((Column::plain(&wanted.name, data_type), value));
    }
    Ok(query.project(columns))
}

/// A column of the query; where it is a constant the constant itself, which Flink casts before it cuts it to its type's digits.
fn given_at(query: &Relation, at: usize) -> Expr {
    Some(over_source(query, at)).filter(|given| given.as_literal().is_some()).unwrap_or_else(|| query.column(at))
}

/// A column as an expression over the rows below all projections and filters.
fn over_source(query: &Relation, at: usize) -> Expr {
    match &query.kind {
        RelationKind::Project { input, exprs } => exprs[at].clone().map_columns(&mut |index, _| over_source(input, index)),
        RelationKind::Filter { input, .. } => over_source(input, at),
        _ => query.column(at),
    }
}

fn to_type(value: Expr, wanted: &DataType, span: Span, session: &Session) -> Result<Expr, Diagnostic> {
    if value.data_type.kind == wanted.kind {
        return Ok(value);
    }
    cast(value, wanted, Mode::Cast, session).map_err(|m| refused(m, span))
}

fn mismatch(query: &Relation, table: &Table, targets: &[usize], insert: &ast::Insert, reason: &str) -> Diagnostic {
    let list = |columns: Vec<(&str, &DataType)>| columns.iter().map(|(name, t)| format!("{name} {t}")).collect::<Vec<_>>().join(", ");
    let given = list(query.columns.iter().map(|c| (c.name.as_str(), &c.data_type)).collect());
    let wanted = list(targets.iter().map(|&t| (table.columns[t].name.as_str(), &table.columns[t].data_type)).collect());
    Diagnostic::at(insert.table.span, format!("the columns of the query and of the sink {} do not match: {reason}", table.name))
        .with_hint(format!("query: [{given}], sink: [{wanted}]"))
}

/// A bare query as an INSERT into a hidden table that prints. Its rows are stored on their way to whoever asked.
pub(crate) fn select_into_print(relation: Relation, span: Span, session: &Session) -> Result<Insert, Diagnostic> {
    let stored = |i: usize| Expr::call("AS STORED", vec![relation.column(i)], session).map_err(|e| refused(e, span));
    let columns = relation.columns.iter().enumerate().map(|(i, c)| Ok((c.clone(), stored(i)?)));
    let columns = columns.collect::<Result<Vec<_>, Diagnostic>>()?;
    let relation = relation.project(columns);
    let column =
        |c: &Column| TableColumn { name: c.name.clone(), data_type: c.data_type.clone(), kind: ColumnKind::Physical, comment: None };
    let table = Table {
        name: ObjectName { database: DatabaseName::initial(), name: "select".to_owned() },
        columns: relation.columns.iter().map(column).collect(),
        watermark: None,
        primary_key: Vec::new(),
        primary_key_name: None,
        distribution: None,
        partition_keys: Vec::new(),
        partitions: Vec::new(),
        options: crate::script::print_options(span),
        comment: None,
        temporary: true,
        span,
    };
    Ok(Insert { table: Arc::new(table), relation, overwrite: false, meeting: Ok(Meeting::Never) })
}
