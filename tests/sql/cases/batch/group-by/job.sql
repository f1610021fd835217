-- GROUP BY gives each group once.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, n BIGINT, s INT, a INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, COUNT(*), SUM(v), AVG(v) FROM t GROUP BY k ORDER BY k;
