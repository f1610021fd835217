-- NULLS FIRST and NULLS LAST.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, k STRING, v INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, k, v FROM t ORDER BY k NULLS LAST, v DESC NULLS FIRST, id;
