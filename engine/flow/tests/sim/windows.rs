//! Windows against the model.

use crate::model::{Random, expected, rows};
use crate::parts::{Memory, Results, graph};
use std::sync::Arc;
use waterwheel::operator::window::Assigner;
use waterwheel::runtime::{Job, Outcome};
use waterwheel_platform::driver::{SimDriver, SimSettings};

pub const SHAPES: [Assigner; 6] = [
    Assigner::Tumble { size: 1_000, offset: 0 },
    Assigner::Tumble { size: 700, offset: -150 },
    Assigner::Hop { size: 2_000, slide: 500, offset: 0 },
    Assigner::UnevenHop { size: 1_000, slide: 400, offset: 50 },
    Assigner::UnevenHop { size: 300, slide: 700, offset: 0 },
    Assigner::Cumulate { size: 2_000, step: 500, offset: 100 },
];

#[test]
fn windows_hold_what_the_model_says_on_any_number_of_shards() {
    for seed in 0..60 {
        let mut random = Random(seed);
        let rows = rows(&mut random, 400, 7);
        let assigner = SHAPES[seed as usize % SHAPES.len()];
        let expected = expected(&rows, assigner);
        for shards in [1, 2, 4] {
            let (chunk, batch) = (1 + random.below(80) as usize, 1 + random.below(40) as usize);
            let memory = Memory { rows: rows.clone(), chunk, batch, cuts: Arc::default(), live: false };
            let results = Results::default();
            let two_stages = random.below(2) == 0;
            let graph = graph(Arc::new(memory), assigner, two_stages, results.clone());
            let driver = Box::new(SimDriver::new(SimSettings::new(shards, seed)));
            let outcome = Job::new(graph, driver, None).unwrap().run(drop).unwrap();
            assert_eq!(outcome, Outcome::Finished);
            let mut found = results.all();
            found.sort_unstable();
            assert_eq!(found, expected, "seed {seed}, {shards} shards, {assigner:?}, chunk {chunk}, batch {batch}, {two_stages}");
        }
    }
}
