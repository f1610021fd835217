-- Too long a text inside of a column.
SET 'table.exec.sink.type-length-enforcer' = 'ERROR';
SET 'table.exec.sink.nested-constraint-enforcer' = 'ROWS_AND_COLLECTIONS';
CREATE TABLE t (a ARRAY<VARCHAR(3)>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (a ARRAY<VARCHAR(3)>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
