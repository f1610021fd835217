-- Each row with its windows' bounds: local times, and window_time as an instant.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP_LTZ(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (id INT, ts TIMESTAMP_LTZ(3), ws TIMESTAMP(3), we TIMESTAMP(3), wt TIMESTAMP_LTZ(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT id, ts, window_start, window_end, CAST(window_time AS TIMESTAMP_LTZ(3)) FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR, INTERVAL '2' HOUR));
