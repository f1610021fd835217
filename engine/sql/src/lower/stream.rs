//! The rows of a node with filters and projections that have not been put down yet.

use super::Lowering;
use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel::exchange::Exchange;
use waterwheel::expression::Expression;
use waterwheel::graph::{NodeId, NodeKind};
use waterwheel::operator::Calc;
use waterwheel_expr::scalar::cast::{Mode, cast};
use waterwheel_expr::{Expr, Node, Program, Session};
use waterwheel_types::{DataType, Kind, Value};

/// How much of a value a failure shows.
const SHOWN_CHARACTERS: i32 = 100;

/// A node's rows, those that fulfil `condition`, as `exprs`.
pub(super) struct Stream {
    node: NodeId,
    /// The types of the node's own columns.
    types: Vec<DataType>,
    /// Over the node's columns.
    condition: Option<Expr>,
    /// One per column of the stream, over the node's columns; `None` while they are the node's own.
    exprs: Option<Vec<Expr>>,
    /// What `explain` calls the columns; fewer than there are while they have no names.
    names: Vec<String>,
}

impl Stream {
    /// The rows of a node as they are.
    pub fn of(node: NodeId, types: Vec<DataType>) -> Self {
        Stream { node, types, condition: None, exprs: None, names: Vec::new() }
    }

    /// The stream, its columns being called so by `explain`.
    pub fn called(mut self, names: Vec<String>) -> Self {
        self.names = names;
        self
    }

    /// The types of the stream's columns.
    pub fn types(&self) -> Vec<DataType> {
        match &self.exprs {
            Some(exprs) => exprs.iter().map(|e| e.data_type.clone()).collect(),
            None => self.types.clone(),
        }
    }

    /// `expr` over the stream's columns as one over the node's.
    fn inline(&self, expr: Expr) -> Expr {
        match &self.exprs {
            None => expr,
            Some(exprs) => expr.map_columns(&mut |index, _| exprs[index].clone()),
        }
    }

    /// Whether inlining these expressions computes nothing twice and nothing random again; or decides what they are.
    fn can_inline(&self, exprs: &[&Expr]) -> bool {
        let Some(own) = &self.exprs else { return true };
        if own.iter().all(Expr::is_deterministic) && exprs.iter().any(|expr| is_said_otherwise_over(expr, own)) {
            return true;
        }
        let mut uses = vec![0; own.len()];
        exprs.iter().for_each(|expr| {
            expr.visit(&mut |e| {
                if let Node::Column(index) = e.node {
                    uses[index] += 1;
                }
            });
        });
        own.iter().zip(uses).all(|(expr, uses)| uses == 0 || is_cheap(expr) || (uses == 1 && expr.is_deterministic()))
    }
}

/// Whether a call in `expr` becomes another one where its columns are replaced by these expressions.
fn is_said_otherwise_over(expr: &Expr, own: &[Expr]) -> bool {
    let mut found = false;
    let plain = |e: &Expr| matches!(e.node, Node::Column(_) | Node::Literal(..));
    let replaced = |e: &Expr| plain(e).then(|| e.clone().map_columns(&mut |index, _| own[index].clone()));
    expr.visit(&mut |e| {
        if let Node::Call(function, _, arguments) = &e.node
            && let Some(arguments) = arguments.iter().map(replaced).collect::<Option<Vec<_>>>()
        {
            found |= Expr::is_said_otherwise(function, &arguments, &e.data_type.kind);
        }
    });
    found
}

/// The columns of a node as they are.
pub(super) fn own_columns(types: &[DataType]) -> Vec<Expr> {
    types.iter().enumerate().map(|(i, t)| Expr::column(i, t.clone())).collect()
}

fn is_cheap(expr: &Expr) -> bool {
    match &expr.node {
        Node::Column(_) | Node::Literal(..) => true,
        Node::Field(of, _) => is_cheap(of),
        _ => false,
    }
}

impl Lowering<'_> {
    /// The stream with other columns.
    pub(super) fn project(&mut self, stream: Stream, exprs: Vec<Expr>) -> Stream {
        let stream = self.ready_for(stream, &exprs.iter().collect::<Vec<_>>());
        let names = exprs.iter().map(|e| e.named(&stream.names).to_string()).collect();
        let exprs = exprs.into_iter().map(|e| stream.inline(e)).collect();
        Stream { exprs: Some(exprs), names, ..stream }
    }

    /// The stream's rows that fulfil a condition.
    pub(super) fn filter(&mut self, stream: Stream, condition: Expr) -> Stream {
        let stream = self.ready_for(stream, &[&condition]);
        let condition = stream.inline(condition);
        let condition = match stream.condition {
            Some(first) => Expr::and(vec![first, condition]),
            None => condition,
        };
        Stream { condition: Some(condition), ..stream }
    }

    fn ready_for(&mut self, stream: Stream, exprs: &[&Expr]) -> Stream {
        if stream.can_inline(exprs) {
            return stream;
        }
        let (types, names) = (stream.types(), stream.names.clone());
        let node = self.put_down(stream);
        Stream::of(node, types).called(names)
    }

    /// Has the sources above a node tell the watermark of every row.
    pub(super) fn stamp_every_row(&mut self, node: NodeId) {
        if let NodeKind::Source(source) = &mut self.graph.nodes[node].kind
            && let Some(time) = &mut source.time
        {
            time.stamps_every_row = true;
        }
        let above: Vec<NodeId> = self.graph.edges.iter().filter(|e| e.to == node).map(|e| e.from).collect();
        above.into_iter().for_each(|node| self.stamp_every_row(node));
    }

    /// The node whose rows are exactly the stream's, a `Calc` being added if need be.
    pub(super) fn put_down(&mut self, stream: Stream) -> NodeId {
        let exprs = match (&stream.condition, &stream.exprs) {
            (None, None) => return self.call_columns(stream.node, stream.names),
            (None, Some(exprs)) if is_identity(exprs, stream.types.len()) => return self.call_columns(stream.node, stream.names),
            (_, Some(exprs)) => exprs.clone(),
            (_, None) => own_columns(&stream.types),
        };
        let below = &self.graph.nodes[stream.node].columns;
        let column = |(at, expr): (usize, &Expr)| match (expr.named(below).to_string(), stream.names.get(at)) {
            (text, Some(name)) if text != *name => format!("{text} AS {name}"),
            (text, _) => text,
        };
        let mut details = vec![("columns".to_owned(), exprs.iter().enumerate().map(column).collect::<Vec<_>>().join(", "))];
        details.extend(stream.condition.as_ref().map(|c| ("condition".to_owned(), c.named(below).to_string())));
        let description = describe_row(exprs.iter().chain(&stream.condition), below, &self.session());
        let program = |expr: &Expr| Arc::new(Program::new(expr)) as Arc<dyn Expression>;
        let reads_watermark = exprs.iter().chain(&stream.condition).any(calls_current_watermark);
        if reads_watermark {
            self.stamp_every_row(stream.node);
        }
        let condition = stream.condition.as_ref().map(program);
        let description = description.as_ref().map(program);
        let calc = Calc { condition, columns: exprs.iter().map(program).collect(), reads_watermark, description };
        let node = self.operator("calc", "Calc", details, Arc::new(calc), &[(stream.node, Exchange::Forward)]);
        self.call_columns(node, stream.names)
    }

    /// The stream, its node's columns being called as the stream's are when they are the same.
    pub(super) fn named(&mut self, stream: Stream) -> Stream {
        if stream.exprs.is_none() {
            self.call_columns(stream.node, stream.names.clone());
        }
        stream
    }

    /// Notes what the columns that a node sends are called, unless they have names already.
    pub(super) fn call_columns(&mut self, node: NodeId, names: Vec<String>) -> NodeId {
        let columns = &mut self.graph.nodes[node].columns;
        if columns.is_empty() {
            *columns = names;
        }
        node
    }

    /// What `explain` calls columns that a node sends.
    pub(super) fn column_names(&self, node: NodeId, columns: &[usize]) -> String {
        named_columns(&self.graph.nodes[node].columns, columns)
    }
}

/// Columns by position as a list of their names, `$0` where they have none.
pub(crate) fn named_columns(names: &[String], columns: &[usize]) -> String {
    let name = |column: &usize| names.get(*column).cloned().unwrap_or_else(|| format!("${column}"));
    columns.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The text by which a row that fails is told: the columns that these expressions read, `a = 1, s = x`; `None` where none can fail.
pub(super) fn describe_row<'a>(exprs: impl Iterator<Item = &'a Expr> + Clone, names: &[String], session: &Session) -> Option<Expr> {
    exprs.clone().find(|expr| expr.can_fail())?;
    let mut read: BTreeMap<usize, DataType> = BTreeMap::new();
    exprs.for_each(|expr| {
        expr.visit(&mut |e| {
            if let Node::Column(index) = e.node {
                read.insert(index, e.data_type.clone());
            }
        });
    });
    row_text(read, names, session)
}

/// The values of these columns with their names, `a = 1, s = x`, as a text; `None` where one of them has none.
pub(super) fn row_text(columns: BTreeMap<usize, DataType>, names: &[String], session: &Session) -> Option<Expr> {
    let text = |text: &str| Expr::literal(Value::String(text.to_owned()), Kind::STRING.not_null());
    let mut parts = Vec::new();
    for (at, data_type) in columns {
        let value = cast(Expr::column(at, data_type), &Kind::STRING.nullable(), Mode::Cast, session).ok()?;
        let shown = Expr::call("LEFT", vec![value, Expr::literal(Value::Int(SHOWN_CHARACTERS), Kind::Int.not_null())], session).ok()?;
        let between = if parts.is_empty() { "" } else { ", " };
        parts.push(text(&format!("{between}{} = ", names.get(at)?)));
        parts.push(Expr::call("COALESCE", vec![shown, text("NULL")], session).ok()?);
    }
    if parts.is_empty() { None } else { Expr::call("CONCAT", parts, session).ok() }
}

fn calls_current_watermark(expr: &Expr) -> bool {
    let mut calls = false;
    expr.visit(&mut |e| calls |= matches!(&e.node, Node::Call(function, ..) if function.name == "CURRENT_WATERMARK"));
    calls
}

fn is_identity(exprs: &[Expr], width: usize) -> bool {
    exprs.len() == width && exprs.iter().enumerate().all(|(at, e)| matches!(e.node, Node::Column(index) if index == at))
}
