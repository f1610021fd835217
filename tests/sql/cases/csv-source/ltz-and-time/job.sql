-- TIMESTAMP_LTZ and TIME.
CREATE TABLE t (s STRING, a TIMESTAMP_LTZ(3), t TIME(0)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
