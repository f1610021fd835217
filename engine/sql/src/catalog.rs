//! The names of a script: tables, views and functions in the databases of its catalogs.

use crate::ast;
use crate::diagnostic::{Diagnostic, nearest, some_of};
use crate::functions::Functions;
use crate::in_memory::InMemory;
use crate::span::Span;
use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel_expr::Expr;
use waterwheel_types::{DataType, Field, Schema};

/// The catalog that a script starts in.
pub const CATALOG: &str = "default_catalog";
/// The database that a script starts in.
pub const DATABASE: &str = "default_database";

/// A database of a catalog; whether there is one is another question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatabaseName {
    /// The catalog.
    pub catalog: String,
    /// The database.
    pub name: String,
}

impl DatabaseName {
    /// The database that a script starts in.
    pub fn initial() -> Self {
        DatabaseName { catalog: CATALOG.to_owned(), name: DATABASE.to_owned() }
    }
}

impl std::fmt::Display for DatabaseName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.catalog, self.name)
    }
}

/// Catalog, database and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// The database.
    pub database: DatabaseName,
    /// The table, view or function.
    pub name: String,
}

impl std::fmt::Display for ObjectName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.database, self.name)
    }
}

/// A table as declared.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its full name.
    pub name: ObjectName,
    /// Its columns in order.
    pub columns: Vec<TableColumn>,
    /// Event time, if a WATERMARK is declared.
    pub watermark: Option<Watermark>,
    /// The columns of the primary key.
    pub primary_key: Vec<String>,
    /// What CONSTRAINT calls the primary key.
    pub primary_key_name: Option<String>,
    /// DISTRIBUTED: kept for SHOW CREATE TABLE and LIKE; no connector has buckets.
    pub distribution: Option<ast::Distribution>,
    /// The columns of PARTITIONED BY.
    pub partition_keys: Vec<String>,
    /// What ALTER TABLE … ADD PARTITION said that there is, in the order in which it was said.
    pub partitions: Vec<Partition>,
    /// The options of WITH, those of hints included.
    pub options: BTreeMap<String, GivenOption>,
    /// COMMENT.
    pub comment: Option<String>,
    /// Declared TEMPORARY.
    pub temporary: bool,
    /// Where it was declared.
    pub span: Span,
}

/// The values of partition columns, in the order in which they were written.
pub type Partition = Vec<(String, String)>;

/// An option of a table as it was given.
#[derive(Clone, Debug)]
pub struct GivenOption {
    /// Its value, placeholders filled in.
    pub value: String,
    /// Where key and value stand.
    pub spans: (Span, Span),
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// Where its values come from.
    pub kind: ColumnKind,
    /// COMMENT.
    pub comment: Option<String>,
}

/// Where a column's values come from.
#[derive(Clone, Debug)]
pub enum ColumnKind {
    /// The record.
    Physical,
    /// An expression over the table's physical and metadata columns, numbered as in [`Table::source_columns`].
    Computed {
        /// The expression.
        expr: Expr,
        /// Its syntax tree, for columns that change their types.
        written: Arc<ast::Expr>,
        /// As it was written, for SHOW and DESCRIBE.
        text: String,
        /// Whether it is PROCTIME().
        proctime: bool,
    },
    /// What the connector knows about the record.
    Metadata {
        /// The connector's key.
        key: String,
        /// Not written to by INSERT.
        is_virtual: bool,
    },
}

impl TableColumn {
    /// Whether computing it can fail for some row.
    pub(crate) fn can_fail(&self) -> bool {
        matches!(&self.kind, ColumnKind::Computed { expr, .. } if expr.can_fail())
    }
}

/// A table's event time.
#[derive(Clone, Debug)]
pub struct Watermark {
    /// The time attribute: a position among the table's columns.
    pub column: usize,
    /// Its name as written.
    pub name: String,
    /// The watermark that a row implies, over all of the table's columns.
    pub expr: Expr,
    /// Its syntax tree, for columns that change their types.
    pub written: ast::Expr,
    /// As it was written.
    pub text: String,
}

impl Table {
    /// The columns that the connector provides: physical ones in order, then metadata; positions among `columns`.
    pub fn source_columns(&self) -> Vec<usize> {
        let of = |wanted: fn(&ColumnKind) -> bool| self.columns.iter().enumerate().filter(move |(_, c)| wanted(&c.kind)).map(|(i, _)| i);
        of(|k| matches!(k, ColumnKind::Physical)).chain(of(|k| matches!(k, ColumnKind::Metadata { .. }))).collect()
    }

    /// The columns that an INSERT writes: all but computed and virtual ones; positions among `columns`.
    pub fn sink_columns(&self) -> Vec<usize> {
        let written = |kind: &ColumnKind| match kind {
            ColumnKind::Physical => true,
            ColumnKind::Computed { .. } => false,
            ColumnKind::Metadata { is_virtual, .. } => !is_virtual,
        };
        (0..self.columns.len()).filter(|&i| written(&self.columns[i].kind)).collect()
    }

    /// What the primary key is called: by CONSTRAINT, else after its columns.
    pub fn key_name(&self) -> String {
        self.primary_key_name.clone().unwrap_or_else(|| format!("PK_{}", self.primary_key.join("_")))
    }

    /// The value of an option.
    pub fn option(&self, key: &str) -> Option<&str> {
        self.options.get(key).map(|given| given.value.as_str())
    }

    /// Gives an option as it is written, with this value.
    pub fn set_option(&mut self, written: &ast::KeyValue, value: String) {
        self.options.insert(written.key.value.clone(), GivenOption { value, spans: (written.key.span, written.value.span) });
    }

    /// The table as its connector sees it.
    pub fn for_connector(&self, time_zone: &str) -> waterwheel::connector::Table {
        let physical = self.columns.iter().filter(|c| matches!(c.kind, ColumnKind::Physical));
        waterwheel::connector::Table {
            name: self.name.to_string(),
            schema: Schema::new(physical.map(|c| Field::new(&c.name, c.data_type.clone())).collect()),
            options: self.options.iter().map(|(key, given)| (key.clone(), given.value.clone())).collect(),
            partition_keys: self.partition_keys.clone(),
            primary_key: self.primary_key.clone(),
            time_zone: time_zone.to_owned(),
        }
    }
}

/// A view: its text is bound anew wherever it is used.
#[derive(Clone, Debug)]
pub struct View {
    /// Its full name.
    pub name: ObjectName,
    /// Its rows.
    pub query: ast::Query,
    /// Names of its columns; those of the query when empty.
    pub columns: Vec<String>,
    /// The names that the query's columns had when the view was made: `*` stands for these, whatever has become of its tables.
    pub selected: Vec<String>,
    /// The database in which its names are looked up.
    pub home: DatabaseName,
    /// Declared TEMPORARY.
    pub temporary: bool,
    /// COMMENT.
    pub comment: Option<String>,
    /// The query as written.
    pub text: String,
}

/// A table or a view.
#[derive(Clone, Debug)]
pub enum Object {
    /// A table.
    Table(Arc<Table>),
    /// A view.
    View(Arc<View>),
}

impl Object {
    /// Whether it is a view.
    pub fn is_view(&self) -> bool {
        matches!(self, Object::View(_))
    }

    /// Whether it was declared TEMPORARY.
    pub fn is_temporary(&self) -> bool {
        match self {
            Object::Table(table) => table.temporary,
            Object::View(view) => view.temporary,
        }
    }
}

/// The names known at one point of a script.
#[derive(Clone, Debug)]
pub struct Catalog {
    catalogs: BTreeMap<String, InMemory>,
    /// Temporary objects hide permanent ones of the same name; their databases and catalogs need not exist.
    temporary: BTreeMap<ObjectName, Object>,
    /// The functions beside the built-in ones.
    pub(crate) functions: Functions,
    /// The current database.
    pub current: DatabaseName,
}

impl Catalog {
    /// The names at the beginning of a script of a program with these functions.
    pub(crate) fn new(functions: Functions) -> Self {
        let catalogs = BTreeMap::from([(CATALOG.to_owned(), InMemory::with_database(DATABASE))]);
        Catalog { catalogs, temporary: BTreeMap::new(), functions, current: DatabaseName::initial() }
    }

    /// The full form of a name where the current database is `home`; an error for too many parts.
    pub fn resolve_in(&self, name: &ast::Name, home: &DatabaseName) -> Result<ObjectName, Diagnostic> {
        let parts: Vec<&str> = name.parts.iter().map(|p| p.text.as_str()).collect();
        let (catalog, database, name) = match parts[..] {
            [name] => (home.catalog.as_str(), home.name.as_str(), name),
            [database, name] => (home.catalog.as_str(), database, name),
            [catalog, database, name] => (catalog, database, name),
            _ => {
                return Err(Diagnostic::at(name.span, format!("`{name}` has too many parts"))
                    .with_hint("a table is named `table`, `database.table` or `catalog.database.table`"));
            }
        };
        Ok(ObjectName { database: DatabaseName { catalog: catalog.to_owned(), name: database.to_owned() }, name: name.to_owned() })
    }

    /// The full form of a name; an error for too many parts.
    pub fn resolve(&self, name: &ast::Name) -> Result<ObjectName, Diagnostic> {
        self.resolve_in(name, &self.current)
    }

    /// The database that a name means; an error for too many parts or another catalog.
    pub fn database_named(&self, name: &ast::Name) -> Result<DatabaseName, Diagnostic> {
        let (catalog, database) = match &name.parts[..] {
            [database] => (&self.current.catalog, database),
            [catalog, database] => (&catalog.text, database),
            _ => {
                return Err(Diagnostic::at(name.span, format!("`{name}` has too many parts"))
                    .with_hint("a database is named `database` or `catalog.database`"));
            }
        };
        self.catalog(catalog, name.span)?;
        Ok(DatabaseName { catalog: catalog.clone(), name: database.text.clone() })
    }

    /// The catalog of a name; an error at `span` when there is none.
    pub(crate) fn catalog(&self, name: &str, span: Span) -> Result<&InMemory, Diagnostic> {
        self.catalogs.get(name).ok_or_else(|| {
            let error = Diagnostic::at(span, format!("there is no catalog `{name}`"));
            error.with_hint(match nearest(name, self.catalogs()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", self.catalogs().collect::<Vec<_>>().join(", ")),
            })
        })
    }

    /// The object of this name, if there is one: the temporary one before the permanent one.
    pub fn get(&self, name: &ObjectName) -> Option<&Object> {
        self.temporary.get(name).or_else(|| self.get_as(name, false))
    }

    /// The object that a name in the script means where the current database is `home`.
    pub fn find_in(&self, name: &ast::Name, home: &DatabaseName) -> Result<&Object, Diagnostic> {
        let full = self.resolve_in(name, home)?;
        if let Some(object) = self.get(&full) {
            return Ok(object);
        }
        self.check_database(&full.database, name.span)?;
        let error = Diagnostic::at(name.span, format!("there is no table or view `{name}`"));
        let known = self.names(&full.database);
        Err(match nearest(&full.name, known.keys().copied()) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None if known.is_empty() => error.with_hint(format!("{} is empty: CREATE TABLE declares one", full.database)),
            None => error.with_hint(format!("there are {}", some_of(known.keys().copied()))),
        })
    }

    /// The object that a name in the script means.
    pub fn find(&self, name: &ast::Name) -> Result<&Object, Diagnostic> {
        self.find_in(name, &self.current)
    }

    /// Adds an object; an error at `span` when the name is taken, or its database does not exist and it is not temporary.
    pub fn create(&mut self, name: &ObjectName, object: Object, replace: bool, span: Span) -> Result<(), Diagnostic> {
        let temporary = object.is_temporary();
        if !temporary {
            self.check_database(&name.database, span)?;
        }
        if self.get_as(name, temporary).is_some() && !replace {
            return Err(Diagnostic::at(span, format!("`{name}` exists already")).with_hint("use CREATE … IF NOT EXISTS, or DROP it first"));
        }
        if temporary {
            self.temporary.insert(name.clone(), object);
        } else if let Some(database) = self.database_mut(&name.database) {
            database.insert(name.name.clone(), object);
        }
        Ok(())
    }

    /// The temporary or the permanent object of a name, whichever is asked for.
    pub fn get_as(&self, name: &ObjectName, temporary: bool) -> Option<&Object> {
        if temporary { self.temporary.get(name) } else { self.database(&name.database)?.get(&name.name) }
    }

    /// Removes the temporary or the permanent object of a name.
    pub fn drop_object(&mut self, name: &ObjectName, temporary: bool) -> Option<Object> {
        if temporary { self.temporary.remove(name) } else { self.database_mut(&name.database)?.remove(&name.name) }
    }

    /// The objects that can be seen in a database, by name; empty when there is no such database.
    pub fn names(&self, database: &DatabaseName) -> BTreeMap<&str, &Object> {
        let permanent = self.database(database).into_iter().flatten().map(|(name, object)| (name.as_str(), object));
        let temporary = self.temporary.iter().filter(|(name, _)| name.database == *database);
        permanent.chain(temporary.map(|(name, object)| (name.name.as_str(), object))).collect()
    }

    fn database(&self, name: &DatabaseName) -> Option<&BTreeMap<String, Object>> {
        self.catalogs.get(&name.catalog)?.databases.get(&name.name)
    }

    fn database_mut(&mut self, name: &DatabaseName) -> Option<&mut BTreeMap<String, Object>> {
        self.catalogs.get_mut(&name.catalog)?.databases.get_mut(&name.name)
    }

    /// An error at `span` when there is no such database.
    pub fn check_database(&self, name: &DatabaseName, span: Span) -> Result<(), Diagnostic> {
        let databases = &self.catalog(&name.catalog, span)?.databases;
        if databases.contains_key(&name.name) {
            return Ok(());
        }
        let error = Diagnostic::at(span, format!("there is no database `{}` in the catalog `{}`", name.name, name.catalog));
        Err(match nearest(&name.name, databases.keys().map(String::as_str)) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None => error.with_hint(format!("create it first: CREATE DATABASE `{}`.`{}`", name.catalog, name.name)),
        })
    }

    /// Adds a database to a catalog that there is; whether it is new.
    pub fn create_database(&mut self, name: &DatabaseName) -> bool {
        let new = self.database(name).is_none();
        if let Some(catalog) = self.catalogs.get_mut(&name.catalog) {
            catalog.databases.entry(name.name.clone()).or_default();
        }
        new
    }

    /// Whether there is a database of this name.
    pub fn has_database(&self, name: &DatabaseName) -> bool {
        self.database(name).is_some()
    }

    /// Removes a database and what is in it.
    pub fn drop_database(&mut self, name: &DatabaseName) {
        if let Some(catalog) = self.catalogs.get_mut(&name.catalog) {
            catalog.databases.remove(&name.name);
        }
        self.temporary.retain(|object, _| object.database != *name);
        self.functions.drop_databases(|database| database == name);
    }

    /// Whether there is a catalog of this name.
    pub fn has_catalog(&self, name: &str) -> bool {
        self.catalogs.contains_key(name)
    }

    /// Adds a catalog, or puts it in the place of one.
    pub(crate) fn put_catalog(&mut self, name: &str, catalog: InMemory) {
        self.catalogs.insert(name.to_owned(), catalog);
    }

    /// Removes a catalog and what is in it, but for what is temporary.
    pub fn drop_catalog(&mut self, name: &str) {
        self.catalogs.remove(name);
        self.functions.drop_databases(|database| database.catalog == name);
    }

    /// The names of all catalogs.
    pub fn catalogs(&self) -> impl Iterator<Item = &str> {
        self.catalogs.keys().map(String::as_str)
    }

    /// The names of a catalog's databases.
    pub fn databases(&self, catalog: &str) -> impl Iterator<Item = &str> {
        self.catalogs.get(catalog).into_iter().flat_map(|catalog| catalog.databases.keys()).map(String::as_str)
    }
}
