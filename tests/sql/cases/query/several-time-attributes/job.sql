-- A second timestamp column stays an ordinary one.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), last_other TIMESTAMP(3)) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, MAX(other) FROM TABLE(TUMBLE((SELECT ts, ts + INTERVAL '1' HOUR AS other FROM ev), DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY window_start, window_end;
