-- A value of another length than its sink column's.
SET 'table.exec.sink.type-length-enforcer' = 'ERROR';
CREATE TABLE t (i INT, c CHAR(3)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (i INT, c CHAR(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t WHERE i <> 2;
