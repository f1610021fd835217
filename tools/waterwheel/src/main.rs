//! `waterwheel`: runs Flink SQL jobs on one machine.
//!
//! Standard output carries only what jobs print; everything about them goes to standard error. Exit codes: 0 all done (or
//! stopped on request), 1 a job failed, 2 the manifest, the script or the arguments are wrong.

mod args;
mod list;
mod progress;
mod run;
mod summary;

use args::{Command, Explain, Target};
use std::io::Write;
use std::process::ExitCode;
use waterwheel_job::{Program, UsageError};
use waterwheel_sql::explain;
use waterwheel_sql::script::{Plan, PlannedJob, Step};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What the process says at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    Done,
    /// Nobody reads what the jobs print any more: nothing else is run, and that is no fault.
    Unread,
    JobFailed,
    WrongUsage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done | Exit::Unread => 0,
            Exit::JobFailed => 1,
            Exit::WrongUsage => 2,
        })
    }
}

fn main() -> ExitCode {
    let exit = match args::parse() {
        Command::Run(target) => planned(&target, run::run),
        Command::Check(target) => planned(&target, |program, plan| check(program, &plan)),
        Command::Explain(Explain { target, json }) => planned(&target, |_, plan| show(&plan, json)),
        Command::Connectors(name) => print_list(list::connectors_text(name.as_deref())),
        Command::Functions(word) => print_list(list::functions_text(word.as_deref())),
    };
    exit.into()
}

fn print_list(text: Result<String, String>) -> Exit {
    match text {
        Ok(text) => print_line(text.trim_end()),
        Err(message) => {
            eprintln!("error: {message}");
            Exit::WrongUsage
        }
    }
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

fn check(program: &Program, plan: &Plan) -> Exit {
    let jobs: Vec<&PlannedJob> = plan.steps.iter().filter_map(|s| if let Step::Job(job) = s { Some(job) } else { None }).collect();
    if let Some(error) = jobs.iter().find_map(|job| waterwheel_job::check(job).err()) {
        eprintln!("error: {}", program.secrets().redact(&error.to_string()));
        return Exit::WrongUsage;
    }
    eprintln!("ok: {} job{} planned, nothing was run", jobs.len(), if jobs.len() == 1 { "" } else { "s" });
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
        Err(_) => Exit::Unread,
        Ok(()) => Exit::Done,
    }
}
