-- Bad fields become NULL, lines with too many or few columns are taken as far as they go.
CREATE TABLE t (i INT, s STRING, n INT) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true'
);
CREATE TABLE o (i INT, s STRING, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
