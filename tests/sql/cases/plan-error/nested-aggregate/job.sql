-- An aggregate of an aggregate.
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
SELECT SUM(COUNT(*)) FROM t;
