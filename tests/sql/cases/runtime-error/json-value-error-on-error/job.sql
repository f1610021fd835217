-- JSON_VALUE told to fail on errors.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  plain TIMESTAMP(3),
  m MAP<STRING, INT>,
  r ROW<x INT, y STRING>,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (x STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT JSON_VALUE(k, 'strict $.a' ERROR ON ERROR) FROM t;
