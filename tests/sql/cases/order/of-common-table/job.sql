-- ORDER BY in a common table expression means nothing.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '6' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
WITH s AS (SELECT id, ts FROM ev ORDER BY ts) SELECT * FROM s;
