-- Nobody reads the average; FILTER of the call that is left has its truth value computed, and the average's argument with it.
CREATE TABLE t (k STRING, c BOOLEAN, n DOUBLE, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT m FROM (SELECT k, MAX(n) FILTER (WHERE c) AS m, AVG(TRUNCATE(x, 3)) AS a FROM t GROUP BY k);
