-- A NULL inside of a column.
SET 'table.exec.sink.nested-constraint-enforcer' = 'ROWS_AND_COLLECTIONS';
CREATE TABLE t (m MAP<STRING, STRING NOT NULL>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (m MAP<STRING, STRING NOT NULL>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
