-- UNION ALL keeps duplicates; column names come from the first branch, types from all.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (x DOUBLE) WITH ('connector' = 'print');
INSERT INTO o
SELECT a FROM t WHERE id <= 2 UNION ALL SELECT d FROM t WHERE id <= 2 UNION ALL SELECT a FROM t WHERE id <= 2;
