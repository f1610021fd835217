-- Bytes print as signed numbers in brackets, CHAR is padded when cast, BINARY keeps its length.
CREATE TABLE t (
  id INT,
  s STRING,
  y BYTES
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, y BYTES, c CHAR(5), v VARCHAR(2), b BINARY(2), vb VARBINARY(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT id, y, CAST(s AS CHAR(5)), CAST(s AS VARCHAR(2)), CAST(y AS BINARY(2)), CAST(y AS VARBINARY(3)) FROM t;
