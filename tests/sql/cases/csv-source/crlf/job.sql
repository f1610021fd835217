-- Line ends of Windows, and none at the end.
CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
SELECT a, REPLACE(b, U&'\000a', '/') FROM t;
