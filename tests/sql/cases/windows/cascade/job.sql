-- Odd rows (NULL and empty keys, duplicates, times before 1970, late ones): a window over windows.
CREATE TABLE ev (
  id INT,
  k STRING,
  j STRING,
  v INT,
  d DOUBLE,
  ts TIMESTAMP(3),
  n ROW<t TIMESTAMP(3), x INT>,
  xs ARRAY<INT>,
  WATERMARK FOR ts AS ts - INTERVAL '0.2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE VIEW p AS SELECT window_start AS ws, window_end AS we, window_time AS wt, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY k, window_start, window_end, window_time;
SELECT window_start, SUM(n), COUNT(*) FROM TABLE(TUMBLE(TABLE p, DESCRIPTOR(wt), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;
