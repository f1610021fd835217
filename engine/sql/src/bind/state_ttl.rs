//! STATE_TTL hints: `SELECT /*+ STATE_TTL('a' = '1 d', 'b' = '0 s') */ … FROM t AS a JOIN u AS b ON …` says how long
//! idle state is kept, whatever `table.exec.state.ttl` says.
//!
//! A hint is for the rows that the joins of this SELECT keep of a table, or, where FROM is one table, for the groups of
//! its aggregation. What stands deeper, in derived tables and views, has hints of its own; a side that is a join itself
//! has no name.

use super::scope::Scope;
use crate::ast;
use crate::config::parse_duration_ms;
use crate::diagnostic::Diagnostic;
use std::cell::Cell;

/// The STATE_TTL hints of one SELECT.
#[derive(Default)]
pub(super) struct StateTtl<'a> {
    /// Of several for a table the first one is taken.
    hinted: Vec<Hinted<'a>>,
}

struct Hinted<'a> {
    table: &'a ast::StringLiteral,
    ms: i64,
    /// Whether there is such a table.
    found: Cell<bool>,
}

impl<'a> StateTtl<'a> {
    /// Reads the hints. Refuses values that are no durations.
    pub fn of(hints: &'a [ast::Hint]) -> Result<Self, Diagnostic> {
        let mut hinted = Vec::new();
        for hint in hints.iter().filter(|hint| hint.name.text.eq_ignore_ascii_case("STATE_TTL")) {
            if hint.args.is_empty() {
                return Err(wrong(hint));
            }
            // As in Flink, the first hint for a table counts, and of the values in one hint the last one.
            for argument in hint.args.iter().rev() {
                hinted.push(Hinted::of(argument, hint)?);
            }
        }
        Ok(StateTtl { hinted })
    }

    /// How long the state of these rows is kept when idle, in milliseconds, 0 for ever; `None` where no hint is for
    /// them.
    pub fn of_rows(&self, scope: &Scope) -> Option<i64> {
        let mut all = self.hinted.iter().filter(|hinted| scope.is_table(&hinted.table.value));
        let first = all.next()?;
        [first].into_iter().chain(all).for_each(|hinted| hinted.found.set(true));
        Some(first.ms)
    }

    /// Refuses hints that were for no rows, of a SELECT that keeps any.
    pub fn refuse_unknown(&self) -> Result<(), Diagnostic> {
        let Some(Hinted { table, .. }) = self.hinted.iter().rev().find(|hinted| !hinted.found.get()) else { return Ok(()) };
        Err(Diagnostic::at(table.span, format!("STATE_TTL: no join or aggregation of this SELECT is of a table `{}`", table.value))
            .with_hint("a table with an alias goes by its alias"))
    }
}

impl<'a> Hinted<'a> {
    fn of(argument: &'a ast::HintArg, hint: &ast::Hint) -> Result<Self, Diagnostic> {
        let ast::HintArg::KeyValue(ast::KeyValue { key, value }) = argument else { return Err(wrong(hint)) };
        let ms = parse_duration_ms(&value.value)
            .ok_or_else(|| Diagnostic::at(value.span, format!("STATE_TTL: expected a duration such as '1 d', got '{}'", value.value)))?;
        Ok(Hinted { table: key, ms, found: Cell::new(false) })
    }
}

fn wrong(hint: &ast::Hint) -> Diagnostic {
    Diagnostic::at(hint.span, "STATE_TTL takes 'table' = 'duration' pairs").with_hint("such as STATE_TTL('t' = '1 d')")
}
