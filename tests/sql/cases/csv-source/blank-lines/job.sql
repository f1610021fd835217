-- A blank line is a record of one blank cell.
CREATE TABLE t (k STRING, z INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
CREATE TABLE o (v STRING, is_null BOOLEAN) WITH ('connector' = 'print');
INSERT INTO o SELECT k, k IS NULL FROM t;
