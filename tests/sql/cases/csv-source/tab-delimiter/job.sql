-- A tab as delimiter, given as an escape.
CREATE TABLE t (i INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.field-delimiter' = U&'\0009'
);
CREATE TABLE o (i INT, s STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
