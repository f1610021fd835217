-- Another delimiter.
CREATE TABLE t (i INT, s STRING, n INT) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.field-delimiter' = ';'
);
CREATE TABLE o (i INT, s STRING, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
