-- Nobody reads the average, but its argument is computed beside the other one, and fails (seed 50, query 399).
CREATE TABLE t (k STRING, c BOOLEAN, n DOUBLE, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT m FROM (SELECT k, AVG(TRUNCATE(x, 3)) AS a, PERCENTILE(n, 0.5) AS m FROM t GROUP BY k);
