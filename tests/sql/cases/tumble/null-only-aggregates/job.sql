-- Aggregates over nothing but NULLs: COUNT is 0, the others NULL.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, c BIGINT, s INT, a INT) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, k, COUNT(v), SUM(v), AVG(v)
FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
WHERE v IS NULL
GROUP BY window_start, window_end, k;
