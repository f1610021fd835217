-- With the length enforcer set, texts are cut or padded to the sink's length.
SET 'table.exec.sink.type-length-enforcer' = 'TRIM_PAD';
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, s VARCHAR(3), c CHAR(6)) WITH ('connector' = 'print');
INSERT INTO o SELECT id, CAST(s AS VARCHAR(10)), CAST(s AS CHAR(8)) FROM t;
