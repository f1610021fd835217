-- Nothing is computed for a query that has no rows: a value that would fail does not.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  c1 DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT CAST(c1 AS DECIMAL(10, 2)) AS o1
FROM t
ORDER BY o1
LIMIT 0;
