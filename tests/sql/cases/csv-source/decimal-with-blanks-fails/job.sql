-- Blanks around a DECIMAL.
CREATE TABLE t (d DECIMAL(5, 2)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
SELECT * FROM t;
