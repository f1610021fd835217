//! Scripts that are wrong: exit code 2, the place, a caret, a hint.

use crate::program::{Ended, Folder};
use std::fmt::Write;

/// Plans a script after the declaration of some tables.
fn check(statement: &str) -> Ended {
    let folder = Folder::new();
    let tables = "CREATE TABLE bids (auction BIGINT, price BIGINT, note STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen');\n\
                  CREATE TABLE plain (id INT, at_time TIMESTAMP(3)) WITH ('connector' = 'datagen');\n\
                  CREATE TABLE out_two (a BIGINT, b STRING) WITH ('connector' = 'blackhole');\n";
    folder.write("job.sql", format!("{tables}{statement}"));
    folder.waterwheel(&["check", "job.sql"])
}

#[test]
fn a_mistake_is_shown_with_line_column_caret_and_hint() {
    let ended = check("SELECT pricee FROM bids;");
    let expected =
        "job.sql:4:8: error: there is no column `pricee`\n    SELECT pricee FROM bids;\n           ^^^^^^\nhint: did you mean `price`?\n";
    ended.refused_with(&[expected]);
}

#[test]
fn unknown_names_come_with_the_nearest_valid_one() {
    check("SELECT UPER(note) FROM bids;").refused_with(&["UPER", "UPPER"]);
    check("SELECT * FROM bid;").refused_with(&["`bid`", "`bids`"]);
    check("CREATE TABLE x (a INT) WITH ('connector' = 'filesytem'); SELECT * FROM x;").refused_with(&["'filesytem'", "'filesystem'"]);
    check("INSERT INTO out_too SELECT auction, note FROM bids;").refused_with(&["`out_too`", "`out_two`"]);
    check("SELCT 1;").refused_with(&["SELCT", "SELECT"]);
    check("USE default_databse;").refused_with(&["`default_databse`", "`default_database`"]);
}

/// The message about a table with these options, which holds all of these.
fn refused_options(options: &str, parts: &[&str]) {
    let ended = check(&format!("CREATE TABLE x (a INT) WITH (\n{options}\n);\nSELECT * FROM x;")).refused_with(parts);
    assert!(!ended.err.contains("source.path.regex-pattern"), "no list of all options: {}", ended.err);
}

#[test]
fn a_wrong_option_is_shown_where_it_is_written() {
    refused_options(
        "'connector' = 'datagen',\n'rows-per-secnd' = '1'",
        &["job.sql:6:1:", "    ^^^^^^^^^^^^^^^^", "did you mean 'rows-per-second'?"],
    );
    refused_options("'connector' = 'datagen', 'rows-per-second' = 'x'", &["job.sql:5:46:", "'x'", "number"]);
    let files = "'connector' = 'filesystem', 'path' = 'p'";
    refused_options(&format!("{files},\n'format' = 'jsn'"), &["job.sql:6:12:", "'jsn'", "did you mean 'json'?"]);
    refused_options(&format!("{files},\n'format' = 'avro'"), &["job.sql:6:12:", "'avro' is not supported yet", "json, csv, raw"]);
    let json = format!("{files}, 'format' = 'json'");
    refused_options(&format!("{json},\n'monitor-interval' = '1 s'"), &["job.sql:6:1:", "no option 'monitor-interval'"]);
    refused_options(&format!("{json},\n'ignore-parse-errors' = 'true'"), &["job.sql:6:1:", "did you mean 'json.ignore-parse-errors'?"]);
    refused_options(&format!("{json},\n'csv.null-literal' = 'n/a'"), &["job.sql:6:1:", "one of the format 'csv', the table's is 'json'"]);
    refused_options(&format!("{json},\n'json.ignore-parse-errors' = 'yes'"), &["job.sql:6:30:", "expected true or false"]);
    refused_options(&format!("{json},\n'source.line-bytes-max' = 'long'"), &["job.sql:6:27:", "a size such as 128MB"]);
    check("SELECT * FROM bids /*+ OPTIONS('rows-per-second' = '-') */;").refused_with(&["job.sql:4:52:", "'-'"]);
    refused_options("'connector' = 'filesystem', 'format' = 'json'", &["job.sql:4:14:", "option 'path' is missing"]);
}

#[test]
fn a_connector_that_will_come_is_told_from_one_that_is_misspelt() {
    let table = |name: &str| check(&format!("CREATE TABLE x (a INT) WITH ('connector' = '{name}');\nSELECT * FROM x;"));
    table("kafka").refused_with(&[
        "job.sql:4:44:",
        "'kafka' is not supported yet",
        "there are filesystem, datagen, nexmark, print, blackhole",
    ]);
    table("upsert-kafka").refused_with(&["'upsert-kafka' is not supported yet"]);
    table("elasticsearch-7").refused_with(&["'elasticsearch' is not supported yet"]);
    table("filesytem").refused_with(&["there is no connector 'filesytem'", "did you mean 'filesystem'?"]);
}

#[test]
fn a_script_that_does_nothing_says_so() {
    let folder = Folder::new();
    assert!(folder.run("-- later\n").succeeded().err.contains("warning: the script holds no statement"));
    assert!(
        folder.run("CREATE TABLE t (a INT) WITH ('connector' = 'print');").succeeded().err.contains("warning: the script has no INSERT")
    );
}

#[test]
fn connectors_and_functions_are_listed() {
    let folder = Folder::new();
    let all = folder.waterwheel(&["connectors"]).succeeded().out;
    assert!(
        ["filesystem", "datagen", "nexmark", "print", "blackhole", "json", "csv", "raw"].iter().all(|name| all.contains(name)),
        "{all}"
    );
    let options = folder.waterwheel(&["connectors", "filesystem"]).succeeded().out;
    let path = options.lines().find(|line| line.starts_with("path ")).expect(&options);
    assert!(path.contains("text") && path.contains("required") && path.contains("the file or folder"), "{path}");
    assert!(options.lines().any(|line| line.starts_with("sink.rolling-policy.file-size") && line.contains("128mb")), "{options}");
    let format = folder.waterwheel(&["connectors", "json"]).succeeded().out;
    assert!(format.contains("json.timestamp-format.standard") && format.contains("SQL|ISO-8601"), "{format}");
    folder.waterwheel(&["connectors", "filesytem"]).refused_with(&["'filesytem'", "did you mean 'filesystem'?"]);
    let functions = folder.waterwheel(&["functions", "json_value"]).succeeded().out;
    assert!(functions.starts_with("JSON\nJSON_VALUE(") && functions.lines().count() == 2, "{functions}");
    folder.waterwheel(&["functions", "nothing_like_it"]).refused_with(&["there is no function"]);
}

#[test]
fn an_option_of_a_format_that_is_unknown_is_warned_about() {
    let statement = "CREATE TABLE x (a INT) WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'json', 'json.ignore-parse-error' = 'true');\n\
                     SELECT * FROM x;";
    let ended = check(statement).succeeded();
    assert!(ended.err.contains("warning: ") && ended.err.contains("'json.ignore-parse-errors'"), "{}", ended.err);
}

#[test]
fn event_time_windows_need_a_watermark() {
    let window = "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE plain, DESCRIPTOR(at_time), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;";
    check(window).refused_with(&["`at_time`", "WATERMARK"]);
}

#[test]
fn a_watermark_needs_a_timestamp() {
    check("CREATE TABLE x (ts STRING, WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen');").refused_with(&[
        "`ts`",
        "STRING",
        "TIMESTAMP(3)",
        "`ts AS TO_TIMESTAMP(ts), WATERMARK FOR ts AS ts`",
    ]);
    check("CREATE TABLE x (ms BIGINT, WATERMARK FOR ms AS ms) WITH ('connector' = 'datagen');")
        .refused_with(&["`ms` is BIGINT", "`ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts`"]);
}

#[test]
fn a_query_must_fit_its_sink() {
    check("INSERT INTO out_two SELECT auction FROM bids;").refused_with(&[
        "different numbers of columns",
        "query: [auction BIGINT]",
        "a BIGINT, b STRING",
    ]);
    check("INSERT INTO out_two SELECT auction, note FROM bids;").succeeded();
    check("INSERT INTO out_two SELECT note, note FROM bids;").refused_with(&["`a`", "BIGINT", "STRING"]);
}

#[test]
fn names_are_declared_once() {
    check("CREATE TABLE bids (a INT) WITH ('connector' = 'datagen');").refused_with(&["bids` exists already"]);
    check("CREATE TABLE x (a INT, a STRING) WITH ('connector' = 'datagen');").refused_with(&["`a` is declared twice"]);
}

#[test]
fn ten_thousand_nested_parentheses_are_refused_and_do_not_crash() {
    let statement = format!("SELECT {}1{};", "(".repeat(10_000), ")".repeat(10_000));
    check(&statement).refused_with(&["job.sql:4:", "nest"]);
}

#[test]
fn twenty_thousand_terms_work_or_are_refused_and_do_not_crash() {
    let sum = vec!["1"; 20_000].join(" + ");
    let ended = check(&format!("SELECT {sum};"));
    assert!(matches!(ended.code, Some(0 | 2)) && !ended.err.contains("panicked"), "{:?} {}", ended.code, ended.err);
    if ended.code == Some(2) {
        ended.refused_with(&["job.sql:4:"]);
    }
}

#[test]
fn twenty_thousand_conditions_are_evaluated_on_a_shard() {
    let folder = Folder::new();
    folder.write("data", "{\"a\": 19999}\n{\"a\": 20001}\n");
    let mut condition = "a = 0".to_owned();
    (1..20_000).for_each(|i| write!(condition, " OR a = {i}").unwrap());
    let table = "CREATE TABLE t (a INT) WITH ('connector' = 'filesystem', 'path' = 'data', 'format' = 'json');";
    assert_eq!(folder.run(&format!("{table}\nSELECT a FROM t WHERE {condition};")).succeeded().out, "+I[19999]\n");
}

#[test]
fn the_highest_expression_that_the_parser_takes_is_evaluated_on_a_shard() {
    let folder = Folder::new();
    folder.write("data", "{\"a\": 1}\n");
    let table = "CREATE TABLE t (a INT) WITH ('connector' = 'filesystem', 'path' = 'data', 'format' = 'json');";
    let sum = vec!["a"; 400].join(" + ");
    assert_eq!(folder.run(&format!("{table}\nSELECT {sum} FROM t;")).succeeded().out, "+I[400]\n");
}

#[test]
fn a_mistake_in_the_last_statement_runs_nothing() {
    let folder = Folder::new();
    let ended = folder.run("SELECT 1;\nSELECT nothing;");
    assert_eq!(ended.refused_with(&["job.sql:2:8"]).out, "");
}

#[test]
fn check_says_how_many_jobs_there_are_and_runs_none() {
    let ended = check("SELECT 1; SELECT 2;").succeeded();
    assert_eq!(ended.out, "");
    assert!(ended.err.contains("ok: 2 jobs planned"), "{}", ended.err);
}

#[test]
fn a_script_that_is_missing_or_no_text_is_named() {
    let folder = Folder::new();
    folder.waterwheel(&["run", "nowhere.sql"]).refused_with(&["nowhere.sql", "No such file", "(.toml)"]);
    folder.write("binary.sql", b"SELECT '\xff';");
    folder.waterwheel(&["run", "binary.sql"]).refused_with(&["binary.sql", "not UTF-8", "byte 8"]);
}

#[test]
fn functions_of_other_languages_are_refused_at_their_class() {
    check("CREATE TEMPORARY FUNCTION f AS 'com.example.CountChar';").refused_with(&[
        "job.sql:4:32: error: no function 'com.example.CountChar' is registered: JAVA code does not run here",
        "hint: registered are com.github.nexmark.flink.udf.countchar",
    ]);
}
