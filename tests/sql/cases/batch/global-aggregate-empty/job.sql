-- A global aggregate over nothing is one row.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (n BIGINT, s INT, mi DOUBLE) WITH ('connector' = 'print');
INSERT INTO o
SELECT COUNT(*), SUM(v), MIN(d) FROM t WHERE id > 100;
