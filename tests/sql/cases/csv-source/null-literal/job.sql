-- csv.null-literal names the text that stands for NULL.
CREATE TABLE t (i INT, s STRING, n INT) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.null-literal' = 'n/a'
);
CREATE TABLE o (i INT, s STRING, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
