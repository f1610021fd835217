-- A source's column that is computed as a VARIANT, and its text.
CREATE TABLE t (s STRING, v AS PARSE_JSON(s), x AS JSON_STRING(PARSE_JSON(s))) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
SELECT v, x FROM t;
