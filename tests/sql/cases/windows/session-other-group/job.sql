-- Odd rows (NULL and empty keys, duplicates, times before 1970, late ones): sessions by one key, aggregated by another.
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
SELECT window_start, window_end, j, COUNT(*) FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY j, window_start, window_end;
