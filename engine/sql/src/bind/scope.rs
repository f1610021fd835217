//! What a column name means at one place of a query.
//!
//! As in Flink, a name that no column of a table has may be that of a field in its ROW columns; of those, the least deep one.

use crate::ast::{Ident, Name};
use crate::catalog::CATALOG;
use crate::diagnostic::{Diagnostic, nearest};
use crate::relation::{Column, Relation};
use waterwheel_expr::Expr;
use waterwheel_types::Kind;

/// The tables of a FROM clause, side by side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    tables: Vec<ScopeTable>,
}

#[derive(Clone, Debug)]
struct ScopeTable {
    /// Its alias or its own name; `None` for a derived table without one.
    name: Option<String>,
    /// The database of a table that goes by its own name.
    database: Option<String>,
    columns: Vec<Column>,
    /// Where its columns begin in the rows of the whole FROM clause.
    offset: usize,
}

impl Scope {
    /// One table.
    pub fn of(name: Option<&str>, relation: &Relation) -> Scope {
        let columns = relation.columns.clone();
        Scope { tables: vec![ScopeTable { name: name.map(str::to_owned), database: None, columns, offset: 0 }] }
    }

    /// The same where its columns can be called by the database, too: `database.table.column`.
    #[must_use]
    pub fn in_database(mut self, database: &str) -> Scope {
        self.tables.iter_mut().for_each(|table| table.database = Some(database.to_owned()));
        self
    }

    /// Puts one table more at the right end.
    pub fn add(&mut self, name: Option<&str>, columns: Vec<Column>) {
        let offset = self.columns().count();
        self.tables.push(ScopeTable { name: name.map(str::to_owned), database: None, columns, offset });
    }

    /// All columns, in order.
    pub fn columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.tables.iter().flat_map(|t| t.columns.iter().enumerate().map(|(i, c)| (t.offset + i, c)))
    }

    /// The column at a position.
    pub fn column(&self, index: usize) -> &Column {
        self.columns().find(|(i, _)| *i == index).expect("a position of this scope").1
    }

    /// The columns of one table.
    pub fn table(&self, name: &str) -> Option<impl Iterator<Item = (usize, &Column)>> {
        let table = self.tables.iter().find(|t| t.name.as_deref() == Some(name))?;
        Some(table.columns.iter().enumerate().map(|(i, c)| (table.offset + i, c)))
    }

    /// What `a`, `t.a`, `a.field` or `t.a.field` means.
    pub fn resolve(&self, name: &Name) -> Result<Expr, Diagnostic> {
        let (first, rest) = self.without_database(&name.parts).split_first().expect("a name has at least one part");
        if let (Some((second, rest)), true) = (rest.split_first(), self.tables.iter().any(|t| t.name.as_deref() == Some(&first.text)))
            && let Some(value) = self.named(second, Some(&first.text))?
        {
            return follow(value, rest);
        }
        match self.named(first, None)? {
            Some(value) => follow(value, rest),
            None => Err(self.unknown(name)),
        }
    }

    /// The parts without a catalog and a database before the name of a table.
    fn without_database<'n>(&self, parts: &'n [Ident]) -> &'n [Ident] {
        let (catalog, local) = match parts.split_first() {
            Some((first, rest)) if first.text == CATALOG => (true, rest),
            _ => (false, parts),
        };
        let [database, table, _, ..] = local else { return parts };
        let is_it = |t: &ScopeTable| t.database.as_ref() == Some(&database.text) && t.name.as_ref() == Some(&table.text);
        let qualified = self.tables.iter().any(is_it) && (catalog || parts.len() == local.len());
        if qualified { &local[1..] } else { parts }
    }

    /// The one column, or field of a column, of this name; an error when there are several.
    fn named(&self, name: &Ident, table: Option<&str>) -> Result<Option<Expr>, Diagnostic> {
        let inside = |t: &&ScopeTable| table.is_none() || t.name.as_deref() == table;
        let mut found = self.tables.iter().filter(inside).flat_map(|t| t.named(&name.text));
        let first = found.next();
        match found.next() {
            Some(_) => Err(Diagnostic::at(name.span, format!("the column name `{}` is ambiguous", name.text))
                .with_hint("several tables have it: write `table.column`")),
            None => Ok(first),
        }
    }

    fn unknown(&self, name: &Name) -> Diagnostic {
        let error = Diagnostic::at(name.span, format!("there is no column `{name}`"));
        let known: Vec<&str> = self.columns().map(|(_, c)| c.name.as_str()).collect();
        match nearest(&name.last().text, known.iter().copied()) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None if known.is_empty() => error.with_hint("the query has no FROM clause, so no columns"),
            None => error.with_hint(format!("there are {}", list(&known))),
        }
    }
}

impl ScopeTable {
    /// The columns of this name; without any, the fields of this name that are the least deep in columns.
    fn named(&self, name: &str) -> Vec<Expr> {
        let column = |(i, c): (usize, &Column)| (c.name.clone(), Expr::column(self.offset + i, c.data_type.clone()));
        let mut level: Vec<(String, Expr)> = self.columns.iter().enumerate().map(column).collect();
        loop {
            let (found, others): (Vec<_>, Vec<_>) = level.into_iter().partition(|(own, _)| own == name);
            if !found.is_empty() || others.is_empty() {
                return found.into_iter().map(|(_, value)| value).collect();
            }
            level = others.iter().flat_map(|(_, row)| fields_of(row)).collect();
        }
    }
}

fn fields_of(row: &Expr) -> Vec<(String, Expr)> {
    let Kind::Row(fields) = &row.data_type.kind else { return Vec::new() };
    fields.iter().enumerate().map(|(i, f)| (f.name.clone(), row.clone().field(i))).collect()
}

fn list(names: &[&str]) -> String {
    const SHOWN: usize = 20;
    let mut text = names.iter().take(SHOWN).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text.push_str(" …");
    }
    text
}

/// The field that a path leads to, from a row.
pub(crate) fn follow(base: Expr, path: &[Ident]) -> Result<Expr, Diagnostic> {
    path.iter().try_fold(base, field)
}

/// One field of a row.
pub(crate) fn field(row: Expr, name: &Ident) -> Result<Expr, Diagnostic> {
    let fields = row.data_type.row_fields();
    if let Some(index) = fields.iter().position(|f| f.name == name.text) {
        return Ok(row.field(index));
    }
    let error = Diagnostic::at(name.span, format!("{} has no field `{}`", row.data_type.kind, name.text));
    Err(match nearest(&name.text, fields.iter().map(|f| f.name.as_str())) {
        Some(near) => error.with_hint(format!("did you mean `{near}`?")),
        None => error,
    })
}
