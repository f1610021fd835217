-- A window over the window_time of a window of processing time.
CREATE TABLE ev (
  id INT,
  k STRING,
  ts TIMESTAMP(3),
  pt AS PROCTIME(),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW first_windows AS SELECT window_time AS wt, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt), INTERVAL '45' DAY)) GROUP BY window_start, window_end, window_time;
CREATE TABLE o (n BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT SUM(n) FROM TABLE(TUMBLE(TABLE first_windows, DESCRIPTOR(wt), INTERVAL '90' DAY)) GROUP BY window_start, window_end;
