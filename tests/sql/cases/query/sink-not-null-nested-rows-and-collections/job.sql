-- How far into the columns NULLs are looked for.
SET 'table.exec.sink.not-null-enforcer' = 'DROP';
SET 'table.exec.sink.nested-constraint-enforcer' = 'ROWS_AND_COLLECTIONS';
CREATE TABLE t (i INT, r ROW<s STRING NOT NULL, q ROW<b BYTES NOT NULL>>, a ARRAY<STRING NOT NULL>, m MAP<STRING, STRING NOT NULL>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (i INT, r ROW<s STRING NOT NULL, q ROW<b BYTES NOT NULL>>, a ARRAY<STRING NOT NULL>, m MAP<STRING, STRING NOT NULL>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
