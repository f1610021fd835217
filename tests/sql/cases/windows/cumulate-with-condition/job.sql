-- Odd rows (NULL and empty keys, duplicates, times before 1970, late ones): CUMULATE with a condition on the key.
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
SELECT window_start, window_end, COUNT(*) FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '3' SECOND)) WHERE k IS NOT NULL GROUP BY window_start, window_end;
