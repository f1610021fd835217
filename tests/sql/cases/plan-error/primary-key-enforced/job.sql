-- A primary key must be NOT ENFORCED.
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
CREATE TABLE x (a INT, PRIMARY KEY (a)) WITH ('connector' = 'print');
