//! By which columns the changes of a query find the row that they change, and whether a sink's primary key fits them.

use crate::ast::{self, ConflictAction};
use crate::catalog::{ObjectName, Table};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::relation::{Relation, RelationKind};
use std::collections::{BTreeMap, BTreeSet};
use waterwheel_expr::{Expr, Node};

/// The sets of columns of a relation that each tell its rows apart while they are updated; no columns for a single row,
/// no set where rows are found as a whole only.
fn upsert_keys(relation: &Relation) -> Vec<BTreeSet<usize>> {
    match &relation.kind {
        RelationKind::Filter { input, .. } => upsert_keys(input),
        RelationKind::Project { input, exprs } => upsert_keys(input).iter().flat_map(|key| projected(key, exprs)).collect(),
        RelationKind::Aggregate { input, groups, .. } => {
            // Any bound of a window stands for the window.
            let (bounds, keys): (Vec<usize>, Vec<usize>) =
                (0..groups.len()).partition(|&at| input.names_window(groups) && input.columns[groups[at]].window.is_some());
            let keys = telling_apart(input, groups, &keys);
            let with = |bound: usize| keys.iter().map(move |key| key.iter().copied().chain([bound]).collect());
            if bounds.is_empty() { keys } else { bounds.into_iter().flat_map(with).collect() }
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

/// A key behind a projection: once for each choice of columns that show it, not at all where one of it is not shown.
fn projected(key: &BTreeSet<usize>, exprs: &[Expr]) -> Vec<BTreeSet<usize>> {
    let shows = |&column: &usize| {
        let is_shown = |&at: &usize| matches!(exprs[at].node, Node::Column(of) if of == column);
        (0..exprs.len()).filter(is_shown).collect()
    };
    one_of_each(key.iter().map(shows))
}

/// The keys by which the rows of groups are told apart, of the positions `keys` in `groups`. As in Flink, what is the same in every
/// row tells nothing (but one column of all is left), and one of two columns that are the same will do.
fn telling_apart(input: &Relation, groups: &[usize], keys: &[usize]) -> Vec<BTreeSet<usize>> {
    let varies = |&&at: &&usize| constant(input, groups[at]).is_none();
    let mut telling: Vec<usize> = keys.iter().filter(varies).copied().collect();
    if telling.is_empty() && keys.len() == groups.len() {
        telling.extend(keys.first());
    }
    let mut alike: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for at in telling {
        alike.entry(origin(input, groups[at])).or_default().push(at);
    }
    one_of_each(alike.into_values())
}

/// Every set that takes one column of each of `choices`.
fn one_of_each(choices: impl Iterator<Item = Vec<usize>>) -> Vec<BTreeSet<usize>> {
    let take = |sets: Vec<BTreeSet<usize>>, choice: Vec<usize>| {
        let with = |set: &BTreeSet<usize>| choice.iter().map(|&column| set | &BTreeSet::from([column])).collect::<Vec<_>>();
        sets.iter().flat_map(with).collect()
    };
    choices.fold(vec![BTreeSet::new()], take)
}

/// Where a column comes from through projections and filters: how many relations below, and which column there.
fn origin(relation: &Relation, column: usize) -> (usize, usize) {
    let (input, column_below) = match &relation.kind {
        RelationKind::Project { input, exprs } => match exprs[column].node {
            Node::Column(of) => (input, of),
            _ => return (0, column),
        },
        RelationKind::Filter { input, .. } => (input, column),
        _ => return (0, column),
    };
    let (below, column) = origin(input, column_below);
    (below + 1, column)
}

/// The value of a column that is the same in every row, as far as Flink sees it: a filter for a value does not count.
fn constant(relation: &Relation, column: usize) -> Option<Expr> {
    match &relation.kind {
        RelationKind::Project { input, exprs } => match &exprs[column] {
            Expr { node: Node::Column(of), .. } => constant(input, *of),
            expr => Some(expr).filter(|expr| expr.references().is_empty() && expr.is_deterministic()).cloned(),
        },
        RelationKind::Filter { input, .. } => constant(input, column),
        RelationKind::Union(inputs) => {
            let of = constant(inputs.first()?, column)?;
            let is_same = |input: &Relation| constant(input, column).is_some_and(|other| other.same(&of));
            inputs.iter().all(is_same).then_some(of)
        }
        _ => None,
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
    check_watermarks(insert, query)?;
    let setting = config.get("table.exec.sink.upsert-materialize").to_ascii_uppercase();
    if !query.updates() || table.primary_key.is_empty() || setting == "NONE" {
        return Ok(Meeting::Never);
    }
    let Some(mismatch) = key_mismatch(insert, query, table, targets) else {
        return Ok(if setting == "FORCE" { Meeting::LastShows } else { Meeting::Never });
    };
    match insert.on_conflict {
        None if config.requires_on_conflict() => Err(mismatch),
        None | Some(ConflictAction::Deduplicate) => Ok(Meeting::LastShows),
        Some(ConflictAction::Error | ConflictAction::Nothing) => Err(Diagnostic::at(
            insert.table.span,
            format!("ON CONFLICT DO ERROR and DO NOTHING are not supported yet where {}", mismatch.message),
        )
        .with_hint("ON CONFLICT DO DEDUPLICATE shows the last row of each key")),
    }
}

/// Which rows meet and which follow each other is told by the watermark, so Flink wants one of every table that is read.
fn check_watermarks(insert: &ast::Insert, query: &Relation) -> Result<(), Diagnostic> {
    let word = match insert.on_conflict {
        Some(ConflictAction::Error) => "ERROR",
        Some(ConflictAction::Nothing) => "NOTHING",
        None | Some(ConflictAction::Deduplicate) => return Ok(()),
    };
    let Some(table) = without_watermark(query) else { return Ok(()) };
    let message = format!("ON CONFLICT DO {word} goes by the watermarks of all tables that are read, and {table} has none");
    Err(Diagnostic::at(insert.table.span, message)
        .with_hint(format!("declare WATERMARK FOR … on {table}, or use ON CONFLICT DO DEDUPLICATE: it shows the last row of each key")))
}

/// A table without watermark that a relation reads.
fn without_watermark(relation: &Relation) -> Option<&ObjectName> {
    match &relation.kind {
        RelationKind::Scan { table, .. } => Some(&table.name).filter(|_| table.watermark.is_none()),
        _ => relation.inputs().into_iter().find_map(without_watermark),
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
