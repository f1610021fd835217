//! Inner joins by keys: rows of both sides are exchanged by key and kept.

use super::Lowering;
use super::group::lifetime;
use super::stream::Stream;
use crate::diagnostic::Diagnostic;
use crate::relation::{Joining, Relation};
use std::sync::Arc;
use waterwheel::exchange::{Exchange, KeyColumns};
use waterwheel::graph::NodeId;
use waterwheel::operator::{Join, JoinSide};

impl Lowering<'_> {
    /// The rows of both sides whose keys are equal, side by side.
    pub(super) fn lower_join(&mut self, left: Relation, right: Relation, how: &Joining) -> Result<Stream, Diagnostic> {
        let (of_left, of_right): (Vec<usize>, Vec<usize>) = how.keys.iter().copied().unzip();
        let (left, left_side) = self.lower_side(left, of_left, how.ttl_ms[0])?;
        let (right, right_side) = self.lower_side(right, of_right, how.ttl_ms[1])?;
        let names = [left, right].map(|node| self.graph.nodes[node].columns.clone());
        let types = [&left_side, &right_side].into_iter().flat_map(|side| side.types.clone()).collect();
        let equal = |&(l, r): &(usize, usize)| format!("{} = {}", self.column_names(left, &[l]), self.column_names(right, &[r]));
        let details = vec![
            ("key".to_owned(), how.keys.iter().map(equal).collect::<Vec<_>>().join(", ")),
            ("state".to_owned(), kept(&left_side, &right_side)),
        ];
        let inputs = [(left, Exchange::Keyed(left_side.key.clone())), (right, Exchange::Keyed(right_side.key.clone()))];
        let spec = Join { sides: [left_side, right_side] };
        let node = self.operator("join", "Join", details, Arc::new(spec), &inputs);
        Ok(Stream::of(node, types).called(names.concat()))
    }

    fn lower_side(&mut self, input: Relation, key: Vec<usize>, hinted: Option<i64>) -> Result<(NodeId, JoinSide), Diagnostic> {
        let ttl_ms = self.ttl_ms(hinted)?;
        let stream = self.lower(input)?;
        let types = stream.types();
        let key = KeyColumns { types: key.iter().map(|&column| types[column].clone()).collect(), columns: key };
        Ok((self.put_down(stream), JoinSide { types, key, ttl_ms }))
    }
}

/// What the sides keep, and how long.
fn kept(left: &JoinSide, right: &JoinSide) -> String {
    match [left.ttl_ms, right.ttl_ms].map(lifetime) {
        [of_left, of_right] if of_left == of_right => format!("the rows of both sides, {of_left}"),
        [of_left, of_right] => format!("the rows of the left side, {of_left}; those of the right side, {of_right}"),
    }
}
