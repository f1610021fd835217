-- CURRENT_WATERMARK takes event time only.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT id, CURRENT_WATERMARK(pt) FROM ev;
