//! The command line.

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use std::path::PathBuf;
use waterwheel_job::Overrides;

/// What is asked for.
pub enum Command {
    /// Run all jobs of a manifest or script.
    Run(Target),
    /// Plan without running.
    Check(Target),
    /// Show the plan.
    Explain(Explain),
    /// List connectors and formats, or the options of one.
    Connectors(Option<String>),
    /// List functions, or those whose name holds a word.
    Functions(Option<String>),
}

/// A manifest or script, and what the command line says over it.
pub struct Target {
    /// The file.
    pub path: PathBuf,
    shards: Option<usize>,
}

/// `explain` and its options.
pub struct Explain {
    /// What is explained.
    pub target: Target,
    /// As JSON.
    pub json: bool,
}

impl Target {
    /// What overrides manifest and script.
    pub fn overrides(&self) -> Overrides {
        Overrides { shards: self.shards }
    }
}

const ABOUT: &str = "Runs Apache Flink SQL on one machine: event-time windows over streams, every core, one binary.";

const AFTER: &str = "\
Examples:
  waterwheel run tools/examples/auctions.sql  run a script: CREATE TABLE …; INSERT INTO … SELECT …;
  waterwheel run job.toml --shards 2          run a manifest on two cores
  waterwheel check job.sql                    find mistakes without running
  waterwheel explain job.sql --json           the plan, for tools
  waterwheel connectors filesystem            the options of a connector or format

Standard output carries only what jobs print; progress and the summary go to standard error.
Exit codes: 0 done, 1 a job failed, 2 the manifest, the script or the arguments are wrong.";

/// Reads the command line; ends the process for `--help`, `--version` and mistakes (exit code 2).
pub fn parse() -> Command {
    let matches = command().get_matches();
    match matches.subcommand() {
        Some(("run", matches)) => Command::Run(target(matches)),
        Some(("check", matches)) => Command::Check(target(matches)),
        Some(("explain", matches)) => Command::Explain(Explain { target: target(matches), json: matches.get_flag("json") }),
        Some(("connectors", matches)) => Command::Connectors(matches.get_one("name").cloned()),
        Some(("functions", matches)) => Command::Functions(matches.get_one("name").cloned()),
        _ => unreachable!("a subcommand is required"),
    }
}

fn command() -> clap::Command {
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print the plan as JSON");
    clap::Command::new("waterwheel")
        .bin_name("waterwheel")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .after_help(AFTER)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(with_target("run", "Run the jobs of a manifest or script"))
        .subcommand(with_target("check", "Plan without running; mistakes are shown with line, column and a hint"))
        .subcommand(with_target("explain", "Show operators, their identity, keys, state and exchanges").arg(json))
        .subcommand(with_name("connectors", "NAME", "List connectors and formats, or the options of one"))
        .subcommand(with_name("functions", "WORD", "List functions, or those whose name holds a word"))
}

fn with_name(name: &'static str, value: &'static str, about: &'static str) -> clap::Command {
    clap::Command::new(name).about(about).arg(Arg::new("name").value_name(value))
}

fn with_target(name: &'static str, about: &'static str) -> clap::Command {
    let file = Arg::new("job")
        .required(true)
        .value_name("JOB")
        .value_parser(value_parser!(PathBuf))
        .help("A job manifest (.toml) or a script (.sql)");
    let shards = Arg::new("shards")
        .long("shards")
        .value_name("N")
        .value_parser(value_parser!(usize))
        .help("Number of shards, one core each [default: what the job says, else all available CPUs]");
    clap::Command::new(name).about(about).arg(file).arg(shards)
}

fn target(matches: &ArgMatches) -> Target {
    let path = matches.get_one::<PathBuf>("job").expect("it is required").clone();
    Target { path, shards: matches.get_one("shards").copied() }
}
