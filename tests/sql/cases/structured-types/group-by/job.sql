-- Objects as keys.
CREATE TABLE t (k STRING, i INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, OBJECT_OF('Point', 'x', i, 'y', s) AS p FROM t;
SELECT p, COUNT(*) FROM v GROUP BY p;
SELECT DISTINCT OBJECT_OF('One', 'x', i) AS o FROM t;
