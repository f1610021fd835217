-- The same where the rest of the record opens a quote that is never closed, with an escape character.
CREATE TABLE t (a INT, b STRING)
WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true', 'csv.escape-character' = '\');
SELECT * FROM t;
