-- A quote character and none.
CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.quote-character' = '|', 'csv.disable-quote-character' = 'true');
SELECT * FROM t;
