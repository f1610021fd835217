-- A delimiter given as the text \u0001.
CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.field-delimiter' = '\u0001');
SELECT * FROM t;
