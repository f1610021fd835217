//! Queries: FROM, WHERE, SELECT, UNION ALL, common table expressions and views.

use super::aggregate::{bind_grouped, has_aggregates};
use super::ddl::bound_again;
use super::expr::{ExprBinder, General, reject_bare_null, text_literal};
use super::refused;
use super::scope::Scope;
use super::table_hints::TableHints;
use super::unnest::Matching;
use super::window::{bind_window, is_window_function};
use crate::ast::{self, ExprKind, QueryBody, SelectItem, SetOperator, TableRefKind};
use crate::catalog::{Catalog, ColumnKind, DatabaseName, Object, Table, View};
use crate::config::{Config, Refiring, StarWithout};
use crate::diagnostic::{Diagnostic, nearest};
use crate::relation::{Column, Relation, RelationKind, TimeAttribute, WindowClock};
use crate::span::Span;
use std::sync::Arc;
use waterwheel_expr::scalar::cast::{Mode, cast};
use waterwheel_expr::{Expr, Node, Session, coercion};
use waterwheel_types::Kind;

/// How deep views and derived tables may nest.
const DEPTH_MAX: usize = 200;

/// In which mode a query is to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunMode {
    /// Answers follow the rows.
    Streaming,
    /// The query sees its whole input before it answers.
    Batch,
    /// Not known yet, as where a view is declared: what either mode allows is allowed.
    Either,
}

/// Binds the queries of one statement.
pub(crate) struct QueryBinder<'a> {
    catalog: &'a Catalog,
    session: &'a Session,
    /// The common table expressions in sight, innermost last.
    ctes: Vec<(String, Relation)>,
    /// The database in which names are looked up, while a view is bound.
    home: Option<DatabaseName>,
    mode: RunMode,
    refiring: Refiring,
    takes_option_hints: bool,
    left_out: StarWithout,
    windows: usize,
    depth: usize,
}

impl<'a> QueryBinder<'a> {
    /// A binder for a query that is only checked.
    pub fn new(catalog: &'a Catalog, session: &'a Session, config: &Config) -> Self {
        QueryBinder {
            catalog,
            session,
            ctes: Vec::new(),
            home: None,
            mode: RunMode::Either,
            refiring: Refiring::default(),
            takes_option_hints: true,
            left_out: config.star_without(),
            windows: 0,
            depth: 0,
        }
    }

    /// The same by the rules of the mode that is set, and with windows that fire as is set.
    #[must_use]
    pub fn under(mut self, config: &Config) -> Self {
        self.mode = if config.is_batch() { RunMode::Batch } else { RunMode::Streaming };
        self.refiring = config.refiring();
        self.takes_option_hints = config.takes_option_hints();
        self
    }

    /// Whether windows of GROUP BY that this clock moves put results out more than once.
    pub fn refires(&self, clock: WindowClock) -> bool {
        self.refiring.early || (self.refiring.late && clock != WindowClock::Processing)
    }

    pub fn mode(&self) -> RunMode {
        self.mode
    }

    /// Whether what batch mode allows is allowed.
    pub fn is_batch(&self) -> bool {
        self.mode != RunMode::Streaming
    }

    /// Whether what is being bound is the statement's own query.
    pub fn is_outermost(&self) -> bool {
        self.depth == 1
    }

    pub fn session(&self) -> &'a Session {
        self.session
    }

    /// A number that no window function of this statement has yet.
    pub fn next_window(&mut self) -> usize {
        self.windows += 1;
        self.windows
    }

    /// The rows of a query.
    pub fn bind_query(&mut self, query: &ast::Query) -> Result<Relation, Diagnostic> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Diagnostic::at(query.span, format!("queries and views nest deeper than {DEPTH_MAX} levels")));
        }
        let outer = self.ctes.len();
        for cte in &query.ctes {
            let bound = self.bind_query(&cte.query)?.unordered();
            let named = with_names(bound, &cte.columns, cte.span)?;
            reject_equal_names(&named, cte)?;
            self.ctes.push((cte.name.text.clone(), named));
        }
        let relation = self.bind_ordered(query)?;
        self.ctes.truncate(outer);
        self.depth -= 1;
        Ok(relation)
    }

    pub(super) fn bind_body(&mut self, body: &QueryBody) -> Result<Relation, Diagnostic> {
        match body {
            QueryBody::Select(select) => self.bind_select(select),
            QueryBody::Values(values) => self.bind_values(values),
            QueryBody::Table(name) => Ok(self.bind_table(name, &[])?.1),
            QueryBody::Query(query) => self.bind_query(query),
            QueryBody::SetOperation(operation) => self.bind_set_operation(operation),
        }
    }

    fn bind_select(&mut self, select: &ast::Select) -> Result<Relation, Diagnostic> {
        let (rows, ttl_ms) = self.bind_all_rows(select)?;
        if is_distinct(select) { self.distinct(rows, ttl_ms, select.span) } else { Ok(rows) }
    }

    /// The rows without equal ones.
    fn distinct(&self, rows: Relation, ttl_ms: Option<i64>, span: Span) -> Result<Relation, Diagnostic> {
        // The planner compares no constants, unless there is nothing else.
        let constant = |at: usize| match &rows.kind {
            RelationKind::Project { exprs, .. } => exprs[at].references().is_empty() && exprs[at].is_deterministic(),
            _ => false,
        };
        let all: Vec<usize> = (0..rows.columns.len()).collect();
        let compared: Vec<usize> = all.iter().copied().filter(|&at| !constant(at)).collect();
        let compared = if compared.is_empty() { all } else { compared };
        compared.iter().try_for_each(|&at| self.check_key(&rows.columns[at].data_type.kind, span))?;
        Ok(rows.distinct(ttl_ms))
    }

    /// Refuses to compare what batch mode, which may sort to find equal values, does not compare in Flink.
    pub(super) fn check_key(&self, kind: &Kind, span: Span) -> Result<(), Diagnostic> {
        if self.mode != RunMode::Batch || !(kind.contains_map() || kind.contains(|kind| matches!(kind, Kind::Variant | Kind::Bitmap))) {
            return Ok(());
        }
        Err(Diagnostic::at(span, format!("batch mode does not group by {kind} or look for distinct ones: it has no order"))
            .with_hint("make a text of it: CAST(… AS STRING), JSON_STRING(…) of a VARIANT, BITMAP_TO_STRING(…) of a BITMAP"))
    }

    /// A SELECT without regard to DISTINCT, and how long DISTINCT is to keep idle rows.
    fn bind_all_rows(&mut self, select: &ast::Select) -> Result<(Relation, Option<i64>), Diagnostic> {
        if let Some(qualify) = &select.qualify {
            return Err(Diagnostic::at(qualify.span, "QUALIFY is not supported yet"));
        }
        let hints = TableHints::of(&select.hints)?;
        let (mut input, scope) = match &select.from {
            Some(from) => self.bind_from(from, &hints)?,
            None => (one_row(), Scope::default()),
        };
        let binder = ExprBinder { scope: &scope, session: self.session };
        if let Some(selection) = &select.selection {
            input = input.filter(binder.bind_condition(selection, "WHERE", &mut General)?);
        }
        let groups = has_aggregates(select);
        let ttl_ms = if groups || is_distinct(select) { hints.of_rows(&scope) } else { None };
        hints.refuse_unknown(select.from.as_ref().is_some_and(joins_tables), groups || is_distinct(select))?;
        if groups {
            let window = self.next_window();
            return Ok((bind_grouped(select, input, &scope, self, window, ttl_ms)?, None));
        }
        let mut columns = Vec::new();
        for (number, item) in select.items.iter().enumerate() {
            match item {
                SelectItem::Wildcard(span) => {
                    if select.from.is_none() {
                        return Err(Diagnostic::at(*span, "SELECT * needs a FROM clause"));
                    }
                    scope.refuse_ambiguous_star(None, *span)?;
                    let shown = scope.columns().filter(|(_, c)| !c.is_hidden);
                    let all = shown.map(|(i, c)| (c.clone(), input.column(i))).collect();
                    add_with_free_names(&mut columns, all);
                }
                SelectItem::QualifiedWildcard { name, span } => add_with_free_names(&mut columns, spread(&scope, name, *span)?),
                SelectItem::Expr { expr, alias } => {
                    let bound = binder.bind(expr)?;
                    reject_untyped(&bound, expr.span)?;
                    columns.push((output_column(&bound, &input, expr, alias.as_ref(), number), bound));
                }
            }
        }
        Ok((input.project(columns), ttl_ms))
    }

    /// FROM: its rows, and what names mean in them. `hints` say how long its joins keep idle rows.
    pub(super) fn bind_from(&mut self, table: &ast::TableRef, hints: &TableHints<'_>) -> Result<(Relation, Scope), Diagnostic> {
        let (own_name, relation) = match &table.kind {
            TableRefKind::Table { system_time: Some(expr), .. } => {
                return Err(Diagnostic::at(expr.span, "FOR SYSTEM_TIME AS OF is not supported yet"));
            }
            TableRefKind::Table { name, hints, .. } => {
                let (name, relation) = self.bind_table(name, hints)?;
                (Some(name), relation)
            }
            TableRefKind::Query { query, .. } => (None, self.bind_query(query)?.unordered()),
            TableRefKind::Function { call, .. } if is_window_function(&call.name.to_string()) => {
                (None, bind_window(call, table.span, self)?)
            }
            TableRefKind::Function { call, .. } => {
                return Err(Diagnostic::at(call.name.span, format!("there is no table function {}", call.name))
                    .with_hint("TUMBLE, HOP and CUMULATE exist"));
            }
            TableRefKind::Unnest { .. } => return self.bind_unnest(one_row(), Scope::default(), table, Matching::Inner(None)),
            TableRefKind::Join(join) if matches!(join.right.kind, TableRefKind::Unnest { .. }) => {
                return self.bind_unnest_join(join, hints);
            }
            TableRefKind::Join(join) => return self.bind_join(join, hints),
        };
        let relation = match &table.alias {
            Some(alias) if alias.columns.is_empty() && relation.columns.len() == 1 && is_values(&table.kind) => {
                relation.rename([alias.name.text.clone()])
            }
            Some(alias) => with_names(relation, &alias.columns, alias.span)?,
            None => relation,
        };
        let name = table.alias.as_ref().map(|a| a.name.text.as_str()).or(own_name.as_deref());
        let scope = Scope::of(name, &relation);
        let scope = match (&table.kind, &table.alias) {
            (TableRefKind::Table { name, .. }, None) => scope.in_database(self.catalog.resolve_in(name, self.home())?.database),
            _ => scope,
        };
        Ok((relation, scope))
    }

    /// The rows of a named table, view or common table expression, and the name by which its columns can be qualified.
    pub fn bind_table(&mut self, name: &ast::Name, hints: &[ast::Hint]) -> Result<(String, Relation), Diagnostic> {
        if let [only] = &name.parts[..]
            && let Some((cte, relation)) = self.ctes.iter().rev().find(|(cte, _)| *cte == only.text)
        {
            return Ok((cte.clone(), relation.clone()));
        }
        let last = name.last().text.clone();
        match (self.find(name)?, hints.first()) {
            (Object::Table(_), Some(hint)) if !self.takes_option_hints => {
                Err(Diagnostic::at(hint.span, "OPTIONS hints are switched off: 'table.dynamic-table-options.enabled' = 'false'")
                    .with_hint("SET it to 'true', or write the options WITH the table"))
            }
            (Object::Table(table), _) => Ok((last, scan(bound_again(with_hints(table, hints)?, self.session), self.left_out))),
            (Object::View(_), Some(hint)) => Err(Diagnostic::at(hint.span, format!("`{name}` is a view: OPTIONS hints change tables"))
                .with_hint("write the hint in the view's query")),
            (Object::View(view), None) => Ok((last, self.bind_view(&view, name.span)?)),
        }
    }

    fn find(&self, name: &ast::Name) -> Result<Object, Diagnostic> {
        self.catalog.find_in(name, self.home()).cloned()
    }

    fn home(&self) -> &DatabaseName {
        self.home.as_ref().unwrap_or(&self.catalog.current)
    }

    fn bind_view(&mut self, view: &View, used_at: Span) -> Result<Relation, Diagnostic> {
        let functions = self.catalog.functions.visible(&view.home);
        let session = Session { functions, ..self.session.clone() };
        let home = Some(view.home.clone());
        let mut inside = QueryBinder { session: &session, ctes: Vec::new(), home, ..*self };
        let bound = inside.bind_query(&view.query).and_then(|bound| as_selected(bound, &view.selected)).map_err(|mut error| {
            error.message = format!("in view {}: {}", view.name, error.message);
            error.span = error.span.or(Some(used_at));
            error
        })?;
        self.windows = inside.windows;
        Ok(if view.columns.is_empty() { bound } else { bound.rename(view.columns.iter().cloned()) })
    }

    fn bind_values(&mut self, values: &ast::Values) -> Result<Relation, Diagnostic> {
        let scope = Scope::default();
        let binder = ExprBinder { scope: &scope, session: self.session };
        let mut rows: Vec<Vec<Expr>> = Vec::with_capacity(values.rows.len());
        for row in &values.rows {
            if values.rows.len() > 1 {
                row.iter().try_for_each(reject_bare_null)?;
            }
            let bound = row.iter().map(|e| binder.bind(e)).collect::<Result<Vec<_>, _>>()?;
            if rows.first().is_some_and(|first| first.len() != bound.len()) {
                let span = row.iter().map(|e| e.span).reduce(Span::to).unwrap_or(values.span);
                return Err(Diagnostic::at(span, format!("this row has {} values, the first one {}", bound.len(), rows[0].len())));
            }
            rows.push(bound);
        }
        let mut columns = Vec::new();
        for at in 0..rows[0].len() {
            let types: Vec<_> = rows.iter().map(|row| &row[at].data_type).collect();
            let common = coercion::common_type(&types)
                .ok_or_else(|| Diagnostic::at(values.span, format!("the values of column {} have no common type", at + 1)))?;
            for row in &mut rows {
                let value = std::mem::replace(&mut row[at], text_literal(""));
                row[at] = cast(value, &common, Mode::Cast, self.session).map_err(|m| refused(m, values.span))?;
            }
            columns.push(Column::plain(unaliased_name(&values.rows[0][at], at), common));
        }
        match rows.len() {
            1 => Ok(one_row().project(columns.into_iter().zip(rows.remove(0)).collect())),
            _ => Ok(Relation { columns, kind: RelationKind::Values(rows) }),
        }
    }

    fn bind_set_operation(&mut self, operation: &ast::SetOperation) -> Result<Relation, Diagnostic> {
        if operation.op != SetOperator::Union {
            return Err(Diagnostic::at(operation.op_span, "of the set operations only UNION is supported yet"));
        }
        let mut inputs = Vec::new();
        for side in [&operation.left, &operation.right] {
            match self.bind_body(side)? {
                Relation { kind: RelationKind::Union(inner), columns } if same_types(&inner, &columns) => inputs.extend(inner),
                other => inputs.push(other),
            }
        }
        let all = self.union(inputs, operation.op_span)?;
        if operation.all { Ok(all) } else { self.distinct(all, None, operation.op_span) }
    }

    /// UNION ALL of relations that are brought to common types; names are those of the first.
    fn union(&self, inputs: Vec<Relation>, span: Span) -> Result<Relation, Diagnostic> {
        let width = inputs[0].columns.len();
        if let Some(other) = inputs.iter().find(|r| r.columns.len() != width) {
            return Err(Diagnostic::at(span, format!("UNION of a query with {width} columns and one with {}", other.columns.len())));
        }
        let mut columns = Vec::with_capacity(width);
        for at in 0..width {
            let types: Vec<_> = inputs.iter().map(|r| &r.columns[at].data_type).collect();
            let common = coercion::common_type(&types).ok_or_else(|| {
                let types: Vec<_> = types.iter().map(|t| t.kind.to_string()).collect();
                Diagnostic::at(span, format!("column {} of this UNION has no common type: {}", at + 1, types.join(" and ")))
                    .with_hint("CAST one side to the type of the other")
            })?;
            let first = &inputs[0].columns[at];
            // As in Flink, the first side decides; one without a watermark holds event time back until it ends.
            let time = first.time.filter(|_| first.data_type.kind == common.kind);
            columns.push(Column { time, ..Column::plain(&first.name, common) });
        }
        let inputs = inputs.into_iter().map(|r| self.to_types(r, &columns, span)).collect::<Result<_, _>>()?;
        Ok(Relation { columns, kind: RelationKind::Union(inputs) })
    }

    fn to_types(&self, relation: Relation, columns: &[Column], span: Span) -> Result<Relation, Diagnostic> {
        if relation.columns.iter().zip(columns).all(|(a, b)| a.data_type.kind == b.data_type.kind) {
            return Ok(relation);
        }
        let cast_one = |(at, wanted): (usize, &Column)| {
            let value = relation.column(at);
            let cast = cast(value, &wanted.data_type, Mode::Cast, self.session).map_err(|m| refused(m, span))?;
            Ok((wanted.clone(), cast))
        };
        let exprs = columns.iter().enumerate().map(cast_one).collect::<Result<Vec<_>, _>>()?;
        Ok(relation.project(exprs))
    }
}

fn same_types(inputs: &[Relation], columns: &[Column]) -> bool {
    inputs.iter().all(|r| r.columns.iter().zip(columns).all(|(a, b)| a.data_type == b.data_type))
}

/// The columns of these names, where the tables of a view's `*` have other columns by now.
fn as_selected(bound: Relation, names: &[String]) -> Result<Relation, Diagnostic> {
    if bound.names() == names {
        return Ok(bound);
    }
    let column = |name: &String| {
        let at = bound.columns.iter().position(|column| column.name == *name);
        at.map(|at| (bound.columns[at].clone(), bound.column(at))).ok_or_else(|| Diagnostic {
            message: format!("there is no column `{name}` any more"),
            span: None,
            hint: Some("make the view anew, or change it by ALTER VIEW".into()),
        })
    };
    let columns = names.iter().map(column).collect::<Result<_, _>>()?;
    Ok(bound.project(columns))
}

fn is_distinct(select: &ast::Select) -> bool {
    select.quantifier == Some(ast::SetQuantifier::Distinct)
}

/// Whether a FROM clause keeps rows to join them.
fn joins_tables(table: &ast::TableRef) -> bool {
    match &table.kind {
        TableRefKind::Join(join) if matches!(join.right.kind, TableRefKind::Unnest { .. }) => joins_tables(&join.left),
        kind => matches!(kind, TableRefKind::Join(_)),
    }
}

/// A row without columns.
fn one_row() -> Relation {
    Relation { columns: vec![], kind: RelationKind::Values(vec![vec![]]) }
}

/// All of a table's columns.
fn scan(table: Arc<Table>, left_out: StarWithout) -> Relation {
    let column = |(at, column): (usize, &crate::catalog::TableColumn)| {
        let event = table.watermark.as_ref().is_some_and(|w| w.column == at);
        let proctime = matches!(column.kind, ColumnKind::Computed { proctime: true, .. });
        let time = if event { Some(TimeAttribute::Event) } else { proctime.then_some(TimeAttribute::Processing) };
        Column { time, is_hidden: left_out.has(column), ..Column::plain(&column.name, column.data_type.clone()) }
    };
    let columns = table.columns.iter().enumerate().map(column).collect();
    let all = (0..table.columns.len()).collect();
    Relation { columns, kind: RelationKind::Scan { table, columns: all } }
}

/// Refuses hints that Flink does not know; `known` are those that may stand there. Most mean nothing on one machine.
pub(super) fn check_hints(hints: &[ast::Hint], known: &[&str]) -> Result<(), Diagnostic> {
    match hints.iter().find(|hint| !known.iter().any(|name| hint.name.text.eq_ignore_ascii_case(name))) {
        Some(hint) => {
            let error = Diagnostic::at(hint.name.span, format!("there is no hint {} here", hint.name.text));
            Err(match nearest(&hint.name.text, known.iter().copied()) {
                Some(near) => error.with_hint(format!("did you mean {near}?")),
                None => error.with_hint(format!("there are {}", known.join(", "))),
            })
        }
        None => Ok(()),
    }
}

/// The table with the options of its OPTIONS hints.
fn with_hints(table: Arc<Table>, hints: &[ast::Hint]) -> Result<Arc<Table>, Diagnostic> {
    check_hints(hints, &["OPTIONS"])?;
    let mut table = table;
    for hint in hints.iter().filter(|h| h.name.text.eq_ignore_ascii_case("OPTIONS")) {
        for argument in &hint.args {
            let ast::HintArg::KeyValue(option) = argument else {
                return Err(Diagnostic::at(hint.span, "OPTIONS takes 'key' = 'value' pairs"));
            };
            Arc::make_mut(&mut table).set_option(option, option.value.value.clone());
        }
    }
    Ok(table)
}

/// Whether a table is `(VALUES …)`: its sole column is called as the alias.
fn is_values(table: &TableRefKind) -> bool {
    matches!(table, TableRefKind::Query { query, .. } if matches!(query.body, QueryBody::Values(_)))
}

fn with_names(relation: Relation, names: &[ast::Ident], span: Span) -> Result<Relation, Diagnostic> {
    if names.is_empty() {
        return Ok(relation);
    }
    if names.len() != relation.columns.len() {
        let message = format!("{} names for {} columns", names.len(), relation.columns.len());
        return Err(Diagnostic::at(span, message));
    }
    if let Some((_, twice)) = names.iter().enumerate().find(|(at, name)| names[..*at].iter().any(|other| other.text == name.text)) {
        return Err(Diagnostic::at(twice.span, format!("the column name `{}` is given twice", twice.text)));
    }
    Ok(relation.rename(names.iter().map(|n| n.text.clone())))
}

/// Adds the columns that a `*` stands for: to a name that is there already a number is added, 0 first.
fn add_with_free_names(columns: &mut Vec<(Column, Expr)>, added: Vec<(Column, Expr)>) {
    for (column, expr) in added {
        let is_free = |name: &String| columns.iter().all(|(other, _)| other.name != *name);
        let numbered = (0..).map(|n: usize| format!("{}{n}", column.name));
        let name = std::iter::once(column.name.clone()).chain(numbered).find(is_free).expect("numbers do not end");
        columns.push((Column { name, ..column }, expr));
    }
}

/// The columns of a common table expression have different names, or are given some.
fn reject_equal_names(relation: &Relation, cte: &ast::Cte) -> Result<(), Diagnostic> {
    let is_second = |at: usize| relation.columns[..at].iter().any(|other| other.name == relation.columns[at].name);
    match (0..relation.columns.len()).find(|&at| is_second(at)) {
        None => Ok(()),
        Some(at) => {
            let message = format!("two columns of {} are named `{}`", cte.name.text, relation.columns[at].name);
            Err(Diagnostic::at(cte.name.span, message).with_hint(format!("name them: WITH {} (a, b, …) AS …", cte.name.text)))
        }
    }
}

/// The columns that `t.*` or `row_column.*` stands for.
fn spread(scope: &Scope, name: &ast::Name, span: Span) -> Result<Vec<(Column, Expr)>, Diagnostic> {
    if let [table] = &name.parts[..]
        && let Some(columns) = scope.table(&table.text)
    {
        scope.refuse_ambiguous_star(Some(&table.text), span)?;
        let shown = columns.filter(|(_, c)| !c.is_hidden);
        return Ok(shown.map(|(i, c)| (c.clone(), Expr::column(i, c.data_type.clone()))).collect());
    }
    let row = scope.resolve(name).map_err(|_| Diagnostic::at(span, format!("there is no table `{name}` in this FROM clause")))?;
    let (Kind::Row(fields) | Kind::Structured(_, fields)) = row.data_type.kind.clone() else {
        return Err(Diagnostic::at(span, format!("`{name}` is neither a table nor a ROW")));
    };
    let field = |(i, f): (usize, &waterwheel_types::Field)| {
        let value = row.clone().field(i);
        (Column::plain(&f.name, value.data_type.clone()), value)
    };
    Ok(fields.iter().enumerate().map(field).collect())
}

/// A column needs a type, which a NULL alone does not have.
fn reject_untyped(bound: &Expr, span: Span) -> Result<(), Diagnostic> {
    if bound.data_type.kind != Kind::Null {
        return Ok(());
    }
    Err(Diagnostic::at(span, "a NULL alone has no type: illegal use of NULL").with_hint("CAST(NULL AS …) gives it one"))
}

/// What a column without an alias is called.
fn unaliased_name(written: &ast::Expr, number: usize) -> String {
    match &written.kind {
        ExprKind::Name(name) => name.last().text.clone(),
        ExprKind::Niladic(name) => name.text.clone(),
        _ => format!("EXPR${number}"),
    }
}

/// The column that a select item makes: a bare column stays what it is.
pub(super) fn output_column(bound: &Expr, input: &Relation, written: &ast::Expr, alias: Option<&ast::Ident>, number: usize) -> Column {
    let name = match alias {
        Some(alias) => alias.text.clone(),
        None => unaliased_name(written, number),
    };
    match &bound.node {
        // A CAST that changes nothing still makes a plain value of a time attribute.
        Node::Column(index) if !matches!(written.kind, ExprKind::Cast { .. }) => {
            Column { name, is_hidden: false, ..input.columns[*index].clone() }
        }
        Node::Call(function, _, _) if function.name == "PROCTIME" && !matches!(written.kind, ExprKind::Cast { .. }) => {
            Column { time: Some(TimeAttribute::Processing), ..Column::plain(name, bound.data_type.clone()) }
        }
        _ => Column::plain(name, bound.data_type.clone()),
    }
}
