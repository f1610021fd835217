-- What a source holds beyond its declared lengths is cut or filled up.
SET 'table.exec.sink.type-length-enforcer' = 'TRIM_PAD';
CREATE TABLE t (i INT, s VARCHAR(3), c CHAR(3), b VARBINARY(3), f BINARY(3)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (i INT, s VARCHAR(3), c CHAR(3), b VARBINARY(3), f BINARY(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
