-- A byte order mark.
CREATE TABLE t (a STRING, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
SELECT * FROM t;
