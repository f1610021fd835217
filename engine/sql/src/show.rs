//! SHOW and DESCRIBE: what a script has declared, as rows that print as Flink's client prints them.
//!
//! Every function answers with lines for standard output; nothing is changed.

use crate::ast::{self, ObjectKind, ShowKind};
use crate::bind::{QueryBinder, carried, listed_partitions};
use crate::catalog::{Catalog, ColumnKind, DatabaseName, Object, ObjectName, Table, TableColumn, View};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::functions::{Named, Place};
use crate::in_memory::Declaration;
use crate::lexer::{Symbol, Token, TokenKind, lex};
use crate::relation::{Column, TimeAttribute};
use crate::span::Span;
use std::collections::BTreeSet;
use waterwheel_expr::{Session, aggregate, register};
use waterwheel_types::{DataType, Field, Kind};

/// The lines of a SHOW.
pub(crate) fn show(show: &ast::Show, catalog: &Catalog, session: &Session, config: &Config, span: Span) -> Result<Vec<String>, Diagnostic> {
    let names: Vec<String> = match &show.what {
        ShowKind::Catalogs => catalog.catalogs().map(str::to_owned).collect(),
        ShowKind::CurrentCatalog => vec![catalog.current.catalog.clone()],
        ShowKind::Jars => Vec::new(),
        ShowKind::Models | ShowKind::MaterializedTables => scope_of(show, catalog).map(|_| Vec::new())?,
        ShowKind::Partitions(name, spec) => partitions(name, spec.as_ref(), catalog)?,
        ShowKind::Databases => databases(show, catalog)?,
        ShowKind::CurrentDatabase => vec![catalog.current.name.clone()],
        ShowKind::Tables => objects(show, catalog, |_| true)?,
        ShowKind::Views => objects(show, catalog, Object::is_view)?,
        // As in Flink, the database need not exist.
        ShowKind::Functions { user } => functions(*user, catalog.functions.names(&scope_if_any(show, catalog))),
        ShowKind::Columns => return columns_of(show, catalog, session, config),
        ShowKind::CreateTable(name) => return create_table(name, catalog).map(|text| vec![row(std::slice::from_ref(&text))]),
        ShowKind::CreateView(name) => return create_view(name, catalog).map(|text| vec![row(std::slice::from_ref(&text))]),
        ShowKind::CreateCatalog(name) => {
            let text = create_catalog(&name.text, declaration(name, catalog)?);
            return Ok(vec![row(std::slice::from_ref(&text))]);
        }
        ShowKind::Modules { full: false } => vec!["core".to_owned()],
        ShowKind::Modules { full: true } => vec!["core, true".to_owned()],
        ShowKind::Jobs => return Err(Diagnostic::at(span, "there is nothing to show: jobs do not outlive the script")),
    };
    Ok(names.into_iter().filter(|name| is_like(name, show.like.as_ref())).map(|name| row(std::slice::from_ref(&name))).collect())
}

/// The lines of a DESCRIBE.
pub(crate) fn describe(
    kind: ObjectKind,
    name: &ast::Name,
    extended: bool,
    catalog: &Catalog,
    session: &Session,
    config: &Config,
    span: Span,
) -> Result<Vec<String>, Diagnostic> {
    match kind {
        ObjectKind::Table | ObjectKind::View => Ok(lines(described(name, catalog, session, config)?)),
        ObjectKind::Function => describe_function(name, extended, catalog),
        ObjectKind::Catalog => Ok(describe_catalog(&name.last().text, declaration(name.last(), catalog)?, extended)),
        ObjectKind::Database => Err(Diagnostic::at(span, "DESCRIBE describes tables, views, functions and catalogs")),
    }
}

fn row(cells: &[String]) -> String {
    format!("+I[{}]", cells.join(", "))
}

/// The names in the database of FROM, else in the current one.
fn objects(show: &ast::Show, catalog: &Catalog, wanted: impl Fn(&Object) -> bool) -> Result<Vec<String>, Diagnostic> {
    let database = scope_of(show, catalog)?;
    Ok(catalog.names(&database).into_iter().filter(|(_, object)| wanted(object)).map(|(name, _)| name.to_owned()).collect())
}

fn databases(show: &ast::Show, catalog: &Catalog) -> Result<Vec<String>, Diagnostic> {
    let of = match &show.scope {
        Some(scope) if scope.parts.len() > 1 => {
            return Err(Diagnostic::at(scope.span, format!("`{scope}` has too many parts: expected a catalog")));
        }
        Some(scope) => &scope.last().text,
        None => &catalog.current.catalog,
    };
    catalog.catalog(of, show.scope.as_ref().map_or(Span::default(), |scope| scope.span))?;
    Ok(catalog.databases(of).map(str::to_owned).collect())
}

/// How a catalog was declared.
fn declaration<'a>(name: &ast::Ident, catalog: &'a Catalog) -> Result<&'a Declaration, Diagnostic> {
    let declared = &catalog.catalog(&name.text, name.span)?.declared;
    declared.as_ref().ok_or_else(|| Diagnostic::at(name.span, format!("no statement declared the catalog `{}`", name.text)))
}

fn describe_catalog(name: &str, declared: &Declaration, extended: bool) -> Vec<String> {
    let pair = |key: &str, value: &str| row(&[key.to_owned(), value.to_owned()]);
    let comment = declared.comment.as_deref().unwrap_or("null");
    let mut lines = vec![pair("name", name), pair("type", declared.type_name()), pair("comment", comment)];
    if extended {
        lines.extend(declared.other_options().map(|(key, value)| pair(&format!("option:{key}"), value)));
    }
    lines
}

/// The statement that declares a catalog, as Flink writes it.
fn create_catalog(name: &str, declared: &Declaration) -> String {
    let comment = comment_clause(declared.comment.as_ref());
    format!("CREATE CATALOG {}\n{comment}{}", quote(name), with_clause(declared.options.iter()))
}

/// The partitions that the catalog was told of; it is not told of temporary tables'.
fn partitions(name: &ast::Name, spec: Option<&ast::PartitionSpec>, catalog: &Catalog) -> Result<Vec<String>, Diagnostic> {
    match catalog.find(name)? {
        Object::Table(table) if table.temporary => Err(Diagnostic::at(name.span, format!("`{name}` is a temporary table"))),
        Object::Table(table) if !table.partition_keys.is_empty() => listed_partitions(table, spec),
        _ => Err(Diagnostic::at(name.span, format!("`{name}` is not partitioned")).with_hint("PARTITIONED BY (…) makes partitions")),
    }
}

/// The database of FROM, which need not exist, else the current one.
fn scope_if_any(show: &ast::Show, catalog: &Catalog) -> DatabaseName {
    let Some(scope) = &show.scope else { return catalog.current.clone() };
    let catalog = scope.parts.iter().rev().nth(1).map_or(&catalog.current.catalog, |part| &part.text);
    DatabaseName { catalog: catalog.clone(), name: scope.last().text.clone() }
}

/// The database of FROM, else the current one; an error when there is none.
fn scope_of(show: &ast::Show, catalog: &Catalog) -> Result<DatabaseName, Diagnostic> {
    let Some(scope) = &show.scope else { return Ok(catalog.current.clone()) };
    let database = catalog.database_named(scope)?;
    catalog.check_database(&database, scope.span)?;
    Ok(database)
}

/// The users' functions, and all built-in ones that are called by a name, in lower case as Flink lists them.
fn functions(user_only: bool, user: BTreeSet<String>) -> Vec<String> {
    let built_in = register::all().map(|f| f.name).chain(aggregate::all().map(|f| f.name));
    let named = built_in.filter(|n| !user_only && n.starts_with(|c: char| c.is_ascii_alphabetic()) && !n.contains(' '));
    named.map(str::to_ascii_lowercase).chain(user).collect::<BTreeSet<_>>().into_iter().collect()
}

fn describe_function(name: &ast::Name, extended: bool, catalog: &Catalog) -> Result<Vec<String>, Diagnostic> {
    let full = catalog.resolve(name)?;
    let full = ObjectName { name: full.name.to_lowercase(), ..full };
    if let Some((place, named)) = catalog.functions.find(&full) {
        return Ok(describe_named(&full, place, named, extended));
    }
    let text = name.to_string().to_ascii_uppercase();
    let found = register::find(&text).map(|f| (f.syntax, f.doc)).or_else(|| aggregate::find(&text).map(|f| (f.syntax, f.doc)));
    let (syntax, doc) = found.ok_or_else(|| Diagnostic::at(name.span, format!("there is no function `{name}`")))?;
    Ok(vec![row(&[syntax.to_owned(), doc.to_owned()])])
}

/// What Flink says of a function that a script named.
fn describe_named(full: &ObjectName, place: Place, named: &Named, extended: bool) -> Vec<String> {
    let pair = |key: &str, value: &dyn std::fmt::Display| row(&[key.to_owned(), value.to_string()]);
    let mut lines = vec![pair("is system function", &(place == Place::System)), pair("is temporary", &(place != Place::Permanent))];
    if place != Place::System {
        lines.push(pair("class name", &named.class));
        lines.push(pair("function language", &named.language));
        lines.push(pair("resource uris", &"[]"));
    }
    if extended {
        let function = &named.function;
        let called = if place == Place::System { full.name.clone() } else { full.to_string() };
        lines.push(pair("kind", &"SCALAR"));
        lines.push(pair("requirements", &"[]"));
        lines.push(pair("is deterministic", &function.is_deterministic()));
        lines.push(pair("supports constant folding", &function.is_deterministic()));
        lines.push(pair("signature", &function.usage(&called)));
    }
    lines
}

/// Whether a name fits LIKE or ILIKE: `%` stands for any characters, `_` for one.
fn is_like(name: &str, like: Option<&ast::ShowLike>) -> bool {
    let fits = |like: &ast::ShowLike| match like.ignores_case {
        true => fits(&name.to_lowercase(), &like.pattern.value.to_lowercase()),
        false => fits(name, &like.pattern.value),
    };
    like.is_none_or(|like| fits(like) != like.negated)
}

fn fits(text: &str, pattern: &str) -> bool {
    let Some(first) = pattern.chars().next() else { return text.is_empty() };
    let rest = &pattern[first.len_utf8()..];
    match (first, text.chars().next()) {
        ('%', _) => text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| fits(&text[at..], rest)),
        ('_', Some(c)) => fits(&text[c.len_utf8()..], rest),
        (wanted, Some(c)) => wanted == c && fits(&text[c.len_utf8()..], rest),
        (_, None) => false,
    }
}

/// One column as DESCRIBE shows it.
struct Described {
    name: String,
    data_type: DataType,
    time: Option<TimeAttribute>,
    key: Option<String>,
    extras: Option<String>,
    watermark: Option<String>,
    comment: Option<String>,
}

fn columns_of(show: &ast::Show, catalog: &Catalog, session: &Session, config: &Config) -> Result<Vec<String>, Diagnostic> {
    let name = show.scope.as_ref().expect("the parser demands one");
    let columns = described(name, catalog, session, config)?;
    let comments = has_comments(&columns);
    Ok(lines_with(columns.into_iter().filter(|c| is_like(&c.name, show.like.as_ref())).collect(), comments))
}

fn has_comments(columns: &[Described]) -> bool {
    columns.iter().any(|c| c.comment.is_some())
}

fn lines(columns: Vec<Described>) -> Vec<String> {
    let comments = has_comments(&columns);
    lines_with(columns, comments)
}

/// There is a column of comments only where some column has one.
fn lines_with(columns: Vec<Described>, comments: bool) -> Vec<String> {
    let or_null = |text: Option<String>| text.unwrap_or_else(|| "null".to_owned());
    let line = |c: Described| {
        let data_type = format!("{}{}", c.data_type.kind, time_mark(c.time));
        let mut cells = vec![c.name, data_type, c.data_type.nullable.to_string(), or_null(c.key), or_null(c.extras), or_null(c.watermark)];
        cells.extend(comments.then(|| or_null(c.comment)));
        row(&cells)
    };
    columns.into_iter().map(line).collect()
}

fn described(name: &ast::Name, catalog: &Catalog, session: &Session, config: &Config) -> Result<Vec<Described>, Diagnostic> {
    let mut columns = match catalog.find(name)? {
        Object::Table(table) => table.columns.iter().map(|c| describe_column(table, c)).collect(),
        Object::View(view) => describe_view(view, catalog, session, config)?,
    };
    if config.is_batch() {
        // Batch mode has no event time.
        columns.iter_mut().filter(|c| c.time == Some(TimeAttribute::Event)).for_each(|c| c.time = None);
    }
    Ok(columns)
}

fn describe_column(table: &Table, column: &TableColumn) -> Described {
    let watermark = table.watermark.as_ref().filter(|w| table.columns[w.column].name == column.name);
    let (time, extras) = match &column.kind {
        ColumnKind::Physical => (None, None),
        ColumnKind::Computed { text, proctime, .. } => {
            (proctime.then_some(TimeAttribute::Processing), Some(format!("AS {}", quoted_names(text))))
        }
        ColumnKind::Metadata { key, is_virtual } => (None, Some(metadata_clause(&column.name, key, *is_virtual))),
    };
    Described {
        name: column.name.clone(),
        data_type: column.data_type.clone(),
        time: if watermark.is_some() { Some(TimeAttribute::Event) } else { time },
        key: table.primary_key.contains(&column.name).then(|| format!("PRI({})", table.primary_key.join(", "))),
        extras,
        watermark: watermark.map(|w| quoted_names(&w.text)),
        comment: column.comment.clone(),
    }
}

fn describe_view(view: &View, catalog: &Catalog, session: &Session, config: &Config) -> Result<Vec<Described>, Diagnostic> {
    let mut catalog = catalog.clone();
    catalog.current.clone_from(&view.home);
    let relation = QueryBinder::new(&catalog, session, config).bind_query(&view.query)?;
    let relation = if view.columns.is_empty() { relation } else { relation.rename(view.columns.clone()) };
    let describe = |(at, column): (usize, &Column)| Described {
        name: column.name.clone(),
        data_type: column.data_type.clone(),
        time: carried(&relation.column(at), &relation),
        key: None,
        extras: None,
        watermark: None,
        comment: None,
    };
    Ok(relation.columns.iter().enumerate().map(describe).collect())
}

fn time_mark(time: Option<TimeAttribute>) -> &'static str {
    match time {
        Some(TimeAttribute::Event) => " *ROWTIME*",
        Some(TimeAttribute::Processing) => " *PROCTIME*",
        None => "",
    }
}

fn metadata_clause(name: &str, key: &str, is_virtual: bool) -> String {
    let from = if name == key { String::new() } else { format!(" FROM '{}'", key.replace('\'', "''")) };
    format!("METADATA{from}{}", if is_virtual { " VIRTUAL" } else { "" })
}

fn quote(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// An expression as it was written, names of columns between back-ticks as Flink shows them.
fn quoted_names(text: &str) -> String {
    let tokens = lex(text).tokens;
    let mut out = String::new();
    let mut end = 0;
    for (at, token) in tokens.iter().enumerate() {
        out.push_str(&text[end..token.span.start]);
        let written = token.span.text(text);
        let is_name = token.kind == TokenKind::Word && !is_keyword(&tokens, at, text);
        out.push_str(&if is_name { quote(written) } else { written.to_owned() });
        end = token.span.end;
    }
    out
}

/// Whether a bare word is a function's name or a word of the language rather than a column.
fn is_keyword(tokens: &[Token], at: usize, text: &str) -> bool {
    let called = tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Symbol(Symbol::LeftParen));
    let word = tokens[at].span.text(text).to_ascii_uppercase();
    const UNITS: [&str; 8] = ["SECOND", "MINUTE", "HOUR", "DAY", "MONTH", "YEAR", "WEEK", "STRING"];
    called || crate::parser::is_reserved_word(&word) || UNITS.contains(&word.as_str())
}

/// A column's type as SHOW CREATE writes it: STRING and BYTES in their long forms.
fn long_type(data_type: &DataType) -> String {
    let nullable = if data_type.nullable { "" } else { " NOT NULL" };
    format!("{}{nullable}", long_kind(&data_type.kind))
}

fn long_kind(kind: &Kind) -> String {
    match kind {
        text if *text == Kind::STRING => format!("VARCHAR({})", i32::MAX),
        bytes if *bytes == Kind::BYTES => format!("VARBINARY({})", i32::MAX),
        Kind::TimestampLtz(precision) => format!("TIMESTAMP({precision}) WITH LOCAL TIME ZONE"),
        Kind::Array(element) => format!("ARRAY<{}>", long_type(element)),
        Kind::Multiset(element) => format!("MULTISET<{}>", long_type(element)),
        Kind::Map(key, value) => format!("MAP<{}, {}>", long_type(key), long_type(value)),
        Kind::Row(fields) => {
            format!("ROW<{}>", long_fields(fields))
        }
        Kind::Structured(class, fields) => format!("STRUCTURED<'{}', {}>", class.replace('\'', "''"), long_fields(fields)),
        other => other.to_string(),
    }
}

fn long_fields(fields: &[Field]) -> String {
    let fields = fields.iter().map(|f| format!("{} {}", quote(&f.name), long_type(&f.data_type)));
    fields.collect::<Vec<_>>().join(", ")
}

fn distribution_clause(distribution: &ast::Distribution) -> String {
    let columns = distribution.columns.iter().map(|c| quote(&c.text)).collect::<Vec<_>>().join(", ");
    let kind = distribution.kind.as_ref().map(|k| k.text.to_ascii_uppercase()).unwrap_or_default();
    let by = if columns.is_empty() { String::new() } else { format!(" BY {kind}({columns})") };
    let buckets = distribution.buckets.map(|n| format!(" INTO {n} BUCKETS")).unwrap_or_default();
    format!("DISTRIBUTED{by}{buckets}\n")
}

fn comment_clause(comment: Option<&String>) -> String {
    comment.map(|c| format!("COMMENT '{}'\n", c.replace('\'', "''"))).unwrap_or_default()
}

/// The statement that declares a table, as Flink writes it.
fn create_table(name: &ast::Name, catalog: &Catalog) -> Result<String, Diagnostic> {
    let Object::Table(table) = catalog.find(name)? else {
        return Err(Diagnostic::at(name.span, format!("`{name}` is a view")).with_hint("SHOW CREATE VIEW shows it"));
    };
    let mut elements: Vec<String> = table.columns.iter().map(|c| format!("  {}", column_clause(c))).collect();
    elements.extend(table.watermark.as_ref().map(|w| format!("  WATERMARK FOR {} AS {}", quote(&w.name), quoted_names(&w.text))));
    if !table.primary_key.is_empty() {
        let columns = table.primary_key.iter().map(|c| quote(c)).collect::<Vec<_>>().join(", ");
        let constraint = quote(&table.key_name());
        elements.push(format!("  CONSTRAINT {constraint} PRIMARY KEY ({columns}) NOT ENFORCED"));
    }
    let temporary = if table.temporary { "TEMPORARY " } else { "" };
    let mut text = format!("CREATE {temporary}TABLE {} (\n{}\n)\n", full_name(catalog, name)?, elements.join(",\n"));
    text.push_str(&comment_clause(table.comment.as_ref()));
    text.push_str(&table.distribution.as_ref().map(distribution_clause).unwrap_or_default());
    if !table.partition_keys.is_empty() {
        let keys = table.partition_keys.iter().map(|k| quote(k)).collect::<Vec<_>>().join(", ");
        text.push_str(&format!("PARTITIONED BY ({keys})\n"));
    }
    text.push_str(&with_clause(table.options.iter().map(|(key, given)| (key, &given.value))));
    Ok(text)
}

fn with_clause<'a>(options: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    let option = |(key, value): (&String, &String)| format!("  '{}' = '{}'", key.replace('\'', "''"), value.replace('\'', "''"));
    let options = options.map(option).collect::<Vec<_>>().join(",\n");
    if options.is_empty() { String::new() } else { format!("WITH (\n{options}\n)\n") }
}

fn column_clause(column: &TableColumn) -> String {
    let kind = match &column.kind {
        ColumnKind::Physical => long_type(&column.data_type),
        ColumnKind::Computed { text, .. } => format!("AS {}", quoted_names(text)),
        ColumnKind::Metadata { key, is_virtual } => {
            format!("{} {}", long_type(&column.data_type), metadata_clause(&column.name, key, *is_virtual))
        }
    };
    let comment = column.comment.as_ref().map(|c| format!(" COMMENT '{}'", c.replace('\'', "''")));
    format!("{} {kind}{}", quote(&column.name), comment.unwrap_or_default())
}

fn full_name(catalog: &Catalog, name: &ast::Name) -> Result<String, Diagnostic> {
    let full = catalog.resolve(name)?;
    Ok(format!("{}.{}.{}", quote(&full.database.catalog), quote(&full.database.name), quote(&full.name)))
}

/// The statement that declares a view, its query as it was written.
fn create_view(name: &ast::Name, catalog: &Catalog) -> Result<String, Diagnostic> {
    let Object::View(view) = catalog.find(name)? else {
        return Err(Diagnostic::at(name.span, format!("`{name}` is a table")).with_hint("SHOW CREATE TABLE shows it"));
    };
    let temporary = if view.temporary { "TEMPORARY " } else { "" };
    let columns = view.columns.iter().map(|c| format!("  {}", quote(c))).collect::<Vec<_>>().join(",\n");
    let columns = if columns.is_empty() { String::new() } else { format!(" (\n{columns}\n)") };
    let comment = comment_clause(view.comment.as_ref());
    Ok(format!("CREATE {temporary}VIEW {}{columns}\n{comment}AS {}\n", full_name(catalog, name)?, view.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_in_like() {
        assert!(fits("events", "e%") && fits("events", "%vent_") && fits("", "%"));
        assert!(!fits("events", "v%") && !fits("events", "event") && !fits("", "_"));
    }

    #[test]
    fn columns_are_quoted_and_words_of_the_language_are_not() {
        assert_eq!(quoted_names("ts - INTERVAL '5' SECOND"), "`ts` - INTERVAL '5' SECOND");
        assert_eq!(quoted_names("UPPER(k) || `a b`"), "UPPER(`k`) || `a b`");
    }
}
