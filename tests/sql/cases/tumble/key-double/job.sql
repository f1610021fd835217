-- A window by a key of type DOUBLE; NULL is a key as well. 0.0 and -0.0 are two keys, NaN is one.
CREATE TABLE ev (
  b BOOLEAN,
  t TINYINT,
  l BIGINT,
  f FLOAT,
  d DOUBLE,
  n DECIMAL(10, 2),
  dt DATE,
  tm TIME(0),
  t9 TIMESTAMP(9),
  y BYTES,
  a ARRAY<INT>,
  r ROW<x INT, y STRING>,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), k DOUBLE, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, d, COUNT(*) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, d;
