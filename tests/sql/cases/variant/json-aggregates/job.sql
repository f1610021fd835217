-- A VARIANT becomes part of the JSON that an aggregate builds.
CREATE TABLE t (k STRING, s STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, PARSE_JSON(s) AS v, i FROM t;
SELECT k, JSON_ARRAYAGG(v), JSON_OBJECTAGG(KEY CAST(i AS STRING) VALUE v) FROM v GROUP BY k;
