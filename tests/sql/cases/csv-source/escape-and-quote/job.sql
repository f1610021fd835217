-- An escape character inside and outside of quotes.
CREATE TABLE t (a STRING, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.escape-character' = '\');
SELECT a, REPLACE(b, U&'\000a', '/') FROM t;
