-- With the empty text as null literal an empty number is NULL.
CREATE TABLE t (i INT, s STRING, n INT) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.null-literal' = ''
);
CREATE TABLE o (i INT, s STRING, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
