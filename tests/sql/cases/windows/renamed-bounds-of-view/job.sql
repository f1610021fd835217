-- Odd rows (NULL and empty keys, duplicates, times before 1970, late ones): bounds under other names through a view, with a condition.
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
CREATE VIEW p AS SELECT window_start AS ws, window_end AS we, window_time AS wt, id, k FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND));
SELECT ws, COUNT(*) FROM p WHERE id > 2 GROUP BY ws, we;
