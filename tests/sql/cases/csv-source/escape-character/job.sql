-- An escape character.
CREATE TABLE t (i INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv', 'csv.escape-character' = '\'
);
CREATE TABLE o (i INT, s STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
