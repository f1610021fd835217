-- Grouping by a ROW<x INT, y STRING>.
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
  ts TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (k ROW<x INT, y STRING>, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT r, COUNT(*) FROM ev GROUP BY r;
