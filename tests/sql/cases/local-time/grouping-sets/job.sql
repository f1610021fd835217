-- Grouping sets over local windows.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP_LTZ(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (k STRING, ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT k, window_start, window_end, COUNT(*) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '2' HOUR)) GROUP BY window_start, window_end, GROUPING SETS ((k), ());
