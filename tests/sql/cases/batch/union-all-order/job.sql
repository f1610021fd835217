-- ORDER BY over a UNION ALL.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (x INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT x FROM (SELECT id AS x FROM t UNION ALL SELECT v FROM t) ORDER BY x DESC;
