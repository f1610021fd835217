//! A script from its text to what is to be done: texts to print and jobs to run, in order.
//!
//! Everything is planned before anything runs, so that a mistake in the last statement costs nothing. A script's INSERTs
//! outside of a statement set are jobs of their own; a statement set is one job.

mod catalogs;

use crate::ast::{self, AlterTableAction, ObjectKind, StatementKind};
use crate::bind::{self, bind_insert};
use crate::catalog::{Catalog, GivenOption, Object, ObjectName, Table, View};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, nearest};
use crate::explain;
use crate::functions::{Functions, Place};
use crate::lower::Lowering;
pub use crate::parser::Fill;
use crate::parser::parse_filled;
use crate::show;
use crate::span::Span;
use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel::connector::Connector;
use waterwheel::graph::Graph;
use waterwheel_expr::{Session, UserFunctions};

/// The connectors that tables may name.
#[derive(Clone, Debug, Default)]
pub struct Connectors(Vec<Arc<dyn Connector>>);

impl Connectors {
    /// These connectors.
    pub fn new(connectors: Vec<Arc<dyn Connector>>) -> Self {
        Connectors(connectors)
    }

    /// The connector of a table; an error at its declaration when there is none.
    pub(crate) fn of(&self, table: &Table) -> Result<Arc<dyn Connector>, Diagnostic> {
        let Some(given) = table.options.get("connector") else {
            return Err(Diagnostic::at(table.span, format!("the table {} has no 'connector' option", table.name))
                .with_hint(format!("WITH ('connector' = '…'): one of {}", self.names().join(", "))));
        };
        self.0.iter().find(|c| c.name() == given.value).cloned().ok_or_else(|| self.unknown(table, given))
    }

    /// All of them, in the order in which they are listed to users.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Connector> {
        self.0.iter().map(|c| &**c)
    }

    fn names(&self) -> Vec<&'static str> {
        self.iter().map(|c| c.name()).collect()
    }

    fn unknown(&self, table: &Table, given: &GivenOption) -> Diagnostic {
        let (name, all) = (&given.value, self.names());
        if let Some(later) = LATER.iter().find(|later| name == *later || name.starts_with(&format!("{later}-"))) {
            return Diagnostic::at(given.spans.1, format!("the table {}: the connector '{later}' is not supported yet", table.name))
                .with_hint(format!("there are {}", all.join(", ")));
        }
        let error = Diagnostic::at(given.spans.1, format!("the table {}: there is no connector '{name}'", table.name));
        error.with_hint(match nearest(name, all.iter().copied()) {
            Some(near) => format!("did you mean '{near}'?"),
            None => format!("there are {}", all.join(", ")),
        })
    }
}

/// Connectors that Flink's users know and that there are not yet, by the start of their names.
const LATER: &[&str] = &[
    "dynamodb",
    "elasticsearch",
    "firehose",
    "fluss",
    "hbase",
    "hive",
    "hudi",
    "iceberg",
    "jdbc",
    "kafka",
    "kinesis",
    "mongodb",
    "mysql-cdc",
    "opensearch",
    "oracle-cdc",
    "paimon",
    "postgres-cdc",
    "prometheus",
    "pulsar",
    "rabbitmq",
    "redis",
    "socket",
    "sqlserver-cdc",
    "starrocks",
    "upsert-kafka",
];

/// One thing that a script wants done.
#[derive(Clone, Debug)]
pub enum Step {
    /// Text for standard output.
    Print(String),
    /// A job to run.
    Job(PlannedJob),
}

/// A job that is ready to run.
#[derive(Clone, Debug)]
pub struct PlannedJob {
    /// `pipeline.name`, or what it writes to.
    pub name: String,
    /// Its dataflow.
    pub graph: Graph,
    /// The settings where it stands in the script.
    pub config: Config,
    /// What its author should know; also among the plan's.
    pub warnings: Vec<String>,
}

/// What a script amounts to.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// In the order of the script.
    pub steps: Vec<Step>,
    /// What its author should know.
    pub warnings: Vec<String>,
    /// The settings at its end.
    pub config: Config,
}

impl Plan {
    /// Sets a key for every job, over what the script says.
    pub fn override_setting(&mut self, key: &str, value: &str) {
        let jobs = self.steps.iter_mut().filter_map(|s| if let Step::Job(job) = s { Some(&mut job.config) } else { None });
        jobs.chain([&mut self.config]).for_each(|config| drop(config.set(key, value)));
    }
}

/// Plans a script. `config` holds settings from outside (a manifest), which the script's own SETs override. `functions` are
/// those that the program registered: called by their names, or by the names that CREATE FUNCTION gives them. Values of
/// options and SETs go through `fill`, so that errors show the script as it was written.
pub fn plan(script: &str, config: Config, connectors: &Connectors, functions: UserFunctions, fill: Fill<'_>) -> Result<Plan, Diagnostic> {
    let statements = parse_filled(script, fill)?;
    let catalog = Catalog::new(Functions::new(functions));
    let mut planner = Planner { script, connectors, fill, catalog, plan: Plan { config, ..Plan::default() } };
    for statement in &statements {
        planner.statement(statement)?;
    }
    if planner.plan.steps.is_empty() {
        planner.plan.warnings.push(nothing_to_do(statements.is_empty()).to_owned());
    }
    Ok(planner.plan)
}

/// The one module is in use, and stays so.
fn use_modules(names: &[ast::Ident]) -> Result<(), Diagnostic> {
    match names {
        [only] if only.text == "core" => Ok(()),
        [core, again, ..] if core.text == "core" && again.text == "core" => Err(Diagnostic::at(again.span, "the module is named twice")),
        names => {
            let wrong = names.iter().find(|name| name.text != "core").expect("another one than core");
            Err(Diagnostic::at(wrong.span, format!("there is no module `{}`", wrong.text)).with_hint("the one module is `core`"))
        }
    }
}

fn nothing_to_do(is_empty: bool) -> &'static str {
    match is_empty {
        true => "the script holds no statement: nothing is run",
        false => "the script has no INSERT, SELECT or other statement that does something: nothing is run",
    }
}

struct Planner<'a> {
    script: &'a str,
    connectors: &'a Connectors,
    fill: Fill<'a>,
    catalog: Catalog,
    plan: Plan,
}

impl Planner<'_> {
    fn session(&self) -> Session {
        Session {
            time_zone: self.plan.config.get("table.local-time-zone").to_owned(),
            legacy_casts: self.plan.config.get("table.exec.legacy-cast-behaviour").eq_ignore_ascii_case("ENABLED"),
            database: self.catalog.current.name.clone(),
            functions: self.catalog.functions.visible(&self.catalog.current),
        }
    }

    fn statement(&mut self, statement: &ast::Statement) -> Result<(), Diagnostic> {
        match &statement.kind {
            StatementKind::Set(Some(pair)) => {
                let value = self.filled(&pair.value.value, pair.value.span)?;
                Config::check(&pair.key.value, &value).map_err(|message| Diagnostic::at(pair.value.span, message))?;
                self.plan.warnings.extend(self.plan.config.set(&pair.key.value, &value));
            }
            StatementKind::Set(None) => {
                let lines: Vec<String> = self.plan.config.iter().map(|(k, v)| format!("'{k}' = '{v}'")).collect();
                self.print_lines(lines);
            }
            StatementKind::Reset(Some(key)) => self.plan.config.reset(&key.value),
            StatementKind::Reset(None) => self.plan.config.reset_all(),
            StatementKind::CreateTable(create) => {
                if let Some(job) = self.create_table(create)? {
                    self.push(job);
                }
            }
            StatementKind::CreateView(create) => self.create_view(create)?,
            StatementKind::CreateDatabase(create) => self.create_database(create)?,
            StatementKind::UseDatabase(name) => self.use_database(name)?,
            StatementKind::Drop(drop) => self.drop_object(drop)?,
            StatementKind::Insert(insert) => {
                let job = self.job(std::slice::from_ref(insert))?;
                self.push(job);
            }
            StatementKind::StatementSet(inserts) => {
                let job = self.job(inserts)?;
                self.push(job);
            }
            StatementKind::Query(query) => {
                let job = self.select(query)?;
                self.push(job);
            }
            StatementKind::Analyze(analyze) => self.analyze(analyze)?,
            StatementKind::Explain(explain) => {
                let job = self.explained(&explain.statement)?;
                self.print(explain::text(&job.graph));
            }
            StatementKind::Show(show) => self.show(show, statement.span)?,
            StatementKind::Describe { kind, name, extended } => self.describe(*kind, name, *extended, statement.span)?,
            StatementKind::AlterTable(alter) => self.alter_table(alter)?,
            StatementKind::RenameView(from, to) => self.rename_view(from, to)?,
            StatementKind::AlterView(name, query) => self.alter_view(name, query)?,
            // A database has no options that mean anything here.
            StatementKind::AlterDatabase(name) => self.existing_database(name).map(drop)?,
            StatementKind::UseCatalog(name) => self.use_catalog(name)?,
            StatementKind::CreateCatalog(create) => self.create_catalog(create)?,
            StatementKind::AlterCatalog(alter) => self.alter_catalog(alter)?,
            StatementKind::CreateFunction(create) => self.create_function(create)?,
            StatementKind::UseModules(names) => use_modules(names)?,
        }
        Ok(())
    }

    fn show(&mut self, show: &ast::Show, span: Span) -> Result<(), Diagnostic> {
        let lines = show::show(show, &self.catalog, &self.session(), &self.plan.config, span)?;
        self.print_lines(lines);
        Ok(())
    }

    fn describe(&mut self, kind: ObjectKind, name: &ast::Name, extended: bool, span: Span) -> Result<(), Diagnostic> {
        let lines = show::describe(kind, name, extended, &self.catalog, &self.session(), &self.plan.config, span)?;
        self.print_lines(lines);
        Ok(())
    }

    fn print_lines(&mut self, lines: Vec<String>) {
        if !lines.is_empty() {
            self.print(lines.join("\n"));
        }
    }

    fn filled(&self, text: &str, span: Span) -> Result<String, Diagnostic> {
        (self.fill)(text).map_err(|message| Diagnostic::at(span, message))
    }

    fn push(&mut self, job: PlannedJob) {
        for warning in &job.warnings {
            if !self.plan.warnings.contains(warning) {
                self.plan.warnings.push(warning.clone());
            }
        }
        self.plan.steps.push(Step::Job(job));
    }

    fn print(&mut self, text: String) {
        self.plan.steps.push(Step::Print(text));
    }

    /// Statistics change no answer, so none are taken; what Flink refuses is refused.
    fn analyze(&self, analyze: &ast::Analyze) -> Result<(), Diagnostic> {
        if !self.plan.config.is_batch() {
            return Err(Diagnostic::at(analyze.table.span, "ANALYZE TABLE is for batch mode")
                .with_hint("SET 'execution.runtime-mode' = 'batch', or leave it out"));
        }
        let Object::Table(table) = self.catalog.find(&analyze.table)? else {
            return Err(Diagnostic::at(analyze.table.span, format!("`{}` is a view: ANALYZE is for tables", analyze.table)));
        };
        let unknown = analyze.columns.iter().find(|column| !table.columns.iter().any(|c| c.name == column.text));
        let foreign = analyze.partition.iter().find(|column| !table.partition_keys.contains(&column.text));
        match (unknown, foreign) {
            (Some(column), _) => Err(Diagnostic::at(column.span, format!("the table has no column `{}`", column.text))),
            (_, Some(column)) => Err(Diagnostic::at(column.span, format!("the table is not partitioned by `{}`", column.text))),
            (None, None) => Ok(()),
        }
    }

    fn explained(&mut self, statement: &ast::Statement) -> Result<PlannedJob, Diagnostic> {
        match &statement.kind {
            StatementKind::CreateTable(create) => {
                let catalog = self.catalog.clone();
                let job = self.create_table(create);
                self.catalog = catalog;
                job?.ok_or_else(|| Diagnostic::at(statement.span, "the table exists already: nothing would be done"))
            }
            StatementKind::Query(query) => self.select(query),
            StatementKind::Insert(insert) => self.job(std::slice::from_ref(insert)),
            StatementKind::StatementSet(inserts) => self.job(inserts),
            _ => Err(Diagnostic::at(statement.span, "EXPLAIN takes a query, an INSERT or a statement set")),
        }
    }

    fn job(&self, inserts: &[ast::Insert]) -> Result<PlannedJob, Diagnostic> {
        let session = self.session();
        let mut lowering = Lowering::new(self.connectors, &self.plan.config);
        let mut sinks = Vec::new();
        for insert in inserts {
            let bound = bind_insert(insert, &self.catalog, &session, &self.plan.config)?;
            sinks.push(bound.table.name.name.clone());
            lowering.insert(bound).map_err(|error| error.or_at(insert.span))?;
        }
        let name = match self.plan.config.get("pipeline.name") {
            "" => sinks.join(", "),
            name => name.to_owned(),
        };
        let (graph, warnings) = lowering.finish();
        Ok(PlannedJob { name, graph, config: self.plan.config.clone(), warnings })
    }

    /// A bare query prints its rows, as the print connector does.
    fn select(&self, query: &ast::Query) -> Result<PlannedJob, Diagnostic> {
        let session = self.session();
        let relation = bind::QueryBinder::new(&self.catalog, &session, &self.plan.config).under(&self.plan.config).bind_statement(query)?;
        let insert = bind::select_into_print(relation, query.span, &session)?;
        let mut lowering = Lowering::new(self.connectors, &self.plan.config);
        lowering.insert(insert).map_err(|error| error.or_at(query.span))?;
        let (graph, warnings) = lowering.finish();
        Ok(PlannedJob { name: "select".into(), graph, config: self.plan.config.clone(), warnings })
    }

    /// Declares a table; the job that fills it, when it is declared AS a query.
    fn create_table(&mut self, create: &ast::CreateTable) -> Result<Option<PlannedJob>, Diagnostic> {
        let name = self.catalog.resolve(&create.name)?;
        let existing = self.catalog.get_as(&name, create.temporary);
        if create.if_not_exists && existing.is_some() {
            // As in Flink, the rows go to the table that there is.
            return create.query.as_ref().map(|query| self.job(&[into(create, query, Vec::new())])).transpose();
        }
        if create.must_exist && existing.is_none() {
            return Err(Diagnostic::at(create.name.span, format!("there is no table `{}` to replace", create.name))
                .with_hint("CREATE OR REPLACE TABLE creates it"));
        }
        // As in Flink, whose own catalog replaces nothing else, OR REPLACE is for names that are free without AS.
        let replaces = create.or_replace && create.query.is_some() && existing.is_some_and(|object| !object.is_view());
        let mut table = bind::create_table(create, name.clone(), self.script, &self.catalog, &self.session(), &self.plan.config)?;
        for option in &create.options {
            table.set_option(option, self.filled(&option.value.value, option.value.span)?);
        }
        self.catalog.create(&name, Object::Table(Arc::new(table)), replaces, create.name.span)?;
        let Some(query) = &create.query else { return Ok(None) };
        if create.temporary {
            return Err(Diagnostic::at(create.name.span, "CREATE TEMPORARY TABLE … AS is not there: leave out TEMPORARY"));
        }
        let insert = self.insert_as(create, query)?;
        self.job(std::slice::from_ref(&insert)).map(Some)
    }

    /// The INSERT of CREATE TABLE … AS: the query's columns go to those of their names.
    fn insert_as(&self, create: &ast::CreateTable, query: &ast::Query) -> Result<ast::Insert, Diagnostic> {
        let relation = bind::QueryBinder::new(&self.catalog, &self.session(), &self.plan.config).bind_query(query)?;
        let span = query.span;
        let column = |c: crate::relation::Column| ast::Name { parts: vec![ast::Ident { text: c.name, quoted: true, span }], span };
        Ok(into(create, query, relation.columns.into_iter().map(column).collect()))
    }

    fn alter_table(&mut self, alter: &ast::AlterTable) -> Result<(), Diagnostic> {
        let name = self.catalog.resolve(&alter.name)?;
        if alter.if_exists && self.catalog.get(&name).is_none_or(Object::is_temporary) {
            return Ok(());
        }
        let Object::Table(table) = self.catalog.find(&alter.name)? else {
            return Err(Diagnostic::at(alter.name.span, format!("`{}` is a view: ALTER TABLE changes tables", alter.name)));
        };
        reject_temporary(table.temporary, &alter.name)?;
        let mut table = bind::alter_table(table, &alter.action, self.script, &self.session())?;
        let mut new_name = name.clone();
        match &alter.action {
            AlterTableAction::Rename(to) => {
                new_name = ObjectName { database: name.database.clone(), name: to.last().text.clone() };
                if self.catalog.get_as(&new_name, table.temporary).is_some() {
                    return Err(Diagnostic::at(to.span, format!("`{new_name}` exists already")));
                }
            }
            AlterTableAction::SetOptions(options) => {
                for option in options {
                    table.set_option(option, self.filled(&option.value.value, option.value.span)?);
                }
            }
            AlterTableAction::ResetOptions(keys) if keys.iter().any(|key| key.value == "connector") => {
                return Err(Diagnostic::at(alter.name.span, "a table cannot do without 'connector'")
                    .with_hint("DROP it and create it anew, or SET ('connector' = '…')"));
            }
            AlterTableAction::ResetOptions(keys) => keys.iter().for_each(|key| drop(table.options.remove(&key.value))),
            // Done above.
            AlterTableAction::Add(_)
            | AlterTableAction::Modify(_)
            | AlterTableAction::DropColumns(_)
            | AlterTableAction::DropKey(..)
            | AlterTableAction::DropWatermark(_)
            | AlterTableAction::AddDistribution(_)
            | AlterTableAction::ModifyDistribution(_)
            | AlterTableAction::DropDistribution(_)
            | AlterTableAction::AddPartitions { .. }
            | AlterTableAction::DropPartitions { .. }
            | AlterTableAction::RenameColumn { .. } => {}
        }
        self.catalog.drop_object(&name, table.temporary);
        table.name = new_name.clone();
        self.catalog.create(&new_name, Object::Table(Arc::new(table)), true, alter.name.span)
    }

    /// The view of a name, its full name with it.
    fn view(&self, name: &ast::Name) -> Result<(ObjectName, Arc<View>), Diagnostic> {
        match self.catalog.find(name)? {
            Object::View(view) => reject_temporary(view.temporary, name).and_then(|()| Ok((self.catalog.resolve(name)?, Arc::clone(view)))),
            Object::Table(_) => Err(Diagnostic::at(name.span, format!("`{name}` is a table")).with_hint("ALTER TABLE changes it")),
        }
    }

    fn rename_view(&mut self, from: &ast::Name, to: &ast::Name) -> Result<(), Diagnostic> {
        let (name, view) = self.view(from)?;
        let renamed = View { name: ObjectName { database: name.database.clone(), name: to.last().text.clone() }, ..(*view).clone() };
        self.catalog.create(&renamed.name.clone(), Object::View(Arc::new(renamed)), false, to.span)?;
        self.catalog.drop_object(&name, view.temporary);
        Ok(())
    }

    /// The view with another query; the names of its columns are those of the query.
    fn alter_view(&mut self, name: &ast::Name, query: &ast::Query) -> Result<(), Diagnostic> {
        let (full, view) = self.view(name)?;
        let bound = bind::QueryBinder::new(&self.catalog, &self.session(), &self.plan.config).bind_query(query)?;
        let altered = View {
            query: query.clone(),
            columns: Vec::new(),
            selected: bound.names(),
            home: self.catalog.current.clone(),
            text: query.span.text(self.script).to_owned(),
            ..(*view).clone()
        };
        self.catalog.create(&full, Object::View(Arc::new(altered)), true, name.span)
    }

    fn create_view(&mut self, create: &ast::CreateView) -> Result<(), Diagnostic> {
        let name = self.catalog.resolve(&create.name)?;
        if create.if_not_exists && self.catalog.get_as(&name, create.temporary).is_some() {
            return Ok(());
        }
        let bound = bind::check_view(create, &self.catalog, &self.session(), &self.plan.config)?;
        if !create.columns.is_empty() && create.columns.len() != bound.columns.len() {
            let message = format!("the view names {} columns, its query has {}", create.columns.len(), bound.columns.len());
            return Err(Diagnostic::at(create.name.span, message));
        }
        let view = View {
            name: name.clone(),
            query: create.query.clone(),
            columns: create.columns.iter().map(|c| c.text.clone()).collect(),
            selected: bound.names(),
            home: self.catalog.current.clone(),
            temporary: create.temporary,
            comment: create.comment.as_ref().map(|c| c.value.clone()),
            text: create.query.span.text(self.script).to_owned(),
        };
        self.catalog.create(&name, Object::View(Arc::new(view)), false, create.name.span)
    }

    fn drop_object(&mut self, drop: &ast::DropObject) -> Result<(), Diagnostic> {
        match drop.kind {
            ObjectKind::Table | ObjectKind::View => self.drop_relation(drop),
            ObjectKind::Database => self.drop_database(drop),
            ObjectKind::Function => self.drop_function(drop),
            ObjectKind::Catalog => self.drop_catalog(drop),
        }
    }

    fn create_function(&mut self, create: &ast::CreateFunction) -> Result<(), Diagnostic> {
        let (place, name) = self.function_name(&create.name, create.temporary, create.system)?;
        if place == Place::Permanent {
            self.catalog.check_database(&name.database, create.name.span)?;
        }
        let function = self.catalog.functions.implementation(create)?;
        if self.catalog.functions.create(place, name, function) || create.if_not_exists {
            return Ok(());
        }
        Err(Diagnostic::at(create.name.span, format!("the function `{}` exists already", create.name))
            .with_hint("use CREATE FUNCTION IF NOT EXISTS, or DROP it first (as in Flink, OR REPLACE does not)"))
    }

    fn drop_function(&mut self, drop: &ast::DropObject) -> Result<(), Diagnostic> {
        let (place, name) = self.function_name(&drop.name, drop.temporary, drop.system)?;
        if place == Place::Permanent {
            self.catalog.catalog(&name.database.catalog, drop.name.span)?;
        }
        if self.catalog.functions.remove(place, &name) || drop.if_exists {
            return Ok(());
        }
        let error = |message: String| Diagnostic::at(drop.name.span, message);
        Err(match self.catalog.functions.find(&name) {
            Some((Place::System, _)) => {
                error(format!("`{}` is a temporary system function", drop.name)).with_hint("DROP TEMPORARY SYSTEM FUNCTION drops it")
            }
            Some((Place::Temporary, _)) => {
                error(format!("`{}` is a temporary function", drop.name)).with_hint("DROP TEMPORARY FUNCTION drops it")
            }
            Some((Place::Permanent, _)) => error(format!("`{}` is not temporary", drop.name)).with_hint("DROP FUNCTION drops it"),
            None => error(format!("there is no function `{}` to drop", drop.name)),
        })
    }

    /// The place and the full name of a function as written; functions' names are in lower case.
    fn function_name(&self, name: &ast::Name, temporary: bool, system: bool) -> Result<(Place, ObjectName), Diagnostic> {
        let place = match (temporary, system) {
            (_, true) => Place::System,
            (true, false) => Place::Temporary,
            (false, false) => Place::Permanent,
        };
        let full = self.catalog.resolve(name)?;
        Ok((place, ObjectName { name: full.name.to_lowercase(), ..full }))
    }

    /// As in Flink, a temporary object protects the permanent one that it hides.
    fn drop_relation(&mut self, drop: &ast::DropObject) -> Result<(), Diagnostic> {
        let name = self.catalog.resolve(&drop.name)?;
        let word = if drop.kind == ObjectKind::Table { "table" } else { "view" };
        let fits = |object: Option<&Object>| object.is_some_and(|o| o.is_view() == (drop.kind == ObjectKind::View));
        if !drop.temporary && fits(self.catalog.get_as(&name, true)) {
            return Err(Diagnostic::at(drop.name.span, format!("`{}` is a temporary {word}", drop.name))
                .with_hint(format!("DROP TEMPORARY {} drops it", word.to_uppercase())));
        }
        if fits(self.catalog.get_as(&name, drop.temporary)) {
            self.catalog.drop_object(&name, drop.temporary);
            return Ok(());
        }
        if drop.if_exists {
            return Ok(());
        }
        Err(Diagnostic::at(drop.name.span, format!("there is no {word} `{}` to drop", drop.name)))
    }
}

/// As in Flink, what is temporary is not altered.
fn reject_temporary(temporary: bool, name: &ast::Name) -> Result<(), Diagnostic> {
    if !temporary {
        return Ok(());
    }
    Err(Diagnostic::at(name.span, format!("`{name}` is temporary: it cannot be altered")).with_hint("DROP it and create it anew"))
}

/// The INSERT of a CREATE TABLE … AS into these columns, or all of the table's where there are none.
fn into(create: &ast::CreateTable, query: &ast::Query, columns: Vec<ast::Name>) -> ast::Insert {
    ast::Insert {
        overwrite: false,
        table: create.name.clone(),
        hints: Vec::new(),
        partition: Vec::new(),
        columns,
        span: query.span,
        query: query.clone(),
        on_conflict: None,
    }
}

/// The options of the hidden table that a bare query is printed by.
pub(crate) fn print_options(query: Span) -> BTreeMap<String, GivenOption> {
    BTreeMap::from([("connector".to_owned(), GivenOption { value: "print".to_owned(), spans: (query, query) })])
}
