-- Order of doubles.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, d DOUBLE) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, d FROM t ORDER BY d, id;
