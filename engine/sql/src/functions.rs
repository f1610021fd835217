//! The functions of a script beside the built-in ones: what the program registered, and what CREATE FUNCTION calls by name.
//!
//! A name is looked up as Flink does: temporary system functions (the program's own are among them), built-in functions,
//! the database's temporary functions, its permanent ones. Case does not matter. What stands behind a CREATE FUNCTION is
//! a function that the program registered; no code is loaded from anywhere.

use crate::ast;
use crate::catalog::{DatabaseName, ObjectName};
use crate::diagnostic::{Diagnostic, nearest};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use waterwheel_expr::{ScalarFunction, UserFunctions, aggregate, register};

/// A function that a script named.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// As AS gave it.
    pub class: String,
    /// As LANGUAGE gave it; Flink's default is JAVA.
    pub language: String,
    /// What it calls.
    pub function: Arc<ScalarFunction>,
}

/// Where a function's name belongs, which is also the order of looking up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// TEMPORARY SYSTEM: everywhere, before the built-in functions.
    System,
    /// TEMPORARY: in a database, behind the built-in functions.
    Temporary,
    /// In a database, behind the temporary functions.
    Permanent,
}

/// All functions of a script but the built-in ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Functions {
    registered: UserFunctions,
    system: BTreeMap<String, Named>,
    temporary: BTreeMap<ObjectName, Named>,
    permanent: BTreeMap<ObjectName, Named>,
}

impl Functions {
    /// Those that the program registered.
    pub fn new(registered: UserFunctions) -> Self {
        Functions { registered, ..Functions::default() }
    }

    /// The registered function that CREATE FUNCTION means: that of the class's name, else that of the function's own.
    pub fn implementation(&self, create: &ast::CreateFunction) -> Result<Named, Diagnostic> {
        let class = &create.implementation.value;
        let function = self.registered.get(class).or_else(|| self.registered.get(&create.name.last().text)).cloned();
        let language = create.language.as_ref().map_or_else(|| "JAVA".to_owned(), |l| l.text.to_ascii_uppercase());
        let Some(function) = function else {
            let message = format!("no function '{class}' is registered: {language} code does not run here");
            return Err(Diagnostic::at(create.implementation.span, message).with_hint(self.hint(class)));
        };
        Ok(Named { class: class.clone(), language, function })
    }

    fn hint(&self, class: &str) -> String {
        let known: Vec<&str> = self.registered.names().collect();
        match nearest(class, known.iter().copied()) {
            Some(near) => format!("did you mean '{near}'?"),
            None if known.is_empty() => {
                "write it with built-in functions, or in Rust: Program::register_scalar in a program that embeds Waterwheel".to_owned()
            }
            None => format!("registered are {}", known.join(", ")),
        }
    }

    /// Adds a function; false when the name is taken, which as in Flink OR REPLACE does not change.
    pub fn create(&mut self, place: Place, name: ObjectName, function: Named) -> bool {
        if self.get(place, &name).is_some() {
            return false;
        }
        match place {
            Place::System => self.system.insert(name.name, function),
            Place::Temporary => self.temporary.insert(name, function),
            Place::Permanent => self.permanent.insert(name, function),
        };
        true
    }

    /// Removes a function; false when there is none.
    pub fn remove(&mut self, place: Place, name: &ObjectName) -> bool {
        let removed = match place {
            Place::System => self.system.remove(&name.name),
            Place::Temporary => self.temporary.remove(name),
            Place::Permanent => self.permanent.remove(name),
        };
        removed.is_some()
    }

    fn get(&self, place: Place, name: &ObjectName) -> Option<&Named> {
        match place {
            Place::System => self.system.get(&name.name),
            Place::Temporary => self.temporary.get(name),
            Place::Permanent => self.permanent.get(name),
        }
    }

    /// The function of a name that is resolved to a database, if a script named it, and its place.
    pub fn find(&self, name: &ObjectName) -> Option<(Place, &Named)> {
        [Place::System, Place::Temporary, Place::Permanent].into_iter().find_map(|place| Some((place, self.get(place, name)?)))
    }

    /// Whether a database has permanent functions.
    pub fn has_any_in(&self, database: &DatabaseName) -> bool {
        self.permanent.keys().any(|name| name.database == *database)
    }

    /// Removes the functions of databases.
    pub fn drop_databases(&mut self, is_dropped: impl Fn(&DatabaseName) -> bool) {
        self.temporary.retain(|name, _| !is_dropped(&name.database));
        self.permanent.retain(|name, _| !is_dropped(&name.database));
    }

    /// The names that SHOW USER FUNCTIONS lists for a database, sorted.
    pub fn names(&self, database: &DatabaseName) -> BTreeSet<String> {
        let inside = self.temporary.keys().chain(self.permanent.keys()).filter(|name| name.database == *database);
        let registered = self.registered.names().filter(|name| is_plain(name)).map(str::to_owned);
        registered.chain(self.system.keys().cloned()).chain(inside.map(|name| name.name.clone())).collect()
    }

    /// Every function under each name by which it can be called where `database` is the current one.
    pub fn visible(&self, database: &DatabaseName) -> UserFunctions {
        let mut visible = UserFunctions::default();
        for (name, named) in self.permanent.iter().chain(&self.temporary) {
            let ObjectName { database: home, name } = name;
            visible.insert(&format!("{home}.{name}"), Arc::clone(&named.function));
            if home.catalog == database.catalog {
                visible.insert(&format!("{}.{name}", home.name), Arc::clone(&named.function));
            }
            if home == database && !is_built_in(name) {
                visible.insert(name, Arc::clone(&named.function));
            }
        }
        for name in self.registered.names() {
            visible.insert(name, Arc::clone(self.registered.get(name).expect("one of its names")));
        }
        self.system.iter().for_each(|(name, named)| visible.insert(name, Arc::clone(&named.function)));
        visible
    }
}

/// Whether a function can be called by this name as it is, rather than by a name that CREATE FUNCTION gives it.
fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn is_built_in(name: &str) -> bool {
    register::find(name).is_some() || aggregate::find(name).is_some()
}
