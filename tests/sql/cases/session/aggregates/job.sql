-- Several aggregates over sessions.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, mi INT, ma INT, av INT, d BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, window_end, k, MIN(v), MAX(v), AVG(v), COUNT(DISTINCT v) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' SECOND))
GROUP BY window_start, window_end, k HAVING COUNT(*) > 1;
