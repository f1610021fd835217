-- A partition of two columns.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW e2 AS SELECT k, MOD(v, 2) AS odd, v, ts FROM ev;
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), k STRING, odd INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, window_end, k, odd, COUNT(*) FROM TABLE(SESSION(TABLE e2 PARTITION BY (k, odd), DESCRIPTOR(ts), INTERVAL '15' SECOND))
GROUP BY window_start, window_end, k, odd;
