-- DISTINCT, and UNION with itself.
CREATE TABLE t (k STRING, s STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, PARSE_JSON(s) AS v, i FROM t;
SELECT DISTINCT v FROM v;
SELECT v['x'] AS x FROM v WHERE i <= 3 UNION SELECT v['y'] FROM v WHERE i <= 3;
