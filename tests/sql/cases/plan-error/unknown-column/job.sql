-- A column that no table in scope has.
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
SELECT id, nope FROM t;
