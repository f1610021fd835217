-- A sink takes one time attribute only.
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
CREATE TABLE u (
  id INT,
  us TIMESTAMP(3),
  WATERMARK FOR us AS us
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE x (a TIMESTAMP(3), b TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO x SELECT t.ts, u.us FROM t JOIN u ON t.id = u.id AND u.us BETWEEN t.ts AND t.ts;
