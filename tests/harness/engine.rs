//! Runs a script in this process.

use crate::capture::{Capture, Printed};
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::runtime::Job;
use waterwheel_platform::cpu::Placement;
use waterwheel_platform::driver::{Driver, Settings, SimDriver, SimSettings};
use waterwheel_platform::probe::DriverKind;
use waterwheel_sql::config::Config;
use waterwheel_sql::script::{Connectors, Plan, Step, plan};

/// What drives the shards of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The simulated driver with a seed for the order of turns.
    Simulated(u64),
    /// Threads.
    Threads,
    /// glommio.
    Glommio,
}

impl Way {
    /// A driver for so many shards.
    pub fn driver(self, shards: usize) -> Box<dyn Driver> {
        let real = |kind: DriverKind| kind.make(Settings::new(Placement::unpinned(shards).expect("at least one shard")));
        match self {
            Way::Simulated(seed) => Box::new(SimDriver::new(SimSettings::new(shards, seed))),
            Way::Threads => real(DriverKind::Thread),
            Way::Glommio => real(DriverKind::Glommio),
        }
    }
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ran {
    /// What was printed, line by line; texts of steps that print have their own lines.
    Printed(Vec<String>),
    /// The script was refused: the rendered error.
    Refused(String),
    /// A job failed, after these lines.
    Failed(Vec<String>, Failure),
}

/// The connectors of the binary, with `print` kept in memory.
pub fn connectors(printed: &Printed) -> Connectors {
    Connectors::new(vec![
        waterwheel_file::connector(),
        waterwheel_generate::datagen::connector(),
        waterwheel_generate::nexmark::connector(),
        waterwheel_generate::blackhole::connector(),
        Arc::new(Capture(printed.clone())),
    ])
}

/// Plans and runs a script on `shards` shards.
pub fn run(script: &str, way: Way, shards: usize) -> Ran {
    let printed = Printed::default();
    match planned(script, &printed) {
        Err(error) => Ran::Refused(error),
        Ok(plan) => run_plan(plan, &printed, way, shards),
    }
}

/// The error with which a script is refused, if it is; nothing is run.
pub fn refusal(script: &str) -> Option<String> {
    planned(script, &Printed::default()).err()
}

fn planned(script: &str, printed: &Printed) -> Result<Plan, String> {
    const STACK_BYTES: usize = 256 << 20;
    std::thread::scope(|scope| {
        let planning = || {
            plan(script, Config::default(), &connectors(printed), waterwheel_job::functions(), &|text| Ok(text.to_owned()))
                .map_err(|e| e.render(script, "job.sql"))
        };
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, planning);
        thread.expect("a thread to plan on").join().expect("planning does not panic")
    })
}

fn run_plan(plan: Plan, printed: &Printed, way: Way, shards: usize) -> Ran {
    let mut lines = Vec::new();
    for step in plan.steps {
        match step {
            Step::Print(text) => lines.extend(text.lines().map(str::to_owned)),
            Step::Job(job) => {
                let wired = Job::new(job.graph, way.driver(shards), None);
                let ended = wired.and_then(|job| job.run(drop));
                lines.extend(printed.take());
                if let Err(failure) = ended {
                    return Ran::Failed(lines, failure);
                }
            }
        }
    }
    Ran::Printed(lines)
}
