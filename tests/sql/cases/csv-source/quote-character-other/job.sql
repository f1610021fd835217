-- Another quote character; the usual one is text.
CREATE TABLE t (a STRING, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.quote-character' = '''');
SELECT a, REPLACE(b, U&'\000a', '/') FROM t;
