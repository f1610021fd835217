-- Arrays and rows within a field, separated by a semicolon.
CREATE TABLE t (i INT, a ARRAY<INT>, r ROW<x INT, y STRING>) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv'
);
CREATE TABLE o (i INT, a ARRAY<INT>, r ROW<x INT, y STRING>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
