//! Hints behind SELECT that name tables: `SELECT /*+ STATE_TTL('a' = '1 d'), BROADCAST(b) */ … FROM t AS a JOIN u AS b ON …`.
//!
//! STATE_TTL says how long idle state is kept, whatever `table.exec.state.ttl` says: the rows that the joins of this
//! SELECT keep of a table, or, where FROM is one table, the groups of its aggregation. How to join (BROADCAST,
//! MULTI_JOIN …) means nothing on one machine, but a name that is no table of a join is refused as in Flink. What stands
//! deeper, in derived tables and views, has hints of its own; a side that is a join itself has no name.

use super::query::check_hints;
use super::scope::Scope;
use crate::ast::{self, HintArg};
use crate::config::parse_duration_ms;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use std::cell::Cell;

/// The hints that may stand behind SELECT.
const KNOWN: &[&str] = &["BROADCAST", "SHUFFLE_HASH", "SHUFFLE_MERGE", "NEST_LOOP", "LOOKUP", "STATE_TTL", "MULTI_JOIN"];

/// The hints of one SELECT, by the tables that they name.
#[derive(Default)]
pub(super) struct TableHints<'a> {
    /// Of several STATE_TTLs for a table the first one is taken.
    named: Vec<NamedTable<'a>>,
}

struct NamedTable<'a> {
    hint: &'a str,
    table: &'a str,
    span: Span,
    /// What STATE_TTL says; `None` of another hint.
    ttl_ms: Option<i64>,
    /// Whether there is such a table.
    found: Cell<bool>,
}

impl<'a> TableHints<'a> {
    /// Reads the hints. Refuses those that Flink does not know, that name no table, or whose values are no durations.
    pub fn of(hints: &'a [ast::Hint]) -> Result<Self, Diagnostic> {
        check_hints(hints, KNOWN)?;
        let mut named = Vec::new();
        for hint in hints {
            match &*hint.name.text.to_uppercase() {
                "STATE_TTL" => named.extend(idle_times(hint)?),
                "LOOKUP" => named.push(looked_up(hint)?),
                _ => named.extend(listed(hint)?),
            }
        }
        Ok(TableHints { named })
    }

    /// How long the state of these rows is kept when idle, in milliseconds, 0 for ever; `None` where no STATE_TTL is for
    /// them.
    pub fn of_rows(&self, scope: &Scope) -> Option<i64> {
        let of_them = || self.named.iter().filter(|named| scope.is_table(named.table));
        of_them().for_each(|named| named.found.set(true));
        of_them().find_map(|named| named.ttl_ms)
    }

    /// Refuses names of no table, of a SELECT that joins; those of STATE_TTL where it keeps groups, too.
    pub fn refuse_unknown(&self, joins: bool, keeps_groups: bool) -> Result<(), Diagnostic> {
        let matters = |named: &&NamedTable<'_>| joins || (keeps_groups && named.ttl_ms.is_some());
        let unknown = self.named.iter().rev().filter(matters).find(|named| !named.found.get());
        let Some(NamedTable { hint, table, span, .. }) = unknown else { return Ok(()) };
        Err(Diagnostic::at(*span, format!("{hint}: no join or aggregation of this SELECT is of a table `{table}`"))
            .with_hint("a table with an alias goes by its alias"))
    }
}

impl<'a> NamedTable<'a> {
    fn new(hint: &'a ast::Hint, table: &'a str, span: Span) -> Self {
        NamedTable { hint: &hint.name.text, table, span, ttl_ms: None, found: Cell::new(false) }
    }
}

/// `STATE_TTL('a' = '1 d', …)`, the last value first: it counts of several for a table, as in Flink.
fn idle_times<'a>(hint: &'a ast::Hint) -> Result<Vec<NamedTable<'a>>, Diagnostic> {
    let wrong = || Diagnostic::at(hint.span, "STATE_TTL takes 'table' = 'duration' pairs").with_hint("such as STATE_TTL('t' = '1 d')");
    let idle_time = |argument: &'a HintArg| {
        let HintArg::KeyValue(ast::KeyValue { key, value }) = argument else { return Err(wrong()) };
        let ms = parse_duration_ms(&value.value)
            .ok_or_else(|| Diagnostic::at(value.span, format!("STATE_TTL: expected a duration such as '1 d', got '{}'", value.value)))?;
        Ok(NamedTable { ttl_ms: Some(ms), ..NamedTable::new(hint, &key.value, key.span) })
    };
    match &hint.args[..] {
        [] => Err(wrong()),
        arguments => arguments.iter().rev().map(idle_time).collect(),
    }
}

/// `LOOKUP('table' = 'a', …)`.
fn looked_up(hint: &ast::Hint) -> Result<NamedTable<'_>, Diagnostic> {
    let wrong = || Diagnostic::at(hint.span, "LOOKUP takes 'key' = 'value' pairs, 'table' among them");
    let mut found = None;
    for argument in &hint.args {
        let HintArg::KeyValue(ast::KeyValue { key, value }) = argument else { return Err(wrong()) };
        if key.value == "table" {
            found = Some(NamedTable::new(hint, &value.value, value.span));
        }
    }
    found.ok_or_else(wrong)
}

/// `BROADCAST(a, b)`.
fn listed<'a>(hint: &'a ast::Hint) -> Result<Vec<NamedTable<'a>>, Diagnostic> {
    let wrong = || Diagnostic::at(hint.span, format!("{0} takes the names of tables: {0}(a, b)", hint.name.text));
    let table = |argument: &'a HintArg| match argument {
        HintArg::Name(ast::Name { parts, span }) if parts.len() == 1 => Ok(NamedTable::new(hint, &parts[0].text, *span)),
        HintArg::String(table) => Ok(NamedTable::new(hint, &table.value, table.span)),
        HintArg::Number(table, span) => Ok(NamedTable::new(hint, table, *span)),
        HintArg::Name(_) | HintArg::KeyValue(_) => Err(wrong()),
    };
    match &hint.args[..] {
        [] => Err(wrong()),
        arguments => arguments.iter().map(table).collect(),
    }
}
