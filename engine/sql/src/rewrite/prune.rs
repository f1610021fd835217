//! Column pruning: columns that nothing reads are not carried, and not decoded at the source.

use crate::relation::{AggregateCall, Column, Relation, RelationKind};
use std::collections::BTreeSet;
use waterwheel::operator::SortKey;
use waterwheel_expr::Expr;

/// The relation without the columns that are not `needed`, in the old order of the others.
pub(crate) fn prune(relation: Relation, needed: &BTreeSet<usize>) -> Relation {
    let kept: Vec<usize> = needed.iter().copied().collect();
    let columns: Vec<Column> = kept.iter().map(|&i| relation.columns[i].clone()).collect();
    let kind = match relation.kind {
        RelationKind::Scan { table, columns } => RelationKind::Scan { table, columns: kept.iter().map(|&i| columns[i]).collect() },
        RelationKind::Values(rows) => {
            let row = |row: Vec<Expr>| kept.iter().map(|&i| row[i].clone()).collect();
            RelationKind::Values(rows.into_iter().map(row).collect())
        }
        RelationKind::Project { input, exprs } => {
            let exprs: Vec<Expr> = kept.iter().map(|&i| exprs[i].clone()).collect();
            let (input, exprs) = prune_below(*input, exprs, &BTreeSet::new());
            RelationKind::Project { input: Box::new(input), exprs }
        }
        RelationKind::Expand { input, copies } => {
            let exprs: Vec<Expr> = copies.iter().flat_map(|copy| kept.iter().map(|&i| copy[i].clone())).collect();
            let (input, exprs) = prune_below(*input, exprs, &BTreeSet::new());
            let copies = exprs.chunks(kept.len()).map(<[Expr]>::to_vec).collect();
            RelationKind::Expand { input: Box::new(input), copies }
        }
        RelationKind::Filter { input, condition } => return prune_filter(*input, condition, needed, columns),
        RelationKind::Window { input, assigner, time } => {
            let width = input.columns.len();
            let mut below: BTreeSet<usize> = needed.iter().copied().filter(|&i| i < width).collect();
            below.insert(time);
            let old_time = time;
            let time = below.iter().position(|&i| i == time).expect("inserted above");
            let pruned = prune(*input, &below);
            return narrow_window(pruned, assigner, (old_time, time), &below, width, relation.columns, needed);
        }
        RelationKind::Unnest { input, collection, ordinality, outer } => {
            let width = input.columns.len();
            let below: BTreeSet<usize> = needed.iter().copied().filter(|&i| i < width).chain([collection]).collect();
            let at = |i: usize| if i < width { below.range(..i).count() } else { below.len() + i - width };
            let own = below.iter().map(|&i| relation.columns[i].clone()).chain(relation.columns[width..].iter().cloned()).collect();
            let input = Box::new(prune(*input, &below));
            let unnested = Relation { columns: own, kind: RelationKind::Unnest { input, collection: at(collection), ordinality, outer } };
            let exprs = needed.iter().map(|&i| (relation.columns[i].clone(), unnested.column(at(i)))).collect();
            return unnested.project(exprs);
        }
        RelationKind::Sort { input, keys, offset, limit } => {
            let below: BTreeSet<usize> = needed.iter().copied().chain(keys.iter().map(|k| k.column)).collect();
            let at = |i: usize| below.range(..i).count();
            let keys = keys.into_iter().map(|key| SortKey { column: at(key.column), ..key }).collect();
            let input = prune(*input, &below);
            let own = below.iter().map(|&i| relation.columns[i].clone()).collect();
            let sorted = Relation { columns: own, kind: RelationKind::Sort { input: Box::new(input), keys, offset, limit } };
            let exprs = needed.iter().map(|&i| (relation.columns[i].clone(), sorted.column(at(i)))).collect();
            return sorted.project(exprs);
        }
        RelationKind::Session { input, keys, gap, time } => {
            let width = input.columns.len();
            let mut below: BTreeSet<usize> = needed.iter().copied().filter(|&i| i < width).collect();
            below.extend(keys.iter().copied().chain([time]));
            let at = |i: usize| below.range(..i).count();
            let input = prune(*input, &below);
            let own = below.iter().map(|&i| relation.columns[i].clone()).chain(relation.columns[width..].iter().cloned()).collect();
            let kind = RelationKind::Session { input: Box::new(input), keys: keys.into_iter().map(at).collect(), gap, time: at(time) };
            let session = Relation { columns: own, kind };
            let position = |i: usize| if i < width { at(i) } else { below.len() + i - width };
            let exprs = needed.iter().map(|&i| (relation.columns[i].clone(), session.column(position(i)))).collect();
            return session.project(exprs);
        }
        RelationKind::Aggregate { input, groups, calls } => prune_aggregate(*input, groups, calls, needed),
        RelationKind::Union(inputs) => RelationKind::Union(inputs.into_iter().map(|r| prune(r, needed)).collect()),
    };
    match kind {
        // Groups decide how many rows there are, so an aggregation keeps all of them: the rest is projected away above it.
        RelationKind::Aggregate { .. } => narrow_aggregate(kind, relation.columns, needed),
        kind => Relation { columns, kind },
    }
}

/// Prunes `input` to what `exprs` (and `extra`) read, and renumbers the expressions.
fn prune_below(input: Relation, exprs: Vec<Expr>, extra: &BTreeSet<usize>) -> (Relation, Vec<Expr>) {
    let mut below = extra.clone();
    exprs.iter().for_each(|e| below.extend(e.references()));
    let exprs = exprs.into_iter().map(|e| renumber(e, &below)).collect();
    (prune(input, &below), exprs)
}

/// The expression over the columns that are kept.
fn renumber(expr: Expr, kept: &BTreeSet<usize>) -> Expr {
    expr.map_columns(&mut |index, data_type| Expr::column(kept.range(..index).count(), data_type))
}

fn prune_filter(input: Relation, condition: Expr, needed: &BTreeSet<usize>, columns: Vec<Column>) -> Relation {
    let (input, mut conditions) = prune_below(input, vec![condition.clone()], needed);
    let filtered = input.filter(conditions.remove(0));
    if filtered.columns.len() == columns.len() {
        return filtered;
    }
    let mut below = needed.clone();
    below.extend(condition.references());
    let exprs = needed.iter().map(|i| filtered.column(below.range(..i).count()));
    let exprs: Vec<(Column, Expr)> = columns.into_iter().zip(exprs).collect();
    filtered.project(exprs)
}

fn narrow_window(
    input: Relation,
    assigner: waterwheel::operator::window::Assigner,
    (old_time, time): (usize, usize),
    below: &BTreeSet<usize>,
    width: usize,
    columns: Vec<Column>,
    needed: &BTreeSet<usize>,
) -> Relation {
    let mut own: Vec<Column> = below.iter().map(|&i| columns[i].clone()).collect();
    own.extend(columns[width..].iter().cloned());
    let window = Relation { columns: own, kind: RelationKind::Window { input: Box::new(input), assigner, time } };
    if needed.contains(&old_time) && needed.len() == window.columns.len() {
        return window;
    }
    let position = |i: usize| if i < width { below.range(..i).count() } else { below.len() + i - width };
    let exprs = needed.iter().map(|&i| (columns[i].clone(), window.column(position(i)))).collect();
    window.project(exprs)
}

fn prune_aggregate(input: Relation, groups: Vec<usize>, calls: Vec<AggregateCall>, needed: &BTreeSet<usize>) -> RelationKind {
    let width = groups.len();
    let kept: Vec<AggregateCall> = calls.into_iter().enumerate().filter(|(i, _)| needed.contains(&(width + i))).map(|(_, c)| c).collect();
    let mut below: BTreeSet<usize> = groups.iter().copied().collect();
    kept.iter().for_each(|c| below.extend(c.arguments.iter().copied().chain(c.filter)));
    let at = |i: usize| below.range(..i).count();
    let groups = groups.into_iter().map(at).collect();
    let call = |c: AggregateCall| AggregateCall { arguments: c.arguments.into_iter().map(at).collect(), filter: c.filter.map(at), ..c };
    let calls = kept.into_iter().map(call).collect();
    RelationKind::Aggregate { input: Box::new(prune(input, &below)), groups, calls }
}

fn narrow_aggregate(kind: RelationKind, columns: Vec<Column>, needed: &BTreeSet<usize>) -> Relation {
    let RelationKind::Aggregate { groups, .. } = &kind else { unreachable!("called for aggregations") };
    let width = groups.len();
    let all: BTreeSet<usize> = (0..width).chain(needed.iter().copied()).collect();
    let own = all.iter().map(|&i| columns[i].clone()).collect();
    let aggregate = Relation { columns: own, kind };
    if all.len() == needed.len() {
        return aggregate;
    }
    let exprs = needed.iter().map(|&i| (columns[i].clone(), aggregate.column(all.range(..i).count()))).collect();
    aggregate.project(exprs)
}
