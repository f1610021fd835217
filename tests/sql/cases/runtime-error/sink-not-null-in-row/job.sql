-- A NULL inside of a column.
SET 'table.exec.sink.nested-constraint-enforcer' = 'rows';
CREATE TABLE t (r ROW<s STRING NOT NULL>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (r ROW<s STRING NOT NULL>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
