//! A job in the background: its shards on threads of their own, its counts at any time, its end.

use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use waterwheel::Failure;
use waterwheel::exchange::KEY_GROUPS;
use waterwheel::runtime::{Handle, Job, Outcome};
use waterwheel_platform::cpu::{CpuError, Placement, available};
use waterwheel_platform::driver::Settings;
use waterwheel_platform::probe::{Choice, DriverKind, Probe, ProbeError, Requested, choose_driver};
use waterwheel_sql::config::Config;
use waterwheel_sql::script::PlannedJob;

/// Why a job does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The settings ask for something that there is not.
    #[error("{0}")]
    Setting(String),
    /// The CPUs asked for are not there.
    #[error(transparent)]
    Cpu(#[from] CpuError),
    /// The driver asked for cannot run here.
    #[error(transparent)]
    Driver(#[from] ProbeError),
    /// A source or a sink cannot be opened.
    #[error("{0}")]
    Failed(Failure),
}

impl StartError {
    /// Whether the manifest, the script or the arguments are at fault rather than the world.
    pub fn is_usage(&self) -> bool {
        !matches!(self, StartError::Failed(_))
    }
}

/// A job that runs.
#[derive(Debug)]
pub struct Running {
    /// Its counts, and the way to stop it.
    pub handle: Handle,
    /// How many shards it runs on.
    pub shards: usize,
    /// Which driver runs them, and why.
    pub driver: String,
    /// Whether that is not the best one, because this machine or process does not allow it.
    pub is_fallback: bool,
    /// How long it may take to stop.
    pub stop_timeout: Duration,
    thread: JoinHandle<Result<Outcome, Failure>>,
    took: Arc<OnceLock<Duration>>,
}

impl Running {
    /// Whether it has ended.
    pub fn is_ended(&self) -> bool {
        self.thread.is_finished()
    }

    /// How long it ran, once it has ended.
    pub fn took(&self) -> Option<Duration> {
        self.took.get().copied()
    }

    /// Waits for its end.
    pub fn join(self) -> Result<Outcome, Failure> {
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// Opens a job's sources and sinks and starts its shards.
pub fn start(job: PlannedJob) -> Result<Running, StartError> {
    let Ground { placement, requested, choice } = Ground::of(&job.config)?;
    let stop_timeout = Duration::from_millis(job.config.stop_timeout_ms().map_err(StartError::Setting)?.unsigned_abs());
    let shards = placement.shards();
    let is_fallback = requested == Requested::Auto && choice.driver == DriverKind::Thread;
    let driver = choice.driver.make(Settings::new(placement));
    let wired = Job::new(job.graph, driver, None).map_err(StartError::Failed)?;
    let handle = wired.handle();
    // Nobody keeps epochs yet: the parts are dropped.
    let took = Arc::new(OnceLock::new());
    let ended = Arc::clone(&took);
    let run = move || {
        let since = Instant::now();
        let outcome = wired.run(drop);
        ended.get_or_init(|| since.elapsed());
        outcome
    };
    let thread = std::thread::Builder::new().name("job".into()).spawn(run);
    let thread = thread.map_err(|e| StartError::Failed(Failure::world(format!("no thread for the job: {e}"))))?;
    Ok(Running { handle, shards, driver: choice.why, is_fallback, stop_timeout, thread, took })
}

/// Whether a job's settings are such that it could start here; its sources and sinks are not opened.
pub fn check(job: &PlannedJob) -> Result<(), StartError> {
    Ground::of(&job.config).map(drop)
}

/// What a job runs on: what its settings ask for and this machine has.
struct Ground {
    placement: Placement,
    requested: Requested,
    choice: Choice,
}

impl Ground {
    fn of(config: &Config) -> Result<Ground, StartError> {
        let placement = placement(config)?;
        let requested: Requested = config.get("waterwheel.driver").parse()?;
        let choice = choose_driver(requested, &Probe::take())?;
        Ok(Ground { placement, requested, choice })
    }
}

/// How many shards, and where.
fn placement(config: &Config) -> Result<Placement, StartError> {
    let shards = config.shards().map_err(StartError::Setting)?;
    if let Some(too_many) = shards.filter(|&n| n > KEY_GROUPS as usize) {
        return Err(StartError::Setting(format!(
            "{too_many} shards are too many: expected at most {KEY_GROUPS}, the number of key groups; this process may use {} CPUs, and more shards than CPUs gain nothing",
            available().len()
        )));
    }
    let cpus = cpus(config.get("waterwheel.cpus"))?;
    match (shards, cpus) {
        (Some(shards), Some(cpus)) if shards != cpus.len() => {
            Err(StartError::Setting(format!("{shards} shards and {} CPUs to pin them to: expected one CPU per shard", cpus.len())))
        }
        (_, Some(cpus)) => Ok(Placement::pinned(cpus)?),
        (Some(shards), None) => Ok(Placement::spread(shards)?),
        (None, None) => Ok(Placement::spread(available().len().max(1))?),
    }
}

fn cpus(text: &str) -> Result<Option<Vec<usize>>, StartError> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || StartError::Setting(format!("the CPUs to pin shards to are a list of numbers such as 0,2: got '{text}'"));
    text.split(',').map(|part| part.trim().parse().map_err(|_| wrong())).collect::<Result<Vec<_>, _>>().map(Some)
}
