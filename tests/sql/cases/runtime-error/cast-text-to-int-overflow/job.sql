-- A text whose number does not fit.
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
CREATE TABLE o (x TINYINT) WITH ('connector' = 'print');
INSERT INTO o SELECT CAST('3' || CAST(id * 100 AS STRING) AS TINYINT) FROM t;
