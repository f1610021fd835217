-- A change of half an hour: the half hour from 01:30 to 02:00 comes twice.
SET 'table.local-time-zone' = 'Australia/Lord_Howe';
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP_LTZ(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), wt TIMESTAMP_LTZ(3), n BIGINT, first_id INT, l TIMESTAMP_LTZ(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT window_start, window_end, window_time, COUNT(*), MIN(id), MAX(ts) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '15' MINUTE)) GROUP BY window_start, window_end, window_time;
