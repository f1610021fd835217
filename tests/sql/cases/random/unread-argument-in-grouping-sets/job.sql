-- Nobody reads the average, but rows are multiplied for the grouping sets with its argument.
CREATE TABLE t (k STRING, c BOOLEAN, n DOUBLE, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT m FROM (SELECT k, MAX(n) AS m, AVG(TRUNCATE(x, 3)) AS a FROM t GROUP BY GROUPING SETS ((k), ()));
