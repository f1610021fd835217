-- INTERSECT and EXCEPT.
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
(SELECT k FROM t WHERE v > 3 INTERSECT SELECT k FROM t WHERE v < 7) EXCEPT (SELECT k FROM t WHERE id = 3);
