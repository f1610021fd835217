//! What only the simulated driver promises.

use crate::drivers::{PARK, shard};
use std::sync::{Arc, Mutex};
use waterwheel_platform::{
    driver::{Build, Driver, DriverError, Next, SimDriver, SimSettings},
    spsc::channel,
};

type Schedule = Arc<Mutex<Vec<(usize, u64)>>>;

/// A shard that notes each of its turns, mixing work and sleep.
fn noting(schedule: &Schedule) -> Build {
    let schedule = Arc::clone(schedule);
    shard(move |context| {
        let mut turns = 0;
        move || {
            turns += 1;
            schedule.lock().expect("nobody panics").push((context.shard, context.clock.now()));
            match turns {
                100 => Next::Done,
                n if n % 7 == 0 => Next::Park { until_ns: Some(context.clock.now() + 10_000) },
                _ => Next::Again,
            }
        }
    })
}

fn schedule_of(seed: u64) -> Vec<(usize, u64)> {
    let schedule = Schedule::default();
    let driver = Box::new(SimDriver::new(SimSettings::new(4, seed)));
    driver.run((0..4).map(|_| noting(&schedule)).collect()).expect("all of them end");
    std::mem::take(&mut schedule.lock().expect("nobody panics"))
}

#[test]
fn the_same_seed_gives_the_same_schedule_and_another_seed_another() {
    let schedules: Vec<_> = (0..8).map(schedule_of).collect();
    for (seed, schedule) in schedules.iter().enumerate() {
        assert_eq!(*schedule, schedule_of(seed as u64));
        assert_eq!(schedule.len(), 400);
        assert!(schedules[..seed].iter().all(|other| other != schedule));
    }
}

#[test]
fn sleeping_takes_no_real_time() {
    const YEAR_NS: u64 = 365 * 24 * 3_600 * 1_000_000_000;
    let driver = Box::new(SimDriver::new(SimSettings { wall_start_ms: 0, ..SimSettings::new(1, 0) }));
    let clock = driver.clock();
    let sleeper = shard(|context| move || if context.clock.now() >= YEAR_NS { Next::Done } else { Next::Park { until_ns: Some(YEAR_NS) } });
    driver.run(vec![sleeper]).expect("it ends after a year");
    assert_eq!(clock.now(), YEAR_NS + 1_000, "the deadline, and the turn it gave");
    assert_eq!(clock.wall_ms(), 365 * 24 * 3_600_000);
}

#[test]
fn the_nearest_deadline_comes_first() {
    let order = Arc::new(Mutex::new(Vec::new()));
    let sleeper = |until_ns| {
        let order = Arc::clone(&order);
        shard(move |context| {
            move || {
                if context.clock.now() < until_ns {
                    return Next::Park { until_ns: Some(until_ns) };
                }
                order.lock().expect("nobody panics").push(context.shard);
                Next::Done
            }
        })
    };
    let driver = Box::new(SimDriver::new(SimSettings::new(3, 1)));
    driver.run(vec![sleeper(3_000_000), sleeper(1_000_000), sleeper(2_000_000)]).expect("all end");
    assert_eq!(*order.lock().expect("nobody panics"), [1, 2, 0]);
}

#[test]
fn a_push_without_a_wake_is_found_as_a_deadlock() {
    for seed in 0..20 {
        let (mut producer, mut consumer) = channel(1);
        let forgetful = shard(move |_| {
            let mut turns = 0;
            move || {
                turns += 1;
                if turns < 10 {
                    return Next::Again;
                }
                producer.push(()).expect("the queue is empty");
                Next::Done
            }
        });
        let waiting = shard(move |_| move || consumer.pop().map_or(PARK, |()| Next::Done));
        let driver = Box::new(SimDriver::new(SimSettings::new(3, seed)));
        match driver.run(vec![shard(|_| || Next::Done), waiting, forgetful]) {
            // The waiting shard's first turn may come after the push.
            Ok(()) => {}
            Err(DriverError::Deadlock { parked }) => return assert_eq!(parked, [1]),
            Err(other) => panic!("{other}"),
        }
    }
    panic!("no seed found the deadlock");
}

#[test]
fn shards_that_keep_each_other_busy_are_given_up() {
    let driver = Box::new(SimDriver::new(SimSettings { turns_max: 1_000, ..SimSettings::new(2, 0) }));
    let error = driver.run(vec![shard(|_| || Next::Done), shard(|_| || Next::Again)]).expect_err("shard 1 never ends");
    assert_eq!(error.to_string(), "shards [1] were not done after 1000 turns");
}

#[test]
fn a_panic_while_a_shard_is_dropped_is_that_shards_own() {
    struct Fragile;
    impl Drop for Fragile {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    let fragile = shard(|_| {
        let fragile = Fragile;
        move || {
            let _held = &fragile;
            Next::Done
        }
    });
    let error = Box::new(SimDriver::new(SimSettings::new(1, 0))).run(vec![fragile]).expect_err("the drop panics");
    assert_eq!(error.to_string(), "shard 0 panicked: dropped");
}
