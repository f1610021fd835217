-- The order of a view holds through projections and filters.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '6' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW s AS SELECT id, ts FROM ev ORDER BY ts;
SELECT id + 1 FROM s WHERE id <> 2;
