-- Distinct and plain aggregates side by side.
CREATE TABLE t (
  id INT,
  k STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, d BIGINT, s INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, COUNT(DISTINCT v), SUM(DISTINCT v), COUNT(v) FROM t GROUP BY k;
