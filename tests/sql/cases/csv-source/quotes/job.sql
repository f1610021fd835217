-- Quoted fields, doubled quotes, separators and line breaks inside.
CREATE TABLE t (i INT, s STRING, u STRING) WITH (
  'connector' = 'filesystem', 'path' = '${IN}/t.csv', 'format' = 'csv'
);
CREATE TABLE o (i INT, s STRING, u STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
