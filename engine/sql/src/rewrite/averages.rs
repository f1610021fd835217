//! Averages of sums. Flink's planner replaces every AVG, STDDEV and VAR of an aggregation by SUMs and COUNTs where that makes fewer
//! calls, or where there is a STDDEV or VAR: their sums then wrap around as SUM's do, which the mean of integers shows. Calls that
//! nobody reads have gone before.

use crate::relation::{AggregateCall, Relation, RelationKind};

/// The relation with the averages taken apart that Flink takes apart.
pub(crate) fn take_averages_apart(relation: Relation) -> Relation {
    let Relation { columns, mut kind } = relation.map_inputs(&mut take_averages_apart);
    if let RelationKind::Aggregate { input, calls, .. } = &mut kind
        && (calls.iter().any(is_variance) || count_apart(calls, input) < calls.len())
    {
        for call in calls {
            if let Some(of_sums) = call.of_sums.take() {
                call.resolved = of_sums;
            }
        }
    }
    Relation { columns, kind }
}

/// Whether Flink computes it from sums only.
pub(crate) fn is_variance(call: &AggregateCall) -> bool {
    matches!(call.function.name, "STDDEV_POP" | "STDDEV_SAMP" | "STDDEV" | "VAR_POP" | "VAR_SAMP" | "VARIANCE")
}

/// How many calls there are once every AVG is a SUM and a COUNT.
fn count_apart(calls: &[AggregateCall], input: &Relation) -> usize {
    let mut parts: Vec<(&str, &[usize], bool, Option<usize>)> = Vec::new();
    for call in calls {
        let names = if call.function.name == "AVG" { &["SUM", "COUNT"][..] } else { &[call.function.name][..] };
        for &name in names {
            let counts_rows = name == "COUNT" && call.arguments.iter().all(|&a| !input.columns[a].data_type.nullable);
            let arguments = if counts_rows && !call.distinct { &[][..] } else { &call.arguments[..] };
            let part = (name, arguments, call.distinct, call.filter);
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    parts.len()
}
