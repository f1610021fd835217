-- A window size of nothing.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  plain TIMESTAMP(3),
  m MAP<STRING, INT>,
  r ROW<x INT, y STRING>,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '0' SECOND)) GROUP BY window_start, window_end;
