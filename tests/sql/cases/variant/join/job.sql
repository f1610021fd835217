-- VARIANTs as the key of a join.
CREATE TABLE t (k STRING, s STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, PARSE_JSON(s) AS v, i FROM t;
SELECT a.i, b.i FROM v a JOIN v b ON a.v = b.v;
