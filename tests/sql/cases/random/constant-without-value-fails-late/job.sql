-- A constant expression that fails does so for the first row that needs it: here there is none.
CREATE TABLE t (
  k STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT ELEMENT(ARRAY[1, 2]) AS a, CAST('x' AS INT) AS b
FROM t
WHERE k = 'none';
