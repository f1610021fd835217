-- A condition that compares one constant with a choice of the same constants does not exclude every row.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  c0 BOOLEAN
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT MIN('') AS o2
FROM (SELECT (ARRAY[1, 2, 2]) AS a1
FROM t
WHERE (TO_TIMESTAMP_LTZ(1714557600123, 3)) = IF(c0, (TO_TIMESTAMP_LTZ(1714557600123, 3)), (TO_TIMESTAMP_LTZ(1714557600123, 3)))) AS s
ORDER BY o2 DESC NULLS FIRST;
