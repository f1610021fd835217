-- Lengths inside of rows are made to fit, those of elements are not looked at.
SET 'table.exec.sink.type-length-enforcer' = 'TRIM_PAD';
SET 'table.exec.sink.nested-constraint-enforcer' = 'ROWS';
CREATE TABLE t (i INT, r ROW<s CHAR(3), q ROW<b BINARY(3)>>, a ARRAY<VARCHAR(3)>, m MAP<STRING, VARCHAR(3)>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (i INT, r ROW<s CHAR(3), q ROW<b BINARY(3)>>, a ARRAY<VARCHAR(3)>, m MAP<STRING, VARCHAR(3)>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
