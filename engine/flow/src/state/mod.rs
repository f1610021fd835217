//! Keyed state: tables of flat rows that an operator instance owns alone.
//!
//! * [`SlotTable`]: key → a fixed number of accumulator words; [`PanedTable`]: one of those per pane of time; [`SubSlotTable`]: several
//!   accumulator sets per key; [`SortedTable`]: (key, sub-key) → row, ordered by sub-key, for whatever grows per key.
//! * Every table takes part in epochs through [`Table`]: at a barrier it is *flipped*, which costs nothing that grows with
//!   the state; the entries that the ended epoch touched are encoded afterwards, a slice at a time; an entry that the
//!   next epoch touches first is encoded before it changes (copy before write).
//! * No table ever moves more than a few kilobytes at once, however many keys it gets.
//! * What comes out are [`Entry`]s, net per key: a base and the entries of each epoch after it restore the table.

mod backlog;
mod bits;
mod chunks;
mod entries;
mod index;
mod keys;
mod layout;
mod paned;
mod slots;
mod sorted;
mod sub_slots;

pub(crate) use chunks::Chunks;
pub use layout::{AggregateCall, Layout};
pub use paned::{Pane, PanedTable};
pub use slots::SlotTable;
pub use sorted::SortedTable;
pub use sub_slots::{SubKeys, SubSlotTable};

use waterwheel_types::codec::{CodecError, Rows};

/// The seed of the hash by which keys are dealt to key groups and placed in tables. Part of a lineage: never changed.
pub const HASH_SEED: u64 = 0x57A7_E12E_E15E_ED01;

/// The keys of a batch's rows: encoded, and hashed with [`HASH_SEED`].
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// The keys in the row codec.
    pub rows: Rows,
    /// The hash of each.
    pub hashes: Vec<u64>,
}

impl Keys {
    /// Hashes these encoded keys.
    pub fn new(rows: Rows) -> Self {
        let hashes = rows.hashes(HASH_SEED);
        Keys { rows, hashes }
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

/// One change of a table's content between two epochs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The entry has this value now.
    Put {
        /// The key in the row codec; decides the key group.
        key: Vec<u8>,
        /// What tells the entries of one key apart (a pane, a sub-key); empty in tables that have one per key.
        sub: Vec<u8>,
        /// The value in the row codec.
        value: Vec<u8>,
    },
    /// The entry is gone.
    Remove {
        /// Its key.
        key: Vec<u8>,
        /// Its sub-key.
        sub: Vec<u8>,
    },
    /// All entries of this sub-key are gone, whatever their key (a pane that was fired).
    RemoveAll {
        /// The sub-key.
        sub: Vec<u8>,
    },
}

/// A table's part in epochs. All methods are called by the runtime between operator calls.
pub trait Table {
    /// The table's name within its operator; stable, it finds the entries again after a restart.
    fn name(&self) -> &'static str;

    /// Ends the epoch for this table: what was touched since the last flip is to be encoded, later touches belong to the
    /// next epoch. Called only when [`encode`](Table::encode) has nothing left.
    fn flip(&mut self);

    /// Encodes up to `entries_max` entries of the ended epoch (and all that copy-before-write has set aside) into
    /// `out`; true when nothing is left.
    fn encode(&mut self, entries_max: usize, out: &mut Vec<Entry>) -> bool;

    /// Takes back one entry of a snapshot; called on a new table, with `Put`s only, each key and sub-key once.
    fn restore(&mut self, key: &[u8], sub: &[u8], value: &[u8]) -> Result<(), CodecError>;
}
