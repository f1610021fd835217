//! GROUP BY without a window, and SELECT DISTINCT: aggregations whose results change as rows come.
//!
//! Rows are exchanged by key. Calls with DISTINCT share a set of values where their arguments and FILTER are the same.
//! Where rows can be retracted, a hidden COUNT(*) tells when a group has none left.

use super::Lowering;
use super::stream::{Stream, named_columns};
use super::unplanned::check_beside_distinct;
use crate::diagnostic::Diagnostic;
use crate::relation::{AggregateCall, Column, Relation, RelationKind};
use std::sync::Arc;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::expression::{Aggregate, Expression};
use waterwheel::operator::{Distinct, Emission, Expand, GroupAggregate, InPlace};
use waterwheel::state::{AggregateCall as Call, Layout};
use waterwheel_expr::{Expr, Program, Session, aggregate};
use waterwheel_types::{DataType, Kind};

impl Lowering<'_> {
    /// One row per group: the groups' columns, then the calls' results.
    pub(super) fn lower_group(
        &mut self,
        input: Relation,
        groups: &[usize],
        calls: &[AggregateCall],
        ttl_ms: Option<i64>,
    ) -> Result<Stream, Diagnostic> {
        let is_batch = self.config.is_batch();
        if is_batch {
            check_beside_distinct(calls, &self.session())?;
        }
        let (input, calls) = if is_batch && groups.is_empty() { with_empty_row(input, calls) } else { (input, calls.to_vec()) };
        let counted = !is_batch && input.updates();
        let (mut engine_calls, distinct) = engine_calls(&input, &calls);
        self.config.check_mini_batch(true).map_err(wrong_setting)?;
        let ttl_ms = self.ttl_ms(ttl_ms)?;
        if counted {
            engine_calls.push(row_count());
        }
        if ttl_ms.is_some() {
            let time = input.columns.len() + distinct.len();
            engine_calls.push(Call { aggregate: Arc::new(InPlace::last_update()), arguments: vec![time], filter: None });
        }
        let key = KeyColumns { columns: groups.to_vec(), types: groups.iter().map(|&g| input.columns[g].data_type.clone()).collect() };
        let layout = Arc::new(Layout::new(engine_calls));
        let mut types = key.types.clone();
        types.extend(layout.result_types().into_iter().take(calls.len()));
        let emission = self.emission();
        let outer = self.feeds_ordered;
        self.feeds_ordered |= calls.iter().any(|c| c.function.order_sensitive);
        let stream = self.lower(input)?;
        self.feeds_ordered = outer;
        let from = self.put_down(stream);
        let mut details = details(&self.graph.nodes[from].columns, groups, &calls, is_batch, counted);
        details.insert(2, ("state".to_owned(), format!("one accumulator set per key, {}", lifetime(ttl_ms))));
        let spec = GroupAggregate { key: key.clone(), layout, counted, distinct, emission, ttl_ms };
        let inputs = [(from, Exchange::Keyed(key))];
        let node = self.operator("group-aggregate", "GroupAggregate", details, Arc::new(spec), &inputs);
        Ok(Stream::of(node, types))
    }

    /// How long idle state is kept, in milliseconds: what a hint says (0: for ever), without one what the settings say.
    pub(super) fn ttl_ms(&self, hinted: Option<i64>) -> Result<Option<i64>, Diagnostic> {
        let ttl_ms = match hinted {
            Some(hinted) => Some(hinted).filter(|&ms| ms > 0),
            None => self.config.state_ttl_ms().map_err(wrong_setting)?,
        };
        Ok(ttl_ms.filter(|_| !self.config.is_batch()))
    }

    /// When the results of an aggregation that updates leave.
    pub(super) fn emission(&self) -> Emission {
        let nets = !self.feeds_ordered && !self.config.get("table.exec.mini-batch.enabled").eq_ignore_ascii_case("false");
        match (self.config.is_batch(), nets) {
            (true, _) => Emission::AtEnd,
            (false, true) => Emission::Netted,
            (false, false) => Emission::PerRow,
        }
    }

    /// Each row once per grouping set.
    pub(super) fn lower_expand(&mut self, input: Relation, copies: &[Vec<Expr>], types: Vec<DataType>) -> Result<Stream, Diagnostic> {
        let stream = self.lower(input)?;
        let from = self.put_down(stream);
        let text = |copy: &Vec<Expr>| {
            format!("({})", copy.iter().map(|e| e.named(&self.graph.nodes[from].columns).to_string()).collect::<Vec<_>>().join(", "))
        };
        let details = vec![("copies".to_owned(), copies.iter().map(text).collect::<Vec<_>>().join(", "))];
        let program = |expr: &Expr| Arc::new(Program::new(expr)) as Arc<dyn Expression>;
        let spec = Expand { copies: copies.iter().map(|copy| copy.iter().map(program).collect()).collect() };
        let node = self.operator("expand", "Expand", details, Arc::new(spec), &[(from, Exchange::Forward)]);
        Ok(Stream::of(node, types))
    }
}

/// The input and one row more, which no call counts: so that an aggregation without groups has its one group even when
/// there is no input, as batch queries want it.
fn with_empty_row(input: Relation, calls: &[AggregateCall]) -> (Relation, Vec<AggregateCall>) {
    let flag = input.columns.len();
    let mut columns: Vec<(Column, Expr)> = input.columns.iter().enumerate().map(|(i, c)| (c.clone(), input.column(i))).collect();
    columns.push((Column::plain("$row", Kind::Boolean.not_null()), Expr::boolean(true)));
    let nulls = input.columns.iter().map(|c| Expr::null(c.data_type.kind.clone()));
    let empty = nulls.chain([Expr::boolean(false)]).collect();
    let rows = input.project(columns);
    let columns = rows.columns.clone();
    let empty = Relation { columns: columns.clone(), kind: RelationKind::Values(vec![empty]) };
    // A FILTER over the row of NULLs is not true, so calls that have one do without the flag.
    let calls = calls.iter().map(|c| AggregateCall { filter: c.filter.or(Some(flag)), ..c.clone() }).collect();
    (Relation { columns, kind: RelationKind::Union(vec![rows, empty]) }, calls)
}

/// The calls as the operator takes them, and the sets of distinct values that they read.
fn engine_calls(input: &Relation, calls: &[AggregateCall]) -> (Vec<Call>, Vec<Distinct>) {
    let mut sets: Vec<Distinct> = Vec::new();
    let mut mark = |c: &AggregateCall| {
        let types = c.arguments.iter().map(|&a| input.columns[a].data_type.clone()).collect();
        let set = Distinct { values: KeyColumns { columns: c.arguments.clone(), types }, filter: c.filter };
        let at = sets.iter().position(|s| *s == set).unwrap_or_else(|| {
            sets.push(set);
            sets.len() - 1
        });
        input.columns.len() + at
    };
    let call = |c: &AggregateCall| Call {
        aggregate: Arc::clone(&c.resolved.aggregate),
        arguments: c.arguments.clone(),
        filter: if c.distinct { Some(mark(c)) } else { c.filter },
    };
    (calls.iter().map(call).collect(), sets)
}

pub(super) fn wrong_setting(message: String) -> Diagnostic {
    Diagnostic { message, span: None, hint: None }
}

/// COUNT(*) that forgets.
pub(super) fn row_count() -> Call {
    let function = aggregate::find("COUNT").expect("COUNT is registered");
    let session = Session::default();
    let call = aggregate::AggregateCall { function, arguments: &[], retracting: true, grouped: true, beside_sum: false, session: &session };
    let aggregate: Arc<dyn Aggregate> = (function.resolve)(&call).expect("COUNT(*) takes no arguments").aggregate;
    Call { aggregate, arguments: Vec::new(), filter: None }
}

/// How long state lives.
pub(super) fn lifetime(ttl_ms: Option<i64>) -> String {
    ttl_ms.map_or("for ever".to_owned(), |ms| format!("until it has not been updated for {ms} ms (ttl)"))
}

fn details(names: &[String], groups: &[usize], calls: &[AggregateCall], is_batch: bool, counted: bool) -> Vec<(String, String)> {
    let list = |columns: &[usize]| named_columns(names, columns);
    let call = |c: &AggregateCall| {
        let arguments = if c.arguments.is_empty() { "*".to_owned() } else { list(&c.arguments) };
        let filter = c.filter.map(|f| format!(" FILTER {}", list(&[f]))).unwrap_or_default();
        format!("{}({}{arguments}){filter}", c.function.name, if c.distinct { "DISTINCT " } else { "" })
    };
    let key = if groups.is_empty() { "none: one shard aggregates".to_owned() } else { list(groups) };
    let changelog = match (is_batch, counted) {
        (true, _) => "+I",
        (false, false) => "+I -U +U",
        (false, true) => "+I -U +U -D",
    };
    vec![
        ("key".to_owned(), key),
        ("calls".to_owned(), calls.iter().map(call).collect::<Vec<_>>().join(", ")),
        ("changelog".to_owned(), changelog.to_owned()),
    ]
}
