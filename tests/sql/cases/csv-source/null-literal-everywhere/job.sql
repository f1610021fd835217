-- The null literal in cells of every type, quoted too.
CREATE TABLE t (a INT, b STRING, c BOOLEAN, d DECIMAL(5, 2), l ARRAY<STRING>) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.null-literal' = 'n/a');
SELECT * FROM t;
