-- A NULL inside of a column.
SET 'table.exec.sink.nested-constraint-enforcer' = 'ROWS_AND_COLLECTIONS';
CREATE TABLE t (a ARRAY<STRING NOT NULL>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (a ARRAY<STRING NOT NULL>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
