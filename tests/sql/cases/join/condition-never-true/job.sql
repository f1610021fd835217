-- Conditions that no row fulfils need no equality: there is nothing to join (seed 40, query 438).
CREATE TABLE t (k STRING, n INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT a.k FROM t AS a, t AS b WHERE a.k = CAST(NULL AS STRING);
SELECT a.k FROM t AS a JOIN t AS b ON FALSE;
SELECT a.k FROM t AS a JOIN t AS b ON a.n > 3 AND a.n < 2;
SELECT COUNT(*), SUM(a.n) FROM t AS a JOIN t AS b ON a.n > 3 AND a.n < 2;
SELECT a.k FROM t AS a JOIN t AS b ON a.n = b.n JOIN t AS c ON b.n = CAST(NULL AS INT);
