//! Statements about catalogs and databases: CREATE, ALTER, DROP, USE.
//!
//! As in Flink, what a catalog or a database holds is dropped with it, but for temporary tables of a catalog.

use super::Planner;
use crate::ast::{AlterCatalog, AlterCatalogAction, CreateCatalog, CreateDatabase, DropObject, Ident, Name};
use crate::catalog::DatabaseName;
use crate::diagnostic::Diagnostic;
use crate::in_memory::{Declaration, InMemory};

impl Planner<'_> {
    pub(super) fn create_catalog(&mut self, create: &CreateCatalog) -> Result<(), Diagnostic> {
        if self.catalog.has_catalog(&create.name.text) {
            let error = Diagnostic::at(create.name.span, format!("the catalog `{}` exists already", create.name.text));
            return if create.if_not_exists { Ok(()) } else { Err(error) };
        }
        let declared = Declaration::of(&create.options, create.comment.as_ref());
        self.catalog.put_catalog(&create.name.text, InMemory::new(&create.name, declared)?);
        Ok(())
    }

    /// As in Flink, an altered catalog is a new one, without what was in it.
    pub(super) fn alter_catalog(&mut self, alter: &AlterCatalog) -> Result<(), Diagnostic> {
        let name = &alter.name;
        let Some(declared) = &self.catalog.catalog(&name.text, name.span)?.declared else {
            return Err(Diagnostic::at(name.span, format!("no statement declared the catalog `{}`", name.text)));
        };
        let mut declared = declared.clone();
        match &alter.action {
            AlterCatalogAction::Set(options) => declared.options.extend(Declaration::of(options, None).options),
            AlterCatalogAction::Reset(keys) => declared = declared.without(keys)?,
            AlterCatalogAction::Comment(comment) => declared.comment = Some(comment.value.clone()),
        }
        self.catalog.put_catalog(&name.text, InMemory::new(name, declared)?);
        Ok(())
    }

    pub(super) fn use_catalog(&mut self, name: &Ident) -> Result<(), Diagnostic> {
        let default = self.catalog.catalog(&name.text, name.span)?.default_database.clone();
        self.catalog.current = DatabaseName { catalog: name.text.clone(), name: default };
        Ok(())
    }

    pub(super) fn drop_catalog(&mut self, drop: &DropObject) -> Result<(), Diagnostic> {
        let name = drop.name.last();
        if drop.if_exists && !self.catalog.has_catalog(&name.text) {
            return Ok(());
        }
        self.catalog.catalog(&name.text, name.span)?;
        if name.text == self.catalog.current.catalog {
            return Err(Diagnostic::at(name.span, format!("`{}` is the current catalog", name.text)).with_hint("USE another one first"));
        }
        self.catalog.drop_catalog(&name.text);
        Ok(())
    }

    pub(super) fn create_database(&mut self, create: &CreateDatabase) -> Result<(), Diagnostic> {
        let new = self.catalog.create_database(&self.catalog.database_named(&create.name)?);
        if new || create.if_not_exists {
            return Ok(());
        }
        Err(Diagnostic::at(create.name.span, format!("the database `{}` exists already", create.name)))
    }

    pub(super) fn use_database(&mut self, name: &Name) -> Result<(), Diagnostic> {
        self.catalog.current = self.existing_database(name)?;
        Ok(())
    }

    pub(super) fn existing_database(&self, name: &Name) -> Result<DatabaseName, Diagnostic> {
        let database = self.catalog.database_named(name)?;
        self.catalog.check_database(&database, name.span)?;
        Ok(database)
    }

    pub(super) fn drop_database(&mut self, drop: &DropObject) -> Result<(), Diagnostic> {
        let name = self.catalog.database_named(&drop.name)?;
        let error = |message: String| Diagnostic::at(drop.name.span, message);
        if !self.catalog.has_database(&name) {
            return if drop.if_exists { Ok(()) } else { Err(error(format!("there is no database `{name}` to drop"))) };
        }
        if name == self.catalog.current {
            return Err(error(format!("`{name}` is the current database")).with_hint("USE another one first"));
        }
        let filled = !self.catalog.names(&name).is_empty() || self.catalog.functions.has_any_in(&name);
        if filled && !drop.cascade {
            return Err(error(format!("the database `{name}` is not empty")).with_hint("DROP DATABASE … CASCADE drops what is in it, too"));
        }
        self.catalog.drop_database(&name);
        Ok(())
    }
}
