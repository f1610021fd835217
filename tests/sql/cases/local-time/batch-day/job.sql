-- In batch mode day windows follow the session zone too.
SET 'execution.runtime-mode' = 'batch';
SET 'table.local-time-zone' = 'America/New_York';
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP_LTZ(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), wt TIMESTAMP_LTZ(3), n BIGINT, first_id INT, l TIMESTAMP_LTZ(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, window_time, COUNT(*), MIN(id), MAX(ts) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' DAY)) GROUP BY window_start, window_end, window_time;
