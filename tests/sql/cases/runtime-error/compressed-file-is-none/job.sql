-- Plain text under a name that says gzip.
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t', 'format' = 'json');
SELECT id FROM t;
