-- BYTES are base64.
CREATE TABLE t (a BYTES, b STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv');
SELECT * FROM t;
