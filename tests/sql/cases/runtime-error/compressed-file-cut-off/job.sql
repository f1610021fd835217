-- A gzip file that was not written to its end.
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t', 'format' = 'json');
SELECT id FROM t;
