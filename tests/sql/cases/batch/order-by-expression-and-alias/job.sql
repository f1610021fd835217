-- Order by an expression, an alias and a position.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, w INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, -v AS w FROM t ORDER BY 2, ABS(id - 4);
