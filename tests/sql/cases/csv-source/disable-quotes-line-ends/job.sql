-- Without quotes a quote is text.
CREATE TABLE t (a STRING, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.disable-quote-character' = 'true');
SELECT * FROM t;
