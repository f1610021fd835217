//! CREATE TABLE: columns, computed columns, watermark, keys, and what LIKE and AS bring along.

use super::expr::ExprBinder;
use super::query::QueryBinder;
use super::scope::Scope;
use super::types::bind_type;
use crate::ast::{self, AlterTableAction, ColumnKind as Written, MergeStrategy, TableFeature};
use crate::catalog::{Catalog, ColumnKind, GivenOption, Object, ObjectName, Table, TableColumn, Watermark};
use crate::diagnostic::{Diagnostic, nearest};
use crate::relation::{Column, Relation, RelationKind};
use crate::span::Span;
use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel_expr::{Expr, Node, Session};
use waterwheel_types::{DataType, Kind};

/// What a declaration starts from: nothing, the table of LIKE, or the columns of the query of AS.
#[derive(Default)]
struct Base {
    /// Stand before the declared columns.
    first: Vec<TableColumn>,
    /// Stand behind the declared columns, unless those have the same name.
    last: Vec<TableColumn>,
    /// What the expressions in `first` and the watermark are numbered by.
    like: Option<Like>,
}

/// The table of LIKE, as far as it is taken over.
struct Like {
    /// As it was declared.
    table: Arc<Table>,
    /// Which of its features are taken over, and how.
    options: Vec<ast::LikeOption>,
    span: Span,
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
) -> Result<Table, Diagnostic> {
    declare(create, base(create, catalog, session)?, name, script, session)
}

/// The table of a declaration on top of what it starts from.
fn declare(create: &ast::CreateTable, base: Base, name: ObjectName, script: &str, session: &Session) -> Result<Table, Diagnostic> {
    let mut columns = declared_columns(create, &base)?;
    let primary_key = primary_key(create, &mut columns, base.like.as_ref())?;
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
        columns,
        options: options(&create.options, base.like.as_ref())?,
        comment: create.comment.as_ref().map(|c| c.value.clone()),
        temporary: create.temporary,
        span: create.name.span,
    })
}

fn base(create: &ast::CreateTable, catalog: &Catalog, session: &Session) -> Result<Base, Diagnostic> {
    if let Some(query) = &create.query {
        let relation = QueryBinder::new(catalog, session).bind_query(query)?;
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

/// Columns with the types that are written; computed ones get theirs later.
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
    let new = base.last.iter().filter(|c| !create.columns.iter().any(|d| d.name.text == c.name)).cloned();
    columns.extend(new.collect::<Vec<_>>());
    Ok(columns)
}

fn declared_column(column: &ast::Column) -> Result<TableColumn, Diagnostic> {
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
    Ok(TableColumn { name: column.name.text.clone(), data_type, kind, comment })
}

/// Where the columns that `from` lists stand in `to`, both by name.
fn positions(from: &[&str], to: &[&str]) -> Vec<Option<usize>> {
    from.iter().map(|name| to.iter().position(|n| n == name)).collect()
}

fn renumbered(expr: &Expr, positions: &[Option<usize>]) -> Option<Expr> {
    let known = expr.references().iter().all(|&at| positions[at].is_some());
    known.then(|| expr.clone().map_columns(&mut |at, data_type| Expr::column(positions[at].expect("checked"), data_type)))
}

fn names(columns: &[TableColumn]) -> Vec<&str> {
    columns.iter().map(|c| c.name.as_str()).collect()
}

/// Names in the order of [`Table::source_columns`].
fn source_names(columns: &[TableColumn]) -> Vec<&str> {
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
    let Some(like) = like.filter(|like| like.takes(TableFeature::Partitions) && !like.table.partition_keys.is_empty()) else {
        return Ok(own);
    };
    if own.is_empty() {
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
fn check_distribution(distribution: &ast::Distribution, columns: &[TableColumn]) -> Result<(), Diagnostic> {
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
        column.kind = ColumnKind::Computed { expr, text: ast_expr.span.text(script).to_owned(), proctime };
    }
    Ok(())
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
    Ok(Watermark { column, name: written.column.to_string(), expr, text: written.expr.span.text(script).to_owned() })
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
            let column = column.ok_or_else(|| Diagnostic::at(name.span, format!("there is no column `{}`", name.text)))?;
            if !matches!(column.kind, ColumnKind::Physical) {
                return Err(Diagnostic::at(name.span, format!("`{}` is not a physical column: it cannot be part of the key", name.text)));
            }
            if create.like.is_some() && column.data_type.nullable && !create.columns.iter().any(|c| c.name.text == name.text) {
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
            return Err(Diagnostic::at(name.span, format!("there is no physical column `{}` to partition by", name.text)));
        }
    }
    Ok(())
}

/// The table after a change of its columns, watermark or key. Expressions of columns that stay keep their meaning.
pub(crate) fn alter_table(table: &Table, action: &AlterTableAction, script: &str, session: &Session) -> Result<Table, Diagnostic> {
    let mut altered = table.clone();
    match action {
        AlterTableAction::Add(elements) => return extended(table, elements, script, session),
        AlterTableAction::Modify(elements) => return modified(table, elements, script, session),
        AlterTableAction::DropColumns(names) => {
            for name in names {
                column_of(table, name)?;
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
        AlterTableAction::DropKey(Some(name), _) if Some(&name.text) != table.primary_key_name.as_ref() => {
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
    let added = Table { comment: table.comment.clone(), temporary: table.temporary, span: table.span, ..added };
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

/// MODIFY: the columns are taken out, added anew, and put back where they stood.
fn modified(table: &Table, elements: &ast::AlterElements, script: &str, session: &Session) -> Result<Table, Diagnostic> {
    let declared = &elements.declared;
    let changed: Vec<ast::Ident> = declared.columns.iter().map(|c| c.name.clone()).collect();
    for name in &changed {
        column_of(table, name)?;
    }
    let mut rest = without(table, &changed)?;
    let keys = (std::mem::take(&mut rest.primary_key), rest.primary_key_name.take());
    if declared.watermark.is_some() {
        rest.watermark = None;
    }
    let added = extended(&rest, &ast::AlterElements { declared: declared.clone(), places: Vec::new() }, script, session)?;
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
    if table.columns.iter().any(|c| c.name == to.text) {
        return Err(Diagnostic::at(to.span, format!("the table has a column `{}` already", to.text)));
    }
    without(table, std::slice::from_ref(from))?;
    let mut altered = table.clone();
    altered.columns[at].name.clone_from(&to.text);
    let keys = altered.primary_key.iter_mut().chain(&mut altered.partition_keys);
    keys.filter(|key| **key == from.text).for_each(|key| key.clone_from(&to.text));
    Ok(altered)
}

/// A view's query is bound once when it is created, so that its errors show there.
pub(crate) fn check_view(create: &ast::CreateView, catalog: &Catalog, session: &Session) -> Result<Relation, Diagnostic> {
    let bound = QueryBinder::new(catalog, session).bind_query(&create.query)?;
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
