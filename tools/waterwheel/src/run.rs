//! `waterwheel run`: the jobs of a plan, one after the other where they end, together where one does not.

use crate::progress::Progress;
use crate::summary::{print_summary, print_unshown};
use crate::{Exit, print_line};
use std::time::{Duration, Instant};
use waterwheel::failure::Cause;
use waterwheel::graph::Graph;
use waterwheel::runtime::Outcome;
use waterwheel_job::{Program, Running, start};
use waterwheel_platform::signal::{Signal, Signals};
use waterwheel_sql::script::{Plan, PlannedJob, Step};

/// How often counts are looked at, signals too.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Runs everything; the first failure ends it.
pub fn run(program: &Program, plan: Plan) -> Exit {
    let signals = match Signals::install() {
        Ok(signals) => signals,
        Err(error) => {
            eprintln!("error: the signals SIGINT and SIGTERM cannot be handled: {error}");
            return Exit::JobFailed;
        }
    };
    let bounded = |step: &Step| !matches!(step, Step::Job(job) if !job.graph.is_bounded());
    let one_by_one = plan.steps.iter().all(bounded);
    let mut together: Vec<Started> = Vec::new();
    let mut told = Told::default();
    for step in plan.steps {
        let exit = match step {
            Step::Print(text) => print_line(&program.secrets().redact(&text)),
            Step::Job(job) => match Started::new(job) {
                Ok(started) => {
                    told.tell(&started.running);
                    if one_by_one {
                        watch(program, vec![started], &signals)
                    } else {
                        together.push(started);
                        Exit::Done
                    }
                }
                Err((exit, message)) => {
                    eprintln!("error: {}", program.secrets().redact(&message));
                    exit
                }
            },
        };
        if exit != Exit::Done || signals.received().is_some() {
            together.iter().for_each(|started| started.running.handle.stop());
            return if come_to_rest(&together, &signals) { exit } else { Exit::JobFailed };
        }
    }
    if together.is_empty() { Exit::Done } else { watch(program, together, &signals) }
}

/// What has been said about drivers: each line once.
#[derive(Default)]
struct Told(Option<String>);

impl Told {
    /// Says which driver runs the shards when it is not the one that should.
    fn tell(&mut self, running: &Running) {
        if running.is_fallback && self.0.as_ref() != Some(&running.driver) {
            eprintln!("driver: {}", running.driver);
            self.0 = Some(running.driver.clone());
        }
    }
}

/// A job that runs, with what the summary needs of it.
pub struct Started {
    /// Its name.
    pub name: String,
    /// Its dataflow.
    pub graph: Graph,
    /// The job itself.
    pub running: Running,
    /// When it was started.
    pub since: Instant,
}

impl Started {
    fn new(job: PlannedJob) -> Result<Started, (Exit, String)> {
        let (name, graph) = (job.name.clone(), job.graph.clone());
        let running = start(job).map_err(|error| {
            let exit = if error.is_usage() { Exit::WrongUsage } else { Exit::JobFailed };
            (exit, error.to_string())
        })?;
        Ok(Started { name, graph, running, since: Instant::now() })
    }
}

/// Waits for jobs that run together; a signal or a failure stops all of them.
fn watch(program: &Program, mut jobs: Vec<Started>, signals: &Signals) -> Exit {
    let mut progress = Progress::new();
    let mut exit = Exit::Done;
    let mut stopping = false;
    while !jobs.is_empty() {
        let (ended, running): (Vec<Started>, Vec<Started>) = jobs.into_iter().partition(|job| job.running.is_ended());
        jobs = running;
        for job in ended {
            progress.clear();
            exit = exit.max(conclude(program, job));
        }
        if let (Some(signal), false) = (signals.received(), stopping) {
            progress.clear();
            let name = if signal == Signal::Interrupt { "SIGINT" } else { "SIGTERM" };
            eprintln!("{name}: stopping (once more to end at once)");
        }
        if !stopping && (exit != Exit::Done || signals.received().is_some()) {
            stopping = true;
            jobs.iter().for_each(|job| job.running.handle.stop());
            if !come_to_rest(&jobs, signals) {
                return Exit::JobFailed;
            }
        }
        progress.show(&jobs);
        std::thread::sleep(LOOK_EVERY);
    }
    progress.clear();
    exit
}

/// Says how a job that has ended did.
fn conclude(program: &Program, job: Started) -> Exit {
    let Started { name, graph, running, .. } = job;
    let (handle, shards) = (running.handle.clone(), running.shards);
    let wall = running.took().unwrap_or_default();
    let outcome = running.join();
    let exit = match &outcome {
        Ok(_) => Exit::Done,
        Err(failure) if failure.cause == Cause::Unwanted => Exit::Unread,
        Err(failure) => {
            eprintln!("error: job {name} failed: {}", program.secrets().redact(&failure.to_string()));
            return Exit::JobFailed;
        }
    };
    let counts = handle.counts();
    let stopped = outcome != Ok(Outcome::Finished);
    print_summary(&name, &graph, &counts, shards, wall, stopped);
    if stopped {
        print_unshown(&graph, &counts);
    }
    exit
}

/// Waits for jobs that were told to stop, not longer than they may take; false, and said which shards hold it up, when they do not
/// stop.
fn come_to_rest(jobs: &[Started], signals: &Signals) -> bool {
    let since = Instant::now();
    loop {
        let mut running = jobs.iter().filter(|job| !job.running.is_ended()).peekable();
        if running.peek().is_none() {
            return true;
        }
        let is_over = |job: &&Started| signals.is_urgent() || since.elapsed() >= job.running.stop_timeout;
        if running.clone().any(|job| is_over(&job)) {
            running.for_each(|job| eprintln!("{}", stuck(job, since.elapsed())));
            return false;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

fn stuck(job: &Started, waited: Duration) -> String {
    let shards: Vec<String> = job.running.handle.busy_shards().iter().map(ToString::to_string).collect();
    let which = match shards.len() {
        0 => "its sinks are".to_owned(),
        1 => format!("shard {} is", shards[0]),
        _ => format!("shards {} are", shards.join(", ")),
    };
    format!(
        "error: job {} did not stop within {:.1} s: {which} still busy, likely in a read or a write that does not return\n  help: what it wrote last may be incomplete; SET 'waterwheel.stop-timeout' gives it longer",
        job.name,
        waited.as_secs_f64()
    )
}
