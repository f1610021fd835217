-- Arrays of VARIANTs have rows, a VARIANT that is an array has none.
CREATE TABLE t (k STRING, s STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, PARSE_JSON(s) AS v, i FROM t;
SELECT i, x FROM v CROSS JOIN UNNEST(ARRAY[v, v]) AS u (x);
