-- In batch mode there are no windows of processing time.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT COUNT(*) FROM ev GROUP BY TUMBLE(pt, INTERVAL '1' DAY);
