-- VARIANTs are equal when they were written alike: other orders of keys and 1 beside 1.0 are other groups.
CREATE TABLE t (k STRING, s STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, PARSE_JSON(s) AS v, i FROM t;
SELECT v, COUNT(*) FROM v GROUP BY v;
