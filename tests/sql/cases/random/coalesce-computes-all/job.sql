-- COALESCE computes all its arguments, also behind the first that is not NULL.
CREATE TABLE t (
  c1 DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT COALESCE(c1, ROUND(c1), c1) AS o3
FROM t;
