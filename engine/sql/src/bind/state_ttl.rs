//! STATE_TTL hints: `SELECT /*+ STATE_TTL('t' = '1 d') */ … FROM t GROUP BY …` says how long the aggregation of this SELECT keeps the
//! state of an idle key, whatever `table.exec.state.ttl` says. Names are those of FROM: aliases where there are any.

use super::scope::Scope;
use crate::ast;
use crate::config::parse_duration_ms;
use crate::diagnostic::Diagnostic;

/// The time in milliseconds, of several hints for the table the last one's; `None` without a hint. Refuses names that are not in FROM,
/// and values that are no durations.
pub(super) fn state_ttl(hints: &[ast::Hint], scope: &Scope) -> Result<Option<i64>, Diagnostic> {
    let mut ttl_ms = None;
    for hint in hints.iter().filter(|hint| hint.name.text.eq_ignore_ascii_case("STATE_TTL")) {
        if hint.args.is_empty() {
            return Err(wrong(hint));
        }
        for argument in &hint.args {
            let ast::HintArg::KeyValue(pair) = argument else { return Err(wrong(hint)) };
            let (name, value) = (&pair.key, &pair.value);
            if scope.table(&name.value).is_none() {
                return Err(Diagnostic::at(name.span, format!("STATE_TTL: there is no table `{}` in this FROM clause", name.value))
                    .with_hint("a table with an alias goes by its alias"));
            }
            let Some(ms) = parse_duration_ms(&value.value) else {
                let message = format!("STATE_TTL: expected a duration such as '1 d', got '{}'", value.value);
                return Err(Diagnostic::at(value.span, message));
            };
            ttl_ms = Some(ms);
        }
    }
    Ok(ttl_ms)
}

fn wrong(hint: &ast::Hint) -> Diagnostic {
    Diagnostic::at(hint.span, "STATE_TTL takes 'table' = 'duration' pairs").with_hint("such as STATE_TTL('t' = '1 d')")
}
