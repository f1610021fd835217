//! Column pruning: columns that nothing reads are not carried, and not decoded at the source.
//!
//! Every relation that passes its input's columns on is pruned in the same way ([`carry`]): the input keeps what is needed above
//! and what the relation itself reads; what only the relation read is projected away above it.
//!
//! As in Flink, an argument that nobody reads any more is computed all the same, and may fail, where something else is computed for the
//! aggregation that is left: the planner drops the projection below it as a whole, when all of it are columns, or not at all. The one
//! below an UNNEST it never drops.

use crate::relation::{AggregateCall, Column, Joining, Relation, RelationKind};
use std::collections::BTreeSet;
use waterwheel::operator::SortKey;
use waterwheel_expr::{Expr, Node};

/// The relation without the columns that are not `needed`, in the old order of the others.
pub(crate) fn prune(relation: Relation, needed: &BTreeSet<usize>) -> Relation {
    let Relation { columns, kind } = relation;
    let kind = match kind {
        RelationKind::Scan { table, columns } => RelationKind::Scan { table, columns: pick(&columns, needed) },
        RelationKind::Values(rows) => RelationKind::Values(rows.iter().map(|row| pick(row, needed)).collect()),
        RelationKind::Project { input, exprs } => prune_project(*input, pick(&exprs, needed)),
        RelationKind::Expand { input, copies } => prune_expand(*input, &copies, needed),
        RelationKind::Join { left, right, how } => return prune_join(*left, *right, how, &columns, needed),
        RelationKind::Union(inputs) => RelationKind::Union(inputs.into_iter().map(|input| prune(input, needed)).collect()),
        RelationKind::Aggregate { input, groups, calls, ttl_ms } => {
            return prune_aggregate(*input, groups, (calls, ttl_ms), &columns, needed);
        }
        RelationKind::Filter { input, condition } => {
            return carry(*input, condition.references(), &columns, needed, |input, kept| {
                let condition = kept.renumber(condition);
                RelationKind::Filter { input, condition }
            });
        }
        RelationKind::Window { input, assigner, time, of_group_by } => {
            return carry(*input, [time], &columns, needed, |input, kept| {
                let time = kept.at(time);
                RelationKind::Window { input, assigner, time, of_group_by }
            });
        }
        RelationKind::Unnest { input, collection, ordinality, condition, outer } => {
            let failing: Vec<usize> = (0..input.columns.len()).filter(|&i| can_fail(&input, i)).collect();
            let read = failing.into_iter().chain([collection]);
            return carry_over(prune_below_unnest, *input, read, &columns, needed, |input, kept| {
                let collection = kept.at(collection);
                RelationKind::Unnest { input, collection, ordinality, condition, outer }
            });
        }
        RelationKind::Sort { input, keys, offset, limit } => {
            let read: Vec<usize> = keys.iter().map(|key| key.column).collect();
            return carry(*input, read, &columns, needed, |input, kept| {
                let keys = keys.into_iter().map(|key| SortKey { column: kept.at(key.column), ..key }).collect();
                RelationKind::Sort { input, keys, offset, limit }
            });
        }
        RelationKind::Session { input, keys, gap, time } => {
            let read: Vec<usize> = keys.iter().copied().chain([time]).collect();
            return carry(*input, read, &columns, needed, |input, kept| {
                let keys = keys.into_iter().map(|key| kept.at(key)).collect();
                RelationKind::Session { input, keys, gap, time: kept.at(time) }
            });
        }
    };
    Relation { columns: pick(&columns, needed), kind }
}

/// The columns of an input that are kept, by their old positions.
struct Kept(BTreeSet<usize>);

impl Kept {
    /// Where a kept column is among the kept ones.
    fn at(&self, column: usize) -> usize {
        self.0.range(..column).count()
    }

    /// The expression over the columns that are kept.
    fn renumber(&self, expr: Expr) -> Expr {
        expr.map_columns(&mut |index, data_type| Expr::column(self.at(index), data_type))
    }
}

fn pick<T: Clone>(items: &[T], needed: &BTreeSet<usize>) -> Vec<T> {
    needed.iter().map(|&i| items[i].clone()).collect()
}

/// Prunes a relation whose columns are those of its input and then some of its own, all of which it keeps. It reads the columns
/// `read`; `build` makes it again over the pruned input.
fn carry(
    input: Relation,
    read: impl IntoIterator<Item = usize>,
    columns: &[Column],
    needed: &BTreeSet<usize>,
    build: impl FnOnce(Box<Relation>, &Kept) -> RelationKind,
) -> Relation {
    carry_over(prune, input, read, columns, needed, build)
}

/// The same where the input is pruned otherwise.
fn carry_over(
    prune: fn(Relation, &BTreeSet<usize>) -> Relation,
    input: Relation,
    read: impl IntoIterator<Item = usize>,
    columns: &[Column],
    needed: &BTreeSet<usize>,
    build: impl FnOnce(Box<Relation>, &Kept) -> RelationKind,
) -> Relation {
    let width = input.columns.len();
    let kept = Kept(needed.iter().copied().filter(|&i| i < width).chain(read).collect());
    let present: BTreeSet<usize> = kept.0.iter().copied().chain(width..columns.len()).collect();
    let kind = build(Box::new(prune(input, &kept.0)), &kept);
    narrow(Relation { columns: pick(columns, &present), kind }, &present, columns, needed)
}

/// The `needed` ones of the columns that are `present` in a relation; both count in `columns`.
fn narrow(relation: Relation, present: &BTreeSet<usize>, columns: &[Column], needed: &BTreeSet<usize>) -> Relation {
    if present.len() == needed.len() {
        return relation;
    }
    let exprs = needed.iter().map(|&i| (columns[i].clone(), relation.column(present.range(..i).count()))).collect();
    relation.project(exprs)
}

/// Rows to unnest. As in Flink, a table right below is read whole: a cell that cannot be read fails although nobody asks for it.
fn prune_below_unnest(relation: Relation, needed: &BTreeSet<usize>) -> Relation {
    let Relation { columns, kind } = relation;
    match kind {
        RelationKind::Filter { input, condition } => {
            carry_over(prune_below_unnest, *input, condition.references(), &columns, needed, |input, kept| {
                let condition = kept.renumber(condition);
                RelationKind::Filter { input, condition }
            })
        }
        RelationKind::Project { input, exprs } if is_whole_table(&input, &exprs) => {
            Relation { columns: pick(&columns, needed), kind: RelationKind::Project { input, exprs: pick(&exprs, needed) } }
        }
        kind => prune(Relation { columns, kind }, needed),
    }
}

/// Whether these are all columns of a table, some of its rows or all, and what is unnested of them.
fn is_whole_table(input: &Relation, exprs: &[Expr]) -> bool {
    let is_own = |(at, expr): (usize, &Expr)| matches!(expr.node, Node::Column(of) if of == at);
    let is_table = match &input.kind {
        RelationKind::Scan { .. } => true,
        RelationKind::Filter { input, .. } => is_whole_table(input, &[]),
        RelationKind::Project { input, exprs } => exprs.len() == input.columns.len() && is_whole_table(input, exprs),
        _ => false,
    };
    is_table && exprs.iter().enumerate().take(input.columns.len()).all(is_own)
}

fn prune_project(input: Relation, exprs: Vec<Expr>) -> RelationKind {
    let (input, exprs) = prune_below(input, exprs);
    RelationKind::Project { input: Box::new(input), exprs }
}

fn prune_expand(input: Relation, copies: &[Vec<Expr>], needed: &BTreeSet<usize>) -> RelationKind {
    let exprs: Vec<Expr> = copies.iter().flat_map(|copy| pick(copy, needed)).collect();
    let (input, exprs) = prune_below(input, exprs);
    let width = needed.len();
    let copies = (0..copies.len()).map(|copy| exprs[copy * width..][..width].to_vec()).collect();
    RelationKind::Expand { input: Box::new(input), copies }
}

/// Prunes `input` to what `exprs` read, and renumbers the expressions.
fn prune_below(input: Relation, exprs: Vec<Expr>) -> (Relation, Vec<Expr>) {
    let kept = Kept(exprs.iter().flat_map(Expr::references).collect());
    let exprs = exprs.into_iter().map(|e| kept.renumber(e)).collect();
    (prune(input, &kept.0), exprs)
}

/// Each side keeps its keys and what is needed of it.
fn prune_join(left: Relation, right: Relation, how: Joining, columns: &[Column], needed: &BTreeSet<usize>) -> Relation {
    let width = left.columns.len();
    let of_left = needed.range(..width).copied().chain(how.keys.iter().map(|&(l, _)| l));
    let of_right = needed.range(width..).map(|i| i - width).chain(how.keys.iter().map(|&(_, r)| r));
    let (of_left, of_right) = (Kept(of_left.collect()), Kept(of_right.collect()));
    let keys = how.keys.iter().map(|&(l, r)| (of_left.at(l), of_right.at(r))).collect();
    let present = of_left.0.iter().copied().chain(of_right.0.iter().map(|i| width + i)).collect();
    let joined = prune(left, &of_left.0).join(prune(right, &of_right.0), Joining { keys, ..how });
    narrow(Relation { columns: pick(columns, &present), ..joined }, &present, columns, needed)
}

/// Groups decide how many rows there are, so an aggregation keeps those that are no constants; calls that nobody reads go. Constants are
/// computed above: where there is no group they cannot fail.
fn prune_aggregate(
    input: Relation,
    mut groups: Vec<usize>,
    (mut calls, ttl_ms): (Vec<AggregateCall>, Option<i64>),
    columns: &[Column],
    needed: &BTreeSet<usize>,
) -> Relation {
    let width = groups.len();
    let constants: Vec<Option<Expr>> = groups.iter().map(|&group| constant(&input, group)).collect();
    let is_pulled_up = |g: usize| g < width && constants[g].is_some() && (g > 0 || constants.iter().any(Option::is_none));
    let pulled_up: Vec<usize> = (0..width).filter(|&g| is_pulled_up(g)).map(|g| groups[g]).collect();
    let mut present: BTreeSet<usize> = (0..width).chain(needed.iter().copied()).filter(|&i| !is_pulled_up(i)).collect();
    if present.is_empty() && !calls.is_empty() {
        // One call stays where there are no groups, as in Flink: it may fail.
        present.insert(0);
    }
    let mut position = 0..;
    groups.retain(|_| position.next().is_some_and(|g| present.contains(&g)));
    let mut position = width..;
    calls.retain(|_| position.next().is_some_and(|i| present.contains(&i)));
    let read = calls.iter().flat_map(|call| call.arguments.iter().copied().chain(call.filter));
    let mut kept = Kept(groups.iter().copied().chain(read).collect());
    let computed = calls.iter().any(computes) || kept.0.iter().any(|&i| !is_plain(&input, i));
    let stays = |i: &usize| can_fail(&input, *i) && !pulled_up.contains(i);
    if computed {
        kept.0.extend((0..input.columns.len()).filter(stays));
    }
    let groups = groups.into_iter().map(|group| kept.at(group)).collect();
    let calls = calls.into_iter().map(|call| renumber_call(call, &kept)).collect();
    let kind = RelationKind::Aggregate { input: Box::new(prune(input, &kept.0)), groups, calls, ttl_ms };
    let aggregated = Relation { columns: pick(columns, &present), kind };
    if !needed.iter().any(|&i| is_pulled_up(i)) {
        return narrow(aggregated, &present, columns, needed);
    }
    let above = |&i: &usize| match constants.get(i).cloned().flatten().filter(|_| is_pulled_up(i)) {
        Some(constant) => (columns[i].clone(), constant),
        None => (columns[i].clone(), aggregated.column(present.range(..i).count())),
    };
    let above = needed.iter().map(above).collect();
    aggregated.project(above)
}

/// Whether a call has something computed for it, whatever its arguments are: the truth value of its FILTER, JSON of a value.
fn computes(call: &AggregateCall) -> bool {
    call.filter.is_some() || matches!(call.function.name, "JSON_ARRAYAGG" | "JSON_OBJECTAGG")
}

/// Whether a column is one of what the projections above it begin with.
fn is_plain(relation: &Relation, column: usize) -> bool {
    match &relation.kind {
        RelationKind::Project { input, exprs } => matches!(exprs[column].node, Node::Column(of) if is_plain(input, of)),
        RelationKind::Filter { input, .. } => is_plain(input, column),
        RelationKind::Expand { .. } => false,
        _ => true,
    }
}

/// The value of a column that is the same in every row.
fn constant(relation: &Relation, column: usize) -> Option<Expr> {
    match &relation.kind {
        RelationKind::Project { exprs, .. } => {
            Some(&exprs[column]).filter(|expr| expr.references().is_empty() && expr.is_deterministic()).cloned()
        }
        _ => None,
    }
}

/// Whether computing a column can fail in the projections that it comes through.
fn can_fail(relation: &Relation, column: usize) -> bool {
    let of = |input: &Relation, expr: &Expr| expr.can_fail() || expr.references().into_iter().any(|column| can_fail(input, column));
    match &relation.kind {
        RelationKind::Project { input, exprs } => of(input, &exprs[column]),
        RelationKind::Filter { input, .. } => can_fail(input, column),
        RelationKind::Expand { input, copies } => copies.iter().any(|copy| of(input, &copy[column])),
        RelationKind::Scan { table, columns } => table.columns[columns[column]].can_fail(),
        _ => false,
    }
}

fn renumber_call(call: AggregateCall, kept: &Kept) -> AggregateCall {
    let arguments = call.arguments.iter().map(|&argument| kept.at(argument)).collect();
    let filter = call.filter.map(|filter| kept.at(filter));
    AggregateCall { arguments, filter, ..call }
}
