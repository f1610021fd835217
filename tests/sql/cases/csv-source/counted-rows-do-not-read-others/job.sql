-- Only the first column is read: what the others hold does not matter.
CREATE TABLE t (a INT, b INT) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv');
SELECT COUNT(*) FROM t;
