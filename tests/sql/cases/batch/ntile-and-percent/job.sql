-- NTILE, PERCENT_RANK, CUME_DIST.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, n INT, p DOUBLE, c DOUBLE) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, CAST(NTILE(3) OVER (ORDER BY id) AS INT), PERCENT_RANK() OVER (ORDER BY id), CUME_DIST() OVER (ORDER BY id) FROM t;
