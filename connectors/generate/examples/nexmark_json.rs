//! Writes Nexmark events as JSON lines, for two engines to read the same file.
//!
//! `cargo run --release -p waterwheel-generate --example nexmark_json -- EVENTS FILE [seed=N] [event-rate=N]
//! [disorder-ms=N] [late-rate=0.01] [late-by-ms=N]`; FILE `-` is standard output. Says on standard error how fast it was.

use std::fs::File;
use std::io::{self, Write};
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Instant;
use waterwheel_generate::nexmark::{Model, Settings, write_json};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let [events, path, settings @ ..] = arguments else {
        return Err("usage: nexmark_json EVENTS FILE [seed=N] [event-rate=N] [disorder-ms=N] [late-rate=X] [late-by-ms=N]".into());
    };
    let events: u64 = parse("EVENTS", events)?;
    let model = Model::new(read_settings(settings)?);
    let start = Instant::now();
    write(path, &model, events).map_err(|error| format!("{path}: {error}"))?;
    let seconds = start.elapsed().as_secs_f64();
    eprintln!("{events} events in {seconds:.2} s: {:.0} events/s", events as f64 / seconds);
    Ok(())
}

fn write(path: &str, model: &Model, events: u64) -> io::Result<()> {
    if path == "-" {
        let mut out = io::stdout().lock();
        write_json(&mut out, model, 0..events)?;
        return out.flush();
    }
    write_json(&mut File::create(path)?, model, 0..events)
}

fn read_settings(arguments: &[String]) -> Result<Settings, String> {
    let mut settings = Settings::default();
    for argument in arguments {
        let (key, value) = argument.split_once('=').ok_or_else(|| format!("expected key=value, got {argument}"))?;
        match key {
            "seed" => settings.seed = parse(key, value)?,
            "event-rate" => settings.event_rate = parse(key, value)?,
            "disorder-ms" => settings.disorder_ms = parse(key, value)?,
            "late-rate" => settings.late_rate = parse(key, value)?,
            "late-by-ms" => settings.late_by_ms = parse(key, value)?,
            _ => return Err(format!("unknown setting {key}")),
        }
    }
    Ok(settings)
}

fn parse<T: FromStr>(key: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{key}: cannot read {value}"))
}
