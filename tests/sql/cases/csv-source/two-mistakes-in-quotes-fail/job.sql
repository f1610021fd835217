-- A second mistake in the quotes of a record fails the job, whatever is to be ignored.
CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM t;
