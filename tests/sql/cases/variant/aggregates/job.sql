-- Aggregates that take VARIANTs; JSON null is a value, NULL is none.
CREATE TABLE t (k STRING, s STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, PARSE_JSON(s) AS v, i FROM t;
SELECT k, COUNT(v), COUNT(DISTINCT v), FIRST_VALUE(v), LAST_VALUE(v), COLLECT(v), ARRAY_AGG(v) FROM v GROUP BY k;
