-- TUMBLE_START without TUMBLE in GROUP BY.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), COUNT(*) FROM ev GROUP BY k;
