//! `waterwheel`: runs Flink SQL jobs on one machine.
//!
//! Standard output carries only what jobs print; everything about them goes to standard error. Exit codes: 0 all done (or
//! stopped on request), 1 a job failed, 2 the manifest, the script or the arguments are wrong.

mod args;
mod progress;
mod run;
mod summary;

use args::{Command, Explain, Target};
use std::io::Write;
use std::process::ExitCode;
use waterwheel_job::{Program, UsageError};
use waterwheel_sql::explain;
use waterwheel_sql::script::{Plan, Step};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What the process says at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    Done,
    JobFailed,
    WrongUsage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::JobFailed => 1,
            Exit::WrongUsage => 2,
        })
    }
}

fn main() -> ExitCode {
    let exit = match args::parse() {
        Command::Run(target) => planned(&target, run::run),
        Command::Check(target) => planned(&target, |_, plan| check(&plan)),
        Command::Explain(Explain { target, json }) => planned(&target, |_, plan| show(&plan, json)),
    };
    exit.into()
}

/// Loads and plans a target, then does `what` with it.
fn planned(target: &Target, what: impl FnOnce(&Program, Plan) -> Exit) -> Exit {
    let loaded = Program::load(&target.path);
    let planned = loaded.and_then(|program| program.plan(&target.overrides()).map(|plan| (program, plan)));
    match planned {
        Ok((program, plan)) => {
            plan.warnings.iter().for_each(|warning| eprintln!("warning: {}", program.secrets().redact(warning)));
            what(&program, plan)
        }
        Err(error) => {
            report(&error);
            Exit::WrongUsage
        }
    }
}

fn report(error: &UsageError) {
    match error {
        // Rendered with its place in the script: it says `error` itself.
        UsageError::Script(text) => eprintln!("{text}"),
        other => eprintln!("error: {other}"),
    }
}

fn check(plan: &Plan) -> Exit {
    let jobs = plan.steps.iter().filter(|s| matches!(s, Step::Job(_))).count();
    eprintln!("ok: {jobs} job{} planned, nothing was run", if jobs == 1 { "" } else { "s" });
    Exit::Done
}

fn show(plan: &Plan, json: bool) -> Exit {
    let job = |step: &Step| match step {
        Step::Job(job) if json => Some(format!("{{\"job\": {}, \"plan\": {}}}", explain::quote(&job.name), explain::json(&job.graph))),
        Step::Job(job) => Some(format!("job {}\n\n{}\n", job.name, explain::text(&job.graph))),
        Step::Print(_) => None,
    };
    let texts: Vec<String> = plan.steps.iter().filter_map(job).collect();
    let text = if json { format!("[{}]", texts.join(",\n ")) } else { texts.join("\n") };
    print_line(text.trim_end())
}

/// Writes to standard output; a reader that has gone away is not an error.
fn print_line(text: &str) -> Exit {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("error: standard output cannot be written: {error}");
            Exit::JobFailed
        }
        _ => Exit::Done,
    }
}
