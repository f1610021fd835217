-- Simple and searched CASE, COALESCE, NULLIF, IF; branches take their common type.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, x STRING, y DOUBLE, z INT, n INT, w STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, CASE s WHEN 'pear' THEN 'P' WHEN '' THEN 'empty' END, CASE WHEN a > 0 THEN a ELSE d END, COALESCE(a, b, -1), NULLIF(a, 7), IF(a > b, 'more', 'not more') FROM t;
