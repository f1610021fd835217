-- A delimiter given as \u0001 and one as a tab.
CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.field-delimiter' = U&'\0001');
SELECT * FROM t;
