-- Arrays and rows are ordered from left to right, NULLs in them before values, the shorter array before one that it begins.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (n INT, a ARRAY<INT>, r ROW<x INT, y STRING>, aa ARRAY<STRING>) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
SELECT n FROM t ORDER BY a;
SELECT n FROM t ORDER BY a DESC;
SELECT n FROM t ORDER BY a NULLS LAST LIMIT 4;
SELECT n FROM t ORDER BY r;
SELECT n FROM t ORDER BY r DESC NULLS FIRST;
SELECT n FROM t ORDER BY aa DESC;
SELECT n FROM t ORDER BY ARRAY[r] DESC, n;
