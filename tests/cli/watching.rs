//! A folder that is watched.

use crate::program::{Folder, signal, wait};
use std::fs;
use std::io::{BufRead, BufReader};

fn table(options: &str) -> String {
    format!(
        "CREATE TABLE t (a INT) WITH ('connector' = 'filesystem', 'path' = 'data', 'format' = 'json', 'source.monitor-interval' = {options});\n"
    )
}

#[test]
fn files_are_read_as_they_appear_each_once() {
    for shards in ["1", "3"] {
        let folder = Folder::new();
        folder.write("data/b.json", "{\"a\": 1}\n{\"a\": 2}\n");
        folder.write("job.sql", format!("{}SELECT a FROM t;", table("'20 ms'")));
        let mut child = folder.command(&["run", "job.sql", "--shards", shards]).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut next = || {
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            line.split_once("+I").map_or(line.clone(), |(_, row)| row.trim_end().to_owned())
        };
        assert_eq!((next(), next()), ("[1]".to_owned(), "[2]".to_owned()));
        folder.write("data/.hidden", "no JSON");
        folder.write("data/.a.json", "{\"a\": 3}");
        fs::rename(folder.path("data/.a.json"), folder.path("data/a.json")).unwrap();
        assert_eq!(next(), "[3]");
        // A file is known by its path: what is written over it later is not read.
        folder.write("data/a.json", "{\"a\": 99}\n");
        folder.write("data/.c", "{\"a\": 4}\n");
        fs::create_dir(folder.path("data/deep")).unwrap();
        fs::rename(folder.path("data/.c"), folder.path("data/deep/c.json")).unwrap();
        assert_eq!(next(), "[4]");
        signal(&child, "TERM");
        let ended = wait(child).succeeded();
        assert!(ended.err.contains(": 4 rows in "), "{}", ended.err);
    }
}

#[test]
fn windows_close_while_files_keep_coming() {
    let folder = Folder::new();
    folder.write("data/1.json", "{\"ts\": \"2024-05-01 10:00:01\"}\n{\"ts\": \"2024-05-01 10:00:02\"}\n");
    let script = "CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = 'data', 'format' = 'json', 'source.monitor-interval' = '20 ms');
                  SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;";
    folder.write("job.sql", script);
    let mut child = folder.command(&["run", "job.sql", "--shards", "1"]).spawn().unwrap();
    folder.write("data/.2", "{\"ts\": \"2024-05-01 10:00:03\"}\n{\"ts\": \"2024-05-01 10:00:30\"}\n");
    fs::rename(folder.path("data/.2"), folder.path("data/2.json")).unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "+I[2024-05-01T10:00, 3]\n");
    signal(&child, "TERM");
    wait(child).succeeded();
}

#[test]
fn watching_a_missing_folder_or_without_pause_is_refused() {
    let folder = Folder::new();
    folder.run(&format!("{}SELECT a FROM t;", table("'1 s'"))).failed_with(&["/data", "without `data`"]);
    folder.run(&format!("{}SELECT a FROM t;", table("'0 s'"))).refused_with(&["job.sql:1:", "source.monitor-interval", "more than 0"]);
    folder.run(&format!("{}SELECT a FROM t;", table("'often'"))).refused_with(&["job.sql:1:", "'often'", "duration"]);
    let batch = format!("SET 'execution.runtime-mode' = 'batch';\n{}SELECT a FROM t;", table("'1 s'"));
    folder.run(&batch).refused_with(&["job.sql:2:14", "has no end", "batch"]);
}
