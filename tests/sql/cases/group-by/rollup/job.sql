-- ROLLUP.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, o INT, s INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, o, SUM(v) FROM (SELECT k, MOD(v, 2) AS o, v FROM t) GROUP BY ROLLUP (k, o);
