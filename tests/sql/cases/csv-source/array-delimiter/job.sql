-- Elements of arrays and fields of rows between a delimiter of its own.
CREATE TABLE t (a ARRAY<INT>, r ROW<x INT, y STRING>, s STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.array-element-delimiter' = '|');
SELECT * FROM t;
