//! How rows and control reach the shard that owns them.
//!
//! key → *key group* (a fixed number, the unit of rescaling) → shard. Every pair of shards has one bounded queue per edge
//! ([`edge`]): queues that several edges shared would deadlock on barriers. [`gate`] joins the queues of an operator's inputs
//! into one ordered sequence of events.

pub(crate) mod edge;
pub(crate) mod gate;

use crate::Batch;
use crate::state::Keys;
use arrow_array::UInt32Array;
use waterwheel_types::DataType;
use waterwheel_types::codec::Rows;

/// How many key groups a lineage has: the most shards on which its state can be dealt.
pub const KEY_GROUPS: u32 = 1_024;

/// The key group of a hash under [`HASH_SEED`](crate::state::HASH_SEED).
pub fn key_group(hash: u64) -> u32 {
    // The upper bits choose the group and the lower ones the cell in a table, so that a shard's keys fill its tables evenly.
    ((u128::from(hash) * u128::from(KEY_GROUPS)) >> 64) as u32
}

/// The shard of `shards` that owns a key group: contiguous ranges, so that few groups move when the number changes.
pub fn shard_of(group: u32, shards: usize) -> usize {
    group as usize * shards / KEY_GROUPS as usize
}

/// Where the rows of an edge go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// To the same shard.
    Forward,
    /// To the shard that owns the key in these columns. No column at all means one shard for all rows.
    Keyed(KeyColumns),
}

/// The columns that make up a key, and their types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyColumns {
    /// Positions in the batch.
    pub columns: Vec<usize>,
    /// The type of each.
    pub types: Vec<DataType>,
}

impl KeyColumns {
    /// The keys of a batch's rows.
    pub fn keys_of(&self, batch: &Batch) -> Keys {
        Keys::new(self.encode(batch))
    }

    /// These columns of a batch's rows, encoded.
    pub(crate) fn encode(&self, batch: &Batch) -> Rows {
        let columns: Vec<_> = self.columns.iter().map(|&i| batch.column(i).clone()).collect();
        Rows::encode(&columns, &self.types, batch.rows())
    }

    /// Splits a batch by the shard that owns each row: `(shard, rows)` for the shards that get any; rows keep their order.
    pub fn split(&self, batch: Batch, shards: usize) -> Vec<(usize, Batch)> {
        if shards == 1 {
            return vec![(0, batch)];
        }
        let mut targets: Vec<Vec<u32>> = vec![Vec::new(); shards];
        for (row, &hash) in self.keys_of(&batch).hashes.iter().enumerate() {
            targets[shard_of(key_group(hash), shards)].push(row as u32);
        }
        if let Some(only) = targets.iter().position(|rows| rows.len() == batch.rows()) {
            return vec![(only, batch)];
        }
        let part = |(shard, rows): (usize, Vec<u32>)| (!rows.is_empty()).then(|| (shard, batch.take(&UInt32Array::from(rows))));
        targets.into_iter().enumerate().filter_map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::cast::AsArray;
    use arrow_array::types::Int64Type;
    use std::sync::Arc;
    use waterwheel_types::Kind;

    #[test]
    fn groups_are_dealt_in_contiguous_even_ranges() {
        for shards in 1..=16 {
            let owners: Vec<usize> = (0..KEY_GROUPS).map(|g| shard_of(g, shards)).collect();
            assert!(owners.is_sorted());
            for shard in 0..shards {
                let owned = owners.iter().filter(|&&o| o == shard).count();
                assert!(owned.abs_diff(KEY_GROUPS as usize / shards) <= 1, "{shards} shards, shard {shard}: {owned}");
            }
        }
    }

    #[test]
    fn a_split_keeps_every_row_once_in_order_with_its_key_owner() {
        let values: Vec<i64> = (0..1_000).map(|n| n % 37).collect();
        let batch = Batch::new(vec![Arc::new(arrow_array::Int64Array::from(values.clone()))], values.len());
        let key = KeyColumns { columns: vec![0], types: vec![Kind::BigInt.not_null()] };
        let mut seen = 0;
        let mut owner = std::collections::BTreeMap::new();
        for (shard, part) in key.split(batch, 3) {
            seen += part.rows();
            for value in part.column(0).as_primitive::<Int64Type>().values() {
                assert_eq!(*owner.entry(*value).or_insert(shard), shard);
            }
        }
        assert_eq!((seen, owner.len()), (1_000, 37));
        assert!((0..3).all(|shard| owner.values().any(|&o| o == shard)));
    }
}
