-- GROUPING SETS.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING, v INT, n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT k, v, COUNT(*) FROM t GROUP BY GROUPING SETS ((k), (v), ()) ORDER BY k, v, 3;
