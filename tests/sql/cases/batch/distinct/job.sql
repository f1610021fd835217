-- DISTINCT.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (k STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT DISTINCT k FROM t ORDER BY k;
