//! A catalog that a script declares: Flink's `generic_in_memory`, which lives as long as the script.
//!
//! Its options are checked where it is declared and where it is altered. An altered catalog begins anew: as in Flink, what was in
//! it is gone.

use crate::ast::{Ident, KeyValue, StringLiteral};
use crate::catalog::Object;
use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct InMemory {
    /// Its databases, and the objects of each by name.
    pub databases: BTreeMap<String, BTreeMap<String, Object>>,
    /// The database that USE CATALOG leads to.
    pub default_database: String,
    /// How it was declared; `None` for the catalog that is there from the start.
    pub declared: Option<Declaration>,
}

/// What CREATE CATALOG says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Declaration {
    /// WITH, by key.
    pub options: BTreeMap<String, String>,
    /// COMMENT.
    pub comment: Option<String>,
}

/// The option that names a catalog's kind.
const TYPE: &str = "type";
/// The option that names the database a catalog begins with, and the name that it has otherwise.
const DEFAULT_DATABASE: (&str, &str) = ("default-database", "default");
/// The one kind of catalogs.
const GENERIC_IN_MEMORY: &str = "generic_in_memory";

impl InMemory {
    /// A catalog of one empty database, which no statement declares.
    pub fn with_database(name: &str) -> Self {
        let databases = BTreeMap::from([(name.to_owned(), BTreeMap::new())]);
        InMemory { databases, default_database: name.to_owned(), declared: None }
    }

    /// An empty catalog as it is declared under `name`, where errors show.
    pub fn new(name: &Ident, declared: Declaration) -> Result<Self, Diagnostic> {
        let error = |message: String| Diagnostic::at(name.span, format!("the catalog `{}`: {message}", name.text));
        match declared.options.get(TYPE).map(String::as_str) {
            Some(GENERIC_IN_MEMORY) => {}
            Some(other) => {
                return Err(error(format!("there are no catalogs of the type '{other}'"))
                    .with_hint(format!("the one type is '{GENERIC_IN_MEMORY}': tables are declared in the script")));
            }
            None => return Err(error("it has no type".to_owned()).with_hint(format!("WITH ('{TYPE}' = '{GENERIC_IN_MEMORY}')"))),
        }
        let known = [TYPE, DEFAULT_DATABASE.0, "property-version"];
        if let Some(unknown) = declared.options.keys().find(|key| !known.contains(&key.as_str())) {
            return Err(error(format!("there is no option '{unknown}'")).with_hint(format!("there are {}", known.join(", "))));
        }
        let database = declared.options.get(DEFAULT_DATABASE.0).map_or(DEFAULT_DATABASE.1, String::as_str);
        if database.is_empty() {
            return Err(error(format!("'{}' is empty", DEFAULT_DATABASE.0)).with_hint("give the database a name"));
        }
        Ok(InMemory { declared: Some(declared.clone()), ..Self::with_database(database) })
    }
}

impl Declaration {
    /// What CREATE CATALOG says, the last of two values of an option being the one that counts.
    pub fn of(options: &[KeyValue], comment: Option<&StringLiteral>) -> Self {
        let options = options.iter().map(|option| (option.key.value.clone(), option.value.value.clone())).collect();
        Declaration { options, comment: comment.map(|c| c.value.clone()) }
    }

    /// The kind of the catalog.
    pub fn type_name(&self) -> &str {
        self.options.get(TYPE).map_or("", String::as_str)
    }

    /// The options but for the kind.
    pub fn other_options(&self) -> impl Iterator<Item = (&String, &String)> {
        self.options.iter().filter(|(key, _)| *key != TYPE)
    }

    /// The same without these options; an error for the one that names the kind.
    pub fn without(mut self, keys: &[StringLiteral]) -> Result<Self, Diagnostic> {
        for key in keys {
            if key.value == TYPE {
                return Err(Diagnostic::at(key.span, "a catalog cannot do without its type").with_hint("DROP it and create it anew"));
            }
            self.options.remove(&key.value);
        }
        Ok(self)
    }
}
