-- Aggregates that take objects.
CREATE TABLE t (k STRING, i INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, OBJECT_OF('Point', 'x', i, 'y', s) AS p FROM t;
SELECT k, COUNT(p), FIRST_VALUE(p), LAST_VALUE(p), ARRAY_AGG(p), JSON_ARRAYAGG(p) FROM v GROUP BY k;
