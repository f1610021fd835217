-- Rows of which nothing is read are read by their first column: a value that is none fails the job.
CREATE TABLE t (k INT, i INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
SELECT COUNT(*) FROM t;
