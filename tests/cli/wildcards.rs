//! Paths with wildcards.

use crate::program::Folder;

fn table(columns: &str, path: &str) -> String {
    format!("CREATE TABLE t ({columns}) WITH ('connector' = 'filesystem', 'path' = '{path}', 'format' = 'json');\n")
}

fn rows(folder: &Folder, path: &str) -> String {
    let ended = folder.run(&format!("{}SELECT a FROM t;", table("a INT", path))).succeeded();
    ended.rows().concat().replace("+I[", "").replace(']', " ")
}

fn folder_of(names: &[&str]) -> Folder {
    let folder = Folder::new();
    names.iter().enumerate().for_each(|(i, name)| drop(folder.write(name, format!("{{\"a\": {}}}\n", i + 1))));
    folder
}

#[test]
fn every_file_that_fits_is_read_once() {
    let names = ["data/2023-12/part-1.json", "data/2024-01/part-1.json", "data/2024-01/part-10.json", "data/2024-02/part-2.json"];
    let folder = folder_of(&[&names[..], &["data/2024-02/_part-3.json", "data/2024-02/sub/x.json"]].concat());
    assert_eq!(rows(&folder, "data/2024-*/part-?.json"), "2 4 ");
    assert_eq!(rows(&folder, "data/2024-*"), "2 3 4 6 ");
    assert_eq!(rows(&folder, "data/*/part-[1-9].json"), "1 2 4 ");
    assert_eq!(rows(&folder, "data/{2023-12,2024-0[!1],2024-02/s*}"), "1 4 6 ");
}

#[test]
fn a_path_that_exists_is_taken_as_it_is() {
    let folder = folder_of(&["data[1]/x*.json", "data1/xy.json", "data[1]/xy.json"]);
    assert_eq!(rows(&folder, "data[1]/x*.json"), "1 ");
    assert_eq!(rows(&folder, "data[1]"), "1 3 ");
    assert_eq!(rows(&folder, "data\\[1]/xy.json"), "3 ");
}

#[test]
fn partitions_and_metadata_are_those_of_each_file() {
    let folder = folder_of(&["data/d=1/f.json", "data/d=2/f.json", "data/d=3/f.json"]);
    let columns = "a INT, d INT, path STRING METADATA FROM 'file.path' VIRTUAL";
    let create = table(columns, "data/d=[12]").replace(") WITH", ") PARTITIONED BY (d) WITH");
    let ended = folder.run(&format!("{create}SELECT d, a, path LIKE '%/data/d=_/f.json' FROM t;")).succeeded();
    assert_eq!(ended.rows(), ["+I[1, 1, true]", "+I[2, 2, true]"]);
}

#[test]
fn when_nothing_fits_the_message_says_up_to_where_something_did() {
    let folder = folder_of(&["data/2023/part.json"]);
    let run = |path: &str| folder.run(&format!("{}SELECT a FROM t;", table("a INT", path)));
    run("data/2024-*/part-?.json").failed_with(&[
        "nothing fits the path ",
        "/data/2024-*/part-?.json",
        "/data exists, without `2024-*`",
        "there are 2023;",
    ]);
    run("data/2*/part.csv").failed_with(&["/data/2023 exists, without `part.csv`", "there are part.json;"]);
    run("nowhere/deep").failed_with(&["cannot read ", "/nowhere/deep", "exists, without `nowhere`", "job.sql"]);
}

#[test]
fn a_table_with_wildcards_is_not_written_to() {
    let folder = folder_of(&["in/x.json"]);
    let source = table("a INT", "in").replace("TABLE t", "TABLE s");
    let run = |path: &str| folder.run(&format!("{source}{}INSERT INTO t SELECT a FROM s;\n", table("a INT", path)));
    run("out/*").refused_with(&["job.sql:2:", "'out/*'", "no wildcards", "one folder"]);
    run("out-\\[1]").succeeded();
    assert!(folder.path("out-[1]").is_dir());
}

#[test]
fn a_job_that_watches_does_not_write_where_its_wildcards_read() {
    let folder = folder_of(&["data/in-1/x.json"]);
    let source = table("a INT", "data/in-*");
    let watching = source.replace("'format'", "'source.monitor-interval' = '1 s', 'format'");
    let sink = |path: &str| table("a INT", path).replace("TABLE t", "TABLE s");
    let run = |source: &str, path: &str| folder.run(&format!("{source}{}INSERT INTO s SELECT a FROM t;\n", sink(path)));
    run(&watching, "data/in-2/deeper").refused_with(&["/data/in-2/deeper", "default_database.t", "another folder"]);
    run(&source, "data/in-2/deeper").succeeded();
    run(&source, "data/out").succeeded();
}
