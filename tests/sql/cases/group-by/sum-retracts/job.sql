-- SUM and AVG over updates; a group whose last row is retracted disappears.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (n BIGINT, s BIGINT, a BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT n, SUM(n), AVG(n) FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k) GROUP BY n;
