-- The window function reads a common table expression.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, s INT) WITH ('connector' = 'print');
INSERT INTO o
WITH doubled AS (SELECT UPPER(k) AS kk, v * 2 AS w, ts FROM ev WHERE v IS NOT NULL)
SELECT window_start, window_end, kk, SUM(w) FROM TABLE(TUMBLE((SELECT * FROM doubled), DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, kk;
