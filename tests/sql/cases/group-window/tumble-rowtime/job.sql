-- TUMBLE_ROWTIME is a time attribute: a cascade.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT TUMBLE_START(rt, INTERVAL '20' SECOND), TUMBLE_END(rt, INTERVAL '20' SECOND), SUM(n) FROM (
  SELECT TUMBLE_ROWTIME(ts, INTERVAL '5' SECOND) AS rt, COUNT(*) AS n FROM ev GROUP BY TUMBLE(ts, INTERVAL '5' SECOND))
GROUP BY TUMBLE(rt, INTERVAL '20' SECOND);
