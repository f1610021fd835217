-- Filters above the aggregate on the bounds and the results.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (label STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT CAST(ws AS STRING) || '/' || CAST(n AS STRING) FROM (SELECT window_start AS ws, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end) WHERE n > 2 AND ws < TIMESTAMP '2024-05-01 10:00:15';
