-- An empty field is the empty text.
CREATE TABLE t (i INT, s STRING, u STRING) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv'
);
CREATE TABLE o (i INT, s STRING, u STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
