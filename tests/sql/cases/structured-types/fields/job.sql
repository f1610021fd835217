-- Fields by name, all of them, and without the object's name.
CREATE TABLE t (k STRING, i INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, OBJECT_OF('Point', 'x', i, 'y', s) AS p FROM t;
SELECT p.y, p.x, p FROM v;
SELECT v.p.* FROM v;
SELECT x + 1, k FROM v WHERE y = 'x';
