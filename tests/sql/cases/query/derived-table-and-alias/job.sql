-- A derived table with renamed columns; aliases are not visible in WHERE of the same level.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (x INT, y STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT u.x * 2, u.y FROM (SELECT id AS x, s AS y FROM t WHERE id > 2) AS u WHERE u.x < 6;
