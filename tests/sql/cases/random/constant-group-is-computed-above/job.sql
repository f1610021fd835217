-- A constant that is grouped by is computed for the groups that come out, not for the rows that come in (seed 31, query 138).
CREATE TABLE t (k STRING, c BOOLEAN, n DOUBLE, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT m FROM (SELECT ELEMENT(ARRAY[1, 2]) AS e, k, MAX(n) AS m FROM t GROUP BY ELEMENT(ARRAY[1, 2]), k);
SELECT e, m FROM (SELECT ELEMENT(ARRAY[1, 2]) AS e, k, MAX(n) AS m FROM t GROUP BY ELEMENT(ARRAY[1, 2]), k HAVING COUNT(*) > 5);
SELECT 'x', k, COUNT(*), 7 FROM t GROUP BY 'x', k, 7;
SELECT 'x', COUNT(*) FROM t GROUP BY 'x';
