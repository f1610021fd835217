//! `waterwheel explain`.

use crate::program::Folder;
use std::process::Command;

const SCRIPT: &str = "CREATE TABLE bids (auction BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen');\n\
    CREATE TABLE totals (s TIMESTAMP(3), auction BIGINT, n BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'a \"quoted\" name');\n\
    INSERT INTO totals SELECT window_start, auction, COUNT(*) FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '1' SECOND))\n\
    GROUP BY window_start, window_end, auction;\n";

#[test]
fn the_plan_names_identity_key_exchange_state_and_watermark() {
    let folder = Folder::new();
    folder.write("job.sql", SCRIPT);
    let ended = folder.waterwheel(&["explain", "job.sql"]).succeeded();
    let parts = [
        "job totals",
        "[totals/sink]",
        "[totals/window-aggregate]",
        "[totals/source:bids]",
        "key: ",
        "state: ",
        "by key (auction)",
        "key: auction",
        "columns: window_start AS s, auction, COUNT(*) AS n",
        "to the same shard",
        "watermark: ts AS ts",
        "watermark from: totals/source:bids",
    ];
    for part in parts {
        assert!(ended.out.contains(part), "`{part}` is missing in:\n{}", ended.out);
    }
}

#[test]
fn the_plan_tells_how_long_each_side_of_a_join_keeps_its_rows() {
    let folder = Folder::new();
    let tables = "CREATE TABLE a (k INT, v INT) WITH ('connector' = 'datagen');\n\
        CREATE TABLE b (k INT, v INT) WITH ('connector' = 'datagen');\nSET 'table.exec.state.ttl' = '7 s';\n";
    let state_of = |hint: &str, from: &str| {
        let ended = folder.run(&format!("{tables}EXPLAIN PLAN FOR SELECT {hint} a.v FROM {from};")).succeeded();
        let states = ended.out.lines().filter_map(|line| line.trim().strip_prefix("state: the rows of "));
        states.map(|state| state.replace("until it has not been updated for ", "")).collect::<Vec<_>>()
    };
    assert_eq!(state_of("", "a JOIN b ON a.k = b.k"), ["both sides, 7000 ms (ttl)"]);
    assert_eq!(
        state_of("/*+ STATE_TTL('a' = '1 min', 'y' = '0 s') */", "a JOIN b AS y ON a.k = y.k"),
        ["the left side, 60000 ms (ttl); those of the right side, for ever"]
    );
    // A join in a join has no name, and what stands in a derived table has hints of its own.
    assert_eq!(
        state_of(
            "/*+ STATE_TTL('d' = '1 h', 'default_database.b' = '2 h') */",
            "a JOIN b ON a.k = b.k, (SELECT * FROM a) AS d WHERE d.k = b.k"
        ),
        [
            "the left side, 7000 ms (ttl); those of the right side, 3600000 ms (ttl)",
            "the left side, 7000 ms (ttl); those of the right side, 7200000 ms (ttl)"
        ]
    );
}

#[test]
fn the_plan_as_json_is_json() {
    let folder = Folder::new();
    folder.write("job.sql", format!("{SCRIPT}SELECT 'it''s \\ \"x\"';"));
    let ended = folder.waterwheel(&["explain", "job.sql", "--json"]).succeeded();
    folder.write("plan.json", &ended.out);
    let read = "import json\nplan = json.load(open('plan.json'))\nfor job in plan:\n  for node in job['plan']['nodes']:\n    print(job['job'], node['identity'], node['watermark_from'])";
    let parsed = Command::new("python3").args(["-c", read]).current_dir(folder.path("")).output().unwrap();
    let text = String::from_utf8(parsed.stdout).unwrap();
    assert!(parsed.status.success(), "{}\n{}", String::from_utf8_lossy(&parsed.stderr), ended.out);
    assert!(text.contains("totals totals/sink ['totals/source:bids']") && text.contains("select select/sink []"), "{text}");
}

#[test]
fn explain_in_a_script_prints_the_plan_and_runs_nothing() {
    let folder = Folder::new();
    let ended = folder.run("EXPLAIN PLAN FOR SELECT 1;\nEXPLAIN CHANGELOG_MODE SELECT 2;\nEXPLAIN CREATE TABLE x WITH ('connector' = 'print') AS SELECT 3 AS a;").succeeded();
    assert!(ended.out.contains("[select/sink]") && ended.out.contains("[x/sink]") && !ended.out.contains("+I["), "{}", ended.out);
}
