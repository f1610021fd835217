//! Files that are not what the table says.

use crate::program::{Ended, Folder};

/// Prints the rows of a table over `data`, whose content is given.
fn read(columns: &str, options: &str, content: impl AsRef<[u8]>) -> Ended {
    let folder = Folder::new();
    folder.write("data", content);
    folder.run(&script(columns, options))
}

fn script(columns: &str, options: &str) -> String {
    format!("CREATE TABLE t ({columns}) WITH ('connector' = 'filesystem', 'path' = 'data', {options});\nSELECT * FROM t;")
}

const JSON: &str = "'format' = 'json'";
const CSV: &str = "'format' = 'csv'";

#[test]
fn a_missing_file_is_named() {
    let folder = Folder::new();
    folder.run(&script("a INT", JSON)).failed_with(&["data", "No such file"]);
}

#[test]
fn an_empty_file_has_no_rows() {
    assert_eq!(read("a INT", JSON, "").succeeded().out, "");
    assert_eq!(read("a INT", CSV, "").succeeded().out, "");
}

#[test]
fn an_empty_folder_has_no_rows() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("data")).unwrap();
    assert_eq!(folder.run(&script("a INT", JSON)).succeeded().out, "");
}

#[test]
fn a_last_line_that_was_cut_off_fails_with_its_line() {
    let ended = read("a INT, b STRING", JSON, "{\"a\": 1, \"b\": \"x\"}\n{\"a\": 2, \"b\": \"y");
    ended.failed_with(&["data", "line 2"]);
}

#[test]
fn a_last_line_without_a_newline_counts() {
    assert_eq!(read("a INT", JSON, "{\"a\": 1}\n{\"a\": 2}").succeeded().rows(), ["+I[1]", "+I[2]"]);
}

#[test]
fn text_that_is_not_utf_8_fails_with_its_line() {
    read("a STRING", JSON, b"{\"a\": \"x\"}\n{\"a\": \"\xff\xfe\"}\n").failed_with(&["data", "line 2", "UTF-8"]);
    read("a STRING", CSV, b"x\n\xff\xfe\n").failed_with(&["data", "line 2", "UTF-8"]);
}

#[test]
fn a_value_that_cannot_be_computed_on_fails_with_its_row() {
    let folder = Folder::new();
    folder.write("data", "{\"id\": 1, \"a\": \"5\"}\n{\"id\": 2, \"a\": \"five\"}\n{\"id\": 3, \"a\": null}\n");
    let table = script("id INT, a STRING, unread STRING", JSON).replace("SELECT * FROM t;", "");
    let run = |query: &str| folder.run(&format!("{table}{query};"));
    run("SELECT id, CAST(a AS INT) FROM t").failed_with(&["'five'", "in the row id = 2, a = five\n"]);
    run("SELECT id FROM t WHERE CAST(a AS INT) > 3").failed_with(&["'five'", "in the row id = 2, a = five\n"]);
    run("SELECT id / (id - 3), a FROM t").failed_with(&["by zero", "in the row id = 3, a = NULL\n"]);
}

#[test]
fn a_value_of_another_type_fails_with_value_column_file_and_line() {
    read("a INT, b BIGINT", JSON, "{\"a\": 1}\n{\"a\": \"many\"}\n").failed_with(&["many", "`a`", "INT", "data", "line 2"]);
    read("a INT, b BIGINT", CSV, "1,2\n3,four\n").failed_with(&["four", "`b`", "BIGINT", "data", "line 2"]);
}

#[test]
fn a_timestamp_of_another_form_comes_with_the_option_that_reads_it() {
    let hint = |column: &str, value: &str, part: &str| {
        drop(read(&format!("ts {column}"), JSON, format!("{{\"ts\": {value}}}\n")).failed_with(&["`ts`", part]))
    };
    hint(
        "TIMESTAMP(3)",
        "\"2024-05-01T10:00:00\"",
        "'json.timestamp-format.standard' = 'ISO-8601' reads it in a column of type TIMESTAMP(3)",
    );
    hint("TIMESTAMP(3)", "\"2024-05-01T10:00:00Z\"", "'ISO-8601' reads it in a column of type TIMESTAMP_LTZ(3)");
    hint("TIMESTAMP_LTZ(3)", "\"2024-05-01 10:00:00\"", "'SQL' reads it in a column of type TIMESTAMP(3)");
    hint("TIMESTAMP(3)", "1714557600000", "`ts AS TO_TIMESTAMP_LTZ(ts, 3)`");
    hint("TIMESTAMP(3)", "\"soon\"", "'json.ignore-parse-errors'");
}

#[test]
fn values_of_another_type_can_be_ignored() {
    let ended = read("a INT", "'format' = 'json', 'json.ignore-parse-errors' = 'true'", "{\"a\": 1}\n{\"a\": \"many\"}\n");
    assert_eq!(ended.succeeded().rows(), ["+I[1]", "+I[null]"]);
}

#[test]
fn a_line_longer_than_the_bound_fails_with_its_place_and_the_option() {
    let folder = Folder::new();
    let mut content = b"{\"a\": \"short\"}\n{\"a\": \"".to_vec();
    content.resize(200 << 20, b'x');
    folder.write("data", content);
    let ended = folder.run(&script("a STRING", JSON));
    ended.failed_with(&["data", "byte 15", "source.line-bytes-max"]);
}

#[test]
fn the_bound_on_lines_can_come_from_the_manifest() {
    let folder = Folder::new();
    folder.write("data", format!("{{\"a\": \"{}\"}}\n", "x".repeat(5_000_000)));
    folder.write("job.sql", script("a STRING", JSON));
    folder.write("job.toml", "[job]\nsql = 'job.sql'\n[limits]\nrecord_bytes = '64kb'\n");
    folder.waterwheel(&["run", "job.toml"]).failed_with(&["data", "longer than 65536 bytes"]);
}

#[test]
fn json_a_hundred_thousand_levels_deep_fails_and_does_not_crash() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let wanted = read("a STRING, b INT", JSON, format!("{{\"b\": 1}}\n{{\"a\": {deep}, \"b\": 2}}\n"));
    wanted.failed_with(&["data", "line 2", "levels of nesting"]);
    let unread = read("b INT", JSON, format!("{{\"b\": 1}}\n{{\"a\": {deep}, \"b\": 2}}\n"));
    unread.failed_with(&["data", "line 2", "levels of nesting"]);
}

#[test]
fn a_nul_byte_is_a_character_in_csv_and_an_error_in_json() {
    assert_eq!(read("a STRING, b STRING", CSV, b"x\0y,z\n").succeeded().out, "+I[x\0y, z]\n");
    read("a STRING", JSON, b"{\"a\": \"x\"}\n{\"a\":\0 \"y\"}\n").failed_with(&["data", "line 2"]);
}

#[test]
fn carriage_returns_at_the_ends_of_lines_do_not_matter() {
    assert_eq!(read("a INT", JSON, "{\"a\": 1}\r\n{\"a\": 2}\r\n").succeeded().rows(), ["+I[1]", "+I[2]"]);
    assert_eq!(read("a STRING, b INT", CSV, "x,1\r\ny,2\r\n").succeeded().rows(), ["+I[x, 1]", "+I[y, 2]"]);
}

#[test]
fn rows_before_the_bad_one_do_not_hide_the_failure_on_two_shards() {
    let folder = Folder::new();
    let mut content: String = (0..100_000).map(|i| format!("{{\"a\": {i}}}\n")).collect();
    content.push_str("{\"a\": \"bad\"}\n");
    folder.write("data", content);
    folder.run_on_two(&script("a INT", JSON)).failed_with(&["bad", "`a`", "data"]);
}

#[test]
fn a_null_time_attribute_fails_the_job() {
    let columns = "ts TIMESTAMP(3), WATERMARK FOR ts AS ts";
    read(columns, JSON, "{\"ts\": \"2024-05-01 10:00:00\"}\n{\"ts\": null}\n").failed_with(&["`ts`", "NULL", "data"]);
}

#[test]
fn a_row_of_the_year_9999_ends_quickly_under_hopping_windows() {
    let folder = Folder::new();
    folder.write("data", "{\"ts\": \"2024-05-01 10:00:00\"}\n{\"ts\": \"9999-12-31 23:59:59\"}\n");
    let ended = folder.run(
        "CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = 'data', 'format' = 'json');
         SELECT window_start, window_end, COUNT(*) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '2' MINUTE))
         GROUP BY window_start, window_end;",
    );
    // Each row lies in the two windows that cover it.
    let expected = [
        "+I[2024-05-01T09:59, 2024-05-01T10:01, 1]",
        "+I[2024-05-01T10:00, 2024-05-01T10:02, 1]",
        "+I[9999-12-31T23:58, +10000-01-01T00:00, 1]",
        "+I[9999-12-31T23:59, +10000-01-01T00:01, 1]",
    ];
    assert_eq!(ended.succeeded().rows(), expected);
}

#[test]
fn a_compressed_file_that_is_still_being_written_says_what_to_do() {
    // The first half of a gzip file.
    let half = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x4a\x54\xb2\x32";
    let folder = Folder::new();
    folder.write("data/a.json.gz", half);
    folder.run(&script("a INT", JSON)).failed_with(&["/data/a.json.gz as gzip", "too early", "then rename it"]);
    folder.write("data/a.json.gz", "{\"a\": 1}\n");
    folder.run(&script("a INT", JSON)).failed_with(&["/data/a.json.gz", "it is no gzip file", "rename it, or compress it"]);
}

#[test]
fn a_link_to_nowhere_is_named() {
    let folder = Folder::new();
    folder.write("data/a.json", "{\"a\": 1}\n");
    std::os::unix::fs::symlink("/nowhere/at/all", folder.path("data/b.json")).unwrap();
    folder.run(&script("a INT", JSON)).failed_with(&["cannot read ", "/data/b.json"]);
}
