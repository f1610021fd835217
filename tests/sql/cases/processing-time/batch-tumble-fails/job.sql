-- In batch mode there are no windows of processing time.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt), INTERVAL '1' DAY)) GROUP BY window_start, window_end;
