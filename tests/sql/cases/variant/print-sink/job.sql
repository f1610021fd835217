-- VARIANTs in the columns of a sink, alone and inside of other types.
CREATE TABLE t (k STRING, s STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, PARSE_JSON(s) AS v, i FROM t;
CREATE TABLE p (v VARIANT, a ARRAY<VARIANT>, m MAP<STRING, VARIANT>, r ROW<a VARIANT, b STRING>) WITH ('connector' = 'print');
INSERT INTO p SELECT v, ARRAY[v], MAP['a', v], ROW(v, 'b') FROM v;
