-- What a source holds beyond its declared lengths goes on as it is.
SET 'table.exec.sink.type-length-enforcer' = 'IGNORE';
CREATE TABLE t (i INT, s VARCHAR(3), c CHAR(3), b VARBINARY(3), f BINARY(3)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (i INT, s VARCHAR(3), c CHAR(3), b VARBINARY(3), f BINARY(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
