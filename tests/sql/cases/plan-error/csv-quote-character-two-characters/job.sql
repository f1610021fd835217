-- A quote of two characters.
CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.quote-character' = '<<');
SELECT * FROM t;
