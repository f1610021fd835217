//! Inner joins: the conditions above them become keys, filters of one side, and what is left over behind the join.
//!
//! Tables joined to each other are taken as one list, in the order of the script, with all conditions of ON and WHERE. The first is joined
//! with the first of the others that has an equality with it, and so on, so that no two stand side by side without a key, as they
//! would for `FROM a, b, c WHERE a.x = c.x AND b.x = c.x`. A condition on one table is evaluated below the join, as Flink does (even
//! where it can fail), one on several as soon as these are joined; what is random stays above.
//!
//! Conditions that no row fulfils leave no join. Refused here: joins without an equality and, of streams, those that are interval or window joins to Flink.

use super::never::exclude_each_other;
use crate::diagnostic::Diagnostic;
use crate::relation::{Column, Joining, Relation, RelationKind, WindowRole};
use crate::span::Span;
use std::collections::BTreeSet;
use waterwheel_expr::{Expr, Node, Session};

/// The relation with every join by keys; its columns stay what they are.
pub(crate) fn place_joins(relation: Relation, is_batch: bool, session: &Session) -> Result<Relation, Diagnostic> {
    let mut placing = Placing { is_batch, session, refused: None };
    let placed = placing.place(relation);
    placing.refused.map_or(Ok(placed), Err)
}

struct Placing<'a> {
    is_batch: bool,
    session: &'a Session,
    /// The first join that cannot be.
    refused: Option<Diagnostic>,
}

/// Tables that are joined to each other.
struct Tables {
    tables: Vec<Table>,
    /// Over the columns of all tables, in their order.
    conditions: Vec<Expr>,
}

struct Table {
    relation: Relation,
    /// Where its columns begin among those of all tables.
    from: usize,
    /// Where the script joins it with those before it.
    at: Span,
    /// How long its idle rows are kept, as in [`Joining::ttl_ms`].
    ttl_ms: Option<i64>,
}

/// One side of a join by keys.
struct Side {
    relation: Relation,
    /// Over its columns, and whether NULL is equal to NULL.
    keys: Vec<(Expr, bool)>,
    ttl_ms: Option<i64>,
}

/// Two expressions that are equal in rows that join.
struct Equality {
    /// Over the columns of all tables, of those that are joined already.
    left: Expr,
    /// Likewise, of the table that comes to them.
    right: Expr,
    /// Whether NULL is equal to NULL.
    nulls_equal: bool,
}

/// Tables that have been joined.
struct Joined {
    relation: Relation,
    tables: BTreeSet<usize>,
    /// The columns of `relation`, by their positions among those of all tables.
    columns: Vec<usize>,
    /// That of the table while it is only one.
    ttl_ms: Option<i64>,
}

fn leads_to_join(relation: &Relation) -> bool {
    match &relation.kind {
        RelationKind::Join { .. } => true,
        RelationKind::Filter { input, .. } | RelationKind::Project { input, .. } => leads_to_join(input),
        _ => false,
    }
}

impl Placing<'_> {
    fn place(&mut self, relation: Relation) -> Relation {
        if leads_to_join(&relation) { self.below(relation, Vec::new()) } else { relation.map_inputs(&mut |input| self.place(input)) }
    }

    /// The relation's rows that fulfil these conditions, which are evaluated as far below as they can be.
    fn below(&mut self, relation: Relation, conditions: Vec<Expr>) -> Relation {
        if !leads_to_join(&relation) {
            return self.place(relation).filter_all(conditions);
        }
        let Relation { columns, kind } = relation;
        match kind {
            RelationKind::Filter { input, condition } => self.below(*input, [parts(condition, self.session), conditions].concat()),
            RelationKind::Project { input, exprs } => {
                let sinks = |c: &Expr| c.is_deterministic() && c.references().iter().all(|&i| exprs[i].is_deterministic());
                let (sinking, above): (Vec<Expr>, Vec<Expr>) = conditions.into_iter().partition(sinks);
                let sinking =
                    sinking.into_iter().map(|c| c.map_columns(&mut |i, _| exprs[i].clone())).flat_map(|c| parts(c, self.session)).collect();
                let input = Box::new(self.below(*input, sinking));
                Relation { columns, kind: RelationKind::Project { input, exprs } }.filter_all(above)
            }
            kind => {
                let mut tables = Tables { tables: Vec::new(), conditions };
                let relation = Relation { columns: columns.clone(), kind };
                tables.gather(Table { relation, from: 0, at: Span::default(), ttl_ms: None }, self.session);
                self.join(tables, columns)
            }
        }
    }

    /// The join of all tables, with these columns.
    fn join(&mut self, mut tables: Tables, columns: Vec<Column>) -> Relation {
        if exclude_each_other(&tables.conditions, self.session) {
            return Relation { columns, kind: RelationKind::Values(Vec::new()) };
        }
        if let Some(refusal) = tables.join_by_time().filter(|_| !self.is_batch) {
            self.refused.get_or_insert(refusal);
        }
        let random = tables.take_conditions(|_, condition| !condition.is_deterministic());
        let (relation, columns_of_first) = (self.own_rows(&mut tables, 0), tables.columns_of(0).collect());
        let mut joined = Joined { relation, tables: [0].into(), columns: columns_of_first, ttl_ms: tables.tables[0].ttl_ms };
        while joined.tables.len() < tables.tables.len() {
            let next = self.next(&tables, &joined);
            joined = self.join_next(&mut tables, joined, next);
        }
        joined.in_order(columns).filter_all(random)
    }

    /// The table to be joined next: the first one with an equality.
    fn next(&mut self, tables: &Tables, joined: &Joined) -> usize {
        let mut missing = (0..tables.tables.len()).filter(|table| !joined.tables.contains(table));
        let first = missing.clone().next().expect("asked for while there is one");
        let has_equality = |table: &usize| tables.conditions.iter().any(|c| tables.equality(c, joined, *table).is_some());
        missing.find(has_equality).unwrap_or_else(|| {
            self.refused.get_or_insert(no_equality(tables.tables[first].at));
            first
        })
    }

    fn join_next(&mut self, tables: &mut Tables, joined: Joined, next: usize) -> Joined {
        let equalities: Vec<Equality> = tables.conditions.iter().filter_map(|c| tables.equality(c, &joined, next)).collect();
        tables.conditions = tables.take_conditions(|tables, c| tables.equality(c, &joined, next).is_none());
        let right = self.own_rows(tables, next);
        let from = tables.tables[next].from;
        let of_left = equalities.iter().map(|e| (joined.over(&e.left), e.nulls_equal)).collect();
        let of_right = equalities.iter().map(|e| (shifted(e.right.clone(), |i| i - from), e.nulls_equal)).collect();
        let columns = joined.columns.iter().copied().chain(tables.columns_of(next)).collect();
        let left = Side { relation: joined.relation, keys: of_left, ttl_ms: joined.ttl_ms };
        let right = Side { relation: right, keys: of_right, ttl_ms: tables.tables[next].ttl_ms };
        let relation = self.join_by_keys(left, right, tables.tables[next].at);
        let joined = Joined { relation, tables: joined.tables.into_iter().chain([next]).collect(), columns, ttl_ms: None };
        let decided = tables.take_conditions(|tables, c| tables.read_by(c).is_subset(&joined.tables));
        let decided = decided.iter().filter(|c| !is_true(c)).map(|c| joined.over(c)).collect();
        Joined { relation: joined.relation.filter_all(decided), ..joined }
    }

    /// The rows of a table that fulfil the conditions on it alone.
    fn own_rows(&mut self, tables: &mut Tables, table: usize) -> Relation {
        let own = tables.take_conditions(|tables, c| tables.read_by(c) == [table].into());
        let Table { relation, from, .. } = &mut tables.tables[table];
        let empty = Relation { columns: relation.columns.clone(), kind: RelationKind::Values(Vec::new()) };
        let relation = std::mem::replace(relation, empty);
        self.below(relation, own.into_iter().map(|c| shifted(c, |i| i - *from)).collect())
    }

    /// The rows of two sides whose keys are equal, with the columns of both.
    fn join_by_keys(&self, left: Side, right: Side, at: Span) -> Relation {
        let ttl_ms = [left.ttl_ms, right.ttl_ms];
        let own = |relation: &Relation, from: usize| (0..relation.columns.len()).map(move |i| from + i);
        let (own_left, own_right) = (own(&left.relation, 0), own(&right.relation, 0));
        let (left, left_keys) = self.with_keys(left.relation, left.keys);
        let (right, right_keys) = self.with_keys(right.relation, right.keys);
        let kept: Vec<usize> = own_left.chain(own_right.map(|i| left.columns.len() + i)).collect();
        let joined = left.join(right, Joining { keys: left_keys.into_iter().zip(right_keys).collect(), ttl_ms, at });
        if kept.len() == joined.columns.len() {
            return joined;
        }
        let kept = kept.into_iter().map(|i| (joined.columns[i].clone(), joined.column(i))).collect();
        joined.project(kept)
    }

    /// The relation with these keys among its columns, computed ones behind its own, and where they are. Rows with a NULL for a key are
    /// left out, unless NULLs are equal in it.
    fn with_keys(&self, relation: Relation, keys: Vec<(Expr, bool)>) -> (Relation, Vec<usize>) {
        let names: Vec<String> = relation.columns.iter().map(|c| c.name.clone()).collect();
        let mut columns: Vec<(Column, Expr)> = relation.columns.iter().enumerate().map(|(i, c)| (c.clone(), relation.column(i))).collect();
        let (mut places, mut filled) = (Vec::new(), BTreeSet::new());
        for (key, nulls_equal) in keys {
            let place = columns.iter().position(|(_, known)| known.same(&key)).unwrap_or(columns.len());
            places.push(place);
            if !nulls_equal && key.data_type.nullable {
                filled.insert(place);
            }
            if place == columns.len() {
                columns.push((Column::plain(key.named(&names).to_string(), key.data_type.clone()), key));
            }
        }
        let relation = if columns.len() > names.len() { relation.project(columns) } else { relation };
        let filled = filled.into_iter().map(|i| Expr::call("IS NOT NULL", vec![relation.column(i)], self.session));
        let filled = filled.map(|condition| condition.expect("every type can be asked for NULL")).collect();
        (relation.filter_all(filled), places)
    }
}

impl Tables {
    /// Takes a table that is a join apart.
    fn gather(&mut self, table: Table, session: &Session) {
        let from = table.from;
        match table.relation.kind {
            RelationKind::Join { left, right, how } => {
                let right_from = from + left.columns.len();
                let [of_left, of_right] = how.ttl_ms;
                self.gather(Table { relation: *left, ttl_ms: of_left, ..table }, session);
                self.gather(Table { relation: *right, from: right_from, at: how.at, ttl_ms: of_right }, session);
            }
            RelationKind::Filter { input, condition } if is_join(&input) => {
                self.conditions.extend(parts(condition, session).into_iter().map(|c| shifted(c, |i| from + i)));
                self.gather(Table { relation: *input, ..table }, session);
            }
            _ => self.tables.push(table),
        }
    }

    /// Takes the conditions out for which `wanted` holds.
    fn take_conditions(&mut self, wanted: impl Fn(&Tables, &Expr) -> bool) -> Vec<Expr> {
        let (taken, left) = std::mem::take(&mut self.conditions).into_iter().partition(|condition| wanted(self, condition));
        self.conditions = left;
        taken
    }

    fn columns_of(&self, table: usize) -> std::ops::Range<usize> {
        let Table { relation, from, .. } = &self.tables[table];
        *from..from + relation.columns.len()
    }

    /// The table of a column.
    fn table_of(&self, column: usize) -> usize {
        self.tables.partition_point(|table| table.from <= column) - 1
    }

    /// The tables that an expression reads.
    fn read_by(&self, expr: &Expr) -> BTreeSet<usize> {
        expr.references().into_iter().map(|column| self.table_of(column)).collect()
    }

    fn column(&self, column: usize) -> &Column {
        let Table { relation, from, .. } = &self.tables[self.table_of(column)];
        &relation.columns[column - from]
    }

    /// What a condition says to be equal in the tables that are joined and in another one. A MAP is no key: equal ones can have their
    /// entries in another order.
    fn equality(&self, condition: &Expr, joined: &Joined, table: usize) -> Option<Equality> {
        let (a, b, nulls_equal) = equal_operands(condition)?;
        if a.data_type.kind != b.data_type.kind || a.data_type.kind.contains_map() {
            return None;
        }
        let is_left = |e: &Expr| {
            let read = self.read_by(e);
            !read.is_empty() && read.is_subset(&joined.tables)
        };
        let is_right = |e: &Expr| self.read_by(e) == [table].into();
        let sides = if is_left(a) && is_right(b) { Some((a, b)) } else { (is_left(b) && is_right(a)).then_some((b, a)) };
        sides.map(|(left, right)| Equality { left: left.clone(), right: right.clone(), nulls_equal })
    }

    /// The refusal of a stream's join whose condition bounds time on both sides: rows leave by time then, and late ones are dropped.
    fn join_by_time(&self) -> Option<Diagnostic> {
        let mut bounds: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut windows: BTreeSet<(usize, usize, WindowRole)> = BTreeSet::new();
        for condition in &self.conditions {
            let Some((name, a, b)) = comparison(condition) else { continue };
            if let Some((a, b)) = self.times_of(name, a, b) {
                bounds.extend((name != ">" && name != ">=").then_some((a, b)));
                bounds.extend((name != "<" && name != "<=").then_some((b, a)));
            }
            if let (Some((a, role)), Some((b, other))) = (self.bound_of(a), self.bound_of(b))
                && (name, role) == ("=", other)
                && a != b
            {
                windows.insert((a.min(b), a.max(b), role));
            }
        }
        let interval = bounds.iter().find(|&&(a, b)| bounds.contains(&(b, a)));
        let window = windows.iter().find(|&&(a, b, role)| role == WindowRole::Start && windows.contains(&(a, b, WindowRole::End)));
        let at = |a: usize, b: usize| self.tables[a.max(b)].at;
        let interval = interval.map(|&(a, b)| unsupported(at(a, b), "interval joins (with the time attributes of both sides bounded)"));
        let window = window.map(|&(a, b, _)| unsupported(at(a, b), "window joins (with equal window_start and window_end)"));
        interval.or(window)
    }

    /// The two tables whose times a comparison bounds by each other. Equal to a time attribute as it is, any timestamp is one to Flink.
    fn times_of(&self, comparison: &str, a: &Expr, b: &Expr) -> Option<(usize, usize)> {
        let is_attribute = |e: &Expr| matches!(e.node, Node::Column(column) if self.column(column).time.is_some());
        let tables = if comparison == "=" && (is_attribute(a) || is_attribute(b)) {
            let one = |e: &Expr| e.references().first().map(|&column| self.table_of(column));
            (one(a)?, one(b)?)
        } else {
            (self.time_of(a)?, self.time_of(b)?)
        };
        (tables.0 != tables.1).then_some(tables)
    }

    /// The table whose time attribute an expression reads.
    fn time_of(&self, expr: &Expr) -> Option<usize> {
        expr.references().into_iter().find(|&column| self.column(column).time.is_some()).map(|column| self.table_of(column))
    }

    /// The table of which an expression is a bound of a window, and which.
    fn bound_of(&self, expr: &Expr) -> Option<(usize, WindowRole)> {
        match expr.node {
            Node::Column(column) => self.column(column).window.map(|window| (self.table_of(column), window.role)),
            _ => None,
        }
    }
}

impl Joined {
    /// An expression over the columns of all tables as one over these.
    fn over(&self, expr: &Expr) -> Expr {
        let place = |column| self.columns.iter().position(|&c| c == column).expect("a column of a table that is joined");
        shifted(expr.clone(), place)
    }

    /// The rows with the columns in the order of the tables.
    fn in_order(self, columns: Vec<Column>) -> Relation {
        if self.columns.is_sorted() {
            return Relation { columns, ..self.relation };
        }
        let columns = columns.into_iter().enumerate().map(|(i, column)| {
            let value = Expr::column(i, column.data_type.clone());
            (column, self.over(&value))
        });
        let columns = columns.collect();
        self.relation.project(columns)
    }
}

fn is_join(relation: &Relation) -> bool {
    match &relation.kind {
        RelationKind::Join { .. } => true,
        RelationKind::Filter { input, .. } => is_join(input),
        _ => false,
    }
}

/// The conditions that are all true when this one is; rows written out are equal when their fields are.
fn parts(condition: Expr, session: &Session) -> Vec<Expr> {
    match condition.node {
        Node::And(conditions) => conditions.into_iter().flat_map(|c| parts(c, session)).collect(),
        Node::Call(function, _, mut arguments) if function.name == "IS TRUE" => parts(arguments.remove(0), session),
        node => {
            let whole = Expr { data_type: condition.data_type, node };
            equal_fields(&whole, session).unwrap_or_else(|| vec![whole])
        }
    }
}

fn equal_fields(condition: &Expr, session: &Session) -> Option<Vec<Expr>> {
    let ("=", a, b) = comparison(condition)? else { return None };
    let fields = |row: &Expr| match &row.node {
        Node::Call(function, _, fields) if function.name == "ROW" => Some(fields.clone()),
        _ => None,
    };
    let pairs = fields(a)?.into_iter().zip(fields(b)?);
    pairs.map(|(a, b)| Expr::call("=", vec![a, b], session).ok()).collect()
}

fn is_true(condition: &Expr) -> bool {
    condition.as_literal().is_some_and(|value| *value == waterwheel_types::Value::Boolean(true))
}

fn shifted(expr: Expr, place: impl Fn(usize) -> usize) -> Expr {
    expr.map_columns(&mut |column, data_type| Expr::column(place(column), data_type))
}

fn comparison(condition: &Expr) -> Option<(&'static str, &Expr, &Expr)> {
    match &condition.node {
        Node::Call(function, _, arguments) if matches!(function.name, "=" | "<" | "<=" | ">" | ">=") => {
            Some((function.name, &arguments[0], &arguments[1]))
        }
        _ => None,
    }
}

/// What an equality says to be equal, and whether NULL is equal to NULL in it: `a = b`, `a IS NOT DISTINCT FROM b`,
/// `a = b OR a IS NULL AND b IS NULL`.
fn equal_operands(condition: &Expr) -> Option<(&Expr, &Expr, bool)> {
    match &condition.node {
        Node::Call(function, _, arguments) if matches!(function.name, "=" | "IS NOT DISTINCT FROM") => {
            Some((&arguments[0], &arguments[1], function.name != "="))
        }
        Node::Or(cases) if cases.len() == 2 => {
            let (a, b, _) = cases.iter().find_map(equal_operands)?;
            let is_null = |part: &Expr, e: &Expr| matches!(&part.node, Node::Call(f, _, of) if f.name == "IS NULL" && of[0].same(e));
            let one_null = |parts: &[Expr], e: &Expr| parts.iter().any(|part| is_null(part, e));
            let both_null =
                |case: &Expr| matches!(&case.node, Node::And(parts) if parts.len() == 2 && one_null(parts, a) && one_null(parts, b));
            cases.iter().any(both_null).then_some((a, b, true))
        }
        _ => None,
    }
}

fn no_equality(at: Span) -> Diagnostic {
    Diagnostic::at(at, "joins without an equality between columns of both sides are not supported yet")
        .with_hint("add a condition such as `a.id = b.id`")
}

fn unsupported(at: Span, what: &str) -> Diagnostic {
    Diagnostic::at(at, format!("{what} are not supported yet"))
}
