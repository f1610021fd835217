//! What changes each operator sends: told in the plan, since sinks and people ask for it.

use waterwheel::graph::Graph;

const KEY: &str = "changelog";

/// Adds the changes that an operator sends to the details of every node that does not tell them itself: those that it gets,
/// and `+I` where nothing updates.
pub(super) fn annotate(graph: &mut Graph) {
    for id in 0..graph.nodes.len() {
        if sent_by(graph, id).is_some() {
            continue;
        }
        let inputs = graph.edges.iter().filter(|e| e.to == id).filter_map(|e| sent_by(graph, e.from));
        let most = inputs.max_by_key(|changes| changes.len()).unwrap_or("+I").to_owned();
        graph.nodes[id].details.push((KEY.to_owned(), most));
    }
}

/// Every list of changes holds all of the shorter ones.
fn sent_by(graph: &Graph, id: usize) -> Option<&str> {
    graph.nodes[id].details.iter().find(|(key, _)| key == KEY).map(|(_, changes)| changes.as_str())
}
