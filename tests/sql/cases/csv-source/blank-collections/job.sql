-- Cells of blanks as collections and bytes.
CREATE TABLE t (i INT, a ARRAY<STRING>, n ARRAY<INT>, r ROW<x STRING, y INT>, b BYTES) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
CREATE TABLE o (i INT, a ARRAY<STRING>, n ARRAY<INT>, r ROW<x STRING, y INT>, b BYTES) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
