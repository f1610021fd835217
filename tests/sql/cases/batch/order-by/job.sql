-- ORDER BY: ascending puts NULL first, descending last.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, v INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, v FROM t ORDER BY v, id;
