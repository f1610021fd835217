-- NULL is no value of a column that is NOT NULL, JSON null is.
CREATE TABLE t (k STRING, s STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE VIEW v AS SELECT k, PARSE_JSON(s) AS v, i FROM t;
CREATE TABLE p (v VARIANT NOT NULL) WITH ('connector' = 'print');
INSERT INTO p SELECT v FROM v;
