//! The process: signals, pipes, several jobs, and rest.

use crate::program::{Ended, Folder, signal, wait};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::Child;
use std::time::{Duration, Instant};

/// Bounded, but not while anybody waits for it.
const COUNTING: &str = "CREATE TABLE g (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '200', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '1000000000');\n";

/// Without a sequence, which has an end, this has none.
const UNBOUNDED: &str = "CREATE TABLE g (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '200');\n";

fn start(folder: &Folder, script: &str) -> Child {
    folder.write("job.sql", script);
    folder.command(&["run", "job.sql", "--shards", "1"]).spawn().unwrap()
}

/// Reads one line, so that the job is known to run.
fn first_line(child: &mut Child) -> (String, BufReader<std::process::ChildStdout>) {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    (line, out)
}

#[test]
fn a_signal_stops_a_long_job_and_every_printed_row_is_whole() {
    for name in ["INT", "TERM"] {
        let folder = Folder::new();
        let mut child = start(&folder, &format!("{COUNTING}SELECT id FROM g;"));
        let (mut printed, mut out) = first_line(&mut child);
        signal(&child, name);
        out.read_to_string(&mut printed).unwrap();
        let ended = wait(child).succeeded();
        let expected: String = (1..=printed.lines().count()).map(|i| format!("+I[{i}]\n")).collect();
        assert_eq!(printed, expected);
        assert!(ended.err.contains(&format!("SIG{name}: stopping")) && ended.err.contains("job select stopped:"), "{}", ended.err);
    }
}

/// A shard that writes into a pipe nobody reads does not come back.
const STUCK: &str = "SET 'parallelism.default' = '1';\nCREATE TABLE g (id BIGINT) WITH ('connector' = 'datagen');\n";

/// Starts a job that fills its standard output and waits until it is stuck; nobody must read before it has ended.
fn stuck(folder: &Folder, timeout: &str) -> (Child, std::process::ChildStdout) {
    let mut child = start(folder, &format!("SET 'waterwheel.stop-timeout' = '{timeout}';\n{STUCK}SELECT id FROM g;"));
    let out = child.stdout.take().unwrap();
    let mut before = u64::MAX;
    while cpu_ticks(child.id()) != before || before == 0 {
        before = cpu_ticks(child.id());
        std::thread::sleep(Duration::from_millis(300));
    }
    (child, out)
}

#[test]
fn a_shard_that_does_not_stop_is_named_and_the_process_ends_without_it() {
    let folder = Folder::new();
    let (child, out) = stuck(&folder, "200 ms");
    signal(&child, "TERM");
    let ended = wait(child);
    drop(out);
    ended.failed_with(&["SIGTERM: stopping", "job select did not stop within 0.2 s: shard 0 is still busy", "waterwheel.stop-timeout"]);
}

#[test]
fn a_second_signal_does_not_wait_for_shards_that_do_not_stop() {
    let folder = Folder::new();
    let (mut child, out) = stuck(&folder, "1 h");
    signal(&child, "INT");
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let mut told = String::new();
    while !told.contains("SIGINT: stopping") {
        assert!(err.read_line(&mut told).unwrap() > 0, "it ended without having noticed: {told}");
    }
    signal(&child, "INT");
    err.read_to_string(&mut told).unwrap();
    let ended = Ended { err: told, ..wait(child) };
    drop(out);
    ended.failed_with(&["job select did not stop within", "shard 0 is still busy"]);
}

#[test]
fn a_reader_that_goes_away_ends_everything_quietly() {
    let folder = Folder::new();
    let next = "CREATE TABLE f (a INT) WITH ('connector' = 'filesystem', 'path' = 'nowhere', 'format' = 'json'); SELECT a FROM f;";
    let mut child = start(&folder, &format!("{COUNTING}SELECT id FROM g;\n{next}"));
    let (line, out) = first_line(&mut child);
    drop(out);
    assert_eq!(line, "+I[1]\n");
    let ended = wait(child).succeeded();
    assert!(!ended.err.contains("error") && ended.err.contains("job select stopped: "), "{}", ended.err);
}

#[test]
fn bounded_jobs_run_in_the_order_of_the_script() {
    let folder = Folder::new();
    assert_eq!(folder.run("SELECT 1;\nSHOW CURRENT DATABASE;\nSELECT 2;").succeeded().out, "+I[1]\n+I[default_database]\n+I[2]\n");
}

#[test]
fn nothing_runs_after_a_job_that_failed() {
    let folder = Folder::new();
    folder.write("data", "{\"a\": 0}\n");
    let table = "CREATE TABLE t (a INT) WITH ('connector' = 'filesystem', 'path' = 'data', 'format' = 'json');";
    let ended = folder.run(&format!("{table}\nSELECT 1;\nSELECT 1 / a FROM t;\nSELECT 2;"));
    assert_eq!(ended.failed_with(&["error: job select failed"]).out, "+I[1]\n");
}

#[test]
fn unbounded_jobs_run_together() {
    let folder = Folder::new();
    let sink = |name: &str| format!("CREATE TABLE {name} (id BIGINT) WITH ('connector' = 'print', 'print-identifier' = '{name}');\n");
    let script = format!("{UNBOUNDED}{}{}INSERT INTO odd SELECT id FROM g;\nINSERT INTO even SELECT id FROM g;", sink("odd"), sink("even"));
    let mut child = start(&folder, &script);
    let mut seen = [false; 2];
    let mut out = BufReader::new(child.stdout.take().unwrap());
    while seen != [true; 2] {
        let mut line = String::new();
        assert!(out.read_line(&mut line).unwrap() > 0, "the output ended");
        seen[usize::from(line.starts_with("even> "))] = true;
    }
    signal(&child, "TERM");
    drop(std::io::copy(&mut out, &mut std::io::sink()));
    let ended = wait(child).succeeded();
    assert!(ended.err.contains("job odd stopped") && ended.err.contains("job even stopped"), "{}", ended.err);
}

#[test]
fn a_statement_set_is_one_job() {
    let folder = Folder::new();
    let tables = "CREATE TABLE a (x INT) WITH ('connector' = 'print', 'print-identifier' = 'a');\n\
                  CREATE TABLE b (x INT) WITH ('connector' = 'print', 'print-identifier' = 'b');\n";
    let ended =
        folder.run(&format!("{tables}EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END;")).succeeded();
    assert_eq!(ended.rows(), ["a> +I[1]", "b> +I[2]"]);
    assert_eq!(ended.err.lines().filter(|line| line.starts_with("job ")).count(), 1, "{}", ended.err);
    assert!(ended.err.contains("job a, b finished"), "{}", ended.err);
}

#[test]
fn the_summary_counts_rows_and_goes_to_standard_error() {
    let folder = Folder::new();
    let ended = folder.run("SELECT * FROM (VALUES (1), (2), (3)) AS t (a) WHERE a > 1;").succeeded();
    assert_eq!(ended.rows(), ["+I[2]", "+I[3]"]);
    assert!(ended.err.contains("job select finished: 3 rows in "), "{}", ended.err);
}

#[test]
fn the_rate_of_a_short_job_is_that_of_its_own_time() {
    let folder = Folder::new();
    let script = "CREATE TABLE n (auction BIGINT) WITH ('connector' = 'nexmark', 'kind' = 'bid', 'events' = '10');\nSELECT auction FROM n;";
    let wall_ms = || -> f64 {
        let summary = folder.run(script).succeeded().err.lines().last().unwrap_or_default().to_owned();
        summary.split(" rows in ").nth(1).and_then(|rest| rest.split(" ms").next()?.parse().ok()).expect(&summary)
    };
    // A job of seven rows is over before the process looks at it for the first time, after 10 ms; on a busy machine some are not.
    assert!((0..50).any(|_| wall_ms() < 10.0));
}

/// User and system time of a process so far, in clock ticks of 10 ms.
fn cpu_ticks(pid: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat[stat.rfind(')').unwrap() + 2..].split(' ').collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[test]
fn a_job_that_waits_for_rows_uses_almost_no_cpu() {
    let folder = Folder::new();
    let table = "CREATE TABLE g (id INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1');\n";
    let mut child = start(&folder, &format!("{table}SELECT id FROM g;"));
    let (_, mut out) = first_line(&mut child);
    let since = Instant::now();
    let before = cpu_ticks(child.id());
    std::thread::sleep(Duration::from_secs(2));
    let used_ms = (cpu_ticks(child.id()) - before) * 10;
    let share = used_ms as f64 / since.elapsed().as_millis() as f64;
    signal(&child, "TERM");
    drop(std::io::copy(&mut out, &mut std::io::sink()));
    wait(child).succeeded();
    assert!(share < 0.1, "{used_ms} ms of CPU in 2 s");
}
