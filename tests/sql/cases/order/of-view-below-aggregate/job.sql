-- Below an aggregation the order of a view means nothing: no row is late for it.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '6' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW s AS SELECT id, ts FROM ev ORDER BY ts;
SELECT COUNT(*) FROM s;
