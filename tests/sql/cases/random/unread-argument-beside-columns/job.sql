-- What nobody reads is not computed where the calls that are left read columns only.
CREATE TABLE t (k STRING, c BOOLEAN, n DOUBLE, x DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT m FROM (SELECT k, MAX(n) AS m, AVG(TRUNCATE(x, 3)) AS a FROM t GROUP BY k);
SELECT m FROM (SELECT MAX(n) AS m, AVG(y) AS a FROM (SELECT n, TRUNCATE(x, 3) AS y FROM t));
SELECT COUNT(*) FROM (SELECT MAX(n + 1) AS m, AVG(TRUNCATE(x, 3)) AS a FROM t GROUP BY k);
