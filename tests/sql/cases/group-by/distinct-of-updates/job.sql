-- COUNT(DISTINCT) over updates.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (d BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT COUNT(DISTINCT s) FROM (SELECT k, SUM(v) AS s FROM t GROUP BY k);
