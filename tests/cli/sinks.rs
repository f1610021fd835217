//! Sinks that cannot be written, or should not be.

use crate::program::{Folder, binary, signal, wait};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SOURCE: &str = "CREATE TABLE src (a INT) WITH ('connector' = 'filesystem', 'path' = 'data', 'format' = 'json');\n";

fn sink(path: &str) -> String {
    format!("CREATE TABLE dst (a INT) WITH ('connector' = 'filesystem', 'path' = '{path}', 'format' = 'json');\n")
}

/// The source as a table without an end.
fn watched() -> String {
    SOURCE.replace(");", ", 'source.monitor-interval' = '1 s');")
}

fn folder_with_data() -> Folder {
    let folder = Folder::new();
    folder.write("data/rows.json", "{\"a\": 1}\n{\"a\": 2}\n");
    folder
}

#[test]
fn a_folder_that_may_not_be_written_is_named() {
    let folder = folder_with_data();
    fs::create_dir(folder.path("locked")).unwrap();
    fs::set_permissions(folder.path("locked"), Permissions::from_mode(0o555)).unwrap();
    let script = format!("{SOURCE}{}INSERT INTO dst SELECT a FROM src;", sink("locked"));
    let ended = folder.run(&script);
    let writable = fs::write(folder.path("locked/probe"), "").is_ok();
    fs::set_permissions(folder.path("locked"), Permissions::from_mode(0o755)).unwrap();
    // Whoever may write anything (root) is not stopped by the mode.
    if !writable {
        ended.failed_with(&["locked", "Permission denied"]);
    }
}

#[test]
fn a_sink_whose_path_is_a_file_is_refused() {
    let folder = folder_with_data();
    folder.write("taken", "precious");
    folder.run(&format!("{SOURCE}{}INSERT INTO dst SELECT a FROM src;", sink("taken"))).failed_with(&["taken", "it is a file"]);
    assert_eq!(fs::read_to_string(folder.path("taken")).unwrap(), "precious");
}

#[test]
fn a_sink_on_a_device_that_takes_nothing_is_refused() {
    let folder = folder_with_data();
    folder.run(&format!("{SOURCE}{}INSERT INTO dst SELECT a FROM src;", sink("/proc/waterwheel"))).failed_with(&["/proc/waterwheel"]);
}

#[test]
fn a_job_that_looks_for_new_files_does_not_write_the_table_that_it_reads() {
    let folder = folder_with_data();
    let source = watched();
    let ended = folder.run(&format!("{source}INSERT INTO src SELECT a + 1 FROM src;"));
    ended.refused_with(&["job.sql:2:1", "reads and writes the same table", "hint: "]);
    assert_eq!(fs::read_to_string(folder.path("data/rows.json")).unwrap().lines().count(), 2);
}

#[test]
fn a_job_that_looks_for_new_files_does_not_write_into_a_folder_that_it_reads() {
    let folder = folder_with_data();
    for path in ["data", "./data/", "data/inside"] {
        let script = format!("{}{}INSERT INTO dst SELECT a + 1 FROM src;", watched(), sink(path));
        folder.run(&script).refused_with(&["dst", "src", "another folder"]);
    }
    folder.run(&format!("{SOURCE}{}INSERT INTO dst SELECT a + 1 FROM src;", sink("database"))).succeeded();
}

#[test]
fn a_table_is_not_replaced_while_another_insert_of_the_job_reads_it() {
    let folder = folder_with_data();
    let batch = "SET 'execution.runtime-mode' = 'batch';\n";
    let set = "EXECUTE STATEMENT SET BEGIN\nINSERT OVERWRITE src SELECT a + 1 FROM src;\nINSERT INTO dst SELECT a FROM src;\nEND;";
    let refused = folder.run(&format!("{batch}{SOURCE}{}{set}", sink("results")));
    refused.refused_with(&["reads and writes the same table", "another INSERT", "statement set"]);
    let alone = "INSERT OVERWRITE src SELECT a + 1 FROM src;\nINSERT INTO src SELECT a * 10 FROM src;\nSELECT a FROM src;";
    let ended = folder.run(&format!("{batch}{SOURCE}{alone}")).succeeded();
    let mut rows = ended.rows();
    rows.sort();
    assert_eq!(rows, ["+I[20]", "+I[2]", "+I[30]", "+I[3]"]);
}

#[test]
fn two_jobs_of_a_script_may_write_and_then_read_a_folder() {
    let folder = folder_with_data();
    let script = format!("{SOURCE}{}INSERT INTO dst SELECT a * 10 FROM src;\nSELECT a FROM dst;", sink("results"));
    assert_eq!(folder.run(&script).succeeded().rows(), ["+I[10]", "+I[20]"]);
}

#[test]
fn a_failed_job_leaves_no_rows_that_look_complete() {
    let folder = Folder::new();
    folder.write("data/rows.json", "{\"a\": 1}\n{\"a\": \"bad\"}\n");
    folder.run(&format!("{SOURCE}{}INSERT INTO dst SELECT a FROM src;", sink("results"))).failed_with(&["bad"]);
    let seen =
        fs::read_dir(folder.path("results")).unwrap().filter(|e| !e.as_ref().unwrap().file_name().to_str().unwrap().starts_with('.'));
    assert_eq!(seen.count(), 0);
}

/// How many files readers see in a folder that may not be there yet.
fn visible(folder: &Folder, name: &str) -> usize {
    let entries = fs::read_dir(folder.path(name)).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("part-")).count()
}

/// Waits for something that a running job does.
fn until(what: &str, condition: impl Fn() -> bool) {
    let since = Instant::now();
    while !condition() {
        assert!(since.elapsed() < Duration::from_secs(30), "waited for long: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

const ENDLESS: &str = "CREATE TABLE g (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100');\n";

#[test]
fn an_endless_job_shows_files_as_they_are_complete_and_the_rest_when_it_is_stopped() {
    let folder = Folder::new();
    let options = "'sink.rolling-policy.rollover-interval' = '300 ms', 'sink.rolling-policy.check-interval' = '50 ms'";
    let table = sink("out").replace(");", &format!(", {options});"));
    folder.write("job.sql", format!("{ENDLESS}{table}INSERT INTO dst SELECT a FROM g;"));
    let child = folder.command(&["run", "job.sql", "--shards", "2"]).spawn().unwrap();
    until("two files appear", || visible(&folder, "out") >= 2);
    signal(&child, "INT");
    let ended = wait(child).succeeded();
    assert!(!ended.err.contains("warning"), "{}", ended.err);
    let hidden = fs::read_dir(folder.path("out")).unwrap().flatten().filter(|e| e.file_name().to_string_lossy().starts_with('.')).count();
    assert_eq!(hidden, 0, "what was in progress is seen, too");
}

#[test]
fn an_endless_job_that_will_show_nothing_for_long_is_warned_about() {
    let folder = Folder::new();
    folder.write("job.sql", format!("{ENDLESS}{}INSERT INTO dst SELECT a FROM g;", sink("out")));
    let ended = folder.waterwheel(&["check", "job.sql"]).succeeded();
    assert!(ended.err.contains("warning: ") && ended.err.contains("rollover-interval"), "{}", ended.err);
}

#[test]
fn a_file_that_cannot_grow_fails_the_job_by_its_name_and_nothing_is_seen() {
    let folder = Folder::new();
    let source =
        "CREATE TABLE n (auction BIGINT, channel STRING) WITH ('connector' = 'nexmark', 'kind' = 'bid', 'number-of-rows' = '100000');\n";
    let table = sink("out").replace("(a INT)", "(a BIGINT, channel STRING)");
    folder.write("job.sql", format!("{source}{table}INSERT INTO dst SELECT auction, channel FROM n;"));
    // As on a full disk: files may have 64 KiB, and the signal that says so is not taken.
    let shell = format!("trap '' XFSZ; ulimit -f 64; exec {} run job.sql --shards 1", binary().display());
    let mut command = Command::new("sh");
    command.args(["-c", &shell]).current_dir(folder.path("")).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    wait(command.spawn().unwrap()).failed_with(&["cannot write ", "/out/.part-", "File too large"]);
    assert_eq!(visible(&folder, "out"), 0);
}

#[test]
fn partitions_that_wait_for_a_watermark_which_nothing_has_are_warned_about() {
    let folder = Folder::new();
    let source = |watermark: &str| format!("CREATE TABLE g (ts TIMESTAMP(3){watermark}) WITH ('connector' = 'datagen');\n");
    let sink = "CREATE TABLE f (ts TIMESTAMP(3), d STRING) PARTITIONED BY (d) WITH ('connector' = 'filesystem', 'path' = 'out', 'format' = 'csv', \
                'sink.partition-commit.trigger' = 'partition-time', 'sink.partition-commit.policy.kind' = 'success-file');\n\
                INSERT INTO f SELECT ts, DATE_FORMAT(ts, 'yyyy-MM-dd') FROM g;";
    for (watermark, warned) in [("", true), (", WATERMARK FOR ts AS ts", false)] {
        folder.write("job.sql", format!("{}{sink}", source(watermark)));
        let ended = folder.waterwheel(&["check", "job.sql"]).succeeded();
        assert_eq!(ended.err.contains("no partition is ever complete"), warned, "{}", ended.err);
    }
}

#[test]
fn a_row_that_breaks_its_sinks_types_is_told() {
    let folder = Folder::new();
    folder.write("data", "{\"i\": 1, \"r\": {\"s\": \"abc\"}}\n{\"i\": 2, \"r\": {\"s\": \"abcd\"}}\n{\"i\": 3, \"r\": {}}\n");
    let script = |setting: &str, filter: &str| {
        format!(
            "CREATE TABLE t (i INT, r ROW<s VARCHAR(3) NOT NULL>) WITH ('connector' = 'filesystem', 'path' = 'data', 'format' = 'json');\n\
             CREATE TABLE o (i INT, r ROW<s VARCHAR(3) NOT NULL>) WITH ('connector' = 'print');\n\
             SET 'table.exec.sink.nested-constraint-enforcer' = 'ROWS';\n{setting}\nINSERT INTO o SELECT * FROM t WHERE i <> {filter};"
        )
    };
    let lengths = folder.run(&script("SET 'table.exec.sink.type-length-enforcer' = 'ERROR';", "3"));
    lengths.failed_with(&["`r.s`", "is VARCHAR(3), but 'abcd'", "4 characters", "in the row i = 2, r = (abcd)"]);
    folder.run(&script("", "2")).failed_with(&["`r.s`", "is NOT NULL", "in the row i = 3, r = (NULL)"]);
}

#[test]
fn a_job_with_an_end_that_is_stopped_says_that_nothing_is_left() {
    let folder = Folder::new();
    let source = ENDLESS.replace("'rows-per-second'", "'number-of-rows' = '1000000', 'rows-per-second'");
    folder.write("job.sql", format!("{source}{}INSERT INTO dst SELECT a FROM g;", sink("out")));
    let child = folder.command(&["run", "job.sql", "--shards", "1"]).spawn().unwrap();
    until("a file is begun", || fs::read_dir(folder.path("out")).is_ok_and(|mut files| files.next().is_some()));
    signal(&child, "INT");
    let ended = wait(child).succeeded();
    assert!(ended.err.contains("dst/sink: nothing is left of its"), "{}", ended.err);
    assert_eq!(visible(&folder, "out"), 0);
}
