-- BETWEEN, IN with and without NULL, LIKE with wildcards and ESCAPE.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id FROM t WHERE a BETWEEN -7 AND 0 OR s IN ('pear', 'plum') AND b IN (1, NULL) OR s LIKE '%\%\_' ESCAPE '\';
