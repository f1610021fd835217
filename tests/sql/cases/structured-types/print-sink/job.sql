-- Objects, rows and objects of another class into columns of a structured type, by position.
CREATE TABLE t (k STRING, i INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, OBJECT_OF('Point', 'x', i, 'y', s) AS p FROM t;
CREATE TABLE o (p STRUCTURED<'Point', x BIGINT, y STRING>, a ARRAY<STRUCTURED<'In', z INT>>) WITH ('connector' = 'print');
INSERT INTO o SELECT p, ARRAY[OBJECT_OF('In', 'z', 1)] FROM v;
INSERT INTO o SELECT ROW(i, s), ARRAY[ROW(2)] FROM t;
INSERT INTO o SELECT OBJECT_OF('Other', 'a', i, 'b', s), CAST(NULL AS ARRAY<STRUCTURED<'In', z INT>>) FROM t;
CREATE TABLE r (p ROW<x INT, y STRING>) WITH ('connector' = 'print');
INSERT INTO r SELECT p FROM v;
