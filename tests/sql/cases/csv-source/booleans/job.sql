-- What is true.
CREATE TABLE t (a BOOLEAN) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
