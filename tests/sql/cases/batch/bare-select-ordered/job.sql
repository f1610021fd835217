-- A bare query in batch mode, ordered.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT k, COUNT(*) AS n FROM t GROUP BY k ORDER BY n DESC, k;
