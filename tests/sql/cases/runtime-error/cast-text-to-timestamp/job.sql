-- A text that is no timestamp.
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
CREATE TABLE o (x TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT CAST(k AS TIMESTAMP(3)) FROM t;
