//! What a column name means at one place of a query.
//!
//! As in Flink, a name that no column of a table has may be that of a field in its ROW columns; of those, the least deep one.

use crate::ast::{Ident, Name};
use crate::catalog::DatabaseName;
use crate::diagnostic::{Diagnostic, nearest, some_of};
use crate::relation::{Column, Relation};
use crate::span::Span;
use std::collections::BTreeSet;
use waterwheel_expr::{Expr, Node};
use waterwheel_types::Kind;

/// The tables of a FROM clause, side by side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    tables: Vec<ScopeTable>,
    /// What `*` stands for: the columns by position, without those that USING or NATURAL has merged with one to their left.
    shown: Vec<usize>,
    /// What a column that USING names stands before: columns of its name that can be called by their table only. (Without a table, what
    /// NATURAL has merged is ambiguous in Flink.)
    merged: BTreeSet<usize>,
}

/// A column of each side that USING or NATURAL makes one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shared {
    /// Its position in the rows of both sides, on the left.
    pub left: usize,
    /// The same on the right.
    pub right: usize,
    /// Where the script says so.
    pub span: Span,
}

#[derive(Clone, Debug)]
struct ScopeTable {
    /// Its alias or its own name; `None` for a derived table without one.
    name: Option<String>,
    /// The database of a table that goes by its own name.
    database: Option<DatabaseName>,
    columns: Vec<Column>,
    /// Where its columns begin in the rows of the whole FROM clause.
    offset: usize,
}

impl ScopeTable {
    /// A name that two columns share.
    fn name_of_two(&self) -> Option<&str> {
        let mut seen = BTreeSet::new();
        self.columns.iter().map(|column| &*column.name).find(|name| !seen.insert(*name))
    }
}

impl Scope {
    /// One table.
    pub fn of(name: Option<&str>, relation: &Relation) -> Scope {
        let columns = relation.columns.clone();
        let shown = (0..columns.len()).collect();
        Scope {
            tables: vec![ScopeTable { name: name.map(str::to_owned), database: None, columns, offset: 0 }],
            shown,
            merged: BTreeSet::new(),
        }
    }

    /// The same where its columns can be called by the database, too: `database.table.column`, also behind the catalog.
    #[must_use]
    pub fn in_database(mut self, database: DatabaseName) -> Scope {
        self.tables.iter_mut().for_each(|table| table.database = Some(database.clone()));
        self
    }

    /// Puts one table more at the right end.
    pub fn add(&mut self, name: Option<&str>, columns: Vec<Column>) {
        let offset = self.width();
        self.shown.extend(offset..offset + columns.len());
        self.tables.push(ScopeTable { name: name.map(str::to_owned), database: None, columns, offset });
    }

    /// The name of a table that is in both scopes.
    pub fn name_also_in(&self, right: &Scope) -> Option<&str> {
        let names = |scope: &Scope, name: &str| scope.tables.iter().any(|table| table.name.as_deref() == Some(name));
        self.tables.iter().filter_map(|table| table.name.as_deref()).find(|name| names(right, name))
    }

    /// The tables of a join of both, the columns of each pair being one.
    #[must_use]
    pub fn beside(mut self, right: Scope, shared: &[Shared], natural: bool) -> Scope {
        let width = self.width();
        for used in shared.iter().filter(|_| !natural) {
            let others = |column: &usize| *column != used.left && self.column(*column).name == self.column(used.left).name;
            let others: Vec<usize> = self.shown.iter().copied().filter(others).collect();
            self.merged.extend(others.into_iter().chain([used.right]));
        }
        let rest = |shown: Vec<usize>, merged: Vec<usize>| shown.into_iter().filter(move |column| !merged.contains(column));
        let left = rest(self.shown, shared.iter().map(|s| s.left).collect());
        let right_shown = rest(right.shown.into_iter().map(|i| width + i).collect(), shared.iter().map(|s| s.right).collect());
        self.shown = shared.iter().map(|s| s.left).chain(left).chain(right_shown).collect();
        self.merged.extend(right.merged.into_iter().map(|i| width + i));
        self.tables.extend(right.tables.into_iter().map(|table| ScopeTable { offset: width + table.offset, ..table }));
        self.tables.iter_mut().flat_map(|table| &mut table.columns).for_each(Column::forget_time);
        self
    }

    /// The columns that USING names, in both scopes: as in Flink, the first of this name on the left.
    pub fn shared_with(&self, right: &Scope, names: &[Ident]) -> Result<Vec<Shared>, Diagnostic> {
        let width = self.width();
        let mut shared: Vec<Shared> = Vec::new();
        for name in names {
            let left = self.columns().find(|(_, column)| column.name == name.text).map(|(i, _)| i);
            let left = left.ok_or_else(|| missing(&name.text, name.span))?;
            if shared.iter().all(|known| known.left != left) {
                shared.push(Shared { left, right: width + right.only(&name.text, name.span)?, span: name.span });
            }
        }
        Ok(shared)
    }

    /// The columns that are called the same in both scopes.
    pub fn shared_names(&self, right: &Scope, span: Span) -> Result<Vec<Shared>, Diagnostic> {
        let width = self.width();
        let mut shared = Vec::new();
        for (_, column) in self.columns() {
            if right.columns().any(|(_, other)| other.name == column.name) {
                shared.push(Shared { left: self.only(&column.name, span)?, right: width + right.only(&column.name, span)?, span });
            }
        }
        Ok(shared)
    }

    /// The one column of this name.
    fn only(&self, name: &str, span: Span) -> Result<usize, Diagnostic> {
        let mut found = self.columns().filter(|(_, column)| column.name == name).map(|(i, _)| i);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(missing(name, span)),
            _ => Err(Diagnostic::at(span, format!("the column `{name}` is not the only one of this name on one side of this join"))
                .with_hint("say by ON which one is meant")),
        }
    }

    /// The columns that `*` stands for, in its order.
    pub fn columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.shown.iter().map(|&index| (index, self.column(index)))
    }

    /// The column at a position.
    pub fn column(&self, index: usize) -> &Column {
        let table = &self.tables[self.tables.partition_point(|table| table.offset <= index) - 1];
        &table.columns[index - table.offset]
    }

    fn width(&self) -> usize {
        self.tables.last().map_or(0, |table| table.offset + table.columns.len())
    }

    /// Whether this is one table, which goes by this name, the database and the catalog standing before it or not.
    pub fn is_table(&self, name: &str) -> bool {
        let [table] = &self.tables[..] else { return false };
        let Some(own) = &table.name else { return false };
        let qualified = table.database.as_ref().map(|database| format!("{database}.{own}"));
        own == name || qualified.is_some_and(|all| all == name || all.split_once('.').is_some_and(|(_, local)| local == name))
    }

    /// Refuses `*`, or the `t.*` of this table, where two columns of one table share a name: which one is meant is open.
    pub fn refuse_ambiguous_star(&self, table: Option<&str>, span: Span) -> Result<(), Diagnostic> {
        let meant = |t: &&ScopeTable| table.is_none() || t.name.as_deref() == table;
        let Some(twice) = self.tables.iter().filter(meant).find_map(ScopeTable::name_of_two) else { return Ok(()) };
        Err(Diagnostic::at(span, format!("two columns of a table are named `{twice}`: the column name is ambiguous"))
            .with_hint("give one another name: AS …"))
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
        let fits = |table: &ScopeTable, names: &[Ident]| {
            let own = table.database.iter().flat_map(|d| [&d.catalog, &d.name]).chain(&table.name).collect::<Vec<_>>();
            own.len() == 3 && own.iter().rev().zip(names.iter().rev()).all(|(own, name)| **own == name.text)
        };
        let qualified = |count: usize| parts.len() > count && self.tables.iter().any(|table| fits(table, &parts[..count]));
        match () {
            () if qualified(3) => &parts[2..],
            () if qualified(2) => &parts[1..],
            () => parts,
        }
    }

    /// The one column, or field of a column, of this name; an error when there are several.
    fn named(&self, name: &Ident, table: Option<&str>) -> Result<Option<Expr>, Diagnostic> {
        let inside = |t: &&ScopeTable| table.is_none() || t.name.as_deref() == table;
        let shown = |value: &Expr| table.is_some() || !matches!(value.node, Node::Column(i) if self.merged.contains(&i));
        let mut found = self.tables.iter().filter(inside).flat_map(|t| t.named(&name.text)).filter(shown);
        let first = found.next();
        match found.next() {
            Some(_) => Err(Diagnostic::at(name.span, format!("the column name `{}` is ambiguous", name.text))
                .with_hint("several tables have it: write `table.column`")),
            None => Ok(first),
        }
    }

    fn unknown(&self, name: &Name) -> Diagnostic {
        let error = Diagnostic::at(name.span, format!("there is no column `{name}`"));
        let of_table = name.parts.len().checked_sub(2).and_then(|at| self.table(&name.parts[at].text));
        let known: Vec<&str> = match of_table {
            Some(columns) => columns.map(|(_, c)| c.name.as_str()).collect(),
            None => self.columns().map(|(_, c)| c.name.as_str()).collect(),
        };
        match nearest(&name.last().text, known.iter().copied()) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None if known.is_empty() => error.with_hint("there are no columns here: a query has those of its FROM clause"),
            None => error.with_hint(format!("there are {}", some_of(known.iter().copied()))),
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

fn missing(name: &str, span: Span) -> Diagnostic {
    Diagnostic::at(span, format!("there is no column `{name}` on both sides of this join"))
}

fn fields_of(row: &Expr) -> Vec<(String, Expr)> {
    let (Kind::Row(fields) | Kind::Structured(_, fields)) = &row.data_type.kind else { return Vec::new() };
    fields.iter().enumerate().map(|(i, f)| (f.name.clone(), row.clone().field(i))).collect()
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
