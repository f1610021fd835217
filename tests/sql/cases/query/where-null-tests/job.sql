-- IS NULL, IS NOT NULL, IS DISTINCT FROM, IS NOT TRUE.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, x STRING) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, CASE WHEN a IS NULL THEN 'a' WHEN b IS NULL THEN 'b' ELSE 'none' END FROM t WHERE (a IS DISTINCT FROM b) AND (a > b) IS NOT TRUE OR b IS NULL;
