-- On TIMESTAMP_LTZ, day windows follow the session time zone; the day of the change has 23 hours.
SET 'table.local-time-zone' = 'America/New_York';
CREATE TABLE ev (
  id INT,
  ts TIMESTAMP_LTZ(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), n BIGINT, first_id INT, l TIMESTAMP_LTZ(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, COUNT(*), MIN(id), MAX(ts) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' DAY)) GROUP BY window_start, window_end;
