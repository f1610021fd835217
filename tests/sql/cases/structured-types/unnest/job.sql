-- The fields of objects in an array become columns.
CREATE TABLE t (k STRING, i INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
SELECT k, x, y FROM t CROSS JOIN UNNEST(ARRAY[OBJECT_OF('Point', 'a', i, 'b', s), OBJECT_OF('Point', 'a', i + 10, 'b', s)]) AS u (x, y);
