//! By which columns the changes of a query find the row that they change, and whether a sink's primary key fits them.

use crate::ast::{self, ConflictAction};
use crate::catalog::Table;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::relation::{Relation, RelationKind};
use std::collections::BTreeSet;
use waterwheel_expr::{Expr, Node};

/// The sets of columns of a relation that each tell its rows apart while they are updated; no columns for a single row,
/// no set where rows are found as a whole only.
fn upsert_keys(relation: &Relation) -> Vec<BTreeSet<usize>> {
    match &relation.kind {
        RelationKind::Filter { input, .. } => upsert_keys(input),
        RelationKind::Project { input, exprs } => {
            let reads = |column: usize| exprs.iter().position(|e: &Expr| matches!(e.node, Node::Column(i) if i == column));
            upsert_keys(input).into_iter().filter_map(|key| key.into_iter().map(reads).collect()).collect()
        }
        RelationKind::Aggregate { input, groups, .. } => {
            // Any bound of a window stands for the window.
            let (bounds, keys): (Vec<usize>, Vec<usize>) =
                (0..groups.len()).partition(|&at| input.names_window(groups) && input.columns[groups[at]].window.is_some());
            let keys: BTreeSet<usize> = keys.into_iter().collect();
            let with = |bound: usize| keys.iter().copied().chain([bound]).collect();
            if bounds.is_empty() { vec![keys] } else { bounds.into_iter().map(with).collect() }
        }
        RelationKind::Scan { table, columns } => {
            let place = |name: &String| columns.iter().position(|&column| table.columns[column].name == *name);
            let key: Option<BTreeSet<usize>> = table.primary_key.iter().map(place).collect();
            key.filter(|key| !key.is_empty()).into_iter().collect()
        }
        RelationKind::Join { left, right, how } => join_keys(left, right, &how.keys),
        _ => Vec::new(),
    }
}

/// Where the join's keys tell the rows of one side apart, a row of the other side has one partner at most, and that
/// side's keys are keys still. Keys of both sides together always are.
fn join_keys(left: &Relation, right: &Relation, keys: &[(usize, usize)]) -> Vec<BTreeSet<usize>> {
    let width = left.columns.len();
    let (of_left, of_right): (BTreeSet<usize>, BTreeSet<usize>) = keys.iter().copied().unzip();
    let left_keys = upsert_keys(left);
    let right_keys: Vec<BTreeSet<usize>> = upsert_keys(right);
    let is_one = |keys: &[BTreeSet<usize>], joined: &BTreeSet<usize>| keys.iter().any(|key| key.is_subset(joined));
    let (one_left, one_right) = (is_one(&left_keys, &of_left), is_one(&right_keys, &of_right));
    let right_keys: Vec<BTreeSet<usize>> = right_keys.into_iter().map(|key| key.into_iter().map(|i| width + i).collect()).collect();
    let both = left_keys.iter().flat_map(|l| right_keys.iter().map(move |r| l | r));
    let both: Vec<BTreeSet<usize>> = both.collect();
    let of_left = if one_right { left_keys } else { Vec::new() };
    let of_right = if one_left { right_keys } else { Vec::new() };
    [of_left, of_right, both].concat()
}

/// What becomes of changes that meet on a sink's primary key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meeting {
    /// They go to the sink as they come: none meet, or the script does not care.
    Never,
    /// The last row that is there under a key is shown.
    LastShows,
}

/// Whether changes of a streaming INSERT meet on the sink's primary key, and what the script says about it.
/// `targets[i]` is the sink column of the query's column `i`. Refused is what Flink refuses, and a conflict that is to
/// fail the job or to be ignored.
pub(super) fn meeting(
    insert: &ast::Insert,
    query: &Relation,
    table: &Table,
    targets: &[usize],
    config: &Config,
) -> Result<Meeting, Diagnostic> {
    if insert.on_conflict.is_some() && !query.updates() {
        return Err(Diagnostic::at(insert.table.span, "ON CONFLICT is for queries whose rows change: this one only adds rows")
            .with_hint("leave ON CONFLICT out: rows are added one by one"));
    }
    let setting = config.get("table.exec.sink.upsert-materialize").to_ascii_uppercase();
    if !query.updates() || table.primary_key.is_empty() || setting == "NONE" {
        return Ok(Meeting::Never);
    }
    let Some(mismatch) = key_mismatch(insert, query, table, targets) else {
        return Ok(if setting == "FORCE" { Meeting::LastShows } else { Meeting::Never });
    };
    match insert.on_conflict {
        None => Err(mismatch),
        Some(ConflictAction::Deduplicate) => Ok(Meeting::LastShows),
        Some(ConflictAction::Error | ConflictAction::Nothing) => Err(Diagnostic::at(
            insert.table.span,
            format!("ON CONFLICT DO ERROR and DO NOTHING are not supported yet where {}", mismatch.message),
        )
        .with_hint("ON CONFLICT DO DEDUPLICATE shows the last row of each key")),
    }
}

/// The error of updates that do not keep to the sink's primary key: rows of different keys would overwrite each other
/// in an order that nothing fixes.
fn key_mismatch(insert: &ast::Insert, query: &Relation, table: &Table, targets: &[usize]) -> Option<Diagnostic> {
    let name = |at: usize| targets.get(at).map(|&t| table.columns[t].name.clone());
    let keys: Vec<Vec<String>> = upsert_keys(query).into_iter().filter_map(|key| key.into_iter().map(name).collect()).collect();
    if keys.iter().any(|key| key.iter().all(|column| table.primary_key.contains(column))) {
        return None;
    }
    let primary = table.primary_key.join(", ");
    let message = match keys.first() {
        Some(key) => {
            format!("the query updates rows by ({}), but the primary key of the sink {} is ({primary})", key.join(", "), table.name)
        }
        None => format!("the query has no key by which it updates rows, but the sink {} has the primary key ({primary})", table.name),
    };
    Some(
        Diagnostic::at(insert.table.span, message).with_hint(
            "declare the key by which the query groups, or write to a sink without PRIMARY KEY, or add ON CONFLICT DO DEDUPLICATE",
        ),
    )
}
