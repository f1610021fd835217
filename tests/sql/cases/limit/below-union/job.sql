-- Each side of a union has its own limit.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '6' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
(SELECT id FROM ev LIMIT 2) UNION ALL (SELECT id FROM ev LIMIT 1);
