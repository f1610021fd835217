-- Rows, arrays, maps and NULLs inside them, as the print connector shows them.
CREATE TABLE t (
  id INT,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, r ROW<a INT, b STRING>, a ARRAY<STRING>, m MAP<STRING, INT>, rr ROW<x ROW<y INT>, z ARRAY<ROW<q STRING>>>, ts ARRAY<TIMESTAMP(3)>) WITH ('connector' = 'print');
INSERT INTO o SELECT id, ROW(id, s), ARRAY[s, 'x', CAST(NULL AS STRING)], MAP['k', id], ROW(ROW(id), ARRAY[ROW(s)]), ARRAY[TIMESTAMP '2024-05-01 10:00:00'] FROM t;
