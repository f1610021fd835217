-- WITH, one using another; the second hides a table of the same name.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, c INT) WITH ('connector' = 'print');
INSERT INTO o
WITH big AS (SELECT id, a FROM t WHERE a > 0), scaled (id, c) AS (SELECT id, a * 10 FROM big) SELECT id, c FROM scaled WHERE id <> 5;
