//! Manifests, SET and the command line.

use crate::program::{Ended, Folder, binary, wait};
use std::process::{Command, Stdio};

fn run_with(settings: &str) -> Ended {
    let folder = Folder::new();
    folder.write("job.sql", format!("{settings}\nSELECT 1;"));
    folder.waterwheel(&["run", "job.sql"])
}

fn manifest(text: &str) -> Ended {
    let folder = Folder::new();
    folder.write("job.toml", text);
    folder.waterwheel(&["run", "job.toml"])
}

#[test]
fn numbers_of_shards_that_make_no_sense_are_refused() {
    run_with("SET 'parallelism.default' = '0';").refused_with(&["'parallelism.default'", "at least 1", "'0'"]);
    run_with("SET 'parallelism.default' = '100000';").refused_with(&["100000 shards", "at most 1024"]);
    run_with("SET 'parallelism.default' = 'many';").refused_with(&["'many'"]);
    let folder = Folder::new();
    folder.write("job.sql", "SELECT 1;");
    folder.waterwheel(&["run", "job.sql", "--shards", "0"]).refused_with(&["at least 1"]);
    folder.waterwheel(&["run", "job.sql", "--shards", "x"]).refused_with(&["--shards"]);
}

#[test]
fn check_refuses_what_run_would() {
    for setting in ["'parallelism.default' = '100000'", "'waterwheel.cpus' = '9999'", "'waterwheel.driver' = 'tokio'"] {
        let folder = Folder::new();
        folder.write("job.sql", format!("SET {setting};\nSELECT 1;"));
        let words = |verb: &str| folder.waterwheel(&[verb, "job.sql"]).refused_with(&["error: "]).err;
        assert_eq!(words("check"), words("run"));
    }
}

#[test]
fn a_cpu_that_does_not_exist_is_named() {
    run_with("SET 'waterwheel.cpus' = '9999';").refused_with(&["9999"]);
    run_with("SET 'waterwheel.cpus' = 'a';").refused_with(&["'a'"]);
}

#[test]
fn a_driver_that_does_not_exist_is_named_with_those_that_do() {
    run_with("SET 'waterwheel.driver' = 'tokio';").refused_with(&["'tokio'", "auto, glommio, thread"]);
}

/// Runs a script where only 64 KiB of memory may be locked.
fn with_little_lockable_memory(driver: &str) -> Ended {
    let folder = Folder::new();
    folder.write("job.sql", format!("SET 'waterwheel.driver' = '{driver}';\nSELECT 1;"));
    let shell = format!("ulimit -l 64; exec {} run job.sql --shards 1", binary().display());
    let mut command = Command::new("sh");
    command.args(["-c", &shell]).current_dir(folder.path("")).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    wait(command.spawn().unwrap())
}

#[test]
fn glommio_without_lockable_memory_is_refused_with_the_remedy() {
    with_little_lockable_memory("glommio").refused_with(&["glommio", "memlock", "`thread`"]);
}

#[test]
fn without_lockable_memory_threads_run_the_job_and_one_line_says_so() {
    let ended = with_little_lockable_memory("auto").succeeded();
    assert_eq!(ended.out, "+I[1]\n");
    assert_eq!(ended.err.lines().filter(|line| line.starts_with("driver: ") && line.contains("thread")).count(), 1, "{}", ended.err);
}

#[test]
fn an_unknown_setting_is_warned_about_by_name() {
    let ended = run_with("SET 'table.exec.state.tll' = '1 h';").succeeded();
    assert!(
        ended.err.contains("warning: ") && ended.err.contains("'table.exec.state.tll'") && ended.err.contains("'table.exec.state.ttl'"),
        "{}",
        ended.err
    );
}

#[test]
fn an_unknown_key_of_a_manifest_is_refused_with_the_nearest() {
    manifest("[job]\nstatments = 'SELECT 1'\n").refused_with(&["job.toml", "`statments`", "`statements`"]);
    manifest("[shard]\ncount = 1\n").refused_with(&["[shard]", "`shards`"]);
    manifest("[job]\nstatements = 'SELECT 1'\n[limits]\nrecord_byte = 1\n").refused_with(&["`record_byte`", "`record_bytes`"]);
    manifest("[job\n").refused_with(&["job.toml", "line 1"]);
    manifest("[job]\nsql = 'nowhere.sql'\n").refused_with(&["nowhere.sql", "No such file"]);
}

#[test]
fn a_wrong_manifest_is_refused_before_its_placeholders_are_looked_at() {
    let text = "[job]\nname = '${env:WATERWHEEL_NOWHERE}'\nstatements = 'SELECT 1'\n[shards]\ncnt = 1\n";
    let ended = manifest(text).refused_with(&["`cnt`", "`count`"]);
    assert!(!ended.err.contains("WATERWHEEL_NOWHERE"), "{}", ended.err);
    manifest("[job]\nname = '${env:WATERWHEEL_NOWHERE}'\n").refused_with(&["there is no script"]);
    manifest(&text.replace("cnt", "count")).refused_with(&["WATERWHEEL_NOWHERE", "not set"]);
}

#[test]
fn a_manifest_sets_what_the_script_does_not() {
    let settings = "[shards]\ncount = 1\ncpus = [0]\ndriver = 'thread'\n[settings]\n'table.local-time-zone' = 'Asia/Tokyo'\n";
    let text =
        format!("[job]\nname = 'clock'\nmode = 'streaming'\nstatements = '''SELECT CAST(TO_TIMESTAMP_LTZ(0, 3) AS STRING);'''\n{settings}");
    let ended = manifest(&text).succeeded();
    assert_eq!(ended.out, "+I[1970-01-01 09:00:00.000]\n");
    assert!(ended.err.contains("on 1 shard,"), "{}", ended.err);
}

#[test]
fn the_command_line_overrides_the_number_of_shards() {
    let folder = Folder::new();
    folder.write("job.sql", "SET 'parallelism.default' = '3';\nSELECT 1;");
    let ended = folder.waterwheel(&["run", "job.sql", "--shards", "2"]).succeeded();
    assert!(ended.err.contains("on 2 shards"), "{}", ended.err);
}

#[test]
fn a_missing_environment_variable_is_named() {
    let folder = Folder::new();
    folder.write(
        "job.sql",
        "CREATE TABLE t (a INT) WITH ('connector' = 'filesystem', 'format' = 'json', 'path' = '${env:WATERWHEEL_NOWHERE}');",
    );
    folder.waterwheel(&["run", "job.sql"]).refused_with(&["job.sql:1:", "WATERWHEEL_NOWHERE", "not set"]);
    run_with("SELECT 1 FROM t /*+ OPTIONS('path' = '${env:WATERWHEEL_NOWHERE}') */;").refused_with(&["job.sql:1:38", "WATERWHEEL_NOWHERE"]);
}

#[test]
fn options_of_hints_hold_placeholders() {
    let folder = Folder::new();
    folder.write("rows", "3\n");
    let table = "CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'fields.a.kind' = 'sequence', 'fields.a.start' = '1', 'fields.a.end' = '9');";
    folder.write("job.sql", format!("{table} SELECT a FROM t /*+ OPTIONS('fields.a.end' = '${{file:rows}}') */;"));
    assert_eq!(folder.waterwheel(&["run", "job.sql", "--shards", "1"]).out, "+I[1]\n+I[2]\n+I[3]\n");
}

#[test]
fn a_secret_is_printed_nowhere() {
    let folder = Folder::new();
    let script = "CREATE TABLE t (a INT) WITH ('connector' = 'filesystem', 'format' = 'json', 'path' = '/${env:WATERWHEEL_TEST_SECRET}/x');\n\
                  SHOW CREATE TABLE t;\nEXPLAIN SELECT * FROM t;\nSET 'pipeline.name' = '${env:WATERWHEEL_TEST_SECRET}';\nSET;\nSELECT * FROM t;";
    folder.write("job.sql", script);
    for verb in ["run", "check", "explain"] {
        let mut command = folder.command(&[verb, "job.sql"]);
        let ended = wait(command.env("WATERWHEEL_TEST_SECRET", "open-sesame").spawn().unwrap());
        assert_eq!(ended.code, Some(i32::from(verb == "run")), "{}", ended.err);
        assert!(!ended.out.contains("open-sesame") && !ended.err.contains("open-sesame"), "{verb}: {ended:?}");
        assert!(verb != "run" || ended.err.contains("******"), "{}", ended.err);
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let folder = Folder::new();
    let help = folder.waterwheel(&["--help"]).succeeded();
    assert!(help.out.contains("waterwheel run") && help.out.contains("Exit codes"), "{}", help.out);
    let version = folder.waterwheel(&["--version"]).succeeded();
    assert!(version.out.starts_with("waterwheel ") && version.err.is_empty(), "{version:?}");
    folder.waterwheel(&["rum", "job.sql"]).refused_with(&["rum", "run"]);
}
