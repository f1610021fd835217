-- Odd rows (NULL and empty keys, duplicates, times before 1970, late ones): sessions over windows of GROUP BY.
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
CREATE VIEW p AS SELECT k, TUMBLE_ROWTIME(ts, INTERVAL '1' SECOND) AS wt, COUNT(*) AS n FROM ev GROUP BY k, TUMBLE(ts, INTERVAL '1' SECOND);
SELECT k, window_start, window_end, SUM(n) FROM TABLE(SESSION(TABLE p PARTITION BY k, DESCRIPTOR(wt), INTERVAL '3' SECOND)) GROUP BY k, window_start, window_end;
