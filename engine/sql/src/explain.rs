//! A plan as people and tools read it: operators with their identity, what they do, and how rows reach them.

use crate::lower::named_columns;
use std::collections::BTreeSet;
use std::fmt::Write;
use waterwheel::exchange::Exchange;
use waterwheel::graph::{Graph, Node, NodeId, NodeKind};

/// The plan as an indented tree per sink: an operator, below it what feeds it.
pub fn text(graph: &Graph) -> String {
    let mut out = String::new();
    for (id, node) in graph.nodes.iter().enumerate() {
        if matches!(node.kind, NodeKind::Sink(_)) {
            write_node(graph, id, 0, None, &mut out);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn write_node(graph: &Graph, id: NodeId, depth: usize, exchange: Option<&Exchange>, out: &mut String) {
    let Node { identity, name, details, .. } = &graph.nodes[id];
    let indent = "  ".repeat(depth);
    writeln!(out, "{indent}{name}  [{identity}]").expect("writing to a String");
    for (key, value) in details {
        writeln!(out, "{indent}    {key}: {value}").expect("writing to a String");
    }
    if let Some(watermark) = watermark_text(graph, id) {
        writeln!(out, "{indent}    watermark from: {watermark}").expect("writing to a String");
    }
    if let Some(exchange) = exchange {
        writeln!(out, "{indent}    sends: {}", exchange_text(&graph.nodes[id].columns, exchange)).expect("writing to a String");
    }
    let mut inputs: Vec<_> = graph.edges.iter().filter(|e| e.to == id).collect();
    inputs.sort_by_key(|e| e.side);
    for edge in inputs {
        write_node(graph, edge.from, depth + 1, Some(&edge.exchange), out);
    }
}

/// The sources whose watermarks reach a node, by node number.
fn watermark_sources(graph: &Graph, id: NodeId) -> BTreeSet<NodeId> {
    if let NodeKind::Source(source) = &graph.nodes[id].kind {
        return source.time.iter().map(|_| id).collect();
    }
    graph.edges.iter().filter(|e| e.to == id).flat_map(|e| watermark_sources(graph, e.from)).collect()
}

/// Where the watermark of an operator or sink comes from; a source says what its own is.
fn watermark_text(graph: &Graph, id: NodeId) -> Option<String> {
    if matches!(graph.nodes[id].kind, NodeKind::Source(_)) {
        return None;
    }
    let sources: Vec<&str> = watermark_sources(graph, id).into_iter().map(|s| graph.nodes[s].identity.as_str()).collect();
    match sources[..] {
        [] => Some("nowhere, only the end of the input moves it".to_owned()),
        [one] => Some(one.to_owned()),
        _ => Some(format!("the least of {}", sources.join(", "))),
    }
}

fn exchange_text(names: &[String], exchange: &Exchange) -> String {
    match exchange {
        Exchange::Forward => "to the same shard".to_owned(),
        Exchange::Keyed(key) if key.columns.is_empty() => "all rows to one shard".to_owned(),
        Exchange::Keyed(key) => {
            format!("by key ({}) to the shard that owns it", named_columns(names, &key.columns))
        }
    }
}

/// The plan as JSON: `{"nodes": [...], "edges": [...]}`.
pub fn json(graph: &Graph) -> String {
    let nodes: Vec<String> = (0..graph.nodes.len()).map(|id| node_json(graph, id)).collect();
    let edge = |e: &waterwheel::graph::Edge| {
        let kind = if e.exchange == Exchange::Forward { "forward" } else { "keyed" };
        format!(
            "{{\"from\": {}, \"to\": {}, \"side\": {}, \"exchange\": {{\"kind\": {}, \"text\": {}}}}}",
            quote(&graph.nodes[e.from].identity),
            quote(&graph.nodes[e.to].identity),
            e.side,
            quote(kind),
            quote(&exchange_text(&graph.nodes[e.from].columns, &e.exchange))
        )
    };
    let edges: Vec<String> = graph.edges.iter().map(edge).collect();
    format!("{{\"nodes\": [{}], \"edges\": [{}]}}", nodes.join(", "), edges.join(", "))
}

fn node_json(graph: &Graph, id: NodeId) -> String {
    let node = &graph.nodes[id];
    let watermark: Vec<String> = watermark_sources(graph, id).into_iter().map(|s| quote(&graph.nodes[s].identity)).collect();
    let details: Vec<String> = node.details.iter().map(|(k, v)| format!("{}: {}", quote(k), quote(v))).collect();
    format!(
        "{{\"identity\": {}, \"name\": {}, \"details\": {{{}}}, \"watermark_from\": [{}]}}",
        quote(&node.identity),
        quote(&node.name),
        details.join(", "),
        watermark.join(", ")
    )
}

/// A JSON string.
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => write!(out, "\\u{:04x}", c as u32).expect("writing to a String"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
