-- A delimiter of two characters.
CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.field-delimiter' = '||');
SELECT * FROM t;
