-- A part of a VARIANT keeps the keys of the whole, and is another one if those are.
CREATE TABLE t (k STRING, s STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, PARSE_JSON(s) AS v, i FROM t;
SELECT v['x'] AS x, COUNT(*) FROM v WHERE i IN (1, 2, 3, 5) GROUP BY v['x'];
