-- Forms of times.
CREATE TABLE t (s STRING, a TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
