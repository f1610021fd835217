-- Blanks around values of each type.
CREATE TABLE t (a INT, b BOOLEAN, c DOUBLE, l BIGINT, f FLOAT, s STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
SELECT * FROM t;
