-- Windows of hours, then of days over their window_time.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP_LTZ(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW hours AS SELECT k, window_start AS hs, window_end AS he, window_time AS rt, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY k, window_start, window_end, window_time;
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), hours BIGINT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, COUNT(*), SUM(n) FROM TABLE(TUMBLE(TABLE hours, DESCRIPTOR(rt), INTERVAL '1' DAY)) GROUP BY window_start, window_end;
