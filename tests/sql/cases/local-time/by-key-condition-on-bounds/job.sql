-- Conditions on the bounds of windows compare local times; the aggregation above takes the windows that rows bring along.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP_LTZ(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (k STRING, ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, window_start, window_end, COUNT(*) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) WHERE window_start >= TIMESTAMP '2024-10-27 02:00:00' AND EXTRACT(HOUR FROM window_end) < 5 GROUP BY k, window_start, window_end;
