-- LIMIT over rows that change: a group that changes goes to the end of those that wait.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '6' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SET 'table.exec.mini-batch.enabled' = 'false';
SELECT k, COUNT(*) FROM ev GROUP BY k LIMIT 2;
