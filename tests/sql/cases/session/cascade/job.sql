-- A tumble over the result of sessions.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, window_end, SUM(n) FROM TABLE(TUMBLE((SELECT window_time AS rt, COUNT(*) AS n FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, window_time, k), DESCRIPTOR(rt), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
