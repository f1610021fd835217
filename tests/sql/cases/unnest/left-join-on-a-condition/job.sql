-- LEFT JOIN UNNEST … ON a condition on the elements: a row of which no element fulfils it is kept once, with NULLs.
CREATE TABLE t (k STRING, a ARRAY<INT>, m MAP<STRING, INT>, r ARRAY<ROW<p INT, q STRING>>)
WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE TABLE o1 (k STRING, x INT) WITH ('connector' = 'print', 'print-identifier' = 'greater');
CREATE TABLE o3 (k STRING, a STRING, b INT) WITH ('connector' = 'print', 'print-identifier' = 'map');
CREATE TABLE o4 (k STRING, p INT, q STRING) WITH ('connector' = 'print', 'print-identifier' = 'rows');
CREATE TABLE o5 (k STRING, n BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'counted');
INSERT INTO o1 SELECT k, x FROM t LEFT JOIN UNNEST(a) AS u (x) ON x > 1;
INSERT INTO o3 SELECT k, c, d FROM t LEFT JOIN UNNEST(m) AS u (c, d) ON u.c = 'x' OR d IS NULL;
INSERT INTO o4 SELECT k, p, q FROM t LEFT JOIN UNNEST(r) AS u (p, q) ON q LIKE 'a%' WHERE k <> 'c';
INSERT INTO o5 SELECT k, COUNT(x) FROM t LEFT JOIN UNNEST(a) AS u (x) ON x > 1 GROUP BY k;
