-- A window over the union of two filters of one source.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), tag STRING, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, tag, COUNT(*) FROM TABLE(TUMBLE((SELECT 'low' AS tag, ts FROM ev WHERE v < 6 UNION ALL SELECT 'all' AS tag, ts FROM ev), DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, tag;
