-- Tumbling windows over the results of smaller ones, by way of window_time.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT, top BIGINT) WITH ('connector' = 'print');
CREATE VIEW small AS SELECT window_time AS rt, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, window_time, k;
INSERT INTO o SELECT window_start, window_end, SUM(n), MAX(n) FROM TABLE(TUMBLE(TABLE small, DESCRIPTOR(rt), INTERVAL '20' SECOND)) GROUP BY window_start, window_end;
