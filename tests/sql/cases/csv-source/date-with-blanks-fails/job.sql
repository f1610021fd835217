-- Blanks around a DATE.
CREATE TABLE t (d DATE) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
SELECT * FROM t;
