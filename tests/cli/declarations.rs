//! What a script declares, as Flink 2.3.0 shows it.

use crate::program::Folder;

/// Script and answer were put to Flink.
const SCRIPT: &str = r#"
CREATE TABLE t (a INT, b INT, PRIMARY KEY (a) NOT ENFORCED) WITH ('connector'='print');
ALTER TABLE t ADD (c INT FIRST, d INT AFTER a);
ALTER TABLE t MODIFY (b STRING COMMENT 'x');
ALTER TABLE t DROP PRIMARY KEY;
ALTER TABLE t DROP (c);
ALTER TABLE t ADD (ts TIMESTAMP(3), WATERMARK FOR ts AS ts, PRIMARY KEY(a) NOT ENFORCED);
DESCRIBE t;
ALTER TABLE t MODIFY a BIGINT AFTER ts;
DESCRIBE t;
SHOW CREATE TABLE t;
CREATE TABLE base (id INT, k STRING, twice AS id * 2, ts TIMESTAMP(3), WATERMARK FOR ts AS ts, PRIMARY KEY (id) NOT ENFORCED) COMMENT 'c' WITH ('connector' = 'datagen', 'number-of-rows'='3');
CREATE TABLE l1 (extra AS UPPER(k)) WITH ('number-of-rows'='5') LIKE base;
SHOW CREATE TABLE l1;
CREATE TABLE l2 WITH ('connector'='print') LIKE base (EXCLUDING ALL);
DESCRIBE l2;
CREATE TEMPORARY TABLE l4 (`from` INT, PRIMARY KEY(`from`) NOT ENFORCED) LIKE base (EXCLUDING CONSTRAINTS EXCLUDING OPTIONS);
SHOW CREATE TABLE l4;
"#;

const ANSWER: &str = r#"+I[a, INT, false, PRI(a), null, null, null]
+I[d, INT, true, null, null, null, null]
+I[b, STRING, true, null, null, null, x]
+I[ts, TIMESTAMP(3) *ROWTIME*, true, null, null, `ts`, null]
+I[d, INT, true, null, null, null, null]
+I[b, STRING, true, null, null, null, x]
+I[ts, TIMESTAMP(3) *ROWTIME*, true, null, null, `ts`, null]
+I[a, BIGINT, false, PRI(a), null, null, null]
+I[CREATE TABLE `default_catalog`.`default_database`.`t` (
  `d` INT,
  `b` VARCHAR(2147483647) COMMENT 'x',
  `ts` TIMESTAMP(3),
  `a` BIGINT NOT NULL,
  WATERMARK FOR `ts` AS `ts`,
  CONSTRAINT `PK_a` PRIMARY KEY (`a`) NOT ENFORCED
)
WITH (
  'connector' = 'print'
)
]
+I[CREATE TABLE `default_catalog`.`default_database`.`l1` (
  `id` INT NOT NULL,
  `k` VARCHAR(2147483647),
  `twice` AS `id` * 2,
  `ts` TIMESTAMP(3),
  `extra` AS UPPER(`k`),
  WATERMARK FOR `ts` AS `ts`,
  CONSTRAINT `PK_id` PRIMARY KEY (`id`) NOT ENFORCED
)
WITH (
  'connector' = 'datagen',
  'number-of-rows' = '5'
)
]
+I[id, INT, false, null, null, null]
+I[k, STRING, true, null, null, null]
+I[ts, TIMESTAMP(3), true, null, null, null]
+I[CREATE TEMPORARY TABLE `default_catalog`.`default_database`.`l4` (
  `id` INT NOT NULL,
  `k` VARCHAR(2147483647),
  `twice` AS `id` * 2,
  `ts` TIMESTAMP(3),
  `from` INT NOT NULL,
  WATERMARK FOR `ts` AS `ts`,
  CONSTRAINT `PK_from` PRIMARY KEY (`from`) NOT ENFORCED
)
]
"#;

#[test]
fn changed_and_copied_tables_are_shown_as_flink_shows_them() {
    let folder = Folder::new();
    assert_eq!(folder.run(SCRIPT).succeeded().out, ANSWER);
}

#[test]
fn distributions_are_shown_as_flink_shows_them() {
    let folder = Folder::new();
    let script = "CREATE TABLE a (i INT, s STRING) DISTRIBUTED BY HASH(i) INTO 3 BUCKETS PARTITIONED BY (s) WITH ('connector' = 'print');
        CREATE TABLE b LIKE a;
        CREATE TABLE c (k INT) DISTRIBUTED BY (k) LIKE a (EXCLUDING DISTRIBUTION);
        ALTER TABLE a MODIFY DISTRIBUTION INTO 7 BUCKETS;
        SHOW CREATE TABLE a; SHOW CREATE TABLE b; SHOW CREATE TABLE c;
        ALTER TABLE a DROP DISTRIBUTION; SHOW CREATE TABLE a;
        ALTER TABLE a ADD DISTRIBUTION BY RANGE(i); SHOW CREATE TABLE a;";
    let shown = folder.run(script).succeeded().out;
    let clauses: Vec<&str> = shown.lines().filter(|l| l.starts_with("DISTRIBUTED") || l.starts_with("PARTITIONED")).collect();
    let (hash, by, range) = ("DISTRIBUTED BY HASH(`i`) INTO 3 BUCKETS", "DISTRIBUTED BY (`k`)", "DISTRIBUTED BY RANGE(`i`)");
    let partitioned = "PARTITIONED BY (`s`)";
    let expected = ["DISTRIBUTED INTO 7 BUCKETS", partitioned, hash, partitioned, by, partitioned, partitioned, range, partitioned];
    assert_eq!(clauses, expected);
}

#[test]
fn what_cannot_be_changed_is_refused_by_name() {
    let folder = Folder::new();
    let table = "CREATE TABLE t (a INT, twice AS a * 2, k STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'print');\n";
    for (change, parts) in [
        ("DROP a", ["job.sql:2:", "`twice` is computed from the column"]),
        ("DROP k", ["job.sql:2:", "`k` is part of a key"]),
        ("DROP tvice", ["no column `tvice`", "did you mean `twice`?"]),
        ("ADD a INT", ["job.sql:2:", "a column `a` already"]),
        ("RENAME a TO k", ["job.sql:2:", "a column `k` already"]),
        ("DROP WATERMARK", ["job.sql:2:", "has no watermark"]),
    ] {
        folder.run(&format!("{table}ALTER TABLE t {change};")).refused_with(&parts);
    }
}

#[test]
fn like_does_not_guess_which_of_two_options_counts() {
    let folder = Folder::new();
    let base = "CREATE TABLE base (id INT) WITH ('connector' = 'datagen');\n";
    let twice = "CREATE TABLE t WITH ('connector' = 'print') LIKE base (INCLUDING OPTIONS);";
    folder.run(&format!("{base}{twice}")).refused_with(&["job.sql:2:", "the option 'connector' already"]);
    folder.run(&format!("{base}CREATE TABLE t (id INT) LIKE base;")).refused_with(&["a column `id` already"]);
    folder.run("CREATE VIEW v AS SELECT 1 AS id;\nCREATE TABLE t LIKE v;").refused_with(&["`v` is a view"]);
}
