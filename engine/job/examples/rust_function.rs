//! Runs a script that calls a function written in Rust: query 14 of the Nexmark benchmark, as it is written for Flink.
//!
//! `cargo run --release -p waterwheel-job --example rust_function [-- SCRIPT]`
//!
//! The script says `CREATE FUNCTION count_char AS 'com.github.nexmark.flink.udf.CountChar'`; the function registered here
//! under the name of that class is what it gets.

use std::path::PathBuf;
use std::process::ExitCode;
use waterwheel_job::lift::Text;
use waterwheel_job::user::Nullable;
use waterwheel_job::{Overrides, Program, ScalarFunction, start};
use waterwheel_sql::script::Step;

fn main() -> ExitCode {
    let query = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/examples/nexmark/q14.sql");
    let script = std::env::args().nth(1).unwrap_or_else(|| query.to_owned());
    match run(script.into()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// How often the first byte of `character` occurs in `text`; 0 in NULL. A NULL `character` gives NULL without a call.
fn count_char(text: Option<&str>, character: &str) -> i64 {
    let wanted = character.as_bytes().first();
    text.unwrap_or("").bytes().filter(|byte| Some(byte) == wanted).count() as i64
}

fn run(script: PathBuf) -> Result<(), Box<dyn std::error::Error>> {
    let function = ScalarFunction::of2::<Nullable<Text>, Text, i64, _>(count_char);
    let program = Program::load(&script)?.register_scalar("com.github.nexmark.flink.udf.CountChar", function);
    for step in program.plan(&Overrides::default())?.steps {
        match step {
            Step::Print(text) => println!("{text}"),
            Step::Job(job) => {
                let name = job.name.clone();
                let running = start(job)?;
                let handle = running.handle.clone();
                running.join()?;
                let rows = handle.counts().iter().map(|node| node.rows_in).max().unwrap_or_default();
                println!("{name}: done, {rows} events");
            }
        }
    }
    Ok(())
}
