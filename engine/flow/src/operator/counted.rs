//! How often which rows are there, by key: (key, row) → count, for operators that keep the rows of each key in order.
//!
//! An entry is the count, a BIGINT that is never 0, and, where rows are forgotten, when it last changed (milliseconds by the wall clock).
//! Where they are not, the entry of a row that is there once is empty: most are, and take no memory for it. A row that has not changed for
//! the time to live is as good as gone; some entries are looked at with each batch and removed.

use super::group::is_over;
use crate::Failure;
use crate::state::{SortedTable, Table};

/// Counted rows by key.
#[derive(Debug)]
pub(super) struct CountedRows {
    table: SortedTable,
    ttl_ms: Option<i64>,
    /// The last entry looked at for being idle.
    looked_at: Option<(Vec<u8>, Vec<u8>)>,
}

/// Entries looked at with each batch for being idle, besides one for each of its rows.
const LOOKED_AT: usize = 64;

impl CountedRows {
    /// No rows; the table's name is stable.
    pub fn new(name: &'static str, ttl_ms: Option<i64>) -> Self {
        CountedRows { table: SortedTable::new(name), ttl_ms, looked_at: None }
    }

    pub fn table(&mut self) -> &mut dyn Table {
        &mut self.table
    }

    /// Looks at some entries, round and round, and forgets those that are idle for too long. To be called for each batch, with the
    /// number of its rows.
    pub fn forget_some(&mut self, now_ms: i64, rows: usize) {
        let Some(ttl_ms) = self.ttl_ms else { return };
        let most = LOOKED_AT + rows;
        let (mut looked, mut last, mut over) = (0, None, Vec::new());
        for (key, row, entry) in self.table.entries_after(self.looked_at.as_ref()).take(most) {
            looked += 1;
            let entry_key = (key.to_vec(), row.to_vec());
            if number_at(entry, 1).is_ok_and(|updated_ms| is_over(updated_ms, ttl_ms, now_ms)) {
                over.push(entry_key.clone());
            }
            last = Some(entry_key);
        }
        // From the front again after the last one: following those that come at the end would never get there.
        self.looked_at = last.filter(|_| looked == most);
        over.iter().for_each(|(key, row)| drop(self.table.remove(key, row)));
    }

    /// One occurrence of a row more or less: how often it was there before, and is now.
    pub fn change(&mut self, key: &[u8], row: &[u8], added: bool, now_ms: i64) -> Result<(i64, i64), Failure> {
        let entry = self.table.get(key, row);
        let is_known = entry.is_some();
        let before = entry.map_or(Ok(0), |entry| self.count(entry, now_ms))?;
        let after = if added { before + 1 } else { (before - 1).max(0) };
        if after != 0 {
            let updated_ms = self.ttl_ms.map(|_| now_ms.to_le_bytes());
            let is_plain = after == 1 && updated_ms.is_none();
            let entry = after.to_le_bytes().into_iter().chain(updated_ms.into_iter().flatten());
            self.table.put(key, row, if is_plain { Vec::new() } else { entry.collect() });
        } else if is_known {
            self.table.remove(key, row);
        }
        Ok((before, after))
    }

    /// The rows of a key from this one on that are there, and how often, in the order of their bytes.
    pub fn rows_from<'a>(&'a self, key: &[u8], row: &[u8], now_ms: i64) -> impl Iterator<Item = Result<(&'a [u8], i64), Failure>> {
        let counted = move |(row, entry): (&'a [u8], &[u8])| self.count(entry, now_ms).map(|count| (row, count));
        self.table.entries_from(key, row).map(counted).filter(|row| !matches!(row, Ok((_, ..=0))))
    }

    /// The count of an entry: none when it is idle for too long.
    fn count(&self, entry: &[u8], now_ms: i64) -> Result<i64, Failure> {
        match self.ttl_ms {
            Some(ttl_ms) if is_over(number_at(entry, 1)?, ttl_ms, now_ms) => Ok(0),
            None if entry.is_empty() => Ok(1),
            _ => number_at(entry, 0),
        }
    }
}

/// The number at a place of an entry.
fn number_at(entry: &[u8], place: usize) -> Result<i64, Failure> {
    let bytes = entry.get(place * 8..place * 8 + 8).and_then(<[u8]>::first_chunk::<8>);
    bytes.map(|bytes| i64::from_le_bytes(*bytes)).ok_or_else(|| Failure::bug("an entry of counted rows is one or two numbers"))
}
