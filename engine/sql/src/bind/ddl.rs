//! CREATE TABLE: columns, computed columns, watermark, keys, and what LIKE and AS bring along.

use super::expr::ExprBinder;
use super::query::QueryBinder;
use super::scope::Scope;
use super::types::bind_type;
use crate::ast::{self, ColumnKind as Written, MergeStrategy, TableFeature};
use crate::catalog::{Catalog, ColumnKind, GivenOption, Object, ObjectName, Table, TableColumn, Watermark};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, some_of};
use crate::relation::{Column, Relation, RelationKind};
use crate::span::Span;
use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel_expr::{Expr, Node, Session};
use waterwheel_types::{DataType, Kind};

/// What a declaration starts from: nothing, the table of LIKE, or the columns of the query of AS.
#[derive(Default)]
pub(super) struct Base {
    /// Stand before the declared columns.
    pub first: Vec<TableColumn>,
    /// Stand behind the declared columns, unless those have the same name.
    pub last: Vec<TableColumn>,
    /// What the expressions in `first` and the watermark are numbered by.
    pub like: Option<Like>,
}

/// The table of LIKE, as far as it is taken over.
pub(super) struct Like {
    /// As it was declared.
    pub table: Arc<Table>,
    /// Which of its features are taken over, and how.
    pub options: Vec<ast::LikeOption>,
    /// Where LIKE stands.
    pub span: Span,
}

impl Like {
    /// How a feature is merged: as written, else as ALL is, else as Flink does by default.
    fn strategy(&self, feature: TableFeature) -> MergeStrategy {
        let written = |wanted: TableFeature| self.options.iter().rev().find(|o| o.feature == wanted).map(|o| o.strategy);
        let default = if feature == TableFeature::Options { MergeStrategy::Overwriting } else { MergeStrategy::Including };
        written(feature).or_else(|| written(TableFeature::All)).unwrap_or(default)
    }

    fn takes(&self, feature: TableFeature) -> bool {
        self.strategy(feature) != MergeStrategy::Excluding
    }

    fn columns(&self) -> Vec<TableColumn> {
        let taken = |column: &&TableColumn| match column.kind {
            ColumnKind::Physical => true,
            ColumnKind::Computed { .. } => self.takes(TableFeature::Generated),
            ColumnKind::Metadata { .. } => self.takes(TableFeature::Metadata),
        };
        self.table.columns.iter().filter(taken).cloned().collect()
    }

    /// Whether a declared column may stand in the place of one of the same name.
    fn replaces(&self, old: &ColumnKind, new: &ColumnKind) -> bool {
        let feature = match (old, new) {
            (ColumnKind::Computed { .. }, ColumnKind::Computed { .. }) => TableFeature::Generated,
            (ColumnKind::Metadata { .. }, ColumnKind::Metadata { .. }) => TableFeature::Metadata,
            _ => return false,
        };
        self.strategy(feature) == MergeStrategy::Overwriting
    }

    /// An error when the declaration gives what the base has too and neither is to give way.
    fn conflict(&self, feature: TableFeature, word: &str, what: &str) -> Result<(), Diagnostic> {
        if self.strategy(feature) != MergeStrategy::Including {
            return Ok(());
        }
        Err(Diagnostic::at(self.span, format!("the table {} has {what} already", self.table.name))
            .with_hint(format!("LIKE … (EXCLUDING {word}) leaves it out, ALTER TABLE … MODIFY replaces it")))
    }
}

/// The table that a CREATE TABLE declares.
pub(crate) fn create_table(
    create: &ast::CreateTable,
    name: ObjectName,
    script: &str,
    catalog: &Catalog,
    session: &Session,
    config: &Config,
) -> Result<Table, Diagnostic> {
    declare(create, base(create, catalog, session, config)?, name, script, session)
}

/// The table of a declaration on top of what it starts from.
pub(super) fn declare(
    create: &ast::CreateTable,
    base: Base,
    name: ObjectName,
    script: &str,
    session: &Session,
) -> Result<Table, Diagnostic> {
    let mut columns = declared_columns(create, &base)?;
    let primary_key = primary_key(create, &mut columns, base.like.as_ref())?;
    refuse_missing_nulls(&columns, &base.last, create.name.span)?;
    bind_computed(create, &mut columns, script, session)?;
    if let Some(like) = &base.like {
        renumber_inherited(create, &mut columns, &like.table)?;
    }
    let watermark = match &create.watermark {
        Some(written) => Some(bind_watermark(written, &columns, script, session)?),
        None => base.like.as_ref().and_then(|like| inherited_watermark(like, &columns)),
    };
    if let (Some(like), Some(_), Some(_)) = (&base.like, &create.watermark, base.like.as_ref().and_then(|l| l.table.watermark.as_ref())) {
        like.conflict(TableFeature::Watermarks, "WATERMARKS", "a watermark")?;
        let (new, old) = (create.watermark.as_ref().map(|w| w.column.to_string()), like.table.watermark.as_ref().map(|w| w.name.clone()));
        if like.strategy(TableFeature::Watermarks) == MergeStrategy::Overwriting && new != old {
            return Err(Diagnostic::at(like.span, format!("the table {} has a watermark of another column", like.table.name))
                .with_hint("LIKE … (EXCLUDING WATERMARKS) leaves it out"));
        }
    }
    let constraint = create.constraints.first();
    let inherited_name = || base.like.as_ref().and_then(|like| like.table.primary_key_name.clone());
    Ok(Table {
        name,
        watermark,
        primary_key_name: constraint.map_or_else(inherited_name, |c| c.name.as_ref().map(|n| n.text.clone())),
        primary_key,
        distribution: distribution(create, &columns, base.like.as_ref())?,
        partition_keys: partition_keys(create, &columns, base.like.as_ref())?,
        partitions: Vec::new(),
        columns,
        options: options(&create.options, base.like.as_ref())?,
        comment: create.comment.as_ref().map(|c| c.value.clone()),
        temporary: create.temporary,
        span: create.name.span,
    })
}

fn base(create: &ast::CreateTable, catalog: &Catalog, session: &Session, config: &Config) -> Result<Base, Diagnostic> {
    if let Some(query) = &create.query {
        let relation = QueryBinder::new(catalog, session, config).bind_query(query)?;
        return Ok(Base { last: query_columns(create, &relation)?, ..Base::default() });
    }
    let Some(like) = &create.like else { return Ok(Base::default()) };
    let Object::Table(table) = catalog.find(&like.source)? else {
        return Err(Diagnostic::at(like.source.span, format!("`{}` is a view: LIKE copies tables", like.source))
            .with_hint("CREATE TABLE … AS SELECT takes the columns of a query"));
    };
    let like = Like { table: Arc::clone(table), options: like.options.clone(), span: like.span };
    Ok(Base { first: like.columns(), last: Vec::new(), like: Some(like) })
}

/// The columns of AS, in the order that is written if one is.
fn query_columns(create: &ast::CreateTable, relation: &Relation) -> Result<Vec<TableColumn>, Diagnostic> {
    let column =
        |c: &Column| TableColumn { name: c.name.clone(), data_type: c.data_type.clone(), kind: ColumnKind::Physical, comment: None };
    if create.column_order.is_empty() {
        return Ok(relation.columns.iter().map(column).collect());
    }
    if let Some(left_out) = relation.columns.iter().find(|c| !create.column_order.iter().any(|o| o.text == c.name)) {
        return Err(Diagnostic::at(create.name.span, format!("the query's column `{}` is missing in the list of columns", left_out.name)));
    }
    let ordered = create.column_order.iter().map(|wanted| {
        let found = relation.columns.iter().find(|c| c.name == wanted.text);
        found.map(column).ok_or_else(|| Diagnostic::at(wanted.span, format!("the query has no column `{}`", wanted.text)))
    });
    ordered.collect()
}

fn options(written: &[ast::KeyValue], like: Option<&Like>) -> Result<BTreeMap<String, GivenOption>, Diagnostic> {
    let mut options = BTreeMap::new();
    for option in written {
        let given = GivenOption { value: option.value.value.clone(), spans: (option.key.span, option.value.span) };
        if options.insert(option.key.value.clone(), given).is_some() {
            return Err(Diagnostic::at(option.key.span, format!("the option '{}' is given twice", option.key.value)));
        }
    }
    let Some(like) = like.filter(|like| like.takes(TableFeature::Options)) else { return Ok(options) };
    for (key, value) in &like.table.options {
        if options.contains_key(key) {
            like.conflict(TableFeature::Options, "OPTIONS", &format!("the option '{key}'"))?;
        } else {
            options.insert(key.clone(), value.clone());
        }
    }
    Ok(options)
}

/// Columns with the types that are written; computed ones get theirs later. Those of AS come last, in the query's order.
fn declared_columns(create: &ast::CreateTable, base: &Base) -> Result<Vec<TableColumn>, Diagnostic> {
    let mut columns = base.first.clone();
    for (number, column) in create.columns.iter().enumerate() {
        let declared = declared_column(column)?;
        match columns.iter_mut().find(|c| c.name == declared.name) {
            None => columns.push(declared),
            Some(old) if base.like.as_ref().is_some_and(|like| like.replaces(&old.kind, &declared.kind)) => *old = declared,
            Some(_) if create.columns[..number].iter().any(|c| c.name.text == declared.name) => {
                return Err(Diagnostic::at(column.name.span, format!("the column `{}` is declared twice", declared.name)));
            }
            Some(_) => {
                return Err(Diagnostic::at(column.name.span, format!("the table has a column `{}` already", declared.name)));
            }
        }
    }
    let (placed, own): (Vec<_>, Vec<_>) = columns.into_iter().partition(|c| base.last.iter().any(|q| q.name == c.name));
    let of_query = base.last.iter().map(|q| placed.iter().find(|c| c.name == q.name).unwrap_or(q).clone());
    Ok(own.into_iter().chain(of_query).collect())
}

/// Refuses NOT NULL of a column that the query of AS may leave without a value.
fn refuse_missing_nulls(columns: &[TableColumn], of_query: &[TableColumn], span: Span) -> Result<(), Diagnostic> {
    let is_stricter = |own: &&TableColumn| {
        let filled = of_query.iter().find(|c| c.name == own.name);
        !own.data_type.nullable && filled.is_some_and(|c| c.data_type.nullable)
    };
    let Some(column) = columns.iter().find(is_stricter) else { return Ok(()) };
    Err(Diagnostic::at(span, format!("`{}` is {}, but the query's column may be NULL", column.name, column.data_type))
        .with_hint("COALESCE(column, value) is NOT NULL where the value is"))
}

fn declared_column(column: &ast::Column) -> Result<TableColumn, Diagnostic> {
    let (data_type, kind) = match &column.kind {
        Written::Physical(written) => (bind_type(written)?, ColumnKind::Physical),
        Written::Metadata { data_type, key, is_virtual } => {
            let key = key.as_ref().map_or(&column.name.text, |k| &k.value).clone();
            (bind_type(data_type)?, ColumnKind::Metadata { key, is_virtual: *is_virtual })
        }
        Written::Computed(written) => {
            let expr = Expr::null(Kind::Null);
            let pending = ColumnKind::Computed { expr, written: Arc::new(written.clone()), text: String::new(), proctime: false };
            (Kind::Null.nullable(), pending)
        }
    };
    let comment = column.comment.as_ref().map(|c| c.value.clone());
    Ok(TableColumn { name: column.name.text.clone(), data_type, kind, comment })
}

/// Where the columns that `from` lists stand in `to`, both by name.
pub(super) fn positions(from: &[&str], to: &[&str]) -> Vec<Option<usize>> {
    from.iter().map(|name| to.iter().position(|n| n == name)).collect()
}

pub(super) fn renumbered(expr: &Expr, positions: &[Option<usize>]) -> Option<Expr> {
    let known = expr.references().iter().all(|&at| positions[at].is_some());
    known.then(|| expr.clone().map_columns(&mut |at, data_type| Expr::column(positions[at].expect("checked"), data_type)))
}

pub(super) fn names(columns: &[TableColumn]) -> Vec<&str> {
    columns.iter().map(|c| c.name.as_str()).collect()
}

/// Names in the order of [`Table::source_columns`].
pub(super) fn source_names(columns: &[TableColumn]) -> Vec<&str> {
    let physical = columns.iter().filter(|c| matches!(c.kind, ColumnKind::Physical));
    physical.chain(columns.iter().filter(|c| matches!(c.kind, ColumnKind::Metadata { .. }))).map(|c| c.name.as_str()).collect()
}

/// Computed columns of the base speak of the new table's columns from here on.
fn renumber_inherited(create: &ast::CreateTable, columns: &mut [TableColumn], base: &Table) -> Result<(), Diagnostic> {
    let moved = positions(&source_names(&base.columns), &source_names(columns));
    for column in columns.iter_mut().filter(|c| !create.columns.iter().any(|d| d.name.text == c.name)) {
        if let ColumnKind::Computed { expr, .. } = &mut column.kind {
            *expr = renumbered(expr, &moved).ok_or_else(|| {
                Diagnostic::at(create.name.span, format!("the computed column `{}` reads a column that LIKE leaves out", column.name))
            })?;
        }
    }
    Ok(())
}

/// The watermark of the base, if it is taken over and its columns are.
fn inherited_watermark(like: &Like, columns: &[TableColumn]) -> Option<Watermark> {
    let watermark = like.table.watermark.as_ref().filter(|_| like.takes(TableFeature::Watermarks))?;
    let moved = positions(&names(&like.table.columns), &names(columns));
    let expr = renumbered(&watermark.expr, &moved)?;
    Some(Watermark { column: moved[watermark.column]?, expr, ..watermark.clone() })
}

fn partition_keys(create: &ast::CreateTable, columns: &[TableColumn], like: Option<&Like>) -> Result<Vec<String>, Diagnostic> {
    check_partitions(create, columns)?;
    let own: Vec<String> = create.partitioned_by.iter().map(|p| p.text.clone()).collect();
    let Some(like) = like.filter(|like| !like.table.partition_keys.is_empty()) else { return Ok(own) };
    if own.is_empty() {
        // As in Flink, even those that are to be left out.
        return Ok(like.table.partition_keys.clone());
    }
    like.conflict(TableFeature::Partitions, "PARTITIONS", "PARTITIONED BY").map(|()| own)
}

fn distribution(create: &ast::CreateTable, columns: &[TableColumn], like: Option<&Like>) -> Result<Option<ast::Distribution>, Diagnostic> {
    let own = create.distribution.clone();
    own.iter().try_for_each(|own| check_distribution(own, columns))?;
    let Some(like) = like.filter(|like| like.takes(TableFeature::Distribution) && like.table.distribution.is_some()) else {
        return Ok(own);
    };
    if own.is_none() {
        return Ok(like.table.distribution.clone());
    }
    like.conflict(TableFeature::Distribution, "DISTRIBUTION", "DISTRIBUTED").map(|()| own)
}

/// Buckets are of physical columns, and there is at least one.
pub(super) fn check_distribution(distribution: &ast::Distribution, columns: &[TableColumn]) -> Result<(), Diagnostic> {
    let physical: Vec<&str> =
        columns.iter().filter(|c| matches!(c.kind, ColumnKind::Physical)).map(|column| column.name.as_str()).collect();
    if let Some(wrong) = distribution.columns.iter().find(|c| !physical.contains(&c.text.as_str())) {
        return Err(Diagnostic::at(wrong.span, format!("DISTRIBUTED BY needs physical columns, and `{}` is none", wrong.text))
            .with_hint(format!("there are {}", physical.join(", "))));
    }
    match distribution.buckets {
        Some(0) => Err(Diagnostic::at(distribution.span, "a distributed table has at least one bucket")),
        _ => Ok(()),
    }
}

/// The names in sight of a declaration, as a scope over these columns.
fn scope_over<'a>(columns: impl Iterator<Item = &'a TableColumn>) -> Scope {
    let columns = columns.map(|c| Column::plain(&c.name, c.data_type.clone())).collect();
    Scope::of(None, &Relation { columns, kind: RelationKind::Values(vec![]) })
}

/// Computed columns see physical and metadata columns only, in the order of [`Table::source_columns`].
fn bind_computed(create: &ast::CreateTable, columns: &mut [TableColumn], script: &str, session: &Session) -> Result<(), Diagnostic> {
    let physical = columns.iter().filter(|c| matches!(c.kind, ColumnKind::Physical));
    let metadata = columns.iter().filter(|c| matches!(c.kind, ColumnKind::Metadata { .. }));
    let scope = scope_over(physical.chain(metadata));
    let binder = ExprBinder { scope: &scope, session };
    for written in &create.columns {
        let Written::Computed(ast_expr) = &written.kind else { continue };
        let column = columns.iter_mut().find(|c| c.name == written.name.text).expect("declared above");
        let expr = binder.bind(ast_expr)?;
        if expr.data_type.kind == Kind::Null {
            return Err(Diagnostic::at(ast_expr.span, "a computed column needs a type").with_hint("CAST(NULL AS …) gives it one"));
        }
        let proctime = matches!(&expr.node, Node::Call(function, _, _) if function.name == "PROCTIME");
        column.data_type = expr.data_type.clone();
        column.kind =
            ColumnKind::Computed { expr, written: Arc::new(ast_expr.clone()), text: ast_expr.span.text(script).to_owned(), proctime };
    }
    Ok(())
}

/// The table with what it computes bound again, by the session's time zone and settings as they are now. What cannot be
/// any more, such as a call of a function that is gone, stays as it was declared.
pub(super) fn bound_again(table: Arc<Table>, session: &Session) -> Arc<Table> {
    let scope = scope_over(table.source_columns().into_iter().map(|at| &table.columns[at]));
    let computed = |column: &TableColumn| match &column.kind {
        ColumnKind::Computed { written, expr, .. } => again(written, expr, &scope, session),
        _ => None,
    };
    let columns: Vec<Option<Expr>> = table.columns.iter().map(computed).collect();
    let scope = scope_over(table.columns.iter());
    let watermark = table.watermark.as_ref().and_then(|w| again(&w.written, &w.expr, &scope, session));
    if watermark.is_none() && columns.iter().all(Option::is_none) {
        return table;
    }
    let mut table = Arc::unwrap_or_clone(table);
    for (column, again) in table.columns.iter_mut().zip(columns) {
        if let (ColumnKind::Computed { expr, .. }, Some(again)) = (&mut column.kind, again) {
            *expr = again;
        }
    }
    if let (Some(declared), Some(again)) = (&mut table.watermark, watermark) {
        declared.expr = again;
    }
    Arc::new(table)
}

/// What is written, bound again, unless that is impossible or of another type by now.
fn again(written: &ast::Expr, declared: &Expr, scope: &Scope, session: &Session) -> Option<Expr> {
    ExprBinder { scope, session }.bind(written).ok().filter(|again| again.data_type == declared.data_type)
}

fn bind_watermark(written: &ast::Watermark, columns: &[TableColumn], script: &str, session: &Session) -> Result<Watermark, Diagnostic> {
    let scope = scope_over(columns.iter());
    let time = scope.resolve(&written.column)?;
    let Node::Column(column) = time.node else {
        return Err(Diagnostic::at(written.column.span, format!("the time attribute `{}` is a field: expected a column", written.column))
            .with_hint(format!("compute one: ts AS {}, WATERMARK FOR ts AS ts", written.column)));
    };
    let expr = ExprBinder { scope: &scope, session }.bind(&written.expr)?;
    if matches!(columns[column].kind, ColumnKind::Computed { proctime: true, .. }) {
        return Err(Diagnostic::at(written.column.span, format!("`{}` is processing time: it has no watermark", written.column))
            .with_hint("a window over it needs none"));
    }
    check_time_type(&time.data_type, &written.column, written.column.span)?;
    let of_source = matches!(&expr.node, Node::Call(function, ..) if function.name == "SOURCE_WATERMARK");
    match (&expr.data_type.kind, &time.data_type.kind) {
        _ if of_source => {}
        (Kind::Timestamp(0..=3), Kind::Timestamp(_)) | (Kind::TimestampLtz(0..=3), Kind::TimestampLtz(_)) => {}
        (watermark, time) => {
            let message = format!("the watermark is {watermark}, its time attribute {time}: expected the same type for both");
            return Err(Diagnostic::at(written.expr.span, message).with_hint(format!("CAST(… AS {time})")));
        }
    }
    let text = written.expr.span.text(script).to_owned();
    Ok(Watermark { column, name: written.column.to_string(), expr, written: written.expr.clone(), text })
}

fn check_time_type(data_type: &DataType, name: &ast::Name, span: Span) -> Result<(), Diagnostic> {
    match data_type.kind {
        Kind::Timestamp(p) | Kind::TimestampLtz(p) if p <= 3 => Ok(()),
        Kind::Timestamp(_) | Kind::TimestampLtz(_) => {
            Err(Diagnostic::at(span, format!("the time attribute `{name}` has a precision of more than 3: {data_type}"))
                .with_hint("declare it TIMESTAMP(3) or TIMESTAMP_LTZ(3)"))
        }
        _ => {
            let compute = if data_type.kind.is_integer() { "TO_TIMESTAMP_LTZ(" } else { "TO_TIMESTAMP(" };
            let digits = if data_type.kind.is_integer() { ", 3" } else { "" };
            Err(Diagnostic::at(span, format!("the time attribute `{name}` is {data_type}: expected TIMESTAMP(3) or TIMESTAMP_LTZ(3)"))
                .with_hint(format!("declare a computed column and use that: `ts AS {compute}{name}{digits}), WATERMARK FOR ts AS ts`")))
        }
    }
}

/// The key's columns, which thereby are NOT NULL; those of the base when none are declared.
fn primary_key(create: &ast::CreateTable, columns: &mut [TableColumn], like: Option<&Like>) -> Result<Vec<String>, Diagnostic> {
    let inherited = like.filter(|l| l.takes(TableFeature::Constraints) && !l.table.primary_key.is_empty());
    match inherited {
        Some(like) if create.constraints.is_empty() => return Ok(like.table.primary_key.clone()),
        Some(like) => like.conflict(TableFeature::Constraints, "CONSTRAINTS", "a primary key")?,
        None => {}
    }
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
            let Some(column) = column else {
                return Err(Diagnostic::at(name.span, format!("there is no column `{}`", name.text)).with_hint(physical(columns)));
            };
            if !matches!(column.kind, ColumnKind::Physical) {
                return Err(Diagnostic::at(name.span, format!("`{}` is not a physical column: it cannot be part of the key", name.text)));
            }
            let is_taken_over = create.like.is_some() || create.query.is_some();
            if is_taken_over && column.data_type.nullable && !create.columns.iter().any(|c| c.name.text == name.text) {
                return Err(Diagnostic::at(
                    name.span,
                    format!("`{}` may be NULL where it was declared: it cannot be part of the key", name.text),
                )
                .with_hint("declare it NOT NULL there"));
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
            return Err(Diagnostic::at(name.span, format!("there is no physical column `{}` to partition by", name.text))
                .with_hint(physical(columns)));
        }
    }
    Ok(())
}

/// A view's query is bound once when it is created, so that its errors show there.
pub(crate) fn check_view(create: &ast::CreateView, catalog: &Catalog, session: &Session, config: &Config) -> Result<Relation, Diagnostic> {
    let bound = QueryBinder::new(catalog, session, config).bind_query(&create.query)?;
    let names: Vec<(&str, Span)> = match create.columns.is_empty() {
        true => bound.columns.iter().map(|c| (c.name.as_str(), create.query.span)).collect(),
        false => create.columns.iter().map(|c| (c.text.as_str(), c.span)).collect(),
    };
    match names.iter().enumerate().find(|(at, (name, _))| names[..*at].iter().any(|(other, _)| other == name)) {
        Some((_, (name, span))) => Err(Diagnostic::at(*span, format!("the view has two columns named `{name}`"))
            .with_hint("give one another name: SELECT x AS y, or CREATE VIEW v (y, …) AS …")),
        None => Ok(bound),
    }
}

/// Which columns stand in the table itself, as a hint.
fn physical(columns: &[TableColumn]) -> String {
    let physical = columns.iter().filter(|c| matches!(c.kind, ColumnKind::Physical));
    format!("the physical columns are {}", some_of(physical.map(|c| c.name.as_str())))
}
