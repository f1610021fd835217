-- Two are too many.
CREATE TABLE t (i INT, v STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
CREATE TABLE o (i INT, v STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
