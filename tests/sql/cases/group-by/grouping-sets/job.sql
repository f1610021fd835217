-- GROUPING SETS with GROUPING and GROUPING_ID.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, odd INT, n BIGINT, g BIGINT, gid BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, o, COUNT(*), GROUPING(k), GROUPING_ID(k, o) FROM (SELECT k, MOD(v, 2) AS o FROM t) GROUP BY GROUPING SETS ((k, o), (k), ());
