-- Rows written as JSON files.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, k STRING, r ROW<x INT, y STRING>, a ARRAY<INT>, ts TIMESTAMP(3), n DECIMAL(10, 2), d DOUBLE, b BOOLEAN, m MAP<STRING, INT>) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json');
INSERT INTO o SELECT id, k, ROW(v, k), ARRAY[v, 1], TIMESTAMP '2024-05-01 10:00:00', CAST(v AS DECIMAL(10, 2)), v / 2e0, v > 1, MAP['v', v] FROM t;
