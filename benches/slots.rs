//! How fast are keys found and added in a table of accumulators?
//!
//! Batches of 4,096 keys go through [`SlotTable::slots_of`] and [`SlotTable::update`], as an aggregation does it: all new at
//! first (*insert*), then at random among those that are there (*hit*), in tables from cache size to far beyond. Nanoseconds per
//! row are CPU time of the thread, the best of some rounds; the number of keys and the sum of the counts must be right.

use arrow_array::Int64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use std::sync::Arc;
use waterwheel::Batch;
use waterwheel::exchange::KeyColumns;
use waterwheel::state::{AggregateCall, Keys, Layout, SlotTable};
use waterwheel_benches::{Count, sized};
use waterwheel_platform::usage::thread_cpu_time;
use waterwheel_types::Kind;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const BATCH: usize = 4_096;

/// Keys in the order in which a batch names them, encoded and hashed.
struct Step {
    keys: Keys,
    batch: Batch,
}

fn steps(numbers: &[i64]) -> Vec<Step> {
    let key = KeyColumns { columns: vec![0], types: vec![Kind::BigInt.not_null()] };
    let step = |numbers: &[i64]| {
        let batch = Batch::new(vec![Arc::new(Int64Array::from(numbers.to_vec()))], numbers.len());
        Step { keys: key.keys_of(&batch), batch }
    };
    numbers.chunks(BATCH).map(step).collect()
}

/// Takes the steps in; nanoseconds per row.
fn take(table: &mut SlotTable, steps: &[Step]) -> f64 {
    let rows: usize = steps.iter().map(|step| step.keys.len()).sum();
    let start = thread_cpu_time();
    let mut slots = Vec::new();
    for step in steps {
        slots.clear();
        table.slots_of(&step.keys, 0..step.keys.len(), &mut slots);
        table.update(&slots, &step.batch).expect("counting does not fail");
    }
    (thread_cpu_time() - start).as_nanos() as f64 / rows as f64
}

fn total(table: &mut SlotTable) -> i64 {
    let slots: Vec<u32> = (0..table.slots_end()).collect();
    table.finish(&slots).expect("counts")[0].as_primitive::<Int64Type>().values().iter().sum()
}

fn measure(keys: usize, rounds: usize) {
    let hits = keys.max(BATCH * 64);
    let new: Vec<i64> = (0..keys as i64).collect();
    let known: Vec<i64> = (0..hits as u64).map(|n| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) as i64 % keys as i64).collect();
    let (new, known) = (steps(&new), steps(&known));
    let (mut insert, mut hit) = (f64::MAX, f64::MAX);
    for _ in 0..rounds {
        let call = AggregateCall { aggregate: Arc::new(Count::default()), arguments: vec![], filter: None };
        let mut table = SlotTable::new("counts", Arc::new(Layout::new(vec![call])));
        insert = insert.min(take(&mut table, &new));
        hit = hit.min(take(&mut table, &known));
        assert_eq!((table.len(), total(&mut table)), (keys, (keys + hits) as i64));
    }
    println!("{keys:>9} keys: insert {insert:6.1} ns, hit {hit:6.1} ns");
}

fn main() {
    for keys in [1_000, 100_000, 1_000_000, 4_000_000] {
        let keys = sized(keys, keys.min(5_000));
        measure(keys, sized(if keys <= 100_000 { 20 } else { 5 }, 1));
    }
}
