//! A plan as people and tools read it: operators with their identity, what they do, and how rows reach them.

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
    if let Some(exchange) = exchange {
        writeln!(out, "{indent}    sends: {}", exchange_text(exchange)).expect("writing to a String");
    }
    let mut inputs: Vec<_> = graph.edges.iter().filter(|e| e.to == id).collect();
    inputs.sort_by_key(|e| e.side);
    for edge in inputs {
        write_node(graph, edge.from, depth + 1, Some(&edge.exchange), out);
    }
}

fn exchange_text(exchange: &Exchange) -> String {
    match exchange {
        Exchange::Forward => "to the same shard".to_owned(),
        Exchange::Keyed(key) if key.columns.is_empty() => "all rows to one shard".to_owned(),
        Exchange::Keyed(key) => {
            let columns = key.columns.iter().map(|c| format!("${c}")).collect::<Vec<_>>().join(", ");
            format!("by key ({columns}) to the shard that owns it")
        }
    }
}

/// The plan as JSON: `{"nodes": [...], "edges": [...]}`.
pub fn json(graph: &Graph) -> String {
    let nodes: Vec<String> = graph.nodes.iter().map(node_json).collect();
    let edge = |e: &waterwheel::graph::Edge| {
        let kind = if e.exchange == Exchange::Forward { "forward" } else { "keyed" };
        format!(
            "{{\"from\": {}, \"to\": {}, \"side\": {}, \"exchange\": {{\"kind\": {}, \"text\": {}}}}}",
            quote(&graph.nodes[e.from].identity),
            quote(&graph.nodes[e.to].identity),
            e.side,
            quote(kind),
            quote(&exchange_text(&e.exchange))
        )
    };
    let edges: Vec<String> = graph.edges.iter().map(edge).collect();
    format!("{{\"nodes\": [{}], \"edges\": [{}]}}", nodes.join(", "), edges.join(", "))
}

fn node_json(node: &Node) -> String {
    let details: Vec<String> = node.details.iter().map(|(k, v)| format!("{}: {}", quote(k), quote(v))).collect();
    format!(
        "{{\"identity\": {}, \"name\": {}, \"details\": {{{}}}}}",
        quote(&node.identity),
        quote(&node.name),
        details.join(", ")
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
