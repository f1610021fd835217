-- A window by a key of type TIME(0); NULL is a key as well.
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
CREATE TABLE o (ws TIMESTAMP(3), k TIME(0), n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, tm, COUNT(*) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, tm;
